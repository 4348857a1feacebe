"""A value spread over three cells (指标性质 | 指标值 | 度量单位), and perhaps a unit in the indicator's name."""

from __future__ import annotations

from functools import lru_cache

from shibiao.normalize.values.lexicon import Lexicon, lexicon
from shibiao.normalize.values.model import ParsedParts, ParsedValue, plain
from shibiao.normalize.values.operators import comparison_at
from shibiao.normalize.values.part_units import CellUnit, in_name, in_unit_cell, joined_unit
from shibiao.normalize.values.printed import printed_form, without_frame
from shibiao.normalize.values.signs import Sign, read_sign
from shibiao.normalize.values.value import read_printed

_FIGURELESS = frozenset({"empty", "na", "boolean", "placeholder"})
_LONGEST_KEPT = 1_000
_MONTHS = frozenset(map(str, range(1, 13)))


def parse_parts(
    operator_text: str | None,
    value_text: str,
    unit_text: str | None,
    name_text: str | None = None,
    *,
    year: int | None = None,
) -> ParsedParts:
    """Read one value from its cells; None where the form has no such cell. Never raises.

    What is printed twice must agree: a second operator or unit that differs leaves number and class as they are
    and adds a flag of ``DOUBTS``. The sign cell's operator and the value's own unit are the ones given.
    A unit in brackets at the end of ``name_text`` counts only where neither value nor unit cell has one.
    """
    texts = (operator_text or "", value_text, unit_text or "", name_text or "")
    return (_remembered if sum(map(len, texts)) <= _LONGEST_KEPT else read_parts)(*texts, year)


def read_parts(operator_text: str, value_text: str, unit_text: str, name_text: str, year: int | None) -> ParsedParts:
    """``parse_parts`` without its memory."""
    words = lexicon()
    sign = read_sign(operator_text, words)
    unit = in_unit_cell(unit_text, words)
    text = printed_form(value_text)
    value = read_printed(text, year)
    text = without_frame(text)
    if value.value_class in _FIGURELESS or value.value_class.startswith("qual_"):
        return _without_figure(sign, text, value, unit)
    if value.value_class.startswith("date"):
        return _dated(sign, text, value, unit, year)
    return _figure(sign, text, value, unit or in_name(name_text, words), words, year)


@lru_cache(maxsize=8192)
def _remembered(operator_text: str, value_text: str, unit_text: str, name_text: str, year: int | None) -> ParsedParts:
    return read_parts(operator_text, value_text, unit_text, name_text, year)


def _without_figure(sign: Sign, text: str, value: ParsedValue, unit: CellUnit | None) -> ParsedParts:
    """Words, or nothing: an operator or a unit without its number was never filled in."""
    if value.value_class == "empty" and sign.nature == "not-applicable":
        return ParsedParts(plain("na"), None, None, sign.nature)
    open_ = value.value_class == "placeholder" or (value.value_class == "empty" and (sign.operator or unit))
    if open_:
        name = value.unit or (unit.name if unit else None)
        filled = ParsedValue(sign.operator or value.operator, None, None, name, "placeholder", value.flags)
        return ParsedParts(
            _flagged(filled, *sign.flags),
            ("sign" if sign.operator else "value") if filled.operator else None,
            ("value" if value.unit else "unit") if name else None,
            sign.nature,
        )
    words_only = value.value_class.startswith("qual_") or value.value_class == "boolean"
    claims = sign.operator not in (None, "=") or sign.nature in ("quantitative", "not-applicable")
    flags = (*sign.flags, *(("sign-disagrees",) if words_only and claims else ()))
    return ParsedParts(_flagged(value, *flags), None, None, sign.nature)


def _dated(sign: Sign, text: str, value: ParsedValue, unit: CellUnit | None, year: int | None) -> ParsedParts:
    """A date: its unit cell may say 年, 月, 日期, and nothing that counts or measures."""
    printed = read_operator(text)
    if sign.operator and printed is None:
        signed = read_printed(f"{sign.operator}{text}", year)
        is_date = signed.value_class.startswith("date")
        value = signed if is_date else _flagged(value._replace(operator=sign.operator), "date-possible")
    flags = sign.flags
    if sign.operator and printed and printed != sign.operator:
        value, flags = value._replace(operator=sign.operator), (*flags, "operators-disagree")
    if unit is not None and unit.known and unit.kind != "time":
        flags = (*flags, "units-disagree")
    if sign.nature == "not-applicable":
        flags = (*flags, "sign-disagrees")
    origin = "sign" if sign.operator else "value" if printed else None
    return ParsedParts(_flagged(value, *flags), origin, None, sign.nature)


def _figure(
    sign: Sign, text: str, value: ParsedValue, unit: CellUnit | None, words: Lexicon, year: int | None
) -> ParsedParts:
    if sign.operator and "ocr-operator-suspected" in value.flags:
        # ≥ stands in its own cell, so the 2 of 292% is no ≥.
        value = read_printed(f"{sign.operator}{text}", year)._replace(operator=None)
    if unit is not None and unit.name == "年" and _is_calendar_year(value):
        return _dated(sign, f"{text}年", read_printed(f"{text}年", year), None, year)
    value, unit_from, flags = joined_unit(text, value, unit, words)
    value, operator_from = _joined_operator(sign, value)
    flags = (*sign.flags, *flags, *_doubts_of_sign(sign, value), *_doubts_of_month(value, unit_from))
    return ParsedParts(_flagged(value, *flags), operator_from, unit_from, sign.nature)


def _is_calendar_year(value: ParsedValue) -> bool:
    number = value.number or ""
    return value.value_class == "bare_num" and len(number) == 4 and number.isdecimal() and number[:2] in ("19", "20")


def _joined_operator(sign: Sign, value: ParsedValue) -> tuple[ParsedValue, str | None]:
    if sign.operator is None:
        return value, "value" if value.operator else None
    disagree = value.operator not in (None, sign.operator)
    value = value._replace(operator=sign.operator)
    return (_flagged(value, "operators-disagree") if disagree else value), "sign"


def _doubts_of_sign(sign: Sign, value: ParsedValue) -> tuple[str, ...]:
    """定性 is no word for a figure, though a sentence may hold one; ≥ none for a range."""
    spread = value.value_class == "num_range" and sign.operator not in (None, "=")
    sentence = value.value_class.startswith("embedded")
    said = sign.nature == "not-applicable" or (sign.nature == "qualitative" and not sentence)
    return ("sign-disagrees",) if said or spread else ()


def _doubts_of_month(value: ParsedValue, unit_from: str | None) -> tuple[str, ...]:
    """12 | 月: twelve months, or December; at least twelve can only be months."""
    named = unit_from in ("unit", "name") and value.unit == "月" and value.number in _MONTHS
    return ("date-possible",) if named and value.operator not in (">=", ">") else ()


def _flagged(value: ParsedValue, *flags: str) -> ParsedValue:
    return value._replace(flags=tuple(dict.fromkeys((*value.flags, *flags)))) if flags else value


def read_operator(text: str) -> str | None:
    """The operator that a value prints before its figure."""
    return comparison_at(text, 0, lexicon()).operator
