"""Ranges of numbers: 2-12个月, 90%-95%, 5~10个工作日, ≥80%且≤100%."""

from __future__ import annotations

import re
from decimal import Decimal

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import number_at
from shibiao.normalize.values.operators import comparison_at
from shibiao.normalize.values.quantity import Quantity, quantity_at
from shibiao.normalize.values.units import Unit, divided, per_at, unit_at

_SEPARATOR = re.compile("-+|—+|~+|至|到")
_AND = re.compile("[且、,;并]?")


def read_range(text: str, words: Lexicon) -> ParsedValue | None:
    """Two numbers of one unit with a dash between them, in the order printed; ±5% is -5 to 5."""
    if text.startswith("±"):
        return _around_zero(text, words)
    per = per_at(text, 0, words)
    return (_per_something(text, per, words) if per else range_from(text, 0, words)) or _between_limits(text, words)


def _per_something(text: str, per: Unit, words: Lexicon) -> ParsedValue | None:
    """每年1-2次."""
    found = range_from(text, per.end, words)
    unit = words.kinds.get(found.unit or "") if found else None
    if found is None or unit is None:
        return None
    return found._replace(unit=divided(Unit(found.unit, unit, 0), per, words).name)


def range_from(text: str, start: int, words: Lexicon) -> ParsedValue | None:
    """The range that begins at ``start`` and ends with the text."""
    first = number_at(text, start)
    if first is None:
        return None
    own = unit_at(text, first.end, words)
    separator = _SEPARATOR.match(text, own.end if own else first.end)
    if separator is None:
        return None
    last = quantity_at(text, separator.end(), words, whole=True)
    if last is None or last.end != len(text) or last.operator or last.scaled:
        return None
    if last.number.startswith("-") and separator.group()[0] == "-":
        return None
    unit = _shared(own, last.unit)
    if unit is None and (own or last.unit):
        return None
    return _range(first.digits, last._replace(unit=unit))


def _shared(first: Unit | None, last: Unit | None) -> Unit | None:
    """The unit of both ends: printed once, twice, or in full only at the second (2000元-3000元/户)."""
    if first is None or last is None:
        return first or last
    return last if last.name == first.name or (last.name or "").startswith(f"{first.name}/") else None


def _range(first: str, last: Quantity) -> ParsedValue:
    flags = last.flags if Decimal(first) <= Decimal(last.number) else (*last.flags, "range-reversed")
    return ParsedValue(None, first, last.number, last.unit_name, "num_range", flags)


def _between_limits(text: str, words: Lexicon) -> ParsedValue | None:
    """≥80%且≤100%: at least the one and at most the other."""
    mark = comparison_at(text, 0, words)
    low = quantity_at(text, mark.end, words, mark) if mark.operator == ">=" else None
    if low is None or low.scaled:
        return None
    joined = _AND.match(text, low.end)
    second = comparison_at(text, joined.end() if joined else low.end, words)
    high = quantity_at(text, second.end, words, second) if second.operator == "<=" else None
    if high is None or high.end != len(text) or high.scaled:
        return None
    unit = _shared(low.unit, high.unit)
    if unit is None and (low.unit or high.unit):
        return None
    return _range(low.number, high._replace(unit=unit))


def _around_zero(text: str, words: Lexicon) -> ParsedValue | None:
    spread = quantity_at(text, 1, words, whole=True)
    if spread is None or spread.end != len(text) or spread.operator or spread.number.startswith("-"):
        return None
    return ParsedValue(
        None, f"-{spread.number}", spread.number, spread.unit_name, "num_range", (*spread.flags, "plus-minus")
    )
