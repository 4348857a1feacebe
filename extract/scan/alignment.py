"""Borders of which no ink is left, told by how the text beside them stands.

A copier that loses a stretch of a line makes two cells one. Where the line is drawn elsewhere in the table, and the
text of the cell keeps clear of it as the text of two cells does, the stretch is put back. It is a guess, and the
cells beside it are doubted. Lengths in em, the height of the page's characters, unless they say otherwise.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.cell_ink import PageInk, ink_of_cell, is_between, lines_of, parted_columns, parted_rows
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.tiling import Tile, inner_tiles

_LEAST_GAP = 1.1  # between the texts of two cells: characters of one text stand closer, be it after a full stop
_LEAST_GAP_DRAWN = 0.4  # where the border goes on above and below, and both texts stand as others of their columns do
_MORE_WHITE = 1.5  # times as much as anywhere else in the cell
_NEAR_PT = 3.0  # above and below a cell
_LEAST_GAP_DOWN = 0.7  # between the texts of two rows: lines of one text stand closer
_LEAST_HIGH = 0.5  # of text beside text
_BESIDE = 0.5  # of the lower text's height: so much of it lies on the other one's level
_OFF_MIDDLE = 0.4  # more white above a text than below it, or less
_ROOM = 2.0  # above and below a text
_MOST = 0.6  # of the merged cells
_AS_OTHERS = 0.3  # texts of a column begin, or end, or have their middles so near to one upright


def lost_borders(frames: Sequence[Frame], ink: Mask, em: float, per_pt: float) -> list[Rule]:
    """Rules for the borders that text shows to be there (points of the sheet)."""
    page = PageInk(ink, em, per_pt)
    found: list[Rule] = []
    for frame in frames:
        placed = inner_tiles(frame)
        found += _between_columns(page, frame, placed)
        found += _between_rows(page, frame, placed)
    return found


def _between_columns(page: PageInk, frame: Frame, placed: Sequence[Tile]) -> Iterator[Rule]:
    apart = [one for one in parted_columns(page, frame, placed, _LEAST_GAP) if _are_beside(page, *one)]
    far = [
        (tile, x)
        for tile, x in apart
        if any(_drawn_beyond(frame, tile, x)) or not _has_rival(page, frame, tile, x, apart)
        if _agree_with_columns(page, frame, placed, tile, x)
    ]
    near = (one for one in parted_columns(page, frame, placed, _LEAST_GAP_DRAWN) if one not in far)
    for tile, x in (*far, *(one for one in near if _are_as_others(page, frame, placed, *one))):
        yield Rule("v", x, tile.bbox.y0, tile.bbox.y1, 0.5)


def _are_as_others(page: PageInk, frame: Frame, placed: Sequence[Tile], tile: Tile, x: float) -> bool:
    """Whether the texts on both sides of a line that goes on above and below stand as others of their columns, with
    more white between them than they have inside: a long text has some at one of its table's lines."""
    drawn = _drawn_beyond(frame, tile, x)
    goes_on = bool(drawn) and all(drawn)
    if not goes_on or not ink_of_cell(page, tile, 0).stands_out(x * page.per_pt, page, _MORE_WHITE):
        return False
    return all(_stands_as_another(page, half, placed) for half in _halves(frame, tile, x))


def _agree_with_columns(page: PageInk, frame: Frame, placed: Sequence[Tile], tile: Tile, x: float) -> bool:
    """Whether the texts on both sides of a line stand as others of their columns: one text in a cell over several
    columns has its gaps, between boxes to be ticked, anywhere.

    The right one must where its column has others, and either the left one does too, or no other gap between two lines
    of the table is nearly as wide. Where none are on the right, the line goes on above or below as well: the first of a
    cell's texts begins as others of its first column in any case. A head row's texts may stand as no others do, each in
    the middle of its own cell.
    """
    halves = _halves(frame, tile, x)
    if all(_is_in_the_middle(page, half) for half in halves):
        return True
    left, right = (
        _stands_as_another(page, half, placed) if next(_others_of(half, placed), None) else None for half in halves
    )
    if right is False or (right is None and (left is False or not any(_drawn_beyond(frame, tile, x)))):
        return False
    lines = [other * page.per_pt for other in frame.xs]
    stands_out = ink_of_cell(page, tile, 0).stands_out(x * page.per_pt, page, _MORE_WHITE, lines)
    return stands_out or bool(left and right)


def _drawn_beyond(frame: Frame, tile: Tile, x: float) -> list[bool]:
    """Whether the line at ``x`` is drawn right above a cell, and right below it; of those the sides that the table goes
    on at."""
    pieces = frame.vertical[frame.xs.index(x)]
    beyond = (y for y in (tile.bbox.y0 - _NEAR_PT, tile.bbox.y1 + _NEAR_PT) if frame.ys[0] <= y <= frame.ys[-1])
    return [any(start <= y <= end for start, end in pieces) for y in beyond]


def _has_rival(page: PageInk, frame: Frame, tile: Tile, x: float, apart: Sequence[tuple[Tile, float]]) -> bool:
    """Whether another line parts the same two texts of a cell, and is drawn right above it or below it."""
    block = ink_of_cell(page, tile, 0)
    rivals = (rival for other, rival in apart if other == tile and rival != x)
    return any(
        any(_drawn_beyond(frame, tile, rival)) and block.is_white(min(x, rival), max(x, rival), page)
        for rival in rivals
    )


def _halves(frame: Frame, tile: Tile, x: float) -> tuple[Tile, Tile]:
    """The two cells that a line of the table makes of one."""
    left = frame.xs.index(x) - tile.col
    first = tile._replace(colspan=left, bbox=tile.bbox._replace(x1=x))
    second = tile._replace(col=tile.col + left, colspan=tile.colspan - left, bbox=tile.bbox._replace(x0=x))
    return first, second


def _are_beside(page: PageInk, tile: Tile, x: float) -> bool:
    """Whether the texts on both sides of a place stand on one level: dirt stands anywhere."""
    spans = []
    for x0, x1 in ((tile.bbox.x0, x), (x, tile.bbox.x1)):
        runs = lines_of(ink_of_cell(page, tile._replace(bbox=tile.bbox._replace(x0=x0, x1=x1)), 1), page)
        if not runs:
            return False
        spans.append((runs[0][0], runs[-1][1]))
    (a0, a1), (b0, b1) = spans
    lower = min(a1 - a0, b1 - b0)
    return lower >= _LEAST_HIGH * page.em and min(a1, b1) - max(a0, b0) >= _BESIDE * lower


def stand_as_their_columns(frames: Sequence[Frame], rule: Rule, ink: Mask, em: float, per_pt: float) -> bool:
    """Whether the texts on both sides of an upright lost border stand in their columns as others there do: one border
    may be lost by itself, but a wide gap in one text looks like it."""
    page = PageInk(ink, em, per_pt)
    for frame in frames:
        placed = inner_tiles(frame)
        sides = [tile for tile in placed if beside(tile, [rule])]
        if len(sides) == 2:
            return all(_stands_as_another(page, tile, placed) for tile in sides)
    return False


def _stands_as_another(page: PageInk, tile: Tile, placed: Sequence[Tile]) -> bool:
    """Whether another text of this column begins, ends or has its middle on one upright with this one."""
    own = _places_of(page, tile)
    others = (_places_of(page, other) for other in _others_of(tile, placed))
    reach = _AS_OTHERS * page.em
    return any(abs(a - b) <= reach for other in others for a, b in zip(own, other, strict=False))


def _is_in_the_middle(page: PageInk, tile: Tile) -> bool:
    """Whether the text of a cell has as much room before it as behind it."""
    places, middle = _places_of(page, tile), (tile.bbox.x0 + tile.bbox.x1) / 2 * page.per_pt
    return bool(places) and abs(places[1] - middle) <= _AS_OTHERS * page.em


def _others_of(tile: Tile, placed: Sequence[Tile]) -> Iterator[Tile]:
    """The cells of the other rows over the same columns."""
    return (
        other for other in placed if other.row != tile.row and (other.col, other.colspan) == (tile.col, tile.colspan)
    )


def _places_of(page: PageInk, tile: Tile) -> tuple[float, ...]:
    """Where the text of a cell begins, has its middle and ends (pixels); nothing where there is none."""
    block = ink_of_cell(page, tile, 0)
    places = block.inked.nonzero()[0]
    if not places.size:
        return ()
    first, last = block.start + int(places[0]), block.start + int(places[-1])
    return (first, (first + last) / 2, last)


def _between_rows(page: PageInk, frame: Frame, placed: Sequence[Tile]) -> Iterator[Rule]:
    parted = parted_rows(page, frame, placed, _LEAST_GAP_DOWN)
    for tile, found in itertools.groupby(parted, key=lambda one: one[0]):
        places = list(found)
        lines = [line for line in places[0][2] if line[1] - line[0] >= _LEAST_HIGH * page.em]  # and not dirt
        for above, below in itertools.pairwise(lines):
            ys = [y for _, y, _ in places if is_between(y, above, below, page)]
            yield from (_across(tile, y) for y in _one_of(ys, frame, above, placed, page))


def _across(tile: Tile, y: float) -> Rule:
    return Rule("h", y, tile.bbox.x0, tile.bbox.x1, 0.5)


def _one_of(
    ys: list[float], frame: Frame, above: tuple[int, int], placed: Sequence[Tile], page: PageInk
) -> list[float]:
    """Of several lines of the table between two texts the one that is their border: where texts stand at the foot of
    their cells, the first, at the head, the last. Where they stand in the middle, any may be.

    A row of one line tells it where its text is off its middle; else the table's other merged cells do.
    """
    if len(ys) < 2:
        return ys
    row = max(i for i, y in enumerate(frame.ys) if y * page.per_pt <= above[0])
    over, under = above[0] - frame.ys[row] * page.per_pt, frame.ys[row + 1] * page.per_pt - above[1]
    lower = over - under if abs(over - under) >= _OFF_MIDDLE * page.em else _off_middle(placed, page)
    return ys[:1] if lower > 0 else ys[-1:] if lower < 0 else ys


def _off_middle(placed: Sequence[Tile], page: PageInk) -> int:
    """Where single texts stand in merged cells with room to spare: in most at the foot (1), at the head (-1), or
    neither (0)."""
    stand = []
    for tile in placed:
        lines = lines_of(ink_of_cell(page, tile, 1), page) if tile.rowspan > 1 else []
        whites = (below - above for (_, above), (below, _) in itertools.pairwise(lines))
        if lines and max(whites, default=0) < _LEAST_GAP_DOWN * page.em:
            over, under = lines[0][0] - tile.bbox.y0 * page.per_pt, tile.bbox.y1 * page.per_pt - lines[-1][1]
            if over + under > _ROOM * page.em:
                stand.append((over - under > page.em) - (under - over > page.em))
    lower, higher = stand.count(1), stand.count(-1)
    return (lower > _MOST * len(stand)) - (higher > _MOST * len(stand))


def beside(tile: Tile, rules: Sequence[Rule]) -> bool:
    """Whether one of these rules is a side of a cell."""
    box = tile.bbox
    sides = {"h": (box.y0, box.y1), "v": (box.x0, box.x1)}
    along = {"h": (box.x0, box.x1), "v": (box.y0, box.y1)}
    return any(
        min(abs(rule.position - side) for side in sides[rule.axis]) < 1.0
        and min(rule.end, along[rule.axis][1]) - max(rule.start, along[rule.axis][0]) > 1.0
        for rule in rules
    )
