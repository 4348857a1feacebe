"""From forms to the tables that ``schemas/tables.yaml`` declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from functools import cache
from itertools import chain

from shibiao.export.entries import entry_rows
from shibiao.export.keys import Keys, row_hash
from shibiao.export.provenance import INDICATOR_VALUES, Cells, Row, cells_by_id, place, value_items
from shibiao.export.repairs import repairs
from shibiao.export.tables import Item, Table, exact
from shibiao.normalize.checks.facts import in_unit
from shibiao.schemas.records import Evidence, Form, FundRecord, IndicatorRecord, Value
from shibiao.schemas.tables import PARTITION, ROW_HASH, Column, TableSpec, code_of, table_model, value_columns

_ANY_DIGITS = 1000  # nothing is rounded


def tables(forms: Sequence[Form]) -> list[Table]:
    """All tables of the files; rows sorted by form, then in the form's own order. That of ``forms`` does not matter."""
    ordered = sorted(forms, key=lambda form: form.form_id)
    rows = [list(_rows_of(form)) for form in ordered]
    return [
        Table(spec.name, file_columns(spec), tuple(chain.from_iterable(of_form[n] for of_form in rows)))
        for n, spec in enumerate(table_model().in_files)
    ]


def empty_tables() -> list[Table]:
    """The tables without rows: what their columns are."""
    return [Table(spec.name, file_columns(spec), ()) for spec in table_model().in_files]


def _rows_of(form: Form) -> Iterator[list[tuple[Item, ...]]]:
    """The rows of one form, table by table."""
    cells = cells_by_id(form)
    year = fiscal_year(form)
    for spec in table_model().in_files:
        rows = _ROWS[spec.name](form, cells)
        yield [finished_row(spec, file_columns(spec), form.form_id, year, row) for row in rows]


def finished_row(
    spec: TableSpec, columns: Sequence[Column], form_id: str, year: int | None, row: Row
) -> tuple[Item, ...]:
    """A row's items in the order of the columns, with those that every table has.

    Raises: ValueError where the row has an item that no column is for.
    """
    row |= {"form_id": form_id, PARTITION: year}
    row[ROW_HASH] = row_hash(spec.columns, row)
    items = tuple(row.pop(column.name, None) for column in columns)
    if row:
        raise ValueError(f"{spec.name} has no column {', '.join(row)}")
    return items


def row_keys(form: Form) -> dict[tuple[str, str], int]:
    """By table and key of every row: its place among the form's records of that table."""
    cells = cells_by_id(form)
    keys: dict[tuple[str, str], int] = {("forms", form.form_id): 0}
    for name in ("fields", "funds", "goals", "indicators", "entries"):
        key = table_model().table(name).key
        keys |= {(name, str(row[key])): n for n, row in enumerate(_ROWS[name](form, cells))}
    return keys


def fiscal_year(form: Form) -> int | None:
    """The form's year as a number, None where it has none or not a year's."""
    text = form.year.value if form.year else None
    return int(text) if text and len(text) == 4 and text.isascii() and text.isdecimal() else None


@cache
def field_labels() -> dict[str, str]:
    """All base fields that families share with their Chinese names, in the vocabulary's order."""
    return _field_labels(wide_only=False)


@cache
def wide_fields() -> dict[str, str]:
    """Those of them that ``forms`` has columns for in files."""
    return _field_labels(wide_only=True)


def _field_labels(wide_only: bool) -> dict[str, str]:
    from shibiao.schemas.loader import HERE, load_yaml

    fields, _ = load_yaml(HERE / "vocabulary" / "fields.yaml")
    labels: dict[str, str] = {}
    for name, rule in fields.items():
        if wide_only and not rule.get("wide"):
            continue
        labels[name] = rule["labels"][0].removesuffix("及代码")
        if "code_field" in rule:
            labels[rule["code_field"]] = f"{labels[name]}代码"
    return labels


@cache
def file_columns(spec: TableSpec) -> tuple[Column, ...]:
    """A table's columns in files: a wide one shows the wide fields too, before those that all tables end with."""
    if not spec.wide:
        return spec.columns
    wide = (value_columns(name, label, name.replace("_", " ")) for name, label in wide_fields().items())
    own, every = spec.columns[:-2], spec.columns[-2:]
    return (*own, *chain.from_iterable(wide), *every)


def _form_rows(form: Form, cells: Cells) -> Iterator[Row]:
    source = form.source
    row: Row = {"family": form.family, "source_name": source.name, "source_sha256": source.sha256}
    row |= {"source_kind": source.kind, "pages": source.pages}
    named = {"title": form.title, "year": form.year} | {name: form.fields.get(name) for name in wide_fields()}
    for name, value in named.items():
        row |= value_items(name, value, cells)
    yield row


def _field_rows(form: Form, cells: Cells) -> Iterator[Row]:
    keys = Keys(form.form_id)
    for name, value in form.fields.items():
        yield {"field_id": keys.key(name), "field": name, **value_items("value", value, cells)}


def _fund_rows(form: Form, cells: Cells) -> Iterator[Row]:
    keys = Keys(form.form_id)
    for n, fund in enumerate(form.funds):
        row: Row = {"fund_id": keys.key(fund.pane, fund.item, fund.measure), "position": n, "pane": fund.pane}
        row |= {"item": fund.item, "measure": fund.measure, "unit": fund.unit, "amount_yuan": _yuan(fund)}
        row |= value_items("amount", fund.amount, cells, decimal=True)
        yield row | value_items("label", fund.label, cells)


def _yuan(fund: FundRecord) -> Decimal | None:
    amount = exact(fund.amount.value)
    with localcontext(prec=_ANY_DIGITS):
        return None if amount is None else in_unit(amount, fund.unit, "元")


def _goal_rows(form: Form, cells: Cells) -> Iterator[Row]:
    keys = Keys(form.form_id)
    for n, goal in enumerate(form.goals):
        row: Row = {"goal_id": keys.key(goal.pane, goal.kind), "position": n, "pane": goal.pane, "kind": goal.kind}
        if goal.period:
            row |= {"period_start": goal.period.start, "period_end": goal.period.end}
        yield row | value_items("text", goal.text, cells)


def _indicator_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for n, (key, indicator) in enumerate(zip(_indicator_ids(form), form.indicators, strict=True)):
        row: Row = {"indicator_id": key, "position": n, "pane": indicator.pane}
        row |= {"level1_code": _code("level1", indicator.level1), "level2_code": _code("level2", indicator.level2)}
        row |= _target_items(indicator)
        for name in INDICATOR_VALUES:
            row |= value_items(name, getattr(indicator, name), cells)
        yield row


def _indicator_ids(form: Form) -> list[str]:
    keys = Keys(form.form_id)
    return [keys.key(i.pane, i.name.cell or i.target.cell) for i in form.indicators]


def _code(name: str, level: Value | None) -> str | None:
    return code_of(name).get(level.value or "") if level else None


def _target_items(indicator: IndicatorRecord) -> Row:
    """What was parsed from the target: its figures are either numbers or dates."""
    row: Row = {"operator": indicator.operator, "unit": indicator.unit, "class": indicator.value_class}
    for text, number, date in ((indicator.number, "number", "date"), (indicator.number2, "number2", "date2")):
        figure = exact(text)
        row |= {number: figure, date: text if figure is None else None}
    return row


def _entry_rows(form: Form, cells: Cells) -> Iterator[Row]:
    yield from entry_rows(form, cells, _indicator_ids(form))


def _cell_rows(form: Form, cells: Cells) -> Iterator[Row]:
    keys = Keys(form.form_id)
    for cell in form.cells:
        text = cell.text
        row: Row = {"cell_id": keys.key(cell.id), "cell": cell.id, "page": cell.page, "bbox": cell.bbox}
        row |= {"row": cell.row, "col": cell.col, "rowspan": cell.rowspan, "colspan": cell.colspan}
        row |= {"quad": tuple(chain.from_iterable(cell.quad)) if cell.quad else None}
        row |= {"text": text.value, "text_raw": text.raw, "text_status": text.status}
        yield row | {"text_confidence": text.confidence}


def _repair_rows(form: Form, cells: Cells) -> Iterator[Row]:
    keys = Keys(form.form_id)
    for path, value in repairs(form):
        page, bbox = place(value.cell, cells)
        row: Row = {"repair_id": keys.key(path), "path": path, "cell": value.cell, "page": page, "bbox": bbox}
        row |= {"status": value.status, "raw": value.raw, "value": value.value, "confidence": value.confidence}
        yield row | _evidence_items(value.evidence)


def _evidence_items(evidence: Evidence | None) -> Row:
    if evidence is None:
        return {}
    candidates = tuple(f"{c.text} ({c.form_id} {c.cell})" for c in evidence.candidates)
    readings = tuple(f"{reading.reader}: {reading.text}" for reading in evidence.readings)
    return {"evidence": evidence.kind, "reasons": evidence.reasons, "candidates": candidates, "readings": readings}


def _finding_rows(form: Form, _cells: Cells) -> Iterator[Row]:
    keys = Keys(form.form_id)
    for n, finding in enumerate(form.findings):
        key = keys.key(finding.rule, finding.cells[0] if finding.cells else None)
        row: Row = {"finding_id": key, "position": n, "rule": finding.rule, "severity": finding.severity}
        row |= {"message": finding.message, "cells": finding.cells}
        if finding.suggestion:
            row |= {"suggested_cell": finding.suggestion.cell, "suggested_value": finding.suggestion.value}
        yield row


_ROWS = {
    "forms": _form_rows,
    "fields": _field_rows,
    "funds": _fund_rows,
    "goals": _goal_rows,
    "indicators": _indicator_rows,
    "entries": _entry_rows,
    "cells": _cell_rows,
    "repairs": _repair_rows,
    "findings": _finding_rows,
}
