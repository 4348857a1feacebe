"""The word files as tables that look up the longest word at a place in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shibiao.schemas.words import QualityWords, UnitWords, ValueWords


class WordTable:
    """Words and what they mean. The longest word that fits counts."""

    __slots__ = ("_lengths", "_meanings")

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self._meanings = dict(meanings)
        lengths: dict[str, set[int]] = {}
        for word in self._meanings:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """The meaning of the longest word that begins at ``start``, and the index behind it."""
        for length in self._lengths.get(text[start : start + 1], ()):
            end = start + length
            meaning = self._meanings.get(text[start:end])
            if meaning is not None and not _goes_on(text, end):
                return meaning, min(end, len(text))
        return None

    def get(self, word: str) -> str | None:
        """What a whole word means."""
        return self._meanings.get(word)

    def __contains__(self, word: str) -> bool:
        return word in self._meanings


def longest_at(text: str, start: int, words: tuple[str, ...]) -> int:
    """The length of the longest of ``words`` that begins at ``start``; 0 where none does."""
    if not text.startswith(words, start):
        return 0
    return max(len(word) for word in words if text.startswith(word, start))


def _goes_on(text: str, end: int) -> bool:
    """Whether a Latin word goes on behind ``end``: the m of mg/L is no metre, nor the M of MW."""
    letters = text[end - 1 : end + 1]
    return len(letters) == 2 and letters.isascii() and letters.isalpha()


class Lexicon(NamedTuple):
    """All tables of the value grammar."""

    operators: WordTable
    lookalikes: WordTable
    natures: Mapping[str, str]
    comparison_starts: frozenset[str]
    misread: WordTable
    suffixes: WordTable
    approx_before: WordTable
    approx_inside: WordTable
    approx_after: WordTable
    magnitudes: WordTable
    magnitude_starts: frozenset[str]
    powers: Mapping[str, int]
    units: WordTable
    bare_money: WordTable
    kinds: Mapping[str, str]
    ranks: frozenset[str]
    trends: WordTable
    qualities: QualityWords


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The tables made from the shipped word files.

    Raises: SchemaError when a word file is invalid.
    """
    from shibiao.schemas.words import load_words

    return build_lexicon(load_words())


def build_lexicon(words: ValueWords) -> Lexicon:
    """Tables from checked words."""
    around = words.operators
    return Lexicon(
        operators=_by_meaning(around.operators.items()),
        lookalikes=_by_meaning(around.lookalikes.items()),
        natures={word: nature for nature, found in around.natures.items() for word in found},
        comparison_starts=frozenset(
            word[0]
            for group in (*around.operators.values(), *around.lookalikes.values(), around.approx_before)
            for word in group
        ),
        misread=_by_meaning(around.misread.items()),
        suffixes=_by_meaning(around.suffixes.items()),
        approx_before=_themselves(around.approx_before),
        approx_inside=_themselves(around.approx_inside),
        approx_after=_themselves(around.approx_after),
        magnitudes=_themselves(around.magnitudes),
        magnitude_starts=frozenset(word[0] for word in (*around.magnitudes, *_bare_words(words.units))),
        powers=around.magnitudes,
        units=WordTable(dict(_spellings(words.units))),
        bare_money=_by_meaning(words.units.bare_money.items()),
        kinds=_kinds(words.units),
        ranks=frozenset(words.qualities.ranks),
        trends=_by_meaning(words.qualities.trends),
        qualities=words.qualities,
    )


def _by_meaning(spellings: Iterable[tuple[str, Iterable[str]]]) -> WordTable:
    return WordTable({word: meaning for meaning, words in spellings for word in words})


def _themselves(words: Iterable[str]) -> WordTable:
    return WordTable({word: word for word in words})


def _spellings(units: UnitWords) -> Iterable[tuple[str, str]]:
    for kind, names in units:
        if kind != "bare_money":
            for name, others in names.items():
                yield from ((word, name) for word in (name, *others))


def _bare_words(units: UnitWords) -> Iterable[str]:
    return (word for others in units.bare_money.values() for word in others)


def _kinds(units: UnitWords) -> dict[str, str]:
    return {name: kind for kind, names in units if kind != "bare_money" for name in names}
