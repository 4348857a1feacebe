"""Samples in the page: what was drawn, drawing one, how far it is, what it shows, and what there is to sign."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from shibiao.exits import Stop
from shibiao.families import field_name
from shibiao.review.decisions import Place
from shibiao.review.paper import plain
from shibiao.review.printing import browser
from shibiao.review.web.deciding import given_in, text_in, worded
from shibiao.review.web.decisions import Tally, spot
from shibiao.review.web.desk import Desk, auditor_of, desk_of, missing, page, problem, render, texts_of
from shibiao.review.web.index import Listed
from shibiao.review.web.sample_desk import TooLong
from shibiao.review.web.sample_work import Refused
from shibiao.review.web.samples import Brief
from shibiao.review.web.wording import DeskTexts

BY = ("year", "unit", "source")
_COLUMNS = {"fiscal_year": "year", "implementing_unit": "unit", "source_kind": "source"}
_RATES = ("confidence", "tolerable", "expected")
_MOST_LISTED = 200
_MOST_FAULTS = 60
_LONGEST_RATE = 20
_LONGEST_TITLE = 200
_STYLE = re.compile(r"<style>(.*?)</style>", re.S)


class Progress(NamedTuple):
    """Of a sample: forms drawn, examined, and of these right, wrong, and no such form. As ``result_of`` counts."""

    drawn: int
    examined: int
    right: int
    wrong: int
    not_forms: int


def progress_of(tallies: Iterable[Tally]) -> Progress:
    """How far the examination is."""
    drawn = examined = right = wrong = not_forms = 0
    for tally in tallies:
        drawn += 1
        if tally.whole is None:
            continue
        verdict = tally.whole.decision.verdict
        is_wrong, is_none = bool(tally.wrong) or verdict == "illegible", verdict == "not-a-form"
        examined, wrong, not_forms = examined + 1, wrong + is_wrong, not_forms + is_none
        right += not (is_wrong or is_none)
    return Progress(drawn, examined, right, wrong, not_forms)


def samples(request: Request) -> Response:
    """The samples of the folder, and the form to draw another."""
    if not auditor_of(request):
        return page("name.html", request)
    desk = desk_of(request)
    drawn = list(reversed(desk.samples.all().values()))
    rows = [(brief, _progress(desk, brief), _plan_words(brief, texts_of(request))) for brief in drawn[:_MOST_LISTED]]
    return page(
        "samples.html",
        request,
        rows=rows,
        count=len(drawn),
        choices=desk.index.choices(),
        lot=desk.index.totals()[0],
        building=desk.index.building(),
        renewed=desk.index.renewals > 0,
        by=BY,
    )


def _progress(desk: Desk, brief: Brief) -> Progress:
    return progress_of(desk.standing.tally(form_id, brief.sample_id) for form_id in brief.forms)


def _plan_words(brief: Brief, said: DeskTexts) -> dict[str, str]:
    """A plan as its file has it, for people."""
    plan = brief.plan
    rates = {name: plain(plan.get(name, 0)) for name in _RATES}
    only = [(column, text) for column, text in plan.get("only", ()) if column in _COLUMNS]
    fixed = {column for column, _ in only}
    strata = [said(f"samples.by.{_COLUMNS[c]}") for c in plan.get("columns", ()) if c in _COLUMNS and c not in fixed]
    words = [f"{said(f'samples.by.{_COLUMNS[column]}')} {_choice(text, said)}" for column, text in only]
    return rates | {
        "at": datetime.fromisoformat(brief.drawn_at).astimezone().strftime("%Y-%m-%d %H:%M"),
        "strata": said("form.comma").join(strata),
        "only": said("form.comma").join(words),
    }


def _choice(text: str, said: DeskTexts) -> str:
    return said.program.term("kind", text) if text else said("samples.unnamed")


# Drawing


def _demand(given: dict[str, Any]) -> dict[str, Any] | None:
    """What a page asks for, as arguments of ``Demand``; rates come in percent. None where no page asks so."""
    rates: dict[str, float] = {}
    for name in _RATES:
        text = given.get(name)
        try:
            value = Decimal(text) if isinstance(text, str) and len(text) <= _LONGEST_RATE else Decimal("nan")
        except InvalidOperation:
            return None
        if not value.is_finite() or not 0 <= value <= 100:
            return None
        rates[name] = float(value / 100)
    by, only, size = given.get("by", []), given.get("only", {}), given.get("size", "")
    if not isinstance(by, list) or not isinstance(only, dict) or not set(only) <= set(BY):
        return None
    if not isinstance(size, str) or not (size == "" or (size.isascii() and size.isdecimal() and len(size) < 10)):
        return None
    if not all(isinstance(text, str) and len(text) < 1000 for text in only.values()):
        return None
    return rates | {
        "by": tuple(name for name in BY if name in by),
        "only": tuple((name, only[name]) for name in BY if name in only),
        "size": int(size) if size else None,
        "seed": text_in(given, "seed"),
        "curtailed": given.get("curtailed") is True,
    }


async def plan(request: Request) -> Response:
    """How large the sample would be, before it is drawn."""
    given = await given_in(request)
    return await run_in_threadpool(_plan, request, given)


def _plan(request: Request, given: dict[str, Any]) -> Response:
    desk, said, demand = desk_of(request), texts_of(request), _demand(given)
    if demand is None:
        return problem(400, said("samples.unsound"))
    try:
        found = desk.sample_desk.plan(demand, said.language)
    except TooLong:
        return problem(503, said("samples.too-long"))
    if isinstance(found, Refused):
        return problem(400, refused(found, said))
    return JSONResponse({"html": render("plan.html", request, plan=found), "size": found["size"]})


async def draw(request: Request) -> Response:
    """Draw a sample, as the command does."""
    given = await given_in(request)
    return await run_in_threadpool(_draw, request, given)


def _draw(request: Request, given: dict[str, Any]) -> Response:
    desk, said, demand = desk_of(request), texts_of(request), _demand(given)
    if demand is None or not auditor_of(request):
        return problem(400, said("samples.unsound") if demand is None else said("error.name-needed"))
    try:
        found = desk.sample_desk.draw(demand)
    except TooLong:
        return problem(503, said("samples.too-long"))
    if isinstance(found, Refused):
        return problem(400, refused(found, said))
    return JSONResponse({"address": f"/samples/{found}"})


def refused(found: Refused, said: DeskTexts) -> str:
    """Why the program would not, in words."""
    try:
        return said.program(found.key, **found.values)
    except (KeyError, IndexError):
        return said("error.unsound")


# One sample


def sample(request: Request) -> Response:
    """A sample: how it was drawn, how far it is. What it shows is asked for by the page (``state``)."""
    if not auditor_of(request):
        return page("name.html", request)
    desk, said = desk_of(request), texts_of(request)
    brief = desk.samples.all().get(request.path_params["sample"])
    if brief is None:
        return missing(request)
    return page(
        "sample.html",
        request,
        brief=brief,
        words=_plan_words(brief, said),
        progress=_progress(desk, brief),
        others=len(desk.samples.all()) - 1,
        state_html=_state_html(request, brief, None, ""),
        prints=browser() is not None,
    )


def state(request: Request) -> Response:
    """How far a sample is and what it shows, as a piece of a page."""
    desk, said = desk_of(request), texts_of(request)
    brief = desk.samples.all().get(request.path_params["sample"])
    if brief is None:
        return missing(request)
    try:
        found = desk.sample_desk.result(brief.sample_id, said.language, desk.standing.last())
    except TooLong:
        return HTMLResponse(_state_html(request, brief, None, said("samples.too-long")))
    if isinstance(found, Refused):
        return HTMLResponse(_state_html(request, brief, None, refused(found, said)))
    return HTMLResponse(_state_html(request, brief, found, ""))


def _state_html(request: Request, brief: Brief, result: dict[str, Any] | None, trouble: str) -> str:
    desk, said = desk_of(request), texts_of(request)
    entries = desk.standing.entries(brief.forms, brief.sample_id)
    wrong = {
        spot(entry.decision.place, entry): entry
        for entry in reversed(entries)
        if entry.decision.verdict in ("correct", "illegible")
    }
    faults = list(reversed(wrong.values()))
    listed = faults[:_MOST_FAULTS]
    places = [entry.decision.place for entry in listed]
    named = desk.index.named([*brief.forms[:_MOST_LISTED], *(place.form_id for place in places)])
    return render(
        "sample_state.html",
        request,
        brief=brief,
        progress=_progress(desk, brief),
        rows=[
            (n, form_id, named.get(form_id), desk.standing.tally(form_id, brief.sample_id))
            for n, form_id in enumerate(brief.forms[:_MOST_LISTED], 1)
        ],
        more_rows=max(len(brief.forms) - _MOST_LISTED, 0),
        faults=[(e, named.get(p.form_id), _where(p, named, said)) for e, p in zip(listed, places, strict=True)],
        more=len(faults) - len(listed),
        result=result,
        trouble=trouble,
        curtailed=brief.plan.get("curtailed") is True and brief.plan.get("allowed") is not None,
    )


def _where(place: Place, named: Mapping[str, Listed], said: DeskTexts) -> str:
    """Which value it is. ``named``: the forms that the index has by now."""
    if place.table is None:
        return said("form.whole")
    if place.table == "fields":
        family = named[place.form_id].family if place.form_id in named else ""
        return field_name(family, (place.row or "").rsplit("/", 1)[-1], said.program)
    if place.table == "entries":
        return said.program("statement.kind.entries")
    if place.table in ("funds", "goals"):
        return said(f"form.{place.table}")
    key = "field" if place.table == "forms" else "show"
    return said.program.term(key, place.column or "")


async def report(request: Request) -> Response:
    """The statement or the acceptance report: the very page that the command writes, or its PDF."""
    desk, said = desk_of(request), texts_of(request)
    kind, suffix = request.path_params["kind"], request.path_params["suffix"]
    brief = desk.samples.all().get(request.path_params["sample"])
    if brief is None or kind not in ("statement", "acceptance") or suffix not in ("html", "pdf"):
        return missing(request)
    title = " ".join(request.query_params.get("title", "").split())[:_LONGEST_TITLE] or None
    return await run_in_threadpool(_report, request, desk, said, kind, suffix, brief.sample_id, title)


def _report(
    request: Request, desk: Desk, said: DeskTexts, kind: str, suffix: str, sample_id: str, title: str | None
) -> Response:
    try:
        html = desk.sample_desk.report(kind, sample_id, said.language, title)
        if isinstance(html, Refused):
            return page("refused.html", request, 409, message=refused(html, said))
        if suffix == "html":
            return HTMLResponse(html, headers={"Content-Security-Policy": _policy(html)})
        pdf = desk.sample_desk.printed(html)
    except TooLong:
        return page("refused.html", request, 503, message=said("samples.too-long"))
    except Stop as stop:
        return page("refused.html", request, 409, message=worded(stop, said))
    name = quote(f"{said(f'samples.{kind}')} {sample_id}.pdf")
    disposition = {"Content-Disposition": f"inline; filename*=UTF-8''{name}"}
    return Response(pdf, media_type="application/pdf", headers=disposition)


def _policy(html: str) -> str:
    """Of a page to print: its own style sheet, named by its hash, and nothing else."""
    found = _STYLE.search(html)
    digest = base64.b64encode(hashlib.sha256(found[1].encode() if found else b"").digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
