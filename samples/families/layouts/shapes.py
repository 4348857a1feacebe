"""Shapes of their own: multi_unit, transposed, grade4, narrative."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

from samples.families.draft import Draft, LaidOut, Sheet
from samples.families.grid import Cell, Row, amount, label, value, with_block
from samples.families.layouts.parts import Column, put_fields, put_goals, put_truth
from samples.families.look import draw_look
from samples.families.source import SourceForm

_LEVELS = [Column("一级指标", "l1"), Column("二级指标", "l2")]


def multi_unit(source: SourceForm, rng: Random) -> LaidOut:
    """One column of targets for each village."""
    places = list(source.indicators[0]["per_object"])
    draft = Draft(source, rng, [0.05, 0.07, 0.08, 0.15, 0.17, *[0.48 / len(places)] * len(places)])
    draft.head()
    put_fields(draft, source.fields, (3, 2, 2, len(places) - 2), 3)
    rows: list[Row] = []
    for name, text in source.funds.items():
        draft.truth.fund(name, text, "万元")
        rows.append([label(name, 2), amount(text, len(places))])
    draft.grid.extend(with_block(draft.one_of("项目资金（万元）", "资金情况（万元）"), rows, 3))
    goals = [(name, "annual", "expected", text) for name, text in source.goals.items()]
    put_goals(draft, "", goals, 0, below=False, spans=(3,))
    columns = [*_LEVELS, Column("三级指标", "l3"), Column("指标解释", "explain")]
    two_rows = draft.chance(0.5)
    heads: Row = [Cell(c.header, 1, 2 if two_rows else 1, "header") for c in columns]
    names: Row = [Cell(place, role="header") for place in places]
    body: list[Row] = [[*heads, Cell("指标值", len(places), role="header")], names] if two_rows else [[*heads, *names]]
    draft.header_row = draft.grid.row
    for indicator in source.indicators:
        texts = [indicator["l1"], indicator["l2"], indicator["l3"], indicator["explain"]]
        figures = [str(indicator["per_object"][place]) for place in places]
        body.append([*(value(text) for text in texts), *(Cell(text, role="target") for text in figures)])
        for place, text in zip(places, figures, strict=True):
            put_truth(draft, {**indicator, "value": text}, [*columns, Column("", "value")])
            draft.truth.indicators[-1]["object"] = place
    draft.grid.extend(with_block("绩效指标", body))
    return draft.finished(landscape=True)


def transposed(source: SourceForm, rng: Random) -> LaidOut:
    """Indicators in the header, a row for each spending unit."""
    indicators = source.indicators
    draft = Draft(source, rng, [0.05, 0.15, 0.1, *[0.7 / len(indicators)] * len(indicators)])
    draft.head()
    if draft.chance(0.5):
        draft.above.append(f"资金名称：{source.fields['资金名称']}                    单位：万元")
    else:
        draft.above.append("金额单位：万元")
        draft.grid.add(label("资金名称", 2), value(source.fields["资金名称"], draft.grid.columns - 2))
    draft.truth.field("资金名称", source.fields["资金名称"])
    for row in _transposed_heads(source):
        draft.grid.add(*row)
    draft.header_row = draft.grid.row - 1
    for index, place in enumerate(indicators[0]["per_object"], start=1):
        figures = [indicator["per_object"][place] for indicator in indicators]
        money = amount(source.funds.get(place, "6"))
        draft.grid.add(value(str(index)), value(place), money, *(Cell(text, role="target") for text in figures))
        for indicator, text in zip(indicators, figures, strict=True):
            put_truth(draft, {**indicator, "value": text}, [Column("", "l2"), Column("", "value")])
            draft.truth.indicators[-1]["object"] = place
    blanks = [value("") for _ in indicators]
    draft.grid.add(label("合计", 2), amount(source.funds["合计"]), *blanks)
    draft.truth.fund("合计", source.funds["合计"], "万元", None)
    return draft.finished(landscape=True)


def _transposed_heads(source: SourceForm) -> list[Row]:
    """Three header rows: level 1 and level 2 over the names."""
    indicators = source.indicators
    first: Row = [Cell("序号", 1, 3, "header"), Cell("项目单位", 1, 3, "header"), Cell("金额", 1, 3, "header")]
    return [
        [*first, *_spanned([i["l1"] for i in indicators])],
        _spanned([i["l2"] for i in indicators]),
        [Cell(i["l3"], role="header") for i in indicators],
    ]


def _spanned(words: list[str]) -> Row:
    cells: Row = []
    for word in words:
        if cells and cells[-1].text == word:
            cells[-1] = Cell(word, cells[-1].cols + 1, role="header")
        else:
            cells.append(Cell(word, role="header"))
    return cells


def grade4(source: SourceForm, rng: Random) -> LaidOut:
    """Four grades for each indicator, no second level."""
    draft = Draft(source, rng, [0.12, 0.18, 0.2, 0.08, 0.08, 0.08, 0.08, 0.18])
    draft.head()
    put_fields(draft, source.fields, (1, 2, 2, 3), 1)
    put_goals(draft, "", [("绩效目标", "annual", "expected", source.goals["绩效目标"])], 0, below=False, spans=(1,))
    draft.header_row = draft.grid.row
    grades = ("优", "良", "中", "差")
    heads = ("绩效指标分类", "绩效指标", "绩效指标描述")
    draft.grid.add(
        *(Cell(text, 1, 2, "header") for text in heads),
        Cell("评价标准", 4, role="header"),
        Cell("评价标准确定依据", 1, 2, "header"),
    )
    draft.grid.add(*(Cell(grade, role="header") for grade in grades))
    names = {"grade_good": "良", "grade_medium": "中", "grade_poor": "差"}
    for indicator in source.indicators:
        found = indicator["grades"]
        texts = [indicator["l1"], indicator["l3"], indicator.get("explain", ""), *(found[g] for g in grades)]
        draft.grid.add(*(value(text) for text in texts), value(indicator.get("basis", "")))
        put_truth(draft, indicator, [Column("", key) for key in ("explain", "basis")])
        draft.truth.indicators[-1]["extra"] |= {key: found[grade] for key, grade in names.items()}
        draft.truth.indicators[-1]["target"] = found["优"]  # the best grade is what is aimed at
    return draft.finished(landscape=draft.chance(0.5))


def narrative(source: SourceForm, rng: Random) -> LaidOut:
    """No table: a sentence an indicator, the level words in front."""
    draft = Draft(source, rng, [1.0])
    lines = [f"{name}：{text}" for name, text in source.fields.items()]
    for name, text in source.fields.items():
        draft.truth.field(name, text)
    for name, text in source.funds.items():
        lines.append(f"{name}：{text}")
        draft.truth.fund(name, text, None)
    for name, text in source.goals.items():
        lines.append(f"{name}：{text}")
        draft.truth.goal(text)
    lines.append("绩效指标：")
    last = ("", "")
    for indicator in source.indicators:
        lines.append(_sentence(indicator, last))
        last = (indicator["l1"], indicator["l2"])
        put_truth(draft, indicator, [Column("", "l2"), Column("", "value")])
        blurred(draft.truth.indicators[-1])
    look = replace(draw_look(rng, landscape=False), size=12)
    sheet = Sheet(draft.title, tuple(lines), (), None, look)
    return LaidOut(sheet, (draft.truth.record(),))


def blurred(record: dict[str, Any]) -> None:
    """Where nothing but the sense parts name and target, only the sentence as a whole can be asked for."""
    if not re.match(r"[≥≤=<>]|大于|不", record["target"]):
        record["sentence"] = record["name"] + record["target"]
        record["name"] = record["target"] = None


def _sentence(indicator: dict[str, Any], last: tuple[str, str]) -> str:
    first = f"{indicator['l1']}：" if indicator["l1"] != last[0] else ""
    second = f"{indicator['l2']}：" if (indicator["l1"], indicator["l2"]) != last else ""
    return f"{first}{second}{indicator['l3']}{indicator['value']}；"
