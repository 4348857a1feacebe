"""A number with its operator, magnitude, unit and suffix: ``≥300元/人次``, ``95%以上``, ``4千``."""

from __future__ import annotations

import re
from typing import NamedTuple

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import Number, chinese_number_at, number_at, times_ten
from shibiao.normalize.values.operators import Comparison, comparison_at, suffix_at
from shibiao.normalize.values.units import Unit, divided, per_at, unit_at, unknown_unit_at

_CLASSES = {
    "percent": "percent",
    "permille": "permille",
    "money": "money",
    "time": "duration",
    "event": "num_unit",
    "person": "num_unit",
    "measure": "num_unit",
    "count": "num_unit",
}
_FRACTIONS = {"百分之": "%", "千分之": "‰"}
_WHOLE = {"百分百": 3, "百分之百": 4}
_ABOUT_MAGNITUDE = re.compile("(?<=[0-9])([百千万亿]+)([余多])")
_CLOSED_BRACKET = re.compile("[(][^()]*[)]")


class Quantity(NamedTuple):
    """A quantity in a text, from ``start`` up to ``end``. ``scaled``: a bare magnitude (4千) was worked in."""

    operator: str | None
    number: str
    unit: Unit | None
    start: int
    end: int
    flags: tuple[str, ...] = ()
    scaled: bool = False

    @property
    def unit_name(self) -> str | None:
        return self.unit.name if self.unit else None

    @property
    def value_class(self) -> str:
        if "approximate" in self.flags:
            return "approx"
        if self.unit is None:
            return "magnitude" if self.scaled else "bare_num"
        return _CLASSES.get(self.unit.kind, self.unit.kind)

    def value(self, value_class: str | None = None, *flags: str) -> ParsedValue:
        """The quantity as a value by itself."""
        return ParsedValue(
            self.operator, self.number, None, self.unit_name, value_class or self.value_class, (*self.flags, *flags)
        )


def read_quantity(text: str, words: Lexicon) -> Quantity | None:
    """The quantity that a whole text is. A remark in brackets (854万(其中…)) or a verb behind 内 may follow."""
    text = _ABOUT_MAGNITUDE.sub(r"\2\1", text)  # 5万余人: 5余万人
    if text.startswith("¥"):
        return _in_yuan(text, words)
    per = per_at(text, 0, words)
    mark = comparison_at(text, per.end if per else 0, words)
    quantity = quantity_at(text, mark.end, words, mark, whole=True)
    if quantity is None:
        return None
    if per is not None:
        if quantity.unit is None:
            return None
        quantity = quantity._replace(unit=divided(quantity.unit, per, words))
    rest = text[quantity.end :]
    if not rest or (rest == "整" and quantity.value_class == "money"):
        return quantity
    if _CLOSED_BRACKET.fullmatch(rest):
        return quantity._replace(flags=(*quantity.flags, "remark"))
    if quantity.unit and quantity.unit.kind == "time" and text[quantity.end - 1] == "内" and not _has_digit(rest):
        return quantity._replace(flags=(*quantity.flags, "remark"))
    return None


def _in_yuan(text: str, words: Lexicon) -> Quantity | None:
    """¥1,200.00, and ¥50万元 too."""
    quantity = quantity_at(text, 1, words)
    if quantity is None or quantity.end != len(text) or quantity.scaled:
        return None
    if quantity.unit is None:
        return quantity._replace(unit=Unit("元", "money", quantity.end))
    return quantity if quantity.unit.kind == "money" else None


def _has_digit(text: str) -> bool:
    return any("0" <= c <= "9" for c in text)


def quantity_at(
    text: str, start: int, words: Lexicon, mark: Comparison | None = None, whole: bool = False
) -> Quantity | None:
    """The quantity whose number begins at ``start``; ``mark`` is the operator read before it.

    ``whole``: what is left of the text may be an unknown unit.
    """
    fraction = _fraction_at(text, start, words)
    if fraction is not None:
        digits, whole_unit = fraction
        return _closed(text, start, digits, whole_unit, whole_unit.end, mark, words, ())
    number = number_at(text, start) or _counted_in_chinese(text, start, words)
    if number is None:
        return None
    flags: tuple[str, ...] = ()
    end = number.end
    inside = words.approx_inside.at(text, end)
    if inside is not None and inside[1] < len(text):
        flags, end = ("approximate",), inside[1]
    unit = unit_at(text, end, words)
    if unit is None and whole:
        unit = unknown_unit_at(text, end, words)
    magnitude = words.magnitudes.at(text, end) if unit is None else None
    if magnitude is not None:
        digits = times_ten(number.digits, words.powers[magnitude[0]])
        made = _closed(text, start, digits, None, magnitude[1], mark, words, flags)
        return made._replace(scaled=True)
    digits, end = number.digits, unit.end if unit else end
    if unit is not None and unit.kind == "time" and text.startswith("半", end) and digits.isdecimal():
        digits, end = f"{digits}.5", end + 1  # 1年半
    return _closed(text, start, digits, unit, end, mark, words, flags)


def _closed(
    text: str,
    start: int,
    digits: str,
    unit: Unit | None,
    end: int,
    mark: Comparison | None,
    words: Lexicon,
    flags: tuple[str, ...],
) -> Quantity:
    """A quantity with what stands behind it (以上, 左右) worked in."""
    suffix = suffix_at(text, end, words)
    operator = mark.operator if mark else None
    flags = (*(mark.flags if mark else ()), *flags, *(unit.flags if unit else ()), *suffix.flags)
    if suffix.operator and operator and suffix.operator != operator:
        flags = (*flags, "operators-disagree")
    return Quantity(operator or suffix.operator, digits, unit, start, suffix.end, tuple(dict.fromkeys(flags)))


def _fraction_at(text: str, start: int, words: Lexicon) -> tuple[str, Unit] | None:
    """百分之九十五, 百分之95, 百分百."""
    if not text.startswith(("百分", "千分"), start):
        return None
    for word, length in _WHOLE.items():
        if text.startswith(word, start):
            return "100", Unit("%", "percent", start + length)
    unit = _FRACTIONS.get(text[start : start + 3])
    number = number_at(text, start + 3) or chinese_number_at(text, start + 3) if unit else None
    return (number.digits, Unit(unit, words.kinds[unit], number.end)) if number and unit else None


def _counted_in_chinese(text: str, start: int, words: Lexicon) -> Number | None:
    """A Chinese numeral counts only before a known unit: 一批 is a quantity, 一流 and the rank 二级 are none."""
    number = chinese_number_at(text, start)
    if number is None or number.end == len(text):
        return number
    unit = unit_at(text, number.end, words)
    return number if unit is not None and unit.name not in words.ranks else None
