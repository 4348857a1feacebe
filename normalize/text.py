"""Comparing printed text: width, spelling and spacing folded, the raw text never touched."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFKC would rewrite these into other words (㎡ -> m2, … -> ...), so they pass through unfolded.
_KEPT = "㎡㎥㎞㎏㎜㎝…‰①②③④⑤⑥⑦⑧⑨⑩"
# Radicals that fonts give as the character of a glyph; NFKC maps only the Kangxi block
# (Unicode's EquivalentUnifiedIdeograph.txt, the simplified ones).
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳", "民虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
)
_AT_ONCE = 4096  # characters: ordering a run of combining marks takes the square of its length
_PIECES = re.compile(f"([{_KEPT}])")
_SPACE = re.compile(r"\s+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff01-\uff60]"
_SPACE_BY_WIDE = re.compile(rf"(?<={_WIDE})\s+|\s+(?={_WIDE})")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold full and half width (NFKC), keeping ㎡ … ‰ and circled numbers as they are."""
    if text.isascii():
        return text
    pieces = (text[at : at + _AT_ONCE] for at in range(0, len(text), _AT_ONCE))
    return "".join(map(_folded, pieces)).translate(_RADICALS)


def _folded(text: str) -> str:
    return "".join(p if p in _KEPT else unicodedata.normalize("NFKC", p) for p in _PIECES.split(text) if p)


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """``fold`` without any white space: the form in which labels are compared."""
    return _SPACE.sub("", fold(text))


def tidy(text: str) -> str:
    """Strip the ends and drop white space that only a line break between Chinese characters left behind.

    Line breaks between paragraphs are kept as ``\\n``.
    """
    if not _SPACE.search(text):
        return text
    lines = (_SPACE_BY_WIDE.sub("", " ".join(line.split())) for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)


def is_cjk(char: str) -> bool:
    """Whether ``char`` is a Chinese character proper (no punctuation)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def display_width(text: str) -> int:
    """Width in half-width columns: a full-width character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
