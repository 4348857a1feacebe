"""The real text dump: four forms, every figure that was counted in it by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.schemas.records import Form, IndicatorRecord, Pane

SEED = Path(__file__).parents[3] / "shared" / "seed"
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the real dump is not beside the project")

COUNTS = [(8, 0), (15, 0), (12, 12), (7, 7)]
SPANS = [(2022, 2022), (2022, 2022), (2022, 2024), (2022, 2024)]
TOTALS = [("120.00", "0.00"), ("63", "0.00"), ("12.00", "10.00"), ("30.00", "30.00")]


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    from shibiao.pipeline import complete, read_file

    (path,) = SEED.glob("*.txt")
    return complete(read_file(path))


def of_pane(form: Form, pane: Pane) -> list[IndicatorRecord]:
    return [i for i in form.indicators if i.pane == pane]


def test_four_forms_of_two_panes(forms: list[Form]) -> None:
    assert [f.family for f in forms] == ["goal_2pane"] * 4
    assert [f.year.value for f in forms if f.year] == ["2023"] * 4
    assert all(f.title and f.title.value == "项目支出绩效目标申报表" for f in forms)


def test_fields(forms: list[Form]) -> None:
    for form in forms:
        values = {key: value.value for key, value in form.fields.items()}
        assert values["department_code"] == "007"
        assert values["department"] == values["implementing_unit"]
        assert values["project_attribute"] == "常年项目"
    assert [f.fields["project_term"].value for f in forms] == ["1年", "1年", "3年", "3年"]


def test_funds(forms: list[Form]) -> None:
    for form, totals in zip(forms, TOTALS, strict=True):
        amounts = {(f.pane, f.item): f.amount.value for f in form.funds}
        assert (amounts["mid_term", "total"], amounts["annual", "total"]) == totals
        assert (amounts["mid_term", "fiscal"], amounts["annual", "fiscal"]) == totals
        assert (amounts["mid_term", "other"], amounts["annual", "other"]) == ("0.00", "0.00")
        assert {f.unit for f in form.funds} == {"万元"}


def test_goals_and_periods(forms: list[Form]) -> None:
    for form, span in zip(forms, SPANS, strict=True):
        goals = {g.pane: g for g in form.goals}
        period = goals["mid_term"].period
        assert period and (period.start, period.end) == span
        assert goals["mid_term"].text.value
        assert goals["annual"].period is None
    assert [g.text.raw == "" for f in forms for g in f.goals if g.pane == "annual"] == [True, True, False, False]


def test_every_indicator_in_its_pane(forms: list[Form]) -> None:
    assert [(len(of_pane(f, "mid_term")), len(of_pane(f, "annual"))) for f in forms] == COUNTS
    for form in forms:
        for indicator in form.indicators:
            assert indicator.name.value and indicator.target.value
            assert indicator.level1 and indicator.level1.value in ("产出指标", "效益指标", "满意度指标")
            assert indicator.level2 and indicator.level2.value and indicator.level2.value.endswith("指标")


def test_costs_stay_under_output_where_the_row_repeats_the_label(forms: list[Form]) -> None:
    quarters = [i for i in forms[1].indicators if "季度" in (i.name.value or "")]
    assert [i.name.value for i in quarters] == [f"{q}季度完成预算" for q in "一四三二"]
    assert [i.target.raw for i in quarters] == ["15万元", "5万元", "≥15万元", "≥20万元"]
    assert {(i.level1.value, i.level2.value) for i in quarters if i.level1 and i.level2} == {("产出指标", "成本指标")}


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("满意度指", "满意度指标"),
        ("可持续影", "可持续影响指标"),
        ("可持续影响指", "可持续影响指标"),
        ("单位（盖", "单位（盖章）"),
    ],
)
def test_every_damaged_label_is_repaired(forms: list[Form], printed: str, whole: str) -> None:
    found = [c.text for f in forms for c in f.cells if c.text.raw == printed]
    assert found
    assert {(v.value, v.status) for v in found} == {(whole, "repaired-vocabulary")}


def test_short_forms_are_variants(forms: list[Form]) -> None:
    levels = [i.level2 for f in forms for i in f.indicators if i.level2 and i.level2.raw == "可持续影响"]
    assert levels and all(v.status == "variant" and v.value == "可持续影响指标" for v in levels)


def test_cut_text_is_completed_from_the_one_form_that_has_it(forms: list[Form]) -> None:
    source = next(i for i in forms[0].indicators if i.target.raw.startswith("保障社会稳定，"))
    cut = [i.target for f in forms for i in f.indicators if i.target.raw == "保障社会稳定，促进社"]
    assert len(cut) == 2
    for value in cut:
        assert (value.value, value.status) == (source.target.value, "repaired-archive")
        assert value.confidence < 0.99 and value.evidence
        assert [(c.form_id, c.cell) for c in value.evidence.candidates] == [(forms[0].form_id, source.target.cell)]


def test_several_candidates_repair_nothing(forms: list[Form]) -> None:
    value = next(i.target for i in forms[2].indicators if i.target.raw == "保障社会")
    assert (value.value, value.status) == ("保障社会", "clipped-lost")
    assert value.evidence
    texts = {c.text for c in value.evidence.candidates}
    assert {"保障社会稳定，促进社会和谐", "保障社会稳定、促进社会和谐"} <= texts


def test_nothing_invented(forms: list[Form]) -> None:
    """Whatever is not repaired says just what is printed; what is repaired only adds to it."""
    for form in forms:
        for indicator in form.indicators:
            for value in (indicator.name, indicator.target):
                assert (value.value or "").startswith(value.raw)
                assert value.value == value.raw or value.status == "repaired-archive"


def test_audit_cases(forms: list[Form]) -> None:
    rules = [{f.rule for f in form.findings} for form in forms]
    assert {"F3", "P2"} <= rules[0] & rules[1]
    assert "F6" in rules[1] and "F4" in rules[3] and "I7" in rules[2]
    assert all("F5" in rules[i] for i in (0, 2, 3)) and "F5" not in rules[1]
    assert {f.rule for form in forms for f in form.findings if f.severity == "error"} == {"F5"}
