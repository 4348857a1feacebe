"""Forms on paper made by hand: rows of cells with their spans, on one page or several."""

from __future__ import annotations

from collections.abc import Sequence

from shibiao.extract.model import BBox, Cell, Document, Grid, Reading, Source
from shibiao.normalize.layout.assemble import document_forms
from shibiao.normalize.typing_values import type_values
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form, Value

WIDTH, HEIGHT = 60.0, 20.0  # points of a grid column and row
Piece = str | tuple[str, int] | tuple[str, int, int]  # a text; with its colspan; with colspan and rowspan
Line = str | Sequence[Piece]  # a line of text outside of the table, or a row of it


def page_grid(lines: Sequence[Line], page: int = 1) -> Grid:
    """A page's grid. A cell of a row stands in the first columns that no cell from above spans."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        pieces: Sequence[Piece] = [line] if isinstance(line, str) else line
        column = 0
        for piece in pieces:
            text, colspan, rowspan = (piece, 1, 1) if isinstance(piece, str) else (*piece, 1)[:3]
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
            box = BBox(column * WIDTH, row * HEIGHT, (column + colspan) * WIDTH, (row + rowspan) * HEIGHT)
            ruled = not isinstance(line, str)
            cells.append(Cell(page, row, column, rowspan, colspan, box, (Reading("pdfium", text, text),), ruled))
            column += colspan
    return Grid(page, tuple(cells))


def forms_on(*pages: Sequence[Line]) -> list[Form]:
    """The forms of a file with these pages, laid out and typed."""
    source = Source("表.pdf", "0" * 64, "digital")
    grids = tuple(page_grid(lines, number) for number, lines in enumerate(pages, 1))
    catalogue = load_catalogue()
    return [type_values(form, catalogue.confidence) for form in document_forms(Document(source, grids), catalogue)]


def said(value: Value | None) -> str | None:
    return value.value if value else None


def rows_of(form: Form) -> list[tuple[str | None, ...]]:
    """Each indicator: levels, name, target."""
    return [(said(i.level1), said(i.level2), said(i.name), said(i.target)) for i in form.indicators]
