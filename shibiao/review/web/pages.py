"""The way in, the list of forms, and the bulk views."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shibiao.review.decisions import Place
from shibiao.review.web.desk import (
    Desk,
    auditor_of,
    clean_name,
    desk_of,
    missing,
    page,
    problem,
    query_of,
    query_text,
    redirect,
    set_language,
    set_name,
    set_session,
    texts_of,
)
from shibiao.review.web.index import PAGE, SORTS, Member, Only, Query, Repair
from shibiao.wording import LANGUAGES

_SHOWN_MEMBERS = 60
_MOST_CELLS = 12  # of a line of a text dump
_LONGEST_CELL = 120
_PAINTED = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".jp2"}  # others may be painted as well
_TOKEN = re.compile(r"[0-9A-Za-z_-]+")


def enter(request: Request) -> Response:
    """The way in: by the one-time token of the address, or to the form that asks for the password."""
    desk = desk_of(request)
    # Some terminals take what stands behind an address for a part of it.
    token = _TOKEN.match(request.query_params.get("token", ""))
    session = desk.keys.enter(token[0]) if token else None
    if session is None:
        if request.scope["state"]["session"] is not None:
            return redirect("/")
        status = 200 if desk.keys.password is not None and not token else 403
        return page("enter.html", request, status, wrong=False, password=desk.keys.password is not None)
    answer = redirect("/")
    set_session(answer, session, desk.address)
    return answer


async def enter_with_password(request: Request) -> Response:
    """The way in by the password."""
    desk = desk_of(request)
    given = (await request.form()).get("password", "")
    session = desk.keys.enter_with_password(given) if isinstance(given, str) else None
    if session is None:
        return page("enter.html", request, 403, wrong=True, password=desk.keys.password is not None)
    answer = redirect("/")
    set_session(answer, session, desk.address)
    return answer


async def settings(request: Request) -> Response:
    """The auditor's name, the language, an invitation."""
    try:
        given = json.loads(await request.body())
        name, language = given.get("name"), given.get("language")
    except (ValueError, AttributeError, RecursionError):
        return problem(400, texts_of(request)("error.unsound"))
    desk = desk_of(request)
    if given.get("invite"):
        token = desk.keys.invite()
        return JSONResponse({"address": f"http://{request.headers['host']}/enter?token={token}"})
    answer = JSONResponse({})
    if isinstance(name, str):
        if not clean_name(name):
            return problem(400, texts_of(request)("error.name-needed"))
        set_name(answer, clean_name(name))
    if language in LANGUAGES:
        set_language(answer, language)
    return answer


def forms(request: Request) -> Response:
    """The list of forms."""
    if not auditor_of(request):
        return page("name.html", request)
    desk, query = desk_of(request), query_of(request)
    only, whole = within(request, query), desk.standing.whole(query.sample)
    number = _number(request.query_params.get("page"))
    totals, everything = desk.index.totals(query, only), desk.index.totals()
    narrowed = bool(query._replace(sort=Query().sort) != Query())
    done = desk.index.count(query, [*only, (True, list(whole))]) if narrowed and whole else len(whole)
    pages = max(-(-totals[0] // PAGE), 1)
    number = min(number, pages)
    return page(
        "list.html",
        request,
        query=query,
        query_text=query_text(query),
        sorts=list(SORTS),
        rows=[
            (form, desk.standing.tally(form.form_id, query.sample)) for form in desk.index.forms(query, number, only)
        ],
        number=number,
        pages=pages,
        totals=totals,
        everything=everything[0],
        narrowed=narrowed,
        done=done,
        rules=desk.index.rules(),
        years=desk.index.years(),
        samples={name: len(brief.forms) for name, brief in desk.samples.all().items()},
        building=desk.index.building(),
        renewed=desk.index.renewals > 0,
    )


def within(request: Request, query: Query) -> Only:
    """What the list is narrowed to: forms that are done or open, those of a sample."""
    desk = desk_of(request)
    narrowed: list[tuple[bool, Sequence[str]]] = []
    if query.state in ("open", "done"):
        narrowed.append((query.state == "done", list(desk.standing.whole(query.sample))))
    if query.sample:
        narrowed.append((True, desk.samples.forms(query.sample)))
    return narrowed


def repairs(request: Request) -> Response:
    """Repairs by how often they were made."""
    desk = desk_of(request)
    return page(
        "repairs.html",
        request,
        repairs=desk.index.repairs(),
        building=desk.index.building(),
        renewed=desk.index.renewals > 0,
        count=desk.index.totals()[0],
    )


def repair(request: Request) -> Response:
    """One of them with its values."""
    desk = desk_of(request)
    found = desk.index.repair(request.path_params["number"])
    if found is None:
        return missing(request)
    members = desk.index.members(found)
    left = [member for member in members if desk.standing.entry(place_of(member)) is None]
    decided: list[tuple[Member, Any]] = []
    for member in members:
        entry = desk.standing.entry(place_of(member))
        if entry is not None and len(decided) < _SHOWN_MEMBERS:
            decided.append((member, entry))
    return page(
        "repair.html",
        request,
        repair=found,
        stamp=repair_stamp(desk, found),
        left=[(member, _line_of(desk, member)) for member in left[:_SHOWN_MEMBERS]],
        left_count=len(left),
        count=len(members),
        decided=decided,
    )


def repair_stamp(desk: Desk, repair: Repair) -> str:
    """What stands for a repair in the folder as it is now: numbers of repairs change when it is converted again."""
    said = [repair.status, repair.raw, repair.value, desk.mark]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _line_of(desk: Desk, member: Member) -> list[tuple[str, bool]]:
    """Where there is no picture, as of a text dump: the texts of the line that a value stands in, and which it is."""
    pictured = member.kind != "text" and PurePath(member.source_name).suffix.lower() in _PAINTED
    form = desk.archive.form(member.form_id) if member.cell and not pictured else None
    cell = next((one for one in form.cells if one.id == member.cell), None) if form else None
    if form is None or cell is None:
        return []
    line = sorted((one for one in form.cells if (one.page, one.row) == (cell.page, cell.row)), key=lambda one: one.col)
    texts = ((one.text.raw[:_LONGEST_CELL], one.id == cell.id) for one in line)
    return [(text, here) for text, here in texts if text.strip() or here][:_MOST_CELLS]


def place_of(member: Member) -> Place:
    """Where a value among many stands."""
    return Place(member.form_id, member.table, member.row, member.column)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1
