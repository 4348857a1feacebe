"""Values in words: grades, trends, states, compliance, and narrative for the rest."""

from __future__ import annotations

import re
from functools import lru_cache

from shibiao.schemas.value_words import value_words

_LONGEST_STATE = 7
_PUNCTUATION = "。，,；; "


@lru_cache(maxsize=1)
def _trend() -> re.Pattern[str]:
    verbs = "|".join(value_words().trend_verbs)
    return re.compile(rf"[^,，。、]{{0,4}}?(?:{verbs})[^,，。、]{{0,4}}")


def quality(text: str) -> str:
    """The class of a value without figures; ``text`` folded and without white space."""
    words = value_words()
    bare = text.strip(_PUNCTUATION)
    if bare in words.grades or bare.startswith(words.grade_starts):
        return "qual_grade"
    if bare in words.states:
        return "qual_state"
    if bare.startswith(words.compliance_starts):
        return "qual_compliance"
    if _trend().fullmatch(bare) and len(bare) <= 8:
        return "qual_trend"
    if len(bare) <= _LONGEST_STATE and bare.endswith(words.states) and not bare.startswith(("不", "未", "保")):
        return "qual_state"
    return "qual_narrative"
