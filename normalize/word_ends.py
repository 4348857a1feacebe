"""Whether a text ends where a Chinese word ends: jieba's dictionary, asked from behind."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from shibiao.normalize.text import is_cjk

# Measured on 518 real names and values that end in a Chinese character: at 0.72 the four that are cut
# inside a word and two whole ones are over it (千 and 零, which are numerals); at 0.45 some whole ones are.
SURE = 0.72
PERHAPS = 0.45
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """jieba's tokenizer, built from its dictionary file: its cache file is not read, being unpickled code."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@lru_cache(maxsize=1)
def _edges() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """For every character: how often words of two or more characters begin and end with it."""
    begins: dict[str, int] = defaultdict(int)
    ends: dict[str, int] = defaultdict(int)
    for word, frequency in _tokenizer().FREQ.items():
        if frequency and len(word) > 1:
            begins[word[0]] += frequency
            ends[word[-1]] += frequency
    return begins, ends


@lru_cache(maxsize=16384)
def inside_word(text: str) -> float:
    """How surely ``text`` stops inside a word, 0 to 1.

    0 unless segmentation leaves a single character at the end; then the share of that character's
    occurrences in the dictionary in which it begins a longer word.
    """
    if len(text) < 2 or not is_cjk(text[-1]) or text[-1] in _NUMERALS:
        return 0.0
    last = _tokenizer().lcut(text, HMM=False)[-1]
    if len(last) > 1:
        return 0.0
    begins, ends = _edges()
    alone = _tokenizer().FREQ.get(last, 0)
    return float(begins[last] / (begins[last] + ends[last] + alone + 1))
