"""Pages as pictures, upright as viewers show them: of a PDF as PDFium paints them, of an image file as they are.

A PDF's page rotation is applied, and so is an image file's orientation (``scan.frames``): boxes of records refer
to the page so turned.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shibiao.extract.errors import DamagedFile, MissingReader, UnsupportedFile
from shibiao.extract.kinds import PDF_WITHIN, image_kind, is_pdf

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_POINTS_PER_INCH = 72.0
_MAX_PIXELS = 120_000_000  # of a rendered PDF page: a page of a plotter would not fit into memory


class PageImage(NamedTuple):
    """A page in RGB, origin top left. A record's box times ``1 / points_per_pixel`` is a box of ``image``."""

    image: Image
    points_per_pixel: float


def can_be_painted(path: Path) -> bool:
    """Whether a file has pages to paint: a PDF's or an image's. Office files and text have none. Raises: OSError."""
    with path.open("rb") as file:
        head = file.read(PDF_WITHIN + 5)
    return is_pdf(head) or image_kind(head) is not None


def render_page(
    path: Path,
    page_number: int,
    dpi: float | None = 150,
    password: str | None = None,
    scale: float | None = None,
) -> PageImage:
    """The picture of page ``page_number`` (from 1) of a PDF, or of that frame of an image file.

    PDF pages are painted at ``dpi``. Image files keep their pixels unless they are finer than ``dpi``; None
    never shrinks them. ``scale`` is the points of a pixel in an image file's records, by default what the file
    says of its resolution or, where that cannot be, its size does.

    Raises:
        DamagedFile, EncryptedFile: the file or the page cannot be opened.
        UnsupportedFile: neither a PDF nor an image.
        MissingReader: the library for this kind of file is not installed.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        pdf = is_pdf(file.read(PDF_WITHIN + 5))
    if pdf:
        return _render_pdf_page(path, page_number, dpi or 150, password)
    return _render_frame(path, page_number, dpi, scale)


def _render_pdf_page(path: Path, page_number: int, dpi: float, password: str | None) -> PageImage:
    try:
        import pypdfium2

        from shibiao.extract.pdfium import open_pdf
    except ImportError as error:
        raise MissingReader(path, "pypdfium2") from error
    from shibiao.extract.user_unit import user_unit

    data = path.read_bytes()
    document = open_pdf(path, data, password, max_pages=sys.maxsize)
    try:
        return paint_page(document, page_number, user_unit(data), dpi)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise DamagedFile(path, f"page {page_number}: {error}") from error
    finally:
        document.close()


def paint_page(document: PdfDocument, page_number: int, unit: float, dpi: float) -> PageImage:
    """Page ``page_number`` (from 1) of an open PDF whose unit is ``unit`` points; huge pages at a lower ``dpi``.

    Raises: pypdfium2.PdfiumError, IndexError when there is no such page.
    """
    page = document[page_number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / _POINTS_PER_INCH * unit, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        return PageImage(image, unit / scale)
    finally:
        page.close()


def _render_frame(path: Path, number: int, dpi: float | None, scale: float | None) -> PageImage:
    try:
        from shibiao.extract.scan.frames import count_frames, decoding, frame_shape, opened, page_rgb
    except ImportError as error:
        raise MissingReader(path, "pillow") from error
    with path.open("rb") as file, decoding(path):
        if not image_kind(file.read(PDF_WITHIN)):
            raise UnsupportedFile(path, "no-image")
        image = opened(file)
        if number > count_frames(image, number):
            raise DamagedFile(path, f"frame {number}")
        image.seek(number - 1)
        shape = frame_shape(image)
        scale = scale or _POINTS_PER_INCH / shape.dpi
        shrink = min(1.0, dpi * scale / _POINTS_PER_INCH) if dpi else 1.0
        width, height = (max(round(side * shrink), 1) for side in shape.size)
        return PageImage(page_rgb(image, shape, (width, height)), scale * shape.size[0] / width)
