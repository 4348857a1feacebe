"""Cells over which somebody drew a coloured line. Points of the original page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shibiao.extract.model import BBox, Cell, Grid


def crossed_by_pens(grid: Grid, pens: Sequence[BBox]) -> Grid:
    """The grid with the cells doubted over which somebody drew a line: it may void or correct what is printed, or hide
    the last sign of a line outside tables."""
    if not pens:
        return grid
    cells = tuple(
        cell._replace(readings=tuple(r._replace(crossed=True) for r in cell.readings))
        if any(_with_last_sign(cell).meet(pen) for pen in pens)
        else cell
        for cell in grid.cells
    )
    return replace(grid, cells=cells)


def _with_last_sign(cell: Cell) -> BBox:
    """A cell's box; of a line outside tables with as much behind it as it is high."""
    box = cell.bbox
    return box if cell.ruled else box._replace(x1=box.x1 + box.height)
