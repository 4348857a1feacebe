"""Limits and sizes are those of the definition, looked up form by form, and those that are printed elsewhere."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shibiao.review.limits import (
    Stratum,
    estimated,
    lot_lower,
    lot_upper,
    proportion_lower,
    proportion_upper,
    strata_limits,
    strata_upper,
)
from shibiao.review.sizes import (
    Size,
    accepted,
    allocate,
    allowed_with,
    most_tolerable,
    sample_size,
    strata_size,
)


def chance(wrong: int, lot: int, bad: int, drawn: int) -> Fraction:
    """P(X <= wrong), in whole numbers."""
    ways = sum(comb(bad, x) * comb(lot - bad, drawn - x) for x in range(wrong + 1) if x <= drawn)
    return Fraction(ways, comb(lot, drawn))


def test_limits_of_small_lots_are_those_of_the_definition() -> None:
    risk = Fraction(1, 20)
    for lot in (1, 2, 7, 20, 31):
        for drawn in range(1, lot + 1):
            for wrong in range(drawn + 1):
                possible = range(wrong, lot - drawn + wrong + 1)
                most = max(m for m in possible if chance(wrong, lot, m, drawn) > risk)
                least = min(m for m in possible if chance(drawn - wrong, lot, lot - m, drawn) > risk)
                assert lot_upper(lot, drawn, wrong, 0.95) == most
                assert lot_lower(lot, drawn, wrong, 0.95) == least


def test_limits_of_proportions_are_scipys() -> None:
    for drawn, wrong in ((50, 0), (50, 2), (300, 300), (1, 1), (7, 3)):
        found = stats.binomtest(wrong, drawn).proportion_ci(0.9, "exact")
        assert float(proportion_upper(wrong, drawn, 0.95)) == pytest.approx(found.high)
        assert float(proportion_lower(wrong, drawn, 0.95)) == pytest.approx(found.low)


def test_large_lots_come_near_proportions_and_take_no_time() -> None:
    lot = 1_000_000
    drawn, wrong = np.array([50, 300, 3000, 20_000]), np.array([0, 3, 0, 900])
    share = lot_upper(lot, drawn, wrong, 0.95) / lot
    assert share == pytest.approx(proportion_upper(wrong, drawn, 0.95), rel=0.02)
    assert np.all(share <= proportion_upper(wrong, drawn, 0.95) + 1e-6)


def test_a_lot_examined_whole_has_no_limits_but_its_count() -> None:
    assert lot_upper(12, 12, 5, 0.95) == lot_lower(12, 12, 5, 0.95) == 5
    assert strata_limits([Stratum(5, 5, 2), Stratum(9, 9, 0)], 0.95) == (2, 2, 2)


def test_limits_by_strata_hold_wherever_the_wrong_forms_lie() -> None:
    """The chance of a limit below the truth, summed over all outcomes, for every way to lay wrong forms."""
    sizes, parts = (6, 9, 2), (2, 4, 1)
    for bad in product(*(range(size + 1) for size in sizes)):
        missed = 0.0
        for wrong in product(*(range(part + 1) for part in parts)):
            weight = np.prod(
                [stats.hypergeom.pmf(x, n, m, d) for x, n, m, d in zip(wrong, sizes, bad, parts, strict=True)]
            )
            strata = [Stratum(n, d, x) for n, d, x in zip(sizes, parts, wrong, strict=True)]
            missed += float(weight) * (strata_upper(strata, 0.9) < sum(bad)) if weight else 0.0
        assert missed <= 0.1 + 1e-9, bad


def test_one_stratum_is_a_simple_sample_and_more_do_not_narrow_it_much() -> None:
    assert strata_upper([Stratum(1000, 88, 1)], 0.95) == lot_upper(1000, 88, 1, 0.95)
    apart = strata_upper([Stratum(500, 44, 1), Stratum(500, 44, 0)], 0.95)
    assert lot_upper(1000, 88, 1, 0.95) <= apart <= lot_upper(1000, 88, 1, 0.95) * 1.1
    assert strata_upper([Stratum(500, 0), Stratum(500, 0)], 0.95) == 1000


def test_the_estimate_is_weighted() -> None:
    assert estimated([Stratum(90, 9, 1), Stratum(10, 5, 5)]) == pytest.approx((10 + 10) / 100)


@pytest.mark.parametrize(
    ("tolerable", "expected", "drawn", "allowed"),
    [  # AICPA audit sampling guide, appendix A, risk 5 %; and discovery samples
        *((0.05, 0, 59, 0), (0.05, 0.0025, 93, 1), (0.05, 0.01, 93, 1), (0.05, 0.0125, 124, 2), (0.05, 0.015, 124, 2)),
        *((0.05, 0.0175, 153, 3), (0.05, 0.02, 181, 4), (0.1, 0, 29, 0), (0.02, 0, 149, 0), (0.01, 0, 299, 0)),
        (0.001, 0, 2995, 0),
    ],
)
def test_sizes_are_those_of_the_tables(tolerable: float, expected: float, drawn: int, allowed: int) -> None:
    assert sample_size(10**9, 0.95, tolerable, expected) == Size(drawn, allowed)


@given(st.integers(1, 400), st.sampled_from([0.8, 0.9, 0.95, 0.99]), st.sampled_from([0.02, 0.05, 0.1, 0.3]))
def test_a_size_is_enough_and_one_less_is_not(lot: int, confidence: float, tolerable: float) -> None:
    drawn, allowed = sample_size(lot, confidence, tolerable, 0.01)
    assert allowed is not None and allowed <= most_tolerable(lot, tolerable)
    assert lot_upper(lot, drawn, allowed, confidence) <= most_tolerable(lot, tolerable)
    if allowed < drawn - 1 and drawn < lot:
        assert lot_upper(lot, drawn - 1, allowed, confidence) > most_tolerable(lot, tolerable)
    assert (allowed_with([lot], drawn, confidence, tolerable) or 0) >= allowed


@given(st.lists(st.integers(1, 120), min_size=2, max_size=9))
def test_sizes_of_strata_are_enough_however_the_wrong_forms_fall(sizes: list[int]) -> None:
    drawn, allowed = strata_size(sizes, 0.95, 0.1, 0.02)
    assert allowed is not None and len(sizes) <= drawn <= sum(sizes)
    found = allowed_with(sizes, drawn, 0.95, 0.1)
    assert found is not None and found >= allowed


@given(st.lists(st.integers(1, 300), min_size=1, max_size=20), st.data())
def test_allocation_is_adams(sizes: list[int], data: st.DataObject) -> None:
    drawn = data.draw(st.integers(0, sum(sizes)))
    parts = allocate(sizes, drawn)
    assert sum(parts) == drawn and all(part <= size for part, size in zip(parts, sizes, strict=True))
    assert min(parts) >= (drawn >= len(sizes))
    for n, part in zip(sizes, parts, strict=True):
        for m, other in zip(sizes, parts, strict=True):
            assert part == 0 or other == m or Fraction(part - 1, n) <= Fraction(other, m)


def test_what_five_per_cent_proves() -> None:
    assert accepted(1000, 50, 50, 2) == pytest.approx(0.5375, abs=1e-4)
    assert accepted(1000, 80, 50, 2) == pytest.approx(float(chance(2, 1000, 80, 50)))
