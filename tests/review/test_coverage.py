"""2,000 archives of known error rates: the stated 95 % upper limit holds in at least 95 % of them."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.review.limits import Stratum, lot_lower, lot_upper, strata_upper
from shibiao.review.sizes import allocate, sample_size, strata_size

ARCHIVES = 2000
# 95 % of 2,000 limits hold on average at least; a simulation falls below by three standard deviations once in 700.
LEAST = 0.95 - 3 * np.sqrt(0.95 * 0.05 / ARCHIVES)
RATES = (0.0, 0.002, 0.01, 0.03, 0.05, 0.08, 0.15, 0.4)


def test_limits_of_whole_archives_hold() -> None:
    """Sizes as ``shibiao sample`` plans them and others, rates from none to nearly half."""
    random = np.random.default_rng(20260101)
    lots = random.integers(20, 8000, ARCHIVES)
    bad = random.binomial(lots, random.choice(RATES, ARCHIVES))
    planned = np.array([sample_size(int(lot), 0.95, 0.05, 0.01).drawn for lot in lots])
    sizes = np.where(random.random(ARCHIVES) < 0.5, planned, np.minimum(lots, random.integers(5, 400, ARCHIVES)))
    wrong = random.hypergeometric(bad, lots - bad, sizes)
    held = np.mean(bad <= lot_upper(lots, sizes, wrong, 0.95))
    held_below = np.mean(bad >= lot_lower(lots, sizes, wrong, 0.95))
    print(f"upper limits hold in {held:.2%}, lower ones in {held_below:.2%}")
    assert held >= 0.95 and held_below >= 0.95


@pytest.mark.parametrize("rate", [0.01, 0.03, 0.05, 0.08])
def test_limits_hold_at_every_rate(rate: float) -> None:
    random = np.random.default_rng(int(rate * 1000))
    lot, drawn = 2000, 181
    bad = round(rate * lot)
    wrong = random.hypergeometric(bad, lot - bad, drawn, ARCHIVES)
    assert np.mean(bad <= lot_upper(lot, drawn, wrong, 0.95)) >= LEAST


def test_limits_of_archives_drawn_by_strata_hold() -> None:
    """Strata of very different sizes and rates."""
    random = np.random.default_rng(20260102)
    held = 0
    for _ in range(ARCHIVES):
        sizes = random.integers(1, 400, int(random.integers(2, 10)))
        bad = random.binomial(sizes, random.beta(0.3, 5, len(sizes)))
        drawn = (
            strata_size(sizes.tolist(), 0.95, 0.05, 0.01).drawn
            if random.random() < 0.1
            else int(random.integers(10, 200))
        )
        parts = allocate(sizes.tolist(), max(len(sizes), min(drawn, int(sizes.sum()))))
        wrong = random.hypergeometric(bad, sizes - bad, parts)
        strata = [Stratum(int(n), d, int(x)) for n, d, x in zip(sizes, parts, wrong, strict=True)]
        held += strata_upper(strata, 0.95) >= bad.sum()
    print(f"limits by strata hold in {held / ARCHIVES:.2%}")
    assert held >= 0.95 * ARCHIVES


def test_a_narrower_limit_would_not_hold() -> None:
    """That the simulation can tell: the same with cells taken for independent, ten to a form, falls far below."""
    random = np.random.default_rng(20260103)
    lot, drawn, cells = 2000, 93, 10
    bad = 100  # forms, all of whose cells are wrong
    wrong = random.hypergeometric(bad, lot - bad, drawn, ARCHIVES)
    naive = lot_upper(lot * cells, drawn * cells, wrong * cells, 0.95)
    assert np.mean(bad * cells <= naive) < 0.8
    assert np.mean(bad <= lot_upper(lot, drawn, wrong, 0.95)) >= LEAST
