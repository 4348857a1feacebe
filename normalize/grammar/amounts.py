"""Amounts of the funds block: a clean figure or nothing. An amount is never guessed."""

from __future__ import annotations

import re

from shibiao.normalize.grammar.model import ParsedAmount
from shibiao.normalize.grammar.numbers import NUMBER, plain
from shibiao.normalize.text import squeeze

_AMOUNT = re.compile(
    rf"(?P<sign>-)?[¥￥]?(?P<number>{NUMBER})(?P<unit>万元|亿元|千元|万|亿|元|%|分)?(?P<rest>[(].*[)])?"
)
_CANONICAL = {"万": "万元", "亿": "亿元"}


def parse_amount(raw: str) -> ParsedAmount:
    """``10,308,000.00`` → 10308000.00; ``449.8万`` → 449.8 万元; a breakdown in brackets is left aside.

    Anything that is not wholly an amount gives no number.
    """
    found = _AMOUNT.fullmatch(squeeze(raw))
    if found is None:
        return ParsedAmount(None, None)
    unit = found["unit"]
    number = ("-" if found["sign"] else "") + plain(found["number"])
    return ParsedAmount(number, _CANONICAL.get(unit, unit) if unit else None)
