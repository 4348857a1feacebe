"""Sheets as Word files: rows are at least as high as their text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from samples.families.draft import Sheet
from samples.families.fitting import is_stacked, page_width, row_heights
from samples.table import PlacedCell, Table

_PAGE = (595.3, 841.9)
_MARGIN = 36.0
_ALIGN = {
    "goal": WD_ALIGN_PARAGRAPH.LEFT,
    "value": WD_ALIGN_PARAGRAPH.LEFT,
    "name": WD_ALIGN_PARAGRAPH.LEFT,
    "amount": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_word(sheets: Sequence[Sheet], path: Path) -> None:
    """One document; its sheets under each other."""
    word = new_document()
    section = word.sections[0]
    landscape = sheets[0].look.landscape
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Pt(side) for side in (reversed(_PAGE) if landscape else _PAGE))
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Pt(_MARGIN))
    if sheets[0].look.pages:
        _page_number(section.footer.paragraphs[0])
    for sheet in sheets:
        _sheet(word, sheet)
    word.save(str(path))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph.add_run("- ")
    paragraph._element.append(field)
    paragraph.add_run(" -")


def _sheet(word: WordDocument, sheet: Sheet) -> None:
    lines = [(sheet.look.attachment, False)] if sheet.look.attachment else []
    lines += [(sheet.title, True)] if sheet.title else []
    for text, title in [*lines, *((line, False) for line in sheet.above)]:
        paragraph = word.add_paragraph()
        if title or "年度" in text[:9]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif text.startswith(("金额单位", "单位：万", "单位：元")):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(paragraph, text, sheet, sheet.look.size + 6 if title else sheet.look.size, bold=title)
    if sheet.table:
        _table(word, sheet, sheet.table)
    for text in sheet.below:
        _write(word.add_paragraph(), text, sheet, sheet.look.size)


def _write(paragraph: Paragraph, text: str, sheet: Sheet, size: float, bold: bool = False) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    for index, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        if index:
            run._element.insert(0, OxmlElement("w:br"))
        run.font.name, run.font.size, run.bold = sheet.look.font, Pt(size), bold
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), sheet.look.font)


def _table(word: WordDocument, sheet: Sheet, table: Table) -> None:
    made = word.add_table(table.rows, len(table.widths))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _properties(made, sheet.look.outer)
    for index, share in enumerate(table.widths):
        made.columns[index].width = Pt(share / sum(table.widths) * page_width(sheet))
    for row, height in zip(made.rows, _stretched(sheet, table), strict=True):
        row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        if not sheet.look.split_rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    grid = [list(row.cells) for row in made.rows]
    for cell in table.cells:
        box = grid[cell.row][cell.col]
        if cell.rowspan > 1 or cell.colspan > 1:
            box = box.merge(grid[cell.row + cell.rowspan - 1][cell.col + cell.colspan - 1])
        _fill(box, cell, sheet)


def _stretched(sheet: Sheet, table: Table) -> list[float]:
    """Row heights; where a page is to end before a row, the rows above it are higher until the page is full."""
    heights = row_heights(sheet, table)
    if sheet.break_row is None:
        return [height * 0.6 for height in heights]
    room = (_PAGE[0] if sheet.look.landscape else _PAGE[1]) - 2 * _MARGIN - 60
    factor = max(0.6, room / sum(heights[: sheet.break_row]))
    return [height * (factor if row < sheet.break_row else 0.6) for row, height in enumerate(heights)]


def _fill(box: Any, cell: PlacedCell, sheet: Sheet) -> None:
    paragraph = box.paragraphs[0]
    for extra in box.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)
    paragraph.alignment = _ALIGN.get(cell.role, WD_ALIGN_PARAGRAPH.CENTER)
    if cell.role == "value" and sheet.look.values == "center":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # LibreOffice prints turned text in one spot and spoils the font's widths: a character a line instead.
    text = "\n".join(cell.text) if is_stacked(cell, sheet) else cell.text
    _write(paragraph, text, sheet, sheet.look.size)
    anchor = OxmlElement("w:vAlign")
    anchor.set(qn("w:val"), sheet.look.vertical)
    box._element.get_or_add_tcPr().append(anchor)


def _properties(made: Any, outer: bool) -> None:
    """Borders and narrow margins of the cells."""
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        line.set(qn("w:val"), "single" if outer or edge.startswith("inside") else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "000000")
        borders.append(line)
    for edge in ("left", "right"):
        width = OxmlElement(f"w:{edge}")
        width.set(qn("w:w"), "50")
        width.set(qn("w:type"), "dxa")
        margins.append(width)
    made._element.tblPr.append(borders)
    made._element.tblPr.append(margins)
