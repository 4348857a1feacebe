"""Forms as spreadsheets, printed by LibreOffice: clipping at cell edges is the office program's own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from samples.document import Document, PrintedForm
from samples.office import print_office_files
from samples.style import MARGIN, PrintStyle, row_heights, wraps
from samples.table import PlacedCell, Table

_BORDERS = {"thin": "thin", "thick": "medium", "double": "double", "dashed": "dashed", "dotted": "dotted"}
_GAP_ROWS = 2


def print_documents(documents: list[Document], out: Path) -> None:
    """Print each document to ``out/<name>.pdf``."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for document in documents:
            file = Path(folder) / f"{document.name}.xlsx"
            workbook(document).save(file)
            files.append(file)
        print_office_files(files, out)


def workbook(document: Document) -> Workbook:
    """The spreadsheet that is printed."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    row, page, sheet = 1, 0, None
    for printed in document.forms:
        if sheet is None or printed.first_page != page:
            sheet = book.create_sheet(f"表{len(book.sheetnames) + 1}")
            _set_page(sheet, printed, document.style)
            row, page = 1, printed.first_page
        row = _fill(sheet, printed, document.style, row) + _GAP_ROWS
    return book


def _set_page(sheet: Worksheet, printed: PrintedForm, style: PrintStyle) -> None:
    setup = sheet.page_setup
    setup.paperSize = "9"
    setup.orientation = "landscape" if style.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    setup.fitToWidth, setup.fitToHeight = 1, 0 if printed.break_row is not None else 1
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, MARGIN / 72)
    sheet.page_margins.header = sheet.page_margins.footer = 0.1
    sheet.print_options.horizontalCentered = True
    for index, share in enumerate(printed.table.widths, start=1):
        points = share / sum(printed.table.widths) * style.table_width
        sheet.column_dimensions[get_column_letter(index)].width = (points / 0.75 - 5) / 7


def _fill(sheet: Worksheet, printed: PrintedForm, style: PrintStyle, row: int) -> int:
    """Write one form from ``row`` on; returns the row after it."""
    table = printed.table
    for index, text in enumerate(table.above):
        row = _line(sheet, table, style, row, text, title=index == 0)
    owners = table.owners()
    for offset, height in enumerate(row_heights(table, style)):
        sheet.row_dimensions[row + offset].height = height
    for cell in table.cells:
        _write(sheet, cell, style, row, wraps(table, owners, cell, style))
    _draw_borders(sheet, table, style, row)
    if printed.break_row is not None:
        sheet.row_breaks.append(Break(id=row + printed.break_row - 1))
        if style.header:
            sheet.print_title_rows = f"{row + table.header_row}:{row + table.header_row}"
    row += table.rows
    for text in table.below:
        row = _line(sheet, table, style, row, text, title=False)
    return row


def _line(sheet: Worksheet, table: Table, style: PrintStyle, row: int, text: str, title: bool) -> int:
    centred = title or "年度" in text
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(table.widths))
    cell = sheet.cell(row, 1, text)
    cell.font = Font(name=style.font, size=style.size + 6 if title else style.size, bold=title)
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center")
    sheet.row_dimensions[row].height = 30 if title else 19
    return row + 1


def _write(sheet: Worksheet, cell: PlacedCell, style: PrintStyle, top: int, wrap: bool) -> None:
    at = sheet.cell(top + cell.row, cell.col + 1)
    at.value = cell.text or None
    at.data_type = "s" if cell.text else "n"
    at.number_format = "@"
    at.font = Font(name=style.font, size=style.size)
    shrink = style.mode == "shrunk" and not wrap
    at.alignment = Alignment(**alignment(cell, style), wrap_text=wrap, shrink_to_fit=shrink)
    if cell.rowspan > 1 or cell.colspan > 1:
        first, left = top + cell.row, cell.col + 1
        last, right = first + cell.rowspan - 1, left + cell.colspan - 1
        sheet.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)


def alignment(cell: PlacedCell, style: PrintStyle) -> dict[str, Any]:
    """Labels stand centred, amounts at the right, texts as the style says."""
    horizontal = {"amount": "right"}.get(
        cell.role, "center" if cell.role in ("label", "header", "level") else style.align
    )
    if style.mode == "cut-columns" and cell.role in ("level", "label"):
        horizontal = style.align
    return {"horizontal": horizontal, "vertical": style.valign}


def _draw_borders(sheet: Worksheet, table: Table, style: PrintStyle, top: int) -> None:
    side = Side(style=_BORDERS[style.border], color=style.color)  # type: ignore[arg-type]
    last_row, last_col = table.rows - 1, len(table.widths) - 1
    for (row, col), cell in table.owners().items():
        edges = {
            "top": row == cell.row and (style.outer or row > 0),
            "bottom": row == cell.row + cell.rowspan - 1 and (style.outer or row < last_row),
            "left": col == cell.col and (style.outer or col > 0),
            "right": col == cell.col + cell.colspan - 1 and (style.outer or col < last_col),
        }
        drawn = {name: side for name, wanted in edges.items() if wanted}
        sheet.cell(top + row, col + 1).border = Border(**drawn)  # type: ignore[arg-type]
