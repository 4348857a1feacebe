"""From a file's cells to its form records: family, fields, funds, goals, indicators, cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shibiao.extract.model import BBox, Document, Quad, Source
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.form_parts import FormDraft, form_drafts
from shibiao.normalize.layout.lexicon import Lexicon, lexicon_of
from shibiao.normalize.layout.notes import reading_findings
from shibiao.normalize.layout.pairs import label_pairs
from shibiao.normalize.layout.recognise import Recognised, recognise
from shibiao.normalize.layout.segments import Segment, segments
from shibiao.normalize.layout.sheet import SheetCell, document_sheet, sheet_of
from shibiao.schemas.families import Catalogue
from shibiao.schemas.records import CellRecord, Corners, Form, MarkRecord, ScanRecord, SourceRecord, Value

_ID_DIGITS = 16


def document_forms(document: Document, catalogue: Catalogue) -> list[Form]:
    """The forms of a file, as laid out: labels repaired, nothing else. In the order of the file."""
    lexicon = lexicon_of(catalogue)
    drafts = [d for part in recognised_segments(document, lexicon) for d in _drafts(*part, lexicon)]
    forms = [_form(draft, number, document.source) for number, draft in enumerate(drafts, 1)]
    forms = [_on_paper(form, document) for form in forms]
    if not document.notes:
        return forms
    return [
        form.model_copy(update={"findings": tuple(reading_findings(document.notes, form.source.pages))})
        for form in forms
    ]


def recognised_segments(document: Document, lexicon: Lexicon) -> list[tuple[Segment, Recognised]]:
    """The stretches of a file that are a form each (or a table with several), and what family each is of."""
    found: list[tuple[Segment, Recognised]] = []
    for segment in segments(document_sheet(document), lexicon):
        recognised = recognise(segment, lexicon)
        if found and segment.title is None and recognised.family is None and found[-1][1].family is None:
            found[-1] = (_merged(found[-1][0], segment), recognised)
        else:
            found.append((segment, recognised))
    return found


def _drafts(segment: Segment, recognised: Recognised, lexicon: Lexicon) -> Iterator[FormDraft]:
    if recognised.family is not None:
        yield from form_drafts(segment, recognised.family, recognised.headers, lexicon)
        return
    values = CellValues(lexicon.catalogue.confidence)
    parts: dict[str, object] = {"title": values.settle(segment.title)} if segment.title is not None else {}
    parts["pairs"] = label_pairs(segment.sheet, lexicon, values)
    yield FormDraft("unknown", tuple(segment.sheet.cells), segment.sheet.pages, values, parts)


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


def _form(draft: FormDraft, ordinal: int, source: Source) -> Form:
    parts: Mapping[str, object] = draft.parts
    return Form(
        form_id=form_id(source, ordinal),
        family=draft.family,
        source=SourceRecord(name=source.name, sha256=source.sha256, kind=source.kind, pages=draft.pages),
        cells=tuple(_cell_record(cell, draft.values.of(cell)) for cell in draft.cells),
        **parts,  # type: ignore[arg-type]
    )


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
