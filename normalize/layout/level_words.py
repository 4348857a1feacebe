"""How well a printed level label fits each word of the level tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from shibiao.normalize.labels import label_form, split_weight
from shibiao.schemas.family import Level1

How = Literal["exact", "variant", "prefix", "suffix", "typo", "weight", "implied", "unknown"]
_SUFFIX = "指标"
_COST: Mapping[How, float] = {
    "exact": 0.0,
    "variant": 0.2,
    "implied": 1.0,
    "prefix": 1.5,
    "suffix": 2.0,
    "typo": 2.5,
    "weight": 2.5,
    "unknown": 5.0,
}
_PER_LOST = 0.1  # the more characters are missing, the less a prefix says


class Fit(NamedTuple):
    """One word that a printed label may be, at what cost, by what kind of damage."""

    word: str | None
    cost: float
    how: How


class LevelWords:
    """The words of one level with all their spellings."""

    def __init__(self, words: Mapping[str, Iterable[str]], weights: Mapping[str, str] | None = None) -> None:
        self._spellings = {
            word: tuple(dict.fromkeys([label_form(word), *(label_form(s) for s in spellings)]))
            for word, spellings in words.items()
        }
        self._weights = weights or {}
        self._cache: dict[str, tuple[Fit, ...]] = {}

    def fits(self, text: str) -> tuple[Fit, ...]:
        """The words that ``text`` may be, cheapest first; the text itself, unknown, where nothing fits."""
        if text not in self._cache:
            form, weight = split_weight(text)
            found = [fit for word in self._spellings if (fit := self._fit(form, word)) is not None]
            if not form and weight is not None:
                found = [
                    Fit(word, _COST["weight"], "weight") for word, usual in self._weights.items() if usual == weight
                ]
            whole = [fit for fit in found if fit.how == "exact"]
            self._cache[text] = tuple(sorted(whole or found, key=lambda f: f.cost)) or (
                Fit(text, _COST["unknown"], "unknown"),
            )
        return self._cache[text]

    def is_label(self, text: str) -> bool:
        """Whether a text is one of the words, whole or short."""
        return any(fit.how in ("exact", "variant") for fit in self.fits(text))

    def may_be_label(self, text: str) -> bool:
        """Whether a text is one of the words, whole, short or damaged."""
        return self.fits(text)[0].how != "unknown"

    def _fit(self, form: str, word: str) -> Fit | None:
        if not form:
            return None
        best: Fit | None = None
        for spelling in self._spellings[word]:
            how, lost = _compare(form, spelling)
            if how is None:
                continue
            if how == "exact" and spelling != label_form(word):
                how = "variant"
            cost = _COST[how] + _PER_LOST * lost
            if best is None or cost < best.cost:
                best = Fit(word, cost, how)
        return best


def _compare(form: str, spelling: str) -> tuple[How | None, int]:
    """How a printed form departs from a spelling, and how many characters it lacks."""
    if form == spelling:
        return "exact", 0
    if spelling.endswith(_SUFFIX) and form == spelling[: -len(_SUFFIX)]:
        return "variant", 0
    if spelling.startswith(form):
        return "prefix", len(spelling) - len(form)
    if len(form) >= 2 and spelling.endswith(form) and form != _SUFFIX:
        return "suffix", len(spelling) - len(form)
    if len(form) >= 3 and _one_off(form, spelling):
        return "typo", 0
    return None, 0


@lru_cache(maxsize=4096)
def _one_off(form: str, spelling: str) -> bool:
    if abs(len(form) - len(spelling)) > 1:
        return False
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(form, spelling, score_cutoff=1) <= 1


class LevelTree:
    """Both levels' words and which level-2 words stand under which level-1 word."""

    def __init__(self, levels: Mapping[str, Level1]) -> None:
        self.level1 = LevelWords(
            {word: level.spellings for word, level in levels.items()},
            {word: str(level.weight) for word, level in levels.items() if level.weight is not None},
        )
        children: dict[str, list[str]] = {}
        for level in levels.values():
            for word, spellings in level.children.items():
                children.setdefault(word, []).extend(spellings)
        self.level2 = LevelWords(children)
        self.order1 = {word: i for i, word in enumerate(levels)}
        self.order2 = {(l1, l2): i for l1, level in levels.items() for i, l2 in enumerate(level.children)}
        self.parents: dict[str, tuple[str, ...]] = {
            l2: tuple(l1 for l1, level in levels.items() if l2 in level.children) for l2 in children
        }

    def is_pair(self, level1: str | None, level2: str | None) -> bool:
        """Whether level 2 stands under level 1 in the tree."""
        return (level1, level2) in self.order2

    def may_pair(self, text1: str, text2: str) -> bool:
        """Whether two printed labels can be parent and child."""
        ones = [f.word for f in self.level1.fits(text1)]
        twos = [f.word for f in self.level2.fits(text2)]
        return any(self.is_pair(a, b) for a in ones for b in twos)
