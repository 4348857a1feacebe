"""Horizontal lists, one indicator a row: goal_list, goal_scored (list)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from samples.families.draft import Draft, LaidOut
from samples.families.grid import Cell, Row
from samples.families.layouts.parts import SIGNED, Column, indicator_rows, put_truth
from samples.families.source import SourceForm

_COLUMNS = (
    Column("一级指标", "l1"),
    Column("二级指标", "l2"),
    Column("三级指标", "l3"),
    Column("指标性质", "op"),
    Column("指标值", "value"),
    Column("度量单位", "unit"),
    Column("权重", "weight"),
    Column("指标方向性", "direction"),
)
_SCORED = (
    Column("一级指标", "l1"),
    Column("二级指标", "l2"),
    Column("三级指标", "l3"),
    Column("指标值", "value"),
    Column("指标值内容", "explain"),
    Column("评(扣分标准)", "rule"),
    Column("度量单位", "unit"),
    Column("指标值类型", "type"),
    Column("备注", "remark"),
)


def goal_list(sources: Sequence[SourceForm], rng: Random) -> LaidOut:
    """Several projects in one table; unit, project, amount and goal merged down each project's indicators."""
    draft = Draft(sources[0], rng, [0.1, 0.1, 0.08, 0.13, 0.07, 0.09, 0.14, 0.05, 0.07, 0.06, 0.05, 0.06])
    in_lines = draft.chance(0.5)
    if in_lines:
        draft.head()
    draft.above.append(rng.choice(("金额单位：元", "单位：元")))
    sign, figure, unit = rng.choice(SIGNED)
    columns = list(_COLUMNS)
    columns[3:6] = [Column(sign, "op"), Column(figure, "value"), Column(unit, "unit")]
    if draft.chance(0.4):
        columns = [*columns[:3], columns[5], columns[3], columns[4], *columns[6:]]
    heads = [draft.one_of("单位名称", "单位名称", "预算单位"), "项目名称", "预算数", "年度目标"]
    draft.grid.add(*(Cell(text, role="header") for text in heads), *(Cell(c.header, role="header") for c in columns))
    merged = draft.chance(0.6)
    one_unit = draft.chance(0.5)
    repeated = draft.chance(0.25)
    total = sum(len(source.indicators) for source in sources)
    truths = []
    for index, source in enumerate(sources):
        draft.truth = draft.new_truth(source, in_lines)
        size = len(source.indicators)
        unit_rows = total if one_unit else size
        leading: Row = [] if one_unit and index else [Cell(source.fields["单位名称"], rows=unit_rows)]
        leading += [
            Cell(source.fields["项目名称"], rows=size),
            Cell(source.funds["预算数"], rows=size, role="amount"),
            Cell(source.goals["年度目标"], rows=size, role="goal"),
        ]
        if repeated:
            leading = [Cell(source.fields["单位名称"]), *(replace(cell, rows=1) for cell in leading[-3:])]
        _project(draft, source, columns, leading, merged, heads[0])
        truths.append(draft.truth.record())
    laid = draft.finished(landscape=True)
    return LaidOut(laid.sheet, tuple(truths))


def _project(
    draft: Draft, source: SourceForm, columns: Sequence[Column], leading: Row, merged: bool, unit: str
) -> None:
    rows = indicator_rows(draft, source.indicators, columns, merged)
    draft.starts.append(draft.grid.row)
    every = leading if leading[-1].rows == 1 else []
    draft.grid.extend([[*leading, *rows[0]], *([*every, *row] for row in rows[1:])])
    draft.truth.field(unit, source.fields["单位名称"])
    draft.truth.field("项目名称", source.fields["项目名称"])
    draft.truth.fund("预算数", source.funds["预算数"], "元")
    draft.truth.goal(source.goals["年度目标"])
    for indicator in source.indicators:
        put_truth(draft, indicator, columns)


def scored_list(source: SourceForm, rng: Random) -> LaidOut:
    """A list with cost as first level and the way of scoring beside every target."""
    widths = [0.06, 0.09, 0.06, 0.06, 0.08, 0.13, 0.09, 0.11, 0.14, 0.06, 0.06, 0.06]
    draft = Draft(source, rng, widths)
    department = source.fields["部门"]
    draft.above.append(f"部门：{department}                          金额单位：万元")
    draft.truth.field("部门", department)
    heads = ("单位代码", "单位(专项)名称", "资金总额")
    draft.grid.add(*(Cell(text, role="header") for text in heads), *(Cell(c.header, role="header") for c in _SCORED))
    shown: list[dict[str, Any]] = [{"unit": "-", **i} for i in source.indicators]
    rows = indicator_rows(draft, shown, _SCORED, draft.chance(0.7))
    size = len(rows)
    leading: Row = [
        Cell(source.fields["单位代码"], rows=size),
        Cell(source.fields["单位(专项)名称"], rows=size),
        Cell(source.funds["资金总额"], rows=size, role="amount"),
    ]
    draft.grid.extend([[*leading, *rows[0]], *rows[1:]])
    draft.truth.field("单位代码", source.fields["单位代码"])
    draft.truth.field("单位(专项)名称", source.fields["单位(专项)名称"])
    draft.truth.fund("资金总额", source.funds["资金总额"], "万元")
    for indicator in source.indicators:
        put_truth(draft, indicator, _SCORED)
    return draft.finished(landscape=True)
