"""Dates in Chinese numerals in digits: 二〇二三年十二月 is read as 2023年12月."""

from __future__ import annotations

import re

from shibiao.normalize.values.numerals import chinese_number_at

_ZEROS = "〇零○OoО0"
_YEAR = re.compile(f"(?<![一二三四五六七八九{_ZEROS}])[一二][{_ZEROS}一二三四五六七八九]{{3}}(?=年)")
_MONTH_OR_DAY = re.compile(
    "(?:(?<=[年至到、和前])|^)[一二三四五六七八九十]{1,2}(?=月)|(?<=月)[一二三四五六七八九十]{1,3}(?=[日号])"
)
_FIGURES = str.maketrans(f"{_ZEROS}一二三四五六七八九", "0" * len(_ZEROS) + "123456789")


def dates_in_digits(text: str) -> str:
    """``text`` with the Chinese numerals of years, months and days as digits; 十个月 and 两年 stay."""
    text = _YEAR.sub(lambda found: _year(found.group()), text)
    return _MONTH_OR_DAY.sub(lambda found: _small(found.group()), text)


def _year(numeral: str) -> str:
    digits = numeral.translate(_FIGURES)
    return digits if digits[:2] in ("19", "20") else numeral


def _small(numeral: str) -> str:
    number = chinese_number_at(numeral, 0)
    return number.digits if number is not None and number.end == len(numeral) else numeral
