"""Quantities inside words: 合格率达100%, 暂定量按15次作业且总航时不少于30小时测算, 逐年递减8%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shibiao.normalize.values.dates import point_at
from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import NUMBER
from shibiao.normalize.values.operators import Comparison, comparison_at
from shibiao.normalize.values.quantity import Quantity, quantity_at
from shibiao.normalize.values.trends import read_trend

_FIRST_DIGIT = re.compile("(?<![0-9A-Za-z.])(?<![0-9],)[0-9]|百分之")
_LONGEST_OPERATOR = 6
_STOPS = "。;,、."


def read_sentence(text: str, words: Lexicon) -> ParsedValue | None:
    """The figures that a statement holds: a trend, one rate behind its name, or figures to be looked at."""
    found = list(quantities_in(text, words))
    if not found:
        return None
    is_last = found[-1].end >= len(text.rstrip(_STOPS))
    if len(found) == 1 and is_last:
        return read_trend(text, found[0], words) or _named(text, found[0], words)
    return _several(text, found, words)


def quantities_in(text: str, words: Lexicon) -> Iterator[Quantity]:
    """Every quantity of a statement in order; ordinals, dates and document numbers are none.

    ``start`` is where the operator before the number begins.
    """
    position = 0
    while (digit := _FIRST_DIGIT.search(text, position)) is not None:
        start = digit.start()
        date = point_at(text, start)
        if date is not None and date.style in ("chinese", "numeric", "month"):
            position = date.end
            continue
        mark, begin = _comparison_before(text, start, words)
        quantity = quantity_at(text, start, words, mark)
        if quantity is None:
            number = NUMBER.match(text, start)
            position = number.end() if number else start + 1
            continue
        position = max(quantity.end, start + 1)
        if not _counts_nothing(text, start, quantity):
            yield quantity._replace(start=begin)


def _counts_nothing(text: str, start: int, quantity: Quantity) -> bool:
    """第1名, 〔2021〕10号, 5G."""
    before, behind = text[start - 1 : start], text[quantity.end : quantity.end + 1]
    in_document = before in ("第", "〔", "[", "【") and start > 0
    lettered = quantity.unit is None and (behind == "号" or (behind.isascii() and behind.isalpha()))
    return in_document or lettered


def _comparison_before(text: str, start: int, words: Lexicon) -> tuple[Comparison, int]:
    """The operator that ends where the number starts, and where it begins."""
    for begin in range(max(0, start - _LONGEST_OPERATOR), start):
        mark = comparison_at(text, begin, words)
        if mark.end == start:
            return mark, begin
    return Comparison(None, start), start


def _named(text: str, only: Quantity, words: Lexicon) -> ParsedValue:
    """劝返率75%以上: a rate behind its name; anything else but a rate is an embedded number."""
    clause = text[: only.start]
    if only.value_class != "percent" or any(c in clause for c in ",、;"):
        return _several(text, [only], words)
    return only.value("percent" if not clause else "embedded_pct")


def _several(text: str, found: list[Quantity], words: Lexicon) -> ParsedValue:
    first, second = found[0], found[1] if len(found) > 1 else None
    units = [q.unit_name for q in found[:2] if q.unit_name]
    operator = first.operator or _only_operator(text, found, words)
    counts = ("two-quantities",) if len(found) == 2 else ("more-quantities",) if second else ()
    flags = tuple(dict.fromkeys((*first.flags, *(second.flags if second else ()), *counts)))
    unit = "|".join(dict.fromkeys(units)) or None
    return ParsedValue(operator, first.number, second.number if second else None, unit, "embedded_num", flags)


def _only_operator(text: str, found: list[Quantity], words: Lexicon) -> str | None:
    """The operator of the statement: the only one among its quantities, or a word before the first (至少全年…)."""
    operators = {q.operator for q in found if q.operator}
    if len(operators) == 1:
        return operators.pop()
    if operators or len(found) > 1:
        return None
    for begin in range(found[0].start):
        mark = comparison_at(text, begin, words)
        if mark.operator and mark.end - begin > 1:
            return mark.operator
    return None
