"""Pixels of every kind that image files have as 8-bit RGB, at the size wanted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_BAND_PIXELS = 8_000_000  # of a large picture, made ready at a time: it must not stand in memory twice
_SAMPLED = 1_000_000  # levels that tell the range of deep pixels
_LIGHTEST = 99.5  # percentile: a few hot pixels are not the paper
_TRANSPARENT = ("RGBA", "LA", "PA", "La", "RGBa")


def as_rgb(image: Image, size: tuple[int, int] | None = None) -> Image:
    """The image in RGB, ``size`` (width, height) large; by default as large as it is.

    Transparent pixels are laid on white paper. Grey deeper than 8 bits is told by its range: zero is black, the
    lightest is paper.
    """
    from PIL import Image as pillow

    image.load()
    size = size or image.size
    top = _lightest(image) if _is_deep(image) else 0.0
    if image.width * image.height <= 2 * _BAND_PIXELS:
        return _resized(_plain(image, top), size).convert("RGB")
    made = pillow.new("RGB", size)
    step = image.height / size[1]
    rows = max(1, int(_BAND_PIXELS / (image.width * step)))
    for first in range(0, size[1], rows):
        last = min(size[1], first + rows)
        y0, y1 = math.floor(first * step), min(image.height, math.ceil(last * step))
        band = _plain(image.crop((0, y0, image.width, y1)), top)
        box = (0.0, first * step - y0, float(image.width), min(last * step - y0, float(y1 - y0)))
        made.paste(_resized(band, (size[0], last - first), box).convert("RGB"), (0, first))
    return made


def plain_bands(image: Image) -> Iterator[Image]:
    """All pixels from the top down, some rows at a time, as black and white, 8-bit grey or RGB: what shows them all."""
    image.load()
    top = _lightest(image) if _is_deep(image) else 0.0
    rows = max(1, _BAND_PIXELS // image.width)
    for first in range(0, image.height, rows):
        band = image.crop((0, first, image.width, min(image.height, first + rows)))
        if band.mode != "1" or "transparency" in image.info:
            band = _plain(band, top)
        yield band if band.mode in ("1", "L", "RGB") else band.convert("RGB")


def _plain(image: Image, top: float) -> Image:
    """In a mode whose pixels can be averaged, nothing transparent; ``top`` is the white of deep pixels."""
    from PIL import Image as pillow

    if _is_deep(image):
        return _eight_bits(image, top)
    if image.mode in _TRANSPARENT or "transparency" in image.info:
        rgba = image.convert("RGBA")
        on_white = pillow.new("RGB", rgba.size, "white")
        on_white.paste(rgba, mask=rgba.getchannel("A"))
        return on_white
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK", "YCbCr") else image.convert("RGB")


def _resized(image: Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None) -> Image:
    from PIL.Image import Resampling

    if image.size == size and box is None:
        return image
    smaller = image.width >= size[0] and image.height >= size[1]
    return image.resize(size, Resampling.BOX if smaller else Resampling.BICUBIC, box)


def _is_deep(image: Image) -> bool:
    return image.mode.startswith("I;16") or image.mode in ("I", "F")


def _lightest(image: Image) -> float:
    """The level of paper, by a sample of rows; 0 where there is none above black."""
    import numpy as np

    every = max(1, image.width * image.height // _SAMPLED)
    rows = (image.crop((0, y, image.width, y + 1)) for y in range(0, image.height, every))
    levels = np.concatenate([np.asarray(row, dtype=np.float64).ravel() for row in rows])
    levels = levels[np.isfinite(levels)]
    return max(0.0, float(np.percentile(levels, _LIGHTEST, method="higher"))) if levels.size else 0.0


def _eight_bits(image: Image, top: float) -> Image:
    import numpy as np
    from PIL import Image as pillow

    if top <= 0:
        return pillow.new("L", image.size, 255)
    levels = np.nan_to_num(np.asarray(image).astype(np.float32), nan=top, posinf=top, neginf=0.0)
    levels *= 255.0 / top
    return pillow.fromarray(np.clip(levels, 0, 255, out=levels).astype(np.uint8))
