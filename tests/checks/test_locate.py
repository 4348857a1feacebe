"""Which figure would mend what fails: named where all else is out of the question, listed where it is not."""

from __future__ import annotations

import pytest

from shibiao.normalize.checks import run_checks
from shibiao.schemas.records import FindingRecord, Form, FundRecord, IndicatorRecord, SuggestionRecord, Value
from tests.checks.forms import form, fund, funds, indicator, value

GRID = {
    "total": ("300.00", "300.00", "240.00", "80.00", "8.0"),
    "fiscal": ("250.00", "250.00", "200.00", "80.00", None),
    "carry_over": ("30.00", "30.00", "30.00", "100.00", None),
    "other": ("20.00", "20.00", "10.00", "50.00", None),
}
MEASURES = ("initial_budget", "budget", "executed", "execution_rate", "score")


def grid(**changes: str) -> list[FundRecord]:
    """A self-evaluation's funds whose every row has a rate; ``total_budget="310.00"`` changes a figure."""
    found = []
    for item, figures in GRID.items():
        for measure, printed in zip(MEASURES, figures, strict=True):
            text = changes.get(f"{item}_{measure}", printed)
            unit = {"execution_rate": "%", "score": "分"}.get(measure, "万元")
            raw = f"{text}%" if measure == "execution_rate" else text
            made = fund(item, text, measure=measure, unit=unit)
            found.append(made.model_copy(update={"amount": value(text, raw=raw or "")}) if text else made)
    return [*found, fund("total", "10", measure="weight", unit="分")]


def amount(made: Form, item: str, measure: str) -> Value:
    return next(f.amount for f in made.funds if (f.item, f.measure) == (item, measure))


def suggestions(made: Form) -> set[SuggestionRecord]:
    return {f.suggestion for f in run_checks(made) if f.suggestion is not None}


def test_a_grid_that_is_right_is_silent() -> None:
    assert not {"F1", "S2", "S5"} & {f.rule for f in run_checks(form("selfeval", funds=grid()))}


@pytest.mark.parametrize("item", GRID)
@pytest.mark.parametrize("measure", ["budget", "executed"])
def test_a_row_and_a_column_that_fail_together_name_their_cell(item: str, measure: str) -> None:
    right = GRID[item][MEASURES.index(measure)]
    made = form("selfeval", funds=grid(**{f"{item}_{measure}": "977.00"}))
    found = [f for f in run_checks(made) if f.rule in ("F1", "S5")]
    cell = amount(made, item, measure).cell
    assert {f.rule for f in found} == {"F1", "S5"}
    assert {f.suggestion for f in found} == {SuggestionRecord(cell=cell or "", value=right or "")}
    assert all("若只错一处，应是" in f.message and f"977 → {right}".rstrip("0").rstrip(".") in f.message for f in found)


@pytest.mark.parametrize("item", GRID)
def test_a_rate_is_named_where_both_amounts_are_held_by_their_columns(item: str) -> None:
    made = form("selfeval", funds=grid(**{f"{item}_execution_rate": "33.00"}))
    (only,) = suggestions(made)
    assert only == SuggestionRecord(cell=amount(made, item, "execution_rate").cell or "", value=GRID[item][3] or "")


def test_a_column_alone_lists_its_cells() -> None:
    made = form("selfeval", funds=grid(fiscal_initial_budget="260.00"))
    (finding,) = [f for f in run_checks(made) if f.rule == "F1"]
    assert finding.suggestion is None
    for change in ("300 → 310", "260 → 250", "30 → 20", "20 → 10"):
        assert change in finding.message


def test_the_year_of_a_one_year_project_is_held_by_its_term() -> None:
    made = form(
        "goal_2pane", term="1年", funds=[*funds("mid_term", "120.00", "120.00"), *funds("annual", "720.00", "120.00")]
    )
    found = {f.rule: f for f in run_checks(made) if f.rule in ("F1", "F2", "F3")}
    wrong = next(f.amount for f in made.funds if (f.pane, f.item) == ("annual", "total"))
    assert {rule: f.suggestion for rule, f in found.items()} == dict.fromkeys(
        ("F1", "F2", "F3"), SuggestionRecord(cell=wrong.cell or "", value="120.00")
    )


def test_two_mistakes_that_no_one_cell_explains_have_no_suggestion() -> None:
    made = form("selfeval", funds=grid(fiscal_budget="260.00", other_executed="40.00"))
    assert not suggestions(made) - {
        SuggestionRecord(cell=amount(made, "fiscal", "budget").cell or "", value="250.00"),
        SuggestionRecord(cell=amount(made, "other", "executed").cell or "", value="10.00"),
    }
    both = form("selfeval", funds=grid(total_budget="310.00", fiscal_budget="270.00"))
    assert not suggestions(both)


def scored(*rows: tuple[str, str, str], label: str = "产出指标（40分）") -> list[IndicatorRecord]:
    first = value("产出指标", raw=label)
    made = [
        indicator("数量指标", f"指标{n}", "5个", weight=weight, score=score, deviation=reason)
        for n, (weight, score, reason) in enumerate(rows)
    ]
    return [row.model_copy(update={"level1": first}) for row in made[:2]] + made[2:]


def evaluated(total: str, *rows: tuple[str, str, str], label: str = "产出指标（40分）") -> list[FindingRecord]:
    points = [fund("total", "10", measure=measure, unit="分") for measure in ("weight", "score")]
    money = [*points, fund("total", "300.00", measure="budget"), fund("total", "300.00", measure="executed")]
    fields = {"total_score": value(total)}
    return list(run_checks(form("selfeval", funds=money, fields=fields, indicators=scored(*rows, label=label))))


FULL = [("20", "20", ""), ("20", "20", ""), ("30", "30", ""), ("20", "20", "")]


def test_a_label_of_level_1_is_named_where_all_weights_are_held_by_their_sum() -> None:
    assert not [f for f in evaluated("100", *FULL) if f.rule.startswith("S")]
    (finding,) = [f for f in evaluated("100", *FULL, label="产出指标（70分）") if f.rule == "S1"]
    assert finding.suggestion is not None
    assert finding.suggestion.value == "产出指标（40分）"


def test_a_weight_is_named_where_its_score_tells_it_from_the_others() -> None:
    found = evaluated("100", ("20", "20", ""), ("26", "20", ""), *FULL[2:])
    assert {f.suggestion.value for f in found if f.suggestion} == {"20"}
    assert {f.rule for f in found if f.suggestion} == {"S1", "S3"}


def test_a_total_is_named_where_every_score_is_full_and_listed_where_one_is_not() -> None:
    named = [f for f in evaluated("90", *FULL) if f.rule == "S2"]
    assert [f.suggestion.value for f in named if f.suggestion] == ["100"]
    listed = [f for f in evaluated("80", ("20", "15", "延期"), *FULL[1:]) if f.rule == "S2"]
    assert [f.suggestion for f in listed] == [None]
    assert "总分 80 → 95" in listed[0].message


def test_a_row_that_may_be_missing_explains_a_short_sum() -> None:
    """Weights that fall short, and nothing that says how many rows there are: no cell is blamed."""
    found = evaluated("100", *FULL[:3])
    assert {"S1", "S2"} <= {f.rule for f in found}
    assert not any(f.suggestion or "若只错一处" in f.message for f in found)
    over = evaluated("100", *FULL, ("30", "30", ""))
    assert {"S1", "S2"} <= {f.rule for f in over}


def test_a_whole_number_may_stand_for_one_with_decimals() -> None:
    made = form(funds=[fund("total", "0"), fund("fiscal", "89.974")])
    (finding,) = [f for f in run_checks(made) if f.rule == "F1"]
    assert "0 → 89.974" in finding.message


def test_many_candidates_are_not_listed() -> None:
    rows = [("9", "5", "延期")] * 9 + [("11", "5", "延期")]
    (finding,) = [f for f in evaluated("100", *rows, label="产出指标") if f.rule == "S1"]
    assert finding.suggestion is None
    assert "若只错一处" not in finding.message


def test_nothing_is_changed() -> None:
    made = form("selfeval", funds=grid(total_budget="310.00"))
    before = made.model_dump_json()
    run_checks(made)
    assert made.model_dump_json() == before


def test_a_number_inside_a_text_is_put_into_it() -> None:
    rows = [indicator("数量指标", name, target) for name, target in (("甲亩数", "30亩"), ("乙亩数", "50亩"))]
    made = form(indicators=[*rows, indicator("数量指标", "合计亩数", "≥95亩")])
    (finding,) = [f for f in run_checks(made) if f.rule == "I11"]
    assert finding.suggestion is None
    assert "“合计亩数”指标值 95 → 80" in finding.message
