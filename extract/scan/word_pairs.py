"""Chinese characters, and which two make a word: jieba's dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_USUAL = 100  # times in the dictionary's sources: 知识 is usual, 智识 is not


@lru_cache(maxsize=1)
def _words() -> Mapping[str, int]:
    """The dictionary's words of two characters, some hundred thousand, and how often each was seen; a fifth of a second
    the first time."""
    import jieba

    with jieba.get_dict_file() as file:
        entries = (line.decode("utf-8").split() for line in file)
        return {word: int(times) for word, times, *_ in entries if len(word) == 2}


def is_chinese(char: str) -> bool:
    """Whether a text is one Chinese character, no sign, figure or letter."""
    return len(char) == 1 and "\u4e00" <= char <= "\u9fff"


def usualness(pair: str, pairs: frozenset[str]) -> float:
    """1 for one of ``pairs`` and for a usual word, one half for a rare word, 0 for none."""
    times = _words().get(pair, -1)
    return 1.0 if pair in pairs or times >= _USUAL else 0.5 if times >= 0 else 0.0


def is_pair(pair: str, pairs: frozenset[str]) -> bool:
    """Whether two characters are a word, be it a rare one, or one of ``pairs``."""
    return usualness(pair, pairs) > 0
