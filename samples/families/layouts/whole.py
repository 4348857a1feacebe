"""A department as a whole: overall, with its tasks, with signs and units in columns, or in sentences."""

from __future__ import annotations

from random import Random

from samples.families.draft import Draft, LaidOut
from samples.families.grid import Cell, Row, amount, label, value, with_block
from samples.families.layouts.parts import SIGNED, Column, put_fields, put_goals, put_indicators, put_truth
from samples.families.layouts.shapes import blurred
from samples.families.source import SourceForm

_LEVELS = [Column("一级指标", "l1"), Column("二级指标", "l2")]
_SIGNED = ("填表人", "填报日期")  # below the table
_TASK = ("task", "content", "total", "fiscal", "other")


def overall(source: SourceForm, rng: Random) -> LaidOut:
    """The department as a whole."""
    draft = Draft(source, rng, [0.08, 0.1, 0.13, 0.17, 0.12, 0.1, 0.1, 0.2])
    draft.head()
    signed = {name: source.fields[name] for name in _SIGNED if name in source.fields}
    put_fields(draft, {n: t for n, t in source.fields.items() if n not in signed}, (2, 2, 2, 2), 2)
    if signed:
        draft.below.append("                    ".join(f"{name}：{text}" for name, text in signed.items()))
    for name, text in signed.items():
        draft.truth.field(name, text)
    if "年度主要任务" in source.fields:
        _tasks(draft)
    elif source.funds:
        _split_amounts(draft)
    goals = [(name, "annual", "expected", text) for name, text in source.goals.items()]
    put_goals(draft, "", goals, 0, below=False, spans=(2,))
    if source.layout == "running":
        _sentences(draft)
    elif any("op" in indicator for indicator in source.indicators):
        sign, figure, unit = rng.choice(SIGNED[:2])
        columns = [
            *_LEVELS, Column("三级指标", "l3", 2), Column(sign, "op"), Column(figure, "value"), Column(unit, "unit"),
            Column("指标值说明", "explain"),
        ]  # fmt: skip
        put_indicators(draft, "", columns, beside=0, merged=draft.chance(0.6))
    else:
        columns = [*_LEVELS, Column("三级指标", "l3", 2), Column("指标值", "value", 3)]
        put_indicators(draft, draft.one_of("年度绩效指标", "部门整体支出年度绩效指标"), columns)
    return draft.finished()


def _split_amounts(draft: Draft) -> None:
    """The total, and its split by income and by expenditure side by side."""
    funds = draft.source.funds
    income, spent = funds["按收入性质分"], funds["按支出性质分"]
    draft.truth.fund("资金总额", funds["资金总额"], "万元")
    rows: list[Row] = [
        [label("资金总额", 2), amount(funds["资金总额"], 4)],
        [Cell("按收入性质分", 3, role="header"), Cell("按支出性质分", 3, role="header")],
    ]
    left, right = list(income.items()), list(spent.items())
    for index in range(max(len(left), len(right))):
        row: Row = []
        for names, spans in ((left, (2, 1)), (right, (2, 1))):
            name, text = names[index] if index < len(names) else ("", "")
            row += [label(name, spans[0]), amount(text, spans[1])]
            if name:
                draft.truth.fund(name, text, "万元")
        rows.append(row)
    draft.grid.extend(with_block("年度预算申请（万元）", rows, 2))


def _tasks(draft: Draft) -> None:
    """The year's tasks with their money (财预〔2015〕88号), and its sum."""
    money = draft.one_of("预算金额（万元）", "预算金额\n（万元）")
    rows: list[Row] = [
        [Cell("任务名称", 1, 2, "header"), Cell("主要内容", 2, 2, "header"), Cell(money, 3, role="header")],
        [Cell("总额", role="header"), Cell("财政拨款", role="header"), Cell("其他资金", role="header")],
    ]
    tasks = [dict(zip(_TASK, task, strict=True)) for task in draft.source.fields["年度主要任务"]]
    draft.truth.tables["tasks"] = tasks
    for task in tasks:
        figures = [amount(task[key]) for key in _TASK[2:]]
        rows.append([value(task["task"]), value(task["content"], 2), *figures])
    totals = list(draft.source.funds.items())
    draft.truth.fund(*totals[0], "万元")
    rows.append([label(totals[0][0], 3), *(amount(text) for _, text in totals)])
    draft.grid.extend(with_block("年度主要任务", rows, 2))


def _sentences(draft: Draft) -> None:
    """Level 1 beside one cell of sentences, each behind its level 2: ``质量指标：…``."""
    indicators = draft.source.indicators
    rows: list[Row] = []
    for level in dict.fromkeys(i["l1"] for i in indicators):
        own = [i for i in indicators if i["l1"] == level]
        text = "\n".join(f"{i['l2']}：{i['l3']}{i['value']}；" for i in own)
        rows.append([Cell(level, 1, role="level"), Cell(text, draft.grid.columns - 2, role="goal")])
        for indicator in own:
            put_truth(draft, indicator, [Column("", "l2"), Column("", "value")])
            blurred(draft.truth.indicators[-1])
    draft.header_row = draft.grid.row
    draft.grid.extend(with_block("绩效指标", rows))
