"""P1 to P3: terms, periods and dates."""

from __future__ import annotations

from collections.abc import Iterator

from shibiao.normalize.checks.facts import Facts, text
from shibiao.normalize.checks.registry import Violation, Words, check
from shibiao.schemas.records import IndicatorRecord


@check("P1")
def term_is_period(facts: Facts) -> Iterator[Violation]:
    """The term's years are as many as the medium-term goal's period has."""
    goal = facts.used_goal("mid_term")
    if goal is None or goal.period is None or facts.term.years is None:
        return
    span = goal.period.end - goal.period.start + 1
    if span != facts.term.years:
        words: Words = {
            "years": str(facts.term.years), "start": str(goal.period.start), "end": str(goal.period.end),
            "span": str(span),
        }  # fmt: skip
        yield Violation((facts.form.fields.get("project_term"), goal.text), words)


@check("P2")
def year_in_period(facts: Facts) -> Iterator[Violation]:
    """The form's year lies in the medium-term goal's period."""
    goal = facts.used_goal("mid_term")
    if goal is None or goal.period is None or facts.year is None:
        return
    if not goal.period.start <= facts.year <= goal.period.end:
        words: Words = {"year": str(facts.year), "start": str(goal.period.start), "end": str(goal.period.end)}
        yield Violation((facts.form.year, goal.text), words)


@check("P3")
def dates_in_order(facts: Facts) -> Iterator[Violation]:
    """Dates of the year's targets lie in the form's year, and no range ends before it begins."""
    for indicator in facts.form.indicators:
        if indicator.value_class in ("date", "date_month", "date_deadline", "date_range") and _is_off(indicator, facts):
            words: Words = {
                "name": text(indicator.name),
                "target": text(indicator.target),
                "year": str(facts.year or "?"),
            }
            yield Violation((indicator.target, facts.form.year), words)


def _is_off(indicator: IndicatorRecord, facts: Facts) -> bool:
    dates = [d for d in (indicator.number, indicator.number2) if d and len(d) >= 4 and d[:4].isdecimal()]
    if len(dates) == 2 and _is_after(*dates):
        return True
    if indicator.pane != "annual" or facts.year is None or indicator.unit != "date":
        return False
    return any(int(d[:4]) != facts.year for d in dates)


def _is_after(start: str, end: str) -> bool:
    """Compared as far as both are printed: 2023-05-10 is not after 2023-05."""
    common = min(len(start), len(end))
    return start[:common] > end[:common]
