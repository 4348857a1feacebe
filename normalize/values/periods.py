"""Stretches of time: 2022年—2024年, 2023.07-2024.01, 1-12月, 2021年全年, 三季度."""

from __future__ import annotations

import re
from typing import NamedTuple

from shibiao.normalize.values.dates import Point, point_at, with_year
from shibiao.normalize.values.model import ParsedValue

SEPARATOR = re.compile("年?度?底?起?(?:-+|—+|~+|至|到)")
_MONTHS = re.compile("(?P<a>1[0-2]|0?[1-9])(?:-+|—+|~+|至|到)(?P<b>1[0-2]|0?[1-9])月份?")
_LATER_MONTH = re.compile("(?:-+|—+|~+|至|到)(?P<b>1[0-2]|0?[1-9])(?![0-9./年月-])月?份?")
_PARTS = {
    "上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "1季度": (1, 3), "2季度": (4, 6), "3季度": (7, 9), "4季度": (10, 12),
}  # fmt: skip
_CLOSING = re.compile("年?度?底?(?:期间|[内止])?")


class Period(NamedTuple):
    """Two points of time, and the index behind them."""

    first: Point
    last: Point
    end: int


def read_period(text: str, year: int | None) -> ParsedValue | None:
    """The stretch of time that a whole text is."""
    start = 1 if text[:1] in ("自", "从") else 0
    period = period_at(text, start)
    if period is not None and _CLOSING.fullmatch(text, period.end):
        return _value(period, year)
    return _part_of_year(text, year)


def period_at(text: str, start: int) -> Period | None:
    """The stretch between two printed points that begins at ``start``.

    The later point may leave out the year (2021年1月-12月); 2024-2022 is given as printed.
    """
    months = _MONTHS.match(text, start)
    if months is not None:
        first, last = (Point(None, int(months[k]), None, "month", months.end()) for k in "ab")
        return Period(first, last, months.end())
    point = point_at(text, start)
    if point is not None and point.year is not None:
        months = _MONTHS.match(text, point.end) if point.month is None else _LATER_MONTH.match(text, point.end)
        if months is not None and point.style in ("chinese", "numeric") and point.day is None:
            return _months_of_year(point, months)
    separator = SEPARATOR.match(text, point.end) if point else None
    other = point_at(text, separator.end()) if separator else None
    if point is None or other is None or not _alike(point, other):
        return None
    if other.year is None:
        other = other._replace(year=point.year)
    end = other.end + (other.style == "year" and text.startswith("年", other.end))
    return Period(point, other, end)


def _months_of_year(point: Point, months: re.Match[str]) -> Period:
    """2023年1-12月, 2023.1-12."""
    first = point.month or int(months["a"])
    last = point._replace(month=int(months["b"]), end=months.end())
    return Period(point._replace(month=first), last, months.end())


def _alike(first: Point, last: Point) -> bool:
    if last.style == "month":
        return first.style in ("chinese", "short", "month") and first.month is not None
    if first.style == "month":
        return False
    return {first.style, last.style} <= {"chinese", "year", "short"} or first.style == last.style


def _value(period: Period, year: int | None) -> ParsedValue:
    first, flags = with_year(period.first, year)
    last, _ = with_year(period.last, year)
    if first.month is None and last.month is None:
        return ParsedValue(None, first.iso(), last.iso(), "year", "date_range", flags)
    if first.year is None:
        return ParsedValue(None, _bare(first), _bare(last), "date", "date_range", flags)
    return ParsedValue(None, first.iso(), last.iso(), "date", "date_range", flags)


def _bare(point: Point) -> str:
    """Months without any year are numbers: 1-12月 gives 1 and 12."""
    return str(point.month) if point.day is None else point.iso()


def _part_of_year(text: str, year: int | None) -> ParsedValue | None:
    """2021年全年, 2021年度, 2021年, 2021年上半年, 第三季度."""
    point = point_at(text)
    start = 0
    if point is not None:
        if point.style != "chinese" or point.month is not None:
            return None
        start = point.end
    rest = text[start:].removeprefix("度").removeprefix("第").removesuffix("内")
    months = _PARTS.get(rest) or ((1, 12) if point and not rest else None)
    if months is None:
        return None
    first = Point(point.year if point else None, months[0], None, "chinese", len(text))
    return _value(Period(first, first._replace(month=months[1]), len(text)), year)
