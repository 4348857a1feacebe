"""Numbers as printed: digits with separators, Chinese numerals, 千 and 万 behind them."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千]+"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(CHINESE)


def plain(number: str) -> str:
    """Digits without thousands separators."""
    return number.replace(",", "")


def times(number: str, factor: int) -> str:
    """An exact product, without exponent: 4 times 1000 is ``4000``."""
    product = Decimal(plain(number)) * factor
    text = format(product, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese_number(text: str) -> int | None:
    """``两`` → 2, ``二十五`` → 25, ``二〇二三`` → 2023; None for anything else."""
    if not _CHINESE.fullmatch(text):
        return None
    if not any(c in _TENS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for char in text:
        if char in _TENS:
            total += (1 if digit is None else digit) * _TENS[char]
            digit = None
        elif digit is not None and digit != 0:
            return None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
