"""Rules ask what a form has, not of which family it is: new families and a user's own are checked as they come."""

from __future__ import annotations

from typing import Any

import pytest

from shibiao.normalize.checks import run_checks
from shibiao.schemas.records import FindingRecord, Form
from tests.checks.forms import form, fund, goal, indicator, value

OWN = "my_register"


def found(made: Form, rule: str) -> list[FindingRecord]:
    return [f for f in run_checks(made) if f.rule == rule]


def test_a_users_family_is_checked() -> None:
    made = form(OWN, funds=[fund("total", "10.00"), fund("fiscal", "9.00")])
    assert found(made, "F1")
    scored = form(OWN, indicators=[indicator("数量指标", "件数", "5件", weight="50", score="60")])
    assert found(scored, "S1")
    assert found(scored, "S2")


def test_a_form_without_funds_goals_or_indicators_is_silent() -> None:
    assert run_checks(form(OWN, fields={"asset": value("打印机")})) == ()


def test_panes_are_those_that_the_form_has() -> None:
    hybrid = form(
        "goal_hybrid",
        term="3年",
        funds=[fund("total", "30.00", "mid_term"), fund("total", "40.00")],
        goals=[goal("三年", "mid_term", (2021, 2022)), goal("一年")],
        indicators=[indicator("数量指标", "件数", "5件")],
    )
    assert {f.rule for f in run_checks(hybrid)} >= {"F2", "P1", "P2"}


def test_a_form_without_a_place_for_goals_is_not_asked_for_one() -> None:
    rows = [indicator("数量指标", "件数", "5件")]
    assert not found(form("multi_unit", indicators=rows), "G1")
    assert found(form("multi_unit", indicators=rows, goals=[goal(None)]), "G1")


def test_kinds_of_another_tree_are_not_missed() -> None:
    rows = [indicator("产出指标", "开工率", "100%", level1="实施效果指标"), indicator("效益指标", "就业", "5人")]
    assert not found(form("invest", indicators=rows), "I2")


def test_a_column_of_targets_that_is_not_there_is_not_missed() -> None:
    rows = [indicator("数量指标", name, None) for name in ("甲", "乙")]
    missing = [row.model_copy(update={"target": value(None, cell=None)}) for row in rows]
    assert found(form(indicators=rows), "I1")
    assert not found(form(indicators=missing), "I1")


def objects(whole: str) -> Form:
    rows = [
        indicator("数量指标", "硬化道路", target).model_copy(update={"object": value(village)})
        for village, target in (("甲村", "3公里"), ("乙村", "4公里"), ("合计", whole))
    ]
    return form("multi_unit", indicators=rows)


def test_one_indicator_for_each_village_is_no_repetition_and_adds_up() -> None:
    assert not found(objects("7公里"), "I3")
    assert not found(objects("7公里"), "I11")
    assert found(objects("8公里"), "I11")


@pytest.mark.parametrize(
    ("printed", "is_off"),
    [
        ({"fiscal": "100", "general_budget": "70", "government_fund": "30"}, False),
        ({"fiscal": "70", "government_fund": "30"}, False),
        ({"fiscal": "70", "general_budget": "70", "non_tax": "30"}, False),
        ({"fiscal": "70", "general_budget": "70", "non_tax": "20"}, True),
        ({"central": "60", "local": "40", "city": "40"}, False),
        ({"central": "60", "province": "30", "county": "10"}, False),
        ({"central": "60", "province": "30", "county": "20"}, True),
        ({"basic_expenditure": "60", "project_expenditure": "40"}, False),
        ({"basic_expenditure": "60", "project_expenditure": "30"}, True),
        ({"project_expenditure": "30"}, False),
        ({"fiscal": "100", "other": "—"}, False),
        ({"fiscal": "90", "other": "/"}, True),
    ],
)
def test_sources_of_other_forms(printed: dict[str, str], is_off: bool) -> None:
    made = [fund("total", "100")]
    for item, amount in printed.items():
        blank = value(None, raw=amount)
        one = fund(item, amount)
        made.append(one if amount.isdecimal() else one.model_copy(update={"amount": blank}))
    assert bool(found(form("goal_local", funds=made), "F1")) is is_off


def tasks(**changes: str) -> Form:
    """A department's tasks with their money and a row of sums."""
    printed: dict[str, tuple[str, ...]] = {
        "a": ("乡村道路", "60.00", "50.00", "10.00"),
        "b": ("农田水利", "40.00", "40.00", ""),
        "sum": ("金额合计", "100.00", "90.00", "10.00"),
    }
    keys = ("task", "total", "fiscal", "other")
    rows: list[dict[str, Any]] = [
        {key: value(changes.get(f"{name}_{key}", text) or None) for key, text in zip(keys, texts, strict=True)}
        for name, texts in printed.items()
    ]
    return form("overall").model_copy(update={"tables": {"tasks": tuple(rows)}})


def test_a_row_sum_and_a_column_sum_that_fail_together_name_the_cell() -> None:
    assert not found(tasks(), "F1")
    made = tasks(a_fiscal="80.00")
    failing = found(made, "F1")
    assert len(failing) == 2
    cell = made.tables["tasks"][0]["fiscal"].cell
    assert {(f.suggestion.cell, f.suggestion.value) for f in failing if f.suggestion} == {(cell, "50.00")}
    assert "“乡村道路”财政拨款 80 → 50" in failing[0].message


def test_a_row_of_sums_that_is_wrong_itself() -> None:
    (row, column) = found(tasks(sum_total="190.00"), "F1")
    assert row.suggestion == column.suggestion
    assert row.suggestion is not None
    assert row.suggestion.value == "100.00"
