"""PDFs drawn for one test each, and what the first reader makes of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from shibiao.extract.grid import build_grid
from shibiao.extract.model import Grid, Page
from shibiao.extract.pdfium import open_pdf, read_page

SONG = "STSong-Light"
WIDTH, HEIGHT = 400.0, 300.0
pdfmetrics.registerFont(UnicodeCIDFont(SONG))

Draw = Callable[[Canvas], None]


def pdf(draw: Draw, rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """One page of 400 x 300 points; ``crop`` in PDF units (left, bottom, right, top)."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, cropBox=crop, pageCompression=0)
    paper.setPageRotation(rotation)
    paper.setFont(SONG, 10)
    draw(paper)
    paper.showPage()
    paper.save()
    return out.getvalue()


def page_of(data: bytes) -> Page:
    document = open_pdf(Path("drawn.pdf"), data, None, 10)
    try:
        return read_page(document, 0)
    finally:
        document.close()


def page(draw: Draw, rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> Page:
    return page_of(pdf(draw, rotation, crop))


def grid(draw: Draw) -> Grid:
    return build_grid(page(draw))


def texts(found: Grid) -> list[list[str]]:
    """The texts of a grid, row by row."""
    rows: dict[int, list[str]] = {}
    for cell in found.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[row] for row in sorted(rows)]


@contextmanager
def clipped(paper: Canvas, x: float, y: float, width: float, height: float) -> Iterator[None]:
    """Everything drawn inside is printed only within the box (PDF units, lower left corner)."""
    paper.saveState()
    path = paper.beginPath()
    path.rect(x, y, width, height)
    paper.clipPath(path, stroke=0, fill=0)
    yield
    paper.restoreState()


def near(one: Iterable[float], other: Iterable[float], slack: float = 0.6) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(one, other, strict=True))
