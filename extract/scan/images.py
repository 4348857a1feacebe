"""Image files: every kind that archives scan to, opened by Pillow within bounds."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from shibiao.extract.errors import DamagedFile, TooLarge, TooManyPages
from shibiao.extract.scan.frames import check_scans, check_size, count_frames, decoding, frame_shape, opened, page_rgb
from shibiao.extract.scan.picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

WORKING_PIXELS = 13_000_000  # A4 at 300 dpi has 8.7 million, at 360 dpi 12.5
_READ_DPI = 300.0  # nothing is gained by reading finer pixels than this


def read_pictures(
    path: Path,
    source: bytes | BinaryIO,
    max_pages: int,
    max_pixels: int,
    on_unread: Callable[[int], None] | None = None,
) -> Iterator[Picture]:
    """The pages of an image file, one at a time.

    ``on_unread`` is told the number of a page that cannot be decoded or is too large, and the others are read;
    without it, and in a file of one page, that is an error.

    Raises:
        DamagedFile: Pillow cannot decode it, or it is cut short.
        TooLarge: more pixels than ``max_pixels`` on one page.
        TooManyPages: more than ``max_pages`` pages.
    """
    length = len(source) if isinstance(source, bytes) else source.seek(0, io.SEEK_END)
    with decoding(path):
        image = opened(source)
        pages = count_frames(image, max_pages)
    check_scans(path, image, source)
    if pages > max_pages:
        raise TooManyPages(path, pages, max_pages)
    for number in range(1, pages + 1):
        try:
            with decoding(path):
                image.seek(number - 1)
                check_size(path, image, length, max_pixels)
                picture = _picture(image, number)
                if picture.scale > 1:
                    image = opened(source)  # a large page must not stay in memory while it is read
        except (DamagedFile, TooLarge):
            if on_unread is None or pages == 1:
                raise
            on_unread(number)
        else:
            yield picture


def _picture(image: Image, number: int) -> Picture:
    import numpy as np

    shape = frame_shape(image)
    width, height = shape.size
    factor = max(1.0, shape.dpi / _READ_DPI, math.sqrt(width * height / WORKING_PIXELS))
    size = max(1, round(width / factor)), max(1, round(height / factor))
    pixels = np.asarray(page_rgb(image, shape, size))
    scale = width / pixels.shape[1]
    return Picture(number, pixels, shape.dpi / scale, shape.dpi_from, scale, shape.size)
