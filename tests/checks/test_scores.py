"""S1 to S5 where rounding, merged cells and blanks could be taken for mistakes."""

from __future__ import annotations

from typing import Any

import pytest

from shibiao.normalize.checks import run_checks
from shibiao.schemas.records import FindingRecord, Form, FundRecord, IndicatorRecord
from tests.checks.forms import form, fund, indicator, value


def findings(made: Form, rule: str) -> list[FindingRecord]:
    return [f for f in run_checks(made) if f.rule == rule]


def row(target: str, actual: str, score: str = "10", level2: str = "数量指标", **more: Any) -> IndicatorRecord:
    """An indicator of weight 10 whose reasons column is blank."""
    given = {"weight": "10", "deviation": "", **more}
    name = given.pop("name", "完成项目数")
    return indicator(level2, name, target, actual=actual, score=score, **given)


def execution(budget: str, executed: str, rate: str | None = None, score: str | None = None) -> list[FundRecord]:
    figures = {"budget": budget, "executed": executed, "execution_rate": rate, "score": score}
    found = [fund("total", amount, measure=measure) for measure, amount in figures.items() if amount is not None]
    return [*found, fund("total", "10", measure="weight", unit="分")] if score else found


def test_a_cell_merged_over_rows_counts_once() -> None:
    rows = [row("5个", "5个", weight="50", score="50") for _ in range(3)]
    merged = [r.model_copy(update={"weight": rows[0].weight, "score": rows[0].score}) for r in rows[:2]]
    last = row("5个", "5个", weight="40", score="40")
    stated = {"total_score": value("90")}
    assert not findings(form("selfeval", indicators=[*merged, last], fields=stated), "S1")
    assert not findings(form("selfeval", indicators=[*merged, last], fields=stated), "S2")
    assert findings(form("selfeval", indicators=rows, fields=stated), "S1")


def test_weights_make_a_hundred_with_the_execution_rates_ten() -> None:
    rows = [row("5个", "5个", weight="45", score="45") for _ in range(2)]
    assert not findings(form("selfeval", indicators=rows), "S1")
    assert not findings(form("selfeval", indicators=rows, funds=execution("10", "10", "100%", "10")), "S1")
    more = [*rows, row("5个", "5个")]
    assert not findings(form("selfeval", indicators=more), "S1")
    (finding,) = findings(form("selfeval", indicators=more, funds=execution("10", "10", "100%", "10")), "S1")
    assert finding.cells[:-1] == tuple(i.weight.cell for i in more if i.weight)


def test_a_range_of_weights_in_a_label_is_no_sum() -> None:
    rows = [row("5个", "5个", weight="90", level1="产出指标(40-50)分")]
    assert not findings(form("selfeval", indicators=rows), "S1")


@pytest.mark.parametrize(("stated", "is_off"), [("20.00", False), ("19.99", False), ("19.96", False), ("19.80", True)])
def test_a_total_of_rounded_scores_may_differ_by_the_rounding(stated: str, is_off: bool) -> None:
    rows = [row("5个", "5个", score="3.33", deviation="延期") for _ in range(6)]
    made = form(
        "selfeval", indicators=rows, fields={"total_score": value(stated)}, funds=execution("10", "2", score="0")
    )
    assert bool(findings(made, "S2")) is is_off


def test_the_execution_rates_score_may_stand_in_the_total_alone() -> None:
    rows = [row("5个", "5个") for _ in range(9)]
    for stated, is_off in (("98.5", False), ("90", False), ("101", True), ("89", True)):
        made = form("selfeval", indicators=rows, fields={"total_score": value(stated)})
        assert bool(findings(made, "S2")) is is_off, stated


@pytest.mark.parametrize("score", ["-1", "10.01", "11"])
def test_a_score_outside_its_weight(score: str) -> None:
    made = row("5个", "5个", score=score, deviation="延期")
    (finding,) = findings(form("selfeval", indicators=[made]), "S2")
    assert made.score and made.weight
    assert finding.cells == (made.score.cell, made.weight.cell)


@pytest.mark.parametrize(
    ("made", "is_off"),
    [
        (row("4754人", "4604人"), True),
        (row("4754人", "4754人"), False),
        (row("5300元", "5830元", level2="成本指标"), True),
        (row("5300元", "4830元", level2="成本指标"), False),
        (row("≤30天", "25天", level2="时效指标"), False),
        (row("≤30天", "35天", level2="时效指标"), True),
        (row("30天", "25天", level2="时效指标"), False),
        (row("5%", "2%", name="投诉率"), False),
        (row("≥95%", "0.98"), False),
        (row("≥95%", "0.90"), True),
        (row("≥60户", "100%"), False),
        (row("60-80户", "50户"), False),
        (row("满意", "满意"), False),
    ],
    ids=lambda x: f"{x.target.value}/{x.actual.value}" if isinstance(x, IndicatorRecord) and x.actual else str(x),
)
def test_a_full_score_for_a_missed_target(made: IndicatorRecord, is_off: bool) -> None:
    assert bool(findings(form("selfeval", indicators=[made]), "S3")) is is_off


def test_a_result_that_its_cell_cut_is_no_result() -> None:
    cut = row("4754人", "46").model_copy(update={"actual": value("46", status="clipped-lost", confidence=0.2)})
    assert not findings(form("selfeval", indicators=[cut]), "S3")


@pytest.mark.parametrize(("reason", "is_off"), [("", True), ("无", True), ("因汛期推迟", False)])
def test_points_lost_need_a_reason(reason: str, is_off: bool) -> None:
    lost = row("5个", "5个", score="7", deviation=reason)
    assert bool(findings(form("selfeval", indicators=[lost]), "S3")) is is_off
    no_column = lost.model_copy(update={"deviation": None})
    assert not findings(form("selfeval", indicators=[no_column]), "S3")


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "is_off"),
    [
        ("3", "2", "66.67%", False),
        ("3", "2", "66.7%", False),
        ("3", "2", "67%", False),
        ("3", "2", "66%", True),
        ("3", "2", "66.60%", True),
        ("3", "2", "0.67", False),
        ("3", "2", "66.67", False),
        ("0.41", "0.35", "86.1%", False),
        ("0.41", "0.35", "90%", True),
        ("100", "100", "1", False),
        ("1000", "15", "1.5", False),
        ("0", "0", "100%", False),
        ("0.00", "5", "50%", False),
        ("100", "95", "59%", True),
    ],
)
def test_a_rate_may_be_rounded(budget: str, executed: str, rate: str, is_off: bool) -> None:
    number = rate.rstrip("%")
    figures = execution(budget, executed)
    printed = fund("total", number, measure="execution_rate", unit="%").model_copy(
        update={"amount": value(number, raw=rate)}
    )
    assert bool(findings(form("selfeval", funds=[*figures, printed]), "S5")) is is_off


@pytest.mark.parametrize(
    ("executed", "score", "is_off"),
    [("95", "9.5", False), ("95", "10", False), ("95", "9", False), ("93", "9.3", False), ("93", "9.5", True),
     ("120", "10", False), ("50", "10", True), ("80", "8.0", False)],
)  # fmt: skip
def test_the_rates_score_is_a_tenth_of_it_up_to_ten(executed: str, score: str, is_off: bool) -> None:
    assert bool(findings(form("selfeval", funds=execution("100", executed, score=score)), "S5")) is is_off


def test_another_weight_of_the_rate_is_left_alone() -> None:
    grid = [*execution("100", "50"), fund("total", "20", measure="weight"), fund("total", "20", measure="score")]
    assert not findings(form("selfeval", funds=grid), "S5")
