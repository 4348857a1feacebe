"""Ranges of numbers: 2-12个月, 90%-95%, 5~10个工作日."""

from __future__ import annotations

import re

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import number_at
from shibiao.normalize.values.quantity import Quantity, quantity_at
from shibiao.normalize.values.units import unit_at

_SEPARATOR = re.compile("-+|—+|~+|至|到")


def read_range(text: str, words: Lexicon) -> ParsedValue | None:
    """Two numbers of one unit with a dash between them, in the order printed; ±5% is -5 to 5."""
    if text.startswith("±"):
        return _around_zero(text, words)
    first = number_at(text, 0)
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
    if own is not None and own.name != last.unit_name:
        return None
    return _range(first.digits, last)


def _range(first: str, last: Quantity) -> ParsedValue:
    from decimal import Decimal

    flags = last.flags if Decimal(first) <= Decimal(last.number) else (*last.flags, "range-reversed")
    return ParsedValue(None, first, last.number, last.unit_name, "num_range", flags)


def _around_zero(text: str, words: Lexicon) -> ParsedValue | None:
    spread = quantity_at(text, 1, words, whole=True)
    if spread is None or spread.end != len(text) or spread.operator or spread.number.startswith("-"):
        return None
    return ParsedValue(
        None, f"-{spread.number}", spread.number, spread.unit_name, "num_range", (*spread.flags, "plus-minus")
    )
