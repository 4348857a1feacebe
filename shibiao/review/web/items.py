"""A form's record as the list of values that an auditor goes through, each with the places it stands for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shibiao.drawing import Mark, mark_of
from shibiao.export.contents import row_keys
from shibiao.review.decisions import Entry, Place
from shibiao.schemas.records import Form, IndicatorRecord, Value
from shibiao.wording import Texts

Section = Literal["head", "funds", "goals", "mid_term", "annual"]
SLOTS = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation")
_LEVELS = ("level1", "level2")


@dataclass(frozen=True, slots=True)
class Item:
    """One value. ``span``: rows of the record that it stands for: a level's cell spans its rows, as on paper.

    ``name`` is the key of its wording, as in ``field.title``; ``context`` says of which row it is.
    """

    number: int
    section: Section
    row: int
    name: str
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
    return [
        Item(n, section, row, name, context, value, places)
        for n, (section, row, name, context, value, places) in enumerate(_found(form, said))
    ]


_Found = tuple[Section, int, str, str, Value, tuple[Place, ...]]


def _found(form: Form, said: Texts) -> Iterator[_Found]:
    rows: dict[tuple[str, int], str] = {(table, n): row for (table, row), n in row_keys(form).items()}

    def place(table: str, n: int, column: str) -> Place:
        return Place(form.form_id, table, rows[table, n], column)

    for column, head in (("title", form.title), ("year", form.year)):
        if head is not None:
            yield "head", 0, f"field.{column}", "", head, (place("forms", 0, column),)
    for n, (field, value) in enumerate(form.fields.items()):
        yield "head", 0, f"field.{field}", "", value, (place("fields", n, "value"),)
    for n, fund in enumerate(form.funds):
        context = " · ".join((said.term("pane", fund.pane), said.term("fund", fund.item)))
        if fund.label is not None and not (n and form.funds[n - 1].label == fund.label):
            alike = [m for m in range(n, len(form.funds)) if form.funds[m].label == fund.label]
            together = [m for i, m in enumerate(alike) if m == n + i]
            yield "funds", n, "show.item", context, fund.label, tuple(place("funds", m, "label") for m in together)
        yield "funds", n, f"measure.{fund.measure}", context, fund.amount, (place("funds", n, "amount"),)
    for n, goal in enumerate(form.goals):
        period = f" {goal.period.start}–{goal.period.end}" if goal.period else ""
        kind = f" · {said('goal-kind.actual')}" if goal.kind == "actual" else ""
        context = said.term("pane", goal.pane) + period + kind
        yield "goals", n, "show.goal", context, goal.text, (place("goals", n, "text"),)
    for pane in ("mid_term", "annual"):
        numbers = [n for n, row in enumerate(form.indicators) if row.pane == pane]
        for n in numbers:
            row = form.indicators[n]
            context = row.name.value or row.name.raw
            for slot in SLOTS:
                found: Value | None = getattr(row, slot)
                if found is None or (slot in _LEVELS and _continues(form.indicators, numbers, n, slot)):
                    continue
                reach = _reach(form.indicators, numbers, n, slot) if slot in _LEVELS else [n]
                yield pane, n, f"show.{slot}", context, found, tuple(place("indicators", m, slot) for m in reach)


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
