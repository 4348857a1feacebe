"""Comparison signs and words before a number (≥, 不少于), and suffixes behind its unit (以上, 左右)."""

from __future__ import annotations

from typing import NamedTuple

from shibiao.normalize.values.lexicon import Lexicon


class Comparison(NamedTuple):
    """An operator and the index behind it; no operator and ``end`` as asked where none stands there."""

    operator: str | None
    end: int
    flags: tuple[str, ...] = ()


def comparison_at(text: str, start: int, words: Lexicon) -> Comparison:
    """The operator that begins at ``start``; 约 and its like are no operator but a flag."""
    if text[start : start + 1] not in words.comparison_starts:
        return Comparison(None, start)
    found = words.operators.at(text, start)
    if found is not None:
        return Comparison(found[0], found[1])
    found = words.lookalikes.at(text, start)
    if found is not None:
        return Comparison(found[0], found[1], ("operator-lookalike",))
    found = words.approx_before.at(text, start)
    if found is not None:
        return Comparison(None, found[1], ("approximate",))
    return Comparison(None, start)


def suffix_at(text: str, start: int, words: Lexicon) -> Comparison:
    """The suffix that begins at ``start``."""
    found = words.suffixes.at(text, start)
    if found is not None:
        return Comparison(found[0], found[1])
    found = words.approx_after.at(text, start)
    if found is not None:
        return Comparison(None, found[1], ("approximate",))
    return Comparison(None, start)
