"""A ``Value`` as columns: what is believed, and beside it what was printed, how sure it is and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shibiao.export.tables import Item, exact
from shibiao.schemas.records import CellRecord, Form, Value

Cells = Mapping[str, CellRecord]
INDICATOR_VALUES = (
    *("level1", "level2", "name", "target", "actual", "weight", "score", "deviation"),
    *("object", "printed_operator", "printed_unit"),
)
Row = dict[str, Item]


def cells_by_id(form: Form) -> Cells:
    """The form's cells by their id."""
    return {cell.id: cell for cell in form.cells}


def value_items(name: str, value: Value | None, cells: Cells, decimal: bool = False) -> Row:
    """The items of a value's seven columns; none where the form has no such value."""
    if value is None:
        return {}
    page, bbox = place(value.cell, cells)
    return {
        name: exact(value.value) if decimal else value.value,
        f"{name}_raw": value.raw,
        f"{name}_status": value.status,
        f"{name}_confidence": value.confidence,
        f"{name}_cell": value.cell,
        f"{name}_page": page,
        f"{name}_bbox": bbox,
    }


def place(cell: str | None, cells: Cells) -> tuple[int | None, tuple[object, ...] | None]:
    """Page and box of a cell, None where the value has no cell."""
    record = cells.get(cell) if cell else None
    return (record.page, record.bbox) if record else (None, None)


def placed_values(form: Form) -> Iterator[tuple[str, Value]]:
    """Every value of the records of a form with its path, as in ``indicators[3].name``; the grid's cells left out."""
    yield from _named("", {"title": form.title, "year": form.year})
    yield from _named("fields.", form.fields)
    for n, fund in enumerate(form.funds):
        yield from _named(f"funds[{n}].", {"amount": fund.amount, "label": fund.label})
    for n, goal in enumerate(form.goals):
        yield from _named(f"goals[{n}].", {"text": goal.text})
    for n, indicator in enumerate(form.indicators):
        yield from _named(f"indicators[{n}].", {name: getattr(indicator, name) for name in INDICATOR_VALUES})
        yield from _named(f"indicators[{n}].extra.", indicator.extra)
    for name, rows in form.tables.items():
        for n, row in enumerate(rows):
            yield from _named(f"tables.{name}[{n}].", row)
    for n, pair in enumerate(form.pairs):
        yield from _named(f"pairs[{n}].", {"label": pair.label, "value": pair.value})


def _named(prefix: str, values: Mapping[str, Value | None]) -> Iterator[tuple[str, Value]]:
    return ((prefix + name, value) for name, value in values.items() if value is not None)
