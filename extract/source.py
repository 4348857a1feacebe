"""From a file to a document: what kind of file it is, by its bytes, and which reader reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.extract.bounds import Overfull
from shibiao.extract.errors import DamagedFile, EmptyFile, MissingReader, NoText, TooMuch, UnsupportedFile
from shibiao.extract.kinds import PDF_WITHIN, image_kind, is_pdf, unreadable_kind
from shibiao.extract.model import Document, Grid, Source
from shibiao.extract.opening import opened_file, whole, written_name
from shibiao.extract.settings import ReadSettings

if TYPE_CHECKING:
    from shibiao.extract.pages import PagesRead

__all__ = ["ReadSettings", "read_document"]

_HEAD = PDF_WITHIN  # bytes that tell the kind of file


def read_document(path: Path, settings: ReadSettings | None = None) -> Document:
    """Read a PDF, an image file or a text dump.

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
    if data:
        digest = hashlib.sha256(data).hexdigest()
        pages = _paper(path, data, settings)
    else:  # the packed bytes of a large scan need not lie beside its pixels
        pages, digest = _image(path, settings), _digest(path)
    if pages is None:
        return Document(Source(written_name(path), digest, "text"), _text(path, data, settings.encoding))
    if not pages.grids:
        raise DamagedFile(path, "no readable page")
    if not pages.text_found:
        raise NoText(path)
    source = Source(written_name(path), digest, "scan" if pages.scans else "digital")
    return Document(source, pages.grids, pages.notes, pages.scans, pages.marks)


def _digest(path: Path) -> str:
    with opened_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(path: Path, data: bytes, encoding: str | None) -> tuple[Grid, ...]:
    from shibiao.extract.textdump import decode, text_grids

    try:
        return text_grids(decode(path, data, encoding))
    except Overfull as over:
        raise TooMuch(path, over.what, over.count, over.limit) from over


def _image(path: Path, settings: ReadSettings) -> PagesRead:
    from shibiao.extract.scan.image_pages import read_image_file

    return read_image_file(path, settings)


def _paper(path: Path, data: bytes, settings: ReadSettings) -> PagesRead | None:
    """The pages of a PDF; None where the file must be text."""
    if is_pdf(data):
        try:
            from shibiao.extract.pdf_pages import read_pdf
        except ImportError as error:
            raise MissingReader(path, "pypdfium2") from error
        return read_pdf(path, data, settings)
    if path.suffix.lower() == ".pdf":
        raise DamagedFile(path, "no PDF header")
    return None
