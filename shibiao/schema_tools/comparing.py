"""A form as it was read beside its truth: what is right, and every difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from shibiao.normalize.text import squeeze
from shibiao.schema_tools.truth import TruthForm, TruthIndicator
from shibiao.schemas.records import Form, IndicatorRecord, Value

PARTS = ("family", "title", "year", "fields", "tables", "funds", "goals", "indicators")
Row = dict[str, str]


class Difference(NamedTuple):
    """Where, what the truth says and what was read; "" for nothing."""

    place: str
    wanted: str
    read: str


class Compared(NamedTuple):
    """A form's figures by part (values right, values compared) and its differences."""

    counts: dict[str, tuple[int, int]]
    differences: tuple[Difference, ...]


def compare(truth: TruthForm, form: Form) -> Compared:
    """White space and width do not count. Of fields, lists, amounts, goals and indicators all that were read must be in
    the truth too, where it has that part at all."""
    told: dict[str, list[Difference | None]] = {"family": [_same("family", truth.family, form.family)]}
    if truth.title is not None:
        told["title"] = [_same("title", truth.title, _value(form.title))]
    if truth.year is not None:
        told["year"] = [_same("year", truth.year, _value(form.year))]
    if truth.fields is not None:
        told["fields"] = _mappings("fields", _said(truth.fields), _read(form.fields))
    if truth.tables is not None:
        told["tables"] = _tables(truth, form)
    if truth.funds is not None:
        wanted = {f"{f.pane}.{f.item}.{f.measure}": f.amount or "" for f in truth.funds}
        read = {f"{f.pane}.{f.item}.{f.measure}": _value(f.amount) for f in form.funds}
        told["funds"] = _mappings("funds", wanted, read)
    if truth.goals is not None:
        wanted = {f"{g.pane}.{g.kind}": g.text or "" for g in truth.goals}
        told["goals"] = _mappings("goals", wanted, {f"{g.pane}.{g.kind}": _value(g.text) for g in form.goals})
    if truth.indicators is not None:
        told["indicators"] = _indicators(truth.indicators, form)
    counts = {part: (sum(d is None for d in found), len(found)) for part, found in told.items()}
    return Compared(counts, tuple(d for found in told.values() for d in found if d is not None))


def _tables(truth: TruthForm, form: Form) -> list[Difference | None]:
    found: list[Difference | None] = []
    wanted = truth.tables or {}
    for name in dict.fromkeys((*wanted, *form.tables)):
        rows = [_said(row) for row in wanted.get(name, ())]
        found += _rows(f"tables.{name}", rows, [_read(row) for row in form.tables.get(name, ())])
    return found


def _indicators(truth: Sequence[TruthIndicator], form: Form) -> list[Difference | None]:
    """Pane by pane: some write a pane after the other, some the panes of a row together."""
    rows = [(i.pane, _indicator(i.model_dump(exclude_none=True, exclude={"pane"}))) for i in truth]
    columns = list(dict.fromkeys(name for _, row in rows for name in row))
    found: list[Difference | None] = []
    for pane in dict.fromkeys((*(i.pane for i in truth), *(i.pane for i in form.indicators))):
        read = [_read_indicator(row, columns) for row in form.indicators if row.pane == pane]
        found += _rows(f"indicators.{pane}", [row for own, row in rows if own == pane], read)
    return found


def _rows(place: str, wanted: Sequence[Row], read: Sequence[Row]) -> list[Difference | None]:
    """Value by value, the rows that are alike put side by side first; a row that only one side has counts once. Rows
    count from 1, those that only the reading has are marked ``+``."""
    keys = [[_frozen(row) for row in rows] for rows in (wanted, read)]
    found: list[Difference | None] = []
    for kind, a, b, c, d in SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_opcodes():
        pairs = min(b - a, d - c) if kind == "replace" else b - a if kind == "equal" else 0
        for n in range(pairs):
            found += _mappings(f"{place}.{a + n + 1}", wanted[a + n], read[c + n])
        for n in range(a + pairs, b):
            found.append(Difference(f"{place}.{n + 1}", _together(wanted[n]), ""))
        for n in range(c + pairs, d):
            found.append(Difference(f"{place}.+{n + 1}", "", _together(read[n])))
    return found


def _together(row: Row) -> str:
    return " | ".join(text for text in row.values() if text)


def _frozen(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, squeeze(text)) for name, text in row.items() if text))


def _mappings(place: str, wanted: Mapping[str, str], read: Mapping[str, str]) -> list[Difference | None]:
    names = [name for name in dict.fromkeys((*wanted, *read)) if wanted.get(name) or read.get(name)]
    return [_same(f"{place}.{name}", wanted.get(name, ""), read.get(name, "")) for name in names]


def _same(place: str, wanted: str, read: str) -> Difference | None:
    return None if squeeze(wanted) == squeeze(read) else Difference(place, wanted, read)


def _value(value: Value | None) -> str:
    return (value.value or "") if value else ""


def _read(values: Mapping[str, Value]) -> Row:
    return {name: _value(value) for name, value in values.items()}


def _said(texts: Mapping[str, str | None]) -> Row:
    return {name: text or "" for name, text in texts.items()}


def _indicator(said: Mapping[str, Any]) -> Row:
    extra = said.get("extra") or {}
    return {**{n: t for n, t in said.items() if n != "extra"}, **{f"extra.{n}": t or "" for n, t in extra.items()}}


def _read_indicator(row: IndicatorRecord, columns: Sequence[str]) -> Row:
    """Of an indicator's columns those that the truth has in any row."""
    read = {name: _value(getattr(row, name)) for name in columns if not name.startswith("extra.")}
    return read | {f"extra.{n}": _value(v) for n, v in row.extra.items() if f"extra.{n}" in columns}
