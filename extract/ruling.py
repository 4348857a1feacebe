"""From painted rules to clean table frames: collinear rules joined, tables told apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from shibiao.extract.bounds import MOST_RULES, MOST_SQUARES, MOST_TABLES
from shibiao.extract.model import BBox, Rule

SNAP_PT = 3.0  # rules this near are one: double lines, borders painted by both neighbours
GAP_PT = 6.0  # a longer gap on one line is an opening, a shorter one a dash or a slip
TOUCH_PT = 4.0  # rules this near meet
_SEVERAL = 4  # lines that end at one place
MIN_TABLE_PT = 8.0  # a frame narrower or lower than this is an ornament


@dataclass(frozen=True, slots=True)
class Frame:
    """One table's ruling: sorted line positions and the joined pieces of rule on each.

    ``xs`` and ``ys`` are the columns' and rows' borders in points; ``vertical[i]`` are the (start, end)
    pieces on ``xs[i]``, ``horizontal[i]`` those on ``ys[i]``.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    vertical: tuple[tuple[tuple[float, float], ...], ...]
    horizontal: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def bbox(self) -> BBox:
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def squares(self) -> int:
        """Of the elementary grid."""
        return (len(self.xs) - 1) * (len(self.ys) - 1)


class _Line(Protocol):
    """A straight line of the page, across it ("h") or up and down ("v"), in points."""

    @property
    def axis(self) -> str: ...
    @property
    def position(self) -> float: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


_L = TypeVar("_L", bound=_Line)


@dataclass(slots=True)
class _Piece:
    axis: str
    position: float
    start: float
    end: float
    table: int = -1


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The tables that the rules draw, top to bottom, then left to right.

    A border that was left out is added where the crossing rules run on past the outermost line.
    """
    pieces = _join(rules, "h") + _join(rules, "v")
    if len(pieces) > MOST_RULES:
        return []
    found = []
    for group in touching(pieces):
        frame = _frame(group)
        if frame is not None:
            found.append(frame)
    found = _without_page_borders(_without_squared_paper(found))
    return sorted(found, key=lambda f: (round(f.bbox.y0), f.bbox.x0))


def _without_squared_paper(found: list[Frame]) -> list[Frame]:
    """The frames that are tables: on a page of more squares than any form has, the finest are none."""
    kept, squares = [], 0
    for frame in sorted(found, key=lambda f: f.squares):
        squares += frame.squares
        if squares <= MOST_SQUARES:
            kept.append(frame)
    return kept[-MOST_TABLES:]


def _without_page_borders(found: list[Frame]) -> list[Frame]:
    """The frames without those of a single square around others: a border about the page, the edge of its paper."""
    return [
        f for f in found if f.squares > 1 or not any(_holds(f.bbox, other.bbox) for other in found if other is not f)
    ]


def _holds(outer: BBox, inner: BBox) -> bool:
    return outer.x0 <= inner.x0 and outer.y0 <= inner.y0 and outer.x1 >= inner.x1 and outer.y1 >= inner.y1


def _join(rules: Iterable[Rule], axis: str) -> list[_Piece]:
    """Snap the rules of one axis to common positions and join what overlaps or nearly touches."""
    ordered = sorted((r for r in rules if r.axis == axis), key=lambda r: r.position)
    pieces: list[_Piece] = []
    index = 0
    while index < len(ordered):
        first = index
        while index < len(ordered) and ordered[index].position - ordered[first].position <= SNAP_PT:
            index += 1
        pieces += _join_collinear(ordered[first:index], axis)
    return pieces


def _join_collinear(rules: list[Rule], axis: str) -> list[_Piece]:
    length = sum(r.end - r.start for r in rules)
    position = sum(r.position * (r.end - r.start) for r in rules) / length if length else rules[0].position
    joined: list[_Piece] = []
    for rule in sorted(rules, key=lambda r: r.start):
        if joined and rule.start - joined[-1].end <= GAP_PT:
            joined[-1].end = max(joined[-1].end, rule.end)
        else:
            joined.append(_Piece(axis, position, rule.start, rule.end))
    return [p for p in joined if p.end - p.start > TOUCH_PT]


def touching(pieces: Sequence[_L], reach: float = TOUCH_PT) -> list[list[_L]]:
    """Groups of pieces that hang together, by flooding from piece to crossing piece not further off than ``reach``."""
    level = [p for p in pieces if p.axis == "h"]
    upright = sorted((p for p in pieces if p.axis == "v"), key=lambda p: p.position)
    places = [p.position for p in upright]
    groups: dict[int, list[_L]] = {}
    parent = list(range(len(pieces)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first_upright = len(level)
    for i, h in enumerate(level):
        j = bisect_left(places, h.start - reach)
        while j < len(upright) and places[j] <= h.end + reach:
            v = upright[j]
            if v.start - reach <= h.position <= v.end + reach:
                parent[root(i)] = root(first_upright + j)
            j += 1
    for k, piece in enumerate(level + upright):
        groups.setdefault(root(k), []).append(piece)
    return list(groups.values())


def _frame(pieces: list[_Piece]) -> Frame | None:
    """A table needs at least two lines of one axis and one of the other, and some size."""
    level = [p for p in pieces if p.axis == "h"]
    upright = [p for p in pieces if p.axis == "v"]
    if len(pieces) < 3 or not level or not upright:
        return None
    vertical = _by_position(upright)
    horizontal = _by_position(level)
    _close(vertical, *_extent(level), horizontal)
    _close(horizontal, *_extent(upright), vertical)
    xs, ys = tuple(sorted(vertical)), tuple(sorted(horizontal))
    if len(xs) < 2 or len(ys) < 2 or xs[-1] - xs[0] < MIN_TABLE_PT or ys[-1] - ys[0] < MIN_TABLE_PT:
        return None
    return Frame(xs, ys, tuple(tuple(vertical[x]) for x in xs), tuple(tuple(horizontal[y]) for y in ys))


def _extent(pieces: Sequence[_Piece]) -> tuple[float, float]:
    """From where to where a table's lines of one direction go."""
    return -_furthest([-p.start for p in pieces]), _furthest([p.end for p in pieces])


def _furthest(ends: Sequence[float]) -> float:
    """The outermost place where lines end. One that alone goes beyond several that end together has been lengthened by
    a stroke of what stands beside the table."""
    *others, last = sorted(ends)
    together = [end for end in others if others[-1] - end <= TOUCH_PT]
    return others[-1] if len(together) >= _SEVERAL and last - others[-1] > TOUCH_PT else last


def _by_position(pieces: list[_Piece]) -> dict[float, list[tuple[float, float]]]:
    lines: dict[float, list[tuple[float, float]]] = {}
    for piece in pieces:
        lines.setdefault(piece.position, []).append((piece.start, piece.end))
    return lines


def _close(
    lines: dict[float, list[tuple[float, float]]],
    low: float,
    high: float,
    crossing: dict[float, list[tuple[float, float]]],
) -> None:
    """Add the outer lines that are not painted, where crossing rules show how far the table goes."""
    first, last = min(crossing), max(crossing)
    if min(lines) - low > MIN_TABLE_PT:
        lines[low] = [(first, last)]
    if high - max(lines) > MIN_TABLE_PT:
        lines[high] = [(first, last)]
