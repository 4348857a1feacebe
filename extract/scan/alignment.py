"""Borders of which no ink is left, told by how the text beside them stands.

A copier that loses a stretch of a line makes two cells one. Where the line is drawn elsewhere in the table, and the
text of the cell keeps clear of it as the text of two cells does, the stretch is put back. It is a guess, and the
cells beside it are doubted. Lengths in em, the height of the page's characters, unless they say otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.strokes import Mask, ranges_of
from shibiao.extract.tiling import Tile, inner_tiles

_LEAST_GAP = 1.1  # between the texts of two cells: characters of one text stand closer, be it after a full stop
_LEAST_GAP_DOWN = 0.7  # between the texts of two rows: lines of one text stand closer
_LEAST_WHITE = 0.1  # between two rows that may be two cells' all the same
_LEAST_TEXT = 0.45  # less ink is no text
_BESIDE = 0.5  # of the lower text's height: so much of it lies on the other one's level
_END_PT = 1.5  # so near to a cell's end no text reaches
_ON_LEVEL = 0.2  # texts of one row have their middles so near
_SPECK = 0.3  # a lower run of ink is no line
_PARTS = 0.25  # parts of one line are nearer than this
_CLOSE = 0.35  # of a text to the border that may part it
_THICKEST_PT = 1.4  # what reaches a cell's end and is wider is text that stands on the rule
_BESIDE_DASH = 0.4  # of white on either side of what may be a dash of the line
_BLUR_PT = 0.6  # on either side of what is left of a line
_LINE_PT = 2.5  # what is left of a broken line lies this near to it
_RIM_PT = 1.2  # along a cell's edge, where a rule may have left ink
_LEAST_DRAWN = 0.25  # of the table's height or width, for a line to be one


class _Page(NamedTuple):
    """The print without rules and strays, the height of its characters and the pixels a point."""

    ink: Mask
    em: float
    per_pt: float


class _Block(NamedTuple):
    """A cell's ink, the axis that is looked at along x, from pixel ``start`` of the page on."""

    ink: Mask
    start: int

    @property
    def inked(self) -> NDArray[np.bool_]:
        """Where along the axis there is ink."""
        return np.asarray((self.ink > 0).any(axis=0))

    def runs(self, reach: float, least: float) -> list[tuple[int, int]]:
        """Half-open ranges of ink at least so long, those nearer than ``reach`` as one; pixels of the page."""
        return [(a + self.start, b + self.start) for a, b in _joined(self.inked, reach) if b - a >= least]

    def clear_of(self, place: float, page: _Page, gap: float) -> bool:
        """Whether there is text before and after, and none within a gap about the place."""
        at, reach = round(place) - self.start, round(_LINE_PT * page.per_pt)
        inked, near = self.inked, slice(max(0, at - reach), at + reach + 1)
        ends = max(1, round(_END_PT * page.per_pt))
        thickest = _THICKEST_PT * page.per_pt
        at_ends = np.asarray(((self.ink[:ends, near] > 0) | (self.ink[-ends:, near] > 0)).any(axis=0))
        side = 0.0
        if 0 < np.count_nonzero(inked[near]) <= thickest:  # a single dash of the line, with white on both sides
            inked[near], side = False, _BESIDE_DASH * page.em
        elif np.count_nonzero(at_ends) <= thickest:  # what is left of the line itself, and its blur
            inked[near] &= ~_widened(at_ends, _BLUR_PT * page.per_pt)
        before, after = np.flatnonzero(inked[: max(0, at)]), np.flatnonzero(inked[max(0, at) :])
        if min(before.size, after.size) < _LEAST_TEXT * page.em:
            return False
        return bool(
            at + after[0] - before[-1] - 1 >= gap * page.em and after[0] >= side and at - before[-1] - 1 >= side
        )


def _widened(marks: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """True within so much of a True."""
    return np.asarray(np.convolve(marks, np.ones(2 * round(reach) + 1), "same") > 0)


def lost_borders(frames: Sequence[Frame], ink: Mask, em: float, per_pt: float) -> list[Rule]:
    """Rules for the borders that text shows to be there (points of the sheet)."""
    page = _Page(ink, em, per_pt)
    found: list[Rule] = []
    for frame in frames:
        placed = inner_tiles(frame)
        found += _between_columns(page, frame, placed)
        found += _between_rows(page, frame, placed)
    return found


def joined_rows(frames: Sequence[Frame], ink: Mask, em: float, per_pt: float) -> list[Tile]:
    """Cells over several rows whose lines stand each on the level of another row, with nothing across the line that
    parts these rows elsewhere: one text seldom stands so, and a border too close to print may have been missed."""
    page = _Page(ink, em, per_pt)
    found = []
    for frame in frames:
        placed = inner_tiles(frame)
        levels = _levels(page, placed)
        for tile in placed:
            lines = _lines(block, page) if (block := _block(page, tile, 1)).ink.any() and tile.rowspan > 1 else []
            if len(lines) < 2 or not all(_on_level(line, tile, frame, levels, page) for line in lines):
                continue
            inner = _inside(frame.ys, frame.horizontal, tile.row, tile.rowspan)
            places = [y for y, pieces in inner if _is_drawn(pieces, frame.xs)]
            if any(block.clear_of(y * page.per_pt, page, _LEAST_WHITE) for y in places):
                found.append(tile)
    return found


def parted_texts(frames: Sequence[Frame], ink: Mask, em: float, per_pt: float) -> list[Tile]:
    """Cells beside a border that is drawn in few rows only and whose texts come up to it from both sides: the side of
    a seal's frame, or a stroke, may have parted one text."""
    page = _Page(ink, em, per_pt)
    found: list[Tile] = []
    for frame in frames:
        placed = inner_tiles(frame)
        few = {i for i, pieces in enumerate(frame.vertical) if i > 0 and not _is_drawn(pieces, frame.ys)}
        for tile in placed:
            if tile.col not in few:
                continue
            before = [one for one in placed if one.col + one.colspan == tile.col and _share_rows(one, tile)]
            close = [one for one in before if _comes_up_to(page, one, -1)]
            if close and _comes_up_to(page, tile, 0):
                found += [tile, *close]
    return found


def _share_rows(one: Tile, other: Tile) -> bool:
    return max(one.row, other.row) < min(one.row + one.rowspan, other.row + other.rowspan)


def _comes_up_to(page: _Page, tile: Tile, end: int) -> bool:
    """Whether a cell's text stands close to its left side (0) or right one (-1)."""
    inked = _block(page, tile, 0).inked
    places = np.flatnonzero(inked)
    if not places.size:
        return False
    return bool(abs((len(inked) - 1 if end else 0) - places[end]) <= _CLOSE * page.em)


def _between_columns(page: _Page, frame: Frame, placed: Sequence[Tile]) -> Iterator[Rule]:
    for tile in placed:
        if tile.colspan == 1:
            continue
        block = _block(page, tile, 0)
        for x, pieces in _inside(frame.xs, frame.vertical, tile.col, tile.colspan):
            if (
                _is_drawn(pieces, frame.ys)
                and block.clear_of(x * page.per_pt, page, _LEAST_GAP)
                and _are_beside(page, tile, x)
            ):
                yield Rule("v", x, tile.bbox.y0, tile.bbox.y1, 0.5)


def _are_beside(page: _Page, tile: Tile, x: float) -> bool:
    """Whether the texts on both sides of a place stand on one level: dirt stands anywhere."""
    spans = []
    for x0, x1 in ((tile.bbox.x0, x), (x, tile.bbox.x1)):
        runs = _lines(_block(page, tile._replace(bbox=tile.bbox._replace(x0=x0, x1=x1)), 1), page)
        if not runs:
            return False
        spans.append((runs[0][0], runs[-1][1]))
    (a0, a1), (b0, b1) = spans
    return min(a1, b1) - max(a0, b0) >= _BESIDE * min(a1 - a0, b1 - b0)


def _between_rows(page: _Page, frame: Frame, placed: Sequence[Tile]) -> Iterator[Rule]:
    levels = _levels(page, placed)
    for tile in placed:
        if tile.rowspan == 1:
            continue
        block = _block(page, tile, 1)
        if not all(_on_level(run, tile, frame, levels, page) for run in _lines(block, page)):
            continue
        for y, pieces in _inside(frame.ys, frame.horizontal, tile.row, tile.rowspan):
            if _is_drawn(pieces, frame.xs) and block.clear_of(y * page.per_pt, page, _LEAST_GAP_DOWN):
                yield Rule("h", y, tile.bbox.x0, tile.bbox.x1, 0.5)


def _inside(
    positions: Sequence[float], pieces: Sequence[tuple[tuple[float, float], ...]], first: int, span: int
) -> Iterator[tuple[float, tuple[tuple[float, float], ...]]]:
    """The lines of the table that a merged cell goes over, with their drawn pieces."""
    for index in range(first + 1, first + span):
        yield positions[index], pieces[index]


def _is_drawn(pieces: tuple[tuple[float, float], ...], marks: Sequence[float]) -> bool:
    return sum(end - start for start, end in pieces) >= _LEAST_DRAWN * (marks[-1] - marks[0])


def _levels(page: _Page, placed: Sequence[Tile]) -> dict[int, list[float]]:
    """For every row of the table, the middles of the lines in the cells that stand in it alone (pixels)."""
    found: dict[int, list[float]] = defaultdict(list)
    for tile in placed:
        if tile.rowspan == 1:
            found[tile.row] += [(a + b) / 2 for a, b in _lines(_block(page, tile, 1), page)]
    return found


def _on_level(run: tuple[int, int], tile: Tile, frame: Frame, levels: dict[int, list[float]], page: _Page) -> bool:
    """Whether a line of a merged cell stands on one level with one of the cells of the row that it lies in."""
    middle = (run[0] + run[1]) / 2
    rows = (
        row
        for row in range(tile.row, tile.row + tile.rowspan)
        if frame.ys[row] * page.per_pt <= middle <= frame.ys[row + 1] * page.per_pt
    )
    return any(abs(middle - level) <= _ON_LEVEL * page.em for row in rows for level in levels[row])


def _block(page: _Page, tile: Tile, axis: int) -> _Block:
    """A cell's ink along x (axis 0) or y."""
    rim = _RIM_PT * page.per_pt
    x0, y0, x1, y1 = (
        max(0, round(v * page.per_pt + d)) for v, d in zip(tile.bbox, (rim, rim, -rim, -rim), strict=True)
    )
    part = page.ink[y0:y1, x0:x1]
    return _Block(part, x0) if axis == 0 else _Block(np.asarray(part.T), y0)


def _lines(block: _Block, page: _Page) -> list[tuple[int, int]]:
    """The lines of a cell's text, by its rows of ink."""
    return block.runs(_PARTS * page.em, _SPECK * page.em)


def _joined(filled: NDArray[np.bool_], reach: float) -> list[tuple[int, int]]:
    """Ranges of True, those nearer than ``reach`` as one."""
    runs: list[tuple[int, int]] = []
    for a, b in ranges_of(filled):
        if runs and a - runs[-1][1] <= reach:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


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
