"""Forms of one pane: goal_1pane, _poverty, _special, _central, region, invest, monitor, goal_scored (in blocks)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.families.draft import Draft, LaidOut
from samples.families.grid import amount, label, value
from samples.families.layouts.parts import Column, put_fields, put_goals, put_indicators, put_pairs
from samples.families.source import SourceForm

_WIDTHS = [0.06, 0.1, 0.13, 0.18, 0.12, 0.1, 0.16, 0.15]
_SPANS = (2, 2, 1, 3)
_SIGNED = (
    ("单位负责人（签字）：                    填表人：                    填报日期：",),
    ("审核意见：（盖章）",),
    (),
    (),
)


def single_pane(source: SourceForm, rng: Random, columns: list[Column] | None = None) -> LaidOut:
    """Fields, amounts, goal and four columns of indicators under each other."""
    draft = Draft(source, rng, _WIDTHS)
    draft.head()
    put_fields(draft, _fields(source), _SPANS, 2, per_row=1 if draft.chance(0.3) else 2)
    _funds(draft)
    _goals(draft)
    block = draft.one_of("绩效指标", "绩\n效\n指\n标", "年度绩效指标") if draft.chance(0.75) else ""
    laid = columns or _columns(draft)
    if not block:
        laid = [Column(laid[0].header, laid[0].key, laid[0].cols + 1), *laid[1:]]
    put_indicators(draft, block, laid, beside=1 if block else 0, merged=draft.chance(0.75))
    draft.below += rng.choice(_SIGNED)
    return draft.finished()


_NOTES = ("项目概况", "项目总体概况")


def _fields(source: SourceForm) -> dict[str, object]:
    notes = {name: source.goals[name] for name in _NOTES if name in source.goals}
    return {**source.fields, **notes}


def _funds(draft: Draft) -> None:
    funds = [(name, text) for name, text in draft.source.funds.items() if isinstance(text, str)]
    if not funds:
        return
    if len(funds) == 1 or "(万元)" in funds[0][0]:
        for name, text in funds:
            draft.truth.fund(name, text, "万元")
            if "万元" in name or "万" in text:
                draft.grid.add(label(name, 2), amount(text, 6))
            else:
                draft.grid.add(label("项目资金（万元）", 2), label(name, 2), amount(text, 4))
        return
    block = draft.one_of("项目资金（万元）", "资金情况（万元）", "项目资金\n(万元)", "项目资金")
    if "万元" not in block:
        draft.above.append(draft.one_of("金额单位：万元", "单位：万元"))
    put_pairs(draft, block, [[(name, "annual", text)] for name, text in funds], "万元", (2, 4), 2)


_RESULTS = ("已实施情况", "未实施情况及原因")


def _goals(draft: Draft) -> None:
    goals = [
        (name, "annual", "expected", text)
        for name, text in draft.source.goals.items()
        if name not in _NOTES and name not in _RESULTS
    ]
    if not goals:
        return
    if draft.chance(0.5):
        put_goals(draft, draft.one_of("总体目标", "总\n体\n目\n标"), goals, 2, below=True)
    else:
        put_goals(draft, "", goals, 0, below=False, spans=(2,))


def _columns(draft: Draft) -> list[Column]:
    """Header words as the offices vary them."""
    first = draft.one_of("一级指标", "一级指标", "一级绩效指标")
    second = draft.one_of("二级指标", "二级指标", "二级绩效指标") if first == "一级绩效指标" else "二级指标"
    third = draft.one_of("三级指标", "三级指标", "指标名称", "三级指标名称")
    target = draft.one_of("指标值", "指标值", "年度指标值", "目标值")
    return [Column(first, "l1"), Column(second, "l2"), Column(third, "l3", 3), Column(target, "value", 2)]


def goal_1pane(source: SourceForm, rng: Random) -> LaidOut:
    """The plain form; some offices call the third level 指标内容, or name the last column at length."""
    if source.layout == "contents":
        return single_pane(source, rng, _named("指标内容", "指标值"))
    if source.layout == "long_target":
        return single_pane(source, rng, _named("三级指标", "指标值(包含数字及文字描述)"))
    return single_pane(source, rng)


def _named(name: str, target: str) -> list[Column]:
    return [Column("一级指标", "l1"), Column("二级指标", "l2"), Column(name, "l3", 3), Column(target, "value", 2)]


def goal_poverty(source: SourceForm, rng: Random) -> LaidOut:
    """With the auditors' rows below; some have a column 备注."""
    if source.layout == "remark":
        columns = _named("三级指标", "指标值")
        return single_pane(source, rng, [*columns[:3], Column("指标值", "value"), Column("备注", "remark")])
    return single_pane(source, rng)


_UNITS = ("公里", "万亩", "万人")


def region(source: SourceForm, rng: Random) -> LaidOut:
    """Transfers: departments of each level in pairs; some offices print the units, and leave the targets blank."""
    units = source.layout == "units" or any(indicator["value"] in _UNITS for indicator in source.indicators)
    if not units or (source.layout != "units" and rng.random() < 0.5):
        return single_pane(source, rng)
    split = tuple({**i, "unit": i["value"], "value": ""} if i["value"] in _UNITS else i for i in source.indicators)
    columns = _named("三级指标", "指标值")
    with_units = [*columns[:3], Column("单位", "unit"), Column("指标值", "value")]
    return single_pane(replace(source, indicators=split), rng, with_units)


def goal_special(source: SourceForm, rng: Random) -> LaidOut:
    """One amount and one goal cell."""
    return single_pane(source, rng)


def goal_central(source: SourceForm, rng: Random) -> LaidOut:
    """Before 2015: a level and its indicators, no second level."""
    return single_pane(
        source, rng, [Column("一级指标", "l1", 2), Column("指标内容", "l3", 3), Column("指标值", "value", 2)]
    )


def invest(source: SourceForm, rng: Random) -> LaidOut:
    """Investment plan: 实施效果指标 above 产出指标 and 效益指标."""
    return single_pane(source, rng)


def monitor(source: SourceForm, rng: Random) -> LaidOut:
    """A column of progress right of the target."""
    columns = _named("三级指标", "指标值")
    return single_pane(source, rng, [*columns[:3], Column("指标值", "value"), Column("实施进度", "progress")])


def goal_scored(source: SourceForm, rng: Random) -> LaidOut:
    """Cost as the first level, and how each target is scored."""
    if source.layout == "scored_funds":
        return _scored_funds(source, rng)
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 2), Column("指标值", "value"),
        Column("评（扣）分标准", "rule"), Column("分值", "weight"),
    ]  # fmt: skip
    return single_pane(source, rng, columns)


def _scored_funds(source: SourceForm, rng: Random) -> LaidOut:
    """The amounts score too."""
    draft = Draft(source, rng, [0.06, 0.12, 0.14, 0.14, 0.12, 0.14, 0.09, 0.19])
    draft.head()
    put_fields(draft, _fields(source), (2, 2, 1, 3), 2)
    funds = source.funds
    rows = [[("项目总预算", "mid_term", funds["项目总预算"]), ("当年年度预算", "annual", funds["当年年度预算"])]]
    split = [(name, "", text) for name, text in funds.items() if name.startswith("其中")]
    put_pairs(draft, "项目资金（万元）", [*rows, split], "万元", (2, 1, 2, 1), 2)
    for name in ("财政资金预算分类", "财政资金科目代码"):
        draft.truth.field(name, funds[name])
    draft.grid.add(
        label("财政资金预算分类", 2), value(funds["财政资金预算分类"], 2),
        label("财政资金科目代码", 1), value(funds["财政资金科目代码"], 3),
    )  # fmt: skip
    draft.truth.aside += [funds["年度预算执行率"], funds["分值"]]
    draft.grid.add(
        label("年度预算执行率", 2), amount(funds["年度预算执行率"], 2), label("分值", 1), amount(funds["分值"], 3)
    )
    _goals(draft)
    columns = [
        Column("一级指标", "l1"), Column("二级指标", "l2"), Column("三级指标", "l3", 2),
        Column("指标值", "value"), Column("分值", "weight"), Column("指标解释", "explain"),
    ]  # fmt: skip
    put_indicators(draft, "绩效指标", columns, merged=draft.chance(0.7))
    return draft.finished()
