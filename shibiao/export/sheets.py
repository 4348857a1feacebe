"""The sheets of a workbook, written row by row. This module needs xlsxwriter."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from shibiao.export.contents import file_columns
from shibiao.export.csvs import written
from shibiao.export.tables import Item
from shibiao.export.workbook_about import COLUMNS as ABOUT_COLUMNS
from shibiao.export.workbook_about import about_rows
from shibiao.export.xstring import MOST_CHARACTERS, escaped, fits, pieces
from shibiao.schemas.tables import Column, TableSpec

MOST_ROWS = 1_048_576  # of a sheet
ABOUT, LONG = "说明", "长文本"
_LONG_COLUMNS = (
    *(Column(name) for name in ("表 table", "行 row", "列 column")),
    *(Column("段 piece", "integer"), Column("文字 text")),
)
_NUMBERS = ("integer", "decimal", "probability")
_MOST_DIGITS = 15  # that a double holds exactly, and that Excel shows
_MOST_EXPONENT = 300
_LOOKED_AT = 200  # rows, for the widths of the columns
_NARROWEST, _WIDEST = 8, 50
_OPTIONS = {
    "constant_memory": True,
    "use_zip64": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2000, 1, 1)  # the time of a run would make other bytes of the same tables


class ExactSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet whose texts come back as they went in, where xlsxwriter itself would change them.

    It takes ``<r>…</r>`` for markup of its own, and leaves the second of two escapes that share an underscore.
    """

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return escaped(data)

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class Sheets:
    """A workbook in the making: enter it, add tables, leave it. It begins with the sheet that explains the others."""

    def __init__(self, file: BinaryIO, scratch: Path) -> None:
        self._book = Workbook(file, {**_OPTIONS, "tmpdir": str(scratch)})
        self._book.set_properties({"title": "识表 shibiao", "created": _MADE})
        self._head = self._book.add_format({"bold": True, "bg_color": "#DDE6EE", "num_format": "@"})
        self._text = self._book.add_format({"num_format": "@"})  # stays a text when someone edits it
        self._prose = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._scratch = scratch

    def __enter__(self) -> Sheets:
        self._long = _LongTexts(self._scratch)
        limits: dict[str, Item] = {"characters": MOST_CHARACTERS, "rows": MOST_ROWS, "long": LONG}
        self._write(ABOUT, ABOUT_COLUMNS, about_rows(**limits))
        return self

    def __exit__(self, failed: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Raises: OSError."""
        with self._long:
            if failed:
                return
            if self._long.count:
                self._write(LONG, _LONG_COLUMNS, self._long.rows())
            try:
                self._book.close()
            except FileCreateError as error:
                raise (error.args[0] if error.args else OSError(str(error))) from error

    def add(self, table: TableSpec, rows: Iterable[Sequence[Item]]) -> None:
        """A table, on as many sheets as its rows need."""
        columns = file_columns(table)
        key = [column.name for column in columns].index(table.key)
        self._write(table.name, columns, (self._shortened(table.name, columns, row, row[key]) for row in rows))

    def _shortened(self, table: str, columns: Sequence[Column], row: Sequence[Item], key: Item) -> Sequence[Item]:
        """The row without texts that no cell holds: these go to the sheet of long texts."""
        texts = [written(item) if isinstance(item, str | tuple) else item for item in row]
        for n, text in enumerate(texts):
            if isinstance(text, str) and not fits(text):
                texts[n] = self._long.kept(table, written(key), columns[n].name, text)
        return texts

    def _write(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Item]]) -> None:
        rest, number = iter(rows), 0
        while (first := next(rest, None)) is not None or number == 0:
            number += 1
            some = chain([first], islice(rest, MOST_ROWS - 2)) if first is not None else ()
            self._write_sheet(sheet_name(name, number), columns, some)

    def _write_sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Item]]) -> None:
        sheet = self._book.add_worksheet(name, worksheet_class=ExactSheet)
        text = self._prose if name == ABOUT else self._text
        formats = [None if column.type in _NUMBERS else text for column in columns]
        for n, form in enumerate(formats):
            sheet.set_column(n, n, _NARROWEST, form)  # before the cells, which take their format from here
        widths = [0] * len(columns)
        count = 0
        for n, column in enumerate(columns):
            sheet.write_string(0, n, column.name, self._head)
            widths[n] = _width(column.name)
        for count, row in enumerate(rows, 1):
            for n, item in enumerate(row):
                _write_item(sheet, count, n, item, text)
                if count <= _LOOKED_AT:
                    widths[n] = max(widths[n], _width(written(item)))
        for n, form in enumerate(formats):
            sheet.set_column(n, n, min(max(widths[n] + 3, _NARROWEST), _WIDEST), form)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, count, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})  # they are texts on purpose


def _write_item(sheet: ExactSheet, row: int, column: int, item: Item, text: Any) -> None:
    if item is None or item == "":
        return
    number = number_of(item)
    if number is None:
        sheet.write_string(row, column, written(item), text)
    else:
        sheet.write_number(row, column, number)


def sheet_name(name: str, number: int) -> str:
    """The name of a table's ``number``th sheet."""
    return name if number == 1 else f"{name} ({number})"


def number_of(item: Item) -> int | float | None:
    """The number that a double holds exactly; None for what is none, or is longer."""
    if isinstance(item, int):
        return item if abs(item) < 10**_MOST_DIGITS else None
    if isinstance(item, float):
        return item
    if not isinstance(item, Decimal):
        return None
    digits = "".join(map(str, item.as_tuple().digits)).strip("0")
    exact = len(digits) <= _MOST_DIGITS and abs(item.adjusted()) <= _MOST_EXPONENT
    return (float(item) or 0.0) if exact else None  # no minus before a zero


def _width(text: str) -> int:
    """In letters, of the longest of the first lines; Chinese ones are twice as wide."""
    lines = text[:200].splitlines() or [""]
    return max(sum(1 + (char > "\u2e7f") for char in line[:_WIDEST]) for line in lines)


class _LongTexts:
    """Texts that no cell holds, on disk until the other sheets are written."""

    def __init__(self, scratch: Path) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", dir=scratch)  # noqa: SIM115  # closed at the end
        self.count = 0

    def __enter__(self) -> _LongTexts:
        return self

    def __exit__(self, *_failed: object) -> None:
        self._file.close()

    def kept(self, table: str, key: str, column: str, text: str) -> str:
        """Keep a text; what the cell says instead: how it begins, and where the whole is found."""
        sheet = sheet_name(LONG, self.count // (MOST_ROWS - 1) + 1)
        note = f"…〔全文见“{sheet}”第 {self.count % (MOST_ROWS - 1) + 2} 行〕"
        for number, piece in enumerate(pieces(text), 1):
            self._file.write(json.dumps([table, key, column, number, piece]) + "\n")
            self.count += 1
        return next(pieces(text, MOST_CHARACTERS - len(note))) + note

    def rows(self) -> Iterator[Sequence[Item]]:
        """A row for every piece."""
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)
