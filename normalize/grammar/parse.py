"""A target's text to its meaning: each kind of value is tried in turn, the surest first."""

from __future__ import annotations

import re
from functools import lru_cache

from shibiao.normalize.grammar.dates import parse_date
from shibiao.normalize.grammar.model import ParsedValue
from shibiao.normalize.grammar.qualities import quality
from shibiao.normalize.grammar.quantities import parse_embedded, parse_quantity, parse_trend
from shibiao.normalize.grammar.units import is_unit, unit_of
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import Operator
from shibiao.schemas.value_words import value_words

_PREFIX = re.compile(r"^指标\d+[:：]")
_BREAKDOWN = re.compile(r"^(?P<head>[^()]*?(?:元|万|亿))[(](?=.*\d).*[)]$")
_MOST = 2000  # characters; a longer text is prose


def parse_value(raw: str, *, year: int | None = None) -> ParsedValue:
    """Parse a printed target. Never raises, never changes ``raw``; what it cannot tell is narrative.

    ``year`` is the form's year, for dates that leave it out.
    """
    return _parse(_PREFIX.sub("", squeeze(raw[:_MOST])), year)


@lru_cache(maxsize=8192)
def _parse(text: str, year: int | None) -> ParsedValue:
    if not text:
        return ParsedValue("empty")
    words = value_words()
    if text in words.not_applicable:
        return ParsedValue("na")
    if text in words.booleans:
        return ParsedValue("boolean")
    if not any(c.isdigit() for c in text):
        return parse_date(text, year) or _placeholder(text) or parse_quantity(text) or ParsedValue(quality(text))
    breakdown = _BREAKDOWN.match(text)
    if breakdown:
        head = parse_quantity(breakdown["head"])
        if head is not None:
            return head._replace(flags=(*head.flags, "breakdown-in-brackets"))
    return (
        _placeholder(text)
        or parse_date(text, year)
        or parse_quantity(text)
        or parse_trend(text)
        or parse_embedded(text)
        or ParsedValue(quality(text))
    )


def _placeholder(text: str) -> ParsedValue | None:
    """A blank of the template: ``≥**%``, ``XX``, or a unit that nobody put a number before."""
    words = value_words()
    operator, rest = _leading_operator(text)
    blank = next((p for p in words.placeholders if rest.startswith(p)), None)
    if blank is not None:
        unit = unit_of(rest[len(blank) :].lstrip("*"))
        return ParsedValue("placeholder", operator, unit=unit.name if unit else None, flags=("not-filled-in",))
    if rest and is_unit(rest) and (operator or len(rest) > 1) and rest not in words.states:
        unit = unit_of(rest)
        return ParsedValue("placeholder", operator, unit=unit.name if unit else None, flags=("not-filled-in",))
    return None


def _leading_operator(text: str) -> tuple[Operator | None, str]:
    spellings = sorted(
        ((s, op) for op, group in value_words().operators.items() for s in group), key=lambda x: -len(x[0])
    )
    for spelling, operator in spellings:
        if text.startswith(spelling):
            return operator, text[len(spelling) :]
    return None, text
