"""From forms to the seven tables of the output contract. Column names and order are part of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from shibiao.export.provenance import Cells, cells_by_id, place, value_columns, value_items
from shibiao.export.repairs import repairs
from shibiao.export.tables import Column, Item, Table, exact
from shibiao.schemas.records import Evidence, Form

Row = tuple[Item, ...]
_FORM_ID = Column("form_id")
_POSITION = Column("position", "integer")


class TableSpec(NamedTuple):
    """A table's columns and the rows that one form gives it."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Form, Cells], Iterable[Row]]


def tables(forms: Sequence[Form]) -> list[Table]:
    """The seven tables, rows sorted by form, then in the form's own order. The order of ``forms`` does not matter."""
    ordered = sorted(forms, key=lambda form: form.form_id)
    indexed = [(form, cells_by_id(form)) for form in ordered]
    return [
        Table(spec.name, spec.columns, tuple(chain.from_iterable(spec.rows(form, cells) for form, cells in indexed)))
        for spec in table_specs()
    ]


@cache
def field_names() -> tuple[str, ...]:
    """All base fields that any family knows, in the vocabulary's order: the columns stay the same whatever is read."""
    from shibiao.schemas.loader import HERE, load_yaml

    fields, _ = load_yaml(HERE / "vocabulary" / "fields.yaml")
    names: list[str] = []
    for name, rule in fields.items():
        names += [name, rule["code_field"]] if "code_field" in rule else [name]
    return tuple(names)


@cache
def table_specs() -> tuple[TableSpec, ...]:
    """The tables in the order of the contract."""
    return (
        TableSpec("forms", _form_columns(), _form_rows),
        TableSpec("funds", _FUND_COLUMNS, _fund_rows),
        TableSpec("goals", _GOAL_COLUMNS, _goal_rows),
        TableSpec("indicators", _INDICATOR_COLUMNS, _indicator_rows),
        TableSpec("cells", _CELL_COLUMNS, _cell_rows),
        TableSpec("repairs", _REPAIR_COLUMNS, _repair_rows),
        TableSpec("findings", _FINDING_COLUMNS, _finding_rows),
    )


def _form_columns() -> tuple[Column, ...]:
    named = ("title", "year", *field_names())
    own = ("form_id", "family", "source_name", "source_sha256", "source_kind")
    return (*map(Column, own), Column("pages", "array"), *chain.from_iterable(map(value_columns, named)))


def _form_rows(form: Form, cells: Cells) -> Iterator[Row]:
    values = (form.title, form.year, *(form.fields.get(name) for name in field_names()))
    source = form.source
    own = (form.form_id, form.family, source.name, source.sha256, source.kind, source.pages)
    yield (*own, *chain.from_iterable(value_items(value, cells) for value in values))


_FUND_COLUMNS = (
    *(_FORM_ID, _POSITION, Column("pane"), Column("item"), Column("measure")),
    *value_columns("amount", "decimal"),
    Column("unit"),
    *value_columns("label"),
)


def _fund_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for n, fund in enumerate(form.funds):
        amount, label = value_items(fund.amount, cells, "decimal"), value_items(fund.label, cells)
        yield (form.form_id, n, fund.pane, fund.item, fund.measure, *amount, fund.unit, *label)


_GOAL_COLUMNS = (
    *(_FORM_ID, _POSITION, Column("pane"), Column("kind")),
    *(Column("period_start", "integer"), Column("period_end", "integer")),
    *value_columns("text"),
)


def _goal_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for n, goal in enumerate(form.goals):
        period = (goal.period.start, goal.period.end) if goal.period else (None, None)
        yield (form.form_id, n, goal.pane, goal.kind, *period, *value_items(goal.text, cells))


_INDICATOR_COLUMNS = (
    *(_FORM_ID, _POSITION, Column("pane")),
    *chain.from_iterable(map(value_columns, ("level1", "level2", "name", "target"))),
    *(Column("operator"), Column("number", "decimal"), Column("number2", "decimal"), Column("unit"), Column("class")),
    *chain.from_iterable(map(value_columns, ("actual", "weight", "score", "deviation"))),
)


def _indicator_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for n, row in enumerate(form.indicators):
        first = (value_items(value, cells) for value in (row.level1, row.level2, row.name, row.target))
        parsed = (row.operator, exact(row.number), exact(row.number2), row.unit, row.value_class)
        last = (value_items(value, cells) for value in (row.actual, row.weight, row.score, row.deviation))
        yield (form.form_id, n, row.pane, *chain.from_iterable(first), *parsed, *chain.from_iterable(last))


_CELL_COLUMNS = (
    *(_FORM_ID, Column("cell"), Column("page", "integer"), Column("bbox", "array")),
    *(Column(name, "integer") for name in ("row", "col", "rowspan", "colspan")),
    *(Column("text"), Column("text_raw"), Column("text_status"), Column("text_confidence", "confidence")),
)


def _cell_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for cell in form.cells:
        text = cell.text
        grid = (cell.row, cell.col, cell.rowspan, cell.colspan)
        yield (form.form_id, cell.id, cell.page, cell.bbox, *grid, text.value, text.raw, text.status, text.confidence)


_REPAIR_COLUMNS = (
    *map(Column, ("form_id", "where", "cell")),
    *(Column("page", "integer"), Column("bbox", "array")),
    *map(Column, ("status", "raw", "value")),
    *(Column("confidence", "confidence"), Column("evidence")),
    *(Column(name, "array") for name in ("reasons", "candidates", "readings")),
)


def _repair_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for where, value in repairs(form):
        said = (value.status, value.raw, value.value, value.confidence)
        yield (form.form_id, where, value.cell, *place(value.cell, cells), *said, *_evidence_items(value.evidence))


def _evidence_items(evidence: Evidence | None) -> Row:
    if evidence is None:
        return None, None, None, None
    candidates = tuple(f"{c.text} ({c.form_id} {c.cell})" for c in evidence.candidates)
    readings = tuple(f"{reading.reader}: {reading.text}" for reading in evidence.readings)
    return evidence.kind, evidence.reasons, candidates, readings


_FINDING_COLUMNS = (
    *(_FORM_ID, _POSITION, Column("rule"), Column("severity"), Column("message"), Column("cells", "array")),
)


def _finding_rows(form: Form, cells: Cells) -> Iterator[Row]:
    for n, finding in enumerate(form.findings):
        yield form.form_id, n, finding.rule, finding.severity, finding.message, finding.cells
