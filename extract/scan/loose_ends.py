"""Borders between rows that end where no column's line meets them: of a cell over several columns a copier has left the
border below some of them only. Points of the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.contrast import MOST_ACROSS, Seen, way_of

_NEAR_PT = 2.5  # so near to a line a border ends at it, or meets it
_LEAST_PT = 20.0  # shorter ones may be strokes
_MOST_PT = 160.0  # of the way that is missing


def rest_of_borders(page: Seen, frames: Sequence[Frame]) -> list[Rule]:
    """Rules from where borders between rows of these tables end loosely to the next line that meets them, where no
    character stands across the way. Between columns the same would part a text between two of its characters."""
    return [rule for frame in frames for rule in _of_table(page, frame)]


def _of_table(page: Seen, frame: Frame) -> Iterator[Rule]:
    for y, pieces in zip(frame.ys[1:-1], frame.horizontal[1:-1], strict=True):
        met = [any(a - _NEAR_PT <= y <= b + _NEAR_PT for a, b in own) for own in frame.vertical]
        for start, end in pieces:
            if end - start >= _LEAST_PT:
                ways = (_to_the_next(frame.xs, met, start, -1), _to_the_next(frame.xs, met, end, 1))
                yield from (Rule("h", y, *way, 0.5) for way in ways if way and not _is_struck(page, y, *way))


def _to_the_next(xs: Sequence[float], met: Sequence[bool], end: float, step: int) -> tuple[float, float] | None:
    """From a loose end of a border (``step`` 1: its right one) to the next column's line that meets it; None where the
    end is met, or lies at no line, or the way is long."""
    at = next((i for i, x in enumerate(xs) if abs(x - end) <= _NEAR_PT), None)
    if at is None or met[at]:
        return None
    further = itertools.count(at + step, step)
    last = next((i for i in itertools.takewhile(lambda i: 0 <= i < len(xs), further) if met[i]), at)
    low, high = sorted((xs[at], xs[last]))
    return (low, high) if low < high <= low + _MOST_PT else None


def _is_struck(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether characters stand across the way."""
    way = way_of(page, position, position, start, end)
    return way is None or bool((way.across >= MOST_ACROSS).any())
