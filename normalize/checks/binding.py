"""What the names of an equation stand for at one place of a form.

Where the form leaves it open what a figure means (a rate without a sign may be a fraction, 上级资金 may be a part of
财政拨款), there are several bindings, and the equation holds if it holds in one of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from shibiao.normalize.checks.facts import Facts, decimal, text
from shibiao.normalize.checks.figures import (
    Bound,
    Figure,
    as_result,
    exact_figure,
    half_digit,
    in_one_unit,
    printed_figure,
)
from shibiao.normalize.checks.registry import MEASURES, PANES, Said
from shibiao.normalize.checks.scopes import Place
from shibiao.normalize.labels import split_weight
from shibiao.normalize.text import squeeze
from shibiao.normalize.values import parse_value
from shibiao.schemas.checks import Equation, Figures
from shibiao.schemas.records import FundRecord, IndicatorRecord, Pane, Value

Bindings = dict[str, Bound]
_NOT_MONEY = {
    "weight": Said("分值", "weight"),
    "execution_rate": Said("执行率", "rate"),
    "score": Said("得分", "score"),
}
_SLOTS = {"weight": Said("分值", "weight"), "score": Said("得分", "score")}
_NOTHING = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "无"})  # printed where there is no amount
_PERCENT = Decimal(100)
_MOST_INNER = 4
_LARGEST_FRACTION = Decimal(2)  # 1.05 without a sign may be 105 %, 80 is no 8,000 %


def bindings_of(equation: Equation, place: Place, facts: Facts) -> tuple[list[Bindings], str | None]:
    """All that the names may stand for, the likeliest first, and the unit of money. None where units do not agree."""
    named: Bindings = dict(place.found)
    for name, figures in equation.values.items():
        bound = _bound(figures, place, facts)
        if bound is not None:
            named[name] = bound
    unit = _unit(named, place.found)
    in_unit = in_one_unit(named, unit)
    if in_unit is None:
        return [], unit
    variants = [in_unit]
    for name, figures in equation.values.items():
        if name in in_unit:
            variants = [other for variant in variants for other in _variants(variant, name, figures)]
    return [_with_results(variant, equation) for variant in variants], unit


def _unit(named: Bindings, found: Mapping[str, Bound]) -> str | None:
    """The unit in which an equation is reckoned: that of its first amount of the funds, else of what was found."""
    own = [bound for name, bound in named.items() if name not in found]
    for bound in (*own, *named.values()):
        for figure in bound if isinstance(bound, tuple) else (bound,):
            if figure.is_money:
                return figure.unit
    return None


def _bound(figures: Figures, place: Place, facts: Facts) -> Bound | None:
    """What a name stands for; None where that is not printed, or could not be read."""
    pane = figures.pane or place.pane
    if figures.fund is not None:
        return _fund_figure(_fund(figures, pane, place, facts), figures)
    if figures.funds is not None:
        return _funds(figures, pane, place, facts)
    if figures.indicator is not None:
        return _slot_figure(place.rows[0], figures.indicator, figures) if place.rows else None
    if figures.indicators is not None:
        return _all_slots(place.rows, figures)
    if figures.field is not None:
        value = facts.form.fields.get(figures.field)
        return printed_figure(value, Said("总分", "total score"), figures.precision)
    return _other(figures, pane, place, facts)


def _other(figures: Figures, pane: Pane | None, place: Place, facts: Facts) -> Bound | None:
    if figures.label_weight:
        return _label_weight(place.level1)
    if figures.rows:
        return exact_figure(len(facts.by_pane.get(pane, ())) if pane else 0, None, Said("", ""))
    if figures.reason:
        deviation = place.rows[0].deviation if place.rows else None
        return None if deviation is None else exact_figure(says_something(deviation), deviation, Said("", ""))
    return _fact(figures, facts)


def _fact(figures: Figures, facts: Facts) -> Figure | None:
    goal = facts.used_goal("mid_term")
    period = goal.period if goal else None
    known: dict[str, tuple[int | None, Value | None]] = {
        "year": (facts.year, facts.form.year),
        "term_years": (facts.term.years, facts.form.fields.get("project_term")),
        "period_start": (period.start if period else None, goal.text if goal else None),
        "period_end": (period.end if period else None, goal.text if goal else None),
    }
    number, value = known[figures.fact or ""]
    return None if number is None else exact_figure(number, value, Said("", ""))


def _fund(figures: Figures, pane: Pane | None, place: Place, facts: Facts) -> FundRecord | None:
    item = place.item if figures.fund == "this" else figures.fund
    if pane is None or item is None:
        return None
    measure = figures.measure or place.measure
    if measure is not None:
        return facts.funds.get((pane, item, measure))
    return facts.total(pane) if item == "total" else facts.funds.get((pane, item, "amount"))


def _fund_figure(fund: FundRecord | None, figures: Figures) -> Figure | None:
    if fund is None:
        return None
    is_money = fund.measure not in _NOT_MONEY
    unit = fund.unit if is_money else None
    found = printed_figure(fund.amount, _fund_where(fund), figures.precision, unit=unit, is_money=is_money)
    return replace(found, item=fund.item) if found else None


def _fund_where(fund: FundRecord) -> Said:
    label = fund.label.raw.strip(" :：") if fund.label else fund.item
    measure = _NOT_MONEY.get(fund.measure) or MEASURES.get(fund.measure, Said(fund.measure, fund.measure))
    if fund.measure == "amount":
        return Said(f"{PANES[fund.pane].zh}“{label}”", f"{PANES[fund.pane].en} “{label}”")
    return Said(f"“{label}”{measure.zh}", f"“{label}” {measure.en}")


def _funds(figures: Figures, pane: Pane | None, place: Place, facts: Facts) -> tuple[Figure, ...] | None:
    """The amounts printed; a blank is no zero, and nothing is known where one could not be read."""
    if pane is None or place.measure is None:
        return None
    found = [f for item in figures.funds or () if (f := facts.funds.get((pane, item, place.measure)))]
    printed = [f for f in found if _is_printed(f.amount)]
    amounts = [_fund_figure(f, figures) for f in printed]
    known = tuple(figure for figure in amounts if figure is not None)
    return known if known and len(known) == len(printed) else None


def _is_printed(amount: Value) -> bool:
    return amount.value is not None or amount.raw.strip() not in _NOTHING or amount.status == "clipped-lost"


def _slot_figure(indicator: IndicatorRecord, slot: str, figures: Figures) -> Figure | None:
    name, said = text(indicator.name), _SLOTS[slot]
    value: Value | None = getattr(indicator, slot)
    return printed_figure(value, Said(f"“{name}”{said.zh}", f"the {said.en} of “{name}”"), figures.precision)


def _all_slots(rows: tuple[IndicatorRecord, ...], figures: Figures) -> tuple[Figure, ...] | None:
    """All weights of the rows that have one, or all scores; a cell merged over several rows counts once."""
    slot = figures.indicators or "weight"
    rows = tuple(i for i in rows if i.weight is not None) if slot == "weight" else rows
    once: dict[Hashable, Figure] = {}
    for indicator in rows:
        figure = _slot_figure(indicator, slot, figures)
        if figure is None:
            return None
        once.setdefault(figure.key, figure)
    return tuple(once.values()) or None


def _label_weight(level1: Value | None) -> Figure | None:
    """产出指标（50分） prints 50; a range, (40-50)分, is no sum."""
    printed = decimal(split_weight(level1.raw)[1]) if level1 is not None else None
    if level1 is None or printed is None or "-" in squeeze(level1.raw):
        return None
    where = Said(f"“{level1.raw}”", f"“{level1.raw}”")
    return Figure(printed, half_digit(printed), level1, where)


def says_something(value: Value) -> bool:
    """Whether a cell for reasons says one; what could not be read may."""
    if value.value is None and value.raw:
        return True
    return parse_value(value.value or "").value_class not in ("empty", "na")


def _variants(variant: Bindings, name: str, figures: Figures) -> Iterator[Bindings]:
    """What one name may stand for besides: an execution rate a fraction, a source a part of another."""
    yield variant
    bound = variant[name]
    if figures.measure == "execution_rate" and isinstance(bound, Figure) and _may_be_fraction(bound):
        yield {**variant, name: replace(bound, scale=_PERCENT)}
    if figures.inside and isinstance(bound, tuple):
        for fewer in _without_parts_of_parts(bound, figures):
            yield {**variant, name: fewer}


def _may_be_fraction(rate: Figure) -> bool:
    return rate.value is not None and "%" not in squeeze(rate.value.raw) and rate.number <= _LARGEST_FRACTION


def _without_parts_of_parts(bound: tuple[Figure, ...], figures: Figures) -> Iterator[tuple[Figure, ...]]:
    """The amounts without those that may be a part of another one that is printed: without all of them, then any."""
    items = {figure.item for figure in bound}
    inner = [f for f in bound if f.number and items.intersection(figures.inside.get(f.item or "", ()))]
    most = len(inner) if len(inner) <= _MOST_INNER else 0
    for count in (len(inner), *range(1, most)):
        for left_out in combinations(inner, count):
            kept = tuple(f for f in bound if f not in left_out)
            if left_out and kept:
                yield kept


def _with_results(variant: Bindings, equation: Equation) -> Bindings:
    addends = tuple(figure for bound in variant.values() if isinstance(bound, tuple) for figure in bound)
    results = ["whole", *(name for name, figures in equation.values.items() if figures.precision == "result")]
    changed = {name: as_result(found, addends) for name in results if isinstance(found := variant.get(name), Figure)}
    return {**variant, **changed} if changed else variant
