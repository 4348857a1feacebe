"""Tables as CSV: the machine form by RFC 4180, and a copy that is safe to open in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from shibiao.export.tables import Item, Table

# The full-width forms count: Excel takes them for their ASCII twins in East Asian settings.
_FORMULA_START = tuple("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_bytes(table: Table) -> bytes:
    """UTF-8 without byte order mark, CRLF, quotes where RFC 4180 wants them. None is an empty field."""
    return header_bytes(table) + rows_bytes(table)


def spreadsheet_csv_bytes(table: Table) -> bytes:
    """The same with a byte order mark, and with no text that a spreadsheet would run as a formula."""
    return spreadsheet_header_bytes(table) + spreadsheet_rows_bytes(table)


def header_bytes(table: Table) -> bytes:
    """The line of the column names."""
    return _lines([[column.name for column in table.columns]])


def spreadsheet_header_bytes(table: Table) -> bytes:
    """The same behind a byte order mark."""
    return codecs.BOM_UTF8 + header_bytes(table)


def rows_bytes(table: Table) -> bytes:
    """The lines of the rows, without the header: stretches of a long table follow each other."""
    return _lines([map(written, row) for row in table.rows])


def spreadsheet_rows_bytes(table: Table) -> bytes:
    """The same for a spreadsheet."""
    return _lines([map(neutralised, row) for row in table.rows])


def written(item: Item) -> str:
    """One item as the machine form writes it: numbers exactly, arrays as JSON."""
    if item is None:
        return ""
    if isinstance(item, Decimal):
        return format(item, "f")
    if isinstance(item, tuple):
        return json.dumps(item, ensure_ascii=False)
    if isinstance(item, datetime):
        return item.astimezone(UTC).isoformat()
    return str(item)


def neutralised(item: Item) -> str:
    """One item for a spreadsheet: a text that would start a formula gets an apostrophe, figures stay figures."""
    text = written(item)
    if isinstance(item, str) and text.startswith(_FORMULA_START) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8")
