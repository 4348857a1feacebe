"""Which cost indicators say something about the funds: F5 to F7 find their figures here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shibiao.normalize.checks.facts import Facts, text
from shibiao.schemas.records import IndicatorRecord, Pane

_UNIT_PRICE = re.compile(r"标准|单价|人均|每|均价|/")
_SAVING = re.compile(r"节约|节省|节支|降低|减少")
_CUMULATIVE = re.compile(r"项目总|总成本|总投资|累计|[二三四五2345]年总")
_QUARTER = re.compile(r"第?([一二三四1234])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def may_exceed_no_total(cost: IndicatorRecord, facts: Facts) -> bool:
    """Whether a cost may be held against its pane's total.

    Unit prices and savings are no totals, and a cumulative cost is not one year's money.
    """
    name = text(cost.name)
    if cost.value_class != "money" or _UNIT_PRICE.search(name) or _SAVING.search(name):
        return False
    is_part = cost.pane == "annual" and "mid_term" in facts.panes and facts.term.years != 1
    return not (is_part and _CUMULATIVE.search(name))


def quarterly_costs(facts: Facts) -> Iterator[tuple[Pane, list[IndicatorRecord]]]:
    """The four quarterly costs of a pane; in a term of years they are one year's and say nothing of all of it."""
    for pane in facts.panes:
        if pane == "mid_term" and (facts.term.years or 1) > 1:
            continue
        found: dict[int, IndicatorRecord] = {}
        for cost in facts.costs(pane):
            named = _QUARTER.search(text(cost.name))
            if named and cost.value_class == "money" and "累计" not in text(cost.name):
                found.setdefault(_QUARTERS[named.group(1)], cost)
        if len(found) == 4:
            yield pane, [found[quarter] for quarter in (1, 2, 3, 4)]


def priced_counts(facts: Facts) -> Iterator[tuple[Pane, IndicatorRecord, IndicatorRecord]]:
    """A count and the unit price of what is counted, where just one count has the price's unit.

    A price that is an upper bound promises nothing: the money spent may be less.
    """
    for pane in facts.panes:
        for rate in facts.costs(pane):
            if rate.value_class != "money_rate" or not rate.unit or rate.operator in ("<=", "<"):
                continue
            thing = rate.unit.partition("/")[2]
            counts = [i for i in facts.by_pane.get(pane, ()) if i.value_class == "num_unit" and i.unit == thing]
            if len(counts) == 1:
                yield pane, counts[0], rate


def unit_money(indicator: IndicatorRecord) -> str | None:
    """The unit of a target's number; of a price per thing its money."""
    unit = indicator.unit
    return unit.partition("/")[0] if unit and indicator.value_class == "money_rate" else unit
