"""Documents of word processors (.docx and its kin): paragraphs and tables in their order.

Where pages end is known to the printing program alone. A page here ends at a page break or a section that the file has;
a table is never divided. Boxes: x from the left margin by the widths of the tables' grids, y by the rows' heights where
the file gives them, else by lines of 15 points.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from shibiao.extract.bounds import MOST_OFFICE_CELLS, check_bound
from shibiao.extract.errors import TooManyPages
from shibiao.extract.model import BBox, Cell, Grid, Reading
from shibiao.extract.office.markup import Growing
from shibiao.extract.office.numbering import Numbering, read_numbering
from shibiao.extract.office.package import Package, sound
from shibiao.extract.office.word_tables import WordCell, WordTable, bordered_styles, read_table
from shibiao.extract.office.word_text import Shown, blocks_of, is_on, shown_paragraph
from shibiao.extract.pages import PageRead

_LINE = 15.0  # points
_TEXT_WIDTH = 450.0  # of a line that is no table's
_TABLE_ROWS = 3  # rows of several texts that make a table of what has no lines
# Attributes that are read; the others, revision ids above all, would only take memory.
_READ = frozenset({"w.val", "w.w", "w.type", "w.char", "w.abstractNumId", "w.numId", "w.ilvl", "w.styleId"})


def word_pages(path: Path, package: Package, main: str, max_pages: int) -> Iterator[PageRead]:
    """The pages of a document. Raises: DamagedFile, TooMuch, TooManyPages."""
    with sound(path):
        targets = {kind.rpartition("/")[2]: target for kind, target in package.related(main)}
        parts = {
            kind: package.tree(targets[kind]) for kind in ("styles", "numbering") if targets.get(kind, "") in package
        }
        styles = parts.get("styles")
        layout = _Layout(read_numbering(parts.get("numbering"), styles), bordered_styles(styles))
        package.feed(main, _Body(layout))
    if layout.number > max_pages:
        raise TooManyPages(path, layout.number, max_pages)
    yield from layout.pages()


class _Body:
    """Hands the body's paragraphs and tables on one by one, so that a long document is never a tree as a whole."""

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._depth = 0
        self._inside: int | None = None
        self._growing: Growing | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._inside is None:
            self._inside = self._depth if name == "w.body" else None
            return
        if self._depth == self._inside + 1:
            self._growing = Growing()
        if self._growing:
            self._growing.start(name, {key: value for key, value in attributes.items() if key in _READ})

    def end(self, name: str) -> None:
        if self._growing:
            self._growing.end(name)
            if self._inside is not None and self._depth == self._inside + 1:
                holder = Element("w.body")
                holder.append(self._growing.close())
                self._growing = None
                self._layout.put(holder)
        self._depth -= 1

    def data(self, text: str) -> None:
        if self._growing:
            self._growing.data(text)


class _Layout:
    """Puts blocks onto pages, rows numbered down each page."""

    def __init__(self, numbering: Numbering, bordered: frozenset[str]) -> None:
        self._numbering, self._bordered = numbering, bordered
        self.number = 1
        self._total = 0
        self._done: list[PageRead] = []
        self._cells: list[Cell] = []
        self._tables: list[tuple[int, int]] = []
        self._row, self._y = 0, 0.0
        self._unseen = False

    def pages(self) -> list[PageRead]:
        """All pages; a document of nothing has an empty one."""
        self._turn()
        return self._done or [PageRead(Grid(1, ()))]

    def put(self, holder: Element) -> None:
        """The blocks in an element, text boxes behind the paragraph that they hang on. Raises: Overfull."""
        for block in blocks_of(holder):
            if block.tag == "w.p":
                self._paragraph(block)
            else:
                self._table(block)

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find("w.pPr")
        if properties is not None and is_on(properties.find("w.pageBreakBefore")):
            self._turn()
        shown = shown_paragraph(paragraph, self._numbering)
        self._unseen |= shown.unseen
        for number, part in enumerate(shown.parts):
            if number:
                self._turn()
            for line in part.split("\n"):
                self._line([piece.strip() for piece in line.split("\t") if piece.strip()], shown.doubt)
        for box in shown.boxes:
            self.put(box)
        section = properties.find("w.sectPr") if properties is not None else None
        if section is not None:
            kind = section.find("w.type")
            if kind is None or kind.get("w.val") != "continuous":
                self._turn()

    def _turn(self) -> None:
        """A page ends. One on which nothing stands is none."""
        if self._cells:
            notes = (f"unseen-text:{self.number}",) if self._unseen else ()
            self._done.append(PageRead(Grid(self.number, tuple(self._cells), tuple(self._tables)), notes))
            self._cells, self._tables, self._unseen = [], [], False
            self._row, self._y = 0, 0.0
            self.number += 1

    def _line(self, texts: list[str], doubt: str = "") -> None:
        """A row outside of tables; tabulators divide it."""
        width = _TEXT_WIDTH / max(len(texts), 1)
        for col, text in enumerate(texts):
            box = BBox(col * width, self._y, (col + 1) * width, self._y + _LINE)
            self._add(Cell(self.number, self._row, col, 1, 1, box, (_reading(text, doubt),), ruled=False))
        if texts:
            self._row += 1
        self._y += _LINE

    def _add(self, cell: Cell) -> None:
        self._total += 1
        check_bound("cells", self._total, MOST_OFFICE_CELLS)
        self._cells.append(cell)

    def _table(self, element: Element) -> None:
        table = read_table(element, self._bordered)
        self._unseen |= table.hidden
        if _is_wrapper(table):
            for cell in table.cells:
                self.put(cell.content)
            return
        shown = [(cell, *self._content(cell.content)) for cell in table.cells]
        for covered in table.covered:
            self._unseen |= bool(self._content(covered)[0].text.strip())
        if table.bordered or _has_rows(shown):
            self._ruled(table, [(cell, text) for cell, text, _ in shown])
        else:
            self._unruled(table, [(cell, text) for cell, text, _ in shown])
        for _, _, inner in shown:
            for block in inner:
                self._table(block)

    def _content(self, content: Element) -> tuple[Shown, list[Element]]:
        """A cell's text, a line for each paragraph, and the tables inside it, which come behind its own."""
        whole = Shown([])
        inner: list[Element] = []
        waiting = deque(blocks_of(content))
        while waiting:
            block = waiting.popleft()
            if block.tag == "w.tbl":
                inner.append(block)
                continue
            shown = shown_paragraph(block, self._numbering)
            whole.parts.append(shown.text)
            whole.doubt = whole.doubt or shown.doubt
            self._unseen |= shown.unseen
            waiting.extendleft(reversed([inside for box in shown.boxes for inside in blocks_of(box)]))
        return Shown(["\n".join(whole.parts).strip()], whole.doubt), inner

    def _ruled(self, table: WordTable, shown: list[tuple[WordCell, Shown]]) -> None:
        ys = self._rows(table, shown)
        for cell, text in shown:
            box = BBox(
                table.edges[cell.col], ys[cell.row], table.edges[cell.col + cell.colspan], ys[cell.row + cell.rowspan]
            )
            reading = _reading(text.text, text.doubt)
            at = self._row + cell.row
            self._add(Cell(self.number, at, cell.col, cell.rowspan, cell.colspan, box, (reading,)))
        if shown:
            self._tables.append((self._row, self._row + len(table.heights)))
        self._row += len(table.heights)
        self._y = ys[-1]

    def _rows(self, table: WordTable, shown: list[tuple[WordCell, Shown]]) -> list[float]:
        """Where each row begins, and the last one ends."""
        lines = [1] * len(table.heights)
        for cell, text in shown:
            if cell.rowspan == 1:
                lines[cell.row] = max(lines[cell.row], text.text.count("\n") + 1)
        ys = [self._y]
        for height, count in zip(table.heights, lines, strict=True):
            ys.append(ys[-1] + (height or count * _LINE))
        return ys

    def _unruled(self, table: WordTable, shown: list[tuple[WordCell, Shown]]) -> None:
        for row in range(len(table.heights)):
            texts = [text for cell, text in shown if cell.row == row and text.text]
            self._line([text.text for text in texts], next((text.doubt for text in texts if text.doubt), ""))


def _is_wrapper(table: WordTable) -> bool:
    """Whether a table only frames others: a single column with tables in it."""
    return all(cell.col == 0 for cell in table.cells) and any(
        block.tag == "w.tbl" for cell in table.cells for block in blocks_of(cell.content)
    )


def _has_rows(shown: list[tuple[WordCell, Shown, list[Element]]]) -> bool:
    """Whether what has no lines is a table all the same."""
    counts: dict[int, int] = {}
    for cell, text, _ in shown:
        counts[cell.row] = counts.get(cell.row, 0) + bool(text.text)
    return sum(count > 1 for count in counts.values()) >= _TABLE_ROWS


def _reading(text: str, doubt: str) -> Reading:
    return Reading("office", text, text, placed_by="field", doubt=doubt)
