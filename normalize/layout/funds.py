"""The funds block: amounts right of their labels, or a grid of rows and columns in a self-evaluation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from shibiao.normalize.labels import LabelMatch, plain_fund_label, split_weight, unit_of_line
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.glued import unglued_funds
from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell, right_of
from shibiao.normalize.text import fold, squeeze
from shibiao.normalize.values import parse_amount
from shibiao.schemas.records import Evidence, FundRecord, Pane, Value

_UNIT = re.compile(r"[(](万元|亿元|千元|元)[)]")
_BRACKETS = re.compile(r"[(][^()]*[)]")
_LONGEST_LABEL = 12
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|千元|元|万)?")
_OWN_UNITS = {"execution_rate": "%", "weight": "分", "score": "分"}


class FundLabel(NamedTuple):
    """A label of the funds block: which row it is, the pane if it says so, and where it stands."""

    item: str
    pane: Pane | None
    cell: SheetCell
    match: LabelMatch


def fund_labels(row: Row, lexicon: Lexicon) -> list[FundLabel]:
    """The labels of fund rows that begin in a row, left to right."""
    found = []
    before: SheetCell | None = None
    for cell in row.printed:
        label = plain_fund_label(cell.text)
        beside_field = before is not None and lexicon.fields.exact(before.text) is not None
        before = cell
        if beside_field or lexicon.fund_block.exact(cell.text) or lexicon.fund_block.exact(label):
            continue
        match = lexicon.fund_items.exact(label) or (
            lexicon.fund_items.match(label) if not cell.form[:1].isdigit() else None
        )
        if match is None or (match.how == "prefix" and lexicon.begins_another(label)):
            continue  # 年度总 may be 年度总金额, or 年度总体目标
        if not (match.how == "typo" and lexicon.is_label(cell.text)):  # 测算金额 is no misspelt 预算金额
            item, _, pane = match.key.partition(".")
            found.append(FundLabel(item, pane or None, cell, match))  # type: ignore[arg-type]
    return found


def fund_rows(rows: Sequence[Row], lexicon: Lexicon) -> tuple[int, int] | None:
    """First and last row index of the funds block; None where there is none."""
    marked = [
        row.index
        for row in rows
        if row.ruled
        and (
            any(lexicon.fund_block.exact(c.text) for c in row.printed)
            or fund_labels(row, lexicon)
            or len(_measures(row, lexicon)) >= 2
        )
    ]
    return (marked[0], marked[-1]) if marked else None


def amount_unit(sheet: Sheet, rows: Sequence[Row], lexicon: Lexicon) -> str | None:
    """The unit of amounts: from the block's label 项目资金（万元）, else from a line 金额单位：元."""
    for row in rows:
        for cell in row.printed:
            found = _UNIT.search(squeeze(cell.text))
            if found and len(_bare(cell.text)) <= _LONGEST_LABEL:
                return found.group(1)
    for row in sheet.rows:
        for cell in row.printed if not row.ruled else ():
            unit = unit_of_line(cell.text)
            if unit is not None:
                return unit
    return None


def _bare(text: str) -> str:
    return _BRACKETS.sub("", squeeze(text))


def paired_funds(
    rows: Sequence[Row], panes: Sequence[Pane], unit: str | None, values: CellValues, lexicon: Lexicon
) -> list[FundRecord]:
    """Amounts right of their labels. A label that says no pane is of the pane whose total stands above it."""
    found: list[FundRecord] = []
    totals: dict[Pane, SheetCell] = {}
    for glued in rows:
        row = unglued_funds(glued, lexicon)
        labels = _told_apart(fund_labels(row, lexicon), panes)
        for number, label in enumerate(labels):
            pane = label.pane or _pane_above(label.cell, totals) or panes[min(number, len(panes) - 1)]
            if label.item == "total":
                totals.setdefault(pane, label.cell)
            if len(panes) == 1 and label.pane is None:
                pane = panes[0]
            end = labels[number + 1].cell.left if number + 1 < len(labels) else float("inf")
            amount = _amount_cell(row, label.cell, end)
            name = values.label(label.cell, label.match)
            found.append(fund_of(pane, label.item, "amount", amount, unit, name, values))
    return _first_of_each(found)


def _told_apart(labels: list[FundLabel], panes: Sequence[Pane]) -> list[FundLabel]:
    """Two totals side by side are of two panes, though one's label (资金总额) could be either's."""
    if len(labels) == len(panes) == 2 and len({(label.item, label.pane) for label in labels}) == 1:
        return [label._replace(pane=pane) for label, pane in zip(labels, panes, strict=True)]
    return labels


def _pane_above(cell: SheetCell, totals: dict[Pane, SheetCell]) -> Pane | None:
    if not totals:
        return None
    return min(totals, key=lambda pane: abs(totals[pane].left - cell.left))


def _amount_cell(row: Row, label: SheetCell, end: float) -> SheetCell | None:
    """The first printed cell between a label and the next one; else the empty cell next to the label."""
    between = [c for c in right_of(row, label) if c.left < end - 0.5]
    return next((c for c in between if c.form), between[0] if between else None)


def grid_funds(rows: Sequence[Row], unit: str | None, values: CellValues, lexicon: Lexicon) -> list[FundRecord]:
    """A self-evaluation's grid: each row's cells under the headers 年初预算数, 全年执行数, 得分 …"""
    headers: list[tuple[str, SheetCell]] = []
    found: list[FundRecord] = []
    for row in rows:
        measures = _measures(row, lexicon)
        if len(measures) >= 2:
            headers = [(m.key, cell) for m, cell in measures]
            for match, cell in measures:
                values.label(cell, match)
            continue
        labels = fund_labels(row, lexicon)
        if not labels or not headers:
            continue
        label = labels[0]
        name = values.label(label.cell, label.match)
        for measure, header in headers:
            under = next((c for c in right_of(row, label.cell) if c.overlap(header) > 0.5), None)
            if under is not None:
                found.append(fund_of("annual", label.item, measure, under, _OWN_UNITS.get(measure, unit), name, values))
    return _first_of_each(found)


def _measures(row: Row, lexicon: Lexicon) -> list[tuple[LabelMatch, SheetCell]]:
    """The headers of a funds grid in a row; 分值（10） counts as 分值."""
    found = ((lexicon.measures.match(split_weight(cell.text)[0]), cell) for cell in row.printed)
    return [(match, cell) for match, cell in found if match is not None]


def fund_of(
    pane: Pane,
    item: str,
    measure: str,
    cell: SheetCell | None,
    unit: str | None,
    label: Value | None,
    values: CellValues,
    text: str | None = None,
) -> FundRecord:
    """An amount from its cell, or from the ``text`` that is a part of it; ``unit`` is the block's, which one printed
    with the figure outweighs."""
    if cell is None:
        empty = Value(value=None, raw="", status="unread", confidence=0.0)
        return FundRecord(pane=pane, item=item, measure=measure, amount=empty, unit=unit, label=label)
    read = values.of(cell)
    if cell.is_part:
        read = read.model_copy(update={"confidence": min(read.confidence, values.confidences.shifted)})
    if text is not None:
        read = read.model_copy(update={"value": text or None, "raw": text})
    amount, own_unit = amount_value(read, values)
    return FundRecord(pane=pane, item=item, measure=measure, amount=amount, unit=own_unit or unit, label=label)


def amount_value(read: Value, values: CellValues) -> tuple[Value, str | None]:
    """A cell's text as an exact decimal, and the unit printed with it.

    A figure that the cell's edge may have cut is no figure: its value is None.
    """
    if read.value is None:
        return read, None
    cut = read.evidence is not None and "crosses-edge" in read.evidence.reasons
    if cut:
        lost = {"value": None, "status": "clipped-lost", "confidence": values.confidences.clipped_lost}
        return read.model_copy(update=lost), None
    number, unit = parse_amount(read.value)
    if number is None and (found := _embedded_amount(read.value)) is not None:
        return _taken_out(read, *found, values)
    update: dict[str, object] = {"value": number}
    if number is None and squeeze(read.value) not in {"", "-", "—", "/", "无"}:
        update["confidence"] = min(read.confidence, values.confidences.unknown_label)
    return read.model_copy(update=update), unit


def _embedded_amount(text: str) -> tuple[str, str | None] | None:
    """The one figure among words (总额250.5万元), not counting what stands in brackets; None where there are more."""
    figures = set(_FIGURE.findall(_BRACKETS.sub(" ", fold(text))))
    if len(figures) != 1:
        return None
    amounts = parse_amount("".join(figures.pop()))
    return (amounts.number, amounts.unit) if amounts.number is not None else None


def _taken_out(read: Value, number: str, unit: str | None, values: CellValues) -> tuple[Value, str | None]:
    confidence = min(read.confidence, values.confidences.unit_from_elsewhere)
    evidence = read.evidence or Evidence(kind="alignment", reasons=("amount-among-words",))
    return read.model_copy(update={"value": number, "confidence": confidence, "evidence": evidence}), unit


def _first_of_each(funds: Sequence[FundRecord]) -> list[FundRecord]:
    """One record for each pane, item and measure: the first that has an amount, else the first."""
    kept: dict[tuple[str, str, str], FundRecord] = {}
    for fund in funds:
        key = (fund.pane, fund.item, fund.measure)
        if key not in kept or (kept[key].amount.status == "unread" and fund.amount.status != "unread"):
            kept[key] = fund
    return list(kept.values())
