"""Forms drawn by reportlab: one clip path a cell, text cut by it, every glyph in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from samples.document import Document, PrintedForm
from samples.markup import alignment_of, shrunk_size
from samples.style import FONTS, LEADING, MARGIN, PADDING, PrintStyle, row_heights, wraps
from samples.table import PlacedCell, Table

_WIDTHS = {"thin": 0.5, "thick": 1.6, "double": 0.4, "dashed": 0.6, "dotted": 0.8}
_DASHES = {"dashed": (4, 2), "dotted": (1, 1.5)}


def print_documents(documents: list[Document], out: Path) -> None:
    """Draw each document to ``out/<name>.pdf``."""
    for document in documents:
        _register(document.style.font)
        _Drawing(document, out / f"{document.name}.pdf").draw()


def _register(font: str) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if font not in pdfmetrics.getRegisteredFontNames():
        path, index = FONTS[font]
        pdfmetrics.registerFont(TTFont(font, path, subfontIndex=index))


class _Drawing:
    """A page being drawn from the top; ``y`` is the distance from the page's lower edge, as PDF counts."""

    def __init__(self, document: Document, path: Path) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.document = document
        self.style: PrintStyle = document.style
        self.canvas: Any = Canvas(str(path), pagesize=self.style.page, invariant=1)
        self.y = self.style.page[1] - MARGIN

    def draw(self) -> None:
        page = 1
        for printed in self.document.forms:
            if printed.first_page != page:
                self._new_page()
                page = printed.first_page
            self._form(printed)
            page = printed.last_page
        self.canvas.save()

    def _new_page(self) -> None:
        self.canvas.showPage()
        self.y = self.style.page[1] - MARGIN

    def _form(self, printed: PrintedForm) -> None:
        table = printed.table
        self._line(table.above[0], self.style.size + 6, centred=True)
        for text in table.above[1:]:
            self._line(text, self.style.size, centred="年度" in text)
        heights = row_heights(table, self.style)
        cut = printed.break_row or table.rows
        self._part(table, heights, 0, cut)
        if printed.break_row is not None:
            self._new_page()
            if self.style.header:
                self._part(table, heights, table.header_row, table.header_row + 1)
            self._part(table, heights, cut, table.rows)
        for text in table.below:
            self._line(text, self.style.size, centred=False)
        self.y -= 24

    def _line(self, text: str, size: float, centred: bool) -> None:
        self.y -= size * LEADING
        self.canvas.setFont(self.style.font, size)
        if centred:
            self.canvas.drawCentredString(self.style.page[0] / 2, self.y + size * 0.3, text)
        else:
            self.canvas.drawString(MARGIN, self.y + size * 0.3, text)

    def _part(self, table: Table, heights: tuple[float, ...], first: int, end: int) -> None:
        """Draw rows ``first`` to ``end``; a cell crossing a break gets a box in each part, its text in the first."""
        owners = table.owners()
        columns = _edges(table.widths, self.style.table_width / sum(table.widths), MARGIN)
        top = self.y
        for cell in table.cells:
            start, stop = max(cell.row, first), min(cell.row + cell.rowspan, end)
            if start >= stop:
                continue
            upper, lower = top - sum(heights[first:start]), top - sum(heights[first:stop])
            box = (columns[cell.col], lower, columns[cell.col + cell.colspan], upper)
            self._box(box, table, cell)
            if cell.text and start == cell.row:
                self._text(box, table, cell, wraps(table, owners, cell, self.style))
        self.y = top - sum(heights[first:end])

    def _box(self, box: tuple[float, float, float, float], table: Table, cell: PlacedCell) -> None:
        """The four edges, without those of the table's outside when the style leaves them out."""
        x0, y0, x1, y1 = box
        style, canvas = self.style, self.canvas
        canvas.setStrokeColor(f"#{style.color}")
        canvas.setLineWidth(_WIDTHS[style.border])
        canvas.setDash(*_DASHES.get(style.border, ()))
        edges = [
            (x0, y1, x1, y1, cell.row > 0),
            (x0, y0, x1, y0, cell.row + cell.rowspan < table.rows),
            (x0, y0, x0, y1, cell.col > 0),
            (x1, y0, x1, y1, cell.col + cell.colspan < len(table.widths)),
        ]
        for ax, ay, bx, by, inner in edges:
            if style.outer or inner:
                self._edge(ax, ay, bx, by)

    def _edge(self, ax: float, ay: float, bx: float, by: float) -> None:
        if self.style.border != "double":
            self.canvas.line(ax, ay, bx, by)
            return
        dx, dy = (0.9, 0.0) if ax == bx else (0.0, 0.9)
        self.canvas.line(ax - dx, ay - dy, bx - dx, by - dy)
        self.canvas.line(ax + dx, ay + dy, bx + dx, by + dy)

    def _text(self, box: tuple[float, float, float, float], table: Table, cell: PlacedCell, wrap: bool) -> None:
        style = self.style
        size = style.size if wrap or style.mode != "shrunk" else shrunk_size(table, cell, style)
        x0, y0, x1, y1 = box
        lines = self._wrapped(cell.text, size, x1 - x0 - 2 * PADDING) if wrap else [cell.text]
        height = len(lines) * size * LEADING
        room = y1 - y0
        start = {"top": y1 - 2, "center": y1 - (room - height) / 2, "bottom": y0 + height + 2}[style.valign]
        self.canvas.saveState()
        path = self.canvas.beginPath()
        path.rect(x0, y0, x1 - x0, y1 - y0)
        self.canvas.clipPath(path, stroke=0, fill=0)
        self.canvas.setFont(style.font, size)
        for number, line in enumerate(lines):
            baseline = start - (number + 1) * size * LEADING + size * 0.45
            self._draw_line(line, (x0 + PADDING, x1 - PADDING), baseline, alignment_of(cell, style))
        self.canvas.restoreState()

    def _draw_line(self, text: str, room: tuple[float, float], y: float, align: str) -> None:
        if align == "right":
            self.canvas.drawRightString(room[1], y, text)
        elif align == "center":
            self.canvas.drawCentredString((room[0] + room[1]) / 2, y, text)
        else:
            self.canvas.drawString(room[0], y, text)

    def _wrapped(self, text: str, size: float, room: float) -> list[str]:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        lines = [""]
        for char in text:
            if char == "\n":
                lines.append("")
                continue
            if lines[-1] and stringWidth(lines[-1] + char, self.style.font, size) > room:
                lines.append("")
            lines[-1] += char
        return lines


def _edges(shares: tuple[float, ...], scale: float, start: float) -> list[float]:
    edges = [start]
    for share in shares:
        edges.append(edges[-1] + share * scale)
    return edges
