"""Whole forms with one kind of damage each, as text dumps print them: rows shifted, labels lost or doubled."""

from __future__ import annotations

import pytest

from shibiao.extract.model import Document, Source
from shibiao.extract.textdump import text_grids
from shibiao.normalize.layout.assemble import document_forms
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form, Pane, Value

HEAD = """\
项目支出绩效目标申报表
（ 2023 年度）
单位（盖章）：
项目名称\t\t河道保洁经费\t\t\t\t\t
主管部门及代码\t\t[031]青禾县水利局\t\t实施单位\t\t青禾县水利局\t
项目属性\t\t常年项目\t\t项目期\t\t1年\t
项目资金 (万元)\t\t中期资金总额：\t\t80.00\t年度资金总额：\t\t60.00
\t\t其中：财政拨款\t\t80.00\t其中：财政拨款\t\t60.00
\t\t其他资金\t\t0.00\t其他资金\t\t0.00
总体目标\t中期目标（2023年—2024年）\t\t\t\t年度目标\t\t
\t河道常年清洁。\t\t\t\t河道清洁。\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值
"""
ROWS = """\
\t产出指标\t数量指标\t保洁河道长度\t≥42公里\t数量指标\t年保洁河道长度\t≥21公里
\t\t质量指标\t水面垃圾清除率\t≥95%\t质量指标\t年垃圾清除率\t≥90%
\t效益指标\t社会效益指标\t沿河环境\t明显改善\t社会效益指标\t年沿河环境\t有所改善
\t满意度指标\t满意度指标\t居民满意度\t≥90%\t满意度指标\t年居民满意度\t≥88%
"""
WHOLE: list[tuple[str, ...]] = [
    ("产出指标", "数量指标", "保洁河道长度", "≥42公里"),
    ("产出指标", "质量指标", "水面垃圾清除率", "≥95%"),
    ("效益指标", "社会效益指标", "沿河环境", "明显改善"),
    ("满意度指标", "满意度指标", "居民满意度", "≥90%"),
]


def form_of(text: str) -> Form:
    document = Document(Source("表.txt", "0" * 64, "text"), text_grids(text))
    (form,) = document_forms(document, load_catalogue())
    return form


def word(level: Value | None) -> str | None:
    return level.value if level else None


def indicators(form: Form, pane: Pane = "mid_term") -> list[tuple[str | None, ...]]:
    return [(word(i.level1), word(i.level2), i.name.value, i.target.value) for i in form.indicators if i.pane == pane]


def damaged(*replacements: tuple[str, str], rows: str = ROWS) -> list[tuple[str | None, ...]]:
    for old, new in replacements:
        assert old in rows
        rows = rows.replace(old, new, 1)
    return indicators(form_of(HEAD + rows))


def test_the_undamaged_form() -> None:
    form = form_of(HEAD + ROWS)
    assert form.family == "goal_2pane"
    assert indicators(form) == WHOLE
    assert [row[2] for row in indicators(form, "annual")] == ["年" + w[2].removeprefix("水面") for w in WHOLE]
    assert {key: value.value for key, value in form.fields.items() if value.value} == {
        "project_name": "河道保洁经费",
        "department": "青禾县水利局",
        "department_code": "031",
        "implementing_unit": "青禾县水利局",
        "project_attribute": "常年项目",
        "project_term": "1年",
    }
    assert [(f.pane, f.item, f.amount.value, f.unit) for f in form.funds if f.item != "other"] == [
        ("mid_term", "total", "80.00", "万元"),
        ("annual", "total", "60.00", "万元"),
        ("mid_term", "fiscal", "80.00", "万元"),
        ("annual", "fiscal", "60.00", "万元"),
    ]
    assert [g.text.value for g in form.goals] == ["河道常年清洁。", "河道清洁。"]
    assert form.goals[0].period is not None
    assert (form.goals[0].period.start, form.goals[0].period.end) == (2023, 2024)


@pytest.mark.parametrize(
    "replacements",
    [
        [("满意度指标\t满意度指标", "满意度指\t满意度指")],
        [("产出指标", "产")],
        [("产出指标", "(50分)")],
        [("产出指标", "产 出 指 标"), ("社会效益指标", "社会 效益指 标")],
        [("产出指标", "产出旨标")],
        [("产出指标\t", "\t")],
        [("效益指标\t社会效益指标", "效益指标(30分)\t社会效益")],
        [("\t\t质量指标", "\t产出指标\t质量指标")],
        [("\t满意度指标\t满意度指标", "满意度指标\t满意度指标")],
    ],
    ids=[
        "cut at the cell's edge",
        "only the first character left",
        "only the weight left",
        "inner spaces",
        "one wrong character",
        "level 1 lost",
        "weight inside, short form",
        "level 1 doubled",
        "row shifted by a lost leading cell",
    ],
)
def test_one_damage_in_the_level_columns(replacements: list[tuple[str, str]]) -> None:
    assert damaged(*replacements) == WHOLE


def test_rows_without_an_indicator_give_none_and_take_no_label_for_a_value() -> None:
    empty = "\t\t经济效益指标\t\t\t经济效益指标\t\t\n"
    lost = "\t\t生态效益指标\t\t生态效益指标\n"  # the empty value is missing: the right pane moved into its place
    rows = ROWS.replace("\t满意度指标", empty + lost + "\t满意度指标", 1)
    assert indicators(form_of(HEAD + rows)) == WHOLE


def test_template_residue_is_no_indicator() -> None:
    rows = ROWS.replace("\t满意度指标", "\t\t\t指标2：\t\t\t\t\n\t\t\t……\t\t\t\t\n\t满意度指标", 1)
    assert indicators(form_of(HEAD + rows)) == WHOLE


def test_extra_empty_columns() -> None:
    wide = "\n".join(
        "\t".join(cell for i, cell in enumerate(line.split("\t")) for cell in ([cell, ""] if i in (2, 5) else [cell]))
        for line in (HEAD + ROWS).splitlines()
    )
    assert indicators(form_of(wide)) == WHOLE


def test_cut_labels_of_fields_and_headers() -> None:
    text = (HEAD + ROWS).replace("单位（盖章）：", "单位（盖").replace("主管部门及代码", "主管部门及代")
    form = form_of(text)
    repaired = {cell.text.raw: (cell.text.value, cell.text.status) for cell in form.cells}
    assert repaired["单位（盖"] == ("单位（盖章）", "repaired-vocabulary")
    assert form.fields["department_code"].value == "031"
    assert indicators(form) == WHOLE


def test_a_wrong_character_in_a_funds_label() -> None:
    form = form_of((HEAD + ROWS).replace("其中：财政拨款", "其中：财政投款", 1))
    fiscal = next(f for f in form.funds if (f.pane, f.item) == ("mid_term", "fiscal"))
    assert fiscal.amount.value == "80.00"
    assert fiscal.label is not None
    assert (fiscal.label.raw, fiscal.label.status) == ("其中：财政投款", "repaired-vocabulary")


def test_every_cell_is_kept_as_printed() -> None:
    text = HEAD + ROWS.replace("满意度指标\t满意度指标", "满意度指\t满意度指", 1)
    form = form_of(text)
    printed = [cell.text for grid in text_grids(text) for cell in grid.cells]
    assert [cell.text.raw.replace(" ", "") for cell in form.cells] == [text.replace(" ", "") for text in printed]


def test_a_text_that_is_no_form_is_kept_too() -> None:
    form = form_of("关于印发通知的函\n各单位：\n甲\t乙\n")
    assert form.family == "unknown"
    assert [cell.text.value for cell in form.cells] == ["关于印发通知的函", "各单位：", "甲", "乙"]


@pytest.mark.parametrize("name", ["7岁以下儿童健康管理率", "1000亩高标准农田建设", "12个乡镇敬老院改造"])
def test_a_name_may_begin_with_a_figure(name: str) -> None:
    found = damaged(("水面垃圾清除率", name))
    assert found == [row if row[2] != "水面垃圾清除率" else (*row[:2], name, row[3]) for row in WHOLE]
