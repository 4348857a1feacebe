"""Dates, deadlines and ranges of dates, as a table of the spellings that forms use."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from typing import NamedTuple

from shibiao.normalize.grammar.model import ParsedValue
from shibiao.normalize.grammar.numbers import chinese_number
from shibiao.normalize.text import squeeze

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|\)|(?=$))")
_CHINESE_YEAR = re.compile(r"([二一][〇零○九][〇零○一二三四五六七八九]{2})年")
_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
_Y2, _M2 = r"(?P<y2>(?:19|20)\d\d)", r"(?P<m2>0?[1-9]|1[0-2])"
_TO = r"(?:-{1,2}|—{1,2}|–|~|至|到)"
_Make = Callable[[re.Match[str], int | None], ParsedValue | None]


class _Spelling(NamedTuple):
    pattern: re.Pattern[str]
    make: _Make


def parse_year(raw: str) -> int | None:
    """The year of ``（ 2023 年度）``, ``2022年度项目支出绩效自评表`` or ``二〇二三年度``; None without one."""
    text = squeeze(raw)
    found = _YEAR.search(text) or re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)
    if found:
        return int(found.group(1))
    chinese = _CHINESE_YEAR.search(text)
    return chinese_number(chinese.group(1).replace("○", "〇")) if chinese else None


def parse_date(text: str, year: int | None) -> ParsedValue | None:
    """A date or a range of dates; ``text`` folded and without white space; None where it is neither.

    Where the text leaves out the year, ``year`` (the form's) completes it, and a flag says so.
    """
    for spelling in _SPELLINGS:
        found = spelling.pattern.fullmatch(text)
        if found:
            return spelling.make(found, year)
    return None


def _month(year: str, month: str) -> str:
    return f"{year}-{int(month):02d}"


def _day(found: re.Match[str], year: int | None) -> ParsedValue | None:
    last = calendar.monthrange(int(found["y"]), int(found["m"]))[1]
    if int(found["d"]) > last:
        return None
    date = f"{_month(found['y'], found['m'])}-{int(found['d']):02d}"
    if "年" in found.string:
        return ParsedValue("date_deadline", "<=", date, unit="date")
    return ParsedValue("date", "=", date, unit="date")


def _one_month(found: re.Match[str], year: int | None) -> ParsedValue | None:
    operator = "<=" if "年" in found.string else "="
    return ParsedValue("date_month", operator, _month(found["y"], found["m"]), unit="date")


def _year_end(found: re.Match[str], year: int | None) -> ParsedValue | None:
    return ParsedValue("date_deadline", "<=", f"{found['y']}-12-31", unit="date")


def _month_end(found: re.Match[str], year: int | None) -> ParsedValue | None:
    month = int(found["m"])
    known = found.groupdict().get("y")
    stated = int(known) if known else year
    last = calendar.monthrange(stated or 2023, month)[1]
    tail = f"{month:02d}-{last:02d}"
    if found.string.startswith("每年"):
        return ParsedValue("date_deadline", "<=", tail, unit="recurring date", flags=("recurring",))
    if stated is None:
        return ParsedValue("date_deadline", "<=", tail, unit="date", flags=("year-missing",))
    flags = () if known else ("year-from-form",)
    return ParsedValue("date_deadline", "<=", f"{stated}-{tail}", unit="date", flags=flags)


def _months(found: re.Match[str], year: int | None) -> ParsedValue | None:
    y2 = found.groupdict().get("y2") or found["y"]
    return ParsedValue("date_range", None, _month(found["y"], found["m"]), _month(y2, found["m2"]), "date")


def _months_no_year(found: re.Match[str], year: int | None) -> ParsedValue | None:
    if year is None:
        return ParsedValue("date_range", None, found["m"], found["m2"], "date", ("year-missing",))
    ends = _month(str(year), found["m"]), _month(str(year), found["m2"])
    return ParsedValue("date_range", None, *ends, "date", ("year-from-form",))


def _whole_year(found: re.Match[str], year: int | None) -> ParsedValue | None:
    return ParsedValue("date_range", None, f"{found['y']}-01", f"{found['y']}-12", "date")


def _years(found: re.Match[str], year: int | None) -> ParsedValue | None:
    return ParsedValue("date_range", None, found["y"], found["y2"], "year")


def _third_of_month(found: re.Match[str], year: int | None) -> ParsedValue | None:
    first = {"上": "1", "中": "11", "下": "21"}[found["third"]]
    last = {"上": "10", "中": "20", "下": "31"}[found["third"]]
    return ParsedValue("date_deadline", None, first, last, "recurring day range", ("recurring",))


def _month_list(found: re.Match[str], year: int | None) -> ParsedValue | None:
    return ParsedValue("date_list", "=", found["m"], found["m2"], "month list", ("recurring",))


def _characters_lost(found: re.Match[str], year: int | None) -> ParsedValue | None:
    """``20246-202516``: 年, 月 and 日 were lost; only told, never sure."""
    start = _month(found["y"], found["m"])
    end = f"{_month(found['y2'], found['m2'])}-{int(found['d']):02d}"
    return ParsedValue("damaged", None, start, end, "date", ("date-characters-lost",))


_SPELLINGS = tuple(
    _Spelling(re.compile(pattern), make)
    for pattern, make in (
        (rf"{_Y}年{_M}月{_D}日?(?:前|之前|以前)?", _day),
        (rf"{_Y}([-/.]){_M}\2{_D}", _day),
        (rf"{_Y}年{_M}月(?:份|前|之前)?", _one_month),
        (rf"{_Y}[.\-/]{_M}", _one_month),
        (rf"{_Y}年{_M}月(?:底|末).{{0,20}}", _month_end),
        (rf"{_Y}年?年(?:底|末)(?:前|之前|以前)?(?:完成|到位)?", _year_end),
        (rf"(?:每年)?{_M}月(?:底|末)(?:前|之前|以前)?.{{0,8}}", _month_end),
        (rf"{_Y}年?[.\-]?{_M}月?{_TO}{_Y2}年?[.\-]?{_M2}月?", _months),
        (rf"{_Y}(?P<m>0[1-9]|1[0-2]){_TO}{_Y2}(?P<m2>0[1-9]|1[0-2])", _months),
        (rf"{_Y}年{_M}月?{_TO}{_M2}月", _months),
        (rf"{_M}月?{_TO}{_M2}月", _months_no_year),
        (rf"{_Y}年?(?:全年|年度|度)", _whole_year),
        (rf"{_Y}年?{_TO}{_Y2}年?", _years),
        (r"每月(?P<third>[上中下])旬", _third_of_month),
        (rf"每年{_M}月?、{_M2}月份?", _month_list),
        (rf"{_Y}(?P<m>[1-9])-{_Y2}(?P<m2>[1-9])(?P<d>[1-9])", _characters_lost),
    )
)
