"""A printed value as operator, number, unit and class: the readers in their order, the first that reads it counts."""

from __future__ import annotations

import re
from functools import lru_cache

from shibiao.normalize.values.absent import read_absent, read_placeholder
from shibiao.normalize.values.chinese_dates import dates_in_digits
from shibiao.normalize.values.damage import read_crushed_dates, read_glued, read_impossible_date, read_misread_operator
from shibiao.normalize.values.deadlines import read_deadline
from shibiao.normalize.values.intervals import read_interval
from shibiao.normalize.values.lexicon import Lexicon, lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numerals import NUMERALS
from shibiao.normalize.values.periods import read_period
from shibiao.normalize.values.printed import printed_form, without_frame
from shibiao.normalize.values.ranges import read_range
from shibiao.normalize.values.recurring import read_recurring
from shibiao.normalize.values.sentences import read_sentence
from shibiao.normalize.values.statements import read_statement
from shibiao.normalize.values.whole import read_quantity

_TIME_WORDS = re.compile("[年月旬季底]|(?:19|20)[0-9]{2}|[0-9]\\.[0-9]{1,2}日?(?:[之以]?前)")
# 当年12月底 is the form's year, 次年1月底 the one after it.
_THIS_YEAR = re.compile("[本当今]年度?(?=[0-9])")
_NEXT_YEAR = re.compile("[次翌明]年度?(?=[0-9])")
_NUMBER_WORDS = re.compile(f"[0-9半{NUMERALS}]")


# No target is longer, and the cache must not hold megabytes.
_LONGEST_KEPT = 1_000


def parse_value(raw: str, *, year: int | None = None) -> ParsedValue:
    """Read one printed value; ``year`` is the form's, for dates that print none.

    Never raises on any text and takes time linear in its length; what nothing else reads is ``qual_narrative``.
    Classes and flags: ``docs/values.md``.
    """
    return _remembered(raw, year) if len(raw) <= _LONGEST_KEPT else read_value(raw, year)


@lru_cache(maxsize=16384)
def _remembered(raw: str, year: int | None) -> ParsedValue:
    return read_value(raw, year)


def read_value(raw: str, year: int | None) -> ParsedValue:
    """``parse_value`` without its memory: what a value costs that was not seen before."""
    return read_printed(printed_form(raw), year)


def read_printed(text: str, year: int | None) -> ParsedValue:
    """``read_value`` of a printed form."""
    words = lexicon()
    absent = read_absent(text, words)
    if absent is not None:
        return absent
    text = without_frame(text)
    return (
        read_absent(text, words)
        or read_placeholder(text, words)
        or (_read_time(dates_in_digits(text), year, words) if _TIME_WORDS.search(text) else None)
        or (_read_figures(text, words) if _NUMBER_WORDS.search(text) else None)
        or read_statement(text, words)
    )


def _read_time(text: str, year: int | None, words: Lexicon) -> ParsedValue | None:
    if text[1:2] == "年":
        following = _NEXT_YEAR.match(text)
        named = following or _THIS_YEAR.match(text)
        text = text[named.end() :] if named else text
        year = year + 1 if year and following else year
    return (
        read_crushed_dates(text)
        or read_recurring(text, words)
        or read_period(text, year)
        or read_deadline(text, year, words)
        or read_impossible_date(text)
    )


def _read_figures(text: str, words: Lexicon) -> ParsedValue | None:
    damaged = read_misread_operator(text, words)
    if damaged is not None:
        return damaged
    quantity = read_quantity(text, words)
    if quantity is not None:
        return quantity.value()
    return (
        read_interval(text, words) or read_range(text, words) or read_glued(text, words) or read_sentence(text, words)
    )
