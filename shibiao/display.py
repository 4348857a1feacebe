"""A form as tables in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shibiao.families import family_name
from shibiao.marking import marked
from shibiao.terminal import table
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from shibiao.schemas.records import Form, IndicatorRecord, Value

_SEVERITY_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}
_INDICATOR_SLOTS = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation")
_ALWAYS = frozenset({"level1", "level2", "name", "target"})


def show_form(form: Form, on: Console, said: Texts) -> None:
    """Base fields, funds, goals, indicators by pane, findings."""
    _heading(form, on, said)
    _show_fields(form, on, said)
    _show_funds(form, on, said)
    _show_goals(form, on, said)
    for pane in ("mid_term", "annual"):
        _show_indicators([row for row in form.indicators if row.pane == pane], pane, on, said)
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
        grid.add_row(said.term("field", name), marked(value, said))
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


def _show_findings(form: Form, on: Console, said: Texts) -> None:
    if not form.findings:
        if form.family != "unknown":
            on.print(said("show.no-findings"), style="green")
        return
    from rich.text import Text

    grid = table(on, _headings(("rule", "severity", "message", "where"), said), said("show.findings"))
    for finding in form.findings:
        severity = Text(said.term("severity", finding.severity), _SEVERITY_STYLES[finding.severity])
        grid.add_row(finding.rule, severity, finding.message, " ".join(finding.cells))
    on.print(grid)


def _headings(names: Sequence[str], said: Texts) -> list[str]:
    return [said(f"show.{name}") for name in names]
