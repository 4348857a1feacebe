"""Damage of DOMAIN §5 that has to do with cells: each kind by its name."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import pytest

from shibiao.extract.model import Document, Grid, Source
from shibiao.normalize.checkboxes import check_boxes
from shibiao.normalize.layout.assemble import document_forms
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form
from tests.normalize.layout.paper import Line, forms_on, page_grid, rows_of, said
from tests.normalize.layout.test_families_on_paper import HEADER, ONE_PANE

SELF: list[Line] = [
    "项目支出绩效自评表",
    "（2024年度）",
    [("项目名称", 2), ("渠道清淤", 5)],
    ["", "", "年初预算数", "全年预算数", "全年执行数", "分值", "得分"],
    [("年度资金总额", 2), "42.50", "42.50", "42.50", "10", "10"],
    [*HEADER[:3], "年度指标值", "实际完成值", "分值", "得分"],
]


def test_glued_amount_and_next_label() -> None:
    lines = [*ONE_PANE]
    lines[4:6] = [[]]
    lines[4] = ["项目资金总额", ("10,308,000.00 年度资金申请总额", 2), "3,498,000.00"]
    (form,) = forms_on(["金额单位：元", *lines])
    amounts = {(f.pane, f.item): f.amount for f in form.funds}
    assert said(amounts["mid_term", "total"]) == "10308000.00"
    assert said(amounts["annual", "total"]) == "3498000.00"
    assert amounts["mid_term", "total"].confidence < 0.99  # read out of a cell of two
    assert amounts["mid_term", "total"].cell in {c.id for c in form.cells}


def test_target_and_result_glued() -> None:
    (form,) = forms_on([*SELF, ["产出指标", "质量指标", "验收合格率", "100%100%", "", "10", "10"]])
    (indicator,) = form.indicators
    assert (said(indicator.target), said(indicator.actual)) == ("100%", "100%")
    assert indicator.target.confidence < 0.99


def test_a_doubled_figure_is_left_alone_where_the_result_is_printed() -> None:
    (form,) = forms_on([*SELF, ["产出指标", "数量指标", "编号", "1212", "1212", "10", "10"]])
    assert said(form.indicators[0].target) == "1212"


@pytest.mark.parametrize(
    ("text", "options", "chosen"),
    [
        ("新增项目□延续项目√", ("新增项目", "延续项目"), ("延续项目",)),
        ("□新增项目 ☑延续项目", ("新增项目", "延续项目"), ("延续项目",)),
        ("1、部门预算项目☑ 2、省直专项□", ("部门预算项目", "省直专项"), ("部门预算项目",)),
        ("新增项目□ 延续项目?", ("新增项目", "延续项目"), ("延续项目",)),
        ("新增项目□延续项目□", ("新增项目", "延续项目"), ()),
    ],
)
def test_check_boxes(text: str, options: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    boxes = check_boxes(text)
    assert boxes is not None
    assert (boxes.options, boxes.chosen) == (options, chosen)


@pytest.mark.parametrize("text", ["延续项目", "是否可行?", "√", "新增□延续"])
def test_no_check_boxes(text: str) -> None:
    assert check_boxes(text) is None


def test_check_boxes_of_a_field() -> None:
    lines = [*ONE_PANE]
    lines[3] = ["项目属性", ("新增项目□延续项目√", 3)]
    (form,) = forms_on(lines)
    field = form.fields["project_attribute"]
    assert (field.value, field.raw) == ("延续项目", "新增项目□延续项目√")
    lines[3] = ["项目属性", ("新增项目□延续项目□", 3)]
    (form,) = forms_on(lines)
    assert (said(form.fields["project_attribute"]), form.fields["project_attribute"].confidence < 0.99) == (None, True)


def test_a_typo_in_a_field_s_label() -> None:
    lines = [*ONE_PANE]
    lines[3] = ["主管部们", "青禾县水利局", "实施单位", "青禾县水利站"]
    (form,) = forms_on(lines)
    assert said(form.fields["department"]) == "青禾县水利局"


def test_an_amount_among_words_is_doubtful() -> None:
    lines = [*ONE_PANE]
    lines[4] = [("项目资金（万元）", 1, 2), "年度资金总额", ("总额42.50万元", 2)]
    (form,) = forms_on(lines)
    assert (said(form.funds[0].amount), form.funds[0].amount.raw) == ("42.50", "总额42.50万元")
    assert form.funds[0].amount.confidence < 0.99


def test_filler_to_the_cell_s_edge() -> None:
    lines = [*ONE_PANE]
    lines[6] = ["年度目标", ("清淤渠道三十公里。" + "." * 30, 3)]
    (form,) = forms_on(lines)
    assert said(form.goals[0].text) == "清淤渠道三十公里。"


def test_a_label_of_a_list_is_no_misspelt_amount() -> None:
    lines: list[Line] = [
        "2024年项目支出绩效目标表",
        [("项目名称", 2), ("渠道清淤", 2)],
        [("项目预算成本构成", 1, 3), "成本项目", ("测算金额（万元）", 2)],
        ["人工费", ("30", 2)],
        ["合计", ("30", 2)],
        [("绩效目标", 2), ("清淤三十公里", 2)],
        ["一级指标", "二级指标", "绩效标准", "当年预期实现值"],
        ["数量指标", "清淤长度", "反映清淤长度", "30公里"],
    ]
    (form,) = forms_on(lines)
    assert (form.family, [row[2] for row in rows_of(form)]) == ("goal_local", ["清淤长度"])
    assert [(f.item, said(f.amount), f.unit) for f in form.funds] == [("total", "30", "万元")]
    assert {c.text.status for c in form.cells} == {"complete"}  # 测算金额 is not 预算金额


BLOCKS: list[Line] = [
    "项目支出绩效自评表",
    "（2024年度）",
    [("项目名称", 2), ("渠道清淤", 6)],
    [("", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [("年度资金总额", 2), "42.50", "42.50", "42.50", "10", "100%", "10"],
    [("年度总", 1, 2), ("预期目标", 4), ("实际完成情况", 3)],
    [("完成渠道清淤", 4), ("已完成", 3)],
    [("绩效指", 1, 3), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "清淤长度", "12公里", "12公里", "50", "50"],
    ["产出指标", "质量指标", "合格率", "100%", "100%", "50", "50"],
]


@pytest.mark.parametrize(("printed", "whole"), [("年度总", "年度总体目标"), ("绩效指", "绩效指标")])
def test_a_cut_label_beside_the_rows_is_that_of_what_it_stands_beside(printed: str, whole: str) -> None:
    """年度总 begins 年度总金额 too, and 绩效指 the header 绩效指标性质: neither stands there."""
    (form,) = forms_cut(page_grid(BLOCKS), {"年度总", "绩效指"})
    (label,) = [cell.text for cell in form.cells if cell.text.raw == printed]
    assert (label.value, label.status) == (whole, "repaired-vocabulary")
    assert [said(fund.label) for fund in form.funds if fund.label.raw == printed] == []
    assert len(form.indicators) == 2


def forms_cut(grid: Grid, cut: Set[str]) -> list[Form]:
    """The forms of a page on which these texts reach the edges of their cells."""
    cells = [
        cell._replace(readings=tuple(one._replace(cut=one.text in cut) for one in cell.readings)) for cell in grid.cells
    ]
    document = Document(Source("表.pdf", "0" * 64, "digital"), (replace(grid, cells=tuple(cells)),))
    return document_forms(document, load_catalogue())


def test_a_header_that_lost_its_first_character_is_the_one_that_is_still_free() -> None:
    """二级指标 under a seal, between the first level's header and the third's."""
    lines = [*BLOCKS]
    lines[7] = [("绩效指标", 1, 3), "一级指标", "级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    (form,) = forms_on(lines)
    assert [(said(i.level1), said(i.level2), said(i.name)) for i in form.indicators] == [
        ("产出指标", "数量指标", "清淤长度"),
        ("产出指标", "质量指标", "合格率"),
    ]
