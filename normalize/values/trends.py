"""Changes by a number: 提升10%, 较上年减少≥2%, 逐年递减8%. The direction is a flag; the number has no sign."""

from __future__ import annotations

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.quantity import Quantity
from shibiao.normalize.values.ranges import range_from


def read_trend(text: str, change: Quantity, words: Lexicon) -> ParsedValue | None:
    """A change where a verb of change stands directly before the quantity; 提高到95% is a level, no change."""
    head = text[: change.start]
    if head.endswith(words.qualities.trend_levels):
        return None
    for link in words.qualities.trend_links:
        head = head.removesuffix(link)
    direction = _direction(head, words)
    return change.value("trend", *_flags(direction, head, words)) if direction else None


def read_trend_range(text: str, change: Quantity, words: Lexicon) -> ParsedValue | None:
    """降低10%-15%: a change between two numbers."""
    direction = None if change.operator else read_trend(text, change, words)
    ends = range_from(text, change.start, words) if direction else None
    if direction is None or ends is None:
        return None
    return ends._replace(value_class="trend", flags=(*ends.flags, *direction.flags))


def _direction(head: str, words: Lexicon) -> str | None:
    """``increase`` or ``decrease`` by the verb at the end of ``head``; verbs have two or three characters."""
    for length in (2, 3):
        meaning = words.trends.get(head[-length:]) if len(head) >= length else None
        if meaning is not None:
            return meaning
    return None


def _flags(direction: str, head: str, words: Lexicon) -> tuple[str, ...]:
    yearly = any(word in head for word in words.qualities.yearly)
    based = any(word in head for word in words.qualities.baselines)
    return (direction, *(("per-year",) if yearly else ()), *(() if based else ("baseline-absent",)))
