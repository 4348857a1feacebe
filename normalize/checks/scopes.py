"""Where in a form an equation is asked: once, for each pane, each column and row of the funds, each indicator …

Some scopes find figures themselves (quarterly costs, a stated sum and its parts): that takes a look at names, and is no
arithmetic. What they find is checked by the expression in ``checks.yaml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from shibiao.normalize.checks.costs import may_exceed_no_total, priced_counts, quarterly_costs, unit_money
from shibiao.normalize.checks.facts import MONEY_UNITS, Facts, decimal, text
from shibiao.normalize.checks.figures import Bound, Figure, half_digit
from shibiao.normalize.checks.indicators import stated_sums
from shibiao.normalize.checks.registry import MEASURES, PANES, Said, Words
from shibiao.normalize.checks.tables import column_sums, row_sums
from shibiao.schemas.checks import Scope
from shibiao.schemas.records import IndicatorRecord, Pane, Value


@dataclass(frozen=True, slots=True)
class Place:
    """One place where an equation is asked.

    ``rows``: its indicators; ``found``: figures that the scope found; ``words``: what it gives to messages.
    """

    pane: Pane | None = None
    measure: str | None = None
    item: str | None = None
    rows: tuple[IndicatorRecord, ...] = ()
    level1: Value | None = None
    found: Mapping[str, Bound] = field(default_factory=dict)
    words: Words = field(default_factory=dict)


def places_of(scope: Scope, facts: Facts) -> Iterator[Place]:
    """All places of a form where an equation of this scope is asked."""
    return _SCOPES[scope](facts)


def _form(facts: Facts) -> Iterator[Place]:
    yield Place(rows=facts.form.indicators)


def _panes(facts: Facts) -> Iterator[Place]:
    for pane in facts.panes:
        yield Place(pane, rows=tuple(facts.by_pane.get(pane, ())), words={"pane": PANES[pane]})


def _columns(facts: Facts) -> Iterator[Place]:
    for pane in facts.panes:
        for measure, name in MEASURES.items():
            if (pane, "total", measure) in facts.funds:
                yield Place(pane, measure, words={"pane": PANES[pane], "measure": name})


def _rows(facts: Facts) -> Iterator[Place]:
    printed: dict[tuple[Pane, str], str] = {}
    for fund in facts.form.funds:
        printed.setdefault((fund.pane, fund.item), fund.label.raw if fund.label else fund.item)
    for (pane, item), label in printed.items():
        yield Place(pane, item=item, words={"pane": PANES[pane], "item": label})


def _level1_groups(facts: Facts) -> Iterator[Place]:
    groups: dict[tuple[Pane, str], list[IndicatorRecord]] = defaultdict(list)
    for indicator in facts.form.indicators:
        if indicator.level1 is not None and indicator.weight is not None:
            groups[indicator.pane, indicator.level1.raw].append(indicator)
    for (pane, _), group in groups.items():
        name = text(group[0].level1)
        yield Place(pane, rows=tuple(group), level1=group[0].level1, words={"pane": PANES[pane], "level1": name})


def _indicators(facts: Facts) -> Iterator[Place]:
    for indicator in facts.form.indicators:
        if indicator.score is not None or indicator.weight is not None:
            yield Place(indicator.pane, rows=(indicator,), words=_words(indicator))


def _costs(facts: Facts) -> Iterator[Place]:
    for pane in facts.panes:
        for cost in facts.costs(pane):
            figure = target_figure(cost) if may_exceed_no_total(cost, facts) else None
            if figure:
                yield Place(pane, rows=(cost,), found={"cost": figure}, words=_words(cost))


def _quarters(facts: Facts) -> Iterator[Place]:
    for pane, costs in quarterly_costs(facts):
        figures = tuple(figure for cost in costs if (figure := target_figure(cost)))
        if len(figures) == len(costs):
            yield Place(pane, found={"quarters": figures}, words={"pane": PANES[pane]})


def _priced(facts: Facts) -> Iterator[Place]:
    for pane, count, rate in priced_counts(facts):
        number, price = target_figure(count), target_figure(rate)
        if number and price:
            words: Words = {
                "pane": PANES[pane], "count_name": text(count.name), "count": text(count.target),
                "rate_name": text(rate.name), "rate": text(rate.target),
            }  # fmt: skip
            yield Place(pane, found={"number": number, "price": price}, words=words)


def _stated_sums(facts: Facts) -> Iterator[Place]:
    for whole, parts in stated_sums(facts):
        figures = tuple(figure for part in parts if (figure := target_figure(part)))
        total = target_figure(whole)
        if total and len(figures) == len(parts):
            found: dict[str, Bound] = {"whole": total, "parts": figures}
            yield Place(whole.pane, rows=(whole,), found=found, words=_words(whole))


def _table_rows(facts: Facts) -> Iterator[Place]:
    for line, whole, parts in row_sums(facts.form):
        yield Place(found={"whole": whole, "parts": parts}, words={"line": line})


def _table_columns(facts: Facts) -> Iterator[Place]:
    for line, whole, parts in column_sums(facts.form):
        yield Place(found={"whole": whole, "parts": parts}, words={"line": line})


def target_figure(indicator: IndicatorRecord) -> Figure | None:
    """The number of an indicator's target; of a price the money in its unit."""
    number = decimal(indicator.number)
    if number is None:
        return None
    unit = unit_money(indicator)
    name = text(indicator.name)
    where = Said(f"“{name}”指标值", f"the target of “{name}”")
    return Figure(number, half_digit(number), indicator.target, where, unit, unit in MONEY_UNITS)


def _words(indicator: IndicatorRecord) -> Words:
    return {
        "pane": PANES[indicator.pane], "name": text(indicator.name), "target": text(indicator.target),
        "actual": text(indicator.actual),
    }  # fmt: skip


_SCOPES: dict[Scope, Callable[[Facts], Iterator[Place]]] = {
    "form": _form,
    "pane": _panes,
    "column": _columns,
    "row": _rows,
    "level1": _level1_groups,
    "indicator": _indicators,
    "cost": _costs,
    "quarters": _quarters,
    "priced": _priced,
    "stated_sum": _stated_sums,
    "table_row": _table_rows,
    "table_column": _table_columns,
}
