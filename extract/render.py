"""Pages as pictures: of a PDF as PDFium paints them, of an image file as they are.

A PDF's page rotation is applied. Image files stay as they are stored, as the boxes of their records do.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shibiao.extract.errors import DamagedFile, MissingReader, UnsupportedFile
from shibiao.extract.kinds import PDF_WITHIN, is_pdf

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_POINTS_PER_INCH = 72.0
_MAX_PIXELS = 120_000_000  # of a rendered PDF page: a page of a plotter would not fit into memory


class PageImage(NamedTuple):
    """A page in RGB, origin top left. A record's box times ``1 / points_per_pixel`` is a box of ``image``."""

    image: Image
    points_per_pixel: float


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
    picture = read_frame(path, page_number)
    return _shrunk(picture.image, scale or picture.points_per_pixel, dpi)


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


def read_frame(path: Path, number: int) -> PageImage:
    """Frame ``number`` (from 1) of an image file with all its pixels, on white paper where it is transparent.

    Raises: DamagedFile, UnsupportedFile; OSError when the file cannot be opened.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as file:
                file.seek(number - 1)
                return PageImage(as_rgb(file), points_per_pixel(file))
    except UnidentifiedImageError as error:
        raise UnsupportedFile(path, "no-image") from error
    except FileNotFoundError:
        raise
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DamagedFile(path, f"frame {number}: {error}") from error


def points_per_pixel(image: Image) -> float:
    """The scale of an image file by its resolution tag, where that is missing or made up by its size."""
    from shibiao.extract.scan.picture import resolution

    tag = image.info.get("dpi")
    try:
        tagged = float(tag[0]) if tag and tag[0] == tag[1] else None
    except (TypeError, IndexError, ZeroDivisionError):
        tagged = None
    return _POINTS_PER_INCH / resolution(*image.size, tagged)[0]


def as_rgb(image: Image) -> Image:
    """Any of Pillow's modes as 8-bit RGB; 16-bit grey scaled, transparency laid on white."""
    from PIL import Image as Images

    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        import numpy as np

        levels = np.asarray(image).astype(np.float64)
        top = 65535.0 if levels.size and levels.max() > 255 else 255.0
        grey = np.clip(levels * (255.0 / top), 0, 255).astype(np.uint8)
        return Images.fromarray(grey).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        on_white = Images.new("RGBA", image.size, "white")
        on_white.alpha_composite(image.convert("RGBA"))
        return on_white.convert("RGB")
    return image.convert("RGB")


def _shrunk(image: Image, points_per_pixel: float, dpi: float | None) -> PageImage:
    factor = dpi * points_per_pixel / _POINTS_PER_INCH if dpi else 1.0
    if factor >= 1.0:
        return PageImage(image, points_per_pixel)
    width = max(round(image.width * factor), 1)
    height = max(round(image.height * factor), 1)
    from PIL.Image import Resampling

    smaller = image.resize((width, height), Resampling.LANCZOS, reducing_gap=2.0)
    return PageImage(smaller, points_per_pixel * image.width / width)
