"""The ink of a table's cells, looked at along one axis: its lines, their levels, and the white about a place.

Lengths in em, the height of the page's characters, unless they say otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.ruling import Frame
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.remnants import COLON_APART, COLON_DOT
from shibiao.extract.scan.strokes import Mask, ranges_of
from shibiao.extract.tiling import Tile

_LEAST_TEXT = 0.25  # less ink is no text: a figure's
_END_PT = 1.5  # so near to a cell's end no text reaches
_ON_LEVEL = 0.2  # texts of one row have their middles so near
_SPECK = 0.3  # a lower run of ink is no line
_LOWEST = 0.5  # lines of text are so high, or stand above or below such
_PARTS = 0.25  # parts of one line are nearer than this
_STUB_PT = 2.5  # what is left of a line at a cell's end reaches so far into it
_THICKEST_PT = 1.4  # what reaches a cell's end and is wider is text that stands on the rule
_AFTER_COLON = 0.6  # more white follows a colon, in the right half of its square, than another character
_BESIDE_DASH = 0.4  # of white on either side of what may be a dash of the line
_REST_PT, _REST_HIGH = 2.2, 3.0  # a piece of the line beside no text: at most so wide, at least so many times as high
_BLUR_PT = 0.6  # on either side of what is left of a line
_LINE_PT = 2.5  # what is left of a broken line lies this near to it
_LEFT_PT = 1.5  # what is left of a line and touches a text reaches so far into it
_RIM_PT = 1.2  # along a cell's edge, where a rule may have left ink
_LEAST_DRAWN = 0.25  # of the table's height or width, for a line to be one


class PageInk(NamedTuple):
    """The print without rules and strays, the height of its characters and the pixels a point."""

    ink: Mask
    em: float
    per_pt: float


class CellInk(NamedTuple):
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

    def breadth(self, start: int, end: int) -> int:
        """How far the ink of some columns (pixels of the page) reaches across the axis."""
        places = np.flatnonzero((self.ink[:, start - self.start : end - self.start] > 0).any(axis=1))
        return int(places[-1] - places[0]) + 1 if places.size else 0

    def clear_of(self, place: float, page: PageInk, gap: float) -> bool:
        """Whether there is text before and after, and none within a gap about the place."""
        at, reach = round(place) - self.start, round(_LINE_PT * page.per_pt)
        inked, near = self.inked, slice(max(0, at - reach), at + reach + 1)
        ends = max(1, round(_END_PT * page.per_pt))
        thickest = _THICKEST_PT * page.per_pt
        side = 0.0
        if self._is_dash(near, thickest, page.em):  # a single one of the line, which tells where that runs
            dash = np.flatnonzero(inked[near]) + near.start
            at, side = int(np.clip(at, dash[0], dash[-1])), _BESIDE_DASH * page.em
            inked[near] = False
        elif self._is_rest(near, _REST_PT * page.per_pt):
            inked[near] = False
        else:  # what is left of the line itself, and its blur
            for end in (self.ink[:ends, near], self.ink[-ends:, near]):
                columns = np.asarray((end > 0).any(axis=0))
                if np.count_nonzero(columns) <= thickest and not columns[[0, -1]].any():  # or a character reaches in
                    inked[near] &= ~_widened(columns, _BLUR_PT * page.per_pt)
        before, after = np.flatnonzero(inked[: max(0, at)]), np.flatnonzero(inked[max(0, at) :])
        if min(before.size, after.size) < _LEAST_TEXT * page.em:
            return False
        first, last = at + int(after[0]), int(before[-1])
        if self._is_colon(self._run_to(last), page.em):
            gap += _AFTER_COLON
        return bool(first - last - 1 >= gap * page.em and first - at >= side and at - last - 1 >= side)

    def stands_out(self, place: float, page: PageInk, times: float, lines: Sequence[float] = ()) -> bool:
        """Whether the white about a place is so many times as wide as any other in the text but those that ``lines``
        (pixels, as the place) run through; what stands at the cell's ends alone may be left of a line, and a single
        dash of one."""
        ends, reach = max(1, round(_STUB_PT * page.per_pt)), round(_LINE_PT * page.per_pt)
        inner = self._replace(ink=self.ink[ends:-ends])
        at, inked = round(place) - self.start, inner.inked
        near = slice(max(0, at - reach), at + reach + 1)
        if inner._is_dash(near, _THICKEST_PT * page.per_pt, page.em) or self._is_rest(near, _REST_PT * page.per_pt):
            inked[near] = False
        whites = [(end, start) for (_, end), (start, _) in pairwise(ranges_of(inked))]
        own = [end - start for start, end in whites if start <= at <= end]
        apart = (at, *(round(line) - self.start for line in lines))
        others = [end - start for start, end in whites if not any(start <= x <= end for x in apart)]
        return bool(own) and own[0] >= times * max(others, default=0)

    def is_white(self, first: float, second: float, page: PageInk) -> bool:
        """Whether there is no ink between two lines of the table (points), but what may be left of them."""
        start, end = ((first + _LINE_PT) * page.per_pt, (second - _LINE_PT) * page.per_pt)
        return not self.inked[max(0, round(start) - self.start) : max(0, round(end) - self.start)].any()

    def goes_out(self, run: tuple[int, int]) -> bool:
        """Whether all ink of a run is one piece that reaches the cell's side: a pen's tick across its border."""
        part = np.ascontiguousarray(self.ink[:, run[0] - self.start : run[1] - self.start])
        _, stats, _ = connected(part)
        _, y, _, height, _ = stats[-1].tolist()
        return len(stats) == 2 and (y == 0 or y + height == part.shape[0])

    def _run_to(self, last: int) -> slice:
        """The ink without white that ends at a column."""
        white = np.flatnonzero(~self.inked[: last + 1])
        return slice(int(white[-1]) + 1 if white.size else 0, last + 1)

    def _is_dash(self, near: slice, thickest: float, em: float) -> bool:
        """Whether ink is one piece no wider than that with white on both sides, but no comma, which has none before it,
        and no colon."""
        inked, piece = self.inked, self._only_piece(near, thickest)
        if piece is None:
            return False
        first, end, white = near.start + piece[0], near.start + piece[1], round(_BESIDE_DASH * em)
        if inked[max(0, first - white) : first].any() or inked[end : end + white].any():
            return False
        return not self._is_colon(near, em)

    def _only_piece(self, near: slice, widest: float) -> tuple[int, int] | None:
        """Where in some columns their ink lies, if it is one piece no wider than that."""
        pieces = ranges_of(self.inked[near])
        return pieces[0] if len(pieces) == 1 and pieces[0][1] - pieces[0][0] <= widest else None

    def _is_rest(self, near: slice, widest: float) -> bool:
        """Whether ink is one upright piece on a level with no other: a part of the line, between lines of text or below
        them."""
        piece = self._only_piece(near, widest)
        rows = ranges_of(np.asarray((self.ink[:, near] > 0).any(axis=1)))
        if piece is None or len(rows) != 1 or rows[0][1] - rows[0][0] < _REST_HIGH * (piece[1] - piece[0]):
            return False
        beside = self.ink[rows[0][0] : rows[0][1]] > 0
        return int(np.count_nonzero(beside)) == int(np.count_nonzero(beside[:, near]))

    def _is_colon(self, columns: slice, em: float) -> bool:
        """Whether all ink of some columns is two dots, one close above the other."""
        dots = ranges_of(np.asarray((self.ink[:, columns] > 0).any(axis=1)))
        return (
            len(dots) == 2
            and max(b - a for a, b in dots) <= COLON_DOT * em
            and dots[1][0] - dots[0][1] <= COLON_APART * em
        )


def _widened(marks: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """True within so much of a True."""
    return np.asarray(np.convolve(marks, np.ones(2 * round(reach) + 1), "same") > 0)


def drawn_inside(
    positions: Sequence[float],
    pieces: Sequence[tuple[tuple[float, float], ...]],
    first: int,
    span: int,
    marks: Sequence[float],
) -> Iterator[float]:
    """Where the lines run that a merged cell goes over, and that are drawn along enough of the table. ``marks``: where
    lines of the other direction run."""
    return (positions[i] for i in range(first + 1, first + span) if is_drawn(pieces[i], marks))


def is_drawn(pieces: tuple[tuple[float, float], ...], marks: Sequence[float]) -> bool:
    """Whether a line is drawn along enough of its table to be one of its lines."""
    return sum(end - start for start, end in pieces) >= _LEAST_DRAWN * (marks[-1] - marks[0])


def parted_columns(page: PageInk, frame: Frame, placed: Sequence[Tile], gap: float) -> Iterator[tuple[Tile, float]]:
    """Cells over several columns with the lines of the table (x, points) that their text is clear of by ``gap``."""
    for tile in placed:
        if tile.colspan == 1:
            continue
        block = ink_of_cell(page, tile, 0)
        for x in drawn_inside(frame.xs, frame.vertical, tile.col, tile.colspan, frame.ys):
            if block.clear_of(x * page.per_pt, page, gap):
                yield tile, x


def parted_rows(
    page: PageInk, frame: Frame, placed: Sequence[Tile], gap: float
) -> Iterator[tuple[Tile, float, list[tuple[int, int]]]]:
    """Cells over several rows with the lines of the table (y, points) that their text is clear of by ``gap``, and the
    lines of that text: where each of them stands on a level with the text of a row beside."""
    levels = _levels_of(page, placed)
    for tile in placed:
        if tile.rowspan == 1:
            continue
        block = ink_of_cell(page, tile, 1)
        lines = lines_of(block, page)
        if not all(_is_on_level(line, tile, frame, levels, page) for line in lines):
            continue
        lines = [line for line in lines if not block.goes_out(line)]
        text = [line for line in lines if line[1] - line[0] >= _LOWEST * page.em]  # and not dirt
        for y in drawn_inside(frame.ys, frame.horizontal, tile.row, tile.rowspan, frame.xs):
            if text and is_between(y, text[0], text[-1], page) and block.clear_of(y * page.per_pt, page, gap):
                yield tile, y, lines


def is_between(y: float, above: tuple[int, int], below: tuple[int, int], page: PageInk) -> bool:
    """Whether a line of the table lies between two lines of text, or at the edge of one: a piece of it may be left."""
    return above[1] - _LEFT_PT * page.per_pt <= y * page.per_pt <= below[0] + _LEFT_PT * page.per_pt


def _levels_of(page: PageInk, placed: Sequence[Tile]) -> dict[int, list[float]]:
    """For every row of the table, the middles of the lines in the cells that stand in it alone (pixels)."""
    found: dict[int, list[float]] = defaultdict(list)
    for tile in placed:
        if tile.rowspan == 1:
            found[tile.row] += [(a + b) / 2 for a, b in lines_of(ink_of_cell(page, tile, 1), page)]
    return found


def _is_on_level(run: tuple[int, int], tile: Tile, frame: Frame, levels: dict[int, list[float]], page: PageInk) -> bool:
    """Whether a line of a merged cell stands on one level with one of the cells of the row that it lies in."""
    middle = (run[0] + run[1]) / 2
    rows = (
        row
        for row in range(tile.row, tile.row + tile.rowspan)
        if frame.ys[row] * page.per_pt <= middle <= frame.ys[row + 1] * page.per_pt
    )
    return any(abs(middle - level) <= _ON_LEVEL * page.em for row in rows for level in levels[row])


def ink_of_cell(page: PageInk, tile: Tile, axis: int) -> CellInk:
    """A cell's ink along x (axis 0) or y."""
    rim = _RIM_PT * page.per_pt
    x0, y0, x1, y1 = (
        max(0, round(v * page.per_pt + d)) for v, d in zip(tile.bbox, (rim, rim, -rim, -rim), strict=True)
    )
    part = page.ink[y0:y1, x0:x1]
    return CellInk(part, x0) if axis == 0 else CellInk(np.asarray(part.T), y0)


def lines_of(block: CellInk, page: PageInk) -> list[tuple[int, int]]:
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
