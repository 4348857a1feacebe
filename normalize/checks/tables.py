"""Lists with money beside the indicators (a department's tasks): F1 adds up their rows and their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.figures import Figure, half_digit
from shibiao.normalize.checks.registry import Said
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import Form, Value

_TOTAL = "total"
_SOURCES: dict[str, Said] = {
    "fiscal": Said("财政拨款", "fiscal"),
    "carry_over": Said("上年结转", "carry-over"),
    "own": Said("自有资金", "own funds"),
    "other": Said("其他资金", "other"),
}
_COLUMNS = {_TOTAL: Said("总额", "total"), **_SOURCES}
_SUM_ROW = re.compile(r"^(?:金额)?(?:合计|总计)")
_AMOUNT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?=(?:亿元|万元|千元|元|万)?$)")
Row = dict[str, Value]
Line = tuple[str, Figure, tuple[Figure, ...]]


def row_sums(form: Form) -> Iterator[Line]:
    """Each row that has a total and its sources: what it is called, the total, the sources printed."""
    for rows in form.tables.values():
        for row in rows:
            whole, parts = _figure(row, _TOTAL), [_figure(row, key) for key in _SOURCES if _is_printed(row, key)]
            known = tuple(part for part in parts if part is not None)
            if whole is not None and known and len(known) == len(parts):
                yield _name(row), whole, known


def column_sums(form: Form) -> Iterator[tuple[Said, Figure, tuple[Figure, ...]]]:
    """Each column of money that ends in a row of sums, its other rows printed and read."""
    for rows in form.tables.values():
        ends = [row for row in rows if _SUM_ROW.match(_name(row))]
        if len(ends) != 1:
            continue
        for key, said in _COLUMNS.items():
            printed = [row for row in rows if row is not ends[0] and _is_printed(row, key)]
            parts = tuple(part for row in printed if (part := _figure(row, key)) is not None)
            whole = _figure(ends[0], key)
            if whole is not None and parts and len(parts) == len(printed):
                yield said, whole, parts


def _is_printed(row: Row, key: str) -> bool:
    return key in row and bool(row[key].value or row[key].raw.strip())


def _figure(row: Row, key: str) -> Figure | None:
    value = row.get(key)
    found = _AMOUNT.match(squeeze(value.value)) if value is not None and value.value else None
    if found is None:
        return None
    number, said = Decimal(found.group().replace(",", "")), _COLUMNS[key]
    where = Said(f"“{_name(row)}”{said.zh}", f"{said.en} of “{_name(row)}”")
    return Figure(number, half_digit(number), value, where, is_money=True)


def _name(row: Row) -> str:
    """What a row is about: its first text that is no amount."""
    texts = (value.value or "" for key, value in row.items() if key not in _COLUMNS)
    return next((text for text in texts if text), "")
