"""A printed page before it is scanned: its picture, its cells and the size of its type, from the born-digital PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samples.scans.sheet import Pixels, Sheet

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell as it lies on a page, from the reading of the born-digital PDF.

    ``box`` in points from the top left; ``text`` what can be seen of it on paper; ``clipped`` where that is
    not the whole text. ``form`` counts the file's forms from 0.
    """

    form: int
    page: int
    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    text: str
    clipped: bool


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page. ``type_pt`` is the em of its smallest type, in points."""

    number: int
    width_pt: float
    height_pt: float
    type_pt: float
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A born-digital PDF with the cells of its pages."""

    path: Path
    pages: tuple[PrintedPage, ...]

    def rendered(self, page: int, dpi: float) -> Sheet:
        """Page ``page`` (from 1) as its printer would show it, at ``dpi``."""
        import pypdfium2

        document = pypdfium2.PdfDocument(self.path)
        try:
            bitmap = document[page - 1].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
            image: Pixels = np.ascontiguousarray(bitmap.to_numpy()[..., :3])
        finally:
            document.close()
        shown = self.pages[page - 1]
        matrix = np.diag([image.shape[1] / shown.width_pt, image.shape[0] / shown.height_pt, 1.0])
        return Sheet(image, matrix, dpi)


def printed_file(pdf: Path) -> PrintedFile:
    """Read a born-digital PDF with shibiao."""
    from shibiao.pipeline import read_file

    cells = [
        PrintedCell(
            number,
            cell.page,
            cell.row,
            cell.col,
            cell.rowspan,
            cell.colspan,
            cell.bbox,
            cell.text.raw,
            cell.text.status.startswith("clipped"),
        )
        for number, form in enumerate(read_file(pdf))
        for cell in form.cells
    ]
    return PrintedFile(pdf, tuple(_pages(pdf, cells)))


def _pages(pdf: Path, cells: list[PrintedCell]) -> Iterator[PrintedPage]:
    import pypdfium2

    from shibiao.extract.pdfium import read_page

    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            page = read_page(document, index)
            ems = [
                box.x1 - box.x0
                for run in page.runs
                for char, box in zip(run.text, run.boxes, strict=True)
                if "\u4e00" <= char <= "\u9fff"
            ]
            em = float(np.percentile(ems, 5)) if ems else 9.0
            own = tuple(cell for cell in cells if cell.page == page.number)
            yield PrintedPage(page.number, page.width, page.height, em, own)
    finally:
        document.close()
