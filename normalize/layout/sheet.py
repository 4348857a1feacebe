"""A form's cells as one run of rows, over all its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shibiao.extract.model import Cell, Document, Grid
from shibiao.normalize.labels import label_form

_AS_WIDE = 0.03  # tables of two pages of one form are as wide as each other to this share


class SheetCell(NamedTuple):
    """A cell with its row in the sheet (``row``, counted over pages) and its extent across the page.

    ``left`` and ``right`` are points on paper, on a scan's later pages laid over the first, and field numbers in a
    text dump: only ever compared within one sheet. ``form`` is the text as labels are compared.
    """

    cell: Cell
    row: int
    left: float
    right: float
    text: str
    form: str
    id: str

    def overlap(self, other: SheetCell) -> float:
        """How much of the narrower one's width the two share, 0 to 1."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        least = min(self.right - self.left, other.right - other.left)
        return max(0.0, shared / least) if least > 0 else 0.0

    @property
    def is_part(self) -> bool:
        """Whether this is a part of a cell of the page (``part``)."""
        return "/" in self.id

    def part(self, number: int, text: str, left: float, right: float) -> SheetCell:
        """A part of the cell's text as a cell of its own, with a key of its own; the record points to the whole.

        Not for readings of pictures, whose characters each have a probability of their own.
        """
        reading = self.cell.readings[0]._replace(text=text, printed=text, glyphs=())
        cell = self.cell._replace(readings=(reading,))
        return SheetCell(cell, self.row, left, right, text, label_form(text), f"{self.id}/{number}")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in one row, left to right. ``first_on_page`` marks where a page begins."""

    index: int
    page: int
    cells: tuple[SheetCell, ...]
    ruled: bool
    first_on_page: bool = False

    @property
    def printed(self) -> list[SheetCell]:
        return [c for c in self.cells if c.form]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one form (or of a whole file before forms are told apart). ``is_text``: no geometry to go by."""

    rows: tuple[Row, ...]
    is_text: bool
    by_id: dict[str, SheetCell] = field(default_factory=dict, compare=False, repr=False)

    @property
    def cells(self) -> list[SheetCell]:
        return [c for row in self.rows for c in row.cells]

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({row.page for row in self.rows}))

    def part(self, start: int, end: int) -> Sheet:
        """Rows ``start`` to ``end`` (not included), with their indices kept."""
        return sheet_of(self.rows[start:end], self.is_text)


def sheet_of(rows: Iterable[Row], is_text: bool) -> Sheet:
    """A sheet with its index by cell id."""
    kept = tuple(rows)
    return Sheet(kept, is_text, {c.id: c for row in kept for c in row.cells})


def document_sheet(document: Document) -> Sheet:
    """All rows of a file. Text and paper differ only in what their extents are measured in."""
    is_text = document.source.kind == "text"
    rows: list[Row] = []
    before: _Extent | None = None
    for grid in document.grids:
        own = _extent(grid) if document.source.kind == "scan" else None
        way = _Way()
        if own is not None and before is not None and own.is_as_wide_as(before):
            way = own.onto(before)
        else:
            before = own or before
        rows += _grid_rows(grid, len(rows), is_text, way)
    return sheet_of(rows, is_text)


class _Way(NamedTuple):
    """From a page's points across to those of the page before."""

    scale: float = 1.0
    shift: float = 0.0


class _Extent(NamedTuple):
    """How far a page's tables reach across it, in points."""

    left: float
    right: float

    def is_as_wide_as(self, other: _Extent) -> bool:
        return abs(self.right - self.left - (other.right - other.left)) <= _AS_WIDE * (other.right - other.left)

    def onto(self, other: _Extent) -> _Way:
        """The way that lays this over another: sheets lie differently on a scanner's glass."""
        scale = (other.right - other.left) / (self.right - self.left)
        return _Way(scale, other.left - self.left * scale)


def _extent(grid: Grid) -> _Extent | None:
    boxes = [cell.upright or cell.bbox for cell in grid.cells if cell.ruled]
    extent = _Extent(min((b.x0 for b in boxes), default=0.0), max((b.x1 for b in boxes), default=0.0))
    return extent if extent.right > extent.left else None


def _grid_rows(grid: Grid, first: int, is_text: bool, way: _Way) -> list[Row]:
    by_row: dict[tuple[int, bool], list[Cell]] = {}
    for cell in grid.cells:  # a note beside a table is no part of the table's row
        by_row.setdefault((cell.row, not cell.ruled), []).append(cell)
    rows = []
    for offset, number in enumerate(sorted(by_row)):
        cells = sorted(by_row[number], key=lambda c: c.col)
        index = first + offset
        sheet_cells = tuple(_sheet_cell(cell, index, is_text, way) for cell in cells)
        rows.append(Row(index, grid.page, sheet_cells, cells[0].ruled, first_on_page=offset == 0))
    return rows


def _sheet_cell(cell: Cell, row: int, is_text: bool, way: _Way) -> SheetCell:
    box = cell.upright or cell.bbox
    left, right = (cell.col, cell.col + cell.colspan) if is_text else (box.x0, box.x1)
    left, right = left * way.scale + way.shift, right * way.scale + way.shift
    text = cell.text
    return SheetCell(cell, row, left, right, text, label_form(text) if text else "", cell.id)


def right_of(row: Row, cell: SheetCell) -> Sequence[SheetCell]:
    """The cells of a row to the right of one of them."""
    return [c for c in row.cells if c.left >= cell.right - 0.5 and c is not cell]
