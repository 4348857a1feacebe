"""A table written row by row, as in HTML: a cell takes the next free columns of its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from samples.table import PlacedCell, Role, Table, TilingError


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell before it has its place."""

    text: str
    cols: int = 1
    rows: int = 1
    role: Role = "value"


Row = list[Cell]


def label(text: str, cols: int = 1, rows: int = 1) -> Cell:
    """A printed label."""
    return Cell(text, cols, rows, "label")


def value(text: str, cols: int = 1, rows: int = 1) -> Cell:
    """A text beside or under a label."""
    return Cell(text, cols, rows, "value")


def amount(text: str, cols: int = 1, rows: int = 1) -> Cell:
    """A figure."""
    return Cell(text, cols, rows, "amount")


class Grid:
    """Cells placed over columns of given widths (shares)."""

    def __init__(self, widths: Sequence[float]) -> None:
        self.widths = tuple(widths)
        self.cells: list[PlacedCell] = []
        self.row = 0
        self._taken: set[tuple[int, int]] = set()

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.widths)

    def add(self, *cells: Cell) -> None:
        """One row."""
        col = 0
        for cell in cells:
            if cell.cols < 1 or cell.rows < 1:
                raise TilingError(f"row {self.row}: {cell.text!r} has no width")
            while (self.row, col) in self._taken:
                col += 1
            self._taken |= {(self.row + r, col + c) for r in range(cell.rows) for c in range(cell.cols)}
            role: Role = cell.role if cell.text else "empty"
            self.cells.append(PlacedCell(self.row, col, cell.rows, cell.cols, cell.text, role))
            col += cell.cols
        self.row += 1

    def extend(self, rows: Iterable[Row]) -> None:
        """Several rows."""
        for row in rows:
            self.add(*row)

    def table(self, above: Sequence[str], below: Sequence[str], header_row: int) -> Table:
        """The finished table. Raises TilingError where cells overlap or leave a hole."""
        cells = tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.col)))
        table = Table(cells, self.widths, tuple(above), tuple(below), header_row)
        table.owners()
        return table


def with_block(text: str, rows: Sequence[Row], cols: int = 1) -> list[Row]:
    """The rows with one merged label at their left."""
    return [[label(text, cols, len(rows)), *row] if index == 0 else list(row) for index, row in enumerate(rows)]


def widened(rows: Sequence[Row], by: int) -> list[Row]:
    """The rows with their first cells ``by`` columns wider. For rows whose first cell is not merged downwards."""
    return [[replace(row[0], cols=row[0].cols + by), *row[1:]] for row in rows]


def run_lengths(keys: Sequence[object]) -> list[int]:
    """Where a run of equal keys begins, its length; else 0."""
    lengths: list[int] = []
    for _, run in groupby(keys):
        size = len(list(run))
        lengths += [size, *[0] * (size - 1)]
    return lengths
