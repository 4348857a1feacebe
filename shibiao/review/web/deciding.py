"""Decisions as they come from a page: looked up in the record, taken into the log, conflicts told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shibiao.exits import Stop
from shibiao.review.decisions import Conflict, Decision, Entry, Place, Purpose
from shibiao.review.standing import standing_of
from shibiao.review.web.desk import Desk, auditor_of, desk_of, problem, render, texts_of
from shibiao.review.web.form_pages import found_item, item_html
from shibiao.review.web.items import form_items, verdict_on
from shibiao.review.web.pages import place_of
from shibiao.review.web.wording import DeskTexts
from shibiao.schemas.records import Form
from shibiao.wording import texts

_VERDICTS = ("accept", "correct", "illegible")
_WHOLE_VERDICTS = ("accept", "illegible", "not-a-form")
_MOST_TEXT = 8000
_ATTEMPTS = 3
Pairs = list[tuple[Decision, int | None]]


async def _given(request: Request) -> dict[str, Any]:
    """What a page sent, empty where it is not what a page sends."""
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _text(given: dict[str, Any], name: str) -> str | None:
    text = given.get(name)
    if not isinstance(text, str) or len(text) > _MOST_TEXT:
        return None
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "").strip() or None


async def decide_item(request: Request) -> Response:
    """A decision about one value."""
    given = await _given(request)
    return await run_in_threadpool(_decide_item, request, given)


def _decide_item(request: Request, given: dict[str, Any]) -> Response:
    said, by = texts_of(request), auditor_of(request)
    found = found_item(request)
    if found is None or not by or given.get("verdict") not in _VERDICTS:
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    form, item = found
    if given.get("stamp") != item.stamp:
        return problem(409, said("form.changed"), html=item_html(request, form, item))
    seen = _numbers(given.get("seen"), len(item.places))
    if seen is None:
        return problem(400, said("error.unsound"))
    after = _text(given, "after") if given["verdict"] == "correct" else None
    purpose, sample = _purpose(desk_of(request), form, given)
    pairs: Pairs = [
        (
            Decision(
                place=place,
                verdict=given["verdict"],
                by=by,
                purpose=purpose,
                sample=sample,
                before=item.value.value,
                after=after,
                reason=_text(given, "reason"),
            ),
            number,
        )
        for place, number in zip(item.places, seen, strict=True)
    ]
    return _taken(request, form, pairs, item.number)


def _purpose(desk: Desk, form: Form, given: dict[str, Any]) -> tuple[Purpose, str | None]:
    """What a decision counts for: for a sample only where the form is in it."""
    sample = _text(given, "sample")
    return ("sample", sample) if sample and desk.samples.has(sample, form.form_id) else ("risk", None)


def _numbers(text: object, count: int) -> list[int | None] | None:
    """The entries that the page had seen, 0 for none."""
    parts = text.split() if isinstance(text, str) and len(text) < 20_000 else []
    if len(parts) != count or not all(part.isascii() and part.isdecimal() and len(part) < 12 for part in parts):
        return None
    return [int(part) or None for part in parts]


async def decide_whole(request: Request) -> Response:
    """A decision about a whole form."""
    given = await _given(request)
    return await run_in_threadpool(_decide_whole, request, given)


def _decide_whole(request: Request, given: dict[str, Any]) -> Response:
    said, by, desk = texts_of(request), auditor_of(request), desk_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    if form is None or not by or given.get("verdict") not in _WHOLE_VERDICTS:
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    place = Place(form.form_id)
    seen = _numbers(given.get("seen"), 1) or [None]
    purpose, sample = _purpose(desk, form, given)
    reason = _text(given, "reason")
    decision = Decision(place, given["verdict"], by, purpose, reason=reason, sample=sample)
    return _taken(request, form, [(decision, seen[0])], None)


async def undo(request: Request) -> Response:
    """Take back decisions: those that are named, or the auditor's last of this form."""
    given = await _given(request)
    return await run_in_threadpool(_undo, request, given)


def _undo(request: Request, given: dict[str, Any]) -> Response:
    said, by, desk = texts_of(request), auditor_of(request), desk_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    if form is None or not by:
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    entries = desk.log.by_form(form.form_id)
    mine = [entry for entry in standing_of(entries).values() if entry.decision.by == by]
    named = given.get("numbers")
    wanted = [e for e in mine if isinstance(named, list) and e.number in named]
    if not named and mine:
        last = max(mine, key=lambda entry: entry.number)
        wanted = [e for e in mine if e.at == last.at]
    if not wanted:
        return problem(404, said("form.nothing-to-undo"))
    latest = {entry.decision.place: entry.number for entry in entries}
    pairs: Pairs = [(_undoing(entry, by), latest[entry.decision.place]) for entry in wanted]
    places = {entry.decision.place for entry in wanted}
    items = form_items(form, said.program)
    number = next((item.number for item in items if places & set(item.places)), None)
    return _taken(request, form, pairs, number)


def _undoing(entry: Entry, by: str) -> Decision:
    decided = entry.decision
    return Decision(
        place=decided.place,
        verdict="undo",
        by=by,
        purpose=decided.purpose,
        before=decided.before,
        sample=decided.sample,
        undoes=entry.number,
    )


def _taken(request: Request, form: Form, pairs: Pairs, number: int | None) -> Response:
    """Into the log, and what the page needs to show it; 409 with the other's decision where somebody was first."""
    desk, said = desk_of(request), texts_of(request)
    try:
        entries = desk.log.append_many(pairs)
    except Conflict as conflict:
        desk.standing.forget()
        state = _state(request, form, number)
        return problem(409, said("form.conflict"), conflict=told(conflict.latest, said), **state)
    except Stop as stop:
        return problem(400, _worded(stop, said))
    desk.standing.forget()
    return JSONResponse({"numbers": [entry.number for entry in entries], **_state(request, form, number)})


def _worded(stop: Stop, said: DeskTexts) -> str:
    try:
        return said.program(stop.key, **stop.values)
    except (KeyError, IndexError):
        return said("error.unsound")


def _state(request: Request, form: Form, number: int | None) -> dict[str, Any]:
    """Every value's verdict as it stands, and the detail of the value that was decided."""
    desk, said = desk_of(request), texts_of(request)
    entries = desk.log.by_form(form.form_id)
    standing = standing_of(entries)
    items = form_items(form, said.program)
    verdicts = {item.number: verdict_on(item, standing) for item in items}
    whole = standing.get(Place(form.form_id))
    latest = [entry.number for entry in entries if entry.decision.place == Place(form.form_id)]
    state: dict[str, Any] = {
        "verdicts": {n: entry.decision.verdict for n, entry in verdicts.items() if entry},
        "shapes": {
            item.number: render("shape.html", request, item=item, verdict=verdicts[item.number])
            for item in items
            if item.number == number or _corrected(verdicts[item.number])
        },
        "whole": told(whole, said) if whole else None,
        "whole_seen": latest[-1] if latest else 0,
        "number": number,
    }
    if number is not None:
        state["html"] = item_html(request, form, items[number])
    return state


def _corrected(entry: Entry | None) -> bool:
    return entry is not None and entry.decision.verdict == "correct"


def told(entry: Entry, said: DeskTexts) -> dict[str, Any]:
    """An entry as a page shows it."""
    decision = entry.decision
    at = datetime.fromisoformat(entry.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return {
        "by": decision.by,
        "at": at,
        "verdict": said(f"verdict.{decision.verdict}"),
        "after": decision.after,
        "reason": decision.reason,
    }


async def decide_repair(request: Request) -> Response:
    """One decision about all values that were repaired alike and are not decided yet."""
    given = await _given(request)
    return await run_in_threadpool(_decide_repair, request, given)


def _decide_repair(request: Request, given: dict[str, Any]) -> Response:
    said, by, desk = texts_of(request), auditor_of(request), desk_of(request)
    repair = desk.index.repair(request.path_params["number"])
    verdict, left_out = given.get("verdict"), given.get("except")
    if repair is None or not by or verdict not in ("accept", "correct") or not isinstance(left_out, list):
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    without = {tuple(place) for place in left_out if isinstance(place, list) and all(isinstance(p, str) for p in place)}
    after = _text(given, "after") if verdict == "correct" else None
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
            return problem(400, _worded(stop, said))
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
