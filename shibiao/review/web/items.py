"""A form's record as the list of values that an auditor goes through, each with the places it stands for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shibiao.columns import column_name, extra_name, list_name
from shibiao.drawing import Mark, mark_of
from shibiao.export.contents import row_keys
from shibiao.export.entries import Entry as Other
from shibiao.export.entries import entries as other_values
from shibiao.families import field_name
from shibiao.review.decisions import Entry, Place
from shibiao.schemas.records import Form, IndicatorRecord, Value
from shibiao.wording import Texts

Section = Literal["head", "funds", "goals", "mid_term", "annual", "lists", "pairs"]
PANES: tuple[Literal["mid_term", "annual"], ...] = ("mid_term", "annual")
SLOTS = (
    *("level1", "level2", "object", "name", "printed_operator", "target", "printed_unit"),
    *("actual", "weight", "score", "deviation"),
)
_SPANNING = ("level1", "level2", "object")


@dataclass(frozen=True, slots=True)
class Item:
    """One value. ``span``: rows of the record that it stands for: a level's cell spans its rows, as on paper.

    ``row`` of its record, ``name`` in it: ``title``, ``measure.executed``, ``show.target``, ``extra.remark``,
    ``schedule.start``. ``title`` is that worded for the auditor; ``context`` says of which row it is.
    """

    number: int
    section: Section
    row: int
    name: str
    title: str
    context: str
    value: Value
    places: tuple[Place, ...]

    @property
    def mark(self) -> Mark:
        """How sure it is."""
        return mark_of(self.value)

    @property
    def stamp(self) -> str:
        """What stands for the value, and where it stands, as it is now: a page sends it back with a decision."""
        places = [(place.form_id, place.table, place.row, place.column) for place in self.places]
        said = [self.value.value, self.value.raw, places]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    @property
    def span(self) -> int:
        """Rows it stands for."""
        return len(self.places)

    @property
    def doubted(self) -> bool:
        """Whether somebody should look at it first."""
        return self.mark in ("doubtful", "lost")


def form_items(form: Form, said: Texts) -> list[Item]:
    """All values of a form's record in reading order, numbered from 0."""
    return [Item(n, *found) for n, found in enumerate(_found(form, said))]


_Found = tuple[Section, int, str, str, str, Value, tuple[Place, ...]]


class _Places:
    """Where the values of a form's records stand, by the number of the record in its table."""

    def __init__(self, form: Form) -> None:
        self._form_id = form.form_id
        self._rows = {(table, n): row for (table, row), n in row_keys(form).items()}

    def of(self, table: str, column: str, *numbers: int) -> tuple[Place, ...]:
        """The places of a column, in each of these rows."""
        return tuple(Place(self._form_id, table, self._rows[table, n], column) for n in numbers)


def _found(form: Form, said: Texts) -> Iterator[_Found]:
    places = _Places(form)
    yield from _head(form, places, said)
    yield from _funds(form, places, said)
    yield from _goals(form, places, said)
    others = list(enumerate(other_values(form)))
    for pane in PANES:
        numbers = [n for n, row in enumerate(form.indicators) if row.pane == pane]
        yield from _indicators(form, pane, numbers, places, said)
        for n, other in others:
            if other.part == "extra" and other.row in numbers:
                name, title = f"extra.{other.column_key}", extra_name(other.column_key, said)
                context = _said(form.indicators[other.row].name)
                yield pane, other.row, name, title, context, other.value, places.of("entries", "value", n)
    yield from _lists(form, others, places, said)
    yield from _pairs(others, places, said)


def _said(value: Value) -> str:
    return value.value or value.raw


def _head(form: Form, places: _Places, said: Texts) -> Iterator[_Found]:
    for column, head in (("title", form.title), ("year", form.year)):
        if head is not None:
            yield "head", 0, column, said.term("field", column), "", head, places.of("forms", column, 0)
    for n, (field, value) in enumerate(form.fields.items()):
        title = field_name(form.family, field, said)
        yield "head", 0, field, title, "", value, places.of("fields", "value", n)


def _funds(form: Form, places: _Places, said: Texts) -> Iterator[_Found]:
    for n, fund in enumerate(form.funds):
        context = " · ".join((said.term("pane", fund.pane), said.term("fund", fund.item)))
        if fund.label is not None and not (n and form.funds[n - 1].label == fund.label):
            alike = [m for m in range(n, len(form.funds)) if form.funds[m].label == fund.label]
            together = [m for i, m in enumerate(alike) if m == n + i]
            of_label = places.of("funds", "label", *together)
            yield "funds", n, "show.item", said("show.item"), context, fund.label, of_label
        title = said.term("measure", fund.measure)
        yield "funds", n, f"measure.{fund.measure}", title, context, fund.amount, places.of("funds", "amount", n)


def _goals(form: Form, places: _Places, said: Texts) -> Iterator[_Found]:
    for n, goal in enumerate(form.goals):
        period = f" {goal.period.start}–{goal.period.end}" if goal.period else ""
        kind = f" · {said('goal-kind.actual')}" if goal.kind == "actual" else ""
        context = said.term("pane", goal.pane) + period + kind
        yield "goals", n, "show.goal", said("show.goal"), context, goal.text, places.of("goals", "text", n)


def _indicators(form: Form, pane: Section, numbers: list[int], places: _Places, said: Texts) -> Iterator[_Found]:
    for n in numbers:
        row = form.indicators[n]
        for slot in SLOTS:
            found: Value | None = getattr(row, slot)
            if found is None or (slot in _SPANNING and _continues(form.indicators, numbers, n, slot)):
                continue
            reach = _reach(form.indicators, numbers, n, slot) if slot in _SPANNING else [n]
            title = said(f"show.{slot}")
            yield pane, n, f"show.{slot}", title, _said(row.name), found, places.of("indicators", slot, *reach)


def _lists(form: Form, others: Sequence[tuple[int, Other]], places: _Places, said: Texts) -> Iterator[_Found]:
    """Lists that are no indicators: a value is told by its list, and what its row begins with."""
    for n, other in others:
        if other.part != "tables":
            continue
        row = form.tables[other.list][other.row]
        begins = next((_said(value) for value in row.values() if _said(value)), "")
        context = f"{list_name(form.family, other.list, said)} · {begins}"
        title = column_name(form.family, other.list, other.column_key, said)
        name = f"{other.list}.{other.column_key}"
        yield "lists", other.row, name, title, context, other.value, places.of("entries", "value", n)


def _pairs(others: Sequence[tuple[int, Other]], places: _Places, said: Texts) -> Iterator[_Found]:
    for n, other in others:
        if other.label is not None:
            of_label, of_value = places.of("entries", "label", n), places.of("entries", "value", n)
            yield "pairs", other.row, "pairs.label", said("show.label"), "", other.label, of_label
            yield "pairs", other.row, "pairs.value", said("show.value"), _said(other.label), other.value, of_value


def _continues(rows: Sequence[IndicatorRecord], numbers: Sequence[int], n: int, slot: str) -> bool:
    """Whether the row's level is that of the row above, in the same cell."""
    return n - 1 in numbers and _same(getattr(rows[n - 1], slot), getattr(rows[n], slot))


def _same(above: Value | None, below: Value | None) -> bool:
    return above is not None and below is not None and above.cell is not None and above == below


def _reach(rows: Sequence[IndicatorRecord], numbers: Sequence[int], n: int, slot: str) -> list[int]:
    reach = [n]
    while reach[-1] + 1 in numbers and _continues(rows, numbers, reach[-1] + 1, slot):
        reach.append(reach[-1] + 1)
    return reach


def indicator_rows(form: Form, items: Sequence[Item], pane: str) -> list[tuple[int, dict[str, Item | None]]]:
    """The rows of a pane's table with the item of every slot that is used; None: the cell above reaches down."""
    table: list[tuple[int, dict[str, Item | None]]] = []
    by_place = {(item.row, item.name.removeprefix("show.")): item for item in items if item.section == pane}
    covered: dict[str, int] = {}
    slots = used_slots(form, pane)
    for n, row in enumerate(form.indicators):
        if row.pane != pane:
            continue
        cells: dict[str, Item | None] = {}
        for slot in slots:
            item = by_place.get((n, slot))
            if item is not None:
                covered[slot] = n + item.span
            if item is not None or covered.get(slot, 0) <= n:
                cells[slot] = item
        table.append((n, cells))
    return table


def used_slots(form: Form, pane: str) -> list[str]:
    """The columns of a pane's table."""
    rows = [row for row in form.indicators if row.pane == pane]
    return [slot for slot in SLOTS if any(getattr(row, slot) is not None for row in rows)]


def verdict_on(item: Item, standing: Mapping[Place, Entry]) -> Entry | None:
    """The decision that holds of an item: where its places were decided apart, the latest, if none is open."""
    entries = [standing.get(place) for place in item.places]
    decided = [entry for entry in entries if entry is not None]
    return max(decided, key=lambda entry: entry.number) if len(decided) == len(entries) else None


def stamp_of(items: Sequence[Item]) -> str:
    """What stands for a whole form as it is now: a page sends it back with a decision about the whole."""
    return hashlib.sha256("".join(item.stamp for item in items).encode()).hexdigest()[:16]


def item_of_cell(items: Sequence[Item], cell: str) -> Item | None:
    """The first item that stands in a cell, the most doubted before others."""
    found = [item for item in items if item.value.cell == cell]
    return min(found, key=lambda item: (not item.doubted, item.number), default=None)
