"""Years: of a form, of a project's term, of a goal's heading."""

from __future__ import annotations

import re

from shibiao.normalize.text import squeeze
from shibiao.normalize.values.chinese_dates import dates_in_digits
from shibiao.normalize.values.dates import point_at
from shibiao.normalize.values.model import Span
from shibiao.normalize.values.numerals import chinese_number_at
from shibiao.normalize.values.periods import period_at
from shibiao.normalize.values.printed import printed_form

_UNKNOWN = Span(None, None, None)
_YEAR_BEGINS = re.compile("(?<![0-9])(?:19|20)[0-9]{2}")
# 1-3年 and 5年以上 are no length, 第3年 is one year of several.
_TERM = re.compile("(?<![0-9.~至到第—-])(?P<n>[0-9]{1,3})(?P<unit>周?年|个月)(?!前|内|底|末|初|以|半|级|第|中)")
_CHINESE_TERM = re.compile(
    "(?<![一二两三四五六七八九十百千〇零至到第])(?P<n>[一二两三四五六七八九十]{1,3})(?P<unit>周?年|个月)(?!前|内|底|末|初|以|半|级|第|中)"
)
_FORM_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})[)\\]〕]?年(度?)(?!度?(?:-|—|~|至|到)[0-9])")
_OPEN_ENDS = ("起", "至", "以来", "开始", "-", "—", "~")
_BARE_YEAR = re.compile("(?:(?:预算|所属)?年[度份]:?)?[(]?((?:19|20)[0-9]{2})[)]?")
_RANGE_BEFORE = re.compile("[0-9]年?度?(?:-+|—+|~+|至|到)$")


def parse_span(raw: str) -> Span:
    """The years that a term (``3年``, ``2022年3月-2023年11月``) or a heading (``中期目标（2022年—2024年）``) names.

    ``years`` counts the calendar years from start to end, or is the printed length of the term. A single date
    gives its year as ``start``; 长期 and what is not understood give three None.
    """
    text = dates_in_digits(printed_form(raw))
    for found in _YEAR_BEGINS.finditer(text):
        period = period_at(text, found.start())
        if period is not None and period.first.year and period.last.year:
            first, last = period.first.year, period.last.year
            return Span(first, last, last - first + 1 if last >= first else None)
    years = _term_years(text)
    if years is not None:
        return Span(None, None, years)
    return _single_year(text)


def _term_years(text: str) -> int | None:
    found = _TERM.search(text) or _CHINESE_TERM.search(text)
    if found is None:
        return None
    number = chinese_number_at(found["n"], 0)
    if number is None and not found["n"].isdecimal():
        return None  # 两三年
    count = int(number.digits if number else found["n"])
    if found["unit"] == "个月":
        return count // 12 if count and count % 12 == 0 else None
    return count or None


def _single_year(text: str) -> Span:
    found = _YEAR_BEGINS.search(text)
    point = point_at(text, found.start()) if found else None
    if point is None or point.year is None or point.style == "compact":
        return _UNKNOWN
    if point.style == "year" and text not in (str(point.year), f"({point.year})"):
        return _UNKNOWN
    if point.month is None and not text.startswith(_OPEN_ENDS, point.end):
        return Span(point.year, point.year, 1)
    return Span(point.year, None, None)


def parse_year(raw: str) -> int | None:
    """The year that a line ``( 2023 年度)`` or a title names; None where it names none, or several."""
    text = dates_in_digits(squeeze(raw))
    bare = _BARE_YEAR.fullmatch(text)
    if bare is not None:
        return int(bare[1])
    named = [
        (m[1], bool(m[2]))
        for m in _FORM_YEAR.finditer(text)
        if not _RANGE_BEFORE.search(text[max(0, m.start() - 8) : m.start()])
    ]
    # 2022年度项目支出绩效自评表（2023年填报）: the budget year is the one called 年度
    years = {year for year, budget in named if budget} or {year for year, _ in named}
    return int(years.pop()) if len(years) == 1 else None
