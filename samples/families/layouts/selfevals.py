"""Self-evaluations: selfeval, selfeval_poverty, selfeval_region, selfeval_hubei, selfeval_min, selfeval_overall."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from samples.families.draft import Draft, LaidOut
from samples.families.grid import Cell, Row, amount, label, value, with_block
from samples.families.layouts.parts import Column, put_fields, put_goals, put_indicators
from samples.families.source import SourceForm

_MEASURES = {
    "年初预算数": "initial_budget",
    "全年预算数": "budget",
    "全年(调整)预算数": "budget",
    "预算数": "budget",
    "全年执行数": "executed",
    "执行数": "executed",
    "分值": "weight",
    "执行率权重": "weight",
    "执行率": "execution_rate",
    "得分": "score",
    "执行率得分": "score",
}
_SHORT = {"A": "全年预算数(A)", "B": "全年执行数(B)"}
_DASHED = ("weight", "score")


def _measure(header: str) -> str:
    return _MEASURES[re.sub(r"\((?:A|B|B/A)\)$", "", header)]


def put_fund_grid(
    draft: Draft, block: str, unit: str, spans: Sequence[int], beside: int, dash: str = "", order: Sequence[str] = ()
) -> None:
    """Amounts as a grid: the rows' labels, a column a measure. ``dash`` fills scores that sub-rows do not have."""
    rows_of = {
        name: {_SHORT.get(header, header): text for header, text in row.items()}
        for name, row in draft.source.funds.items()
    }
    headers = list(dict.fromkeys(h for row in rows_of.values() for h in row))
    headers = list(order) or sorted(headers, key=lambda h: list(_MEASURES).index(re.sub(r"\((?:A|B|B/A)\)$", "", h)))
    head: Row = [Cell("", spans[0], role="header")]
    head += [Cell(h, span, role="header") for h, span in zip(headers, spans[1:], strict=True)]
    rows = [head]
    for name, figures in rows_of.items():
        row: Row = [label(name, spans[0])]
        for header, span in zip(headers, spans[1:], strict=True):
            measure = _measure(header)
            text = figures.get(header, dash if measure in _DASHED and len(rows) > 1 else "")
            row.append(amount(text, span))
            if header in figures:
                draft.truth.fund(
                    name, text, unit if measure not in (*_DASHED, "execution_rate") else None, None, measure
                )
        rows.append(row)
    draft.grid.extend(with_block(block, rows, beside) if beside else rows)


def _goal_pairs(source: SourceForm) -> list[tuple[str, str, str, str]]:
    kinds = ("expected", "actual")
    return [(name, "annual", kind, text) for (name, text), kind in zip(source.goals.items(), kinds, strict=True)]


_COLUMNS = [
    Column("一级指标", "l1"),
    Column("二级指标", "l2"),
    Column("三级指标", "l3", 2),
    Column("年度指标值", "value"),
    Column("实际完成值", "actual"),
    Column("分值", "weight"),
    Column("得分", "score"),
    Column("偏差原因分析及改进措施", "reason"),
]
_OTHERS = {
    "signed": [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3"), Column("指标性质", "op"),
        Column("指标值", "value"), Column("度量单位", "unit"), Column("实际完成值", "actual"), Column("分值", "weight"),
        Column("得分", "score"), Column("偏差原因分析及改进措施", "reason"),
    ],
    "unscored": [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 3), Column("年度指标值", "value"),
        Column("全年完成值", "actual"), Column("未完成原因和改进措施", "reason", 2),
    ],
}  # fmt: skip
_WEIGHTS = "注：1. 一级指标权重统一设置为：预算执行率10分、产出指标50分、效益指标30分、满意度指标10分。"


def selfeval(source: SourceForm, rng: Random) -> LaidOut:
    """The form of 财预〔2020〕10号 and its local variants."""
    columns = _OTHERS.get(source.layout, _COLUMNS)
    ten = len(columns) == 10
    widths = [0.05, 0.08, 0.1, 0.13, 0.08, 0.1, 0.1, 0.07, 0.07, 0.22]
    if ten:
        widths = [0.05, 0.08, 0.1, 0.17, 0.07, 0.08, 0.08, 0.1, 0.06, 0.06, 0.15]
    draft = Draft(source, rng, widths)
    draft.head()
    unit = "元" if source.layout == "signed" else "万元"
    block = draft.one_of(f"项目资金（{unit}）", f"项目资金\n（{unit}）", f"预算执行情况（{unit}）")
    if draft.chance(0.3):
        draft.above.append(f"金额单位：{unit}")
        block = "项目资金"
    tail = {name: text for name, text in source.fields.items() if name in _TAIL}
    put_fields(draft, {n: t for n, t in source.fields.items() if n not in tail}, (3, 2, 2, len(widths) - 7), 3)
    size = len(_headers_of(source))
    spans = _spread(len(widths) - 3, size)
    dash = draft.one_of("-", "—", "") if source.layout != "unscored" else ""
    put_fund_grid(draft, block, unit, spans, 3, dash)
    put_goals(draft, draft.one_of("年度总体目标", "年度总\n体目标"), _goal_pairs(source), 1, True, (5, len(widths) - 6))
    put_indicators(draft, "绩效指标", columns, merged=draft.chance(0.8), under="年度指标值" if ten else "")
    if tail:
        _tail(draft, tail)
    elif draft.chance(0.6) and "weight" in {c.key for c in columns}:
        draft.grid.add(label("总分", len(widths) - 3), value("100"), value(""), value(""))
    if draft.chance(0.5):
        draft.below.append(_WEIGHTS)
    return draft.finished(landscape=ten or draft.chance(0.2))


_TAIL = ("其他需要说明事项", "总分", "得分", "等级")


def _tail(draft: Draft, tail: dict[str, str]) -> None:
    """The rows under a self-evaluation's indicators: remarks, and the sum with its grade."""
    columns = draft.grid.columns
    draft.truth.field("其他需要说明事项", tail["其他需要说明事项"])
    draft.grid.add(label("其他需要说明事项", 3), value(tail["其他需要说明事项"], columns - 3))
    draft.grid.add(label("总分", columns - 3), value(tail["总分"]), value(tail["得分"]), value(f"（{tail['等级']}）"))
    draft.truth.field("总分", [tail["得分"], tail["总分"]])


def _headers_of(source: SourceForm) -> list[str]:
    return list(dict.fromkeys(_SHORT.get(h, h) for row in source.funds.values() for h in row))


def _spread(total: int, count: int) -> list[int]:
    """The span of the rows' labels and ``count`` spans after it, together ``total``; the later ones are wider."""
    first = 2 if total - 2 >= count else 1
    free = total - first
    narrow, more = divmod(free, count)
    return [first, *(narrow + (index >= count - more) for index in range(count))]


def selfeval_poverty(source: SourceForm, rng: Random) -> LaidOut:
    """Weight before the target."""
    draft = Draft(source, rng, [0.05, 0.08, 0.1, 0.14, 0.12, 0.07, 0.12, 0.12, 0.07, 0.13])
    draft.head()
    fields = dict(source.fields)
    total = fields.pop("总分", "100")
    put_fields(draft, fields, (3, 2, 2, 3), 3)
    put_fund_grid(draft, draft.one_of("项目资金（万元）", "资金情况（万元）"), "万元", [2, 1, 1, 1, 1, 1], 3, "-")
    put_goals(draft, "年度总体目标", _goal_pairs(source), 1, True, (4, 5))
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 2), Column("分值", "weight"),
        Column("年度指标值", "value"), Column("全年实际值", "actual"), Column("得分", "score"),
        Column("未完成原因及拟采取的改进措施", "reason"),
    ]  # fmt: skip
    put_indicators(draft, draft.one_of("绩效指标", "绩\n效\n指\n标"), columns, merged=draft.chance(0.8))
    draft.grid.add(label("总分", 5), value("100"), value("", 2), value(total), value(""))
    draft.truth.field("总分", total if total == "100" else [total, "100"])
    return draft.finished()


_STATEMENTS = (
    "分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性", "预算绩效管理情况", "支出责任履行情况",
)  # fmt: skip


def selfeval_region(source: SourceForm, rng: Random) -> LaidOut:
    """Transfers: amounts by level of government, statements on how the money was managed."""
    draft = Draft(source, rng, [0.06, 0.1, 0.12, 0.16, 0.12, 0.14, 0.13, 0.17])
    draft.head()
    fields = {name: text for name, text in source.fields.items() if name not in _STATEMENTS}
    put_fields(draft, fields, (2, 2, 2, 2), 2)
    if source.layout != "pairs":
        put_fund_grid(draft, "资金投入情况（万元）", "万元", [2, 2, 2], 2)
        said = [[label(name, 2), value(source.fields[name], 4)] for name in _STATEMENTS]
        for name in _STATEMENTS:
            draft.truth.field(name, source.fields[name])
        draft.grid.extend(with_block("资金管理情况", said, 2))
        put_goals(draft, "总体目标完成情况", _goal_pairs(source), 2, True, (3, 3))
        columns = [
            Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 2),
            Column("年度目标指标值", "value"), Column("全年实际完成值", "actual"),
            Column("未完成原因和改进措施", "reason"),
        ]  # fmt: skip
    else:
        _plain_amounts(draft)
        _goal_beside_results(draft)
        first = draft.one_of("一级目标", "一级指标")
        columns = [
            Column(first, "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 2), Column("指标值", "value"),
            Column("实际完成值", "actual"), Column("未达到指标值原因", "reason"),
        ]  # fmt: skip
    put_indicators(draft, "绩效指标", columns, merged=draft.chance(0.7))
    return draft.finished()


def _plain_amounts(draft: Draft) -> None:
    rows: list[Row] = []
    for name, text in draft.source.funds.items():
        draft.truth.fund(name, text, "万元", None)
        rows.append([label(name, 2), amount(text, 4)])
    draft.grid.extend(with_block("资金情况（万元）", rows, 2))


def _goal_beside_results(draft: Draft) -> None:
    """The goal, and what was done and not done at its right (left blank in the collected form)."""
    goal, *results = draft.source.goals.values()
    done, undone = results or ("", "")
    draft.truth.goal(goal)
    draft.truth.goal(done, kind="actual")
    draft.truth.field("未实施情况及原因", undone)
    heads: Row = [
        label("总体目标", 2, 2),
        Cell(goal, 2, 2, "goal"),
        label("已实施情况", 2),
        label("未实施情况及原因", 2),
    ]
    draft.grid.add(*heads)
    draft.grid.add(value(done, 2), value(undone, 2))


def selfeval_hubei(source: SourceForm, rng: Random) -> LaidOut:
    """Execution 20 分 and targets 80 分; three groups of check boxes."""
    draft = Draft(source, rng, [0.12, 0.1, 0.14, 0.2, 0.14, 0.16, 0.14])
    fields = dict(source.fields)
    head = (fields.pop("单位名称"), fields.pop("填报日期"))
    draft.above.append(f"单位名称：{head[0]}                    填报日期：{head[1]}")
    draft.truth.field("单位名称", head[0])
    draft.truth.field("填报日期", head[1])
    for name, text in fields.items():
        boxes = "☑" in text
        chosen = re.search(r"\d、(\S+?)☑", text) if boxes else None
        draft.truth.field(name, [text, chosen.group(1)] if chosen else text)
    draft.grid.add(label("项目名称"), value(fields["项目名称"], 6))
    draft.grid.add(
        label("主管部门"), value(fields["主管部门"], 2), label("项目实施单位"), value(fields["项目实施单位"], 3)
    )
    for name in ("项目类别", "项目属性", "项目类型"):
        draft.grid.add(label(name), value(fields[name], 6))
    put_fund_grid(draft, "预算执行情况（万元）（20分）", "万元", [2, 1, 1, 1, 1], 1)
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3"), Column("年初目标值(A)", "value"),
        Column("实际完成值(B)", "actual"), Column("得分", "score"),
    ]  # fmt: skip
    put_indicators(draft, "年度绩效目标1（80分）", columns, merged=draft.chance(0.8))
    draft.grid.add(label("总分", 6), value(""))
    draft.grid.add(label("偏差大或目标未完成原因分析"), value("", 6))
    draft.grid.add(label("改进措施及结果应用方案"), value("", 6))
    return draft.finished()


def selfeval_min(source: SourceForm, rng: Random) -> LaidOut:
    """Targets with their weights, and three conclusions."""
    draft = Draft(source, rng, [0.14, 0.16, 0.34, 0.2, 0.16])
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3"),
        Column(draft.one_of("指标值", "年度指标值"), "value"), Column("权重", "weight"),
    ]  # fmt: skip
    put_indicators(draft, "", columns, beside=0, merged=draft.chance(0.6))
    for name, text in source.fields.items():
        draft.truth.field(name, text)
        draft.grid.add(label(name), value(text, 4))
    return draft.finished()


def selfeval_overall(source: SourceForm, rng: Random) -> LaidOut:
    """The whole department: three figures each for money and targets, the rate with its weight and score."""
    draft = Draft(source, rng, [0.1, 0.1, 0.14, 0.12, 0.12, 0.12, 0.1, 0.1, 0.1])
    draft.above.append(draft.one_of("金额单位：元", "单位：元"))
    put_fields(draft, source.fields, (2, 2, 2, 3), 2)
    order = ("年初预算数", "全年(调整)预算数", "全年执行数", "执行率", "执行率权重", "执行率得分")
    put_fund_grid(draft, "资金情况（元）", "元", [2, 1, 1, 1, 1, 1, 1], 1, order=order)
    put_goals(draft, "绩效目标", _goal_pairs(source), 1, True, (4, 4))
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3"), Column("年初指标值", "value"),
        Column("全年(调整)指标值", "adjusted"), Column("全年完成值", "actual"), Column("权重", "weight"),
        Column("得分", "score"),
    ]  # fmt: skip
    put_indicators(draft, "绩效指标", columns, merged=draft.chance(0.8))
    return draft.finished(landscape=True)
