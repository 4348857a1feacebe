"""Lists in a form that are no lists of indicators: a schedule, the year's tasks, a register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shibiao.normalize.labels import LabelIndex, label_form
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.header import STRANGE, bands
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell
from shibiao.schemas.family import RowTable
from shibiao.schemas.records import Value

Columns = tuple[tuple[str, SheetCell], ...]


class FoundTable(NamedTuple):
    """A list that was found: its name, its rows of values by column key, and the sheet's rows that it takes up."""

    name: str
    rows: tuple[dict[str, Value], ...]
    taken: frozenset[int]


def table_fit(sheet: Sheet, family: FamilyLexicon) -> float:
    """How well the family's best list fits a header, up to 1."""
    return max((fit for table in family.family.tables.values() for fit, *_ in _headers(sheet, table)), default=0.0)


def find_tables(
    sheet: Sheet, family: FamilyLexicon, before: int, values: CellValues, lexicon: Lexicon
) -> list[FoundTable]:
    """The family's lists in a form. ``before``: the first row of the indicators, which no list above it runs into."""
    found = []
    for name, table in family.family.tables.items():
        headers = _headers(sheet, table)
        if not headers:
            continue
        best = max(fit for fit, *_ in headers)
        taken: set[int] = set()
        rows: list[dict[str, Value]] = []
        for _, first, last, columns in (header for header in headers if header[0] == best):
            if first in taken:
                continue
            own, used = _rows_below(sheet, family, columns, last, before if first < before else 10**9, values, lexicon)
            rows += own
            taken |= {*range(first, last + 1), *used}
        if rows:
            found.append(FoundTable(name, tuple(rows), frozenset(taken)))
    return found


def _headers(sheet: Sheet, table: RowTable) -> list[tuple[float, int, int, Columns]]:
    index = LabelIndex({column.key: column.labels for column in table.columns}, least_prefix=3)
    wanted = {column.key for column in table.columns if not column.optional}
    blocks = {label_form(label) for label in table.block}
    found: list[tuple[float, int, int, Columns]] = []
    for cells, first, last in bands(sheet):
        columns: dict[str, SheetCell] = {}
        strange = 0
        for cell in cells:
            match = index.match(cell.text)
            if match is not None and match.key not in columns:
                columns[match.key] = cell
            elif cell.form not in blocks:
                strange += 1
        matched = len(wanted & set(columns))
        fit = matched / len(wanted) - STRANGE * strange if wanted else 0.0
        if matched >= min(2, len(wanted)) and fit > 0.6 and not any(first <= other[2] for other in found):
            found.append((fit, first, last, tuple(columns.items())))
    return found


def _rows_below(
    sheet: Sheet,
    family: FamilyLexicon,
    columns: Columns,
    last: int,
    before: int,
    values: CellValues,
    lexicon: Lexicon,
) -> tuple[list[dict[str, Value]], set[int]]:
    """The rows under a header, until one that is no row of the list: not ruled, or it begins with a label."""
    rows: list[dict[str, Value]] = []
    used: set[int] = set()
    for row in sheet.rows:
        if row.index <= last:
            continue
        if row.index >= before or not row.ruled or _is_other(row, columns, family, lexicon):
            break
        used.add(row.index)
        if any(key in {c.form for _, c in columns} for key in [c.form for c in row.printed][:1]):
            continue  # the header again, on the next page
        own = {key: values.of(cell) for key, head in columns if (cell := _under(row, head)) is not None}
        if any(value.raw for value in own.values()):
            rows.append(own)
    return rows, used


def _is_other(row: Row, columns: Columns, family: FamilyLexicon, lexicon: Lexicon) -> bool:
    first = next(iter(row.printed), None)
    if first is None:
        return False
    if sum(first.overlap(head) > 0.5 for _, head in columns[:2]) == 2 and lexicon.fund_item(first.text) is not None:
        return True  # 金额合计 below two headers: a sum, no row
    if family.blocks.exact(first.text) or family.goals.exact(first.text):
        return True
    head, *rest = first.text.replace(":", "：").split("：")
    if family.own_fields.exact(head) or (rest and family.fields.exact(head)):
        return True
    label = family.fields.exact(first.text)
    return label is not None and _under(row, columns[0][1]) is not first


def _under(row: Row, head: SheetCell) -> SheetCell | None:
    cells: Sequence[SheetCell] = [c for c in row.cells if c.overlap(head) > 0.5]
    return next((c for c in cells if c.form), cells[0] if cells else None)
