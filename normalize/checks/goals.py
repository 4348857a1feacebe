"""G1 to G3: goals against indicators and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import MONEY_UNITS, Facts, decimal, in_unit
from shibiao.normalize.checks.registry import PANES, Violation, check
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import IndicatorRecord

_FIGURE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(万元|亿元|元|%|[个次人名件户座处条辆台份篇期场种村亩吨])"
)
_ENDS = "。.;；"
_MOST = 6


@check("G1")
def goal_present(facts: Facts) -> Iterator[Violation]:
    """A pane with indicators has a goal. A form that has no place for goals at all is not asked for one."""
    for pane in facts.panes if facts.form.goals else ():
        indicators, goal = facts.by_pane.get(pane, []), facts.goal(pane)
        if indicators and (goal is None or not (goal.text.value or goal.text.raw)):
            values = (goal.text if goal else None, indicators[0].name)
            yield Violation(values, {"pane": PANES[pane], "count": str(len(indicators))})


@check("G2")
def goals_differ(facts: Facts) -> Iterator[Violation]:
    """The year's goal is not the medium-term goal again."""
    mid, annual = facts.goal("mid_term"), facts.goal("annual")
    texts = [squeeze(g.text.value).rstrip(_ENDS) for g in (mid, annual) if g and g.text.value]
    if mid and annual and len(texts) == 2 and texts[0] == texts[1]:
        yield Violation((annual.text, mid.text), {})


@check("G3")
def figures_recur(facts: Facts) -> Iterator[Violation]:
    """Figures with a unit in a goal are found again in the pane's indicators or funds."""
    for pane in facts.panes:
        goal, indicators = facts.goal(pane), facts.by_pane.get(pane, [])
        if goal is None or not goal.text.value or not indicators:
            continue
        known = _known(facts, indicators)
        printed = " ".join(f"{i.name.value or ''} {i.target.value or ''}" for i in indicators).replace(",", "")
        figures = dict.fromkeys(m.groups() for m in _FIGURE.finditer(squeeze(goal.text.value)))
        missing = [n + unit for n, unit in figures if not _recurs(n.replace(",", ""), unit, known, printed)]
        if missing:
            yield Violation((goal.text,), {"pane": PANES[pane], "numbers": "、".join(missing[:_MOST])})


def _known(facts: Facts, indicators: list[IndicatorRecord]) -> set[tuple[Decimal, str | None]]:
    """Numbers the form prints elsewhere; money in 万元, others without their unit."""
    units = [(number, i.unit) for i in indicators for number in (i.number, i.number2)]
    units += [(f.amount.value, f.unit) for f in facts.form.funds]
    return {_comparable(number, unit) for text, unit in units if (number := decimal(text)) is not None}


def _comparable(number: Decimal, unit: str | None) -> tuple[Decimal, str | None]:
    wan = in_unit(number, unit, "万元") if unit in MONEY_UNITS else None
    return (number, None) if wan is None else (wan, "万元")


def _recurs(number: str, unit: str, known: set[tuple[Decimal, str | None]], printed: str) -> bool:
    figure = decimal(number)
    return figure is None or number in printed or _comparable(figure, unit) in known
