"""Units: plain (个), with a magnitude (万亩), in brackets ((%)), and rates (元/人·月)."""

from __future__ import annotations

import re
from typing import NamedTuple

from shibiao.normalize.values.lexicon import Lexicon

_CENTS = re.compile("\\.[0-9]{1,2}$")
_DIVIDE = re.compile("/每?|每")
_AND_PER = re.compile("[/.*·×]每?|每")
_RATIOS = frozenset({"percent", "permille"})
_COUNTED = re.compile("[0-9]+")
_WORD = re.compile("(?!每)[\u4e00-\u9fff]+")
_UNKNOWN = re.compile("[\u4e00-\u9fff]{1,3}")
_LONGEST_THING = 4
_BRACKETS = {"(": ")", "[": "]", "【": "】"}
_OPEN_KINDS = frozenset({"count", "event"})  # 项 may go on as 项目; 人 before other characters ends there
_KEPT_MAGNITUDES = frozenset("千万亿") | {"十万", "百万", "千万"}


class Unit(NamedTuple):
    """A unit in a text: canonical name, kind (``rate`` kinds: money_rate, frequency, compound_rate), end index."""

    name: str | None
    kind: str
    end: int
    flags: tuple[str, ...] = ()


def unit_at(text: str, start: int, words: Lexicon) -> Unit | None:
    """The unit that begins at ``start``; None where no known unit does."""
    closing = _BRACKETS.get(text[start : start + 1])
    if closing is not None:
        inner = _open_unit_at(text, start + 1, words)
        closed = inner is not None and text.startswith(closing, inner.end)
        return inner._replace(end=inner.end + 1) if inner and closed else None
    return _open_unit_at(text, start, words)


def _open_unit_at(text: str, start: int, words: Lexicon) -> Unit | None:
    top = _simple_at(text, start, words)
    if top is None:
        return _rate_without_numerator(text, start, words)
    return _rate(text, top, words) or top


def _simple_at(text: str, start: int, words: Lexicon) -> Unit | None:
    """The longest of: a known unit, a magnitude with a known unit, a sum of money whose 元 is left out."""
    known = words.units.at(text, start)
    plain = Unit(known[0], words.kinds[known[0]], known[1]) if known else None
    if text[start : start + 1] not in words.magnitude_starts:
        return plain
    found = [plain] if plain else []
    magnitude = words.magnitudes.at(text, start)
    if magnitude is not None:
        base = words.units.at(text, magnitude[1])
        if base is not None and magnitude[0] in _KEPT_MAGNITUDES:
            found.append(Unit(magnitude[0] + base[0], words.kinds[base[0]], base[1]))
    money = words.bare_money.at(text, start)
    if money is not None:
        found.append(Unit(money[0], "money", money[1], ("currency-implied",)))
    return max(found, key=lambda unit: unit.end, default=None)


def _rate(text: str, top: Unit, words: Lexicon) -> Unit | None:
    divide = _DIVIDE.match(text, top.end)
    if divide is None:
        return None
    thing = _thing_at(text, divide.end(), words)
    if top.kind in _RATIOS and (thing is None or words.kinds.get(thing[0]) != "time"):  # 95%/90%; but 3%/年
        return None
    if thing is None:
        flags = (*top.flags, "denominator-missing")
        return top._replace(end=divide.end(), flags=flags) if divide.group() == "/" else None
    name, end = thing
    more = _AND_PER.match(text, end)
    per = words.units.at(text, more.end()) if more else _time_at(text, end, name, words)
    if per is not None:
        name, end = _together(name, per[0], words), per[1]
    return Unit(f"{top.name}/{name}", _rate_kind(top, name, words), end, top.flags)


def _time_at(text: str, start: int, thing: str, words: Lexicon) -> tuple[str, int] | None:
    """元/人天: a person and a time without a sign between them."""
    per = words.units.at(text, start) if words.kinds.get(thing) == "person" else None
    return per if per and words.kinds[per[0]] == "time" else None


def _thing_at(text: str, start: int, words: Lexicon) -> tuple[str, int] | None:
    """What a rate is counted per: 人, 10万公顷, or a word that is no known unit (元/项目)."""
    counted = _COUNTED.match(text, start)
    begin = counted.end() if counted else start
    known = _simple_at(text, begin, words)
    if known is not None and known.kind in _RATIOS:  # 50个/100%
        return None
    word = _WORD.match(text, begin)
    run = word.end() if word else begin
    goes_on = known is not None and known.kind in _OPEN_KINDS and known.end < run <= begin + _LONGEST_THING
    if known is None or (goes_on and not _ends_here(text, known.end, words)):
        length = run - begin
        if not 0 < length <= _LONGEST_THING:
            return None
        return text[start:run], run
    return text[start:begin] + (known.name or ""), known.end


def _ends_here(text: str, start: int, words: Lexicon) -> bool:
    return any(table.at(text, start) for table in (words.suffixes, words.approx_after))


def _together(thing: str, per: str, words: Lexicon) -> str:
    """人 and 次 are 人次, 人 and 月 are 人·月 in either order; anything else stays a chain: 标箱/年."""
    if words.kinds[per] == "person":
        thing, per = per, thing
    if words.kinds.get(thing) == "person":
        if (thing, per) == ("人", "次"):
            return "人次"
        if words.kinds.get(per) == "time":
            return f"{thing}·{per}"
    return f"{thing}/{per}"


def _rate_kind(top: Unit, thing: str, words: Lexicon) -> str:
    if top.kind == "money":
        return "money_rate"
    is_time = words.kinds.get(thing.lstrip("0123456789半")) == "time"  # 次/3年, 次/半年
    return "frequency" if top.kind == "event" and is_time else "compound_rate"


def _rate_without_numerator(text: str, start: int, words: Lexicon) -> Unit | None:
    """``/株``: the numerator is lost. With decimals before it, it can only have been 元."""
    if not text.startswith("/", start):
        return None
    thing = _thing_at(text, start + 1, words)
    if thing is None or thing[0][0].isdecimal():  # 2/3
        return None
    if _CENTS.search(text, max(0, start - 3), start):
        return Unit(f"元/{thing[0]}", "money_rate", thing[1], ("currency-missing",))
    return Unit(f"/{thing[0]}", "compound_rate", thing[1], ("numerator-missing",))


def per_at(text: str, start: int, words: Lexicon) -> Unit | None:
    """A denominator that stands before the number: 每年, 每人每月. ``name`` is the denominator alone."""
    if not text.startswith("每", start):
        return None
    thing = words.units.at(text, start + 1)
    if thing is None or words.kinds[thing[0]] in _RATIOS:
        return None
    name, end = thing
    if text.startswith("每", end):
        per = words.units.at(text, end + 1)
        if per is not None:
            name, end = _together(name, per[0], words), per[1]
    return Unit(name, words.kinds.get(name, "count"), end)


def divided(unit: Unit, per: Unit, words: Lexicon) -> Unit:
    """The rate of a unit and a denominator that stood before the number."""
    name = per.name or ""
    return Unit(f"{unit.name}/{name}", _rate_kind(unit, name, words), unit.end, (*unit.flags, *per.flags))


def unknown_unit_at(text: str, start: int, words: Lexicon) -> Unit | None:
    """One to three Chinese characters up to the end of the text that begin with no known unit."""
    magnitude = words.magnitudes.at(text, start)
    begin = magnitude[1] if magnitude else start
    found = _UNKNOWN.fullmatch(text, begin)
    if found is None or words.units.at(text, begin) or _ends_here(text, begin, words):
        return None
    if text.startswith(words.qualities.called_by_number, begin):
        return None
    return Unit(text[start:], "count", len(text), ("unit-unknown",))
