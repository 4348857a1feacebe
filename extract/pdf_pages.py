"""The pages of a PDF: each is read by its text where that can be trusted, else as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from shibiao.extract.bounds import Overfull
from shibiao.extract.errors import TooLarge, TooMuch, UnreadableInput
from shibiao.extract.grid import build_grid
from shibiao.extract.model import Page
from shibiao.extract.pages import PageRead, PagesRead, all_pages, illegible_note, unreadable_page
from shibiao.extract.pdfium import open_pdf, read_page
from shibiao.extract.plumber import SecondReader
from shibiao.extract.scan.textlayer import Reason, picture_reason
from shibiao.extract.settings import ReadSettings
from shibiao.extract.user_unit import user_unit


def read_pdf(path: Path, data: bytes, settings: ReadSettings) -> PagesRead:
    """Every page of a PDF. A page that is damaged or too large does not stop the others.

    Raises:
        DamagedFile, EncryptedFile, TooManyPages: the document does not open.
        TooLarge: its only page has to be read as a picture and has too many pixels.
        TooMuch: the document, or its only page, holds more than any form.
        MissingReader: a page has to be read as a picture, and a recogniser is not installed.
    """
    document = open_pdf(path, data, settings.password, settings.max_pages)
    unit = user_unit(data)
    second = SecondReader(data, settings.password, unit) if settings.verify else None
    try:
        return all_pages(_PdfReader(path, document, unit, settings, second).pages())
    finally:
        document.close()
        if second:
            second.close()


class _PdfReader:
    """Reads an open document page by page."""

    def __init__(
        self,
        path: Path,
        document: pypdfium2.PdfDocument,
        unit: float,
        settings: ReadSettings,
        second: SecondReader | None,
    ) -> None:
        self._path, self._document, self._unit = path, document, unit
        self._settings, self._second = settings, second

    def pages(self) -> Iterator[PageRead]:
        for index in range(len(self._document)):
            try:
                page = read_page(self._document, index, self._unit)
                reason = picture_reason(page)
                yield self._picture(page, reason) if reason else self._digital(page)
            except pypdfium2.PdfiumError:
                yield unreadable_page(index + 1)
            except (TooLarge, Overfull) as error:
                if len(self._document) == 1:
                    raise self._too_much(error) from error
                yield unreadable_page(index + 1)

    def _too_much(self, error: TooLarge | Overfull) -> UnreadableInput:
        return TooMuch(self._path, error.what, error.count, error.limit) if isinstance(error, Overfull) else error

    def _digital(self, page: Page) -> PageRead:
        notes = (f"unseen-text:{page.number}",) if page.unseen else ()
        return PageRead(self._second.verified_grid(page) if self._second else build_grid(page), notes)

    def _picture(self, page: Page, reason: Reason) -> PageRead:
        from shibiao.extract.scan.chosen import chosen_reader
        from shibiao.extract.scan.painted import painted_picture

        chosen = chosen_reader(self._path, self._settings.ocr, self._settings.threads)
        painted = painted_picture(self._path, self._document, page, self._unit, self._settings.max_pixels)
        read = chosen.read(painted.picture, reason, painted.points)
        if reason == "image" and page.runs and illegible_note(page.number) in read.notes:
            digital = self._digital(page)  # a cover's few words over a picture
            return digital._replace(notes=(*digital.notes, *read.notes))
        return read
