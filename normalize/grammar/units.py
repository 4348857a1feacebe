"""Units: spellings to canonical names, and the class of value that a unit makes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from shibiao.schemas.value_words import ValueWords, value_words

_PARTS = re.compile(r"[/*·.]")
_MAGNITUDE = re.compile(r"^(\d+)?(百万|千万|万|亿|千)(.+)$")
_BRACKETED = re.compile(r"^[(](.+)[)]$")
_MOST_UNKNOWN = 3  # a counter that is not in the vocabulary is at most this long


class Unit(NamedTuple):
    """A unit in canonical spelling, the class of the values that have it, and whether it was known."""

    name: str
    value_class: str
    known: bool
    flags: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    words = value_words()
    table = {name: name for name in (*words.counters, *words.durations, *words.money, *words.units)}
    for name, spellings in words.units.items():
        table |= dict.fromkeys(spellings, name)
    return table | words.money_canonical


@lru_cache(maxsize=4096)
def unit_of(text: str) -> Unit | None:
    """The unit that a text (folded, no white space) names; None where it names none."""
    if not text:
        return None
    bracketed = _BRACKETED.match(text)
    if bracketed and text not in _spellings():
        return unit_of(bracketed.group(1))
    if len(_PARTS.split(text)) > 1:
        return _rate(_PARTS.split(text))
    return _single(text, value_words())


def _single(text: str, words: ValueWords) -> Unit | None:
    name = _spellings().get(text)
    if name is None:
        scaled = _MAGNITUDE.match(text)
        if scaled and scaled.group(3) in _spellings() and not scaled.group(1):
            return Unit(scaled.group(2) + _spellings()[scaled.group(3)], "num_unit", True)
        return None
    if name == "%":
        return Unit(name, "percent", True)
    if name == "‰":
        return Unit(name, "permille", True)
    if name in words.money:
        return Unit(name, "money", True)
    return Unit(name, "duration" if name in words.durations else "num_unit", True)


def _rate(parts: list[str]) -> Unit | None:
    """元/人/次 → 元/人次; 元/人.每天 → 元/人·天; a missing numerator is money whose 元 was lost."""
    words = value_words()
    flags: tuple[str, ...] = ()
    if parts[0] == "":
        parts, flags = ["元", *parts[1:]], ("numerator-missing",)
    names = [_part_name(part) for part in parts]
    if any(name is None for name in names):
        return None
    top, below = names[0] or "", [n or "" for n in names[1:]]
    money = top in words.money or top in words.money_canonical.values()
    name = f"{top}/{_denominator(below, words)}"
    if money:
        return Unit(name, "money_rate", True, flags)
    timed = len(below) == 1 and below[0] in words.durations and top in ("次", "场", "期")
    return Unit(name, "frequency" if timed else "compound_rate", True, flags)


def _part_name(part: str) -> str | None:
    bare = part.removeprefix("每")
    known = _spellings().get(part) or _spellings().get(bare)
    if known:
        return known
    if _MAGNITUDE.match(bare) and (_MAGNITUDE.sub(r"\3", bare) in _spellings()):
        return bare
    return bare if 0 < len(bare) <= _MOST_UNKNOWN and not any(c.isdigit() for c in bare) else None


def _denominator(below: list[str], words: ValueWords) -> str:
    if len(below) == 2 and below[1] == "次":
        return below[0] + "次"
    if len(below) == 2 and below[1] in words.durations and below[0] == "人":
        return f"{below[0]}·{below[1]}"
    return "/".join(below)


def is_unit(text: str) -> bool:
    """Whether a text by itself is nothing but a unit."""
    found = unit_of(text)
    return found is not None and found.known and not any(c.isdigit() for c in text)
