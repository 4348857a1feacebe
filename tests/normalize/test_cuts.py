"""Cut free text found out: doubted or given up, never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.cuts import is_figure, mark_cuts
from shibiao.normalize.word_ends import PERHAPS, SURE, inside_word
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Evidence, Form, GoalRecord, Value
from tests.normalize.forms import Line, made_form

CONFIDENCES = load_catalogue().confidence


def marked(*targets: str) -> list[Value]:
    """The targets of a text dump after the search for cuts."""
    lines = [Line("社会效益指标", f"第{row}项", target) for row, target in enumerate(targets)]
    return [i.target for i in mark_cuts(made_form(1, *lines, kind="text"), CONFIDENCES).indicators]


def reasons(value: Value) -> tuple[str, ...]:
    return value.evidence.reasons if value.evidence else ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("保障沿河居民出行，", "trailing-comma"),
        ("明显改善（含支流", "open-bracket"),
        ("保持河道畅通，促进社", "ends-inside-word"),
    ],
)
def test_what_a_text_says_of_its_own_end(text: str, reason: str) -> None:
    (value,) = marked(text)
    assert (value.value, value.raw, value.status) == (text, text, "clipped-lost")
    assert reason in reasons(value)
    assert value.confidence == CONFIDENCES.clipped_lost


@pytest.mark.parametrize("text", ["明显改善", "保障沿河居民出行。", "按计划（含支流）", "及时", "≥90%", "100,", "3（"])
def test_what_is_whole_stays(text: str) -> None:
    (value,) = marked(text)
    assert (value.value, value.status, value.evidence) == (text, "complete", None)


def test_two_texts_that_end_at_the_same_width_show_the_edge() -> None:
    values = marked("沿河环境明显改善提升", "居民出行更加安全便捷", "有效")
    assert [reasons(v) for v in values] == [("fills-cell",), ("fills-cell",), ()]
    assert all(v.confidence <= CONFIDENCES.text.fills_cell for v in values[:2])


def test_many_texts_that_end_at_a_narrow_width_show_the_edge() -> None:
    cut = ["集中供养特困", "开展城乡低保", "特困供养机构", "保障养老服务"]
    values = marked(*cut, "项目总成本")
    assert all(reasons(v)[:2] == ("fills-cell", "column-cut-width") for v in values[:4])
    assert reasons(values[4]) == ()
    assert not any("fills-cell" in reasons(v) for v in marked(*cut[:3], "项目总成本", "及时", "有效", "明显"))


def test_a_full_width_column_of_odd_width() -> None:
    """An odd width leaves a column that no Chinese character fills; a digit does."""
    cut = ["集中供养特困4", "开展城乡低保", "特困供养机构", "保障养老服务"]
    assert all("column-cut-width" in reasons(v) for v in marked(*cut))


def test_goals_and_fields_of_a_dump_can_tell_of_their_end() -> None:
    form = made_form(1, Line("社会效益指标", "沿河环境", "明显改善"), kind="text")
    value = form.indicators[0].target.model_copy(
        update={"value": "保持河道畅通，促进社", "raw": "保持河道畅通，促进社"}
    )
    cells = (form.cells[0], form.cells[1].model_copy(update={"text": value}))
    goal = GoalRecord(pane="annual", text=value)
    form = form.model_copy(
        update={"cells": cells, "indicators": (), "goals": (goal,), "fields": {"project_name": value}}
    )
    after = mark_cuts(form, CONFIDENCES)
    assert after.goals[0].text.status == after.fields["project_name"].status == "clipped-lost"


def test_one_text_repeated_shows_no_edge() -> None:
    assert [reasons(v) for v in marked("沿河环境明显改善提升", "沿河环境明显改善提升", "有效")] == [(), (), ()]


def on_paper(text: str, *why: str) -> Value:
    """The target of a page whose reader gave these reasons for doubt."""
    form: Form = made_form(1, Line("社会效益指标", "沿河环境", text))
    doubt = {"evidence": Evidence(kind="cut", reasons=why)} if why else {}
    target = form.indicators[0].target.model_copy(update=doubt)
    form = form.model_copy(
        update={
            "indicators": (form.indicators[0].model_copy(update={"target": target}),),
            "cells": (form.cells[0], form.cells[1].model_copy(update={"text": target})),
        }
    )
    return mark_cuts(form, CONFIDENCES).indicators[0].target


def test_on_paper_the_reader_sees_the_edge() -> None:
    assert on_paper("促进社", "crosses-edge").status == "clipped-lost"
    assert on_paper("促进社", "fills-cell").status == "clipped-lost"
    assert on_paper("明显改善", "fills-cell").status == "complete"
    assert on_paper("明显改善", "fills-cell").confidence == CONFIDENCES.digital.fills_cell


def test_on_paper_a_comma_in_the_middle_of_a_cell_is_doubted_and_no_more() -> None:
    """Word processors leave out lines below a row of fixed height, and nothing in the file shows it."""
    value = on_paper("保障沿河居民出行，")
    assert value.status == "complete"
    assert value.confidence < 0.9
    assert value.evidence and value.evidence.reasons == ("trailing-comma",)


@given(st.lists(st.text("保障社会稳定，（）促进明显改善3%≥", max_size=14), max_size=5))
def test_texts_are_marked_and_never_changed(targets: list[str]) -> None:
    for text, value in zip(targets, marked(*targets), strict=True):
        assert (value.value or "", value.raw) == (text, text)
        assert value.status in ("complete", "clipped-lost")


def test_how_surely_a_text_stops_inside_a_word() -> None:
    assert inside_word("保持河道畅通，促进社") >= SURE
    assert PERHAPS <= inside_word("不断提升满") < SURE
    assert inside_word("矛") == 0.0  # nothing before it: nothing to tell


@pytest.mark.parametrize("text", ["促进社会和谐", "明显改善", "≥4千", "三", "", "A", "95%", "第三期"])
def test_texts_that_end_with_a_word(text: str) -> None:
    assert inside_word(text) < SURE


def test_figures() -> None:
    assert all(map(is_figure, ["≥９０％", "3个", "≤ 5"]))
    assert not any(map(is_figure, ["及时", "", "≥"]))
