"""Single dates as targets: 2023年12月31日 is a deadline, 2024-01-01 a date, 11月底前 a deadline of the form's year."""

from __future__ import annotations

import re

from shibiao.normalize.text import is_cjk
from shibiao.normalize.values.dates import Point, point_at, with_year
from shibiao.normalize.values.lexicon import Lexicon, longest_at
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.operators import Comparison, comparison_at

_END_OF = re.compile("年?[底末]")
_YEAR_END = re.compile("(?:[本当]?年度?|全年)[底末内]|[本当]年度?内?(?=前|完成)")
_DIGIT = re.compile("[0-9]")
_THIRD = re.compile("[上中下]旬")
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, None)}
_CLOCK = re.compile("[0-9]{1,2}(?:[时点]整?|:[0-9]{2}(?::[0-9]{2})?)")
_DOTTED = re.compile("(?P<m>1[0-2]|0?[1-9])\\.(?P<d>3[01]|[12][0-9]|0?[1-9])日?(?=之?前|以前)")
_BEFORE = ("前", "之前", "以前")
_LIMITS = (*_BEFORE, "止", "内")


def read_deadline(text: str, year: int | None, words: Lexicon) -> ParsedValue | None:
    """A date by itself, perhaps with 底, 前 or a verb (12月底到位) behind it."""
    mark = comparison_at(text, longest_at(text, 0, words.qualities.date_openers), words)
    point = _year_end(text, mark.end) or _dotted(text, mark.end) or point_at(text, mark.end)
    if point is None or point.style == "year" or (point.style == "compact" and point.day is None):
        return None
    third = _THIRD.match(text, point.end)
    if third is not None and point.month is not None:
        return _third_of_month(text, point, third, year, words)
    if point.month is None and text.startswith("度", point.end):
        point = point._replace(end=point.end + 1)
    ending = _END_OF.match(text, point.end)
    if ending is not None:
        point = point.last_day()._replace(end=ending.end())
    clock = _CLOCK.match(text, point.end) if point.day else None
    if clock is not None:
        point = point._replace(end=clock.end())
    if not _tail_fits(text[point.end :], words):
        return None
    return _deadline(text, point, mark, year)


def _year_end(text: str, start: int) -> Point | None:
    found = _YEAR_END.match(text, start)
    return Point(None, None, None, "chinese", found.end()).last_day() if found else None


def _dotted(text: str, start: int) -> Point | None:
    """12.31前: only 前 makes a date of it."""
    found = _DOTTED.match(text, start)
    if found is None:
        return None
    return point_at(f"{found['m']}月{found['d']}日") and Point(
        None, int(found["m"]), int(found["d"]), "dotted", found.end()
    )


def _tail_fits(tail: str, words: Lexicon) -> bool:
    """Nothing, or a word of the deadline and what follows it; a figure behind the date is a value of its own."""
    return not tail or (tail.startswith(words.qualities.date_tails) and not _DIGIT.search(tail))


def _deadline(text: str, point: Point, mark: Comparison, year: int | None) -> ParsedValue | None:
    tail = text[point.end :]
    if point.month is None:
        return _year_alone(text, point, tail, mark)
    if point.style == "month" and point.day is None and mark.operator and not tail:
        return None  # ≥6月: as likely six months as June
    dated, flags = with_year(point, year)
    is_date = point.style in ("numeric", "compact") and not tail
    if (is_date and point.day is None and text[mark.end + 4] == ".") or point.style == "dotted":
        flags = (*flags, "decimal-possible")
    if point.style == "compact":
        flags = (*flags, "number-possible")
    if point.day is None and tail.startswith(_BEFORE):
        flags = (*flags, "limit-unclear")
    operator = mark.operator or ("=" if is_date else "<=")
    return ParsedValue(operator, dated.iso(), None, "date", _class(point, tail, is_date), (*mark.flags, *flags))


def _class(point: Point, tail: str, is_date: bool) -> str:
    if point.day is None:
        return "date_deadline" if tail.startswith(_LIMITS) else "date_month"
    return "date" if is_date else "date_deadline"


def _year_alone(text: str, point: Point, tail: str, mark: Comparison) -> ParsedValue | None:
    """2023年前 is before that year; 2023年 by itself is a range and read elsewhere, 高于2022年 compares with a year."""
    if tail in _BEFORE:
        return ParsedValue("<", point.iso(), None, "year", "date_deadline", mark.flags)
    if not tail and mark.operator and not is_cjk(text[mark.end - 1]):
        return ParsedValue(mark.operator, point.iso(), None, "year", "date_deadline", mark.flags)
    if tail and tail[0] not in "前之以止":
        return ParsedValue(mark.operator or "<=", point.last_day().iso(), None, "date", "date_deadline", mark.flags)
    return None


def _third_of_month(
    text: str, point: Point, third: re.Match[str], year: int | None, words: Lexicon
) -> ParsedValue | None:
    """2024年6月中旬 is the 11th to the 20th; 中旬前 and 中旬完成 end with the 20th."""
    tail = text[third.end() :]
    if not _tail_fits(tail, words):
        return None
    dated, flags = with_year(point, year)
    first, last = _THIRDS[third.group()[0]]
    end = dated._replace(day=last) if last else dated.last_day()
    if not tail:
        return ParsedValue(None, dated._replace(day=first).iso(), end.iso(), "date", "date_deadline", flags)
    unclear = ("limit-unclear",) if tail.startswith(_BEFORE) else ()
    return ParsedValue("<=", end.iso(), None, "date", "date_deadline", (*flags, *unclear))
