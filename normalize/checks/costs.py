"""F5 to F7: what indicators say about money against the funds block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import Facts, decimal, in_unit, plain, text
from shibiao.normalize.checks.funds import tolerance
from shibiao.normalize.checks.registry import PANES, Violation, Words, check
from shibiao.schemas.records import IndicatorRecord, Pane

_UNIT_PRICE = re.compile(r"标准|单价|人均|每|均价|/")
_SAVING = re.compile(r"节约|节省|节支|降低|减少")
_CUMULATIVE = re.compile(r"项目总|总成本|总投资|累计|[二三四五2345]年总")
_QUARTER = re.compile(r"第?([一二三四1234])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CENT = Decimal("0.01")


@check("F5")
def costs_within_total(facts: Facts) -> Iterator[Violation]:
    """No cost indicator is above the pane's total. Unit prices and savings are no totals."""
    for pane in facts.panes:
        total, amount = facts.total(pane), facts.total_amount(pane)
        if total is None or amount is None:
            continue
        for cost in facts.costs(pane):
            money = facts.money(cost, total.unit) if cost.value_class == "money" else None
            if money is not None and money > amount + _CENT and _is_of_pane(cost, facts):
                words: Words = {
                    "pane": PANES[pane], "name": text(cost.name), "target": text(cost.target),
                    "total": plain(amount), "unit": total.unit or "?",
                }  # fmt: skip
                yield Violation((cost.target, total.amount), words)


def _is_of_pane(cost: IndicatorRecord, facts: Facts) -> bool:
    """Whether a cost may be held against its pane's total: a cumulative one is not one year's money."""
    name = text(cost.name)
    if _UNIT_PRICE.search(name) or _SAVING.search(name):
        return False
    is_part = cost.pane == "annual" and "mid_term" in facts.panes and facts.term.years != 1
    return not (is_part and _CUMULATIVE.search(name))


@check("F6")
def quarters_make_total(facts: Facts) -> Iterator[Violation]:
    """Four quarterly cost rows add up to the pane's total; in a term of years they are one year's."""
    for pane in facts.panes:
        if pane == "mid_term" and (facts.term.years or 1) > 1:
            continue
        total, amount = facts.total(pane), facts.total_amount(pane)
        quarters = _quarters(facts, pane)
        if total is None or amount is None or len(quarters) != 4:
            continue
        moneys = [facts.money(quarters[q], total.unit) for q in (1, 2, 3, 4)]
        known = [m for m in moneys if m is not None]
        if len(known) == 4 and abs(sum(known) - amount) > max(_CENT, tolerance(amount, known)):
            words: Words = {
                "pane": PANES[pane], "parts": " + ".join(map(plain, known)), "sum": plain(sum(known, Decimal(0))),
                "total": plain(amount), "unit": total.unit or "?",
            }  # fmt: skip
            yield Violation((*(quarters[q].target for q in (1, 2, 3, 4)), total.amount), words)


def _quarters(facts: Facts, pane: Pane) -> dict[int, IndicatorRecord]:
    found: dict[int, IndicatorRecord] = {}
    for cost in facts.costs(pane):
        named = _QUARTER.search(text(cost.name))
        if named and cost.value_class == "money" and "累计" not in text(cost.name):
            found.setdefault(_QUARTERS[named.group(1)], cost)
    return found


@check("F7")
def count_times_price(facts: Facts) -> Iterator[Violation]:
    """A count times its unit price is not above the total; only where one count has the price's unit.

    A price that is an upper bound promises nothing: the money spent may be less.
    """
    for pane in facts.panes:
        total, amount = facts.total(pane), facts.total_amount(pane)
        if total is None or amount is None:
            continue
        for rate in facts.costs(pane):
            count = _counted(facts, pane, rate)
            product = _product(rate, count, total.unit) if count else None
            if count and product is not None and product > amount * Decimal("1.02"):
                words: Words = {
                    "pane": PANES[pane], "count_name": text(count.name), "count": text(count.target),
                    "rate_name": text(rate.name), "rate": text(rate.target), "product": plain(product),
                    "total": plain(amount), "unit": total.unit or "?",
                }  # fmt: skip
                yield Violation((count.target, rate.target, total.amount), words)


def _counted(facts: Facts, pane: Pane, rate: IndicatorRecord) -> IndicatorRecord | None:
    if rate.value_class != "money_rate" or not rate.unit or rate.operator in ("<=", "<"):
        return None
    thing = rate.unit.partition("/")[2]
    counts = [i for i in facts.by_pane.get(pane, ()) if i.value_class == "num_unit" and i.unit == thing]
    return counts[0] if len(counts) == 1 else None


def _product(rate: IndicatorRecord, count: IndicatorRecord, unit: str | None) -> Decimal | None:
    price, number = decimal(rate.number), decimal(count.number)
    if price is None or number is None:
        return None
    return in_unit(price * number, (rate.unit or "").partition("/")[0], unit)
