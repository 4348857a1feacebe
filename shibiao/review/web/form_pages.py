"""A form beside its page: the record, one value in detail, the pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shibiao.drawing import Mark, cell_marks
from shibiao.families import family_name
from shibiao.review.decisions import Entry, Place
from shibiao.review.standing import standing_of
from shibiao.review.web.decisions import of_sample, tally_of
from shibiao.review.web.desk import (
    Desk,
    auditor_of,
    desk_of,
    missing,
    page,
    query_of,
    query_text,
    render,
    sample_of,
    texts_of,
)
from shibiao.review.web.findings import about, told_findings
from shibiao.review.web.items import (
    PANES,
    Item,
    form_items,
    indicator_rows,
    item_of_cell,
    stamp_of,
    used_slots,
    verdict_on,
)
from shibiao.review.web.pages import within
from shibiao.review.web.painting import Painted
from shibiao.review.web.pictures import NoPicture
from shibiao.review.web.record_tables import extras_of, lists_of, pairs_of
from shibiao.schemas.records import CellRecord, Form
from shibiao.wording import Texts

_PNG = {"Cache-Control": "private, max-age=3600"}
_MOST_CROPS = 4
_MOST_ROWS = 2000  # of a grid that is shown as a table


class Drawn(NamedTuple):
    """A cell as it is drawn over its page."""

    cell: CellRecord
    points: str
    mark: Mark


def form_page(request: Request) -> Response:
    """The form: its page on the left, its record on the right."""
    if not auditor_of(request):
        return page("name.html", request)
    desk, said = desk_of(request), texts_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    if form is None:
        return missing(request)
    query = query_of(request)
    before, after = desk.index.neighbours(query, form.form_id, within(request, query))
    items = form_items(form, said.program)
    sample, entries = sample_of(request, form.form_id), desk.log.by_form(form.form_id)
    standing = standing_of(of_sample(entries, sample))
    why_none = desk.pictures.why_none(form)
    return page(
        "form.html",
        request,
        form=form,
        family=family_name(form.family, said.program),
        **_record(form, items, said.program),
        verdicts={item.number: verdict_on(item, standing) for item in items},
        elsewhere=set(found_elsewhere(items, entries, sample)),
        tally=tally_of(standing),
        stamp=stamp_of(items),
        mark=desk.mark,
        whole_seen=last_about(entries, Place(form.form_id)),
        findings=told_findings(form, said.program),
        drawn={number: _drawn(form, number) for number in form.source.pages} if not why_none else {},
        grids=_grids(form) if why_none else {},
        marks=cell_marks(form),
        why_none=why_none,
        before=before,
        after=after,
        query_text=query_text(query),
        start=request.query_params.get("cell", "")[:100],
        sample=sample,
        drawn_in=desk.samples.last_with(form.form_id),
    )


def _record(form: Form, items: list[Item], said: Texts) -> dict[str, Any]:
    """The parts of the record, as the page shows them."""
    sections = {name: [item for item in items if item.section == name] for name in ("head", "funds", "goals")}
    pairs = pairs_of(items, said)
    return {
        "items": items,
        **sections,
        "panes": [
            (pane, used_slots(form, pane), indicator_rows(form, items, pane), extras_of(items, pane, said))
            for pane in PANES
            if any(row.pane == pane for row in form.indicators)
        ],
        "others": [*lists_of(form, items, said), *([pairs] if pairs else [])],
    }


def found_elsewhere(items: Sequence[Item], entries: list[Entry], sample: str) -> dict[int, Entry]:
    """Values that were found wrong for another purpose and are not decided for the sample: they do not count there
    until somebody says so for it."""
    if not sample:
        return {}
    of_all, mine = standing_of(entries), standing_of(of_sample(entries, sample))
    found = {item.number: verdict_on(item, of_all) for item in items if verdict_on(item, mine) is None}
    return {n: entry for n, entry in found.items() if entry and entry.decision.verdict in ("correct", "illegible")}


def last_about(entries: list[Entry], place: Place) -> int:
    """The number of the newest entry about a place, 0 for none."""
    return max((entry.number for entry in entries if entry.decision.place == place), default=0)


def _drawn(form: Form, number: int) -> list[Drawn]:
    marks = cell_marks(form)
    return [
        Drawn(cell, " ".join(f"{x:.2f},{y:.2f}" for x, y in cell.corners), marks[cell.id])
        for cell in form.cells
        if cell.page == number
    ]


def _grids(form: Form) -> dict[int, list[list[CellRecord]]]:
    """The cells of each page as rows of a table, where there is no picture."""
    pages: dict[int, dict[int, list[CellRecord]]] = {}
    for cell in form.cells:
        rows = pages.setdefault(cell.page, {})
        if len(rows) < _MOST_ROWS or cell.row in rows:
            rows.setdefault(cell.row, []).append(cell)
    return {
        number: [sorted(rows[row], key=lambda cell: cell.col) for row in sorted(rows)] for number, rows in pages.items()
    }


def item_page(request: Request) -> Response:
    """One value in detail, as a piece of a page."""
    found = found_item(request)
    if found is None:
        return missing(request)
    form, item = found
    return Response(item_html(request, form, item), media_type="text/html")


def found_item(request: Request) -> tuple[Form, Item] | None:
    """The form and the value that an address means."""
    form = desk_of(request).archive.form(request.path_params["form_id"])
    if form is None:
        return None
    items = form_items(form, texts_of(request).program)
    number = request.path_params["number"]
    return (form, items[number]) if number < len(items) else None


def item_html(request: Request, form: Form, item: Item) -> str:
    """A value's raw text, readings, evidence, findings and decision."""
    desk = desk_of(request)
    sample, entries = sample_of(request, form.form_id), desk.log.by_form(form.form_id)
    findings = told_findings(form, texts_of(request).program)
    return render(
        "detail.html",
        request,
        form=form,
        item=item,
        cell=item.value.cell if _cell(form, item.value.cell) else None,
        findings=about(findings, item.value.cell),
        verdict=verdict_on(item, standing_of(of_sample(entries, sample))),
        elsewhere=found_elsewhere([item], entries, sample).get(item.number),
        crops=_crops(desk, item),
        seen=_seen(entries, item),
        pictures=desk.pictures.why_none(form) is None,
    )


def _crops(desk: Desk, item: Item) -> set[tuple[str, str]]:
    """The cells of the evidence that there are pictures of, as form and cell: of the first few."""
    candidates = item.value.evidence.candidates if item.value.evidence else ()
    found = set()
    for candidate in candidates[:_MOST_CROPS]:
        form = desk.archive.form(candidate.form_id)
        if form is not None and desk.pictures.why_none(form) is None and _cell(form, candidate.cell) is not None:
            found.add((candidate.form_id, candidate.cell))
    return found


def _seen(entries: list[Entry], item: Item) -> str:
    """The newest entry about each of its places, as a page sends it back."""
    latest = {entry.decision.place: entry.number for entry in entries}
    return " ".join(str(latest.get(place, 0)) for place in item.places)


def _cell(form: Form, name: str | None) -> CellRecord | None:
    return next((cell for cell in form.cells if cell.id == name), None)


def cell_page(request: Request) -> Response:
    """A cell that may be no value of the record, in detail."""
    desk = desk_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    cell = _cell(form, request.path_params["cell"]) if form else None
    if form is None or cell is None:
        return missing(request)
    item = item_of_cell(form_items(form, texts_of(request).program), cell.id)
    if item is not None:
        return Response(item_html(request, form, item), media_type="text/html")
    findings = about(told_findings(form, texts_of(request).program), cell.id)
    pictures = desk.pictures.why_none(form) is None
    html = render("cell.html", request, form=form, cell=cell, findings=findings, pictures=pictures)
    return Response(html, media_type="text/html")


def sheet(request: Request) -> Response:
    """The size of a page in points, for what is drawn over it. The picture is painted meanwhile."""
    return _painted(request, lambda form, number: desk_of(request).pictures.page(form, number, 150), as_size=True)


def picture(request: Request) -> Response:
    """A page as PNG."""
    dpi = request.path_params["dpi"]
    return _painted(request, lambda form, number: desk_of(request).pictures.page(form, number, dpi))


def _painted(request: Request, paint: Callable[[Form, int], Painted], as_size: bool = False) -> Response:
    form = desk_of(request).archive.form(request.path_params["form_id"])
    number = request.path_params["page"]
    if form is None or number not in form.source.pages:
        return missing(request)
    return _answered(request, lambda: paint(form, number), as_size)


def _answered(request: Request, paint: Callable[[], Painted], as_size: bool = False) -> Response:
    """What was painted as PNG, or its size; or why there is no picture."""
    try:
        painted = paint()
    except NoPicture as error:
        return JSONResponse({"message": texts_of(request)(f"form.no-picture.{error.why}")}, 404)
    if as_size:
        return JSONResponse({"width": painted.width, "height": painted.height})
    return Response(painted.png, media_type="image/png", headers=_PNG)


def crop_picture(request: Request) -> Response:
    """A cell as PNG."""
    desk = desk_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    cell = _cell(form, request.path_params["cell"]) if form else None
    if form is None or cell is None:
        return missing(request)
    return _answered(request, lambda: desk.pictures.crop(form, cell))
