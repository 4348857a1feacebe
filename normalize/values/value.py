"""A printed value as operator, number, unit and class: the readers in their order, the first that reads it counts."""

from __future__ import annotations

import re
from functools import lru_cache

from shibiao.normalize.values.absent import read_absent, read_placeholder
from shibiao.normalize.values.chinese_dates import dates_in_digits
from shibiao.normalize.values.damage import read_crushed_dates, read_glued, read_impossible_date, read_misread_operator
from shibiao.normalize.values.deadlines import read_deadline
from shibiao.normalize.values.lexicon import Lexicon, lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.periods import read_period
from shibiao.normalize.values.printed import printed_form, without_frame
from shibiao.normalize.values.quantity import read_quantity
from shibiao.normalize.values.ranges import read_range
from shibiao.normalize.values.recurring import read_recurring
from shibiao.normalize.values.sentences import read_sentence
from shibiao.normalize.values.statements import read_statement

_TIME_WORDS = re.compile("[年月旬季底]|(?:19|20)[0-9]{2}")
_NUMBER_WORDS = re.compile("[0-9零〇一二两三四五六七八九十百千半]")


@lru_cache(maxsize=16384)
def parse_value(raw: str, *, year: int | None = None) -> ParsedValue:
    """Read one printed value; ``year`` is the form's, for dates that print none.

    Never raises on any text; what nothing else reads is ``qual_narrative``. Classes and flags: ``docs/values.md``.
    """
    words = lexicon()
    text = printed_form(raw)
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
    return read_range(text, words) or read_glued(text) or read_sentence(text, words)
