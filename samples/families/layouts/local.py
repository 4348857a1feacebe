"""Label-rich local forms (goal_local): two levels, goals one under the other, a schedule, panes one under the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from samples.families.draft import Draft, LaidOut
from samples.families.grid import Row, amount, label, with_block
from samples.families.layouts.parts import Column, put_fields, put_goals, put_indicators, put_rows
from samples.families.source import SourceForm

_LEVELS = [Column("一级指标", "l1"), Column("二级指标", "l2")]


def goal_local(source: SourceForm, rng: Random) -> LaidOut:
    """The layout that the form names."""
    layouts = {"two_levels": _two_levels, "stacked_goals": _stacked_goals, "schedule": _schedule}
    return layouts.get(source.layout, _stacked_panes)(source, rng)


def _two_levels(source: SourceForm, rng: Random) -> LaidOut:
    """Two levels only: the second is the indicator; a cost table."""
    moved = []
    for indicator in source.indicators:
        row = {**indicator, "l2": "", "l3": indicator["l2"], "standard": indicator["l3"]}
        if "raw_l2" in indicator:
            row["raw_l3"] = row.pop("raw_l2")
        moved.append(row)
    draft = Draft(replace(source, indicators=tuple(moved)), rng, [0.07, 0.13, 0.14, 0.2, 0.14, 0.14, 0.18])
    fields = {name: text for name, text in source.fields.items() if name != "项目预算成本构成"}
    put_fields(draft, fields, (2, 2, 1, 2), 2)
    parts = (re.fullmatch(r"(.*?)([\d.]+)", part) for part in source.fields["项目预算成本构成"].split(";"))
    costs = [{"item": part[1], "amount": part[2]} for part in parts if part]
    heads = [Column("成本项目", "item", 2), Column("测算金额（万元）", "amount", 3)]
    put_rows(draft, "costs", "项目预算成本构成", heads, costs)
    draft.truth.fund("合计", source.funds["合计"], "万元", None)
    put_goals(draft, "", [("绩效目标", "annual", "expected", source.goals["绩效目标"])], 0, below=False, spans=(2,))
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l3", 2), Column("绩效标准", "standard"),
        Column("当年预期实现值", "value", 2),
    ]  # fmt: skip
    put_indicators(draft, "绩效指标", columns, merged=draft.chance(0.6))
    return draft.finished()


def _stacked_goals(source: SourceForm, rng: Random) -> LaidOut:
    draft = Draft(source, rng, [0.08, 0.12, 0.14, 0.2, 0.12, 0.16, 0.18])
    draft.head()
    people = ("填表人", "联系电话")
    put_fields(draft, {n: t for n, t in source.fields.items() if n not in people}, (2, 2, 1, 2), 2, per_row=1)
    money = list(source.funds.items())
    cells: Row = []
    for (name, text), spans in zip(money, ((2, 2), (1, 2)), strict=True):
        cells += [label(name, spans[0]), amount(text, spans[1])]
        draft.truth.fund(name, text, None, None)
    draft.grid.add(*cells)
    panes = ("mid_term", "annual")
    goals = [(n, pane, "expected", t) for (n, t), pane in zip(source.goals.items(), panes, strict=True)]
    put_goals(draft, "", goals, 0, below=False, spans=(2,))
    columns = [*_LEVELS, Column("三级指标", "l3", 2), Column("指标值及单位", "value"), Column("绩效标准", "standard")]
    put_indicators(draft, "绩效指标", columns, merged=draft.chance(0.7))
    for name in people:
        draft.truth.field(name, source.fields[name])
    draft.below.append(f"填表人：{source.fields['填表人']}                    联系电话：{source.fields['联系电话']}")
    return draft.finished()


def _schedule(source: SourceForm, rng: Random) -> LaidOut:
    draft = Draft(source, rng, [0.08, 0.12, 0.14, 0.2, 0.12, 0.16, 0.18])
    draft.head()
    put_fields(draft, source.fields, (2, 2, 1, 2), 2)
    rows: list[Row] = []
    for name, text in source.funds.items():
        draft.truth.fund(name, text, "万元", None)
        rows.append([label(name, 2), amount(text, 3)])
    draft.grid.extend(with_block("项目资金（万元）", rows, 2))
    steps = source.fields["项目实施进度计划"]
    _put_steps(draft, list(steps[0]), [list(step.values()) for step in steps])
    panes = ("mid_term", "annual")
    goals = [(n, pane, "expected", t) for (n, t), pane in zip(source.goals.items(), panes, strict=True)]
    put_goals(draft, "", goals, 0, below=False, spans=(2,))
    columns = [*_LEVELS, Column("三级指标", "l3", 2), Column("指标值", "value"), Column("绩效标准", "standard")]
    put_indicators(draft, "年度绩效指标", columns, merged=draft.chance(0.7))
    return draft.finished()


def _stacked_panes(source: SourceForm, rng: Random) -> LaidOut:
    """Check boxes, stages of work, the long-term indicators above the year's."""
    draft = Draft(source, rng, [0.08, 0.12, 0.16, 0.22, 0.12, 0.14, 0.16])
    draft.head()
    fields = dict(source.fields)
    unit = fields.pop("填报单位")
    draft.above.append(f"填报单位：{unit}                              金额单位：万元")
    draft.truth.field("填报单位", unit)
    attribute = fields["项目属性"]
    put_fields(draft, fields, (2, 2, 1, 2), 2)
    draft.truth.field("项目属性", [attribute, "延续项目"])
    rows: list[Row] = []
    for name, text in source.funds.items():
        shown = "一、" + name if name == "财政拨款" else name
        draft.truth.fund(shown, text, "万元", None)
        rows.append([label(shown, 2), amount(text, 3)])
    draft.grid.extend(with_block("项目资金", rows, 2))
    steps = [list(step.values()) for step in fields["项目实施进度计划"]]
    _put_steps(draft, ["项目实施内容", "开始时间", "完成时间"], steps)
    panes = ("mid_term", "annual")
    goals = [(n, pane, "expected", t) for (n, t), pane in zip(source.goals.items(), panes, strict=True)]
    put_goals(draft, "", goals, 0, below=False, spans=(2,))
    columns = [*_LEVELS, Column("指标内容", "l3", 2), Column("指标值", "value"), Column("备注", "remark")]
    merged = draft.chance(0.7)
    long = [i for i in source.indicators if i["pane"] == "长期"]
    year = [i for i in source.indicators if i["pane"] == "年度"] or long
    put_indicators(draft, "项目长期绩效指标", columns, merged=merged, pane="mid_term", droppable=False, only=long)
    put_indicators(draft, "项目年度绩效指标", columns, merged=merged, pane="annual", droppable=False, only=year)
    return draft.finished()


def _put_steps(draft: Draft, heads: Sequence[str], steps: Sequence[Sequence[str]]) -> None:
    """The stages of work: what, from when, until when."""
    keys = ("content", "start", "end")
    columns = [Column(head, key, cols) for head, key, cols in zip(heads, keys, (3, 1, 1), strict=True)]
    rows = [dict(zip(keys, step, strict=True)) for step in steps]
    put_rows(draft, "schedule", "项目实施进度计划", columns, rows)
