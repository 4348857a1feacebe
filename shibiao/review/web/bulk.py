"""One decision about many values that were repaired alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shibiao.exits import Stop
from shibiao.review.decisions import Conflict, Decision, Entry, Place
from shibiao.review.web.deciding import Pairs, given_in, text_in, worded
from shibiao.review.web.desk import Desk, auditor_of, desk_of, problem, texts_of
from shibiao.review.web.items import form_items
from shibiao.review.web.pages import place_of, repair_stamp
from shibiao.wording import texts

_ATTEMPTS = 3


async def decide_repair(request: Request) -> Response:
    """One decision about all values that were repaired alike and are not decided yet."""
    given = await given_in(request)
    return await run_in_threadpool(_decide_repair, request, given)


def _decide_repair(request: Request, given: dict[str, Any]) -> Response:
    said, by, desk = texts_of(request), auditor_of(request), desk_of(request)
    repair = desk.index.repair(request.path_params["number"])
    verdict, left_out = given.get("verdict"), given.get("except")
    if repair is None or not by or verdict not in ("accept", "correct") or not isinstance(left_out, list):
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    if given.get("stamp") != repair_stamp(desk, repair):
        return problem(409, said("repairs.changed"))
    without = {tuple(place) for place in left_out if isinstance(place, list) and all(isinstance(p, str) for p in place)}
    after = text_in(given, "after") if verdict == "correct" else None
    for _ in range(_ATTEMPTS):
        desk.standing.forget()
        places = [
            place
            for member in desk.index.members(repair)
            if (place := place_of(member)) and (place.form_id, place.table, place.row, place.column) not in without
            if desk.standing.entry(place) is None
        ]
        before = {place: _before(desk, place, repair.value) for place in places}
        pairs: Pairs = [
            (
                Decision(place=place, verdict=verdict, by=by, purpose="bulk", before=before[place], after=after),
                _latest(desk, place),
            )
            for place in places
        ]
        try:
            entries: Sequence[Entry] = desk.log.append_many(pairs) if pairs else []
        except Conflict:
            continue
        except Stop as stop:
            return problem(400, worded(stop, said))
        desk.standing.forget()
        return JSONResponse({"count": len(entries), "message": said("repairs.done", count=len(entries))})
    return problem(409, said("form.conflict"))


def _latest(desk: Desk, place: Place) -> int | None:
    entry = desk.log.latest(place)
    return entry.number if entry else None


def _before(desk: Desk, place: Place, value: str | None) -> str | None:
    """What the extraction believes: amounts are written otherwise in tables than in the record."""
    if place.table != "funds" or place.column != "amount":
        return value
    form = desk.archive.form(place.form_id)
    if form is not None:
        for item in form_items(form, texts("zh")):  # any language: nothing is shown
            if place in item.places:
                return item.value.value
    return value
