"""Lines that a cell's foot or head cuts: told by the page's own characters, and by a reader of parts.

Every place along the line is compared with the same part of every character of the page, by normalised correlation
(Gonzalez and Woods, "Digital Image Processing", section 12.2), and read by a reader that has learnt parts; the best
sequence that leaves no ink over is the text. Pairs that stand elsewhere on the page, or are words, are likelier. Where
one character is not told, the line stays unread: half a text that looks whole misleads.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.cut_reader import CutReader, Half, Likely
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.misread_parts import half_of, likely_at
from shibiao.extract.scan.page_glyphs import (
    MARGIN,
    SIDE,
    Grey,
    PageGlyphs,
    normed,
    picture_of,
    scale_of,
    width_of,
)
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.word_pairs import familiarity, graded_usualness, is_chinese, is_pair

_LEAST_SEEN = 0.42  # em: of less too little is seen
_LEAST_LIKE, _LEAST_PAIR = 0.84, 0.8  # correlation of a character, and of one of a known pair
_LEAST_LIKE_ALL = 0.85  # their mean
_LEAST_READ, _LEAST_READ_PAIR = 0.25, 0.04  # probability of a character that is read, alone and in a known pair
_LEAST_FIGURE = 0.5
_STROKES = frozenset("一—-")  # of these alone a line is what a broken rule has left
_UNSEEN: dict[Half, frozenset[str]] = {"head": frozenset(".,，。、"), "foot": frozenset("“”")}  # leave no ink there,
_UNLIKELY: dict[Half, frozenset[str]] = {
    "head": frozenset("LIOU"),
    "foot": frozenset("IOU"),
}  # but look like points and figures
_POINT, _POINT_SURE = (0.7, 1.6), 0.3  # of a character's width: so much room between two hides a point
_RIM, _POINT_INK = 2, 30.0  # columns of its neighbours' blur; grey levels
_LEAST_SIGN = 0.6  # of a sign or letter: what the next character's edge looks like
_READ, _BY_READ = 0.88, 0.05  # what such a character is worth: if certain, and less by the logarithm
_FAMILIAR = 0.02  # more for a usual character, by the logarithm
_UNTOLD = 0.74  # what a character is worth that none is like
_PAPER_LIKE = 0.65  # a character must be better than this to be worth its room
_PAIR = 0.1  # more for a known pair
_INK_LEFT = 0.04  # for each column of ink between characters
_LEAST_INK, _LEAST_INKED = 80.0, 0.4  # grey levels; of a character's columns
_NEAR_SIDE = 0.4  # of a character's width: Chinese ones have ink so near to either side
_MOST_LEFT = 0.2  # em of ink that belongs to no character
_FLAT = 100.0  # so strong noise is no picture
_CHOICES, _BEAM = 6, 8


class _Choice(NamedTuple):
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


_Placed = tuple[int, _Choice]  # from which column on


class _Step(NamedTuple):
    """The best way to a column whose last character is known: its worth, where it came from, and the character that
    ends here, None between characters."""

    worth: float
    column: int
    last: str
    choice: _Choice | None


_Steps = dict[str, _Step]  # by the last character


class HalfLine(NamedTuple):
    """A cut line: its strip, and the characters before and after it in its cell."""

    strip: Strip
    before: str = ""
    after: str = ""


def half_line(half: HalfLine, own: PageGlyphs, reader: CutReader | None) -> LineText | None:
    """The text of a line whose head or foot is cut off, None where some of it cannot be told. Its characters'
    probabilities are their likeness. ``reader`` None: by the page's own characters alone."""
    strip, line = half.strip, half.strip.lines[0]
    if line.height < _LEAST_SEEN * strip.em or not (own.by_width or reader):
        return None
    picture, top, bottom = picture_of(strip, own.advance)
    band = picture[top:bottom]
    choices = _choices(band, _likenesses(band, own, line.cut_below), _read(strip, own, reader))
    placed = [(step.column, step.choice) for step in _best(band, choices, half.before, own.pairs) if step.choice]
    if not placed or not _are_told([choice for _, choice in placed], half, own.pairs):
        return None
    if line.cut_below:
        placed = list(_with_points(placed, band))
    if _ink_left(placed, band) > _MOST_LEFT * SIDE:
        return None
    scale = scale_of(strip, own.advance)
    return LineText(
        tuple(
            Glyph(choice.char, choice.like, (column + choice.width / 2 - MARGIN - SIDE) / scale, ())
            for column, choice in placed
        )
    )


def _ink_left(placed: Sequence[_Placed], band: Grey) -> int:
    """Columns of ink that belong to no character."""
    inked = band.max(axis=0) > _LEAST_INK
    for column, choice in placed:
        inked[column : column + choice.width] = False
    return int(np.count_nonzero(inked))


def _with_points(placed: Sequence[_Placed], band: Grey) -> Iterator[_Placed]:
    """A line's characters with the points that stand lower than what is seen: where one has room between two. Of 、
    the head may show."""
    for (column, choice), (following, _) in pairwise(placed):
        yield column, choice
        start, room = column + choice.width, following - column - choice.width
        if _POINT[0] * SIDE <= room <= _POINT[1] * SIDE:
            is_inked = band[:, start + _RIM : following - _RIM].max() > _POINT_INK
            yield start, _Choice(room, "、" if is_inked else "，", _POINT_SURE)
    yield placed[-1]


def _are_told(chars: Sequence[_Choice], half: HalfLine, pairs: frozenset[str]) -> bool:
    """Whether each character is told surely enough by itself, or with one beside it, and a line of several by all."""
    own = [choice.like for choice in chars if not choice.read]
    if all(choice.char in _STROKES for choice in chars) or (len(own) > 1 and sum(own) < _LEAST_LIKE_ALL * len(own)):
        return False
    beside = [half.before, *(choice.char for choice in chars), half.after]
    for i, choice in enumerate(chars, start=1):
        paired = is_pair(beside[i - 1] + choice.char, pairs) or is_pair(choice.char + beside[i + 1], pairs)
        if choice.read and choice.read < _least_read(choice.char, paired):
            return False
        if not choice.read and choice.like < (_LEAST_PAIR if paired else _LEAST_LIKE):
            return False
    return True


def _least_read(char: str, paired: bool) -> float:
    if char.isdigit():
        return _LEAST_FIGURE
    return _LEAST_READ_PAIR if paired else _LEAST_READ


def _read(strip: Strip, own: PageGlyphs, reader: CutReader | None) -> dict[int, list[_Choice]]:
    """The characters that a reader sees, by the column that they begin at."""
    found: dict[int, list[_Choice]] = {}
    if reader is None:
        return found
    scale = scale_of(strip, own.advance)
    columns = range(round(strip.pixels.shape[1] * scale))
    centres = [column / scale for column in columns]
    for column, likely in zip(columns, likely_at(strip, centres, own, reader), strict=True):
        for char, probability in _offered(likely, half_of(strip)):
            width = width_of(own.figure if char.isascii() else 1.0)
            like = _READ + _BY_READ * math.log(probability)
            usual = _FAMILIAR * familiarity(char) if is_chinese(char) else 0.0
            choice = _Choice(width, _as_figure(char), like, probability, usual)
            found.setdefault(column - width // 2 + MARGIN + SIDE, []).append(choice)
    return found


def _offered(likely: Sequence[Likely], seen: Half) -> Iterator[Likely]:
    """The likelier of the characters about a place. A wide figure and a narrow one look the same but for their room,
    which the line tells."""
    figures: defaultdict[str, float] = defaultdict(float)
    for each in likely:
        if each.char.isdigit():
            figures[_as_figure(each.char)] += each.probability
    for char, probability in likely:
        unlikely = char in _UNSEEN[seen] or char in _UNLIKELY[seen]
        probability = figures.get(_as_figure(char), probability)
        if not unlikely and probability >= (_LEAST_SIGN if _is_sign(char) else _LEAST_READ_PAIR):
            yield Likely(char, min(1.0, probability))


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


def _best(band: Grey, choices: Sequence[Sequence[_Choice]], before: str, pairs: frozenset[str]) -> list[_Step]:
    """The steps of the best way along the line, from left to right."""
    length = band.shape[1]
    steps: list[_Steps] = [{} for _ in range(length + 1)]
    steps[0][before] = _Step(0.0, -1, "", None)
    for column in range(length):
        gap = _INK_LEFT if _is_ink(band, column) else 0.0
        for last, way in sorted(steps[column].items(), key=lambda each: -each[1].worth)[:_BEAM]:
            _keep(steps[column + 1], last, _Step(way.worth - gap, column, last, None))
            for choice in choices[column]:
                worth = way.worth + choice.worth(graded_usualness(last + choice.char, pairs))
                _keep(steps[column + choice.width], choice.char, _Step(worth, column, last, choice))
    return _back(steps)


def _back(steps: list[_Steps]) -> list[_Step]:
    column, last = len(steps) - 1, max(steps[-1], key=lambda way: steps[-1][way].worth)
    found = []
    while column > 0:
        step = steps[column][last]
        found.append(step)
        column, last = step.column, step.last
    return found[::-1]


def _choices(band: Grey, likes: dict[int, _Like], read: dict[int, list[_Choice]]) -> list[list[_Choice]]:
    """What may begin at each column; "〓" stands for a character that is none of the page's."""
    length, full = band.shape[1], width_of(1.0)
    inked = band.max(axis=0) > _LEAST_INK
    found = []
    for column in range(length):
        choices = [
            *_like_choices(likes, column),
            *(c for c in read.get(column, ()) if _is_inked(inked, column, c)),
        ]
        if inked[column : column + full].mean() > _LEAST_INKED:
            choices.append(_Choice(full, "〓", _UNTOLD))
        found.append([choice for choice in choices if column + choice.width <= length])
    return found


def _is_inked(inked: NDArray[np.bool_], column: int, choice: _Choice) -> bool:
    """Whether there is ink about the middle of a character, as a full stop has none at its line's head, and near both
    sides of a Chinese one."""
    margin = choice.width // 4
    middle = inked[column + margin : column + choice.width - margin].any()
    return bool(middle) and (_is_sign(choice.char) or choice.char.isdigit() or _fills(inked, column, choice.width))


def _fills(inked: NDArray[np.bool_], column: int, width: int) -> bool:
    """Whether there is ink near both sides of a square."""
    near = round(_NEAR_SIDE * width)
    return bool(inked[column : column + near].any() and inked[column + width - near : column + width].any())


def _like_choices(likes: dict[int, _Like], column: int) -> Iterator[_Choice]:
    for width, like in likes.items():
        if column < len(like.table):
            at = like.table[column]
            for index in np.argsort(-at)[:_CHOICES].tolist():
                if at[index] >= _LEAST_PAIR:
                    char = like.chars[index]
                    usual = max(0.0, _FAMILIAR * familiarity(char)) if is_chinese(char) else 0.0
                    yield _Choice(width, char, float(at[index]), usual=usual)


def _keep(steps: _Steps, last: str, step: _Step) -> None:
    if last not in steps or steps[last].worth < step.worth:
        steps[last] = step


def _is_ink(band: Grey, column: int) -> bool:
    return bool(band[:, column].max() > _LEAST_INK)
