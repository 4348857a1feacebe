"""Numbers as exact decimal strings: digits with thousands separators, Chinese numerals."""

from __future__ import annotations

import re
from typing import NamedTuple

# The number must end where it ends: 12.3.4, 1,20 and 10,30 are no numbers.
NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![.,]?[0-9])")
# 1万5千元 is 15 千元, 1亿500万元 is 10500 万元, 2个半月 is 2.5 月.
_MIXED = re.compile("(?P<a>[0-9]{1,9})(?:万(?P<thousands>[1-9])(?=千)|亿(?P<myriads>[0-9]{1,4})(?=万)|个半)")
_CHINESE = re.compile("[零〇一二两三四五六七八九十百千]+|半")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}


class Number(NamedTuple):
    """A number in a text: an exact decimal string and the index behind it."""

    digits: str
    end: int


def number_at(text: str, start: int) -> Number | None:
    """The number that begins at ``start``, a minus sign included; None where there is none."""
    sign = text.startswith("-", start)
    mixed = _MIXED.match(text, start + sign)
    if mixed is not None:
        return Number("-" * sign + _mixed(mixed), mixed.end())
    found = NUMBER.match(text, start + sign)
    if found is None:
        return None
    return Number("-" * sign + found.group().replace(",", ""), found.end())


def _mixed(found: re.Match[str]) -> str:
    if found["thousands"]:
        return str(int(found["a"]) * 10 + int(found["thousands"]))
    if found["myriads"]:
        return str(int(found["a"]) * 10_000 + int(found["myriads"]))
    return f"{found['a']}.5"


def chinese_number_at(text: str, start: int) -> Number | None:
    """The Chinese numeral below 万 that begins at ``start``, as digits: 两 is 2, 一百二十 is 120, 半 is 0.5."""
    found = _CHINESE.match(text, start)
    if found is None:
        return None
    value = "0.5" if found.group() == "半" else _chinese(found.group())
    return Number(value, found.end()) if value is not None else None


def _chinese(numeral: str) -> str | None:
    if not any(c in _PLACES for c in numeral):
        # 二〇 is 20, but 两三 is "two or three"
        read = len(numeral) == 1 or "〇" in numeral or "零" in numeral[1:]
        return "".join(str(_DIGITS[c]) for c in numeral) if read else None
    total, digit, last_place = 0, None, 10_000
    for char in numeral:
        if char in _PLACES:
            place = _PLACES[char]
            if place >= last_place or digit == 0:
                return None
            total += (1 if digit is None else digit) * place
            digit, last_place = None, place
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return str(total + (digit or 0))


def times_ten(digits: str, power: int) -> str:
    """``digits`` times a power of ten, exactly, without exponent: 4.5 and 3 give 4500."""
    whole, _, part = digits.partition(".")
    moved, rest = part[:power].ljust(power, "0"), part[power:].rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    shifted = (whole.lstrip("-") + moved).lstrip("0") or "0"
    return f"{sign}{shifted}.{rest}" if rest else sign + shifted
