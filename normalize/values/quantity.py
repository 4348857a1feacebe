"""A number with operator, magnitude, unit and suffix at a place of a text: ``≥300元/人次``, ``95%以上``, ``4千``."""

from __future__ import annotations

from typing import NamedTuple

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import number_at, times_ten
from shibiao.normalize.values.numerals import Number, chinese_number_at
from shibiao.normalize.values.operators import Comparison, suffix_at
from shibiao.normalize.values.units import Unit, unit_at, unknown_unit_at

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


def class_of(kind: str) -> str:
    """The class of a number in a unit of this kind."""
    return _CLASSES.get(kind, kind)


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
        return class_of(self.unit.kind)

    def value(self, value_class: str | None = None, *flags: str) -> ParsedValue:
        """The quantity as a value by itself."""
        return ParsedValue(
            self.operator, self.number, None, self.unit_name, value_class or self.value_class, (*self.flags, *flags)
        )

    def flagged(self, *flags: str) -> Quantity:
        """The quantity with more flags."""
        return self._replace(flags=(*self.flags, *flags))


def quantity_at(
    text: str, start: int, words: Lexicon, mark: Comparison | None = None, whole: bool = False
) -> Quantity | None:
    """The quantity whose number begins at ``start``; ``mark`` is the operator read before it.

    ``whole``: what is left of the text may be an unknown unit.
    """
    if text.startswith(("百分", "千分"), start):
        return _fraction_at(text, start, words, mark)
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


def _fraction_at(text: str, start: int, words: Lexicon, mark: Comparison | None) -> Quantity | None:
    """百分之九十五, 百分之95, 百分百; 百分之 alone is nothing."""
    for word, length in _WHOLE.items():
        if text.startswith(word, start):
            end = start + length
            return _closed(text, start, "100", Unit("%", "percent", end), end, mark, words, ())
    name = _FRACTIONS.get(text[start : start + 3])
    number = number_at(text, start + 3) or chinese_number_at(text, start + 3) if name else None
    if number is None or name is None:
        return None
    unit = Unit(name, words.kinds[name], number.end)
    return _closed(text, start, number.digits, unit, number.end, mark, words, ())


def _counted_in_chinese(text: str, start: int, words: Lexicon) -> Number | None:
    """A Chinese numeral counts only before a known unit: 一批 and 百余人 do, 一流 and the rank 二级 do not."""
    number = chinese_number_at(text, start)
    if number is None or number.end == len(text):
        return number
    inside = words.approx_inside.at(text, number.end)
    unit = unit_at(text, inside[1] if inside else number.end, words)
    return number if unit is not None and unit.name not in words.ranks else None
