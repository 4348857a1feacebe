"""Which character a part is of: what the recogniser reads, what the reader of parts sees, how like the part is to that
of the page's own characters, and what makes a word with the character beside it, are taken for independent of each
other: their weights are multiplied.

Chosen on 223 characters that a cell's side cuts (generated scans of seeds 3701 to 4001, levels 1 and 2): 220 are right
by it, where the recogniser has 154.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from shibiao.extract.model import Glyph
from shibiao.extract.scan.edges import DOUBTFUL
from shibiao.extract.scan.word_pairs import is_chinese, usualness

_UNREAD, _UNSEEN = 0.1, 0.005  # of a character that the recogniser, or the reader of parts, does not offer
_WORD = 30.0  # times likelier that a word goes on than that none does
_LIKE, _USUALLY_LIKE, _MOST_LIKE = 15.0, 0.7, 0.93  # of parts of different characters, and the most that noise leaves
_WORTH_LOOKING = 0.8
_LEAST_TOLD = 0.3


class Offers(NamedTuple):
    """What tells a part: ``read``, the recogniser's character, None where it read none; ``seen``, the reader's
    probabilities; ``likes``, the correlation with the same part of the page's own characters."""

    read: Glyph | None
    seen: Mapping[str, float]
    likes: Mapping[str, float]


def likeliest(offers: Offers, before: str, after: str, pairs: frozenset[str]) -> Glyph | None:
    """The Chinese character that a part is of, as a glyph in the place of the one read; the one read where none is
    likelier, and None where none was read and none is likely. ``before``, ``after``: the characters beside it, empty
    where there is none; ``pairs``: as of ``PageGlyphs``."""
    read = offers.read
    by_recogniser = dict([*read.others, (read.char, read.probability)]) if read else {}

    def word(char: str) -> float:
        return max(usualness(before + char, pairs), usualness(char + after, pairs))

    def weight(char: str) -> float:
        seen, sure = offers.seen.get(char, _UNSEEN), max(by_recogniser.get(char, 0.0), _UNREAD) if read else 1.0
        return float(seen * sure * _likeness(offers.likes.get(char)) * _WORD ** word(char))

    alike = (char for char, like in offers.likes.items() if like >= _WORTH_LOOKING)
    offered = {char for char in (*offers.seen, *alike) if is_chinese(char)}
    if read is not None and read.probability >= DOUBTFUL:  # what is sure gives way to words alone
        offered = {char for char in offered if word(char) > 0}
    best = max([*([read.char] if read else []), *sorted(offered)], key=weight, default=None)
    if best is None or (read is None and weight(best) < _LEAST_TOLD):
        return None
    if read is None:
        return Glyph(best, offers.seen.get(best, _UNSEEN), 0.0)
    if best == read.char:
        return read
    others = ((read.char, read.probability), *read.others)
    return read._replace(char=best, probability=offers.seen.get(best, _UNSEEN), others=others)


def _likeness(like: float | None) -> float:
    """1 for a character that the page does not have."""
    return 1.0 if like is None else math.exp(_LIKE * (min(like, _MOST_LIKE) - _USUALLY_LIKE))
