"""Decisions as they come from a page: looked up in the record, taken into the log, conflicts told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shibiao.exits import Stop
from shibiao.review.decisions import Conflict, Decision, Entry, Place
from shibiao.review.standing import standing_of
from shibiao.review.web.decisions import of_sample, tally_of
from shibiao.review.web.desk import auditor_of, desk_of, problem, render, sample_of, texts_of
from shibiao.review.web.form_pages import found_elsewhere, found_item, item_html, last_about
from shibiao.review.web.items import form_items, stamp_of, verdict_on
from shibiao.review.web.wording import DeskTexts
from shibiao.schemas.records import Form

_VERDICTS = ("accept", "correct", "illegible")
_WHOLE_VERDICTS = ("accept", "illegible", "not-a-form")
_MOST_TEXT = 8000
Pairs = list[tuple[Decision, int | None]]


async def given_in(request: Request) -> dict[str, Any]:
    """What a page sent, empty where it is not what a page sends."""
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def text_in(given: dict[str, Any], name: str) -> str | None:
    """A text that a page sent, None where there is none or it is endless."""
    text = given.get(name)
    if not isinstance(text, str) or len(text) > _MOST_TEXT:
        return None
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "").strip() or None


async def decide_item(request: Request) -> Response:
    """A decision about one value."""
    given = await given_in(request)
    return await run_in_threadpool(_decide_item, request, given)


def _decide_item(request: Request, given: dict[str, Any]) -> Response:
    said, by = texts_of(request), auditor_of(request)
    found = found_item(request)
    if found is None or not by or given.get("verdict") not in _VERDICTS:
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    form, item = found
    if given.get("stamp") != item.stamp:
        return problem(409, said("form.changed"), html=item_html(request, form, item), mark=desk_of(request).mark)
    seen = _numbers(given.get("seen"), len(item.places))
    if seen is None:
        return problem(400, said("error.unsound"))
    decided = _decision(request, item.places[0], given, by, item.value.value)
    if _stands(request, form, item.places, decided):
        return _already(request, form, decided, item.number)
    pairs = [(replace(decided, place=place), number) for place, number in zip(item.places, seen, strict=True)]
    return _taken(request, form, pairs, item.number)


def _decision(request: Request, place: Place, given: dict[str, Any], by: str, before: str | None = None) -> Decision:
    """What was decided; for a sample only where the form is in it."""
    sample = sample_of(request, place.form_id) or None
    return Decision(
        place=place,
        verdict=given["verdict"],
        by=by,
        purpose="sample" if sample else "risk",
        sample=sample,
        before=before,
        after=text_in(given, "after") if given["verdict"] == "correct" else None,
        reason=text_in(given, "reason"),
    )


def _stands(request: Request, form: Form, places: Sequence[Place], decided: Decision) -> bool:
    """Whether the same has been decided already, for the same purpose: it is not written twice."""
    sample = sample_of(request, form.form_id)
    standing = standing_of(of_sample(desk_of(request).log.by_form(form.form_id), sample))
    entries = [standing.get(place) for place in places]
    return all(entry is not None and _says(entry.decision) == _says(decided) for entry in entries)


def _says(decision: Decision) -> tuple[str, str | None, str | None]:
    return decision.verdict, decision.after, decision.reason


def _already(request: Request, form: Form, decided: Decision, number: int | None) -> Response:
    said = texts_of(request)
    message = said("form.already", verdict=said(f"verdict.{decided.verdict}"))
    return JSONResponse({"numbers": [], "message": message, **_state(request, form, number)})


def _numbers(text: object, count: int) -> list[int | None] | None:
    """The entries that the page had seen, 0 for none."""
    parts = text.split() if isinstance(text, str) and len(text) < 20_000 else []
    if len(parts) != count or not all(part.isascii() and part.isdecimal() and len(part) < 12 for part in parts):
        return None
    return [int(part) or None for part in parts]


async def decide_whole(request: Request) -> Response:
    """A decision about a whole form."""
    given = await given_in(request)
    return await run_in_threadpool(_decide_whole, request, given)


def _decide_whole(request: Request, given: dict[str, Any]) -> Response:
    said, by, desk = texts_of(request), auditor_of(request), desk_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    if form is None or not by or given.get("verdict") not in _WHOLE_VERDICTS:
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    if given.get("stamp") != stamp_of(form_items(form, said.program)):
        return problem(409, said("form.changed-whole"), mark=desk.mark)
    seen = _numbers(given.get("seen"), 1)
    if seen is None:
        return problem(400, said("error.unsound"))
    decided = _decision(request, Place(form.form_id), given, by)
    if _stands(request, form, [decided.place], decided):
        return _already(request, form, decided, None)
    return _taken(request, form, [(decided, seen[0])], None)


async def undo(request: Request) -> Response:
    """Take back decisions: those that are named, or the auditor's last of this form."""
    given = await given_in(request)
    return await run_in_threadpool(_undo, request, given)


def _undo(request: Request, given: dict[str, Any]) -> Response:
    said, by, desk = texts_of(request), auditor_of(request), desk_of(request)
    form = desk.archive.form(request.path_params["form_id"])
    if form is None or not by:
        return problem(400, said("error.unsound") if by else said("error.name-needed"))
    entries = desk.log.by_form(form.form_id)
    shown = of_sample(entries, sample_of(request, form.form_id))
    mine = [entry for entry in standing_of(shown).values() if entry.decision.by == by]
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
        return problem(400, worded(stop, said))
    desk.standing.forget()
    return JSONResponse({"numbers": [entry.number for entry in entries], **_state(request, form, number)})


def worded(stop: Stop, said: DeskTexts) -> str:
    """Why something was refused."""
    try:
        return said.program(stop.key, **stop.values)
    except (KeyError, IndexError):
        return said("error.unsound")


def _state(request: Request, form: Form, number: int | None) -> dict[str, Any]:
    """Every value's verdict as it stands, and the detail of the value that was decided."""
    desk, said = desk_of(request), texts_of(request)
    sample, entries = sample_of(request, form.form_id), desk.log.by_form(form.form_id)
    standing = standing_of(of_sample(entries, sample))
    items = form_items(form, said.program)
    verdicts = {item.number: verdict_on(item, standing) for item in items}
    state: dict[str, Any] = {
        "verdicts": {n: entry.decision.verdict for n, entry in verdicts.items() if entry},
        "shapes": {
            item.number: render("shape.html", request, item=item, verdict=verdicts[item.number])
            for item in items
            if item.number == number or _corrected(verdicts[item.number])
        },
        "done": render("done.html", request, tally=tally_of(standing)).strip(),
        "elsewhere": list(found_elsewhere(items, entries, sample)),
        "whole_seen": last_about(entries, Place(form.form_id)),
        "mark": desk.mark,
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
