"""Chinese numerals as digits: 两 is 2, 一百二十 is 120, 三万五千 is 35000, 伍拾 is 50, 半 is 0.5."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
# The numerals of cheques, which nobody can alter, as the plain ones.
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸", "一二三四五六七八九十百千万亿二三六")
NUMERALS = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟貳參陸"
_CHINESE = re.compile(f"[{NUMERALS}]+|半")
_MYRIADS = re.compile(
    f"(?:(?P<yi>[{NUMERALS}]{{1,8}})[亿億])?(?:(?P<wan>[{NUMERALS}]{{1,8}})[万萬])?(?P<rest>[{NUMERALS}]{{1,8}})?"
)
_OVER_MYRIAD = ("万", "亿", "萬", "億")


class Number(NamedTuple):
    """A number in a text: an exact decimal string and the index behind it."""

    digits: str
    end: int


def chinese_number_at(text: str, start: int) -> Number | None:
    """The Chinese numeral that begins at ``start``, as digits.

    A 万 or 亿 with no figure behind it is left to the unit: 五万元 is 5 万元, as 5万元 is. What people say but
    do not mean exactly (两三, 三千五) is None.
    """
    found = _CHINESE.match(text, start)
    if found is None:
        return None
    if found.group() == "半":
        return Number("0.5", found.end())
    if text[found.end() : found.end() + 1] in _OVER_MYRIAD:
        whole = _MYRIADS.match(text, start)
        if whole is not None and sum(whole[name] is not None for name in ("yi", "wan", "rest")) > 1:
            return _number_with_myriads(text, whole)
    value = _below_myriad(found.group().translate(_FINANCIAL))
    return Number(value, found.end()) if value is not None else None


def _number_with_myriads(text: str, found: re.Match[str]) -> Number | None:
    """三万五千 is 35000; 两亿三千万 is 23000, its 万 left to the unit as in 五万."""
    total = _with_myriads(found)
    if total is None or text[found.end() : found.end() + 1] in _OVER_MYRIAD:
        return None
    if found["rest"] is None:
        return Number(str(total // 10_000), found.end() - 1)
    return Number(str(total), found.end())


def _with_myriads(found: re.Match[str]) -> int | None:
    """None for 三万五, which may be 35000 or a slip."""
    total = 0
    for name, worth in (("yi", 10**8), ("wan", 10**4), ("rest", 1)):
        section = found[name]
        if section is None:
            continue
        section = section.translate(_FINANCIAL)
        digits = _below_myriad(section)
        colloquial = name == "rest" and section in _DIGITS
        if digits is None or colloquial:
            return None
        total += int(digits) * worth
    return total


def _below_myriad(numeral: str) -> str | None:
    if not any(c in _PLACES for c in numeral):
        # 二〇 is 20, but 两三 is "two or three"
        read = len(numeral) == 1 or "〇" in numeral or "零" in numeral[1:]
        return "".join(str(_DIGITS[c]) for c in numeral) if read else None
    total, digit, last_place, bridged = 0, None, 10_000, False
    for char in numeral:
        if char in _PLACES:
            place = _PLACES[char]
            if place >= last_place or digit == 0:
                return None
            total += (1 if digit is None else digit) * place
            digit, last_place, bridged = None, place, False
        elif digit:
            return None
        else:
            bridged = bridged or char in "零〇"
            digit = _DIGITS[char]
    if digit and last_place > 10 and not bridged:
        return None  # 三千五 says 3500 and is written like 3005
    return str(total + (digit or 0))
