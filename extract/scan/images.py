"""Image files: every kind that archives scan to, opened by Pillow within bounds."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.extract.errors import DamagedFile, TooLarge, TooManyPages
from shibiao.extract.kinds import image_kind
from shibiao.extract.scan.picture import Picture, Pixels, resolution

if TYPE_CHECKING:
    from PIL.Image import Image

WORKING_PIXELS = 13_000_000  # A4 at 300 dpi has 8.7 million, at 360 dpi 12.5
_READ_DPI = 300.0  # nothing is gained by reading finer pixels than this


def read_pictures(
    path: Path, data: bytes, max_pages: int, max_pixels: int, on_damaged: Callable[[int], None] | None = None
) -> Iterator[Picture]:
    """The pages of an image file, one at a time.

    ``on_damaged`` is told the number of a frame that cannot be decoded, and the others are read; without it, and
    in a file of one frame, that is an error.

    Raises:
        DamagedFile: Pillow cannot decode it, or it is cut short.
        TooLarge: more pixels than ``max_pixels`` on one page.
        TooManyPages: more than ``max_pages`` frames.
    """
    kind = image_kind(data)
    with _reported_as_damage(path, kind):
        image = _opened(data, kind)
        frames = 1 if kind == "JPEG" else getattr(image, "n_frames", 1)  # a camera's JPEG may carry a preview
    if frames > max_pages:
        raise TooManyPages(path, frames, max_pages)
    for number in range(1, frames + 1):
        try:
            with _reported_as_damage(path, kind):
                image.seek(number - 1)
                picture = _picture(path, image, number, max_pixels)
        except DamagedFile:
            if on_damaged is None or frames == 1:
                raise
            on_damaged(number)
        else:
            yield picture


def _opened(data: bytes, kind: str | None) -> Image:
    """The image, not yet decoded, whatever its size: our own bound follows."""
    from PIL import Image

    return Image.open(io.BytesIO(data), formats=[kind] if kind else None)


@contextmanager
def _reported_as_damage(path: Path, kind: str | None) -> Iterator[None]:
    """Pillow's many errors as DamagedFile; its own bound on pixels lifted, for ours is the one that counts."""
    from PIL import Image, UnidentifiedImageError

    bound, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        yield
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as error:
        raise DamagedFile(path, f"{kind}: {error}") from error
    finally:
        Image.MAX_IMAGE_PIXELS = bound


def _picture(path: Path, image: Image, number: int, max_pixels: int) -> Picture:
    width, height = image.size
    if width * height > max_pixels:
        raise TooLarge(path, width, height, max_pixels)
    dpi, dpi_from = resolution(width, height, _tagged_dpi(image))
    factor = max(1.0, dpi / _READ_DPI, math.sqrt(width * height / WORKING_PIXELS))
    pixels = _rgb(image, (max(1, round(width / factor)), max(1, round(height / factor))))
    scale = width / pixels.shape[1]
    return Picture(number, pixels, dpi / scale, dpi_from, scale, (width, height))


def _tagged_dpi(image: Image) -> float | None:
    """The resolution that the file claims, None where it claims none or an uneven one."""
    tagged = image.info.get("dpi")
    try:
        x, y = float(tagged[0]), float(tagged[1])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return x if x > 1 and abs(x - y) < 0.02 * x else None


def _rgb(image: Image, size: tuple[int, int]) -> Pixels:
    import numpy as np
    from PIL import Image as pillow

    if image.format == "JPEG":
        image.draft(None, size)  # decodes at a half or a quarter where that is still large enough
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _eight_bits(image)
    elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        image = pillow.new("RGB", rgba.size, "white")
        image.paste(rgba, mask=rgba.getchannel("A"))
    if image.mode == "1" and image.size != size:
        image = image.convert("L")
    if image.size != size:
        image = image.resize(size, pillow.Resampling.BOX if image.width >= size[0] else pillow.Resampling.BICUBIC)
    return np.asarray(image.convert("RGB"))


def _eight_bits(image: Image) -> Image:
    """16-bit and float grey to 8 bits, its own darkest and lightest stretched to the full range."""
    import numpy as np
    from PIL import Image as pillow

    values = np.asarray(image).astype(np.float32)
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return pillow.new("L", image.size, 255)
    return pillow.fromarray(((values - low) * (255.0 / (high - low))).astype(np.uint8))
