"""What all pages of the desk share: the folder, the log, the browser's session, language and auditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from shibiao.review.web.archive import ReviewArchive
from shibiao.review.web.decisions import Decisions, Standing
from shibiao.review.web.index import Query, ReviewIndex
from shibiao.review.web.pictures import Pictures
from shibiao.review.web.sample_desk import SampleDesk
from shibiao.review.web.samples import Samples
from shibiao.review.web.security import Address, Keys, Session, cookie, cookie_name
from shibiao.review.web.wording import DeskTexts, desk_texts
from shibiao.wording import LANGUAGES

_HERE = Path(__file__).parent
_LANGUAGE_COOKIE = "shibiao-lang"
_NAME_COOKIE = "shibiao-auditor"
_YEAR = 365 * 24 * 3600
MOST_NAME = 60
_HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk over one folder."""

    archive: ReviewArchive
    index: ReviewIndex
    log: Decisions
    standing: Standing
    pictures: Pictures
    keys: Keys
    address: Address
    samples: Samples
    sample_desk: SampleDesk
    language: str = LANGUAGES[0]

    def freshen(self) -> None:
        """Notice that the folder has been converted again."""
        if self.archive.renewed():
            self.index.renew(self.archive.manifest_sha256)

    @property
    def mark(self) -> str:
        """What stands for the folder as it is now: a page sends it back."""
        return self.archive.manifest_sha256[:16]


def desk_of(request: Request) -> Desk:
    """The desk that a request is for, with the folder as it is now."""
    desk: Desk = request.app.state.desk
    desk.freshen()
    return desk


def texts_of(request: Request) -> DeskTexts:
    """The browser's language."""
    chosen = cookie(request.headers, _LANGUAGE_COOKIE)
    return desk_texts(chosen if chosen in LANGUAGES else desk_of(request).language)


def auditor_of(request: Request) -> str:
    """Who sits there, empty where nobody has said."""
    return clean_name(unquote(cookie(request.headers, _NAME_COOKIE)))


def clean_name(text: str) -> str:
    """A name on one line, of letters that can be written."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_NAME]


def set_name(answer: Response, name: str) -> None:
    """Remember who sits there."""
    _set_cookie(answer, _NAME_COOKIE, quote(name, safe=""), _YEAR)


def set_language(answer: Response, language: str) -> None:
    """Remember the language."""
    _set_cookie(answer, _LANGUAGE_COOKIE, language, _YEAR)


def set_session(answer: Response, session: Session, address: Address) -> None:
    """The cookie that stands for the session, gone with the browser."""
    _set_cookie(answer, cookie_name(address.port), session.key, None)


def _set_cookie(answer: Response, name: str, value: str, seconds: int | None) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="strict")


def query_of(request: Request) -> Query:
    """The list that a page belongs to, as its address says."""
    given = request.query_params
    return Query(
        given.get("q", "")[:200],
        given.get("sort", "risk")[:20],
        given.get("rule", "")[:40],
        given.get("year", "")[:20],
        given.get("state", "")[:10],
        given.get("sample", "")[:80],
    )


def query_text(query: Query) -> str:
    """The same for an address, empty for the plain list."""
    named = zip(("q", "sort", "rule", "year", "state", "sample"), query, Query(), strict=True)
    return "&".join(f"{name}={quote(value, safe='')}" for name, value, usual in named if value != usual)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["local"] = local
    environment.filters["url"] = lambda text: quote(str(text), safe="")
    return environment


def local(at: str) -> str:
    """A time of the log as it is on the clock here."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def shown(text: object) -> str:
    """Any text so that it can be encoded, and no control character or change of direction hides in it."""
    return "".join(
        character if character.isprintable() or character in "\n\u3000" else _escaped(character)
        for character in str(text).replace("\r\n", "\n")
    )


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def render(name: str, request: Request, **values: Any) -> str:
    """A template with what every page needs."""
    said = texts_of(request)
    session: Session | None = request.scope["state"]["session"]
    common: Mapping[str, Any] = {
        "said": said,
        "lang": _HTML_LANGUAGES[said.language],
        "other_language": "en" if said.language == "zh" else "zh",
        "auditor": auditor_of(request),
        "csrf": session.csrf if session else "",
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    }
    return _environment().get_template(name).render(**{**common, **values})


def sample_of(request: Request, form_id: str) -> str:
    """The sample that a page examines a form for, empty where the form is in no such sample."""
    sample = request.query_params.get("sample", "")[:80]
    return sample if sample and desk_of(request).samples.has(sample, form_id) else ""


def page(name: str, request: Request, status: int = 200, **values: Any) -> HTMLResponse:
    """A page."""
    return HTMLResponse(render(name, request, **values).encode("utf-8", "backslashreplace"), status)


def missing(request: Request) -> HTMLResponse:
    """There is no such page."""
    return page("error.html", request, 404)


def problem(status: int, message: str, **more: Any) -> JSONResponse:
    """Why a decision was not taken."""
    return JSONResponse({"message": message, **more}, status)


def redirect(path: str) -> RedirectResponse:
    """Go there."""
    return RedirectResponse(path, 303)
