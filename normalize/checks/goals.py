"""G1 to G3: goals against indicators and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shibiao.normalize.checks.facts import Facts
from shibiao.normalize.checks.registry import PANES, Violation, check
from shibiao.normalize.text import squeeze

_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(万元|亿元|元|%|[个次人名件户座处条辆台份篇期场种村亩吨])")
_ENDS = "。.;；"
_MOST = 6


@check("G1")
def goal_present(facts: Facts) -> Iterator[Violation]:
    """A pane with indicators has a goal."""
    for pane in facts.panes:
        indicators, goal = facts.by_pane.get(pane, []), facts.goal(pane)
        if indicators and (goal is None or not goal.text.value):
            values = (goal.text if goal else None, indicators[0].name)
            yield Violation(values, {"pane": PANES[pane], "count": str(len(indicators))})


@check("G2")
def goals_differ(facts: Facts) -> Iterator[Violation]:
    """The year's goal is not the medium-term goal again."""
    mid, annual = facts.goal("mid_term"), facts.goal("annual")
    if mid and annual and mid.text.value and annual.text.value:
        if squeeze(mid.text.value).rstrip(_ENDS) == squeeze(annual.text.value).rstrip(_ENDS):
            yield Violation((annual.text, mid.text), {})


@check("G3")
def figures_recur(facts: Facts) -> Iterator[Violation]:
    """Figures with a unit in a goal are found again in the pane's indicators or funds."""
    for pane in facts.panes:
        goal, indicators = facts.goal(pane), facts.by_pane.get(pane, [])
        if goal is None or not goal.text.value or not indicators:
            continue
        known = {n for i in indicators for n in (i.number, i.number2) if n}
        known |= {f.amount.value for f in facts.form.funds if f.amount.value}
        printed = " ".join(f"{i.name.value or ''} {i.target.value or ''}" for i in indicators)
        figures = dict.fromkeys(m.groups() for m in _FIGURE.finditer(squeeze(goal.text.value)))
        missing = [n + unit for n, unit in figures if n not in known and n not in printed]
        if missing:
            yield Violation((goal.text,), {"pane": PANES[pane], "numbers": "、".join(missing[:_MOST])})
