"""From a file to a document: what kind of file it is, by its bytes, and which reader reads it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from shibiao.extract.errors import DamagedFile, EmptyFile, MissingReader, UnsupportedFile
from shibiao.extract.model import Document, Grid, Source
from shibiao.extract.user_unit import user_unit

_IMAGES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"GIF8", "GIF"),
    (b"\x00\x00\x00\x0cjP", "JPEG 2000"),
)
_OFFICE = ((b"PK\x03\x04", "office-zip"), (b"\xd0\xcf\x11\xe0", "office-ole"), (b"{\\rtf", "rtf"))
_PDF_WITHIN = 1024  # ISO 32000-1, annex H: the header may stand this far in


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files are read. ``encoding`` None: found out. ``verify`` adds pdfplumber's reading of every cell."""

    password: str | None = None
    encoding: str | None = None
    max_pages: int = 2000
    verify: bool = False


def read_document(path: Path, settings: ReadSettings | None = None) -> Document:
    """Read a PDF or a text dump.

    Raises:
        UnreadableInput: one of its subclasses, by cause (``extract.errors``).
        OSError: the file cannot be opened.
    """
    settings = settings or ReadSettings()
    data = path.read_bytes()
    if not data:
        raise EmptyFile(path)
    digest = hashlib.sha256(data).hexdigest()
    if b"%PDF-" in data[:_PDF_WITHIN]:
        grids, notes = _read_pdf(path, data, settings)
        return Document(Source(path.name, digest, "digital"), grids, notes)
    _refuse_known_kinds(path, data)
    from shibiao.extract.textdump import decode, text_grids

    return Document(Source(path.name, digest, "text"), text_grids(decode(path, data, settings.encoding)))


def _read_pdf(path: Path, data: bytes, settings: ReadSettings) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    try:
        import pypdfium2

        from shibiao.extract.grid import build_grid
        from shibiao.extract.pdfium import open_pdf, read_page
        from shibiao.extract.plumber import SecondReader
    except ImportError as error:
        raise MissingReader(path, "pypdfium2") from error
    document = open_pdf(path, data, settings.password, settings.max_pages)
    grids: list[Grid] = []
    notes: list[str] = []
    unit = user_unit(data)
    second = SecondReader(data, settings.password, unit) if settings.verify else None
    try:
        for index in range(len(document)):
            try:
                page = read_page(document, index, unit)
            except pypdfium2.PdfiumError:
                notes.append(f"page-unreadable:{index + 1}")
                continue
            if page.unseen:
                notes.append(f"unseen-text:{page.number}")
            grids.append(second.verified_grid(page) if second else build_grid(page))
    finally:
        document.close()
        if second:
            second.close()
    if not grids:
        raise DamagedFile(path, "no readable page")
    if not any(cell.text for grid in grids for cell in grid.cells):
        raise UnsupportedFile(path, "image:PDF")  # nothing but pictures of pages
    return tuple(grids), tuple(notes)


def _refuse_known_kinds(path: Path, data: bytes) -> None:
    for mark, kind in (*_IMAGES, *_OFFICE):
        if data.startswith(mark):
            raise UnsupportedFile(path, f"image:{kind}" if (mark, kind) in _IMAGES else kind)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise UnsupportedFile(path, "image:WebP")
    if path.suffix.lower() == ".pdf":
        raise DamagedFile(path, "no PDF header")
