"""Turns a target form into a self-evaluation: results, weights, scores, executed amounts (财预〔2020〕10号)."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from samples.content import Fund, Goal, Indicator, SampleForm

WEIGHTS = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
EXECUTION_WEIGHT = Decimal(10)
_NUMBER = re.compile(r"^([≥≤>=]?)(\d+(?:\.\d+)?)(.*)$")
_REASON = "因汛期雨水偏多，部分工作任务顺延实施，下一年度将提前谋划、加快推进。"


def evaluated(form: SampleForm, rng: random.Random) -> SampleForm:
    """The form after its year: weights sum to 100 with execution, a missed target loses points and names a reason."""
    indicators = tuple(
        scored
        for level1 in WEIGHTS
        for scored in _scored(rng, [i for i in form.indicators if i.level1 == level1], WEIGHTS[level1])
    )
    goals = tuple(_reported(goal) for goal in form.goals)
    return replace(form, funds=_executed(form, rng), indicators=indicators, goals=form.goals + goals)


def _scored(rng: random.Random, indicators: list[Indicator], weight: int) -> list[Indicator]:
    scored = []
    for index, indicator in enumerate(indicators):
        share = weight // len(indicators) + (1 if index < weight % len(indicators) else 0)
        actual, reached = _actual(rng, indicator.target)
        score = share if reached else share - 1
        scored.append(
            replace(
                indicator,
                actual=actual,
                weight=str(share),
                score=str(score),
                deviation=None if reached else _REASON,
            )
        )
    return scored


def _actual(rng: random.Random, target: str) -> tuple[str, bool]:
    """Reported result and whether it reaches the target."""
    matched = _NUMBER.match(target)
    if not matched or "年" in matched[3] or "月" in matched[3]:
        return "达成预期指标", True
    operator, number, unit = matched.groups()
    if operator != "≥" or "." in number:
        return number + unit, True
    value = int(number)
    if unit in ("%", "百分比"):
        return f"{min(100, value + rng.randint(0, 3))}{unit}", True
    reached = rng.random() < 0.8
    return f"{value + rng.randint(0, 9) if reached else value * 9 // 10}{unit}", reached or value * 9 // 10 == value


def _executed(form: SampleForm, rng: random.Random) -> tuple[Fund, ...]:
    amounts = {fund.item: Decimal(fund.amount or "0") for fund in form.funds}
    share = Decimal(rng.choice((80, 90, 95, 100, 100))) / 100
    executed = {item: _cents(amounts[item] * share) for item in ("fiscal", "carry_over", "other")}
    executed["total"] = sum(executed.values(), Decimal(0))
    rate = executed["total"] / amounts["total"] * 100
    funds = []
    for item in ("total", "fiscal", "carry_over", "other"):
        figures = [("initial_budget", amounts[item]), ("budget", amounts[item]), ("executed", executed[item])]
        funds += [Fund("annual", item, measure, str(amount)) for measure, amount in figures]
    score = _tenths(rate * EXECUTION_WEIGHT / 100)
    funds += [
        Fund("annual", "total", "weight", str(EXECUTION_WEIGHT)),
        Fund("annual", "total", "execution_rate", f"{_cents(rate)}%"),
        Fund("annual", "total", "score", str(score)),
    ]
    return tuple(funds)


def _reported(goal: Goal) -> Goal:
    return replace(goal, kind="actual", text=f"已按计划完成年度目标。{goal.text.rstrip('。')}，各项任务均按时完成。")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _tenths(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.1"), ROUND_HALF_UP)


def total_score(form: SampleForm) -> str:
    """Sum of the printed scores, execution included."""
    points = [Decimal(i.score or "0") for i in form.indicators]
    return str(sum(points, Decimal(form.fund("annual", "total", "score") or "0")).normalize() + 0)
