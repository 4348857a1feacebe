"""Sheets as spreadsheets: texts wrap, rows are as high as they need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from samples.families.draft import Sheet
from samples.families.fitting import is_stacked, page_width, row_heights
from samples.table import PlacedCell, Table

_MARGIN = 0.45
_GAP = 2


def write_xlsx(sheets: Sequence[Sheet], path: Path, apart: bool = False) -> None:
    """One workbook; sheets with tables of the same columns stand under each other, unless ``apart``."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    page: Worksheet | None = None
    row, before = 1, None
    for sheet in sheets:
        widths = sheet.table.widths if sheet.table else (1.0,)
        if page is None or widths != before or apart:
            page = book.create_sheet(f"表{len(book.sheetnames) + 1}")
            _set_page(page, sheet, widths)
            row, before = 1, widths
        row = _fill(page, sheet, len(widths), row) + _GAP
    book.save(path)


def _set_page(page: Worksheet, sheet: Sheet, widths: Sequence[float]) -> None:
    setup = page.page_setup
    setup.paperSize = "9"
    setup.orientation = "landscape" if sheet.look.landscape else "portrait"
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    setup.fitToWidth, setup.fitToHeight = 1, 0
    for side in ("left", "right", "top", "bottom"):
        setattr(page.page_margins, side, _MARGIN)
    page.page_margins.header = page.page_margins.footer = 0.1
    page.print_options.horizontalCentered = True
    if sheet.look.pages:
        page.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]
        page.page_margins.bottom = 0.7
        page.page_margins.footer = 0.3
    for index, share in enumerate(widths, start=1):
        points = share / sum(widths) * page_width(sheet)
        page.column_dimensions[get_column_letter(index)].width = (points / 0.75 - 5) / 7


def _fill(page: Worksheet, sheet: Sheet, columns: int, row: int) -> int:
    """Write one sheet from ``row`` on; returns the row after it."""
    if sheet.look.attachment:
        row = _line(page, sheet, columns, row, sheet.look.attachment, title=False)
    if sheet.title:
        row = _line(page, sheet, columns, row, sheet.title, title=True)
    for text in sheet.above:
        row = _line(page, sheet, columns, row, text, title=False)
    if sheet.table:
        row = _table(page, sheet, sheet.table, row)
    for text in sheet.below:
        row = _line(page, sheet, columns, row, text, title=False)
    return row


def _table(page: Worksheet, sheet: Sheet, table: Table, top: int) -> int:
    for offset, height in enumerate(row_heights(sheet, table)):
        page.row_dimensions[top + offset].height = height
    for cell in table.cells:
        _write(page, cell, sheet, top)
    _draw_borders(page, table, top, sheet.look.outer)
    if sheet.break_row is not None:
        page.row_breaks.append(Break(id=top + sheet.break_row - 1))
        if sheet.repeat:
            page.print_title_rows = f"{top + table.header_row}:{top + table.header_row}"
    return top + table.rows


def _line(page: Worksheet, sheet: Sheet, columns: int, row: int, text: str, title: bool) -> int:
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    cell = page.cell(row, 1, text)
    size = sheet.look.size + 6 if title else sheet.look.size
    cell.font = Font(name=sheet.look.font, size=size, bold=title)
    across = (
        "center"
        if title or "年度" in text[:9]
        else "right"
        if text.startswith(("金额单位", "单位：万", "单位：元"))
        else "left"
    )
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    lines = 1 + int(len(text) * size * 0.9 // page_width(sheet))
    page.row_dimensions[row].height = lines * size * 1.5 + (8 if title else 4)
    return row + 1


def _write(page: Worksheet, cell: PlacedCell, sheet: Sheet, top: int) -> None:
    at = page.cell(top + cell.row, cell.col + 1)
    at.value = ("\n".join(cell.text) if is_stacked(cell, sheet) else cell.text) or None
    at.data_type = "s" if cell.text else "n"
    at.number_format = "@"
    title = cell.colspan == len((sheet.table or _no_table()).widths) and cell.row == 0 and sheet.title is None
    at.font = Font(name=sheet.look.font, size=sheet.look.size + 5 if title else sheet.look.size, bold=title)
    crosses = sheet.break_row is not None and cell.row < sheet.break_row < cell.row + cell.rowspan
    across = {"goal": "left", "value": "left", "name": "left", "amount": "right"}.get(cell.role, "center")
    if across == "left" and cell.role == "value":
        across = sheet.look.values
    vertical = "top" if crosses else sheet.look.vertical
    at.alignment = Alignment(horizontal=across, vertical=vertical, wrap_text=True)
    if cell.rowspan > 1 or cell.colspan > 1:
        first, left = top + cell.row, cell.col + 1
        last, right = first + cell.rowspan - 1, left + cell.colspan - 1
        page.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)


def _no_table() -> Table:
    return Table((), (), (), (), 0)


def _draw_borders(page: Worksheet, table: Table, top: int, outer: bool) -> None:
    side = Side(style="thin", color="000000")
    last_row, last_col = table.rows - 1, len(table.widths) - 1
    for (row, col), cell in table.owners().items():
        edges = {
            "top": row == cell.row and (outer or row > 0),
            "bottom": row == cell.row + cell.rowspan - 1 and (outer or row < last_row),
            "left": col == cell.col and (outer or col > 0),
            "right": col == cell.col + cell.colspan - 1 and (outer or col < last_col),
        }
        drawn = {name: side for name, wanted in edges.items() if wanted}
        page.cell(top + row, col + 1).border = Border(**drawn)  # type: ignore[arg-type]
