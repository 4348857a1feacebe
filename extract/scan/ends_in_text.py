"""Lines that go on from their last crossing into a text: a stroke of a character, the upright one of 中, stands in line
with the dashes, and would part the text. Points of the page."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.contrast import MOST_ACROSS, Seen, way_of
from shibiao.extract.scan.inked import SEARCH_PT, is_of_characters
from shibiao.extract.scan.strokes import Axis

_NEAR_PT = 2.5  # from a crossing
_SAME_PT = 0.5

_Piece = tuple[float, float]  # of a line: where it starts and ends
_End = tuple[Axis, float, float, float]  # of a line: its axis and position, where it ends, and the crossing before that


def without_ends_in_text(page: Seen, turned: Seen, rules: Sequence[Rule], frames: Sequence[Frame]) -> list[Rule]:
    """Rules that end between two crossings of these tables brought back to the crossing, where their ink from there on
    is that of a character with the rest of it on both sides. ``turned``: the page with x and y changed."""
    ends = [end for frame in frames for end in _ends_in_text(page, turned, frame)]
    return [_brought_back(rule, ends) for rule in rules] if ends else list(rules)


def _ends_in_text(page: Seen, turned: Seen, frame: Frame) -> Iterator[_End]:
    yield from _on_axis("h", page, frame.ys, frame.horizontal, frame.xs)
    yield from _on_axis("v", turned, frame.xs, frame.vertical, frame.ys)


def _on_axis(
    axis: Axis, page: Seen, positions: Sequence[float], pieces: Sequence[Sequence[_Piece]], marks: Sequence[float]
) -> Iterator[_End]:
    for position, own in zip(positions, pieces, strict=True):
        for start, end in own:
            for place, beyond in ((start, False), (end, True)):
                side = _between(marks, place)
                if side and _is_in_text(page, position, place, side, beyond):
                    yield axis, position, place, side[0] if beyond else side[1]


def _between(marks: Sequence[float], place: float) -> _Piece | None:
    """The crossings about a place between two; None where it lies at one."""
    after = bisect.bisect(marks, place)
    if not 0 < after < len(marks) or min(place - marks[after - 1], marks[after] - place) <= _NEAR_PT:
        return None
    return marks[after - 1], marks[after]


def _is_in_text(page: Seen, position: float, end: float, side: _Piece, beyond: bool) -> bool:
    own = (side[0], end) if beyond else (end, side[1])
    if not is_of_characters(page, position, *own):
        return False
    way = way_of(page, position - SEARCH_PT, position + SEARCH_PT, *side)
    return way is not None and bool((way.across >= MOST_ACROSS).all())


def _brought_back(rule: Rule, ends: Sequence[_End]) -> Rule:
    for axis, position, end, crossing in ends:
        if rule.axis == axis and abs(rule.position - position) <= SEARCH_PT:
            if abs(rule.start - end) <= _SAME_PT and crossing < rule.end:
                rule = rule._replace(start=crossing)
            elif abs(rule.end - end) <= _SAME_PT and crossing > rule.start:
                rule = rule._replace(end=crossing)
    return rule
