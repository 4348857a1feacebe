"""Tables of a word processor's document (ECMA-376 part 1, 17.4): cells with their spans over the table's grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shibiao.extract.bounds import MOST_COLUMNS, MOST_OFFICE_CELLS, check_bound
from shibiao.extract.office.word_text import is_on

_TWIPS = 20.0  # of a point
_UNSAID_WIDTH = 36.0
_NO_LINE = ("nil", "none", "")


@dataclass(slots=True)
class WordCell:
    """A cell; row and column count from 0 in its table. ``content`` is its ``w:tc``."""

    row: int
    col: int
    colspan: int
    content: Element
    rowspan: int = 1


@dataclass(slots=True)
class WordTable:
    """``edges``: where columns begin and the last one ends, points; ``heights``: of rows, None where text gives it.

    ``covered`` are cells whose place a merged cell takes, ``hidden`` tells of rows that are not shown.
    """

    cells: list[WordCell] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    heights: list[float | None] = field(default_factory=list)
    bordered: bool = False
    covered: list[Element] = field(default_factory=list)
    hidden: bool = False


def read_table(table: Element, bordered_styles: frozenset[str]) -> WordTable:
    """A ``w:tbl``. Deleted rows are left out, inserted ones are there. Raises: Overfull."""
    made = WordTable(bordered=_is_bordered(table, bordered_styles))
    open_at: dict[int, WordCell] = {}
    for row in _inside(table, "w.tr"):
        properties = row.find("w.trPr")
        if properties is not None and properties.find("w.del") is not None:
            continue
        if properties is not None and is_on(properties.find("w.hidden")):
            made.hidden = True
            continue
        _row(row, properties, made, open_at)
        made.heights.append(_height(properties))
        check_bound("cells", len(made.cells), MOST_OFFICE_CELLS)
    made.edges = _edges(table, made.cells)
    return made


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, content controls and the like opened."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in ("w.sdt", "w.sdtContent", "w.customXml", "w.ins", "w.moveTo", "w.smartTag"):
            yield from _inside(child, tag)


def _row(row: Element, properties: Element | None, made: WordTable, open_at: dict[int, WordCell]) -> None:
    """The cells of a row; one that a merged cell goes on in belongs to that."""
    number = len(made.heights)
    col = _said(properties, "w.gridBefore", 0)
    before: WordCell | None = None
    goes_on: dict[int, WordCell] = {}
    for content in _inside(row, "w.tc"):
        cell = content.find("w.tcPr")
        span = max(_said(cell, "w.gridSpan", 1), 1)
        if before is not None and _merge(cell, "w.hMerge") == "continue":
            before.colspan += span
            made.covered.append(content)
        elif _merge(cell, "w.vMerge") == "continue" and col in open_at:
            goes_on[col] = open_at[col]
            goes_on[col].rowspan = number - goes_on[col].row + 1
            made.covered.append(content)
            before = None
        else:
            before = WordCell(number, col, span, content)
            made.cells.append(before)
            if _merge(cell, "w.vMerge"):
                goes_on[col] = before
        col += span
        check_bound("columns", col, MOST_COLUMNS)
    open_at.clear()
    open_at.update(goes_on)


def _merge(cell: Element | None, name: str) -> str:
    """``restart``, ``continue``, or "" for a cell that is not merged this way."""
    said = cell.find(name) if cell is not None else None
    return "" if said is None else "restart" if said.get("w.val") == "restart" else "continue"


def _said(properties: Element | None, name: str, otherwise: int) -> int:
    found = properties.find(name) if properties is not None else None
    text = found.get("w.val", "") if found is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _height(properties: Element | None) -> float | None:
    found = _said(properties, "w.trHeight", 0)
    return found / _TWIPS if found else None


def _edges(table: Element, cells: list[WordCell]) -> list[float]:
    """From the table's grid; columns that it does not have, or has without a width, get one."""
    said = [_points(column.get("w.w")) for column in table.iterfind("w.tblGrid/w.gridCol")]
    count = max((cell.col + cell.colspan for cell in cells), default=0)
    edges = [0.0]
    for number in range(count):
        edges.append(edges[-1] + ((said[number] if number < len(said) else 0.0) or _UNSAID_WIDTH))
    return edges


def _points(twips: str | None) -> float:
    return int(twips) / _TWIPS if twips and twips.isascii() and twips.isdigit() and len(twips) < 7 else 0.0


def _is_bordered(table: Element, bordered_styles: frozenset[str]) -> bool:
    """Whether any line is drawn: by the table, its style or one of its cells."""
    style = table.find("w.tblPr/w.tblStyle")
    own = table.find("w.tblPr/w.tblBorders")
    if own is not None:
        if has_lines(own):
            return True
    elif style is not None and style.get("w.val", "") in bordered_styles:
        return True
    return any(has_lines(borders) for borders in table.iterfind("w.tr/w.tc/w.tcPr/w.tcBorders"))


def has_lines(borders: Element) -> bool:
    """Whether a list of borders has one that is drawn."""
    return any(side.get("w.val", "") not in _NO_LINE for side in borders)


def bordered_styles(styles: Element | None) -> frozenset[str]:
    """Ids of the table styles that draw lines, by themselves or by the style that they are based on."""
    if styles is None:
        return frozenset()
    drawn = {s.get("w.styleId", "") for s in styles.iterfind("w.style") if _draws(s)}
    bases = {s.get("w.styleId", ""): s.find("w.basedOn") for s in styles.iterfind("w.style")}
    for _ in range(10):
        more = {one for one, base in bases.items() if base is not None and base.get("w.val", "") in drawn} - drawn
        if not more:
            break
        drawn |= more
    return frozenset(drawn)


def _draws(style: Element) -> bool:
    borders = style.find("w.tblPr/w.tblBorders")
    return borders is not None and has_lines(borders)
