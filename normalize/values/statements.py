"""Values without a number, sorted by their words: completion grades, trends, states, compliance, narratives."""

from __future__ import annotations

from shibiao.normalize.values.lexicon import Lexicon, longest_at
from shibiao.normalize.values.model import ParsedValue, plain

_LONGEST_TREND = 12
_LONGEST_OBJECT = 6
_LONGEST_STATE = 8
_LONGEST_COMPLIANCE = 40
_CLAUSE = ",、;。"


def read_statement(text: str, words: Lexicon) -> ParsedValue:
    """The class of a text without a number. Whatever fits nothing else is ``qual_narrative``."""
    readers = (_is_grade, _is_trend, _is_state, _is_compliance)
    names = ("qual_grade", "qual_trend", "qual_state", "qual_compliance")
    for is_kind, name in zip(readers, names, strict=True):
        if is_kind(text, words):
            return plain(name)
    return plain("qual_narrative")


def _is_grade(text: str, words: Lexicon) -> bool:
    grades, links = words.qualities.grades, words.qualities.grade_links
    if text in grades:
        return True
    length = longest_at(text, 0, grades)
    return length > 0 and text.startswith(links, length)


def _is_state(text: str, words: Lexicon) -> bool:
    if text in words.qualities.state_words:
        return True
    return len(text) <= _LONGEST_STATE and text.endswith(words.qualities.states) and not _has_clauses(text)


def _is_compliance(text: str, words: Lexicon) -> bool:
    return len(text) <= _LONGEST_COMPLIANCE and text.startswith(words.qualities.compliance)


def _is_trend(text: str, words: Lexicon) -> bool:
    """稳步提高, 环境明显改善: ends with a verb of change; 提高普及率: begins with one and a short object follows."""
    if len(text) > _LONGEST_TREND or _has_clauses(text):
        return False
    if any(words.trends.get(text[-length:]) for length in (2, 3)):
        return True
    head = text[:-2]
    if text.endswith(words.qualities.progressing) and head.endswith(words.qualities.progress):
        return True
    verb = words.trends.at(text, 0)
    return verb is not None and len(text) - verb[1] <= _LONGEST_OBJECT


def _has_clauses(text: str) -> bool:
    return any(c in _CLAUSE for c in text)
