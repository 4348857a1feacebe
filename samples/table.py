"""A printed table: cells with spans over columns of given widths, and the lines of text around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["label", "level", "header", "value", "amount", "goal", "name", "target", "empty"]


class TilingError(ValueError):
    """Cells overlap or leave a hole: the layout is wrong."""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """One table cell. ``row`` and ``col`` count from 0; ``text`` is whole."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Table:
    """Cells tile ``rows`` × ``len(widths)`` exactly. ``widths`` are shares of the table's width.

    ``above`` and ``below`` are the lines around the table; the first of ``above`` is the title.
    ``header_row`` is the row of the indicator block's column headers.
    """

    cells: tuple[PlacedCell, ...]
    widths: tuple[float, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    header_row: int

    @property
    def rows(self) -> int:
        """Number of rows."""
        return max(cell.row + cell.rowspan for cell in self.cells)

    def owners(self) -> dict[tuple[int, int], PlacedCell]:
        """The cell that covers each place. Raises TilingError on an overlap or a hole."""
        places: dict[tuple[int, int], PlacedCell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for col in range(cell.col, cell.col + cell.colspan):
                    if (row, col) in places:
                        raise TilingError(f"row {row}, column {col}: {cell.text!r} over {places[row, col].text!r}")
                    places[row, col] = cell
        if len(places) != self.rows * len(self.widths):
            raise TilingError(f"{self.rows * len(self.widths) - len(places)} places of the table are not covered")
        return places


class TableBuilder:
    """Collects cells row by row."""

    def __init__(self) -> None:
        self.cells: list[PlacedCell] = []
        self.row = 0

    def put(
        self, col: int, text: str | None, role: Role, *, row: int | None = None, rows: int = 1, cols: int = 1
    ) -> None:
        """Place a cell in the current row (or another); None prints an empty cell."""
        at = self.row if row is None else row
        self.cells.append(PlacedCell(at, col, rows, cols, text or "", role if text else "empty"))

    def next_row(self) -> None:
        """Go on to the next row."""
        self.row += 1


def with_filler_column(table: Table, at: int, share: float = 0.02) -> Table:
    """Insert an empty narrow column before column ``at``: spanning cells widen, elsewhere empty cells are put."""
    cells = [_shifted(cell, at) for cell in table.cells]
    covered = {row for cell in cells if cell.col < at < cell.col + cell.colspan for row in _rows_of(cell)}
    fillers = [PlacedCell(row, at, 1, 1, "", "empty") for row in range(table.rows) if row not in covered]
    widths = (*table.widths[:at], share, *table.widths[at:])
    return replace(table, cells=_in_order([*cells, *fillers]), widths=widths)


def _shifted(cell: PlacedCell, at: int) -> PlacedCell:
    if cell.col >= at:
        return replace(cell, col=cell.col + 1)
    return replace(cell, colspan=cell.colspan + 1) if cell.col + cell.colspan > at else cell


def _rows_of(cell: PlacedCell) -> range:
    return range(cell.row, cell.row + cell.rowspan)


def _in_order(cells: Iterable[PlacedCell]) -> tuple[PlacedCell, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.col)))
