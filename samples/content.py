"""What a sample form says, apart from how it is printed. All strings are whole, as their author wrote them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Family = Literal["goal_2pane", "goal_1pane", "selfeval"]
Pane = Literal["mid_term", "annual"]

FAMILIES: tuple[Family, ...] = ("goal_2pane", "goal_1pane", "selfeval")
LEVEL2_OF: dict[str, tuple[str, ...]] = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("满意度指标",),
}


@dataclass(frozen=True, slots=True)
class Fund:
    """One amount in 万元 (or a score, a rate). ``amount`` None is a printed but empty cell."""

    pane: Pane
    item: str
    measure: str
    amount: str | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal text; ``period`` holds the first and the last year printed in its heading."""

    pane: Pane
    kind: Literal["expected", "actual"]
    text: str
    period: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator under its canonical levels; the last four fields are printed in self-evaluations only."""

    pane: Pane
    level1: str
    level2: str
    name: str
    target: str
    actual: str | None = None
    weight: str | None = None
    score: str | None = None
    deviation: str | None = None


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A whole form. ``fields`` maps the record's field names to values, ``levels`` lists the printed level-2 rows.

    ``defects`` are the ids of the checks that the form fails on purpose (``samples.defects``).
    """

    family: Family
    title: str
    year: int
    fields: dict[str, str]
    funds: tuple[Fund, ...]
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    levels: tuple[tuple[str, str], ...] = field(
        default=tuple((one, two) for one, twos in LEVEL2_OF.items() for two in twos)
    )
    defects: tuple[str, ...] = ()

    def fund(self, pane: Pane, item: str, measure: str = "amount") -> str | None:
        """Amount of one fund row, None when absent or empty."""
        for fund in self.funds:
            if (fund.pane, fund.item, fund.measure) == (pane, item, measure):
                return fund.amount
        return None

    def goal(self, pane: Pane, kind: str = "expected") -> Goal | None:
        """The goal of a pane, None when its cell is empty."""
        return next((goal for goal in self.goals if goal.pane == pane and goal.kind == kind), None)

    def pane_indicators(self, pane: Pane, level1: str, level2: str) -> tuple[Indicator, ...]:
        """Indicators of one pane under one level-2 label, in printed order."""
        return tuple(i for i in self.indicators if (i.pane, i.level1, i.level2) == (pane, level1, level2))
