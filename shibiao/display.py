"""A form as tables in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shibiao.columns import column_name, extra_name, list_name
from shibiao.families import family_name, field_name
from shibiao.marking import marked
from shibiao.terminal import table
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from shibiao.schemas.records import FindingRecord, Form, IndicatorRecord, Value

_SEVERITY_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}
_INDICATOR_SLOTS = (
    *("level1", "level2", "object", "name", "printed_operator", "target", "printed_unit"),
    *("actual", "weight", "score", "deviation"),
)
_ALWAYS = frozenset({"level1", "level2", "name", "target"})


def show_form(form: Form, on: Console, said: Texts) -> None:
    """Base fields, funds, goals, indicators by pane, lists, findings; of an unknown form its labels and values."""
    _heading(form, on, said)
    _show_fields(form, on, said)
    _show_funds(form, on, said)
    _show_goals(form, on, said)
    for pane in ("mid_term", "annual"):
        rows = [row for row in form.indicators if row.pane == pane]
        _show_indicators(rows, pane, on, said)
        _show_extras(rows, pane, on, said)
    for name, listed in form.tables.items():
        _show_list(form.family, name, listed, on, said)
    _show_pairs(form, on, said)
    _show_findings(form, on, said)


def show_cells(form: Form, on: Console, said: Texts) -> None:
    """The grid as read: a line per cell, no meaning put into it."""
    _heading(form, on, said)
    grid = table(on, _headings(("cell", "span", "text", "status", "confidence"), said), said("show.cells"))
    for cell in form.cells:
        status = said.term("status", cell.text.status)
        span = f"{cell.rowspan}×{cell.colspan}"
        grid.add_row(cell.id, span, marked(cell.text, said), status, f"{cell.text.confidence:.3f}")
    on.print(grid)


def _heading(form: Form, on: Console, said: Texts) -> None:
    title = form.title.value if form.title and form.title.value else family_name(form.family, said)
    year = f" {form.year.value}" if form.year and form.year.value else ""
    pages = ", ".join(map(str, form.source.pages))
    on.print(f"\n{title}{year}", style="bold")
    kind = said.term("kind", form.source.kind)
    source = said("show.source", name=form.source.name, pages=pages, kind=kind)
    on.print(f"{form.form_id} · {family_name(form.family, said)} · {source}", style="dim")


def _show_fields(form: Form, on: Console, said: Texts) -> None:
    if not form.fields:
        return
    grid = table(on, [None] * 2, said("show.fields"))
    for name, value in form.fields.items():
        grid.add_row(field_name(form.family, name, said), marked(value, said))
    on.print(grid)


def _show_funds(form: Form, on: Console, said: Texts) -> None:
    if not form.funds:
        return
    grid = table(on, _headings(("pane", "item", "amount", "unit"), said), said("show.funds"))
    grid.columns[2].justify = "right"
    for fund in form.funds:
        measure = "" if fund.measure == "amount" else f" · {said.term('measure', fund.measure)}"
        item = said.term("fund", fund.item) + measure
        grid.add_row(said.term("pane", fund.pane), item, marked(fund.amount, said), fund.unit or "")
    on.print(grid)


def _show_goals(form: Form, on: Console, said: Texts) -> None:
    if not form.goals:
        return
    grid = table(on, _headings(("pane", "period", "goal"), said), said("show.goals"), lines=True)
    for goal in form.goals:
        pane = said.term("pane", goal.pane) + ("" if goal.kind == "expected" else f" · {said('goal-kind.actual')}")
        period = f"{goal.period.start}–{goal.period.end}" if goal.period else ""
        grid.add_row(pane, period, marked(goal.text, said))
    on.print(grid)


def _show_indicators(rows: Sequence[IndicatorRecord], pane: str, on: Console, said: Texts) -> None:
    if not rows:
        return
    slots = [slot for slot in _INDICATOR_SLOTS if slot in _ALWAYS or any(_value(row, slot) for row in rows)]
    grid = table(on, _headings(slots, said), said("show.indicators", pane=said.term("pane", pane)))
    above: Value | None = None
    for row in rows:
        values = [_value(row, slot) for slot in slots]
        # A level-1 cell spans its rows on paper; named once it reads as it does there.
        shown = [None if slot == "level1" and row.level1 == above else v for slot, v in zip(slots, values, strict=True)]
        above = row.level1
        grid.add_row(*(marked(value, said) for value in shown))
    on.print(grid)


def _value(row: IndicatorRecord, slot: str) -> Value | None:
    value: Value | None = getattr(row, slot)
    return value


def _show_extras(rows: Sequence[IndicatorRecord], pane: str, on: Console, said: Texts) -> None:
    """The further columns beside the indicator's name: they are long texts, which the first table has no room for."""
    keys = list(dict.fromkeys(key for row in rows for key in row.extra))
    if not keys:
        return
    headings = [said("show.name"), *(extra_name(key, said) for key in keys)]
    grid = table(on, headings, said("show.extras", pane=said.term("pane", pane)))
    for row in rows:
        if any(value.raw for value in row.extra.values()):
            grid.add_row(marked(row.name, said), *(marked(row.extra.get(key), said) for key in keys))
    on.print(grid)


def _show_list(family: str, name: str, rows: Sequence[dict[str, Value]], on: Console, said: Texts) -> None:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    grid = table(on, [column_name(family, name, key, said) for key in keys], list_name(family, name, said))
    for row in rows:
        grid.add_row(*(marked(row.get(key), said) for key in keys))
    on.print(grid)


def _show_pairs(form: Form, on: Console, said: Texts) -> None:
    if not form.pairs:
        return
    grid = table(on, _headings(("label", "value"), said), said("show.pairs"))
    for pair in form.pairs:
        grid.add_row(marked(pair.label, said), marked(pair.value, said))
    on.print(grid)
    on.print(said("show.pairs-note"), style="yellow")


def _show_findings(form: Form, on: Console, said: Texts) -> None:
    if not form.findings:
        if form.family != "unknown":
            on.print(said("show.no-findings"), style="green")
        return
    from rich.text import Text

    grid = table(on, _headings(("rule", "severity", "message", "where"), said), said("show.findings"))
    for finding in form.findings:
        severity = Text(said.term("severity", finding.severity), _SEVERITY_STYLES[finding.severity])
        grid.add_row(finding.rule, severity, _message(finding, said), " ".join(finding.cells))
    on.print(grid)


def _message(finding: FindingRecord, said: Texts) -> str:
    if finding.suggestion is None:
        return finding.message
    suggested = finding.suggestion
    return f"{finding.message} {said('show.suggested', cell=suggested.cell, value=suggested.value)}"


def _headings(names: Sequence[str], said: Texts) -> list[str]:
    return [said(f"show.{name}") for name in names]
