"""Cells that ran together in print or on the way out of a file: ``10,308,000.00 年度资金申请总额``, ``100%100%``.

What is one cell on the page stays one in the record's cells; its parts are read as if each stood in a cell of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.sheet import Row, SheetCell
from shibiao.normalize.layout.slots import SlottedRow
from shibiao.normalize.text import squeeze
from shibiao.normalize.values import parse_amount, parse_value
from shibiao.schemas.records import Pane

_AMOUNT = r"(?P<amount>[\d,，.]+(?:\s*(?:万元|亿元|千元|元|万))?)"
_AMOUNT_AND_LABEL = re.compile(rf"\s*{_AMOUNT}\s*(?P<label>[^\d\s].*)", re.S)
_LABEL_AND_AMOUNT = re.compile(rf"\s*(?P<label>[^\d]*[^\d\s.,，])\s*{_AMOUNT}\s*", re.S)


def unglued_funds(row: Row, lexicon: Lexicon) -> Row:
    """A row of the funds block in which an amount and the next label, or a label and its amount, share no cell."""
    cells: list[SheetCell] = []
    for cell in row.cells:
        labelled = bool(cells) and lexicon.fund_item(cells[-1].text) is not None
        cells += _parts(cell, labelled, lexicon)
    return row if len(cells) == len(row.cells) else replace(row, cells=tuple(cells))


def _parts(cell: SheetCell, labelled: bool, lexicon: Lexicon) -> tuple[SheetCell, ...]:
    if lexicon.fund_item(cell.text) or _from_picture(cell):
        return (cell,)
    found = _AMOUNT_AND_LABEL.fullmatch(cell.text)
    if found and _is_pair(found["amount"], found["label"], lexicon):
        return _split(cell, found["amount"], found["label"])
    found = _LABEL_AND_AMOUNT.fullmatch(cell.text)
    if found and not labelled and _is_pair(found["amount"], found["label"], lexicon):
        return _split(cell, found["label"], found["amount"])
    return (cell,)


def _from_picture(cell: SheetCell) -> bool:
    return any(reading.glyphs for reading in cell.cell.readings)


def _is_pair(amount: str, label: str, lexicon: Lexicon) -> bool:
    found = lexicon.fund_item(label)
    return found is not None and found[3] == "exact" and parse_amount(amount).number is not None


def _split(cell: SheetCell, first: str, second: str) -> tuple[SheetCell, SheetCell]:
    middle = (cell.left + cell.right) / 2
    return cell.part(1, first.strip(), cell.left, middle), cell.part(2, second.strip(), middle, cell.right)


def undoubled_target(row: SlottedRow, pane: Pane) -> SlottedRow:
    """A row whose target and result ran together into one cell: the same text twice, and nothing in the result's."""
    target, actual = row.get("target", pane), row.get("actual", pane)
    if (
        target is None
        or _from_picture(target)
        or ("actual", pane) not in row.cells
        or (actual is not None and actual.form)
    ):
        return row
    text = squeeze(target.text)
    half = text[: len(text) // 2]
    if len(text) < 2 or text != half * 2 or parse_value(half).number is None or text.isdigit():
        return row
    first = target.part(1, half, target.left, target.right)
    second = target.part(2, half, target.left, target.right)
    return replace(row, cells={**row.cells, ("target", pane): first, ("actual", pane): second}, shifted=True)
