"""How many forms to draw, how many of them may be wrong, and what a given rule lets through."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from math import ceil
from typing import NamedTuple

import numpy as np

from shibiao.review.limits import Counts, Stratum, lot_chance, strata_upper

_BLOCK = 4


class Size(NamedTuple):
    """Draw ``drawn`` forms; with at most ``allowed`` wrong ones among them the lot is shown to be good enough.

    None where no result of that size could show it.
    """

    drawn: int
    allowed: int | None


def most_tolerable(lot: int, tolerable: float) -> int:
    """The largest number of wrong forms in the lot that is still tolerable."""
    return int(Fraction(str(tolerable)) * lot)


def sample_size(lot: int, confidence: float, tolerable: float, expected: float) -> Size:
    """The smallest plan for a simple random sample, by the exact hypergeometric.

    For every allowed number k, n(k) is the smallest n with P(X <= k | lot, M, n) <= 1 - confidence, M being the first
    number of wrong forms that is no longer tolerable. The first k is taken that is not below ``expected`` times n(k):
    the method of the AICPA audit sampling guide, appendix A, whose tables come out for endless lots. Where nothing less
    will do, all forms are drawn.
    """
    bad = most_tolerable(lot, tolerable) + 1
    if bad > lot:
        return Size(1, 1)
    share = Fraction(str(expected))
    start, block = 0, _BLOCK
    while start < bad:
        allowed = np.arange(start, min(bad, start + block))
        for k, n in zip(allowed.tolist(), _smallest(lot, bad, allowed, confidence).tolist(), strict=True):
            if k >= share * n:
                return Size(n, k)
        start, block = start + block, block * 2
    return Size(lot, bad - 1)


def _smallest(lot: int, bad: int, allowed: Counts, confidence: float) -> Counts:
    """For every allowed number the smallest sample in which ``bad`` wrong forms show more, with that confidence."""
    low, high = allowed + 1, np.full_like(allowed, lot)
    while np.any(low < high):
        middle = (low + high) // 2
        enough = lot_chance(allowed, lot, bad, middle) <= 1 - confidence
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    return low


def strata_size(forms: Sequence[int], confidence: float, tolerable: float, expected: float) -> Size:
    """The same for a lot drawn by strata of so many forms, with the limit that ``strata_upper`` states for it."""
    lot = sum(forms)
    simple = sample_size(lot, confidence, tolerable, expected)
    if len(forms) == 1 or simple.drawn == lot or simple.allowed is None:
        return simple
    most, share = most_tolerable(lot, tolerable), Fraction(str(expected))
    # No sample is smaller than the number of strata, so no smaller k can do.
    for k in count(max(simple.allowed, ceil(share * len(forms)))):
        low, high = max(simple.drawn, len(forms), k + 1), lot
        while low < high:
            middle = (low + high) // 2
            enough = _upper(forms, middle, k, confidence) <= most
            low, high = (low, middle) if enough else (middle + 1, high)
        if low == lot:
            return Size(lot, most)
        if k >= share * low:
            return Size(low, k)
    raise AssertionError("some allowed number takes all forms")


def allowed_with(forms: Sequence[int], drawn: int, confidence: float, tolerable: float) -> int | None:
    """The largest number of wrong forms in a sample of that size whose upper limit is still tolerable."""
    most = most_tolerable(sum(forms), tolerable)
    low, high = -1, min(drawn, most)
    while low < high:
        middle = (low + high + 1) // 2
        fits = _upper(forms, drawn, middle, confidence) <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return None if low < 0 else low


def _upper(forms: Sequence[int], drawn: int, wrong: int, confidence: float) -> int:
    """The upper limit with ``wrong`` forms found, in the strata where they weigh most: those not drawn whole."""
    strata = [Stratum(size, part) for size, part in zip(forms, allocate(forms, drawn), strict=True)]
    placed, left = [], wrong
    for one in sorted(strata, key=lambda one: one.drawn == one.forms):
        here = min(left, one.drawn)
        placed.append(one._replace(wrong=here))
        left -= here
    return strata_upper(placed, confidence)


def allocate(forms: Sequence[int], drawn: int) -> tuple[int, ...]:
    """How many to draw from each stratum, in proportion to its forms: each next one from the stratum drawn least from.

    (Adams' method; ties go to the larger stratum, then to the first.) Every stratum gets one before any gets a second,
    and the smallest sampling fraction, on which ``strata_upper`` rests, is as large as it can be.
    """
    surely = max(0, drawn - len(forms))  # all draws up to a fraction of surely / lot: no more than ``drawn``
    parts = [-(-surely * size // sum(forms)) for size in forms]
    line = [
        (Fraction(n, size), -size, index) for index, (n, size) in enumerate(zip(parts, forms, strict=True)) if n < size
    ]
    heapq.heapify(line)
    for _ in range(drawn - sum(parts)):
        _, size, index = heapq.heappop(line)
        parts[index] += 1
        if parts[index] < forms[index]:
            heapq.heappush(line, (Fraction(parts[index], forms[index]), size, index))
    return tuple(parts)


def accepted(lot: int, bad: int, drawn: int, allowed: int) -> float:
    """How likely a lot with ``bad`` wrong forms passes such a plan: P(X <= allowed), hypergeometric."""
    return float(lot_chance(allowed, lot, bad, drawn))
