"""From a file to a document: what kind of file it is, by its bytes, and which reader reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.extract.errors import DamagedFile, EmptyFile, MissingReader, NoText, UnsupportedFile
from shibiao.extract.kinds import image_kind, is_pdf, unreadable_kind
from shibiao.extract.model import Document, Source
from shibiao.extract.settings import ReadSettings

if TYPE_CHECKING:
    from shibiao.extract.pages import PagesRead

__all__ = ["ReadSettings", "read_document"]


def read_document(path: Path, settings: ReadSettings | None = None) -> Document:
    """Read a PDF, an image file or a text dump.

    Raises:
        UnreadableInput: one of its subclasses, by cause (``extract.errors``).
        OSError: the file cannot be opened.
    """
    settings = settings or ReadSettings()
    data = path.read_bytes()
    if not data:
        raise EmptyFile(path)
    digest = hashlib.sha256(data).hexdigest()
    if image_kind(data):
        del data  # the packed bytes of a large scan need not lie beside its pixels
        pages: PagesRead | None = _image(path, settings)
    else:
        pages = _paper(path, data, settings)
    if pages is None:
        from shibiao.extract.textdump import decode, text_grids

        return Document(Source(path.name, digest, "text"), text_grids(decode(path, data, settings.encoding)))
    if not pages.grids:
        raise DamagedFile(path, "no readable page")
    if not pages.text_found:
        raise NoText(path)
    source = Source(path.name, digest, "scan" if pages.scans else "digital")
    return Document(source, pages.grids, pages.notes, pages.scans, pages.marks)


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
    unreadable = unreadable_kind(data)
    if unreadable:
        raise UnsupportedFile(path, unreadable)
    if path.suffix.lower() == ".pdf":
        raise DamagedFile(path, "no PDF header")
    return None
