"""Forms of two panes: goal_2pane, region (two_panes), goal_hybrid, goal_shanghai."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from random import Random
from typing import Any

from samples.families.draft import Draft, LaidOut
from samples.families.grid import Cell, Row, label, run_lengths, value, with_block
from samples.families.layouts.parts import (
    Column,
    Fund,
    put_fields,
    put_goals,
    put_indicators,
    put_pairs,
    put_truth,
)
from samples.families.source import SourceForm

_SPANS = (2, 2, 1, 3)
_PANES = {"中期": "mid_term", "长期": "mid_term", "年度": "annual", "实施期": "mid_term"}
_MID = {
    "中期资金总额",
    "资金总额",
    "其中:财政拨款",
    "项目资金总额",
    "其中:财政资金",
    "其中：财政资金",
}


def fund_rows(funds: dict[str, str]) -> list[list[Fund]]:
    """Rows of a left (medium term) and a right (annual) amount; 结转 stands at the right only, 其他 at both."""
    left: list[Fund] = []
    right: list[Fund] = []
    for name, text in funds.items():
        plain = name.removesuffix("(中期)").removesuffix("(年度)")
        total = plain in _MID and not name.endswith("(年度)")
        if total or name.endswith("(中期)") or (name == "其他资金" and "当年其他资金" in funds):
            left.append((plain, "mid_term", text))
        elif name == "其他资金" and "其他资金(年度)" not in funds:
            left.append((plain, "mid_term", text))
            right.append((plain, "annual", text))
        else:
            right.append((plain, "annual", text))
    while len(left) < len(right):
        left.insert(len(left) - 1, ("", "", ""))
    return [[a, b] for a, b in zip(left, right, strict=True)]


def goals_of(source: SourceForm, span: str = "") -> list[tuple[str, str, str, str]]:
    """Both goals with their panes."""
    names = list(source.goals)
    mid = (names[0] + ("" if "20" in names[0] else span), "mid_term", "expected", source.goals[names[0]])
    return [mid, (names[1], "annual", "expected", source.goals[names[1]])]


def goal_2pane(source: SourceForm, rng: Random) -> LaidOut:
    """Medium term at the left, the year at the right; the panes' rows have nothing to do with each other."""
    draft = Draft(source, rng, [0.06, 0.08, 0.1, 0.2, 0.12, 0.1, 0.2, 0.14])
    draft.head()
    if draft.chance(0.5):
        draft.above.append("项目负责人（签字）：                         单位（盖章）：")
    put_fields(draft, source.fields, _SPANS, 2)
    block = draft.one_of("项目资金（万元）", "项目资金\n（万元）")
    put_pairs(draft, block, fund_rows(source.funds), "万元", (2, 1, 2, 1), 2)
    year = int(source.year or 2023)
    span = f"（{year}年—{year + 2}年）" if draft.chance(0.6) else ""
    put_goals(draft, draft.one_of("总体目标", "总\n体\n目\n标"), goals_of(source, span), 2, below=True, spans=(3, 3))
    marks = ("(长期)", "(年度)") if source.layout == "marked_panes" else ("", "")
    heads = ["一级指标", *(h + mark for mark in marks for h in ("二级指标", "三级指标", "指标值"))]
    header: Row = [Cell(text, role="header") for text in heads]
    draft.header_row = draft.grid.row
    rows = [header, *_two_panes(draft, blank_left="数量指标" if source.layout == "marked_panes" else "")]
    draft.grid.extend(with_block(draft.one_of("绩效指标", "绩\n效\n指\n标"), rows))
    draft.below += rng.choice([("项目负责人：",), ()])
    return draft.finished()


def _two_panes(draft: Draft, blank_left: str) -> Iterable[Row]:
    """Rows of a level-1 group: as many as the longer pane has. An empty left pane still prints its level words."""
    indicators = draft.source.indicators
    groups = list(dict.fromkeys(i["l1"] for i in indicators))
    for group in groups:
        panes: dict[str, list[dict[str, Any]]] = {"mid_term": [], "annual": []}
        for indicator in indicators:
            if indicator["l1"] == group:
                pane = _PANES[indicator["pane"]]
                panes[pane].append(indicator)
                put_truth(draft, indicator, [Column("", "l2"), Column("", "value")], pane)
        left, right = panes["mid_term"], panes["annual"]
        if blank_left and not left:
            left = [{"l2": i["l2"], "l3": "", "value": ""} for i in right]
        yield from _group_rows(group, left, right)


def _group_rows(group: str, left: list[dict[str, Any]], right: list[dict[str, Any]]) -> Iterable[Row]:
    size = max(len(left), len(right))
    blank: dict[str, Any] = {"l2": "", "l3": "", "value": ""}
    pairs = list(zip_longest(left, right, fillvalue=blank))
    runs = [run_lengths([pair[side]["l2"] or index for index, pair in enumerate(pairs)]) for side in (0, 1)]
    for index, pair in enumerate(pairs):
        row: Row = [Cell(group, 1, size, "level")] if index == 0 else []
        for side in (0, 1):
            if runs[side][index]:
                row.append(Cell(pair[side]["l2"], 1, runs[side][index], "level"))
            row += [Cell(pair[side]["l3"], role="name"), Cell(pair[side]["value"], role="target")]
        yield row


def region(source: SourceForm, rng: Random) -> LaidOut:
    """The whole programme (财预〔2015〕163号): the period of implementation at the left, the year at the right."""
    draft = Draft(source, rng, [0.06, 0.08, 0.1, 0.2, 0.12, 0.1, 0.2, 0.14])
    draft.head()
    put_fields(draft, source.fields, _SPANS, 2)
    block = draft.one_of("资金情况（万元）", "资金情况\n（万元）")
    put_pairs(draft, block, fund_rows(source.funds), "万元", (2, 1, 2, 1), 2)
    put_goals(draft, "总体目标", goals_of(source), 2, below=True, spans=(3, 3))
    heads = ["一级指标", *("二级指标", "三级指标", "指标值") * 2]
    draft.header_row = draft.grid.row
    header: Row = [Cell(text, role="header") for text in heads]
    draft.grid.extend(with_block("绩效指标", [header, *_two_panes(draft, blank_left="")]))
    return draft.finished()


def goal_hybrid(source: SourceForm, rng: Random) -> LaidOut:
    """Two panes of amounts and goals, one of indicators."""
    draft = Draft(source, rng, [0.06, 0.1, 0.12, 0.18, 0.12, 0.14, 0.14, 0.14])
    draft.head()
    put_fields(draft, source.fields, _SPANS, 2)
    put_pairs(draft, "项目资金（万元）", fund_rows(source.funds), "万元", (2, 1, 2, 1), 2)
    put_goals(draft, draft.one_of("总体目标", "项目绩效目标"), goals_of(source), 2, below=True, spans=(3, 3))
    columns = [Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 3)]
    put_indicators(draft, "绩效指标", [*columns, Column("年度指标值", "value", 2)], merged=draft.chance(0.7))
    return draft.finished()


def goal_shanghai(source: SourceForm, rng: Random) -> LaidOut:
    """Eight columns; amounts in 元; texts wrapped hard in narrow cells."""
    draft = Draft(source, rng, [0.1, 0.15, 0.12, 0.13, 0.1, 0.13, 0.12, 0.15])
    draft.head()
    fields = source.fields
    for name, text in fields.items():
        draft.truth.field(name, text)
    first = ("项目名称", "项目性质", "项目类别")
    cells: Row = []
    for name, span in zip(first, (2, 1, 2), strict=True):
        cells += [label(name), value(fields[name], span)]
    draft.grid.add(*cells)
    for a, b in (("主管部门", "实施单位"), ("计划开始日期", "计划完成日期")):
        draft.grid.add(label(a), value(fields[a], 3), label(b), value(fields[b], 3))
    put_pairs(draft, draft.one_of("项目资金（元）", "项目资金\n（元）"), fund_rows(source.funds), "元", (2, 2, 2, 1), 1)
    start, end = (fields[name][:4] for name in ("计划开始日期", "计划完成日期"))
    put_goals(
        draft,
        draft.one_of("项目绩效目标", "项目绩\n效目标"),
        goals_of(source, f"（{start}年-{end}年）"),
        1,
        True,
        (4, 3),
    )
    columns = [Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 3)]
    target = draft.one_of("年度(/项目)指标值", "年度(/项\n目)指标值")
    put_indicators(draft, "绩效指标", [*columns, Column(target, "value", 2)], merged=draft.chance(0.8))
    for indicator in draft.truth.indicators:
        if not indicator["level1"]:
            indicator["level1"] = ["成本指标", ""]
    return draft.finished()
