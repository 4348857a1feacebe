"""Lines of a table of which a copier has left pieces, none of which need reach from crossing to crossing. Points of the
page, turned so that the lines run along x."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from shibiao.extract.model import Rule
from shibiao.extract.scan.inked import PART_PT, SEARCH_PT
from shibiao.extract.tiling import length_of

_LEAST_PT, _LEAST = 80.0, 0.5  # of a broken line is left, and share of its way
_SEVERAL, _LEAST_OF_SEVERAL = 3, 0.3  # pieces on one level are no stroke
_MOSTLY, _ENOUGH_PT = 0.6, 30.0  # of a border
_LEAST_FREE = 4  # ends of pieces between crossings: where lines are whole, hardly any piece ends there
_MANY_FREE = 8  # and so many tell that any border may be left in part
APART_PT = 7.0  # lines are further apart

Pieces = tuple[tuple[float, float], ...]  # (start, end) of a line


def covers(pieces: Pieces, start: float, end: float) -> bool:
    """Whether pieces cover most of a way."""
    return length_of(pieces, start, end) >= _MOSTLY * (end - start)


def is_mostly_left(pieces: Pieces, start: float, end: float) -> bool:
    """Whether long straight ink is left of a broken line's border between two crossings."""
    return length_of(pieces, start, end) >= min(_ENOUGH_PT, _MOSTLY * (end - start))


def is_broken(pieces: Pieces, marks: Sequence[float]) -> bool:
    """Whether long straight ink makes much of a line, from the first to the last of the crossings about it. ``marks``:
    where lines of the other direction run, in rising order."""
    inked = [side for side in itertools.pairwise(marks) if length_of(pieces, *side)]
    if not inked:
        return False
    start, end = inked[0][0], inked[-1][1]
    least = _LEAST if len(pieces) < _SEVERAL else _LEAST_OF_SEVERAL
    return length_of(pieces, start, end) >= max(_LEAST_PT, least * (end - start))


def are_broken(lines: Iterable[Pieces], marks: Sequence[float]) -> bool:
    """Whether many pieces of these lines end between crossings."""
    return _free_ends(lines, marks) >= _MANY_FREE


def _free_ends(lines: Iterable[Pieces], marks: Sequence[float]) -> int:
    """How many pieces of lines end between crossings."""
    return sum(min(abs(end - mark) for mark in marks) > APART_PT for own in lines for piece in own for end in piece)


def broken_lines(lines: Sequence[float], marks: Sequence[float], pieces: Sequence[Rule]) -> dict[float, Pieces]:
    """The long straight ink about each of a table's lines along x, by position in rising order; where lines are
    broken, with those lines of which only such ink is left.

    Blanks to be filled in look like these, where lines are whole.
    """
    long = sorted((p.position, p.start, p.end) for p in pieces if p.end - p.start >= PART_PT)

    def about(position: float) -> Pieces:
        return tuple((start, end) for at, start, end in long if abs(at - position) <= SEARCH_PT)

    found = {position: about(position) for position in lines}
    for position, _, _ in long if _free_ends(found.values(), marks) >= _LEAST_FREE else ():
        inside = min(found) < position < max(found)
        if inside and min(abs(position - other) for other in found) >= APART_PT:
            own = about(position)
            if len(own) > 1 and is_broken(own, marks):
                found[position] = own
    return dict(sorted(found.items()))
