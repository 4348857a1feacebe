"""Parts that the families share: base fields, pairs of amounts, goals, the indicator block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from samples.families.draft import Draft
from samples.families.grid import Cell, Row, amount, label, run_lengths, value, with_block
from samples.families.reading import level_word, operator
from samples.families.varied import is_residue
from samples.table import Role

Spans = tuple[int, ...]
Fund = tuple[str, str, str]  # label, pane ("": not to be told), text; an empty label leaves the place blank


def put_fields(draft: Draft, fields: dict[str, Any], spans: Spans, one: int, per_row: int = 2) -> None:
    """Base fields, each value right of its label. ``spans``: four for two fields a row; ``one``: label of one a row."""
    pairs = [(name, text) for name, text in fields.items() if isinstance(text, str)]
    while pairs:
        wide = len(pairs[0][1]) > 24 or per_row == 1 or len(pairs) == 1
        taken, pairs = (pairs[:1], pairs[1:]) if wide else (pairs[:2], pairs[2:])
        for name, text in taken:
            draft.truth.field(name, text)
        if len(taken) == 1:
            draft.grid.add(label(taken[0][0] + draft.colon, one), value(taken[0][1], draft.grid.columns - one))
        else:
            (a, x), (b, y) = taken
            draft.grid.add(
                label(a + draft.colon, spans[0]),
                value(x, spans[1]),
                label(b + draft.colon, spans[2]),
                value(y, spans[3]),
            )


def put_pairs(
    draft: Draft, block: str, rows: Sequence[Sequence[Fund]], unit: str | None, spans: Spans, beside: int
) -> None:
    """Labelled amounts, one or two a row, with the block's label merged at their left (``beside`` columns wide)."""
    laid: list[Row] = []
    for row in rows:
        cells: Row = []
        for index, (name, pane, text) in enumerate(row):
            width = spans[2 * index : 2 * index + 2] if len(row) > 1 else (spans[0], sum(spans[1:]))
            cells += [label(name, width[0]), amount(text, width[1])]
            if name:
                draft.truth.fund(name, text, unit, pane or None)
        laid.append(cells)
    draft.grid.extend(with_block(block, laid, beside) if beside else laid)


def put_goals(
    draft: Draft, block: str, goals: Sequence[tuple[str, str, str, str]], beside: int, below: bool, spans: Spans = ()
) -> None:
    """Goals (heading, pane, kind, text): below their headings side by side, or each right of its heading."""
    free = draft.grid.columns - beside
    for _, pane, kind, text in goals:
        draft.truth.goal(text, pane, kind)
    if below:
        widths = spans or tuple(free // len(goals) + (i < free % len(goals)) for i in range(len(goals)))
        heads = [label(goal[0], width) for goal, width in zip(goals, widths, strict=True)]
        texts = [Cell(goal[3], width, role="goal") for goal, width in zip(goals, widths, strict=True)]
        rows: list[Row] = [heads, texts]
    else:
        rows = [[label(goal[0], spans[0]), Cell(goal[3], free - spans[0], role="goal")] for goal in goals]
    draft.grid.extend(with_block(block, rows, beside) if beside else rows)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the indicator block: its printed header, its key in the collected form, its width in columns."""

    header: str
    key: str
    cols: int = 1


_EXTRA = {
    "standard": "standard",
    "explain": "explanation",
    "rule": "scoring_rule",
    "direction": "direction",
    "type": "value_type",
    "progress": "progress",
    "basis": "basis",
    "remark": "remark",
    "adjusted": "adjusted",
}
_LEVELS = ("l1", "l2")
_EMPTY = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
# A form whose indicators were not filled in, or not collected: the levels stand, the rest is blank.
TEMPLATE: tuple[dict[str, Any], ...] = tuple(
    {"l1": level, "l2": below, "l3": "", "value": ""} for level, under in _EMPTY.items() for below in under
)


def put_indicators(
    draft: Draft,
    block: str,
    columns: Sequence[Column],
    beside: int = 1,
    merged: bool = True,
    pane: str = "annual",
    under: str = "",
    droppable: bool = True,
    only: Sequence[dict[str, Any]] | None = None,
) -> None:
    """The indicator block: a header row, then one row an indicator, the level cells merged or repeated.

    ``under``: a header that some offices print over sign, figure and unit. ``only``: these of the form's indicators.
    """
    indicators = only or draft.source.indicators or TEMPLATE
    if beside and droppable and draft.chance(0.15):  # some offices print no label at the block's left
        columns = [replace(columns[0], cols=columns[0].cols + beside), *columns[1:]]
        beside = 0
    header = _two_headers(columns, under) if under and draft.chance(0.5) else [_header(columns)]
    rows = [*header, *indicator_rows(draft, indicators, columns, merged)]
    draft.header_row = draft.grid.row
    draft.starts += [
        draft.grid.row + len(header) + i for i, n in enumerate(run_lengths([i["l1"] for i in indicators])) if n
    ]
    draft.grid.extend(with_block(block, rows, beside) if beside else rows)
    for indicator in indicators:
        put_truth(draft, indicator, columns, pane)


def _header(columns: Sequence[Column]) -> Row:
    return [Cell(column.header, column.cols, role="header") for column in columns]


def _two_headers(columns: Sequence[Column], over: str) -> list[Row]:
    """Two header rows: ``over`` above sign, figure and unit, the other headers as high as both."""
    first: Row = []
    for column in columns:
        if column.key == "op":
            first.append(Cell(over, 3, role="header"))
        elif column.key not in ("value", "unit"):
            first.append(Cell(column.header, column.cols, 2, "header"))
    return [first, [Cell(c.header, c.cols, role="header") for c in columns if c.key in ("op", "value", "unit")]]


def indicator_rows(
    draft: Draft, indicators: Sequence[dict[str, Any]], columns: Sequence[Column], merged: bool
) -> list[Row]:
    """The rows below the header."""
    first = run_lengths([i["l1"] for i in indicators])
    second = run_lengths([(i["l1"], i["l2"]) for i in indicators])
    rows: list[Row] = []
    for index, indicator in enumerate(indicators):
        row: Row = []
        for column in columns:
            text = printed(indicator, column.key)
            if merged and column.key in _LEVELS:
                run = (first if column.key == "l1" else second)[index]
                if run:
                    row.append(Cell(text, column.cols, run, "level"))
            else:
                role: Role = "level" if column.key in _LEVELS else "name" if column.key == "l3" else "target"
                row.append(Cell(text, column.cols, role=role))
        rows.append(row)
    return rows


def printed(indicator: dict[str, Any], key: str) -> str:
    """What stands in the column: the damaged text where the collected form keeps one."""
    if key == "value":
        return str(indicator.get("raw", indicator["value"]))
    if key.startswith("grade:"):
        return str(indicator.get("grades", {}).get(key.removeprefix("grade:"), ""))
    return str(indicator.get(f"raw_{key}", indicator.get(key) or ""))


def put_rows(draft: Draft, name: str, block: str, columns: Sequence[Column], rows: Sequence[dict[str, str]]) -> None:
    """A list that is no list of indicators, with its block's label (two columns wide) at its left."""
    head: Row = [Cell(column.header, column.cols, role="header") for column in columns]
    body = [[value(row[column.key], column.cols) for column in columns] for row in rows]
    draft.truth.tables[name] = [{column.key: row[column.key] for column in columns} for row in rows]
    draft.grid.extend(with_block(block, [head, *body], 2))


def put_truth(draft: Draft, indicator: dict[str, Any], columns: Sequence[Column], pane: str = "annual") -> None:
    """What must be found of a row; nothing where neither name nor target is printed."""
    keys = {column.key for column in columns}
    name, target = printed(indicator, "l3"), printed(indicator, "value")
    if is_residue(name) or (not name and not (target and "value" in keys)):
        return
    record: dict[str, Any] = {
        "pane": pane,
        "level1": _level1(indicator["l1"]),
        "level2": level_word(indicator["l2"]) if "l2" in keys else None,
        "name": either(indicator.get("raw_l3"), indicator["l3"]),
        "target": either(indicator.get("raw"), indicator["value"]) if "value" in keys else None,
        "extra": {_EXTRA[key]: indicator[key] for key in sorted(keys & _EXTRA.keys()) if indicator.get(key)},
    }
    if "op" in keys and indicator.get("op"):
        signed = operator(indicator["op"])
        record |= {"printed_operator": indicator["op"], "operator": signed, "number": indicator["value"]}
    if "unit" in keys:
        record["printed_unit"] = indicator.get("unit")
    for key, mine in (("actual", "actual"), ("weight", "weight"), ("score", "score"), ("reason", "deviation")):
        if key in keys and indicator.get(key):
            record[mine] = indicator[key]
    draft.truth.indicators.append(record)


def _level1(text: str) -> str | list[str] | None:
    """The level-1 word; a level-2 word of satisfaction printed there may be taken for its parent."""
    word = level_word(text)
    return ["满意度指标", word] if word and word != "满意度指标" and word.endswith("满意度指标") else word


# How three-column forms head sign, figure and unit.
SIGNED = (
    ("指标性质", "指标值", "度量单位"),
    ("计算符号", "目标值", "度量单位"),
    ("绩效指标性质", "绩效指标值", "绩效度量单位"),
    ("指标性质", "指标值", "计量单位"),
)


def either(raw: str | None, meant: str) -> str | list[str]:
    """A text, or the damaged print with what it may be inferred to be."""
    return meant if raw is None or raw == meant else [meant, raw]
