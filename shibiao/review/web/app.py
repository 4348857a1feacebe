"""The application: its addresses, behind the guard."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from shibiao.review.web import bulk, deciding, form_pages, pages, sample_pages
from shibiao.review.web.desk import Desk, missing
from shibiao.review.web.security import Guard

_STATIC = Path(__file__).parent / "static"


def make_app(desk: Desk) -> ASGIApp:
    """The desk as an ASGI application."""
    form = "/forms/{form_id}"
    routes = [
        Route("/", pages.forms),
        Route("/enter", pages.enter),
        Route("/enter", pages.enter_with_password, methods=["POST"]),
        Route("/settings", pages.settings, methods=["POST"]),
        Route("/repairs", pages.repairs),
        Route("/repairs/{number:int}", pages.repair),
        Route("/repairs/{number:int}", bulk.decide_repair, methods=["POST"]),
        Route("/samples", sample_pages.samples),
        Route("/samples", sample_pages.draw, methods=["POST"]),
        Route("/samples/plan", sample_pages.plan, methods=["POST"]),
        Route("/samples/{sample}", sample_pages.sample),
        Route("/samples/{sample}/state", sample_pages.state),
        Route("/samples/{sample}/{kind}.{suffix}", sample_pages.report),
        Route(form, form_pages.form_page),
        Route(f"{form}/items/{{number:int}}", form_pages.item_page),
        Route(f"{form}/items/{{number:int}}", deciding.decide_item, methods=["POST"]),
        Route(f"{form}/whole", deciding.decide_whole, methods=["POST"]),
        Route(f"{form}/undo", deciding.undo, methods=["POST"]),
        Route(f"{form}/pages/{{page:int}}", form_pages.sheet),
        Route(f"{form}/pages/{{page:int}}/{{dpi:int}}.png", form_pages.picture),
        Route(f"{form}/cells/{{cell}}", form_pages.cell_page),
        Route(f"{form}/crops/{{cell}}.png", form_pages.crop_picture),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]

    async def not_found(request: Request, _error: Exception) -> Response:
        return missing(request)

    app = Starlette(routes=routes, exception_handlers={404: not_found})
    app.state.desk = desk
    return Guard(app, desk.keys, desk.address)
