"""Values that say nothing, or that nobody filled in: empty, 无, ``**人``, a unit by itself; and 是 / 否."""

from __future__ import annotations

from shibiao.normalize.text import is_cjk
from shibiao.normalize.values.lexicon import Lexicon, longest_at
from shibiao.normalize.values.model import ParsedValue, plain
from shibiao.normalize.values.operators import Comparison, comparison_at
from shibiao.normalize.values.units import Unit, unit_at


def read_absent(text: str, words: Lexicon) -> ParsedValue | None:
    """``empty``, ``na`` or ``boolean``."""
    if not text:
        return plain("empty")
    if text in words.qualities.not_applicable:
        return plain("na")
    return plain("boolean") if text in words.qualities.booleans else None


def read_placeholder(text: str, words: Lexicon) -> ParsedValue | None:
    """A template's mark (``≥**人``, ``XX``), or an operator or unit whose number was never filled in."""
    mark = comparison_at(text, 0, words)
    if "0" <= text[mark.end : mark.end + 1] <= "9":
        return None
    filler = longest_at(text, mark.end, words.qualities.placeholders)
    end = mark.end + filler
    unit = unit_at(text, end, words)
    if unit is not None:
        end = unit.end
    if end == 0 or end < len(text) or not (filler or _is_unfilled(text, mark, unit)):
        return None
    flags = (*mark.flags, *(unit.flags if unit else ()))
    return ParsedValue(mark.operator, None, None, unit.name if unit else None, "placeholder", flags)


def _is_unfilled(text: str, mark: Comparison, unit: Unit | None) -> bool:
    """A unit, a sign, or 大于% is unfilled; 各项 and 约 are words, 十万亩 is a number."""
    if mark.end == 0:
        return text[0] != "十"
    return not is_cjk(text[0]) or (unit is not None and mark.end > 1)
