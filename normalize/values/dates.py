"""Points in time as printed: 2023年12月31日, 2025年12月, 2024-01-01, 2021.1, 12月, and 202012 inside a range."""

from __future__ import annotations

import re
from typing import NamedTuple

_Y = "(?P<y>(?:19|20)[0-9]{2})"
_M = "(?P<m>1[0-2]|0?[1-9])"
_D = "(?P<d>3[01]|[12][0-9]|0?[1-9])"
_DAY = "(?:[日号]|(?=之?前|以前))"  # 12月31前
_END = "(?![0-9])"

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Style -> pattern, tried in this order; a pattern never stops inside a figure.
STYLES = (
    ("chinese", re.compile(f"{_Y}年(?:{_M}月份?(?:{_D}{_DAY})?)?")),
    ("short", re.compile(f"(?P<y>[123][0-9])年{_M}月份?(?:{_D}{_DAY})?")),  # 24年12月
    ("numeric", re.compile(f"{_Y}(?P<sep>[-./]){_M}(?P=sep){_D}{_END}")),
    ("numeric", re.compile(f"{_Y}[-./]{_M}{_END}")),
    ("compact", re.compile(f"{_Y}(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12][0-9]|0[1-9])?{_END}")),
    ("month", re.compile(f"{_M}月份?(?:{_D}{_DAY})?")),
    ("year", re.compile(f"{_Y}{_END}")),
)


class Point(NamedTuple):
    """A date of day, month or year precision; ``year`` is None where none is printed. ``end``: index behind it."""

    year: int | None
    month: int | None
    day: int | None
    style: str
    end: int

    def iso(self) -> str:
        """``2023-12-31``, ``2023-12``, ``2023``; without a year ``12-31`` or ``12``."""
        parts = (f"{self.year:04d}" if self.year else None, self.month, self.day)
        return "-".join(p if isinstance(p, str) else f"{p:02d}" for p in parts if p is not None)

    def last_day(self) -> Point:
        """The last day of the month, or of the year. February without a year has 28 days."""
        month = self.month or 12
        return self._replace(month=month, day=_days(self.year or 2023, month))


def _days(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + leap


def point_at(text: str, start: int = 0) -> Point | None:
    """The point in time that begins at ``start``; None for impossible days (2月30日)."""
    if start and "0" <= text[start - 1] <= "9":
        return None
    for style, pattern in STYLES:
        found = pattern.match(text, start)
        if found is not None:
            return _valid(_point(found, style))
    return None


def _point(found: re.Match[str], style: str) -> Point:
    parts = found.groupdict()
    year, month, day = (int(v) if (v := parts.get(k)) else None for k in "ymd")
    if year and style == "short":
        year += 2000
    return Point(year, month, day, style, found.end())


def _valid(point: Point) -> Point | None:
    if point.day and point.month and point.day > _days(point.year or 2024, point.month):
        return None
    return point


def with_year(point: Point, year: int | None) -> tuple[Point, tuple[str, ...]]:
    """The point with the form's year where none is printed, and the flag that says so."""
    if point.year is not None:
        return point, ("century-implied",) if point.style == "short" else ()
    if year is None:
        return point, ("year-missing",)
    return point._replace(year=year), ("year-from-form",)
