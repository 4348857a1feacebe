"""Searchable PDFs (``--pdf``): every scan as it looks, its repaired text beneath for searching and copying."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shibiao.extract.errors import DamagedFile
from shibiao.scans import ScannedPage, scanned_pages

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from shibiao.export.text_layer import PlacedText
    from shibiao.schemas.records import Form

_LINES_DPI = 200.0  # at which lines of text are looked for
_LOOK_DPI = 50.0  # at which a page is compared with what it was


def searchable_pdf(path: Path, forms: Sequence[Form], password: str | None = None) -> bytes:
    """The PDF of a scan: its pages unchanged to the eye, the text of ``forms`` on their scanned pages.

    An image file becomes a PDF with a page per frame; an encrypted PDF comes out without its password.

    Raises: UnreadableInput when the file cannot be opened again or the layer would change how a page looks;
        OSError when the file cannot be read.
    """
    from shibiao.extract.kinds import PDF_WITHIN, is_pdf
    from shibiao.extract.user_unit import user_unit

    scans = {number: scan for form in forms for number, scan in scanned_pages(form).items()}
    with path.open("rb") as file:
        pdf = is_pdf(file.read(PDF_WITHIN + 5))
    if pdf:
        data = path.read_bytes()
    else:
        from shibiao.export.image_pdf import image_pdf

        known = ((number, scan.points_per_pixel) for number, scan in scans.items())
        data, password = image_pdf(path, {number: scale for number, scale in known if scale}), None
    unit = user_unit(data) if pdf else 1.0
    for drop_invisible in (True, False):
        made = _with_text(_Scanned(path, data, password, unit), forms, scans, drop_invisible)
        if made is not None:
            return made
    raise DamagedFile(path, "text layer")


class _Scanned(NamedTuple):
    """A PDF of scanned pages to put text on."""

    path: Path
    data: bytes
    password: str | None
    unit: float


def _with_text(
    scanned: _Scanned, forms: Sequence[Form], scans: dict[int, ScannedPage], drop_invisible: bool
) -> bytes | None:
    """The PDF with its text; None when a page would not look as before."""
    import pypdfium2

    from shibiao.export.text_layer import add_text_layer, saved
    from shibiao.extract.pdfium import open_pdf

    document = open_pdf(scanned.path, scanned.data, scanned.password, sys.maxsize)
    try:
        before = _looks(document, scans, scanned.unit)
        texts = {number: _page_texts(document, number, scan, forms, scanned.unit) for number, scan in scans.items()}
        add_text_layer(document, texts, scanned.unit, drop_invisible)
        made = saved(document)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise DamagedFile(scanned.path, str(error)) from error
    finally:
        document.close()
    with pypdfium2.PdfDocument(made) as again:
        return made if _looks(again, scans, scanned.unit) == before else None


def _looks(document: PdfDocument, numbers: Iterable[int], unit: float) -> list[bytes]:
    """A digest of what each page looks like."""
    from shibiao.extract.render import paint_page

    pictures = (paint_page(document, number, unit, _LOOK_DPI).image for number in sorted(numbers))
    return [hashlib.sha256(picture.tobytes()).digest() for picture in pictures]


def _page_texts(
    document: PdfDocument, number: int, scan: ScannedPage, forms: Sequence[Form], unit: float
) -> list[PlacedText]:
    import numpy as np

    from shibiao.export.text_places import placed_texts
    from shibiao.extract.model import Quad
    from shibiao.extract.render import paint_page
    from shibiao.extract.scan.picture import Picture
    from shibiao.extract.scan.printed_lines import printed_lines

    image, points_per_pixel = paint_page(document, number, unit, _LINES_DPI)
    cells = [cell for form in forms for cell in form.cells if cell.page == number and cell.text.value]
    picture = Picture(number, np.asarray(image), 72.0 / points_per_pixel, "file", 1.0, image.size)
    lines = printed_lines(picture, [Quad(*cell.corners) for cell in cells], scan.turned)
    return placed_texts(cells, lines)
