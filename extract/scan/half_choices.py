"""What may stand along a line whose head or foot is cut: at every column the page's own characters that are like what
is seen there, and those that a reader of parts sees.

Every place along the line is compared with the same part of every character of the page, by normalised correlation
(Gonzalez and Woods, "Digital Image Processing", section 12.2). Pictures and columns are those of ``page_glyphs``.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.recognise.cut_reader import CutReader, Half, Likely
from shibiao.extract.scan.misread_parts import half_of, likely_at
from shibiao.extract.scan.page_glyphs import MARGIN, SIDE, Grey, PageGlyphs, normed, scale_of, width_of
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.word_pairs import familiarity, is_chinese

LEAST_PAIR = 0.8  # correlation of a character of a known pair; others must be more alike
LEAST_READ_PAIR = 0.04  # probability of such a one that is read
_LEAST_INK = 80.0  # grey levels
# What leaves no ink there, and letters that are points and figures more likely.
_UNLIKELY: dict[Half, frozenset[str]] = {"head": frozenset(".,，。、LIOU"), "foot": frozenset("“”IOU")}
_LEAST_SIGN = 0.6  # of a sign or letter: what the next character's edge looks like
_READ, _BY_READ = 0.88, 0.05  # what such a character is worth: if certain, and less by the logarithm
_FAMILIAR = 0.02  # more for a usual character, by the logarithm
_UNTOLD = 0.74  # what a character is worth that none is like
_PAPER_LIKE = 0.65  # a character must be better than this to be worth its room
_PAIR = 0.1  # more for a known pair
_LEAST_INKED = 0.4  # of a character's columns
_NEAR_SIDE = 0.4  # of a character's width: Chinese ones have ink so near to either side
_FLAT = 100.0  # so strong noise is no picture
_CHOICES = 6


class Choice(NamedTuple):
    """A character that may stand at a column. ``like``: to the page's own, or as good as such; ``read``: the reader's
    probability, 0 for the page's own; ``usual``: what it is worth more or less for being seen often or rarely."""

    width: int
    char: str
    like: float
    read: float = 0.0
    usual: float = 0.0

    def worth(self, paired: float) -> float:
        """Behind a character with which it is a pair, as of ``graded_usualness``."""
        return (self.like - _PAPER_LIKE + paired * _PAIR + self.usual) * self.width / SIDE


def inked_columns(band: Grey) -> NDArray[np.bool_]:
    """Which columns of a picture have ink."""
    return np.asarray(band.max(axis=0) > _LEAST_INK)


def choices_along(strip: Strip, band: Grey, own: PageGlyphs, reader: CutReader | None) -> list[list[Choice]]:
    """What may begin at each column of a cut line's picture; "〓" stands for a character that is none of the page's.
    ``strip``: of one line; ``band``: the rows of its picture that are seen."""
    likes, read = _likenesses(band, own, strip.lines[0].cut_below), _read(strip, own, reader)
    length, full = band.shape[1], width_of(1.0)
    inked = inked_columns(band)
    found = []
    for column in range(length):
        choices = [
            *_like_choices(likes, column),
            *(c for c in read.get(column, ()) if _is_inked(inked, column, c)),
        ]
        if inked[column : column + full].mean() > _LEAST_INKED:
            choices.append(Choice(full, "〓", _UNTOLD))
        found.append([choice for choice in choices if column + choice.width <= length])
    return found


def _is_inked(inked: NDArray[np.bool_], column: int, choice: Choice) -> bool:
    """Whether there is ink about the middle of a character, as a full stop has none at its line's head, and near both
    sides of a Chinese one."""
    margin = choice.width // 4
    middle = inked[column + margin : column + choice.width - margin].any()
    return bool(middle) and (_is_sign(choice.char) or choice.char.isdigit() or _fills(inked, column, choice.width))


def _fills(inked: NDArray[np.bool_], column: int, width: int) -> bool:
    """Whether there is ink near both sides of a square."""
    near = round(_NEAR_SIDE * width)
    return bool(inked[column : column + near].any() and inked[column + width - near : column + width].any())


def _like_choices(likes: dict[int, _Like], column: int) -> Iterator[Choice]:
    for width, like in likes.items():
        if column < len(like.table):
            at = like.table[column]
            for index in np.argsort(-at)[:_CHOICES].tolist():
                if at[index] >= LEAST_PAIR:
                    char = like.chars[index]
                    yield Choice(width, char, float(at[index]), usual=max(0.0, _usual(char)))


def _read(strip: Strip, own: PageGlyphs, reader: CutReader | None) -> dict[int, list[Choice]]:
    """The characters that a reader sees, by the column that they begin at."""
    found: dict[int, list[Choice]] = {}
    if reader is None:
        return found
    scale = scale_of(strip, own.advance)
    columns = range(round(strip.pixels.shape[1] * scale))
    centres = [column / scale for column in columns]
    for column, likely in zip(columns, likely_at(strip, centres, own, reader), strict=True):
        for char, probability in _offered(likely, half_of(strip)):
            width = width_of(own.figure if char.isascii() else 1.0)
            like = _READ + _BY_READ * math.log(probability)
            choice = Choice(width, _as_figure(char), like, probability, _usual(char))
            found.setdefault(column - width // 2 + MARGIN + SIDE, []).append(choice)
    return found


def _usual(char: str) -> float:
    """What a character is worth more or less for being seen often or rarely."""
    return _FAMILIAR * familiarity(char) if is_chinese(char) else 0.0


def _offered(likely: Sequence[Likely], seen: Half) -> Iterator[Likely]:
    """The likelier of the characters about a place. A wide figure and a narrow one look the same but for their room,
    which the line tells."""
    figures: defaultdict[str, float] = defaultdict(float)
    for each in likely:
        if each.char.isdigit():
            figures[_as_figure(each.char)] += each.probability
    for char, probability in likely:
        together = figures.get(_as_figure(char), probability)
        if char not in _UNLIKELY[seen] and together >= (_LEAST_SIGN if _is_sign(char) else LEAST_READ_PAIR):
            yield Likely(char, min(1.0, together))


def _as_figure(char: str) -> str:
    """A wide figure as a narrow one, anything else as it is."""
    return unicodedata.normalize("NFKC", char) if char.isdigit() else char


def _is_sign(char: str) -> bool:
    """Whether a character is neither Chinese nor a figure."""
    return not char.isdigit() and (char.isascii() or not char.isalpha())


class _Like(NamedTuple):
    """How like each place is to each character of one width: columns × characters, and these."""

    table: NDArray[np.float32]
    chars: tuple[str, ...]


def _likenesses(band: Grey, own: PageGlyphs, heads: bool) -> dict[int, _Like]:
    height, length = band.shape
    found = {}
    for width, glyphs in own.by_width.items():
        if width > length:
            continue
        halves = own.bands(width, height, heads)
        windows = np.lib.stride_tricks.sliding_window_view(band, (height, width))[0].reshape(length - width + 1, -1)
        table = (normed(windows, _FLAT) @ halves.T).reshape(len(windows), len(glyphs), -1).max(axis=2)
        found[width] = _Like(table, tuple(glyph.char for glyph in glyphs))
    return found
