"""The way in, the list of forms, and the bulk views."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shibiao.review.decisions import Place
from shibiao.review.web.desk import (
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
from shibiao.review.web.index import PAGE, SORTS, Member, Only, Query
from shibiao.wording import LANGUAGES

_SHOWN_MEMBERS = 60
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
    counts, whole = desk.standing.counts(), desk.standing.whole()
    only = within(request, query)
    number = _number(request.query_params.get("page"))
    count = desk.index.count(query, only)
    pages = max(-(-count // PAGE), 1)
    number = min(number, pages)
    return page(
        "list.html",
        request,
        query=query,
        query_text=query_text(query),
        sorts=list(SORTS),
        rows=[
            (form, counts.get(form.form_id, 0), whole.get(form.form_id))
            for form in desk.index.forms(query, number, only)
        ],
        number=number,
        pages=pages,
        count=count,
        totals=desk.index.totals(),
        done=len(whole),
        rules=desk.index.rules(),
        years=desk.index.years(),
        samples={name: len(forms) for name, forms in desk.samples.forms().items()},
        building=desk.index.building(),
    )


def within(request: Request, query: Query) -> Only:
    """What the list is narrowed to: forms that are done or open, those of a sample."""
    desk = desk_of(request)
    narrowed: list[tuple[bool, Sequence[str]]] = []
    if query.state in ("open", "done"):
        narrowed.append((query.state == "done", list(desk.standing.whole())))
    if query.sample:
        narrowed.append((True, desk.samples.forms().get(query.sample, ())))
    return narrowed


def repairs(request: Request) -> Response:
    """Repairs by how often they were made."""
    desk = desk_of(request)
    return page("repairs.html", request, repairs=desk.index.repairs(), building=desk.index.building())


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
        left=left[:_SHOWN_MEMBERS],
        left_count=len(left),
        count=len(members),
        decided=decided,
    )


def place_of(member: Member) -> Place:
    """Where a value among many stands."""
    return Place(member.form_id, member.table, member.row, member.column)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1
