"""Base fields: the value stands right of its label, or behind a colon in the same cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from shibiao.normalize.checkboxes import check_boxes
from shibiao.normalize.labels import LabelMatch, label_form
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.header import Header
from shibiao.normalize.layout.lexicon import FamilyLexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell, right_of
from shibiao.normalize.text import fold, tidy
from shibiao.normalize.values import parse_year
from shibiao.schemas.family import FieldLabels
from shibiao.schemas.records import Evidence, Value

_CODED = re.compile(r"\s*(?:\[(?P<a>\d+)\]|【(?P<b>\d+)】|(?P<c>\d{2,})\s*[-—－_])\s*(?P<name>.+)", re.S)
_FOR_A_SEAL = re.compile(r"[(（]\s*(?:盖章|公章|签章|签字|签名|单位公章)\s*[)）]")  # nothing was filled in
_UNIT_LABELS = ("金额单位", "单位")
_LONGEST_LABEL = 10
_NOT_ONE_BOX = 0.9
_COLON = re.compile(r"[:：]")
_YEAR_LINE = re.compile(r"^[(]?[0-9〇一二三四五六七八九零\s]{4,}年度?[)]?$")


def base_fields(rows: Iterable[Row], values: CellValues, family: FamilyLexicon) -> dict[str, Value]:
    """All base fields in the given rows, in the order of the page; the first of a kind counts."""
    found: dict[str, Value] = {}
    for row in rows:
        for cell in row.printed:
            for match, rest in _field_labels(cell, family):
                spec = family.specs[match.key]
                value = _field_value(row, cell, match, rest, spec, values, family)
                if value is not None and match.key not in found:
                    add_field(found, match.key, spec, value)
    return found


def headed_fields(rows: Sequence[Row], values: CellValues, family: FamilyLexicon) -> dict[str, Value]:
    """The family's own fields whose text stands below their label, as a goal's below its heading: 未实施情况及原因."""
    found: dict[str, Value] = {}
    for row, following in pairwise(rows):
        for cell in row.printed if row.ruled and following.ruled else ():
            match = family.own_fields.exact(cell.text)
            under = [c for c in following.cells if c.overlap(cell) > 0.9 and cell.overlap(c) > 0.9]
            if match is not None and len(under) == 1:
                add_field(found, match.key, family.specs[match.key], values.of(under[0]))
    return found


def _field_labels(cell: SheetCell, family: FamilyLexicon) -> list[tuple[LabelMatch, str | None]]:
    """The fields that a cell announces, each with the text behind its colon (None: no colon inside).

    A line above the table may hold several: ``单位名称：清河县水利局　填报日期：2023年5月17日``.
    """
    match = family.fields.exact(cell.text)
    if match is not None:
        return [(match, None)]
    head, *rest = _COLON.split(cell.text, maxsplit=1)
    if rest and (rest[0].strip() or not cell.cell.ruled):
        return _inline_labels(cell, head, rest[0], family)
    damaged = family.fields.match(cell.text)
    if damaged is None or (cell.cell.ruled and damaged.how != "typo" and not may_be_cut(cell)):
        return []
    return [(damaged, None)]


def _inline_labels(cell: SheetCell, head: str, rest: str, family: FamilyLexicon) -> list[tuple[LabelMatch, str | None]]:
    first = family.fields.match(head)
    if first is not None and first.how == "prefix":
        first = None  # a text may begin like a label
    if first is None or cell.cell.ruled:
        return [(first, rest)] if first else []
    pieces = _COLON.split(rest)
    found: list[tuple[LabelMatch, str | None]] = []
    current = first
    text = ""
    for number, piece in enumerate(pieces):
        text += piece
        label = _label_at_end(text, family) if number + 1 < len(pieces) else None
        if label is not None:
            match, start = label
            found.append((current, text[:start]))
            if match is None:
                return found
            current, text = match, ""
        elif number + 1 < len(pieces):
            text += "："
    found.append((current, text))
    return found


def _label_at_end(text: str, family: FamilyLexicon) -> tuple[LabelMatch | None, int] | None:
    """The field's label (or another known one: 金额单位, then without a match) that a text ends with, and where it
    begins; None where it ends with no label."""
    whole = text.rstrip()
    for start in range(max(0, len(whole) - _LONGEST_LABEL), len(whole) - 1):
        tail = whole[start:]
        if tail[0].isspace():
            continue
        match = family.fields.exact(tail)
        if match is not None or tail in _UNIT_LABELS:
            return match, start
    return None


def may_be_cut(cell: SheetCell) -> bool:
    """Whether a text reaches its cell's edge, or is out of a dump, which does not tell."""
    reading = cell.cell.reading
    return reading is not None and (reading.cut or reading.fills or reading.reader == "text")


def _field_value(
    row: Row,
    cell: SheetCell,
    match: LabelMatch,
    rest: str | None,
    spec: FieldLabels,
    values: CellValues,
    lexicon: FamilyLexicon,
) -> Value | None:
    if rest is not None:
        text = tidy(rest)
        own = values.of(cell)
        return own.model_copy(update={"value": None if _FOR_A_SEAL.fullmatch(text) else text or None, "raw": text})
    if spec.kind == "inline":
        own = values.label(cell, match)
        beside = _beside(row, cell, lexicon) if cell.cell.ruled else None
        if beside is not None:
            return values.of(beside)
        return Value(value=None, raw="", confidence=own.confidence, cell=own.cell)
    if not cell.cell.ruled:
        return None
    beside = _beside(row, cell, lexicon)
    if beside is None:
        return None
    values.label(cell, match)
    return values.of(beside)


def _beside(row: Row, cell: SheetCell, lexicon: FamilyLexicon) -> SheetCell | None:
    """The first printed cell to the right that is no label; else the empty cell next to the label."""
    right = right_of(row, cell)
    for candidate in right:
        if candidate.form:
            return (
                None
                if lexicon.fields.exact(candidate.text) and right[0] is candidate
                else (right[0] if lexicon.fields.exact(candidate.text) else candidate)
            )
    return right[0] if right else None


def add_field(found: dict[str, Value], key: str, spec: FieldLabels, value: Value) -> None:
    """Note a field; a budget code in front of a unit's name is a field of its own."""
    value = _ticked(value)
    coded = _CODED.fullmatch(value.value or "") if spec.kind == "coded" else None
    if coded and spec.code_field:
        found[key] = value.model_copy(update={"value": coded["name"].strip()})
        found[spec.code_field] = value.model_copy(update={"value": coded["a"] or coded["b"] or coded["c"]})
    else:
        found[key] = value


def _ticked(value: Value) -> Value:
    """What check boxes choose, in place of all that is printed; doubtful where they choose none or several."""
    boxes = check_boxes(value.value or "")
    if boxes is None:
        return value
    sure = len(boxes.chosen) == 1
    reason = "one-box" if sure else "no-box" if not boxes.chosen else "several-boxes"
    evidence = value.evidence or Evidence(kind="check-boxes", reasons=(reason,))
    confidence = value.confidence if sure else min(value.confidence, _NOT_ONE_BOX)
    return value.model_copy(
        update={"value": "、".join(boxes.chosen) or None, "confidence": confidence, "evidence": evidence}
    )


def form_year(sheet: Sheet, title: SheetCell | None, before: int, values: CellValues) -> Value | None:
    """The form's year: from its own line ``( 2023 年度)``, else from the title."""
    for row in sheet.rows:
        if row.index >= before:
            break
        for cell in row.printed:
            if _YEAR_LINE.match(fold(cell.text).strip().lstrip("(").strip()) or _YEAR_LINE.match(label_form(cell.text)):
                year = parse_year(cell.text)
                if year is not None:
                    return values.of(cell).model_copy(update={"value": str(year)})
    year = parse_year(title.text) if title else None
    if title is None or year is None:
        return None
    return values.of(title).model_copy(update={"value": str(year)})


def total_score(
    below: Sequence[Row], headers: Sequence[Header], values: CellValues, family: FamilyLexicon
) -> Value | None:
    """The total under the score column of the row that begins with 总分."""
    column = headers[0].cell("score") if headers else None
    for row in below if column is not None else ():
        if any((m := family.fields.exact(c.text)) and m.key == "total_score" for c in row.printed[:1]):
            under: SheetCell | None = max(row.cells, key=lambda c: c.overlap(column), default=None)  # type: ignore[arg-type]
            if under is not None and under.overlap(column) > 0.5:  # type: ignore[arg-type]
                return values.of(under)
    return None
