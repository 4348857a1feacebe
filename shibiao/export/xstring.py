"""Texts as cells of Excel files hold them: escaped where XML has no such character, and no longer than Excel allows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

MOST_CHARACTERS = 32_767  # of a cell
_UNWRITABLE = r"\x00-\x08\x0b-\x1f\ufffe\uffff"  # CR among them: XML readers make an LF of it
# The underscore of what only looks like an escape is escaped too, also where the last underscore is another escape's.
_ESCAPED = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}[_{_UNWRITABLE}])|[{_UNWRITABLE}]")
_LONGEST_ESCAPE = len("_x0000_")


def escaped(text: str) -> str:
    """With ``_xHHHH_`` for characters that XML cannot hold (ECMA-376, ST_Xstring)."""
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def fits(text: str, most: int = MOST_CHARACTERS) -> bool:
    """Whether a cell of ``most`` characters holds it."""
    # Whether Excel counts before or after it takes escapes away is not written down: the longer one must fit.
    return len(text) * _LONGEST_ESCAPE <= most or _length(escaped(text)) <= most


def pieces(text: str, most: int = MOST_CHARACTERS) -> Iterator[str]:
    """The text in pieces that fit, each as long as can be."""
    start = 0
    while start < len(text):
        end = start + _how_many(text[start : start + most], most)
        yield text[start:end]
        start = end


def _how_many(text: str, most: int) -> int:
    """Characters from the first on that fit."""
    if fits(text, most):
        return len(text)
    return bisect.bisect_right(range(len(text)), most, key=lambda count: _length(escaped(text[:count]))) - 1


def _length(text: str) -> int:
    """As Excel counts: in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
