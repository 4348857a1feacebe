"""Borders between rows that end where no column's line meets them: of a cell over several columns a copier has left the
border below some of them only. Or where a column's line ends too: no cell has such a corner inside, and one of the two
goes on. Where several end so at one column's line, it is this line that was lost. Points of the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.contrast import CORNER_PT, MOST_ACROSS, Seen, way_of

_SAME_PT = 1.0  # from a line's position to that of its pieces
_NEAR_PT = 2.5  # so near to a line a border ends at it, or meets it
_LEAST_PT = 20.0  # shorter ones may be strokes
_BETWEEN = 0.4  # of a character's size: so far apart are those of one line, at most
_SEVERAL, _MANY = 2, 3  # borders between rows that end at one place
_MOST_PT = 160.0  # of the way that is missing


def rest_of_borders(page: Seen, turned: Seen, frames: Sequence[Frame], rules: Sequence[Rule] = ()) -> list[Rule]:
    """Rules from where borders between rows of these tables end loosely to the next line that meets them, or of the
    column's line at which several end, where no character stands across the way. Between columns the same would part a
    text between two of its characters. ``turned``: the page with x and y changed. ``rules``: those that draw the
    tables, which hold no border that ends so.
    """
    level = [rule for rule in rules if rule.axis == "h"]
    return [rule for frame in frames for rule in _of_table(page, turned, frame, level)]


def _of_table(page: Seen, turned: Seen, frame: Frame, level: Sequence[Rule]) -> Iterator[Rule]:
    loose = list(_loose_ends(page, turned, frame, level))
    for column, ends in itertools.groupby(sorted(loose, key=lambda end: end.at), lambda end: end.at):
        own = list(ends)
        yield from _lost_column(turned, frame, column, own) or (Rule("h", end.y, *end.to, 0.5) for end in own)


def _loose_ends(page: Seen, turned: Seen, frame: Frame, level: Sequence[Rule]) -> Iterator[_Rest]:
    for y, held in zip(frame.ys[1:-1], frame.horizontal[1:-1], strict=True):
        loose = [(rule.start, rule.end) for rule in level if abs(rule.position - y) <= _SAME_PT]
        pieces = _joined([*held, *loose])
        met = [any(a - _NEAR_PT <= y <= b + _NEAR_PT for a, b in own) for own in frame.vertical]
        for start, end in pieces:
            if end - start < _LEAST_PT:
                continue
            for place, step in ((start, -1), (end, 1)):
                rest = _to_the_next(frame.xs, met, y, place, step)
                if rest is None or (met[rest.at] and not _is_corner(turned, frame, rest.at, y)):
                    continue
                if not _is_struck(page, y, *rest.to):
                    yield rest


def _lost_column(turned: Seen, frame: Frame, column: int, ends: Sequence[_Rest]) -> list[Rule]:
    """The borders of a column's line that a copier has lost where so many of the rows' borders end at it from one side:
    many, or it is drawn above and below. None where a character stands across it."""
    if len({end.step for end in ends}) != 1 or len(ends) < _SEVERAL:
        return []
    lost = _column_between(frame, column, [end.y for end in ends])
    if not lost or any(_is_struck(turned, rule.position, rule.start, rule.end) for rule in lost):
        return []
    drawn = frame.vertical[column]
    above, below = lost[0].start, lost[-1].end
    is_gap = any(abs(b - above) <= _NEAR_PT for _, b in drawn) and any(abs(a - below) <= _NEAR_PT for a, _ in drawn)
    return lost if is_gap or len(ends) >= _MANY else []


def _column_between(frame: Frame, column: int, ys: Sequence[float]) -> list[Rule]:
    """A column's borders from the row above some levels to the row below, where they are not drawn."""
    x, own = frame.xs[column], frame.vertical[column]
    rows = [(top, foot) for top, foot in itertools.pairwise(frame.ys) if min(ys) <= foot and top <= max(ys)]
    return [
        Rule("v", x, top, foot, 0.5)
        for top, foot in rows
        if not any(a - _NEAR_PT <= top and foot <= b + _NEAR_PT for a, b in own)
    ]


def _joined(pieces: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of one line, those that touch as one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1] + _NEAR_PT:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


class _Rest(NamedTuple):
    """The column's line at which a border at level ``y`` ends, towards which side, and from where to where it would go
    on."""

    y: float
    at: int
    step: int
    to: tuple[float, float]


def _to_the_next(xs: Sequence[float], met: Sequence[bool], y: float, end: float, step: int) -> _Rest | None:
    """From an end of a border (``step`` 1: its right one) to the next column's line that meets it; None where the end
    lies at no line, or the way is long."""
    at = next((i for i, x in enumerate(xs) if abs(x - end) <= _NEAR_PT), None)
    if at is None:
        return None
    further = itertools.count(at + step, step)
    last = next((i for i in itertools.takewhile(lambda i: 0 <= i < len(xs), further) if met[i]), at)
    low, high = sorted((xs[at], xs[last]))
    return _Rest(y, at, step, (low, high)) if low < high <= low + _MOST_PT else None


def _is_corner(turned: Seen, frame: Frame, column: int, y: float) -> bool:
    """Whether a column's line ends at a border too, with a text across its way to the next one beyond: it is the border
    between the rows that goes on."""
    own = frame.vertical[column]
    above, below = (any(a < place < b for a, b in own) for place in (y - 2 * _NEAR_PT, y + 2 * _NEAR_PT))
    if above and below:
        return False
    x = frame.xs[column]
    rows = [
        other
        for other, pieces in zip(frame.ys, frame.horizontal, strict=True)
        if any(a - _NEAR_PT <= x <= b + _NEAR_PT for a, b in pieces)
    ]
    beyond = [other for other in rows if (other > y + _NEAR_PT if above else other < y - _NEAR_PT)]
    if not beyond:
        return False
    low, high = sorted((y, min(beyond, key=lambda other: abs(other - y))))
    return _is_struck(turned, x, low, high) or _parts_text(turned, x, low, high)


def _is_struck(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether characters stand across the way."""
    way = way_of(page, position, position, start, end)
    return way is None or bool((way.across >= MOST_ACROSS).any())


def _parts_text(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether characters stand on both sides of the way as close to each other as those of one line do."""
    row, reach = (round(v * page.per_pt) for v in (position, page.character))
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    before, behind = page.characters[max(0, row - reach) : row, x0:x1], page.characters[row : row + reach, x0:x1]
    if not (before.any() and behind.any()):
        return False
    gap = int(before[::-1].any(axis=1).argmax()) + int(behind.any(axis=1).argmax())
    return gap <= _BETWEEN * reach
