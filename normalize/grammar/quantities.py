"""Quantities: operator, number, unit and suffix, alone or inside a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from shibiao.normalize.grammar.model import ParsedValue
from shibiao.normalize.grammar.numbers import CHINESE, NUMBER, chinese_number, plain, times
from shibiao.normalize.grammar.units import is_unit, unit_of
from shibiao.schemas.records import Operator
from shibiao.schemas.value_words import value_words

_UNIT_CHARS = r"[^\d,，。；;:：、\s<>=≥≤]"
_VERBS_AFTER = r"(?:完成|响应|解决|办结|到位|处理|答复|送达)"
_SUSPECT_RATE = re.compile(r"2(\d{2})(?:\.\d+)?%")


class _Patterns(NamedTuple):
    whole: re.Pattern[str]
    chinese: re.Pattern[str]
    range_: re.Pattern[str]
    inside: re.Pattern[str]
    trend: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _operators() -> dict[str, Operator]:
    words = value_words()
    table: dict[str, Operator] = {s: op for op, spellings in words.operators.items() for s in spellings}
    return table | dict.fromkeys(words.reach, ">=")  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _suffixes() -> dict[str, Operator]:
    return {s: op for op, spellings in value_words().suffixes.items() for s in spellings}


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = value_words()
    op = rf"(?P<op>{_any(list(_operators()))})?"
    suffix = rf"(?P<suffix>{_any(list(_suffixes()))})"
    near = rf"(?P<near>{_any(list(words.approx_before))})?"
    about = rf"(?P<about>{_any(list(words.approx_after))})"
    unit = rf"(?P<unit>[(]?(?:/|{_UNIT_CHARS})(?:\d*{_UNIT_CHARS}){{0,11}}?)?"
    tail = rf"(?:{suffix}{_VERBS_AFTER}?|{about})?"
    sign = _any([o for o in _operators() if o not in words.reach and (len(o) > 1 or o in "≥≤><=")])
    reach = _any(list(words.reach))
    known = _any([*words.counters, *words.money, *words.durations, *words.units, *_all_unit_spellings()])
    verbs = _any(list(words.trend_verbs))
    return _Patterns(
        whole=re.compile(rf"{op}{near}(?P<number>{NUMBER}){unit}{tail}[。.]?"),
        chinese=re.compile(rf"{op}(?P<number>{CHINESE}){unit}{tail}"),
        range_=re.compile(rf"{op}(?P<number>{NUMBER})(?:-|~|—|至|到)(?P<number2>{NUMBER}){unit}{tail}"),
        inside=re.compile(
            rf"(?:(?P<op>{sign})[^\d,。;]{{0,4}}?|(?P<reach>{reach}))?(?P<number>{NUMBER})(?P<unit>(?:{known})(?:/(?:{known}))*)?{suffix}?"
        ),
        trend=re.compile(
            rf".{{0,12}}?(?P<verb>{verbs})(?P<op>{sign})?(?P<number>{NUMBER})(?P<unit>{known})?{tail}[。.]?"
        ),
    )


def _all_unit_spellings() -> list[str]:
    return [s for spellings in value_words().units.values() for s in spellings]


def parse_quantity(text: str) -> ParsedValue | None:
    """A value that is a quantity and nothing else; ``text`` folded and without white space."""
    patterns = _patterns()
    found = patterns.whole.fullmatch(text)
    whole = found and (_suspect_rate(text) or _quantity(found))
    if whole:
        return whole
    between = patterns.range_.fullmatch(text)
    if between:
        unit = unit_of(between["unit"] or "")
        if between["unit"] and unit is None:
            return None
        name = unit.name if unit else None
        return ParsedValue("num_range", _operator(between), plain(between["number"]), plain(between["number2"]), name)
    written = patterns.chinese.fullmatch(text)
    if written and written["unit"] and is_unit(written["unit"]):
        number = chinese_number(written["number"])
        unit = unit_of(written["unit"])
        if number is not None and unit is not None:
            return ParsedValue(unit.value_class, _operator(written), str(number), unit=unit.name, flags=unit.flags)
    return None


def parse_trend(text: str) -> ParsedValue | None:
    """``逐年递减8%``: a change against a baseline that the form does not give."""
    found = _patterns().trend.fullmatch(text)
    if found is None:
        return None
    unit = unit_of(found["unit"] or "")
    direction = "decrease" if found["verb"] in value_words().decreasing else "increase"
    flags = (direction, "baseline-absent")
    return ParsedValue("trend", _operator(found), plain(found["number"]), unit=unit.name if unit else None, flags=flags)


def parse_embedded(text: str) -> ParsedValue | None:
    """One or two quantities inside a sentence."""
    found = [m for m in _patterns().inside.finditer(text) if m["unit"]]
    if not found:
        return None
    units = [unit_of(m["unit"]) for m in found]
    names = [u.name if u else "" for u in units]
    operators = [_operator(m) for m in found]
    if len(found) > 1:
        unit = names[0] if names[0] == names[1] else f"{names[0]}|{names[1]}"
        operator = next((o for o in operators[:2] if o), None)
        flags = ("two-quantities",) if len(found) == 2 else ("many-quantities",)
        numbers = plain(found[0]["number"]), plain(found[1]["number"])
        return ParsedValue("embedded_num", operator, *numbers, unit, flags)
    operator = operators[0] or _stated(text, found[0])
    value_class = "embedded_pct" if names[0] == "%" else "embedded_num"
    return ParsedValue(value_class, operator, plain(found[0]["number"]), unit=names[0])


def _stated(text: str, found: re.Match[str]) -> Operator | None:
    """至少 at the head of a sentence and 标准 before the number speak for the number, words in between."""
    before = text[: found.start("number")]
    if "标准" in before[-4:]:
        return "="
    return next((op for word, op in _operators().items() if len(word) > 1 and before.startswith(word)), None)


def _operator(found: re.Match[str]) -> Operator | None:
    groups = found.groupdict()
    stated = groups.get("op") or groups.get("reach")
    if stated:
        return _operators()[stated]
    return _suffixes().get(groups.get("suffix") or "")


def _quantity(found: re.Match[str]) -> ParsedValue | None:
    number, unit_text, operator = plain(found["number"]), found["unit"] or "", _operator(found)
    words = value_words()
    if unit_text in words.magnitudes:
        return ParsedValue("magnitude", operator, times(number, words.magnitudes[unit_text]), flags=("unit-missing",))
    unit = unit_of(unit_text)
    if unit is None and unit_text:
        return None
    if found["near"] or found["about"]:
        return ParsedValue("approx", operator, number, unit=unit.name if unit else None, flags=("approximate",))
    if unit is None:
        return ParsedValue("bare_num", operator, number, flags=("unit-missing",))
    return ParsedValue(unit.value_class, operator, number, unit=unit.name, flags=unit.flags)


def _suspect_rate(text: str) -> ParsedValue | None:
    """A rate of more than 200 % is a ≥ that a recogniser read as 2: said, with the likely reading."""
    found = _SUSPECT_RATE.fullmatch(text)
    if found is None or int(found.group(1)) > 100:
        return None
    return ParsedValue("damaged", ">=", text[1:-1], unit="%", flags=("ocr-operator-suspected",))
