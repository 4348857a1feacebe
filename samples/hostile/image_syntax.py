"""Image files put together by hand, so that any figure in them may be wrong."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

from PIL import Image

Entry = tuple[int, int, int, int]
"""A field of a TIFF directory: tag, type, count, value."""
SHORT, LONG = 3, 4


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG with a right checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, packed: bytes, depth: int = 8, colours: int = 0, before: bytes = b"", way: int = 0
) -> bytes:
    """A PNG that says it has this size. ``colours`` 0: grey; ``before``: chunks before its pixels."""
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, way)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bmp(width: int, height: int, bits: int = 24, pixels: bytes = b"\x00" * 64, compression: int = 0) -> bytes:
    """A Windows bitmap."""
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(pixels), 0, 0, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 54 + len(pixels), 0, 0, 54) + head + pixels


def gif(width: int, height: int, frame: tuple[int, int] | None = None) -> bytes:
    """A GIF of one frame with hardly any data."""
    across, down = frame or (width, height)
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    return head + b"," + struct.pack("<HHHHB", 0, 0, across, down, 0) + b"\x02\x02\x4c\x01\x00;"


def directory(entries: Sequence[Entry], following: int = 0) -> bytes:
    """A TIFF directory (little-endian)."""
    fields = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + fields + struct.pack("<I", following)


def tiff_entries(width: int, height: int, offset: int, length: int, compression: int = 1, bits: int = 8) -> list[Entry]:
    """The fields of a grey picture in one strip."""
    return [
        (256, LONG, 1, width),
        (257, LONG, 1, height),
        (258, SHORT, 1, bits),
        (259, SHORT, 1, compression),
        (262, SHORT, 1, 1),
        (273, LONG, 1, offset),
        (277, SHORT, 1, 1),
        (278, LONG, 1, height),
        (279, LONG, 1, length),
    ]


def tiff(entries: Sequence[Entry], data: bytes = b"", following: int = 0) -> bytes:
    """A TIFF of one directory at 8, ``data`` behind it."""
    return b"II*\x00\x08\x00\x00\x00" + directory(entries, following) + data


def after_directory(count: int) -> int:
    """Where ``data`` of a TIFF with so many fields begins."""
    return 8 + 2 + 12 * count + 4


def saved(kind: str, size: tuple[int, int], mode: str = "L", **options: object) -> bytes:
    """A white image by Pillow."""
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode == "1" else 255).save(out, kind, **options)
    return out.getvalue()


def patched(data: bytes, marker: bytes, offset: int, value: bytes) -> bytes:
    """Other bytes at a place counted from the first ``marker``."""
    place = data.index(marker) + offset
    return data[:place] + value + data[place + len(value) :]
