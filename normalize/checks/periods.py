"""P3: dates of targets, and of the project."""

from __future__ import annotations

from collections.abc import Iterator

from shibiao.normalize.checks.facts import Facts, text
from shibiao.normalize.checks.registry import Said, Violation, Words, check
from shibiao.normalize.values import parse_value
from shibiao.schemas.records import IndicatorRecord, Value

_DATES = ("date", "date_month", "date_deadline", "date_range")
_FIRST_AND_LAST = {
    ("project_term", "project_term"): Said("项目期", "the project's term"),
    ("start_date", "end_date"): Said("起止日期", "start and end"),
}


@check("P3")
def dates_in_order(facts: Facts) -> Iterator[Violation]:
    """Dates of the year's targets lie in the form's year, and no range ends before it begins."""
    for indicator in facts.form.indicators:
        if indicator.value_class in _DATES and _is_off(indicator, facts):
            words: Words = {
                "name": text(indicator.name),
                "target": text(indicator.target),
                "year": str(facts.year or "?"),
            }
            yield Violation((indicator.target, facts.form.year), words)
    yield from _project_dates(facts)


def _project_dates(facts: Facts) -> Iterator[Violation]:
    """The project's first date, or month, is not after its last, in one field or in two."""
    fields = facts.form.fields
    for (first, last), name in _FIRST_AND_LAST.items():
        begin, end = fields.get(first), fields.get(last)
        if begin is None or end is None:
            continue
        start, finish = _bounds(begin, facts)[:1], _bounds(end, facts)[-1:]
        if start and finish and _is_after(start[0], finish[0]):
            printed = text(begin) if begin is end else f"{text(begin)} — {text(end)}"
            words: Words = {"name": name, "target": printed, "year": str(facts.year or "?")}
            yield Violation((begin, end), words)


def _bounds(value: Value, facts: Facts) -> list[str]:
    """The dates that a field holds, as far as they are printed."""
    parsed = parse_value(value.value or "", year=facts.year)
    dated = parsed.value_class in _DATES and value.status != "clipped-lost"
    return [n for n in (parsed.number, parsed.number2) if n and n[:4].isdecimal() and len(n) >= 4] if dated else []


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
