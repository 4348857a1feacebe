"""From a form's contents to the table that is printed: one function a family."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from samples.content import Goal, Indicator, SampleForm
from samples.evaluate import EXECUTION_WEIGHT, WEIGHTS, total_score
from samples.table import Table, TableBuilder

DEPARTMENT_LABELS = ("主管部门及代码", "主管部门")


@dataclass(frozen=True, slots=True)
class Wording:
    """How labels are spelt.

    ``short_levels`` prints 经济效益 for 经济效益指标; ``half_width`` prints (万元): for （万元）：.
    """

    short_levels: bool = False
    half_width: bool = False
    weights_in_levels: bool = False
    space_before_unit: bool = False

    def level(self, word: str) -> str:
        """A level label as printed."""
        shortened = self.short_levels and word in ("经济效益指标", "生态效益指标", "可持续影响指标")
        return word.removesuffix("指标") if shortened else word

    def label(self, text: str) -> str:
        """Any other label as printed."""
        return text.translate(str.maketrans("（）：", "():")) if self.half_width else text


def lay_out(form: SampleForm, wording: Wording | None = None) -> Table:
    """The printed table of a form; its cells tile without hole or overlap."""
    wording = wording or Wording()
    layouts = {"goal_2pane": _two_panes, "goal_1pane": _one_pane, "selfeval": _self_evaluation}
    table = layouts[form.family](form, wording)
    table.owners()
    return table


def _above(form: SampleForm, wording: Wording) -> tuple[str, ...]:
    year = wording.label(f"（ {form.year} 年度）")
    return (
        (form.title, year, "项目负责人（签字）：", "单位（盖章）：")
        if form.family != "selfeval"
        else (form.title, year)
    )


def _department(form: SampleForm) -> str:
    code, name = form.fields["department_code"], form.fields["department"]
    return f"[{code}]{name}" if code else name


def _field_rows(
    build: TableBuilder, rows: list[tuple[str, str, str, str]], edges: tuple[int, int, int, int, int]
) -> None:
    """Rows of label, value, label, value; ``edges`` are the first columns of the four and the end."""
    a, b, c, d, end = edges
    for label, value, label2, value2 in rows:
        build.put(a, label, "label", cols=b - a)
        build.put(b, value, "value", cols=(c if label2 else end) - b)
        if label2:
            build.put(c, label2, "label", cols=d - c)
            build.put(d, value2, "value", cols=end - d)
        build.next_row()


def _base_fields(form: SampleForm, attribute_label: str = "项目属性") -> list[tuple[str, str, str, str]]:
    fields = form.fields
    return [
        ("项目名称", fields["project_name"], "", ""),
        ("主管部门及代码", _department(form), "实施单位", fields["implementing_unit"]),
        (attribute_label, fields["project_attribute"], "项目期", fields["project_term"]),
    ]


def _two_panes(form: SampleForm, wording: Wording) -> Table:
    build = TableBuilder()
    _field_rows(build, _base_fields(form), (0, 2, 4, 6, 8))
    build.put(
        0,
        wording.label("项目资金 （万元）" if wording.space_before_unit else "项目资金（万元）"),
        "label",
        rows=3,
        cols=2,
    )
    items = (
        ("total", "中期资金总额：", "年度资金总额："),
        ("fiscal", "其中：财政拨款", "其中：财政拨款"),
        ("other", "其他资金", "其他资金"),
    )
    for item, left, right in items:
        build.put(2, wording.label(left), "label", cols=2)
        build.put(4, form.fund("mid_term", item), "amount")
        build.put(5, wording.label(right), "label", cols=2)
        build.put(7, form.fund("annual", item), "amount")
        build.next_row()
    build.put(0, "总体目标", "label", rows=2)
    mid_term, annual = form.goal("mid_term"), form.goal("annual")
    build.put(1, wording.label(_heading(form, mid_term)), "header", cols=4)
    build.put(5, "年度目标", "header", cols=3)
    build.next_row()
    build.put(1, mid_term.text if mid_term else None, "goal", cols=4)
    build.put(5, annual.text if annual else None, "goal", cols=3)
    build.next_row()
    header = build.row
    for col, text in enumerate(
        ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"), start=1
    ):
        build.put(col, text, "header")
    build.next_row()
    _level_rows(build, form, wording, ("mid_term", "annual"))
    build.put(0, "绩效指标", "label", row=header, rows=build.row - header)
    return Table(
        tuple(sorted(build.cells, key=lambda cell: (cell.row, cell.col))),
        (0.06, 0.085, 0.1, 0.19, 0.145, 0.1, 0.18, 0.14),
        _above(form, wording),
        ("项目负责人：",),
        header,
    )


def _heading(form: SampleForm, goal: Goal | None) -> str:
    start, end = goal.period if goal and goal.period else (form.year, form.year)
    return f"中期目标（{start}年—{end}年）"


def _level_rows(build: TableBuilder, form: SampleForm, wording: Wording, panes: tuple[str, ...]) -> None:
    """Indicator rows: level 1 shared at column 1, each pane's level 2, name and target in three columns."""
    for level1, levels in groupby(form.levels, key=lambda level: level[0]):
        first = build.row
        for _, level2 in levels:
            lists = [form.pane_indicators(pane, level1, level2) for pane in panes]  # type: ignore[arg-type]
            height = max(1, *(len(rows) for rows in lists))
            for index, indicators in enumerate(lists):
                _pane_rows(build, 2 + 3 * index, wording.level(level2), indicators, height)
            build.row += height
        build.put(1, wording.level(level1), "level", row=first, rows=build.row - first)


def _pane_rows(build: TableBuilder, col: int, level2: str, indicators: tuple[Indicator, ...], height: int) -> None:
    build.put(col, level2, "level", rows=height)
    for offset in range(height):
        indicator = indicators[offset] if offset < len(indicators) else None
        build.put(col + 1, indicator.name if indicator else None, "name", row=build.row + offset)
        build.put(col + 2, indicator.target if indicator else None, "target", row=build.row + offset)


def _one_pane(form: SampleForm, wording: Wording) -> Table:
    build = TableBuilder()
    _field_rows(build, _base_fields(form, "项目来源" if wording.short_levels else "项目属性"), (0, 2, 3, 4, 5))
    labels = {"total": "年度资金总额：", "fiscal": "其中：财政拨款", "carry_over": "上年结转", "other": "其他资金"}
    items = [item for item in labels if any(fund.item == item for fund in form.funds)]
    build.put(0, wording.label("项目资金（万元）"), "label", rows=len(items), cols=2)
    for item in items:
        build.put(2, wording.label(labels[item]), "label")
        build.put(3, form.fund("annual", item), "amount", cols=2)
        build.next_row()
    goal = form.goal("annual")
    build.put(0, "年度目标", "label")
    build.put(1, goal.text if goal else None, "goal", cols=4)
    build.next_row()
    header = build.row
    for col, text in enumerate(("一级指标", "二级指标", "三级指标", "指标值"), start=1):
        build.put(col, text, "header")
    build.next_row()
    _level_rows(build, form, wording, ("annual",))
    build.put(0, "绩效指标", "label", row=header, rows=build.row - header)
    return Table(
        tuple(sorted(build.cells, key=lambda cell: (cell.row, cell.col))),
        (0.08, 0.13, 0.2, 0.32, 0.27),
        _above(form, wording),
        ("项目负责人：",),
        header,
    )


def _self_evaluation(form: SampleForm, wording: Wording) -> Table:
    build = TableBuilder()
    fields = form.fields
    rows = [
        ("项目名称", fields["project_name"], "", ""),
        ("主管部门", _department(form), "实施单位", fields["implementing_unit"]),
    ]
    _field_rows(build, rows, (0, 2, 4, 5, 9))
    _execution_rows(build, form, wording)
    expected, actual = form.goal("annual"), form.goal("annual", "actual")
    build.put(0, "年度总体目标", "label", rows=2)
    build.put(1, "预期目标", "header", cols=4)
    build.put(5, "实际完成情况", "header", cols=4)
    build.next_row()
    build.put(1, expected.text if expected else None, "goal", cols=4)
    build.put(5, actual.text if actual else None, "goal", cols=4)
    build.next_row()
    header = build.row
    headers = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    for col, text in enumerate(headers, start=1):
        build.put(col, text, "header")
    build.next_row()
    _scored_rows(build, form, wording)
    build.put(0, "绩效指标", "label", row=header, rows=build.row - header)
    for col, text, cols in ((0, "总分", 6), (6, "100", 1), (7, total_score(form), 1), (8, "", 1)):
        build.put(col, text, "label" if col == 0 else "amount", cols=cols)
    return Table(
        tuple(sorted(build.cells, key=lambda cell: (cell.row, cell.col))),
        (0.06, 0.09, 0.11, 0.2, 0.13, 0.13, 0.065, 0.075, 0.14),
        _above(form, wording),
        (),
        header,
    )


def _execution_rows(build: TableBuilder, form: SampleForm, wording: Wording) -> None:
    labels = {
        "total": "年度资金总额",
        "fiscal": "其中：当年财政拨款",
        "carry_over": "上年结转资金",
        "other": "其他资金",
    }
    measures = ("initial_budget", "budget", "executed", "weight", "execution_rate", "score")
    build.put(0, wording.label("项目资金（万元）"), "label", rows=5)
    build.put(1, "", "empty", cols=2)
    heads = ("年初预算数", "全年预算数（A）", "全年执行数（B）", f"分值（{EXECUTION_WEIGHT}）", "执行率（B/A）", "得分")
    for col, text in enumerate(heads, start=3):
        build.put(col, wording.label(text), "header")
    build.next_row()
    for item, label in labels.items():
        build.put(1, wording.label(label), "label", cols=2)
        for col, measure in enumerate(measures, start=3):
            dash = "-" if item != "total" and measure in ("weight", "score") else None
            build.put(col, form.fund("annual", item, measure) or dash, "amount")
        build.next_row()


def _scored_rows(build: TableBuilder, form: SampleForm, wording: Wording) -> None:
    for level1, levels in groupby(form.levels, key=lambda level: level[0]):
        first = build.row
        for _, level2 in levels:
            indicators = form.pane_indicators("annual", level1, level2)
            build.put(2, wording.level(level2), "level", rows=max(1, len(indicators)))
            for indicator in indicators or (None,):
                _scored_row(build, indicator)
        weight = wording.label(f"（{WEIGHTS[level1]}分）") if wording.weights_in_levels else ""
        build.put(1, wording.level(level1) + weight, "level", row=first, rows=build.row - first)


def _scored_row(build: TableBuilder, indicator: Indicator | None) -> None:
    build.put(3, indicator.name if indicator else None, "name")
    build.put(4, indicator.target if indicator else None, "target")
    build.put(5, indicator.actual if indicator else None, "target")
    build.put(6, indicator.weight if indicator else None, "amount")
    build.put(7, indicator.score if indicator else None, "amount")
    build.put(8, indicator.deviation if indicator else None, "name")
    build.next_row()
