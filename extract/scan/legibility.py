"""How well a page can be read: by a few of its lines beforehand, by all of them afterwards."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.recognise.protocol import LineText, ReaderName
from shibiao.extract.scan.cut_characters import Texts
from shibiao.extract.scan.sheet import Sheet
from shibiao.extract.scan.strips import Strip

SAMPLE = 8  # lines that tell which way up a page is
_UPRIGHT = 0.8  # mean probability of the characters on a page that is read the right way up
_MUCH_LIKELIER = 2.0  # times: as on a page with long lines of which a seal and a pen spoil some
_SURELY = 0.98  # stacks of turned characters are read with 0.94
_LONG = 2.2  # a line of three characters is at least this many times as long as high
_LEAST_HIGH = 0.4  # em: lower lines are dashes, and what is left of rules
_MOST_STRIPS = 1200  # lines read on a page: ten times a full form; the rest of a page of dirt stays unread
_MOST_TEXT = 16_000  # em of lines read on a page: twice a page of small print
# Mean probability of a page's characters. Noise has 0.2 to 0.4, specks and photographs 0.56 to 0.63; bad copies 0.8,
# a fax of 98 lines an inch, of which half can be read, 0.7. Of a few long lines: noise 0.3, bad copies 0.9. tesseract
# is less sure of bad copies, 0.66.
_ILLEGIBLE: dict[ReaderName, float] = {"rapidocr": 0.65, "tesseract": 0.5}
_SHAPES, _SHAPES_ILLEGIBLE = 0.2, 0.85  # a page on which so few lines have two characters shows shapes, or is sure
_MARK = 3  # characters: a shorter line outside all tables may be dirt,
_LOW = 0.55  # of the page's usual character: the more so where it is lower
_SAMPLE_ILLEGIBLE: dict[ReaderName, float] = {"rapidocr": 0.5, "tesseract": 0.4}


def is_illegible(texts: Sequence[LineText], reader: ReaderName, of_sample: bool = False) -> bool:
    """Whether a page's lines, or a few of them, show that there is no text on it: noise is read as characters too."""
    least = (_SAMPLE_ILLEGIBLE if of_sample else _ILLEGIBLE)[reader]
    lengths = [sum(bool(glyph.char) for glyph in text.glyphs) for text in texts]
    read = [length for length in lengths if length]
    if len(read) >= SAMPLE and sum(length > 1 for length in read) < _SHAPES * len(read):
        least = _SHAPES_ILLEGIBLE
    return 0.0 < sureness(texts) < least


def legible(sheet: Sheet, texts: Texts, reader: ReaderName) -> Texts | None:
    """The texts of a page, by the identity of their strips: all but marks outside its tables; without those that are no
    text, where dirt around its tables looks like lines; None where it is no text in the tables either."""
    if not is_illegible(list(texts.values()), reader):
        low = _LOW * statistics.median(strip.em for strip in sheet.strips) if texts else 0.0
        free = (strip for area in sheet.free for strip in area.strips if id(strip) in texts)
        marks = {id(strip) for strip in free if _is_mark(strip, texts[id(strip)], low, reader)}
        return {key: text for key, text in texts.items() if key not in marks}
    tabled = {id(s): texts[id(s)] for cell in sheet.cells for s in cell.strips if id(s) in texts}
    if len(tabled) < SAMPLE or is_illegible(list(tabled.values()), reader):
        return None
    return tabled | {key: text for key, text in texts.items() if not is_illegible([text], reader)}


def _is_mark(strip: Strip, text: LineText, low: float, reader: ReaderName) -> bool:
    """Whether a line outside all tables is a speck, a fibre or a pen's stroke: a few characters, hardly any of them
    likely, or as low as no character is."""
    if not 0 < len(text.text.strip()) <= _MARK or len(strip.lines) != 1:
        return False
    return strip.lines[0].height < low or is_illegible([text], reader)


def within_bounds(strips: Sequence[Strip]) -> Iterator[int]:
    """The numbers of the lines to read: all, but for pages of dirt."""
    length = 0.0
    for number, strip in enumerate(strips[:_MOST_STRIPS]):
        length += strip.pixels.shape[1] / max(1, strip.pixels.shape[0])
        if length > _MOST_TEXT:
            return
        yield number


def samples_of(sheet: Sheet) -> Iterator[list[int]]:
    """The numbers of some lines of a page, and of some of its tables: dirt around them looks like lines."""
    strips = list(sheet.strips)
    yield sample_of(strips)
    tabled = sum(len(cell.strips) for cell in sheet.cells)
    if SAMPLE <= tabled < len(strips):
        yield sample_of(strips[:tabled])


def sample_of(strips: Sequence[Strip]) -> list[int]:
    """The numbers of some long lines, without the very longest, which may be none, without dashes and without stacks.

    Lines of which an edge takes a part read badly either way up: they are taken only where there are few others.
    """
    level = [i for i, s in enumerate(strips) if len(s.lines) == 1 and s.lines[0].height >= _LEAST_HIGH * s.em]
    whole = [i for i in level if not (strips[i].lines[0].cut_above or strips[i].lines[0].cut_below)]
    level = whole if len(whole) >= SAMPLE else level
    level.sort(key=lambda i: -strips[i].pixels.shape[1])
    return sorted(level[len(level) // 10 :][:SAMPLE])


def lengthiness(sample: Sequence[Strip], strips: Sequence[Strip]) -> float:
    """0 to 1: on a page lying on its side, text seems to be stacked or cut into single characters."""
    if not sample:
        return 0.0
    long = sum(strip.pixels.shape[1] >= _LONG * strip.pixels.shape[0] for strip in sample) / len(sample)
    level = sum(len(strip.lines) == 1 for strip in strips) / len(strips)
    return long * level if len(strips) >= SAMPLE else 1.0


def sureness(texts: Sequence[LineText]) -> float:
    """Mean probability of the characters, 0 without any."""
    chances = [glyph.probability for text in texts for glyph in text.glyphs if glyph.char]
    return sum(chances) / len(chances) if chances else 0.0


class Way(NamedTuple):
    """How a page reads one way up: whether surely, and how likely that is the right way (0 to 1)."""

    surely: bool
    likely: float

    @classmethod
    def of(cls, texts: Sequence[LineText], sample: Sequence[Strip], strips: Sequence[Strip]) -> Way:
        """By the texts of a few of a page's lines."""
        sure = sureness(texts)
        return cls(sure >= _SURELY, sure * lengthiness(sample, strips))

    @property
    def is_upright(self) -> bool:
        """Whether no other way need be tried."""
        return self.likely >= _UPRIGHT

    def is_likelier_than(self, other: Way) -> bool:
        """Sureness counts where neither is much likelier: turned characters are read surely too, one at a time."""
        low, high = sorted((self.likely, other.likely))
        return self.likely > other.likely if high >= _MUCH_LIKELIER * low else self > other
