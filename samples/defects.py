"""Known audit defects put into a sound form on purpose, by the id of the check that must find them.

A defect may entail others: a pane whose money is gone also has costs above its funds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from samples.content import FAMILIES, Family, Fund, Pane, SampleForm

_TARGETS: tuple[Family, ...] = ("goal_2pane", "goal_1pane")


def plantable(family: Family) -> tuple[str, ...]:
    """Ids of the defects that a form of the family can have."""
    return tuple(rule for rule, (families, _) in DEFECTS.items() if family in families)


def planted(form: SampleForm, rule: str) -> SampleForm:
    """The form with one defect. Raises KeyError for an unknown rule, ValueError where the family cannot have it."""
    families, plant = DEFECTS[rule]
    if form.family not in families:
        raise ValueError(f"a form of family {form.family} cannot have defect {rule}")
    return replace(plant(form), defects=(*form.defects, rule))


def _amounts(form: SampleForm, change: Callable[[Fund], str | None]) -> SampleForm:
    return replace(form, funds=tuple(replace(fund, amount=change(fund)) for fund in form.funds))


def _scaled(form: SampleForm, pane: Pane, factor: int) -> SampleForm:
    return _amounts(form, lambda fund: str(Decimal(fund.amount or "0") * factor) if fund.pane == pane else fund.amount)


def _sum_off(form: SampleForm) -> SampleForm:
    """F1: the year's total says 10 more than its parts."""
    measure = "budget" if form.family == "selfeval" else "amount"
    wrong = ("annual", "total", measure)
    return _amounts(
        form,
        lambda fund: (
            str(Decimal(fund.amount or "0") + 10) if (fund.pane, fund.item, fund.measure) == wrong else fund.amount
        ),
    )


def _year_above_term(form: SampleForm) -> SampleForm:
    """F2: the year has more money than the whole term."""
    return _scaled(form, "annual", 9)


def _with_term(form: SampleForm, years: int, *, from_year: int | None = None, span: int | None = None) -> SampleForm:
    """A term of ``years``, and a goal period of ``span`` years (else as many) from ``from_year`` (else the form's)."""
    first = form.year if from_year is None else from_year
    period = (first, first + (span or years) - 1)
    goals = tuple(replace(goal, period=period) if goal.pane == "mid_term" else goal for goal in form.goals)
    return replace(form, goals=goals, fields={**form.fields, "project_term": f"{years}年"})


def _one_year_without_money(form: SampleForm) -> SampleForm:
    """F3: a project of one year whose year has no money."""
    return _scaled(_with_term(form, 1), "annual", 0)


def _years_for_one_year_of_money(form: SampleForm) -> SampleForm:
    """F4: three years with the money of one."""
    return _amounts(_with_term(form, 3), lambda fund: form.fund("annual", fund.item))


def _term_off(form: SampleForm) -> SampleForm:
    """P1: one year, but a goal for three."""
    return _with_term(form, 1, span=3)


def _past_period(form: SampleForm) -> SampleForm:
    """P2: the goal's period was over before the form's year."""
    return _with_term(form, 1, from_year=form.year - 1)


def _named_twice(form: SampleForm) -> SampleForm:
    """I3: the first indicator stands twice."""
    return replace(form, indicators=(form.indicators[0], *form.indicators))


def _score_above_weight(form: SampleForm) -> SampleForm:
    """S2: an indicator with more points than it can have."""
    first, *others = form.indicators
    return replace(form, indicators=(replace(first, score=str(int(first.weight or "0") + 3)), *others))


def _rate_off(form: SampleForm) -> SampleForm:
    """S5: the printed rate of execution is not executed by budget."""
    return _amounts(form, lambda fund: "61.50%" if fund.measure == "execution_rate" else fund.amount)


DEFECTS: dict[str, tuple[tuple[Family, ...], Callable[[SampleForm], SampleForm]]] = {
    "F1": (FAMILIES, _sum_off),
    "F2": (("goal_2pane",), _year_above_term),
    "F3": (("goal_2pane",), _one_year_without_money),
    "F4": (("goal_2pane",), _years_for_one_year_of_money),
    "P1": (("goal_2pane",), _term_off),
    "P2": (("goal_2pane",), _past_period),
    "I3": (_TARGETS, _named_twice),
    "S2": (("selfeval",), _score_above_weight),
    "S5": (("selfeval",), _rate_off),
}
