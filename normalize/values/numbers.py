"""Numbers in digits as exact decimal strings, thousands separators taken out."""

from __future__ import annotations

import re

from shibiao.normalize.values.numerals import Number

# The number must end where it ends: 12.3.4, 1,20 and 10,30 are no numbers.
NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![.,]?[0-9])")
# 1万5千元 is 15 千元, 1亿500万元 is 10500 万元, 2个半月 is 2.5 月.
_MIXED = re.compile("(?P<a>[0-9]{1,9})(?:万(?P<thousands>[1-9])(?=千)|亿(?P<myriads>[0-9]{1,4})(?=万)|个半)")


def number_at(text: str, start: int) -> Number | None:
    """The number that begins at ``start``, a sign included; None where there is none. ``+5`` is 5."""
    sign = text[start : start + 1] if text.startswith(("-", "+"), start) else ""
    minus = "-" if sign == "-" else ""
    mixed = _MIXED.match(text, start + len(sign))
    if mixed is not None:
        return Number(minus + _mixed(mixed), mixed.end())
    found = NUMBER.match(text, start + len(sign))
    if found is None:
        return None
    return Number(minus + found.group().replace(",", ""), found.end())


def _mixed(found: re.Match[str]) -> str:
    if found["thousands"]:
        return str(int(found["a"]) * 10 + int(found["thousands"]))
    if found["myriads"]:
        return str(int(found["a"]) * 10_000 + int(found["myriads"]))
    return f"{found['a']}.5"


def times_ten(digits: str, power: int) -> str:
    """``digits`` times a power of ten, exactly, without exponent: 4.5 and 3 give 4500."""
    whole, _, part = digits.partition(".")
    moved, rest = part[:power].ljust(power, "0"), part[power:].rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    shifted = (whole.lstrip("-") + moved).lstrip("0") or "0"
    return f"{sign}{shifted}.{rest}" if rest else sign + shifted
