"""Frames of an image file: opened, counted, and how each lies on its page.

The page is what viewers show: turned and mirrored as the file's orientation tag says (EXIF and TIFF 274), and its
pixels square, so that a fax of 204 by 98 dots an inch is as high as its paper. Sizes and boxes of records are
the page's.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from shibiao.extract.bounds import MOST_SCANS
from shibiao.extract.errors import DamagedFile, TooLarge, UnreadableInput
from shibiao.extract.kinds import image_kind
from shibiao.extract.scan.picture import DpiFrom, resolution, squared
from shibiao.extract.scan.to_rgb import as_rgb

if TYPE_CHECKING:
    from PIL.Image import Image

_HEAD = 64  # bytes that tell the kind of file
_ORIENTATION = 274
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
_SCAN = b"\xff\xda"  # where a JPEG begins to go over its pixels
_PIECE = 1 << 20
_DEFLATE_MOST = 1040  # bytes that zlib can make of one
_COUNTED = 10_000  # frames: counting on takes the square of their number


class FrameShape(NamedTuple):
    """``orientation``: what of EXIF's is still to be undone, 1 for none.

    ``size``: pixels across and down the page, square ones; ``dpi`` is of them.
    """

    orientation: int
    size: tuple[int, int]
    dpi: float
    dpi_from: DpiFrom


def opened(source: bytes | BinaryIO) -> Image:
    """The image, not yet decoded and whatever its size: bounds are for the caller. Within ``decoding``."""
    from PIL import Image, UnidentifiedImageError

    file = io.BytesIO(source) if isinstance(source, bytes) else source
    file.seek(0)
    kind = image_kind(file.read(_HEAD))
    file.seek(0)
    try:
        return Image.open(file, formats=[kind] if kind else None)
    except UnidentifiedImageError as error:  # its words name the stream by its place in memory
        raise UnidentifiedImageError(kind or "?") from error


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Whatever Pillow raises on a damaged file as DamagedFile, its warnings unsaid, its own bound on pixels lifted."""
    from PIL import Image

    bound, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UnreadableInput, MemoryError, ImportError):
        raise
    except Exception as error:  # its many plug-ins raise many kinds, TypeError and KeyError among them
        raise DamagedFile(path, str(error) or type(error).__name__) from error
    finally:
        Image.MAX_IMAGE_PIXELS = bound


def count_frames(image: Image, limit: int) -> int:
    """The pages of an image file: frames of a TIFF; further frames of other kinds are an animation or a preview.

    One that is damaged counts. Counting ends above ``limit`` and ten thousand.
    """
    if image.format != "TIFF":
        return 1
    for number in range(1, max(limit, _COUNTED) + 1):
        try:
            image.seek(number)
        except EOFError:
            return number
        except Exception:  # said when the frame is read
            continue
    return max(limit, _COUNTED) + 1


def check_size(path: Path, image: Image, length: int, max_pixels: int) -> None:
    """Before anything is decoded: room is made for the declared size, however few bytes (``length``) fill it.

    Raises: TooLarge, DamagedFile.
    """
    width, height = image.size
    if width * height > max_pixels:
        raise TooLarge(path, width, height, max_pixels)
    if image.format == "PNG" and width * height // 8 > length * _DEFLATE_MOST:
        raise DamagedFile(path, f"{width} × {height}, {length} B")


def check_scans(path: Path, image: Image, source: bytes | BinaryIO) -> None:
    """A progressive JPEG goes over its pixels as often as it likes, for a few bytes each time.

    Raises: DamagedFile.
    """
    if image.format not in ("JPEG", "MPO"):
        return
    if isinstance(source, bytes):
        scans = source.count(_SCAN)
    else:
        place = source.tell()
        source.seek(0)
        scans = sum(piece.count(_SCAN) for piece in iter(lambda: source.read(_PIECE), b""))
        source.seek(place)
    if scans > MOST_SCANS:
        raise DamagedFile(path, f"{scans} JPEG scans > {MOST_SCANS}")


def frame_shape(image: Image) -> FrameShape:
    """How the frame at which the image stands lies on its page. Does not decode JPEG and TIFF."""
    width, height = image.size
    orientation = image.getexif().get(_ORIENTATION, 1)
    orientation = orientation if orientation in range(1, 9) else 1
    tagged = _tagged_dpi(image)
    if orientation in _ON_ITS_SIDE:
        tagged = tagged and (tagged[1], tagged[0])
    if image.format == "TIFF":
        orientation = 1  # Pillow undoes it as it decodes, and tells the page's size
    page = (height, width) if orientation in _ON_ITS_SIDE else (width, height)
    size, dpi = squared(*page, tagged)
    return FrameShape(orientation, size, *resolution(*size, dpi))


def page_rgb(image: Image, shape: FrameShape, size: tuple[int, int] | None = None) -> Image:
    """The page in RGB, ``size`` large, by default as large as ``shape`` says. Within ``decoding``."""
    from PIL import ImageOps

    across, down = size or shape.size
    wanted = (down, across) if shape.orientation in _ON_ITS_SIDE else (across, down)
    if image.format in ("JPEG", "MPO"):
        image.draft(None, wanted)  # decodes at a half or a quarter where that is still large enough
    rgb = as_rgb(image, wanted)
    if shape.orientation == 1:
        return rgb
    rgb.getexif()[_ORIENTATION] = shape.orientation
    return ImageOps.exif_transpose(rgb)


def _tagged_dpi(image: Image) -> tuple[float, float] | None:
    """Dots an inch across and down that the file claims, None where it claims none that can be."""
    tagged = image.info.get("dpi")
    try:
        x, y = float(tagged[0]), float(tagged[1])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return (x, y) if x > 1 and y > 1 else None
