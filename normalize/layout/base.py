"""Base fields: the value stands right of its label, or behind a colon in the same cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shibiao.normalize.labels import LabelMatch, label_form
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell, right_of
from shibiao.normalize.text import fold, tidy
from shibiao.normalize.values import parse_year
from shibiao.schemas.families import FieldLabels
from shibiao.schemas.records import Value

_CODED = re.compile(r"\s*(?:\[(?P<a>\d+)\]|【(?P<b>\d+)】|(?P<c>\d{2,})\s*[-—－_])\s*(?P<name>.+)", re.S)
_COLON = re.compile(r"[:：]")
_YEAR_LINE = re.compile(r"^[(]?[0-9〇一二三四五六七八九零\s]{4,}年度?[)]?$")


def base_fields(rows: Iterable[Row], values: CellValues, lexicon: Lexicon) -> dict[str, Value]:
    """All base fields in the given rows, in the order of the page; the first of a kind counts."""
    found: dict[str, Value] = {}
    for row in rows:
        for cell in row.printed:
            match, rest = _field_label(cell, lexicon)
            if match is None:
                continue
            spec = lexicon.catalogue.fields[match.key]
            value = _field_value(row, cell, match, rest, spec, values, lexicon)
            if value is None or match.key in found:
                continue
            _add(found, match.key, spec, value)
    return found


def _field_label(cell: SheetCell, lexicon: Lexicon) -> tuple[LabelMatch | None, str | None]:
    """The field that a cell announces, and the text behind its colon (None: no colon inside)."""
    match = lexicon.fields.exact(cell.text)
    if match is not None:
        return match, None
    head, *rest = _COLON.split(cell.text, maxsplit=1)
    if rest:
        inline = lexicon.fields.exact(head)
        return (inline, rest[0]) if inline else (None, None)
    if cell.cell.ruled and not _may_be_cut(cell):
        return None, None
    return lexicon.fields.match(cell.text), None


def _may_be_cut(cell: SheetCell) -> bool:
    reading = cell.cell.reading
    return reading is not None and (reading.cut or reading.fills or reading.reader == "text")


def _field_value(
    row: Row,
    cell: SheetCell,
    match: LabelMatch,
    rest: str | None,
    spec: FieldLabels,
    values: CellValues,
    lexicon: Lexicon,
) -> Value | None:
    if rest is not None:
        text = tidy(rest)
        own = values.of(cell)
        return own.model_copy(update={"value": text or None, "raw": text})
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


def _beside(row: Row, cell: SheetCell, lexicon: Lexicon) -> SheetCell | None:
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


def _add(found: dict[str, Value], key: str, spec: FieldLabels, value: Value) -> None:
    coded = _CODED.fullmatch(value.value or "") if spec.kind == "coded" else None
    if coded and spec.code_field:
        found[key] = value.model_copy(update={"value": coded["name"].strip()})
        found[spec.code_field] = value.model_copy(update={"value": coded["a"] or coded["b"] or coded["c"]})
    else:
        found[key] = value


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
