"""Images that say they are large, or unpack to more than they say."""

from __future__ import annotations

import struct
import zlib
from functools import partial

from samples.hostile.deflate import bomb
from samples.hostile.image_syntax import after_directory, bmp, chunk, gif, patched, png, saved, tiff, tiff_entries
from samples.hostile.kind import Kind, Outcome, content

_REFUSED: tuple[Outcome, ...] = ("too-large", "damaged")
_LARGE: tuple[Outcome, ...] = ("too-large",)
_ANY: tuple[Outcome, ...] = ("no-form", "damaged", "too-large")
_EMPTY = zlib.compress(bytes(1_000))


def _jpeg(width: int, height: int) -> bytes:
    """A JPEG of 16 by 16 pixels whose head says otherwise."""
    return patched(saved("JPEG", (16, 16)), b"\xff\xc0", 5, struct.pack(">HH", height, width))


def _jpeg_scans(side: int, scans: int) -> bytes:
    """A progressive JPEG that goes over all its pixels again and again, in a few bytes each time."""
    data = patched(saved("JPEG", (16, 16), progressive=True), b"\xff\xc2", 5, struct.pack(">HH", side, side))
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * scans + b"\xff\xd9"


def _webp(width: int, height: int) -> bytes:
    """A canvas of this size around a picture of 16 by 16."""
    picture = saved("WEBP", (16, 16), "RGB", lossless=True)[12:]
    head = b"\x10\x00\x00\x00" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + head + picture
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _jp2(width: int, height: int) -> bytes:
    """Both places where a JPEG 2000 says its size."""
    data = saved("JPEG2000", (16, 16))
    data = patched(data, b"ihdr", 4, struct.pack(">II", height, width))
    data = patched(data, b"\xff\x51", 6, struct.pack(">II", width, height))
    return patched(data, b"\xff\x51", 22, struct.pack(">II", width, height))


def _tiff(width: int, height: int, compression: int = 1) -> bytes:
    return tiff(tiff_entries(width, height, after_directory(9), 64, compression), bytes(64))


def _text_chunk() -> bytes:
    return png(9, 9, zlib.compress(bytes(90)), before=chunk(b"zTXt", b"Comment\x00\x00" + bomb(1 << 30)))


def _profile() -> bytes:
    return png(9, 9, zlib.compress(bytes(90)), before=chunk(b"iCCP", b"icc\x00\x00" + bomb(1 << 30, b"\x00")))


def _too_much_data() -> bytes:
    """Nine pixels, and a gibibyte for them."""
    return png(3, 3, bomb(1 << 30, b"\x00"))


def _chunks() -> bytes:
    return png(9, 9, zlib.compress(bytes(90)), before=chunk(b"tEXt", b"a\x00b") * 200_000)


def _gif_frames() -> bytes:
    still = gif(2_000, 2_000)
    start = still.index(b",")
    return still[:-1] + still[start:-1] * 20_000 + b";"


def _kind(name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "image", what, how, outcomes, content(suffix, make))


_SAYS = "its head only"
KINDS = (
    _kind(
        "png-endless",
        ".png",
        "a PNG of 2,147,483,647 pixels each way",
        _SAYS,
        _LARGE,
        partial(png, 2**31 - 1, 2**31 - 1, _EMPTY),
    ),
    _kind("png-60000", ".png", "a PNG of 60,000 pixels each way", _SAYS, _LARGE, partial(png, 60_000, 60_000, _EMPTY)),
    _kind(
        "png-12000", ".png", "a PNG of 12,000 pixels each way", _SAYS, _REFUSED, partial(png, 12_000, 12_000, _EMPTY)
    ),
    _kind("png-of-nothing", ".png", "a PNG of no pixels", _SAYS, ("damaged",), partial(png, 0, 0, _EMPTY)),
    _kind(
        "png-140-megapixels",
        ".png",
        "a PNG of 140 megapixels, interlaced, 16 bits deep",
        _SAYS,
        _REFUSED,
        partial(png, 11_800, 11_800, bomb(20_000_000, b"\x00"), 16, 6, b"", 1),
    ),
    _kind("png-text-bomb", ".png", "a PNG with a comment of 1 GiB", "zTXt", _ANY, partial(_text_chunk)),
    _kind("png-profile-bomb", ".png", "a PNG with a colour profile of 1 GiB", "iCCP", _ANY, partial(_profile)),
    _kind("png-data-bomb", ".png", "a PNG of 9 pixels with 1 GiB of data", "IDAT", _ANY, partial(_too_much_data)),
    _kind("png-chunks", ".png", "a PNG of 200,000 comments", "tEXt", _ANY, partial(_chunks)),
    _kind("jpeg-65535", ".jpg", "a JPEG of 65,535 pixels each way", _SAYS, _REFUSED, partial(_jpeg, 65_535, 65_535)),
    _kind("jpeg-12000", ".jpg", "a JPEG of 12,000 pixels each way", _SAYS, _ANY, partial(_jpeg, 12_000, 12_000)),
    _kind("jpeg-of-nothing", ".jpg", "a JPEG of no height", _SAYS, ("damaged",), partial(_jpeg, 100, 0)),
    _kind(
        "jpeg-scans",
        ".jpg",
        "a JPEG that paints its 100 megapixels 20,000 times",
        "progressive scans",
        _ANY,
        partial(_jpeg_scans, 10_000, 20_000),
    ),
    _kind("bmp-100000", ".bmp", "a BMP of 100,000 pixels each way", _SAYS, _LARGE, partial(bmp, 100_000, 100_000)),
    _kind("bmp-12000", ".bmp", "a BMP of 12,000 pixels each way", _SAYS, ("damaged",), partial(bmp, 12_000, 12_000)),
    _kind(
        "bmp-negative",
        ".bmp",
        "a BMP of negative size",
        _SAYS,
        ("damaged", "too-large"),
        partial(bmp, -(2**31), -(2**31)),
    ),
    _kind(
        "bmp-runs",
        ".bmp",
        "a BMP of 140 megapixels in runs",
        "RLE8, one run",
        _ANY,
        partial(bmp, 11_800, 11_800, 8, b"\xff\x00" * 500 + b"\x00\x01", 1),
    ),
    _kind("gif-65535", ".gif", "a GIF of 65,535 pixels each way", _SAYS, _REFUSED, partial(gif, 65_535, 65_535)),
    _kind(
        "gif-frame-outside",
        ".gif",
        "a GIF of 9 pixels with a frame of 65,535",
        _SAYS,
        _REFUSED,
        partial(gif, 3, 3, (65_535, 65_535)),
    ),
    _kind("gif-frames", ".gif", "a GIF of 20,000 frames", "one frame again", _ANY, partial(_gif_frames)),
    _kind(
        "webp-16777216",
        ".webp",
        "a WebP of 16,777,216 pixels each way",
        _SAYS,
        _REFUSED,
        partial(_webp, 1 << 24, 1 << 24),
    ),
    _kind("webp-16000", ".webp", "a WebP of 16,000 pixels each way", _SAYS, _REFUSED, partial(_webp, 16_000, 16_000)),
    _kind(
        "jp2-endless",
        ".jp2",
        "a JPEG 2000 of 4,294,967,295 pixels each way",
        _SAYS,
        _REFUSED,
        partial(_jp2, 2**32 - 1, 2**32 - 1),
    ),
    _kind("jp2-12000", ".jp2", "a JPEG 2000 of 12,000 pixels each way", _SAYS, _ANY, partial(_jp2, 12_000, 12_000)),
    _kind(
        "tiff-endless",
        ".tif",
        "a TIFF of 4,294,967,295 pixels each way",
        _SAYS,
        _REFUSED,
        partial(_tiff, 2**32 - 1, 2**32 - 1),
    ),
    _kind(
        "tiff-12000", ".tif", "a TIFF of 12,000 pixels each way", _SAYS, ("damaged",), partial(_tiff, 12_000, 12_000)
    ),
    _kind(
        "tiff-12000-lzw",
        ".tif",
        "a TIFF of 12,000 pixels each way, packed",
        _SAYS,
        ("damaged",),
        partial(_tiff, 12_000, 12_000, 5),
    ),
)
