"""The reader of pictures with the recognisers that the user chose, loaded once, when the first picture is met."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shibiao.extract.errors import MissingReader
from shibiao.extract.pages import PageRead, illegible_note
from shibiao.extract.recognise.protocol import Recogniser, RecogniserMissing
from shibiao.extract.settings import Ocr

if TYPE_CHECKING:
    from shibiao.extract.scan.picture import Picture
    from shibiao.extract.scan.reader import ScannedPage, ScanReader

_PACKAGES = {"cv2": "opencv-python-headless", "PIL": "pillow"}
SECOND_MISSING = "second-reader-missing"


class ChosenReader(NamedTuple):
    """``notes`` say what the choice lacks."""

    reader: ScanReader
    notes: tuple[str, ...]

    def read(self, picture: Picture, reason: str = "image", points: float = 1.0) -> PageRead:
        """A page; ``points``: page points to one of the picture's, where the two differ."""
        page = self.reader.read(picture, reason)
        if points != 1.0:
            page = _in_page_points(page, points)
        notes = (*self.notes, illegible_note(picture.number)) if page.illegible else self.notes
        return PageRead(page.grid, notes, page.scan, page.marks)


def chosen_reader(path: Path, ocr: Ocr, threads: int = 0) -> ChosenReader:
    """Raises: MissingReader, naming ``path``, where the chosen recogniser is not installed.

    With ``both`` the second may be missing.
    """
    try:
        return _loaded(ocr, threads)
    except RecogniserMissing as error:
        raise MissingReader(path, str(error.args[0])) from error
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        raise MissingReader(path, _PACKAGES.get(name, name)) from error


@lru_cache(maxsize=3)
def _loaded(ocr: Ocr, threads: int) -> ChosenReader:
    from shibiao.extract.scan.reader import ScanReader

    if ocr == "tesseract":
        return ChosenReader(ScanReader(_tesseract(threads)), ())
    from shibiao.extract.recognise.cut_reader import CutReader
    from shibiao.extract.recognise.features import Features
    from shibiao.extract.recognise.rapidocr import RapidOcr

    first, cut_reader = RapidOcr(threads=threads), CutReader(Features(threads=threads))
    if ocr == "rapidocr":
        return ChosenReader(ScanReader(first, cut_reader=cut_reader), ())
    try:
        return ChosenReader(ScanReader(first, _tesseract(threads), cut_reader), ())
    except RecogniserMissing:
        return ChosenReader(ScanReader(first, cut_reader=cut_reader), (SECOND_MISSING,))


def _tesseract(threads: int) -> Recogniser:
    from shibiao.extract.recognise.tesseract import Tesseract

    return Tesseract(threads) if threads else Tesseract()


def _in_page_points(page: ScannedPage, points: float) -> ScannedPage:
    cells = tuple(
        cell._replace(bbox=cell.bbox.scaled(points), quad=cell.quad.scaled(points) if cell.quad else None)
        for cell in page.grid.cells
    )
    marks = tuple(mark._replace(bbox=mark.bbox.scaled(points)) for mark in page.marks)
    scan = page.scan._replace(dpi=page.scan.dpi / points)
    return page._replace(grid=replace(page.grid, cells=cells), scan=scan, marks=marks)
