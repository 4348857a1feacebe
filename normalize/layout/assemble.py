"""A segment of a file to a form record: family, fields, funds, goals, indicators, cells."""

from __future__ import annotations

from functools import lru_cache

from shibiao.extract.model import BBox, Document, Quad, Source
from shibiao.normalize.layout.base import base_fields, form_year
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.funds import amount_unit, fund_rows, grid_funds, paired_funds
from shibiao.normalize.layout.goals import goal_headings, goals
from shibiao.normalize.layout.indicators import indicators
from shibiao.normalize.layout.level_words import LevelTree
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon, lexicon_of
from shibiao.normalize.layout.notes import reading_findings
from shibiao.normalize.layout.recognise import Header, Recognised, recognise
from shibiao.normalize.layout.segments import Segment, segments
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell, document_sheet, sheet_of
from shibiao.normalize.layout.table_rows import data_rows
from shibiao.schemas.families import Catalogue
from shibiao.schemas.records import (
    CellRecord,
    Corners,
    Form,
    FundRecord,
    GoalRecord,
    MarkRecord,
    ScanRecord,
    SourceRecord,
    Value,
)

_ID_DIGITS = 16


def document_forms(document: Document, catalogue: Catalogue) -> list[Form]:
    """The forms of a file, as laid out: labels repaired, nothing else. In the order of the file."""
    lexicon = lexicon_of(catalogue)
    found: list[tuple[Segment, Recognised]] = []
    for segment in segments(document_sheet(document), lexicon):
        recognised = recognise(segment, lexicon)
        if found and segment.title is None and recognised.family is None and found[-1][1].family is None:
            found[-1] = (_merged(found[-1][0], segment), recognised)
        else:
            found.append((segment, recognised))
    forms = [_form(*parts, number, document.source, lexicon) for number, parts in enumerate(found, 1)]
    forms = [_on_paper(form, document) for form in forms]
    if not document.notes:
        return forms
    return [
        form.model_copy(update={"findings": tuple(reading_findings(document.notes, form.source.pages))})
        for form in forms
    ]


def _on_paper(form: Form, document: Document) -> Form:
    """The form with what was noted about its pages where they were read as pictures."""
    if not document.scans:
        return form
    pages = form.source.pages
    scans = tuple(
        ScanRecord(**{**scan._asdict(), "dpi": round(scan.dpi, 3)}) for scan in document.scans if scan.page in pages
    )
    marks = tuple(
        MarkRecord(page=mark.page, kind=mark.kind, bbox=_rounded(mark.bbox))
        for mark in document.marks
        if mark.page in pages
    )
    return form.model_copy(update={"source": form.source.model_copy(update={"scans": scans}), "marks": marks})


def _rounded(box: BBox) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (round(v, 2) for v in box)
    return x0, y0, x1, y1


def _rounded_corners(quad: Quad) -> Corners:
    one, two, three, four = ((round(x, 2), round(y, 2)) for x, y in quad)
    return one, two, three, four


def _merged(first: Segment, second: Segment) -> Segment:
    """Two stretches of a file that are no form we know are one stretch of unknown cells."""
    return Segment(sheet_of(first.sheet.rows + second.sheet.rows, first.sheet.is_text), first.title)


def form_id(source: Source, ordinal: int) -> str:
    """Stable across runs: from the content hash of the file and the form's place in it (from 1)."""
    return f"{source.sha256[:_ID_DIGITS]}-{ordinal:04d}"


def _form(segment: Segment, recognised: Recognised, ordinal: int, source: Source, lexicon: Lexicon) -> Form:
    values = CellValues(lexicon.catalogue.confidence)
    parts: dict[str, object] = {}
    if recognised.family is not None:
        parts = _parts(segment, recognised, recognised.family, values, lexicon)
    elif segment.title is not None:
        parts = {"title": values.settle(segment.title)}
    return Form(
        form_id=form_id(source, ordinal),
        family=recognised.family.family.family if recognised.family else "unknown",
        source=SourceRecord(name=source.name, sha256=source.sha256, kind=source.kind, pages=segment.sheet.pages),
        cells=tuple(_cell_record(cell, values.of(cell)) for cell in segment.sheet.cells),
        **parts,  # type: ignore[arg-type]
    )


def _parts(
    segment: Segment, recognised: Recognised, family: FamilyLexicon, values: CellValues, lexicon: Lexicon
) -> dict[str, object]:
    sheet, headers = segment.sheet, recognised.headers
    for header in headers:
        _settle_header(header, family, values)
    above = [row for row in sheet.rows if row.index < headers[0].row]
    funds_at = fund_rows(above, lexicon)
    goals_at = next((r.index for r in above if goal_headings(r, family) and _after(r.index, funds_at)), headers[0].row)
    tree = _tree(lexicon)
    rows, end = data_rows(sheet, headers, tree, lexicon)
    below = [row for row in sheet.rows if row.index >= end and row.index > headers[-1].row]
    base_rows = [r for r in above if r.index < (funds_at[0] if funds_at else goals_at)]
    return {
        "title": values.settle(segment.title) if segment.title else None,
        "year": form_year(sheet, segment.title, headers[0].row, values),
        "funds": tuple(_funds(sheet, above, funds_at, family, values, lexicon)),
        "goals": tuple(_goals(above, goals_at, family, values, sheet.is_text)),
        "indicators": tuple(indicators(rows, family.family.panes, tree, values)),
        "fields": _fields(base_rows, below, headers[0], values, lexicon),
    }


def _after(index: int, funds_at: tuple[int, int] | None) -> bool:
    return funds_at is None or index > funds_at[1]


@lru_cache(maxsize=8)
def _tree_of(lexicon: Lexicon) -> LevelTree:
    return LevelTree(lexicon.catalogue.levels)


def _tree(lexicon: Lexicon) -> LevelTree:
    return _tree_of(lexicon)


def _settle_header(header: Header, family: FamilyLexicon, values: CellValues) -> None:
    for _, cell in header.columns:
        match = family.headers.match(cell.text)
        if match is not None:
            values.label(cell, match)


def _funds(
    sheet: Sheet,
    above: list[Row],
    funds_at: tuple[int, int] | None,
    family: FamilyLexicon,
    values: CellValues,
    lexicon: Lexicon,
) -> list[FundRecord]:
    if funds_at is None:
        return []
    rows = [r for r in above if funds_at[0] <= r.index <= funds_at[1]]
    unit = amount_unit(sheet, rows, lexicon)
    if family.family.funds == "grid":
        return grid_funds(rows, unit, values, lexicon)
    return paired_funds(rows, family.family.panes, unit, values, lexicon)


def _goals(
    above: list[Row], goals_at: int, family: FamilyLexicon, values: CellValues, is_text: bool
) -> list[GoalRecord]:
    return goals([r for r in above if r.index >= goals_at], family, values, is_text)


def _fields(
    base_rows: list[Row], below: list[Row], header: Header, values: CellValues, lexicon: Lexicon
) -> dict[str, Value]:
    found = base_fields(base_rows, values, lexicon)
    for key, value in base_fields(below, values, lexicon).items():
        if found.get(key) is None or found[key].value is None:
            found[key] = value
    score = _total_score(below, header, values, lexicon)
    if score is not None:
        found["total_score"] = score
    return found


def _total_score(below: list[Row], header: Header, values: CellValues, lexicon: Lexicon) -> Value | None:
    """The total under the score column of the row that begins with 总分."""
    column = next((cell for column, cell in header.columns if column.slot == "score"), None)
    for row in below if column is not None else ():
        if any((m := lexicon.fields.exact(c.text)) and m.key == "total_score" for c in row.printed[:1]):
            under: SheetCell | None = max(row.cells, key=lambda c: c.overlap(column), default=None)  # type: ignore[arg-type]
            if under is not None and under.overlap(column) > 0.5:  # type: ignore[arg-type]
                return values.of(under)
    return None


def _cell_record(cell: SheetCell, text: Value) -> CellRecord:
    place = cell.cell
    return CellRecord(
        id=cell.id,
        page=place.page,
        bbox=_rounded(place.bbox),
        row=place.row,
        col=place.col,
        rowspan=place.rowspan,
        colspan=place.colspan,
        text=text,
        quad=_rounded_corners(place.quad) if place.quad else None,
    )
