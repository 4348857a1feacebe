"""Second, independent reader of PDFs: every glyph of a cell looked up again in pdfplumber's characters.

pdfplumber (on pdfminer.six) decodes fonts and places glyphs with code of its own, but knows no clip paths,
so which cell a glyph belongs to is taken from the first reader; what stands there is not.
"""

from __future__ import annotations

import io
import logging
import math
import re
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from shibiao.extract.bounds import MOST_VERIFIED
from shibiao.extract.grid import build_grid, cells_with_runs
from shibiao.extract.lines import lines_of
from shibiao.extract.model import BBox, Cell, Grid, Page, Reading, Run

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

_REFERENCE_ALONE = re.compile(rb"\b(\d{1,10})\s+\d+\s+obj\s+(\d{1,10})\s+\d+\s+R\s+endobj")
_MOST_STEPS = 32
_NEAR_PT = 2.0  # how far the two readers' glyph centres may lie apart, across
_NEAR_SIZES = 0.6  # and along the height, in font sizes: the two measure ascent and descent differently
_BUCKET_PT = 4.0


class _Glyph(NamedTuple):
    x: float
    y: float
    text: str
    number: int


def _goes_round(data: bytes) -> bool:
    """Whether objects are references to each other without end: pdfminer follows them."""
    leads = {int(number): int(to) for number, to in _REFERENCE_ALONE.findall(data)}
    for place in leads:
        for _ in range(_MOST_STEPS):
            if place not in leads:
                break
            place = leads[place]
        else:
            return True
    return False


class SecondReader:
    """pdfplumber's view of a document, nothing where it cannot open what PDFium could. Close it after use."""

    def __init__(self, data: bytes, password: str | None, user_unit: float) -> None:
        import pdfplumber

        logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it comments on every odd font
        self._pdf: PDF | None = None
        self._unit = user_unit
        if _goes_round(data):
            return
        with suppress(Exception):  # pdfminer raises whatever a broken file provokes; no second reading is no error
            self._pdf = pdfplumber.open(io.BytesIO(data), password=password or "")

    def close(self) -> None:
        """Release the file."""
        if self._pdf:
            with suppress(Exception):  # it goes through all pages once more
                self._pdf.close()

    def verified_grid(self, page: Page) -> Grid:
        """The page's grid, each cell with pdfplumber's reading beside the first.

        Pages of more characters than a form has are not read again: looking them up takes the square of their number.
        """
        if self._pdf is None or sum(len(run.boxes) for run in page.runs) > MOST_VERIFIED:
            return build_grid(page)
        found, tables = cells_with_runs(page)
        glyphs = _Glyphs(self._characters(self._pdf, page.number))
        for run in page.unseen:
            glyphs.take_run(run)
        cells = [_with_second(cell, runs, glyphs) for cell, runs in found]
        return Grid(page.number, tuple(_with_strays(cells, glyphs.left())), tables)

    def _characters(self, pdf: PDF, number: int) -> list[_Glyph]:
        """Glyph centres in page points, top left of the crop box as origin; empty where pdfminer fails."""
        try:
            page = pdf.pages[number - 1]
            chars: list[dict[str, Any]] = page.chars[: 2 * MOST_VERIFIED]
            left, top = page.cropbox[0], page.cropbox[1]
        except Exception:
            return []
        glyphs = (
            _Glyph(
                ((c["x0"] + c["x1"]) / 2 - left) * self._unit,
                ((c["top"] + c["bottom"]) / 2 - top) * self._unit,
                c["text"],
                i,
            )
            for i, c in enumerate(chars)
        )
        return [glyph for glyph in glyphs if math.isfinite(glyph.x + glyph.y)]


class _Glyphs:
    """pdfplumber's glyphs of a page, taken one by one as the first reader's are found among them."""

    def __init__(self, glyphs: list[_Glyph]) -> None:
        self._buckets: dict[int, list[_Glyph]] = defaultdict(list)
        self._taken: set[int] = set()
        for glyph in glyphs:
            self._buckets[int(glyph.x // _BUCKET_PT)].append(glyph)

    def take_run(self, run: Run) -> str:
        return "".join(self._take(box, run.size) for box in run.boxes)

    def left(self) -> list[_Glyph]:
        """Glyphs that the first reader saw nothing of."""
        return [g for b in self._buckets.values() for g in b if g.number not in self._taken and g.text.strip()]

    def _take(self, box: BBox, size: float) -> str:
        x, y = box.centre
        bucket = int(x // _BUCKET_PT)
        near = [
            g
            for b in (bucket - 1, bucket, bucket + 1)
            for g in self._buckets.get(b, ())
            if g.number not in self._taken and abs(g.x - x) <= _NEAR_PT and abs(g.y - y) <= _NEAR_SIZES * size
        ]
        if not near:
            return ""
        best = min(near, key=lambda g: (abs(g.x - x) + abs(g.y - y), g.number))
        self._taken.add(best.number)
        return best.text


def _with_second(cell: Cell, runs: tuple[Run, ...], glyphs: _Glyphs) -> Cell:
    text = "".join(glyphs.take_run(run) for line in lines_of(runs) for run in line.runs)
    return cell._replace(readings=(*cell.readings, Reading("pdfplumber", text, text, placed_by="centre")))


def _with_strays(cells: list[Cell], strays: list[_Glyph]) -> list[Cell]:
    """Glyphs that only the second reader sees make the cell where they stand disagree."""
    extra: dict[int, str] = defaultdict(str)
    for glyph in strays:
        place = next((i for i, cell in enumerate(cells) if cell.bbox.holds(glyph.x, glyph.y)), None)
        if place is not None:
            extra[place] += glyph.text
    for place, text in extra.items():
        first, second = cells[place].readings
        cells[place] = cells[place]._replace(readings=(first, second._replace(text=second.text + text)))
    return cells
