"""Image files: every kind that archives scan to, opened by Pillow within bounds."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.extract.errors import DamagedFile, TooLarge, TooManyPages
from shibiao.extract.scan.picture import Picture, Pixels, resolution

if TYPE_CHECKING:
    from PIL.Image import Image

# JPEG 2000 comes as a boxed file or as a bare code stream.
SIGNATURES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"\x00\x00\x00\x0cjP", "JPEG2000"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
)
_WORKING_PIXELS = 13_000_000  # A4 at 300 dpi has 8.7 million, at 360 dpi 12.5
_READ_DPI = 300.0  # nothing is gained by reading finer pixels than this


def image_kind(data: bytes) -> str | None:
    """The kind of image by its first bytes, None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for mark, kind in SIGNATURES if data.startswith(mark)), None)


def read_pictures(path: Path, data: bytes, max_pages: int, max_pixels: int) -> Iterator[Picture]:
    """The pages of an image file, one at a time.

    Raises:
        DamagedFile: Pillow cannot decode it, or it is cut short.
        TooLarge: more pixels than ``max_pixels`` on one page.
        TooManyPages: more than ``max_pages`` frames.
    """
    from PIL import Image, UnidentifiedImageError

    kind = image_kind(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large images; our own bound follows
            image = Image.open(io.BytesIO(data), formats=[kind] if kind else None)
            frames = getattr(image, "n_frames", 1)
            if frames > max_pages:
                raise TooManyPages(path, frames, max_pages)
            for index in range(frames):
                image.seek(index)
                yield _picture(path, image, index + 1, max_pixels)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise DamagedFile(path, f"{kind}: {error}") from error


def _picture(path: Path, image: Image, number: int, max_pixels: int) -> Picture:
    width, height = image.size
    if width * height > max_pixels:
        raise TooLarge(path, width, height, max_pixels)
    dpi, dpi_from = resolution(width, height, _tagged_dpi(image))
    factor = max(1.0, dpi / _READ_DPI, math.sqrt(width * height / _WORKING_PIXELS))
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
