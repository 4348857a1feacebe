from decimal import Decimal

import pytest

from samples.content import FAMILIES, LEVEL2_OF, Family, SampleForm
from samples.invent import Case, invent

SEEDS = range(60)


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> Family:
    chosen: Family = request.param
    return chosen


def amounts(form: SampleForm, pane: str, measure: str) -> dict[str, Decimal]:
    return {f.item: Decimal(f.amount or "0") for f in form.funds if (f.pane, f.measure) == (pane, measure)}


def test_same_seed_same_form_and_other_seed_other_form(family: Family) -> None:
    assert [invent(family, seed) for seed in SEEDS] == [invent(family, seed) for seed in SEEDS]
    assert len({invent(family, seed).indicators for seed in SEEDS}) == len(SEEDS)


def test_funds_add_up_in_every_pane(family: Family) -> None:
    for seed in SEEDS:
        form = invent(family, seed)
        for pane, measure in {(f.pane, f.measure) for f in form.funds}:
            figures = amounts(form, pane, measure) if measure in ("amount", "budget", "executed") else {}
            assert sum(figures.values()) == 2 * figures.get("total", Decimal(0))


def test_no_placeholder_is_left_in_any_text(family: Family) -> None:
    for seed in SEEDS:
        form = invent(family, seed)
        texts = [text for i in form.indicators for text in (i.name, i.target)] + [goal.text for goal in form.goals]
        assert not [text for text in texts if "{" in text or "}" in text or not text]


def test_indicators_stand_under_printed_levels(family: Family) -> None:
    for seed in SEEDS:
        form = invent(family, seed, Case(small=seed % 2 == 0))
        assert {(i.level1, i.level2) for i in form.indicators} <= set(form.levels)
        assert all(level2 in LEVEL2_OF[level1] for level1, level2 in form.levels)


@pytest.mark.parametrize(("pane", "other"), [("annual", "mid_term"), ("mid_term", "annual")])
def test_an_empty_pane_has_no_goal_no_indicator_no_money(pane: str, other: str) -> None:
    form = invent("goal_2pane", 3, Case(empty_pane=pane))  # type: ignore[arg-type]
    assert {i.pane for i in form.indicators} == {goal.pane for goal in form.goals} == {other}
    assert set(amounts(form, pane, "amount").values()) == {Decimal("0.00")}


def test_panes_are_not_row_aligned() -> None:
    def order(form: SampleForm, pane: str) -> list[str]:
        return [i.name for i in form.indicators if i.pane == pane]

    forms = [invent("goal_2pane", seed) for seed in SEEDS]
    assert sum(order(form, "mid_term") != order(form, "annual") for form in forms) > len(SEEDS) // 2


def test_self_evaluation_scores_stay_within_their_weights() -> None:
    for seed in SEEDS:
        form = invent("selfeval", seed)
        assert sum(Decimal(i.weight or "0") for i in form.indicators) == 90
        assert all(Decimal(i.score or "0") <= Decimal(i.weight or "0") for i in form.indicators)
        missed = [i for i in form.indicators if i.score != i.weight]
        assert all(i.deviation for i in missed)
