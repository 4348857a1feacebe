"""The unit of a value whose cell does not hold it: from the unit cell, else from the indicator's name."""

from __future__ import annotations

import re
from typing import NamedTuple

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.printed import printed_form, without_frame
from shibiao.normalize.values.quantity import class_of
from shibiao.normalize.values.units import unit_at

_IN_NAME = re.compile("[(]([^()]{1,10})[)]$")
_MAGNITUDES = ("十万", "百万", "千万", "万", "千", "亿")


class CellUnit(NamedTuple):
    """A unit that stands outside the value. ``known``: a word list has it. ``origin``: ``unit`` or ``name``."""

    name: str
    kind: str
    known: bool
    origin: str


def in_unit_cell(raw: str, words: Lexicon) -> CellUnit | None:
    """The unit of a unit cell; None where it is empty or says that there is none."""
    text = without_frame(printed_form(raw))
    if not text or text in words.qualities.not_applicable:
        return None
    return _known(text, "unit", words) or CellUnit(text, "count", False, "unit")


def in_name(raw: str, words: Lexicon) -> CellUnit | None:
    """The unit in brackets at the end of an indicator's name: 湿地保有量（公顷）. 必填 in brackets is none."""
    found = _IN_NAME.search(printed_form(raw).rstrip("。:;"))
    return _known(found[1], "name", words) if found else None


def _known(text: str, origin: str, words: Lexicon) -> CellUnit | None:
    unit = unit_at(text, 0, words)
    if unit is None or unit.end != len(text) or unit.name is None:
        return None
    return CellUnit(unit.name, unit.kind, True, origin)


def joined_unit(
    text: str, value: ParsedValue, unit: CellUnit | None, words: Lexicon
) -> tuple[ParsedValue, str | None, tuple[str, ...]]:
    """The value with its unit, where that comes from, and the flags of the join. The number never changes."""
    if unit is None:
        return value, "value" if value.unit else None, ()
    if value.unit is None:
        return _taken(value, unit)
    if "currency-implied" in value.flags:
        return _magnitude_before(value, unit)
    own = value.unit.split("|")
    if unit.name in own or any(_includes(name, unit.name) for name in own):
        return value, "value", ()
    if len(own) == 1 and unit.name.startswith(f"{own[0]}/"):  # 300元 in a column of 元/人
        return _classed(value, unit.name, unit.kind), unit.origin, ()
    return value, "value", () if unit.origin == "name" else ("units-disagree",)


def _includes(own: str, outside: str) -> bool:
    """2次/月 is counted in 次, 1.2万人 in 人."""
    return own.startswith(f"{outside}/") or any(own == f"{magnitude}{outside}" for magnitude in _MAGNITUDES)


def _taken(value: ParsedValue, unit: CellUnit) -> tuple[ParsedValue, str | None, tuple[str, ...]]:
    flags = () if unit.known else ("unit-unknown",)
    return _classed(value, unit.name, unit.kind), unit.origin, flags


def _magnitude_before(value: ParsedValue, unit: CellUnit) -> tuple[ParsedValue, str | None, tuple[str, ...]]:
    """The 元 of 5万 was only supposed: with 人 beside it, it is 5万人."""
    supposed = value.unit or ""
    if supposed in (unit.name, f"万{unit.name}") or unit.name.startswith(f"{supposed}/"):
        name = unit.name if unit.name.startswith(supposed) else supposed
    elif unit.kind in ("money", "money_rate") and not unit.name.startswith("元"):
        return value, "value", ("units-disagree",)
    else:
        name = supposed.removesuffix("元") + unit.name
    confirmed = value._replace(flags=tuple(flag for flag in value.flags if flag != "currency-implied"))
    return _classed(confirmed, name, unit.kind), unit.origin, () if unit.known else ("unit-unknown",)


def _classed(value: ParsedValue, name: str, kind: str) -> ParsedValue:
    """The value in a unit; ranges, trends and sentences keep their class."""
    plain = value.value_class in ("bare_num", "magnitude", "num_unit", "money", "duration", "percent")
    return value._replace(unit=name, value_class=class_of(kind) if plain else value.value_class)
