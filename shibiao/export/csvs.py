"""Tables as CSV: the machine form by RFC 4180, and a copy that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal

from shibiao.export.tables import Item, Table

# The full-width forms count: Excel takes them for their ASCII twins in East Asian settings.
_FORMULA_START = tuple("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_bytes(table: Table) -> bytes:
    """UTF-8 without byte order mark, CRLF, quotes where RFC 4180 wants them. None is an empty field."""
    return _written(table, written).encode("utf-8")


def spreadsheet_csv_bytes(table: Table) -> bytes:
    """The same with a byte order mark, and with no text that a spreadsheet would run as a formula."""
    return _written(table, neutralised).encode("utf-8-sig")


def written(item: Item) -> str:
    """One item as the machine form writes it: numbers exactly, arrays as JSON."""
    if item is None:
        return ""
    if isinstance(item, Decimal):
        return format(item, "f")
    if isinstance(item, tuple):
        return json.dumps(item, ensure_ascii=False)
    return str(item)


def neutralised(item: Item) -> str:
    """One item for a spreadsheet: a text that would start a formula gets an apostrophe, figures stay figures."""
    text = written(item)
    if isinstance(item, str) and text.startswith(_FORMULA_START) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _written(table: Table, write: Callable[[Item], str]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(write, row) for row in table.rows)
    return buffer.getvalue()
