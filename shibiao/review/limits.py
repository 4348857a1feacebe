"""Exact confidence limits for how many forms of a lot are wrong, from a random sample of it.

Everything here inverts a test: a number of wrong forms is possible as long as a sample that looks so good (or so bad)
has more than ``1 - confidence`` probability under it. Such limits hold with at least the stated confidence whatever the
true rate is; they are wider than approximations that hold on average only (Wilson, Agresti-Coull).

Sources: C. Clopper, E. Pearson, Biometrika 26 (1934) 404-413 (binomial); J. Buonaccorsi, The American Statistician 41
(1987) 215-218 (the same for a finite lot, hypergeometric); W. Hoeffding, Ann. Math. Stat. 27 (1956) 713-721
(unequal chances); V. Vatutin, V. Mikhailov, Theory Probab. Appl. 27 (1982) 734-743 (a hypergeometric count is a sum of
independent draws of unequal chances).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shibiao.exits import ExitCode, Stop

try:
    from scipy import stats
except ImportError as error:
    raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-scipy", name=error.name) from error

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]


class Stratum(NamedTuple):
    """A part of a lot that is drawn from by itself: its forms, those drawn, and those of them that are wrong."""

    forms: int
    drawn: int
    wrong: int = 0


class Limits(NamedTuple):
    """Of a number of wrong forms in a lot: both ends of the two-sided interval, and the one-sided upper limit."""

    low: int
    high: int
    at_most: int


def proportion_upper(wrong: ArrayLike, drawn: ArrayLike, confidence: float) -> Rates:
    """Clopper-Pearson, one-sided, for an endless lot: the p with P(X <= wrong | drawn, p) = 1 - confidence.

    It is the ``confidence`` quantile of Beta(wrong + 1, drawn - wrong); 1 where all are wrong.
    """
    wrong, drawn = np.asarray(wrong), np.asarray(drawn)
    some = wrong < drawn
    return np.where(some, stats.beta.ppf(confidence, wrong + 1, np.where(some, drawn - wrong, 1)), 1.0)


def proportion_lower(wrong: ArrayLike, drawn: ArrayLike, confidence: float) -> Rates:
    """The same from below: the p with P(X >= wrong | drawn, p) = 1 - confidence; 0 where none is wrong."""
    wrong, drawn = np.asarray(wrong), np.asarray(drawn)
    return 1.0 - proportion_upper(drawn - wrong, drawn, confidence)


def lot_chance(wrong: ArrayLike, lot: ArrayLike, bad: ArrayLike, drawn: ArrayLike) -> Rates:
    """P(X <= wrong), X hypergeometric: ``drawn`` forms without replacement from ``lot``, of which ``bad`` are wrong."""
    return np.asarray(stats.hypergeom.cdf(wrong, lot, bad, drawn), dtype=np.float64)


def lot_upper(lot: ArrayLike, drawn: ArrayLike, wrong: ArrayLike, confidence: float) -> Counts:
    """The largest number M of wrong forms in the lot with P(X <= wrong | lot, M, drawn) > 1 - confidence. One-sided."""
    lot, drawn, wrong = (np.asarray(a, dtype=np.int64) for a in np.broadcast_arrays(lot, drawn, wrong))

    def possible(bad: Counts) -> NDArray[np.bool_]:
        return np.asarray(lot_chance(wrong, lot, bad, drawn) > 1 - confidence)

    return _largest(possible, wrong, lot - (drawn - wrong))


def lot_lower(lot: ArrayLike, drawn: ArrayLike, wrong: ArrayLike, confidence: float) -> Counts:
    """The smallest number M of wrong forms in the lot with P(X >= wrong | lot, M, drawn) > 1 - confidence.

    Counting the right forms instead of the wrong ones makes an upper limit of it.
    """
    lot, drawn, wrong = (np.asarray(a, dtype=np.int64) for a in np.broadcast_arrays(lot, drawn, wrong))
    return lot - lot_upper(lot, drawn, drawn - wrong, confidence)


def strata_upper(strata: Sequence[Stratum], confidence: float) -> int:
    """The same for a lot drawn by strata: at most so many of all its forms are wrong. One-sided.

    Strata that were examined whole are known. Of the others together, X wrong ones among n drawn are a sum of
    independent draws (Vatutin and Mikhailov) with mean mu = sum of M_h n_h / N_h; by Hoeffding P(X <= x) is not above
    the binomial P(Bin(n, mu / n) <= x) where x <= mu - 1. The least mu that M wrong forms can have is taken, with all
    of them in the strata drawn least from: so the limit holds wherever they lie. One stratum alone: hypergeometric.
    """
    known = sum(one.wrong for one in strata if one.drawn == one.forms)
    rest = sorted((one for one in strata if one.drawn < one.forms), key=lambda one: one.drawn / one.forms)
    if not rest:
        return known
    forms, drawn, wrong = (int(sum(column)) for column in zip(*rest, strict=True))
    if len(rest) == 1:
        return known + int(lot_upper(forms, drawn, wrong, confidence))
    if not drawn:
        return known + forms

    def possible(bad: Counts) -> NDArray[np.bool_]:
        mean = _least_mean(rest, int(bad))
        chance = stats.binom.cdf(wrong, drawn, min(1.0, mean / drawn))
        return np.asarray(wrong > mean - 1 or chance > 1 - confidence)

    return known + int(_largest(possible, np.asarray(wrong), np.asarray(forms - drawn + wrong)))


def strata_limits(strata: Sequence[Stratum], confidence: float) -> Limits:
    """Both kinds of limits for a lot drawn by strata. The two-sided ones leave half of the risk on either side."""
    both = (1 + confidence) / 2
    right = [one._replace(wrong=one.drawn - one.wrong) for one in strata]
    low = sum(one.forms for one in strata) - strata_upper(right, both)
    return Limits(low, strata_upper(strata, both), strata_upper(strata, confidence))


def estimated(strata: Sequence[Stratum]) -> float:
    """The unbiased estimate of the share of wrong forms: sum of N_h x_h / n_h over N. Every stratum was drawn from."""
    return sum(one.forms * one.wrong / one.drawn for one in strata) / sum(one.forms for one in strata)


def _least_mean(ascending: Sequence[Stratum], bad: int) -> float:
    """The least expected number of wrong forms in the sample when ``bad`` are in the lot."""
    mean = 0.0
    for one in ascending:
        here = min(bad, one.forms)
        mean += here * one.drawn / one.forms
        bad -= here
    return mean


def _largest(possible: Callable[[Counts], NDArray[np.bool_]], low: Counts, high: Counts) -> Counts:
    """The largest number from ``low``, which is possible, to ``high``, by halving: what is possible has no gaps."""
    low, high = low.astype(np.int64), high.astype(np.int64)
    while np.any(low < high):
        middle = (low + high + 1) // 2
        fits = possible(middle)
        low, high = np.where(fits, middle, low), np.where(fits, high, middle - 1)
    return low
