"""Rounding alone never breaks an equation, whatever the decimals and the number of addends; more than it does."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.checks import run_checks
from shibiao.schemas.records import Form
from tests.checks.forms import form, fund, indicator, value

SOURCES = ("fiscal", "carry_over", "other", "government_fund", "central")
exact = st.decimals(min_value=0, max_value=10**6, places=6)
roundings = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])


def rounded(number: Decimal, places: int, how: str) -> str:
    return str(number.quantize(Decimal(1).scaleb(-places), how))


def rules(made: Form) -> set[str]:
    return {finding.rule for finding in run_checks(made)}


@given(st.lists(exact, min_size=1, max_size=5), st.integers(1, 4), st.integers(0, 4), roundings)
def test_a_total_and_its_sources_rounded_each_by_itself(
    parts: list[Decimal], part_places: int, total_places: int, how: str
) -> None:
    total = fund("total", rounded(sum(parts, Decimal(0)), total_places, how))
    made = [fund(SOURCES[at], rounded(part, part_places, how)) for at, part in enumerate(parts)]
    if total_places > part_places or part_places >= 1 > total_places or total_places:
        assert "F1" not in rules(form(funds=[total, *made]))


@given(exact.filter(lambda n: n > 1), exact, st.integers(0, 4), st.integers(0, 4), roundings)
def test_a_rate_of_rounded_amounts(budget: Decimal, executed: Decimal, places: int, digits: int, how: str) -> None:
    rate = rounded(executed / budget * 100, digits, how)
    figures = [
        fund("total", rounded(budget, 2, how), measure="budget"),
        fund("total", rounded(executed, 2, how), measure="executed"),
        fund("total", rate, measure="execution_rate", unit="%").model_copy(
            update={"amount": value(rate, raw=f"{rate}%")}
        ),
    ]
    assert "S5" not in rules(form("selfeval", funds=figures))


@given(st.lists(st.integers(1, 40), min_size=2, max_size=12), st.integers(0, 2))
def test_weights_of_a_hundred_split_and_rounded(shares: list[int], places: int) -> None:
    weights = [Decimal(90 * share) / sum(shares) for share in shares]
    rows = [
        indicator("数量指标", f"指标{n}", "1个", weight=rounded(w, places, ROUND_HALF_UP))
        for n, w in enumerate(weights)
    ]
    is_exact = sum(Decimal(r.weight.value or "0") for r in rows if r.weight) == 90
    if places or is_exact:  # whole weights are given, not worked out
        assert "S1" not in rules(form("selfeval", indicators=rows))


@pytest.mark.parametrize("places", [1, 2, 4])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_rounding_cannot_do_is_found(places: int, count: int) -> None:
    digit = Decimal(1).scaleb(-places)
    hidden = digit / 2 * (count + 1)  # half a last digit of every addend and of the total
    parts = [fund(SOURCES[at], str(10 + digit * 0)) for at in range(count)]
    whole = 10 * count + digit * 0
    for off in range(1, 8):
        total = fund("total", str(whole + digit * off))
        assert ("F1" in rules(form(funds=[total, *parts]))) is (digit * off > hidden), off
