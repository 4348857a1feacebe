"""Workbooks (.xlsx and its kin): each sheet that is shown becomes a page.

Macros, external workbooks, pictures, charts and pivots are not looked at. Cached values of formulas are read, nothing
is reckoned.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shibiao.extract.bounds import MOST_ELEMENTS, MOST_OFFICE_CELLS, check_bound
from shibiao.extract.errors import DamagedFile, EmptyFile, TooManyPages
from shibiao.extract.model import Grid
from shibiao.extract.office.lattice_grid import lattice_grid
from shibiao.extract.office.package import Package, sound
from shibiao.extract.office.styles import cell_styles
from shibiao.extract.office.worksheet import Book, SheetHandler, unescaped
from shibiao.extract.pages import PageRead


class _Listed(NamedTuple):
    """A sheet as the workbook lists it; ``part`` None for one that is no table (a chart, a macro sheet)."""

    name: str
    part: str | None
    hidden: bool


def workbook_pages(path: Path, package: Package, main: str, max_pages: int) -> Iterator[PageRead]:
    """A page for each sheet, by its place in the workbook; hidden ones are noted and not read.

    Raises: DamagedFile, TooMuch, TooManyPages, EmptyFile when there is no sheet.
    """
    with sound(path):
        book, sheets = _book(package, main)
    if len(sheets) > max_pages:
        raise TooManyPages(path, len(sheets), max_pages)
    if not sheets:
        raise EmptyFile(path)
    cells = 0
    for number, sheet in enumerate(sheets, 1):
        if sheet.part is None or sheet.hidden:
            yield PageRead(Grid(number, ()), (f"hidden-sheet:{number}",) if sheet.hidden else ())
            continue
        if sheet.part not in package:
            raise DamagedFile(path, "office-package")
        with sound(path):
            handler = SheetHandler(book)
            package.feed(sheet.part, handler)
            grid, unseen = lattice_grid(number, handler.lattice())
            cells += len(grid.cells)
            check_bound("cells", cells, MOST_OFFICE_CELLS)
        yield PageRead(grid, (f"unseen-text:{number}",) if unseen else ())


def _book(package: Package, main: str) -> tuple[Book, list[_Listed]]:
    root = package.tree(main)
    parts = {name: (kind, target) for name, kind, target in package.relations(main)}
    targets = {kind.rpartition("/")[2]: target for kind, target in parts.values()}
    strings = _Strings()
    if targets.get("sharedStrings", "") in package:
        package.feed(targets["sharedStrings"], strings)
    styles = cell_styles(package.tree(targets["styles"])) if targets.get("styles", "") in package else ()
    settings = root.find("workbookPr")
    from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    sheets = []
    for sheet in root.iterfind("sheets/sheet"):
        kind, target = parts.get(sheet.get("r.id", ""), ("", None))
        part = target if kind.endswith("/worksheet") else None
        sheets.append(_Listed(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    return Book(strings.found, styles, from_1904), sheets


class _Strings:
    """The texts that cells share (18.4): runs joined, readings of characters left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._takes = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True
        self._takes = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        self._takes = False
        if name == "rPh":
            self._phonetic = False
        elif name == "si":
            check_bound("strings", len(self.found) + 1, 2 * MOST_ELEMENTS)
            self.found.append(unescaped("".join(self._parts)))

    def data(self, text: str) -> None:
        if self._takes:
            self._parts.append(text)
