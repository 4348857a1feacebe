"""Values that say nothing, or that nobody filled in: empty, 无, ``**人``, a unit by itself; and 是 / 否."""

from __future__ import annotations

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue, plain
from shibiao.normalize.values.operators import comparison_at
from shibiao.normalize.values.units import unit_at


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
    end = mark.end
    for word in words.qualities.placeholders:
        if text.startswith(word, mark.end):
            end = max(end, mark.end + len(word))
    unit = unit_at(text, end, words)
    if unit is not None:
        end = unit.end
    if end == 0 or end < len(text) or not _is_template(text, mark.operator, unit is not None, end == mark.end):
        return None
    flags = (*mark.flags, *(unit.flags if unit else ()))
    return ParsedValue(mark.operator, None, None, unit.name if unit else None, "placeholder", flags)


def _is_template(text: str, operator: str | None, has_unit: bool, only_operator: bool) -> bool:
    """An operator word alone (各, 超) is no template; a sign alone is."""
    return has_unit or not only_operator or (operator is not None and not "\u4e00" <= text[0] <= "\u9fff")
