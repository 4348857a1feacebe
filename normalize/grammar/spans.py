"""Periods in years: 项目期 and the headings of goals."""

from __future__ import annotations

import re

from shibiao.normalize.grammar.dates import parse_date
from shibiao.normalize.grammar.model import Span
from shibiao.normalize.grammar.numbers import chinese_number
from shibiao.normalize.text import squeeze

_YEARS_LONG = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]+)(?:个)?年(?:期)?")
_YEARS_FROM_TO = re.compile(
    r"((?:19|20)\d\d)年?(?:\d{1,2}月|[-/.]\d{1,2})?(?:\d{1,2}日|[-/.]\d{1,2})?(?:-{1,2}|—{1,2}|–|~|至|到)((?:19|20)\d\d)"
)
_ONE_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度|全年)?")


def parse_span(raw: str) -> Span:
    """``3年`` → 3 years; ``中期目标（2022年—2024年）`` → 2022 to 2024, 3 years; ``长期`` → nothing known."""
    text = squeeze(raw)
    long = _YEARS_LONG.fullmatch(text)
    if long:
        count = int(long.group(1)) if long.group(1).isdigit() else chinese_number(long.group(1))
        return Span(None, None, count)
    date = parse_date(text, None)
    if date is not None and date.number and date.number2 and date.value_class == "date_range" and len(date.number) >= 4:
        return _span(int(date.number[:4]), int(date.number2[:4]))
    found = _YEARS_FROM_TO.search(text)
    if found:
        return _span(int(found.group(1)), int(found.group(2)))
    one = _ONE_YEAR.search(text)
    return _span(int(one.group(1)), int(one.group(1))) if one else Span(None, None, None)


def _span(start: int, end: int) -> Span:
    return Span(start, end, end - start + 1 if end >= start else None)
