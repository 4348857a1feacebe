"""Pages and crops as PNG, painted in a worker process: a file that hangs or crashes its painter costs a picture."""

from __future__ import annotations

import io
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

    from shibiao.extract.render import PageImage

DPI = (96, 150, 220, 300)
CROP_DPI = 220
_MARGIN = 4.0  # points around a cell
_LARGEST = 4000  # pixels of a page's longer side as it is shown
_LARGEST_CROP = (1400, 700)
_PAGES_KEPT = 3
_KEPT_PIXELS = 40_000_000


class Sheet(NamedTuple):
    """Which page of which file. ``points_per_pixel``: of an image file's record."""

    path: str
    sha256: str
    page: int
    points_per_pixel: float | None
    password: str | None = None


class Painted(NamedTuple):
    """A picture as PNG with the page's size in points."""

    png: bytes
    width: float
    height: float


def paint(sheet: Sheet, dpi: int) -> Painted:
    """The whole page."""
    from shibiao.batch.limits import unwatch, watch_pages

    watch_pages(60.0)
    try:
        page = _page(sheet, dpi)
        image = page.image
        size = (image.width * page.points_per_pixel, image.height * page.points_per_pixel)
        most = max(image.size)
        if most > _LARGEST:
            shrunk = (max(image.width * _LARGEST // most, 1), max(image.height * _LARGEST // most, 1))
            image = image.resize(shrunk)
        return Painted(_png(image), *size)
    finally:
        unwatch()


def crop(sheet: Sheet, box: tuple[float, float, float, float]) -> Painted:
    """A cell with a little around it."""
    from shibiao.batch.limits import unwatch, watch_pages

    watch_pages(60.0)
    try:
        page = _page(sheet, CROP_DPI)
        x0, y0, x1, y1 = (side / page.points_per_pixel for side in box)
        by = _MARGIN / page.points_per_pixel
        width, height = page.image.size
        left, top = min(max(int(x0 - by), 0), width - 1), min(max(int(y0 - by), 0), height - 1)
        right, bottom = max(min(int(x1 + by), width), left + 1), max(min(int(y1 + by), height), top + 1)
        piece = page.image.crop((left, top, right, bottom))
        piece.thumbnail(_LARGEST_CROP)
        return Painted(_png(piece), x1 - x0, y1 - y0)
    finally:
        unwatch()


@cache
def _kept() -> OrderedDict[tuple[Sheet, int], PageImage]:
    return OrderedDict()


def _page(sheet: Sheet, dpi: int) -> PageImage:
    """A page, painted or still at hand. The file must still have its hash: it may have been replaced since."""
    from shibiao.extract.render import render_page

    kept = _kept()
    page = kept.get((sheet, dpi))
    if page is None:
        path = Path(sheet.path)
        _check(path, sheet.sha256, path.stat().st_mtime_ns)
        page = render_page(path, sheet.page, dpi, sheet.password, sheet.points_per_pixel)
        kept[sheet, dpi] = page
        while len(kept) > 1 and (len(kept) > _PAGES_KEPT or _pixels(kept) > _KEPT_PIXELS):
            kept.popitem(last=False)
    else:
        kept.move_to_end((sheet, dpi))
    return page


def _pixels(kept: OrderedDict[tuple[Sheet, int], PageImage]) -> int:
    return sum(page.image.width * page.image.height for page in kept.values())


@cache
def _check(path: Path, sha256: str, _stamp: int) -> None:
    import hashlib

    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ValueError("the file has changed")


def _png(image: Image) -> bytes:
    """Grey pages as grey: most are, and they are a third of the size."""
    import numpy as np

    pixels = np.asarray(image)
    if (
        pixels.ndim == 3
        and np.array_equal(pixels[..., 0], pixels[..., 1])
        and np.array_equal(pixels[..., 0], pixels[..., 2])
    ):
        image = image.convert("L")
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=1)
    return data.getvalue()
