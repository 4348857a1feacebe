"""One worksheet, parsed as it is unpacked (ECMA-376 part 1, 18.3): texts as shown, borders, merged ranges, sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shibiao.extract.bounds import MOST_COLUMNS, MOST_MERGES, MOST_OFFICE_CELLS, MOST_ROWS, check_bound
from shibiao.extract.office.lattice import BOTTOM, LEFT, RIGHT, TOP, Entry, Lattice, Merge, Sizes
from shibiao.extract.office.markup import BadMarkup
from shibiao.extract.office.number_formats import number_of, shown_number, shown_text
from shibiao.extract.office.styles import CellStyle

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROW_POINTS = 15.0  # of a sheet that does not say
_COLUMN_WIDTH = 8.43 + 5 / 7  # characters with their padding, likewise
_CHARACTER_POINTS = 7 * 0.75  # a digit of the usual font is 7 pixels wide, a pixel three quarters of a point


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    strings: Sequence[str]
    styles: Sequence[CellStyle]
    from_1904: bool = False


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written ``_x000D_`` (18.3.1.96)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class SheetHandler:
    """Takes a worksheet's elements and makes a lattice of them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._entries: dict[tuple[int, int], Entry] = {}
        self._merges: list[Merge] = []
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self._width, self._height = _COLUMN_WIDTH * _CHARACTER_POINTS, _ROW_POINTS
        self._lines = False
        self._row, self._col = -1, -1
        self._style = CellStyle()
        self._kind = "n"
        self._value: list[str] | None = None
        self._text: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "c":
                self._begin(attributes)
            case "v":
                self._into = self._value = []
            case "f":
                self._into = self._formula = []
            case "t" if not self._phonetic:
                self._into = self._text
            case "rPh":
                self._phonetic = True
            case "row":
                self._begin_row(attributes)
            case "col":
                self._column(attributes)
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "sheetFormatPr":
                self._defaults(attributes)
            case "printOptions":
                self._lines = attributes.get("gridLines", "0") in ("1", "true")

    def end(self, name: str) -> None:
        self._into = None
        if name == "c":
            self._finish()
        elif name == "rPh":
            self._phonetic = False

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def lattice(self) -> Lattice:
        """What was read."""
        entries = self._entries
        if self._lines:  # printed with all lines of the lattice
            around = LEFT | RIGHT | TOP | BOTTOM
            entries = {place: entry._replace(borders=around) for place, entry in entries.items()}
        return Lattice(
            entries, tuple(self._merges), Sizes(self._width, self._widths), Sizes(self._height, self._heights)
        )

    def _defaults(self, said: dict[str, str]) -> None:
        self._height = _number(said.get("defaultRowHeight"), self._height)
        base = _number(said.get("baseColWidth"), 8.0) + 0.43 + 5 / 7
        self._width = _number(said.get("defaultColWidth"), base) * _CHARACTER_POINTS

    def _column(self, said: dict[str, str]) -> None:
        first, last = int(_number(said.get("min"), 0)), int(_number(said.get("max"), 0))
        width = _number(said.get("width"), self._width / _CHARACTER_POINTS) * _CHARACTER_POINTS
        for col in range(max(first, 1), min(last, MOST_COLUMNS) + 1):
            self._widths[col - 1] = 0.0 if _is_true(said.get("hidden")) else width

    def _begin_row(self, said: dict[str, str]) -> None:
        self._row = int(_number(said.get("r"), self._row + 2)) - 1
        self._col = -1
        if not 0 <= self._row < MOST_ROWS:
            raise BadMarkup("row")
        if _is_true(said.get("hidden")):
            self._heights[self._row] = 0.0
        elif "ht" in said:
            self._heights[self._row] = _number(said["ht"], self._height)

    def _begin(self, said: dict[str, str]) -> None:
        place = _place(said["r"]) if "r" in said else (self._row, self._col + 1)
        self._row, self._col = place
        if not (0 <= self._row < MOST_ROWS and 0 <= self._col < MOST_COLUMNS):
            raise BadMarkup("cell")
        style = int(_number(said.get("s"), 0))
        self._style = self._book.styles[style] if 0 <= style < len(self._book.styles) else CellStyle()
        self._kind = said.get("t", "n")
        self._value = self._formula = None
        self._text = []

    def _finish(self) -> None:
        text, doubt = self._shown()
        if not text and not self._style.borders:
            return
        check_bound("cells", len(self._entries) + 1, MOST_OFFICE_CELLS)
        entry = Entry(text, doubt, self._style.borders, self._style.unseen)
        self._entries[self._row, self._col] = entry

    def _shown(self) -> tuple[str, str]:
        """The text that the cell shows, and the doubt about it."""
        stored = "".join(self._value or ())
        if self._formula is not None and not stored and self._kind != "str":
            return "=" + "".join(self._formula), "no-cached-value"
        code = self._style.number_format
        match self._kind:
            case "s":
                index = int(_number(stored, -1))
                if not stored:
                    return "", ""
                if not 0 <= index < len(self._book.strings):
                    raise BadMarkup("shared string")
                return shown_text(self._book.strings[index], code), ""
            case "inlineStr":
                return shown_text(unescaped("".join(self._text)), code), ""
            case "str":
                return shown_text(unescaped(stored), code), ""
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(stored.strip(), stored), ""
            case "e":
                return stored, ""
            case "n":
                number = number_of(stored)
                if number is None:
                    return stored.strip(), "number-format" if stored.strip() else ""
                shown = shown_number(number, code, self._book.from_1904)
                return shown.text, "" if shown.sure else "number-format"
            case _:  # dates in ISO 8601, which hardly a program writes
                return stored, "number-format" if stored else ""

    def _merge(self, ref: str) -> None:
        check_bound("merges", len(self._merges) + 1, MOST_MERGES)
        first, _, last = ref.partition(":")
        (row, col), (last_row, last_col) = _place(first), _place(last or first)
        if row <= last_row < MOST_ROWS and col <= last_col < MOST_COLUMNS:
            self._merges.append(Merge(row, col, last_row, last_col))


def _place(ref: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(ref)
    if found is None:
        raise BadMarkup(f"place {ref[:20]!r}")
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, col - 1


def _number(text: str | None, otherwise: float) -> float:
    """A size or an index; what is none, or none that can be, counts as not said."""
    try:
        number = float(text) if text is not None else otherwise
    except ValueError:
        return otherwise
    return number if -1e7 < number < 1e7 else otherwise


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")
