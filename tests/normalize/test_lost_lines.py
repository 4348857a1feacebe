"""Pages whose cells show only the last line of their texts: 率 of 工程验收合格率."""

from __future__ import annotations

import pytest

from shibiao.normalize.layout.lexicon import lexicon_of
from shibiao.normalize.lost_lines import REASON, mark_lost_lines
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form
from tests.normalize.forms import Line, made_form

LEXICON = lexicon_of(load_catalogue())
CONFIDENCES = load_catalogue().confidence


def page(*texts: str, tall: str = "", kind: str = "digital") -> Form:
    """A page with these texts in cells that a line of text fills; the cell of ``tall`` has room for two."""
    form = made_form(1, *(Line("数量指标", text, "") for text in texts), kind=kind)
    cells = tuple(
        cell.model_copy(update={"bbox": (0, 0, 9, 18)}) if tall and cell.text.value == tall else cell
        for cell in form.cells
    )
    return form.model_copy(update={"cells": cells})


def doubted(form: Form) -> list[str]:
    """The names that may be the rest of longer ones, after the search."""
    after = mark_lost_lines(form, LEXICON.all_labels, LEXICON.level_words, CONFIDENCES)
    assert [c.text.value for c in after.cells] == [c.text.value for c in form.cells]
    reasons = [(i.name.value or "", i.name) for i in after.indicators]
    found = [text for text, value in reasons if value.evidence and REASON in value.evidence.reasons]
    assert all(value.confidence <= CONFIDENCES.digital.fills_cell for text, value in reasons if text in found)
    return found


def test_ends_of_two_labels_make_every_single_line_doubtful() -> None:
    assert doubted(page("指标", "标", "率", "7所", "工程完工时间")) == ["指标", "标", "率", "7所", "工程完工时间"]


def test_one_end_is_no_sign() -> None:
    assert doubted(page("指标", "工程完工时间")) == []


@pytest.mark.parametrize("whole", ["≥97%", ">=98.5(%)", "[012]石桥区教育体育局", "551.16", "满意度指标", "项目名称"])
def test_what_begins_as_texts_begin_is_whole(whole: str) -> None:
    assert whole not in doubted(page("指标", "标", whole))


def test_a_cell_with_room_for_another_line_lost_none() -> None:
    assert doubted(page("指标", "标", "工程完工时间", tall="工程完工时间")) == ["指标", "标"]


def test_a_text_dump_tells_nothing_of_heights() -> None:
    assert doubted(page("指标", "标", "率", kind="text")) == []


def test_a_full_stop_alone_tells_it_too() -> None:
    """Of 因汛期雨水偏多，下一年度将加快推进。 the last line is but its stop."""
    assert doubted(page("。", "度", "安全责任事故")) == ["。", "度", "安全责任事故"]
    assert doubted(page("。", "工程完工时间", tall="工程完工时间")) == ["。"]


def test_a_bracket_that_nothing_opens_tells_it_too() -> None:
    """Of 重大动物疫情(及时处置并上报) the last line is 并上报)."""
    assert doubted(page("并上报)", "得到巩固", "≥97%")) == ["并上报)", "得到巩固"]
    assert doubted(page("重大动物疫情(及时上报)", "得到巩固")) == []
