"""Dates that come back: 每年12月底前, 每月中旬, 每年3月、9月份."""

from __future__ import annotations

import re

from shibiao.normalize.values.dates import Point, point_at
from shibiao.normalize.values.deadlines import read_deadline
from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue

_THIRDS = {"上旬": ("1", "10"), "中旬": ("11", "20"), "下旬": ("21", "31")}
_DAY = re.compile("(3[01]|[12][0-9]|0?[1-9])[日号]")
_LIST = re.compile("(?:(?:1[0-2]|0?[1-9])月?份?[、,和及与])+(?:1[0-2]|0?[1-9])月份?")
_MONTH = re.compile("[0-9]+")


def read_recurring(text: str, words: Lexicon) -> ParsedValue | None:
    """A date without a year that comes back every year or month, or a list of months."""
    months = read_month_list(text.removeprefix("每年"))
    if months is not None:
        return months
    if text.startswith("每年"):
        return _every_year(text.removeprefix("每年"), words)
    if text.startswith("每月"):
        return _every_month(text.removeprefix("每月"), words)
    return None


def read_month_list(text: str) -> ParsedValue | None:
    """3月、9月份: the first and the last month."""
    if _LIST.fullmatch(text) is None:
        return None
    months = _MONTH.findall(text)
    flags = ("more-dates",) if len(months) > 2 else ()
    return ParsedValue("=", str(int(months[0])), str(int(months[-1])), "month list", "date_list", flags)


def _every_year(text: str, words: Lexicon) -> ParsedValue | None:
    point = point_at(text)
    if (point is None or point.year is not None) and text[:1] not in ("年", "底", "末"):
        return None
    if text[:1] in ("底", "末"):
        text = "年" + text
    found = read_deadline(text, None, words)
    return found._replace(unit="recurring date", flags=()) if found else None


def _every_month(text: str, words: Lexicon) -> ParsedValue | None:
    third = _THIRDS.get(text)
    if third is not None:
        return ParsedValue(None, *third, "recurring day range", "date_deadline")
    day = _DAY.match(text)
    if day is None or not (text[day.end() :] == "" or text[day.end() :].startswith(words.qualities.date_tails)):
        return None
    point = Point(None, None, int(day[1]), "month", day.end())
    return ParsedValue("<=", str(point.day), None, "recurring date", "date_deadline")
