"""Amounts of money as funds cells print them."""

from __future__ import annotations

import re
from functools import lru_cache

from shibiao.normalize.values.lexicon import lexicon
from shibiao.normalize.values.model import ParsedAmount
from shibiao.normalize.values.numbers import number_at
from shibiao.normalize.values.printed import printed_form
from shibiao.normalize.values.units import unit_at

_NONE = ParsedAmount(None, None)
_KINDS = frozenset({"money", "percent", "permille"})
_REMARK = re.compile(r"整|[(][^()]*[)]|整[(][^()]*[)]")


@lru_cache(maxsize=8192)
def parse_amount(raw: str) -> ParsedAmount:
    """The exact decimal and unit of an amount: ``2279.048 万元``, ``10,308,000.00``, ``449.8万``, ``100%``, ``10分``.

    What is not one clean figure (``1O0``, ``12.3.4``, ``10-20``, ``854万854万``) has no number; nor has ``-``. A
    remark in brackets behind the amount is let be.
    """
    text = printed_form(raw)
    currency = text[:1] == "¥"
    number = number_at(text, 1 if currency else 0)
    if number is None:
        return _NONE
    if number.end == len(text):
        return ParsedAmount(number.digits, "元" if currency else None)
    words = lexicon()
    unit = unit_at(text, number.end, words)
    end, name = number.end, "元" if currency else None
    if unit is not None:
        if unit.name != "分" and (unit.kind not in _KINDS or currency):
            return _NONE
        end, name = unit.end, unit.name
    rest = text[end:]
    return ParsedAmount(number.digits, name) if not rest or _REMARK.fullmatch(rest) else _NONE
