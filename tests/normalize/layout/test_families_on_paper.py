"""The shapes of DOMAIN §2 that break "a row is an indicator", and what tells a family from its kin."""

from __future__ import annotations

import pytest

from shibiao.extract.model import Document, Source
from shibiao.normalize.layout.assemble import recognised_segments
from shibiao.normalize.layout.lexicon import lexicon_of
from shibiao.schemas.families import load_catalogue
from tests.normalize.layout.paper import Line, forms_on, page_grid, rows_of, said

HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]
ONE_PANE: list[Line] = [
    "项目支出绩效目标表",
    "（2024年度）",
    [("项目名称", 1), ("渠道清淤", 3)],
    ["主管部门", "青禾县水利局", "实施单位", "青禾县水利站"],
    [("项目资金（万元）", 1, 2), "年度资金总额", ("42.50", 2)],
    ["其中：财政拨款", ("42.50", 2)],
    ["年度目标", ("清淤渠道三十公里。", 3)],
    HEADER,
    [("产出指标", 1, 2), "数量指标", "清淤长度", "≥30公里"],
    ["质量指标", "验收合格率", "100%"],
    ["满意度指标", "服务对象满意度指标", "农户满意度", "≥90%"],
]


def test_one_pane() -> None:
    (form,) = forms_on(ONE_PANE)
    assert (form.family, said(form.year), said(form.fields["project_name"])) == ("goal_1pane", "2024", "渠道清淤")
    assert [(f.pane, f.item, said(f.amount), f.unit) for f in form.funds] == [
        ("annual", "total", "42.50", "万元"),
        ("annual", "fiscal", "42.50", "万元"),
    ]
    assert rows_of(form) == [
        ("产出指标", "数量指标", "清淤长度", "≥30公里"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%"),
    ]


def test_a_list_of_projects_is_a_form_for_each() -> None:
    merged = [("820001-青禾县柳镇", 1, 3), ("渠道清淤", 1, 2), ("425,000.00", 1, 2), ("清淤三十公里", 1, 2)]
    lines: list[Line] = [
        "部门预算项目绩效目标申报表",
        "金额单位：元",
        ["单位名称", "项目名称", "预算数", "年度目标", *HEADER[:3], "指标性质", "指标值", "度量单位", "权重"],
        [*merged, "产出指标", "数量指标", "清淤长度", "≥", "30", "公里", "20"],
        ["产出指标", "时效指标", "完成时间", "≤", "11", "月", "10"],
        ["路灯维护", "60,000.00", "路灯常亮", "效益指标", "社会效益指标", "亮灯率", "≥", "95", "%", "10"],
    ]
    first, second = forms_on(lines)
    assert [(f.family, said(f.fields["project_name"]), len(f.indicators)) for f in (first, second)] == [
        ("goal_list", "渠道清淤", 2),
        ("goal_list", "路灯维护", 1),
    ]
    assert said(second.fields["budget_unit"]) == said(first.fields["budget_unit"])  # merged over both
    assert [(said(f.funds[0].amount), f.funds[0].unit) for f in (first, second)] == [
        ("425000.00", "元"),
        ("60000.00", "元"),
    ]
    length = first.indicators[0]
    assert (said(length.target), length.operator, length.number, length.unit, said(length.weight)) == (
        "30",
        ">=",
        "30",
        "公里",
        "20",
    )
    assert {c.id for c in first.cells} & {c.id for c in second.cells}  # the header is of both
    assert first.form_id != second.form_id


def test_a_value_column_for_each_unit() -> None:
    lines: list[Line] = [
        "2024年水利专项资金绩效目标表",
        [("项目名称", 1), ("小型水利", 5)],
        [("主管部门（单位）名称", 1), ("青禾县水利局", 5)],
        [*HEADER[:3], "指标解释", "柳镇", "杨镇"],
        ["产出指标", "数量指标", "水池(座)", "新建水池", "2", "3"],
    ]
    (form,) = forms_on(lines)
    assert form.family == "multi_unit"
    assert [(said(i.object), said(i.target), said(i.extra["explanation"])) for i in form.indicators] == [
        ("柳镇", "2", "新建水池"),
        ("杨镇", "3", "新建水池"),
    ]


def test_a_table_on_its_side() -> None:
    lines: list[Line] = [
        "2024年扶贫资金绩效目标表",
        [("资金名称", 2), ("扶贫开发", 3)],
        [("项目单位", 1, 3), ("金额（万元）", 1, 3), ("产出指标", 2), "效益指标"],
        ["质量指标", "数量指标", "社会效益指标"],
        ["资金合规率", "扶持村数", "村容"],
        ["柳镇", "6", "100%", "1个", "改善"],
        ["杨镇", "8", "≥95%", "2个", "改善"],
        ["合计", "14", "", "", ""],
    ]
    (form,) = forms_on(lines)
    assert form.family == "transposed"
    assert [(said(i.object), said(i.level2), said(i.name), said(i.target)) for i in form.indicators][:3] == [
        ("柳镇", "质量指标", "资金合规率", "100%"),
        ("柳镇", "数量指标", "扶持村数", "1个"),
        ("柳镇", "社会效益指标", "村容", "改善"),
    ]
    assert len(form.indicators) == 6
    assert [(f.item, said(f.amount), f.unit) for f in form.funds] == [("total", "14", "万元")]


def test_running_text() -> None:
    lines: list[Line] = [
        "项目绩效目标设定的公示",
        "项目名称：柳镇温室建设",
        "资金总额：50万元",
        "总体绩效目标：新建温室十二座",
        "产出指标：数量指标：★新建温室（≥**座）>=12座；",
        "温室面积（≥**亩）>=8亩；",
        "成本指标：温室造价（≤**万元/座）≤4万元/座；",
        "满意度指标：服务对象满意度指标：农户满意度（≥**%）≥95%；",
        "- 1 -",
    ]
    (form,) = forms_on(lines)
    assert (form.family, said(form.goals[0].text)) == ("narrative", "新建温室十二座")
    assert [(f.item, said(f.amount), f.unit) for f in form.funds] == [("total", "50", "万元")]
    assert rows_of(form) == [
        ("产出指标", "数量指标", "★新建温室（≥**座）", ">=12座"),
        ("产出指标", "数量指标", "温室面积（≥**亩）", ">=8亩"),
        ("产出指标", "成本指标", "温室造价（≤**万元/座）", "≤4万元/座"),
        ("满意度指标", "服务对象满意度指标", "农户满意度（≥**%）", "≥95%"),
    ]
    assert all(i.target.confidence < 0.99 for i in form.indicators)


@pytest.mark.parametrize(
    "labels", [("项目长期绩效指标", "项目年度绩效指标"), ("", "")], ids=["labelled", "by their order"]
)
def test_panes_one_under_the_other(labels: tuple[str, str]) -> None:
    lines: list[Line] = [
        "项目绩效目标表",
        "（2024年度）",
        [("项目名称", 2), ("渠道清淤", 3)],
        [("长期目标", 2), ("清淤九十公里", 3)],
        [("年度目标", 2), ("清淤三十公里", 3)],
        [("项目实施进度计划", 2, 2), "实施内容", "开始时间", "完成时间"],
        ["上游清淤", "2024年3月", "2024年6月"],
        [(labels[0], 1, 2), *HEADER],
        ["产出指标", "数量指标", "清淤长度", "90公里"],
        [(labels[1], 1, 2), *HEADER],
        ["产出指标", "数量指标", "清淤长度", "30公里"],
    ]
    (form,) = forms_on(lines)
    assert form.family == "goal_local"
    assert [(i.pane, said(i.target)) for i in form.indicators] == [("mid_term", "90公里"), ("annual", "30公里")]
    assert [(g.pane, said(g.text)) for g in form.goals] == [("mid_term", "清淤九十公里"), ("annual", "清淤三十公里")]
    assert [{key: said(v) for key, v in row.items()} for row in form.tables["schedule"]] == [
        {"content": "上游清淤", "start": "2024年3月", "end": "2024年6月"}
    ]


def test_a_level_of_its_own_for_investments() -> None:
    lines: list[Line] = [
        "2024年中央预算内投资计划绩效目标表",
        ["专项名称", ("农业绿色发展", 3)],
        ["下达地方或单位", ("青禾县", 3)],
        ["总体目标", ("建成三处", 3)],
        HEADER,
        [("实施效果指标", 1, 2), "产出指标", "建设项目数", "3个"],
        ["效益指标", "粪污利用率", "≥90%"],
    ]
    (form,) = forms_on(lines)
    assert form.family == "invest"
    assert [row[:2] for row in rows_of(form)] == [("实施效果指标", "产出指标"), ("实施效果指标", "效益指标")]


def test_a_strange_level_holds_for_the_rows_that_its_cell_spans() -> None:
    lines = [*ONE_PANE[:8], [("项目决策", 1, 2), "数量指标", "宣传次数", "2次"], ["质量指标", "宣传质量", "良好"]]
    (form,) = forms_on(lines)
    assert [row[0] for row in rows_of(form)] == ["项目决策", "项目决策"]
    assert all(i.level1 is not None and i.level1.confidence < 0.99 for i in form.indicators)


def test_a_level_s_label_that_a_page_break_divides() -> None:
    first = [*ONE_PANE[:8], ["效益指标", "社会公众或服", "家长满意度", "≥90%"]]
    second: list[Line] = [["", "务对象满意度指标", "学校满意度", "≥85%"]]
    (form,) = forms_on(first, second)
    assert [(row[0], row[1]) for row in rows_of(form)] == [("效益指标", "社会公众或服务对象满意度指标")] * 2


def test_two_forms_one_under_the_other_keep_their_lines() -> None:
    other = ["金额单位：元", "项目支出绩效目标申报表", *ONE_PANE[2:4], ["年度资金总额", ("5,000", 3)], *ONE_PANE[6:]]
    first, second = forms_on([*ONE_PANE, *other])
    assert (first.funds[0].unit, second.funds[0].unit) == ("万元", "元")


def test_a_title_is_enough_where_other_fields_come_first() -> None:
    lines = [
        "部门整体支出绩效目标表",
        ["部门名称", "青禾县林业局", "部门编码", "316"],
        ["年度目标", ("护林", 3)],
        *ONE_PANE[7:],
    ]
    forms = forms_on([*ONE_PANE], lines)
    assert [form.family for form in forms] == ["goal_1pane", "overall"]


def test_too_small_a_margin_is_no_family() -> None:
    """What two unrelated families would both claim is nobody's: the scores say so."""
    lexicon = lexicon_of(load_catalogue())
    grids = (page_grid(ONE_PANE),)
    ((_, found),) = recognised_segments(Document(Source("表.pdf", "0" * 64, "digital"), grids), lexicon)
    best = found.scores[0]
    assert (best.family, best.title, best.missing) == ("goal_1pane", True, ())
    rivals = [s for s in found.scores if not s.missing and s.family != best.family]
    assert all(best.total - s.total >= 0.2 for s in rivals if s.total >= 0.75)


def test_a_sign_that_is_none_is_doubted() -> None:
    header = [*HEADER[:3], "计算符号", "指标值", "度量单位"]
    lines: list[Line] = [*ONE_PANE[:2], [("项目名称", 2), ("渠道清淤", 4)], ["年度目标", ("清淤", 5)], header]
    (form,) = forms_on([*lines, ["产出指标", "数量指标", "清淤长度", "卜", "30", "公里"]])
    (indicator,) = form.indicators
    assert (indicator.operator, indicator.number, indicator.unit) == (None, "30", "公里")
    assert indicator.printed_operator is not None and indicator.printed_operator.confidence < 0.9
