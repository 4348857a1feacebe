"""The rows of ``entries``: values of a form that have no place of their own in the other tables.

They are the further columns of its indicators, its lists that are no indicators, and the pairs of an unknown form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from shibiao.export.keys import Keys
from shibiao.export.provenance import Cells, Row, value_items
from shibiao.schemas.records import Form, IndicatorRecord, PairRecord, Value

INDICATORS, PAIRS = "indicators", "pairs"


class Entry(NamedTuple):
    """A value and its place in the form.

    ``part``: the record's part that holds it. ``list``: which list, and ``row`` its row there, from 0.
    ``label``: of a pair alone.
    """

    part: Literal["extra", "tables", "pairs"]
    list: str
    row: int
    column_key: str
    value: Value
    label: Value | None = None


def entries(form: Form) -> Iterator[Entry]:
    """All of them, in the form's own order."""
    for n, indicator in enumerate(form.indicators):
        for key, value in indicator.extra.items():
            yield Entry("extra", INDICATORS, n, key, value)
    for name, rows in form.tables.items():
        for n, row in enumerate(rows):
            for key, value in row.items():
                yield Entry("tables", name, n, key, value)
    for n, pair in enumerate(form.pairs):
        yield Entry("pairs", PAIRS, n, pair.label.value or pair.label.raw, pair.value, pair.label)


def entry_rows(form: Form, cells: Cells, indicator_ids: Sequence[str]) -> Iterator[Row]:
    """The rows of the table, keyed by what identifies them in the form."""
    keys = Keys(form.form_id)
    row_ids = _row_ids(form, indicator_ids)
    for n, entry in enumerate(entries(form)):
        row_id = row_ids[entry.part, entry.list, entry.row]
        key = row_id if entry.part == PAIRS else f"{row_id}/{entry.column_key}"
        row: Row = {"entry_id": keys.numbered(key), "position": n, "list": entry.list, "row": entry.row}
        row |= {"row_id": row_id, "column_key": entry.column_key}
        yield row | value_items("label", entry.label, cells) | value_items("value", entry.value, cells)


def _row_ids(form: Form, indicator_ids: Sequence[str]) -> dict[tuple[str, str, int], str]:
    """The key of every row of a list: an indicator's own, else made of the list and the row's first cell."""
    keys = Keys(form.form_id)
    found = {("extra", INDICATORS, n): key for n, key in enumerate(indicator_ids)}
    for name, rows in form.tables.items():
        for n, row in enumerate(rows):
            first = next((value.cell for value in row.values() if value.cell), None)
            found["tables", name, n] = keys.key(name, first)
    found |= {("pairs", PAIRS, n): keys.key(PAIRS, pair.label.cell) for n, pair in enumerate(form.pairs)}
    return found


def with_entries(form: Form, changes: Mapping[int, Mapping[str, Value]]) -> Form:
    """The form with other values in its entries: by their position, and whether it is the ``value`` or ``label``."""
    if not changes:
        return form
    indicators: list[IndicatorRecord] = list(form.indicators)
    tables = {name: [dict(row) for row in rows] for name, rows in form.tables.items()}
    pairs: list[PairRecord] = list(form.pairs)
    for n, entry in enumerate(entries(form)):
        changed = changes.get(n, {})
        if entry.part == "pairs":
            pairs[entry.row] = pairs[entry.row].model_copy(update=dict(changed))
        elif "value" in changed and entry.part == "tables":
            tables[entry.list][entry.row][entry.column_key] = changed["value"]
        elif "value" in changed:
            extra = indicators[entry.row].extra | {entry.column_key: changed["value"]}
            indicators[entry.row] = indicators[entry.row].model_copy(update={"extra": extra})
    return form.model_copy(
        update={
            "indicators": tuple(indicators),
            "tables": {name: tuple(rows) for name, rows in tables.items()},
            "pairs": tuple(pairs),
        }
    )
