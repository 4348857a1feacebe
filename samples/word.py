"""Forms as Word files, printed by LibreOffice. A row of exact height cuts its text; a row may break across pages."""

from __future__ import annotations

import tempfile
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

from samples.document import Document, PrintedForm
from samples.markup import alignment_of
from samples.office import print_office_files
from samples.style import MARGIN, PADDING, PrintStyle, lines_height, row_heights
from samples.table import PlacedCell

_BORDERS = {"thin": "single", "thick": "single", "double": "double", "dashed": "dashed", "dotted": "dotted"}
# Word repeats rows from a table's top only: here the row of the project's name.
_REPEATED_ROWS = 1
_VALIGN = {"top": "top", "center": "center", "bottom": "bottom"}


def print_documents(documents: list[Document], out: Path) -> None:
    """Print each document to ``out/<name>.pdf``."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for document in documents:
            file = Path(folder) / f"{document.name}.docx"
            word_file(document).save(str(file))
            files.append(file)
        print_office_files(files, out)


def word_file(document: Document) -> WordDocument:
    """The Word file that is printed."""
    word = new_document()
    style = document.style
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if style.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(style.page[0]), Pt(style.page[1])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Pt(MARGIN))
    page = 1
    for printed in document.forms:
        _form(word, printed, style, new_page=printed.first_page != page)
        page = printed.first_page
    return word


def _form(word: WordDocument, printed: PrintedForm, style: PrintStyle, new_page: bool) -> None:
    table = printed.table
    for index, line in enumerate(table.above):
        title = index == 0
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.page_break_before = title and new_page
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if title or "年度" in line else WD_ALIGN_PARAGRAPH.LEFT
        _write(paragraph, line, style, style.size + 6 if title else style.size, bold=title)
    _table(word, printed, style)
    for line in table.below:
        _write(word.add_paragraph(), line, style, style.size)


def _write(paragraph: Paragraph, text: str, style: PrintStyle, size: float, bold: bool = False) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    if not text:
        return
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = style.font, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), style.font)


def _table(word: WordDocument, printed: PrintedForm, style: PrintStyle) -> None:
    table = printed.table
    columns = [Pt(share / sum(table.widths) * style.table_width) for share in table.widths]
    made = word.add_table(table.rows, len(columns))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _properties(made, style)
    for index, width in enumerate(columns):
        made.columns[index].width = width
    _heights(made, printed, style)
    grid = [list(row.cells) for row in made.rows]
    for cell in table.cells:
        box = grid[cell.row][cell.col]
        if cell.rowspan > 1 or cell.colspan > 1:
            box = box.merge(grid[cell.row + cell.rowspan - 1][cell.col + cell.colspan - 1])
        _fill(box, cell, style)


def _fill(box: Any, cell: PlacedCell, style: PrintStyle) -> None:
    paragraph = box.paragraphs[0]
    for extra in box.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)
    align = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
    paragraph.alignment = align[alignment_of(cell, style)]
    _write(paragraph, cell.text, style, style.size)
    anchor = OxmlElement("w:vAlign")
    anchor.set(qn("w:val"), _VALIGN[style.valign])
    box._element.get_or_add_tcPr().append(anchor)


def _properties(made: Any, style: PrintStyle) -> None:
    """Borders and cell margins of the whole table."""
    properties = made._element.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        hidden = not style.outer and not edge.startswith("inside")
        line.set(qn("w:val"), "nil" if hidden else _BORDERS[style.border])
        line.set(qn("w:sz"), "12" if style.border == "thick" else "4")
        line.set(qn("w:color"), style.color)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        width = OxmlElement(f"w:{edge}")
        width.set(qn("w:w"), str(int(PADDING * 20)))
        width.set(qn("w:type"), "dxa")
        margins.append(width)
    properties.append(borders)
    properties.append(margins)


def _heights(made: Any, printed: PrintedForm, style: PrintStyle) -> None:
    rule = WD_ROW_HEIGHT_RULE.EXACTLY if style.mode == "cut-rows" else WD_ROW_HEIGHT_RULE.AT_LEAST
    for row, height in zip(made.rows, _stretched(printed, style), strict=True):
        row.height = Pt(height)
        row.height_rule = rule
        if style.mode != "split":
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if style.mode == "split" and style.header:
        for row in made.rows[:_REPEATED_ROWS]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _stretched(printed: PrintedForm, style: PrintStyle) -> list[float]:
    """Row heights; before the row where the page shall break the rows are stretched until the page ends inside it."""
    heights = list(row_heights(printed.table, style))
    if printed.break_row is None:
        return heights
    cut = printed.break_row
    room = style.page[1] - 2 * MARGIN - lines_height(len(printed.table.above), style) - heights[cut] / 2
    factor = max(1.0, room / sum(heights[:cut]))
    return [height * factor if row < cut else height for row, height in enumerate(heights)]
