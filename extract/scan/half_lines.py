"""Lines that a cell's foot or head cuts: told by the page's own characters, and by a reader of parts.

Of what may stand along the line the best sequence that leaves no ink over is the text. Pairs that stand elsewhere on
the page, or are words, are likelier. Where one character is not told, the line stays unread: half a text that looks
whole misleads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.cut_reader import CutReader
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.half_choices import LEAST_PAIR, LEAST_READ_PAIR, Choice, choices_along, inked_columns
from shibiao.extract.scan.page_glyphs import MARGIN, SIDE, Grey, PageGlyphs, picture_of, scale_of
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.word_pairs import graded_usualness, is_pair

_LEAST_SEEN = 0.42  # em: of less too little is seen
_LEAST_LIKE = 0.84  # correlation of a character of the page's own that makes no known pair
_LEAST_LIKE_ALL = 0.85  # the mean of all of the page's own
_LEAST_READ = 0.25  # probability of one that is read and makes no known pair
_LEAST_FIGURE = 0.5
_STROKES = frozenset("一—-")  # of these alone a line is what a broken rule has left
_POINT, _POINT_SURE = (0.7, 1.6), 0.3  # of a character's width: so much room between two hides a point
_RIM, _POINT_INK = 2, 30.0  # columns of its neighbours' blur; grey levels
_INK_LEFT = 0.04  # for each column of ink between characters
_MOST_LEFT = 0.2  # em of ink that belongs to no character
_BEAM = 8

_Placed = tuple[int, Choice]  # from which column on


class _Step(NamedTuple):
    """The best way to a column whose last character is known: its worth, where it came from, and the character that
    ends here, None between characters."""

    worth: float
    column: int
    last: str
    choice: Choice | None


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
    choices = choices_along(strip, band, own, reader)
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
    inked = inked_columns(band)
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
            yield start, Choice(room, "、" if is_inked else "，", _POINT_SURE)
    yield placed[-1]


def _are_told(chars: Sequence[Choice], half: HalfLine, pairs: frozenset[str]) -> bool:
    """Whether each character is told surely enough by itself, or with one beside it, and a line of several by all."""
    own = [choice.like for choice in chars if not choice.read]
    if all(choice.char in _STROKES for choice in chars) or (len(own) > 1 and sum(own) < _LEAST_LIKE_ALL * len(own)):
        return False
    beside = [half.before, *(choice.char for choice in chars), half.after]
    for i, choice in enumerate(chars, start=1):
        paired = is_pair(beside[i - 1] + choice.char, pairs) or is_pair(choice.char + beside[i + 1], pairs)
        if choice.read and choice.read < _least_read(choice.char, paired):
            return False
        if not choice.read and choice.like < (LEAST_PAIR if paired else _LEAST_LIKE):
            return False
    return True


def _least_read(char: str, paired: bool) -> float:
    if char.isdigit():
        return _LEAST_FIGURE
    return LEAST_READ_PAIR if paired else _LEAST_READ


def _best(band: Grey, choices: Sequence[Sequence[Choice]], before: str, pairs: frozenset[str]) -> list[_Step]:
    """The steps of the best way along the line, from left to right."""
    inked = inked_columns(band)
    length = len(inked)
    steps: list[_Steps] = [{} for _ in range(length + 1)]
    steps[0][before] = _Step(0.0, -1, "", None)
    for column in range(length):
        gap = _INK_LEFT if inked[column] else 0.0
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


def _keep(steps: _Steps, last: str, step: _Step) -> None:
    if last not in steps or steps[last].worth < step.worth:
        steps[last] = step
