"""Pages of a PDF painted for reading, about as fine as the images on them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pypdfium2 import PdfDocument

from shibiao.extract.bounds import MOST_LAYERS, check_bound
from shibiao.extract.errors import TooLarge
from shibiao.extract.model import BBox, Page
from shibiao.extract.render import paint_page
from shibiao.extract.scan.images import WORKING_PIXELS
from shibiao.extract.scan.picture import Picture, is_paper, resolution

_COARSEST, _FINEST = 150.0, 300.0  # dpi; finer pixels tell no more
_LARGE = 0.1  # of the page: smaller images are logos, and may be finer


class PaintedPage(NamedTuple):
    """``points``: page points to one point of the picture. They differ on pages whose size is none of paper."""

    picture: Picture
    points: float


def painted_picture(path: Path, document: PdfDocument, page: Page, unit: float, max_pixels: int) -> PaintedPage:
    """A page as a picture, within ``max_pixels``.

    Raises:
        TooLarge: an image on it has more pixels than ``max_pixels``.
        Overfull: images lie over each other hundreds of times.
        pypdfium2.PdfiumError: it cannot be painted.
    """
    for image in page.images:
        if image.width * image.height > max_pixels:
            raise TooLarge(path, image.width, image.height, max_pixels)
    check_bound("layers", round(_layers(page)), MOST_LAYERS)
    painted, points_per_pixel = paint_page(document, page.number, unit, _painting_dpi(page, max_pixels))
    pixels, dpi = np.asarray(painted), 72.0 / points_per_pixel
    height, width = pixels.shape[:2]
    if is_paper(max(page.width, page.height) / 72.0):
        return PaintedPage(Picture(page.number, pixels, dpi, "file", 1.0, (width, height)), 1.0)
    likely, source = resolution(width, height, None)
    return PaintedPage(Picture(page.number, pixels, likely, source, 1.0, (width, height)), likely / dpi)


def _painting_dpi(page: Page, max_pixels: int) -> float:
    own = _images_dpi(page)
    wanted = own or _COARSEST
    if is_paper(max(page.width, page.height) / 72.0):
        wanted = min(max(own or _FINEST, _COARSEST), _FINEST)
    area = max(page.width * page.height, 1.0)
    return min(wanted, 72.0 * math.sqrt(min(WORKING_PIXELS, max_pixels) / area))


def _layers(page: Page) -> float:
    """How often the images on a page would cover it."""
    paper = BBox(0, 0, page.width, page.height)
    seen = (image.bbox.meet(paper) for image in page.images)
    return sum(part.width * part.height for part in seen if part) / max(page.width * page.height, 1.0)


def _images_dpi(page: Page) -> float | None:
    """Dots per inch of the finest of the large images, None without one."""
    least = _LARGE * page.width * page.height
    areas = ((image.bbox.width * image.bbox.height, image.width * image.height) for image in page.images)
    return max((72.0 * math.sqrt(pixels / area) for area, pixels in areas if area > least), default=None)
