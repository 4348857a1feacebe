"""Single dates as targets: 2023年12月31日 is a deadline, 2024-01-01 a date, 11月底前 a deadline of the form's year."""

from __future__ import annotations

import re

from shibiao.normalize.values.dates import Point, point_at, with_year
from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.operators import Comparison, comparison_at

_END_OF = re.compile("年?[底末]")
_YEAR_END = re.compile("(?:[本当]?年度?|全年)[底末内]|[本当]年度?内?(?=前|完成)")
_DIGIT = re.compile("[0-9]")
_THIRD = re.compile("[上中下]旬")
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, None)}


def read_deadline(text: str, year: int | None, words: Lexicon) -> ParsedValue | None:
    """A date by itself, perhaps with 底, 前 or a verb (12月底到位) behind it."""
    start = _opened(text, words)
    mark = comparison_at(text, start, words)
    year_end = _YEAR_END.match(text, mark.end)
    if year_end is not None:
        point: Point | None = Point(None, None, None, "chinese", year_end.end()).last_day()
    else:
        point = point_at(text, mark.end)
    if point is None or point.style == "year" or (point.style == "compact" and point.day is None):
        return None
    third = _THIRD.match(text, point.end)
    if third is not None and point.month is not None and third.end() == len(text):
        return _third_of_month(point, third.group(), year)
    if point.month is None and text.startswith("度", point.end):
        point = point._replace(end=point.end + 1)
    ending = _END_OF.match(text, point.end)
    if ending is not None:
        point = point.last_day()._replace(end=ending.end())
    if not _tail_fits(text[point.end :], words):
        return None
    return _deadline(text, point, mark, year)


def _opened(text: str, words: Lexicon) -> int:
    return max((len(w) for w in words.qualities.date_openers if text.startswith(w)), default=0)


def _tail_fits(tail: str, words: Lexicon) -> bool:
    """Nothing, or a word of the deadline and what follows it; a figure behind the date is a value of its own."""
    return not tail or (tail.startswith(words.qualities.date_tails) and not _DIGIT.search(tail))


def _deadline(text: str, point: Point, mark: Comparison, year: int | None) -> ParsedValue | None:
    tail = text[point.end :]
    if point.month is None:
        return _year_alone(point, tail, mark)
    if point.style == "month" and point.day is None and mark.operator and not tail:
        return None  # ≥6月: as likely six months as June
    dated, flags = with_year(point, year)
    is_date = point.style in ("numeric", "compact") and not tail
    kind = "date_month" if point.day is None else "date" if is_date else "date_deadline"
    if is_date and point.day is None and text[mark.end + 4] == ".":
        flags = (*flags, "decimal-possible")
    if point.style == "compact":
        flags = (*flags, "number-possible")
    return ParsedValue(
        mark.operator or ("=" if is_date else "<="), dated.iso(), None, "date", kind, (*mark.flags, *flags)
    )


def _year_alone(point: Point, tail: str, mark: Comparison) -> ParsedValue | None:
    """2023年前 is before that year; 2023年 by itself is a range and read elsewhere."""
    if tail in ("前", "之前", "以前"):
        return ParsedValue("<", point.iso(), None, "year", "date_deadline", mark.flags)
    if not tail and mark.operator:
        return ParsedValue(mark.operator, point.iso(), None, "year", "date_deadline", mark.flags)
    if tail and tail[0] not in "前之以止":
        return ParsedValue(mark.operator or "<=", point.last_day().iso(), None, "date", "date_deadline", mark.flags)
    return None


def _third_of_month(point: Point, third: str, year: int | None) -> ParsedValue:
    dated, flags = with_year(point, year)
    first, last = _THIRDS[third[0]]
    end = dated._replace(day=last) if last else dated.last_day()
    return ParsedValue(None, dated._replace(day=first).iso(), end.iso(), "date", "date_deadline", flags)
