"""TIFFs whose directories go round, are too many, or hold impossible figures."""

from __future__ import annotations

import struct
from functools import partial

from samples.hostile.image_syntax import LONG, SHORT, Entry, after_directory, directory, tiff, tiff_entries
from samples.hostile.kind import Kind, Outcome, content

_DAMAGED: tuple[Outcome, ...] = ("damaged",)
_ANY: tuple[Outcome, ...] = ("no-form", "damaged", "too-large")
_SIDE = 40
_BIG_ENDIAN_64 = b"MM\x00+\x00\x08\x00\x00"


def _entries(fields: int = 9) -> list[Entry]:
    return tiff_entries(_SIDE, _SIDE, after_directory(fields), _SIDE * _SIDE)


def _with(*changed: Entry) -> bytes:
    """A white picture with some fields changed or added."""
    kept = {entry[0]: entry for entry in _entries()} | {entry[0]: entry for entry in changed}
    fields = [kept[tag] for tag in sorted(kept)]
    place = after_directory(len(fields))
    fields = [(*entry[:3], place) if entry[0] == 273 and entry not in changed else entry for entry in fields]
    return tiff(fields, b"\xff" * _SIDE * _SIDE)


def _round(length: int) -> bytes:
    """So many directories, the last of which leads back to the first."""
    size = len(directory(_entries()))
    pixels = 8 + size * length
    entries = tiff_entries(_SIDE, _SIDE, pixels, _SIDE * _SIDE)
    parts = [directory(entries, 8 + size * ((n + 1) % length)) for n in range(length)]
    return b"II*\x00\x08\x00\x00\x00" + b"".join(parts) + b"\xff" * _SIDE * _SIDE


def _chain(length: int) -> bytes:
    """So many directories, all with the same pixels."""
    size = len(directory(_entries()))
    entries = tiff_entries(_SIDE, _SIDE, 8 + size * length, _SIDE * _SIDE)
    parts = [directory(entries, 8 + size * (n + 1) if n + 1 < length else 0) for n in range(length)]
    return b"II*\x00\x08\x00\x00\x00" + b"".join(parts) + b"\xff" * _SIDE * _SIDE


def _crossing() -> bytes:
    """A directory that begins inside itself."""
    return b"II*\x00\x08\x00\x00\x00" + directory(_entries(), 10) + bytes(4_000)


def _of_fields(count: int) -> bytes:
    """A directory of the most fields there can be."""
    return tiff(_entries(count)[:9] + [(60_000 + n % 5_000, LONG, 1, n) for n in range(count - 9)], bytes(4_000))


def _exif_round() -> bytes:
    """A directory of the camera's that is its own."""
    return _with((34665, LONG, 1, 8), (34853, LONG, 1, 8), (40965, LONG, 1, 8), (330, LONG, 1, 8))


def _kind(name: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "image", what, how, outcomes, content(".tif", make))


KINDS = (
    _kind("tiff-round-1", "a TIFF whose page is followed by itself", "the next directory", _ANY, partial(_round, 1)),
    _kind("tiff-round-3", "three pages that go round", "the next directory", _ANY, partial(_round, 3)),
    _kind("tiff-inside-itself", "a page that begins inside itself", "the next directory", _ANY, partial(_crossing)),
    _kind(
        "tiff-5000-pages",
        "a TIFF of 5,000 pages",
        "all with the same pixels",
        ("too-many-pages",),
        partial(_chain, 5_000),
    ),
    _kind(
        "tiff-60000-pages",
        "a TIFF of 60,000 pages",
        "all with the same pixels",
        ("too-many-pages",),
        partial(_chain, 60_000),
    ),
    _kind(
        "tiff-300-pages", "a TIFF of 300 empty pages", "all with the same pixels", ("no-form",), partial(_chain, 300)
    ),
    _kind("tiff-of-fields", "a directory of 65,535 fields", "unknown tags", _ANY, partial(_of_fields, 65_535)),
    _kind("tiff-no-fields", "a directory without fields", "by hand", _DAMAGED, partial(tiff, [])),
    _kind("tiff-head-only", "the head of a TIFF", "eight bytes", _DAMAGED, partial(bytes, b"II*\x00\x08\x00\x00\x00")),
    _kind(
        "tiff-nowhere",
        "a TIFF whose directory is beyond its end",
        "the head",
        _DAMAGED,
        partial(bytes, b"II*\x00" + struct.pack("<I", 2**32 - 2) + bytes(100)),
    ),
    _kind(
        "tiff-big-nowhere",
        "a TIFF of 64 bits whose directory is 10^18 bytes on",
        "the head",
        _DAMAGED,
        partial(bytes, _BIG_ENDIAN_64 + b"\x7f" * 8 + bytes(100)),
    ),
    _kind("tiff-exif-round", "camera data that contain themselves", "tags 34665, 330", _ANY, partial(_exif_round)),
    _kind("tiff-strips", "a TIFF of 4,294,967,295 strips", "tag 273", _ANY, partial(_with, (273, LONG, 2**32 - 1, 8))),
    _kind(
        "tiff-strip-length",
        "a strip of 4,294,967,295 bytes",
        "tag 279",
        _ANY,
        partial(_with, (279, LONG, 1, 2**32 - 1)),
    ),
    _kind("tiff-strip-outside", "a strip beyond the end", "tag 273", _ANY, partial(_with, (273, LONG, 1, 2**32 - 9))),
    _kind("tiff-rows-zero", "strips of no rows", "tag 278", _ANY, partial(_with, (278, LONG, 1, 0))),
    _kind("tiff-bits", "pixels of 65,535 bits", "tag 258", _DAMAGED, partial(_with, (258, SHORT, 1, 65_535))),
    _kind("tiff-samples", "pixels of 65,535 colours", "tag 277", _DAMAGED, partial(_with, (277, SHORT, 1, 65_535))),
    _kind(
        "tiff-compression",
        "pixels packed in an unknown way",
        "tag 259",
        _DAMAGED,
        partial(_with, (259, SHORT, 1, 65_000)),
    ),
    _kind(
        "tiff-wrong-packing",
        "plain pixels that say they are a JPEG",
        "tag 259",
        _DAMAGED,
        partial(_with, (259, SHORT, 1, 7)),
    ),
    _kind(
        "tiff-fax-of-noise",
        "plain pixels that say they are a fax",
        "tags 258, 259",
        _ANY,
        partial(_with, (258, SHORT, 1, 1), (259, SHORT, 1, 4)),
    ),
    _kind(
        "tiff-photometric", "colours of an unknown space", "tag 262", _DAMAGED, partial(_with, (262, SHORT, 1, 60_000))
    ),
    _kind(
        "tiff-orientation", "a page turned in an unknown way", "tag 274", _ANY, partial(_with, (274, SHORT, 1, 60_000))
    ),
    _kind(
        "tiff-resolution",
        "a resolution that is 0 / 0",
        "tags 282, 283",
        _ANY,
        partial(_with, (282, 5, 1, 8_000), (283, 5, 1, 8_000)),
    ),
    _kind(
        "tiff-tiles",
        "tiles of no size",
        "tags 322 to 325",
        _ANY,
        partial(_with, (322, LONG, 1, 0), (323, LONG, 1, 0), (324, LONG, 1, 8), (325, LONG, 1, 8)),
    ),
    _kind(
        "tiff-tiles-huge",
        "a tile of 2,147,483,647 pixels each way",
        "tags 322 to 325",
        _ANY,
        partial(_with, (322, LONG, 1, 2**31 - 1), (323, LONG, 1, 2**31 - 1), (324, LONG, 1, 8), (325, LONG, 1, 8)),
    ),
    _kind("tiff-text-tag", "a description of 4 GB", "tag 270", _ANY, partial(_with, (270, 2, 2**32 - 1, 8))),
)
