"""From a file to a document: what kind of file it is, by its bytes, and which reader reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.extract.bounds import Overfull
from shibiao.extract.errors import DamagedFile, EmptyFile, MissingReader, NoText, TooMuch, UnsupportedFile
from shibiao.extract.kinds import PDF_WITHIN, image_kind, is_pdf, office_kind, unreadable_kind
from shibiao.extract.model import Document, Source
from shibiao.extract.opening import opened_file, whole, written_name
from shibiao.extract.settings import ReadSettings

if TYPE_CHECKING:
    from shibiao.extract.pages import PagesRead

__all__ = ["ReadSettings", "read_document"]

_HEAD = PDF_WITHIN  # bytes that tell the kind of file


def read_document(path: Path, settings: ReadSettings | None = None) -> Document:
    """Read a PDF, an image file, an office file or a text dump.

    Raises:
        UnreadableInput: one of its subclasses, by cause (``extract.errors``).
        OSError: the file cannot be opened.
    """
    settings = settings or ReadSettings()
    with opened_file(path) as file:
        head = file.read(_HEAD)
        if not head:
            raise EmptyFile(path)
        unreadable = None if is_pdf(head) else unreadable_kind(head)
        if unreadable:
            raise UnsupportedFile(path, unreadable)
        data = b"" if image_kind(head) else whole(path, file, settings.max_bytes)
    if not data:  # the packed bytes of a large scan need not lie beside its pixels
        return _document(path, _digest(path), _image(path, settings))
    digest = hashlib.sha256(data).hexdigest()
    if is_pdf(data):
        return _document(path, digest, _pdf(path, data, settings))
    if office_kind(data):
        return _document(path, digest, _package(path, data, settings), cuts=False)
    if path.suffix.lower() == ".pdf":
        raise DamagedFile(path, "no PDF header")
    return _text(path, digest, data, settings.encoding)


def _document(path: Path, digest: str, pages: PagesRead, cuts: bool = True) -> Document:
    if not pages.grids:
        raise DamagedFile(path, "no readable page")
    if not pages.text_found:
        raise NoText(path)
    source = Source(written_name(path), digest, "scan" if pages.scans else "digital", cuts)
    return Document(source, pages.grids, pages.notes, pages.scans, pages.marks)


def _digest(path: Path) -> str:
    with opened_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(path: Path, digest: str, data: bytes, encoding: str | None) -> Document:
    from shibiao.extract.office.csv_file import is_csv
    from shibiao.extract.textdump import decode, text_grids

    text = decode(path, data, encoding)
    if is_csv(path, text):
        from shibiao.extract.office.reader import read_csv

        return _document(path, digest, read_csv(path, text), cuts=False)
    try:
        return Document(Source(written_name(path), digest, "text"), text_grids(text))
    except Overfull as over:
        raise TooMuch(path, over.what, over.count, over.limit) from over


def _image(path: Path, settings: ReadSettings) -> PagesRead:
    from shibiao.extract.scan.image_pages import read_image_file

    return read_image_file(path, settings)


def _package(path: Path, data: bytes, settings: ReadSettings) -> PagesRead:
    from shibiao.extract.office.reader import read_package, refuse_old

    if office_kind(data) == "office-ole":
        refuse_old(path, data)
    return read_package(path, data, settings)


def _pdf(path: Path, data: bytes, settings: ReadSettings) -> PagesRead:
    try:
        from shibiao.extract.pdf_pages import read_pdf
    except ImportError as error:
        raise MissingReader(path, "pypdfium2") from error
    return read_pdf(path, data, settings)
