"""Lines of which the recogniser reads what a cell's head or foot has left, character by character as a reader of parts
sees them: 政束 beside 策 that only lacks its head is 政策."""

from __future__ import annotations

from collections.abc import Sequence

from shibiao.extract.recognise.cut_reader import CutReader, Half, Likely
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.likeliest import Offers, likeliest
from shibiao.extract.scan.page_glyphs import PageGlyphs
from shibiao.extract.scan.strips import Strip, line_of_part
from shibiao.extract.scan.word_pairs import is_chinese


def half_of(strip: Strip) -> Half:
    """What the cell's edge has left of a cut line. ``strip``: of one line."""
    return "head" if strip.lines[0].cut_below else "foot"


def likely_at(strip: Strip, centres: Sequence[float], own: PageGlyphs, reader: CutReader) -> list[list[Likely]]:
    """What the reader sees along a cut line, about each of ``centres`` (pixels of the strip)."""
    em, seen = strip.em * own.advance, half_of(strip)
    return reader.likely(line_of_part(strip, em, seen), centres, seen, strip.lines[0].height / em)


def as_parts(strip: Strip, text: LineText, own: PageGlyphs, reader: CutReader) -> LineText:
    """The text of a cut line with the Chinese characters that its parts are likelier of. ``strip``: of one line."""
    told = list(text.glyphs)
    for i, likely in enumerate(likely_at(strip, [glyph.x for glyph in told], own, reader)):
        if is_chinese(told[i].char):
            before, after = (told[j].char if 0 <= j < len(told) else "" for j in (i - 1, i + 1))
            offers = Offers(told[i], {each.char: each.probability for each in likely}, {})
            told[i] = likeliest(offers, before, after, own.pairs) or told[i]
    return LineText(tuple(told))
