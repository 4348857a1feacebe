"""Quantities inside words: 合格率达100%, 暂定量按15次作业且总航时不少于30小时测算, 逐年递减8%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from shibiao.normalize.values.dates import point_at
from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import NUMBER
from shibiao.normalize.values.operators import Comparison, comparison_at
from shibiao.normalize.values.quantity import Quantity, quantity_at
from shibiao.normalize.values.trends import read_trend, read_trend_range

# Digits that count nothing; a small pattern for each kind, joined into one that is searched once.
_UNCOUNTED = (
    "(?<![0-9])[0-9]{1,2}:[0-5][0-9](?![0-9])",  # 8:30
    "(?<![A-Za-z])[A-Za-z][A-Za-z/ ]{0,15}[0-9.]{0,12}-[0-9]+",  # GB50010-2010
    "(?<=[年第])[1-4]季度",
    "(?:(?<=[;。、:\\s])|^)[0-9]{1,2}[.、)](?=[^0-9])",  # 1.培训3期;2.讲座5场
    "(?:(?<=[;。、:\\s])|^)[(][0-9]{1,2}[)]",
)
_CODES = re.compile("|".join(_UNCOUNTED))
_RANKS = re.compile("(?<![目之以年月日])前")
_FIRST_DIGIT = re.compile("(?<![0-9A-Za-z.])(?<![0-9],)[0-9]|百分之")
_LONGEST_OPERATOR = 6
_MOST = 50  # what goes on behind so many figures is a table, and two are given
_STOPS = "。;,、."


def read_sentence(text: str, words: Lexicon) -> ParsedValue | None:
    """The figures that a statement holds: a trend, one rate behind its name, or figures to be looked at."""
    found = list(islice(quantities_in(text, words), _MOST))
    if not found:
        return None
    is_last = found[-1].end >= len(text.rstrip(_STOPS))
    if len(found) == 1 and is_last:
        return read_trend(text, found[0], words) or _named(text, found[0], words)
    if len(found) == 2 and is_last and (change := read_trend_range(text, found[0], words)):
        return change
    return _several(text, found, words)


def quantities_in(text: str, words: Lexicon) -> Iterator[Quantity]:
    """Every quantity of a statement in order; ordinals, dates and document numbers are none.

    ``start`` is where the operator before the number begins.
    """
    position = 0
    counting = _CODES.sub(lambda code: "#" * len(code.group()), text)
    while (digit := _FIRST_DIGIT.search(counting, position)) is not None:
        start = digit.start()
        date = point_at(text, start)
        if date is not None and date.style in ("chinese", "numeric", "month", "short"):
            position = date.end
            continue
        start -= _is_negative(text, start, words)
        mark, begin = _comparison_before(text, start, words)
        quantity = quantity_at(text, start, words, mark)
        if quantity is None:
            number = NUMBER.match(text, digit.start())
            position = number.end() if number else digit.end()
            continue
        position = max(quantity.end, digit.end())
        if not _counts_nothing(text, start, quantity, words):
            yield quantity._replace(start=begin)


def _is_negative(text: str, start: int, words: Lexicon) -> bool:
    """增长-2%, 温度≥-5℃; in 满意度-95% the dash parts name and figure."""
    if start < 2 or text[start - 1] != "-":
        return False
    mark, _ = _comparison_before(text, start - 1, words)
    verbs = (words.trends.get(text[max(0, start - 1 - length) : start - 1]) for length in (2, 3))
    return mark.operator is not None or any(verbs)


def _counts_nothing(text: str, start: int, quantity: Quantity, words: Lexicon) -> bool:
    """第1名, 前10名, 〔2021〕10号, 5G, 12345热线."""
    before, behind = text[start - 1 : start], text[quantity.end : quantity.end + 1]
    in_document = before in ("第", "〔", "[", "【") and start > 0
    lettered = quantity.unit is None and (behind == "号" or (behind.isascii() and behind.isalpha()))
    ranked = quantity.unit_name in ("名", "位") and _RANKS.match(text, start - 1) is not None if start else False
    name = quantity.unit is None and text.startswith(words.qualities.called_by_number, quantity.end)
    return in_document or lettered or ranked or name


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
