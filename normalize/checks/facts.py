"""What the checks ask of a form, worked out once: amounts as decimals in one unit, panes, periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from shibiao.normalize.values import Span, parse_span
from shibiao.schemas.records import Form, FundRecord, GoalRecord, IndicatorRecord, Pane, Value

_TO_WAN = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000), "千元": Decimal("0.1")}
COST_LEVEL2 = ("成本指标", "经济成本指标")
MONEY_UNITS = frozenset(_TO_WAN)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?")  # no exponents, no NaN: nothing that cannot be summed
_PANES: tuple[Pane, ...] = ("mid_term", "annual")
_YEAR = re.compile(r"[0-9]{4}")


def decimal(text: str | None) -> Decimal | None:
    """An exact decimal, None where the text is none."""
    return Decimal(text) if text is not None and _DECIMAL.fullmatch(text) else None


def places(number: Decimal) -> int:
    """Decimal places as printed."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def in_unit(number: Decimal, unit: str | None, wanted: str | None) -> Decimal | None:
    """Convert between 元, 千元, 万元 and 亿元; None where a unit is not one of them."""
    if unit == wanted:
        return number
    if unit not in _TO_WAN or wanted not in _TO_WAN:
        return None
    return number * _TO_WAN[unit] / _TO_WAN[wanted]


def is_doubtful(value: Value | None) -> bool:
    """Whether a value must not be rested on without saying so."""
    return value is not None and (value.status == "clipped-lost" or value.confidence < 0.9)


@dataclass
class Facts:
    """A form as the checks see it."""

    form: Form

    @cached_property
    def funds(self) -> dict[tuple[Pane, str, str], FundRecord]:
        return {(f.pane, f.item, f.measure): f for f in self.form.funds}

    @cached_property
    def panes(self) -> tuple[Pane, ...]:
        """The panes that the form has: those of its funds, goals and indicators."""
        funds, goals = {f.pane for f in self.form.funds}, {g.pane for g in self.form.goals}
        used = funds | goals | {i.pane for i in self.form.indicators}
        return tuple(pane for pane in _PANES if pane in used)

    @cached_property
    def by_pane(self) -> dict[Pane, list[IndicatorRecord]]:
        found: dict[Pane, list[IndicatorRecord]] = {pane: [] for pane in self.panes}
        for indicator in self.form.indicators:
            found.setdefault(indicator.pane, []).append(indicator)
        return found

    @cached_property
    def year(self) -> int | None:
        value = self.form.year.value if self.form.year else None
        return int(value) if value and _YEAR.fullmatch(value) else None

    @cached_property
    def term(self) -> Span:
        field = self.form.fields.get("project_term")
        return parse_span(field.value) if field and field.value else Span(None, None, None)

    def goal(self, pane: Pane, kind: str = "expected") -> GoalRecord | None:
        return next((g for g in self.form.goals if g.pane == pane and g.kind == kind), None)

    def used_goal(self, pane: Pane) -> GoalRecord | None:
        """The pane's goal where the pane is filled in: the period of an empty one is the template's."""
        goal = self.goal(pane)
        return goal if goal and (goal.text.raw or goal.text.value or self.by_pane.get(pane)) else None

    def total(self, pane: Pane) -> FundRecord | None:
        """The pane's total: what was asked for, in a self-evaluation what the year's budget was."""
        return self.funds.get((pane, "total", "amount")) or self.funds.get((pane, "total", "budget"))

    def total_amount(self, pane: Pane) -> Decimal | None:
        total = self.total(pane)
        return decimal(total.amount.value) if total else None

    def money(self, indicator: IndicatorRecord, wanted: str | None) -> Decimal | None:
        """An indicator's amount of money in another unit."""
        number = decimal(indicator.number)
        return None if number is None else in_unit(number, indicator.unit, wanted)

    def costs(self, pane: Pane) -> Iterator[IndicatorRecord]:
        """The pane's cost indicators."""
        for indicator in self.by_pane.get(pane, ()):
            level2 = indicator.level2.value if indicator.level2 else None
            level1 = indicator.level1.value if indicator.level1 else None
            if level2 in COST_LEVEL2 or (level1 == "成本指标" and level2 is None):
                yield indicator


def text(value: Value | None) -> str:
    """A value's text for a message."""
    return (value.value or "") if value else ""


def plain(number: Decimal) -> str:
    """A decimal without exponent or idle zeros."""
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
