"""Chinese characters, and which two make a word: jieba's dictionary."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

_USUAL = 100  # times in the dictionary's sources: 知识 is usual, 智识 is not
_MOST_USUAL = 4.0  # decades of times: 人民 is usual, 人氏 less so
_LEAST_SHARE = 0.01  # of the times of the rarer character: 时 before 日 is mostly no word
_AS_USUAL, _MOST = 5000, 4.0  # times, and logarithms


@lru_cache(maxsize=1)
def _words() -> Mapping[str, int]:
    """The dictionary's words of one and two characters, some hundred thousand, and how often each was seen; a fifth of
    a second the first time."""
    import jieba

    with jieba.get_dict_file() as file:
        entries = (line.decode("utf-8").split() for line in file)
        return {word: int(times) for word, times, *_ in entries if len(word) <= 2}


def is_chinese(char: str) -> bool:
    """Whether a text is one Chinese character, no sign, figure or letter."""
    return len(char) == 1 and "\u4e00" <= char <= "\u9fff"


def usualness(pair: str, pairs: frozenset[str]) -> float:
    """1 for one of ``pairs`` and for a usual word, one half for a rare word, 0 for none."""
    times = _times(pair)
    return 1.0 if pair in pairs or times >= _USUAL else 0.5 if times >= 0 else 0.0


def graded_usualness(pair: str, pairs: frozenset[str]) -> float:
    """The same by degrees: from 1 for one of ``pairs`` and the most usual words down to one half for a rare one."""
    times = _times(pair)
    if pair in pairs or times < 0:
        return float(pair in pairs)
    is_own = times >= _LEAST_SHARE * min(_words().get(char, 0) for char in pair)
    return 0.5 + 0.5 * min(1.0, math.log10(times + 1) / _MOST_USUAL) if is_own else 0.5


def _times(pair: str) -> int:
    """How often two characters were seen as a word, -1 if they are none."""
    return _words().get(pair, -1) if len(pair) == 2 else -1


def familiarity(char: str) -> float:
    """How much more often a Chinese character is seen than a middling one, as a natural logarithm between -4 and 4."""
    return max(-_MOST, min(_MOST, math.log((_words().get(char, 0) + 1) / _AS_USUAL)))


def is_pair(pair: str, pairs: frozenset[str]) -> bool:
    """Whether two characters are a word, be it a rare one, or one of ``pairs``."""
    return usualness(pair, pairs) > 0
