"""A TrueType font that prints nothing: what a searchable PDF's text layer is set in.

It has one empty glyph as wide as it is high, for Chinese characters, and one half as wide, for the rest.
An embedded font of 600 bytes needs no font of the system, and its character codes no encoding of Chinese:
the PDF says itself which character each code is (ISO 32000-1, 9.10.3), rare characters included.
"""

from __future__ import annotations

import struct

UNITS_PER_EM = 1000
ASCENT, DESCENT = 800, -200  # of the em: a line of text from its top to its bottom
FULL, HALF = 1, 2  # the glyphs
_ADVANCES = (1000, 1000, 500)  # of the missing glyph too
_NAME = "Invisible"
_CHECKSUM_ADJUSTMENT = 0xB1B0AFBA


def glyphless_font() -> bytes:
    """The font file. The characters U+4E00 and U+0020 stand for its two glyphs; a PDF reaches them by number."""
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap({0x20: HALF, 0x4E00: FULL}),
        b"glyf": bytes(4),
        b"head": _head(0),
        b"hhea": struct.pack(">IhhhH11hH", 0x10000, ASCENT, DESCENT, 0, max(_ADVANCES), *[0] * 3, 1, *[0] * 7, 3),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in _ADVANCES),
        b"loca": bytes(2 * (len(_ADVANCES) + 1)),
        b"maxp": struct.pack(">I14H", 0x10000, len(_ADVANCES), 0, 0, 0, 0, 1, *[0] * 8),
        b"name": _name(),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    whole = _file(tables)
    tables[b"head"] = _head((_CHECKSUM_ADJUSTMENT - _checksum(whole)) & 0xFFFFFFFF)
    return _file(tables, head_sum=_checksum(_head(0)))


def _file(tables: dict[bytes, bytes], head_sum: int | None = None) -> bytes:
    """Table directory and tables, each on a multiple of four bytes."""
    power = 1 << (len(tables).bit_length() - 1)
    header = struct.pack(">IHHHH", 0x10000, len(tables), power * 16, power.bit_length() - 1, (len(tables) - power) * 16)
    at = len(header) + 16 * len(tables)
    directory, body = b"", b""
    for tag, data in sorted(tables.items()):
        checksum = head_sum if tag == b"head" and head_sum is not None else _checksum(data)
        directory += struct.pack(">4sIII", tag, checksum, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return header + directory + body


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _head(adjustment: int) -> bytes:
    fixed = struct.pack(">IIIIHHqq", 0x10000, 0x10000, adjustment, 0x5F0F3CF5, 0b11, UNITS_PER_EM, 0, 0)
    return fixed + struct.pack(">4hHHhhh", 0, DESCENT, max(_ADVANCES), ASCENT, 0, 8, 2, 0, 0)


def _os2() -> bytes:
    """Version 3: medium weight and width, no embedding restriction."""
    shape = struct.pack(">HhHHH11h", 3, max(_ADVANCES), 400, 5, 0, *[0] * 11)
    coverage = bytes(10) + struct.pack(">4I4s", 0, 0, 0, 0, b"NONE")
    selection = struct.pack(">HHHhhhHH", 0x40, 0x20, 0x4E00, ASCENT, DESCENT, 0, ASCENT, -DESCENT)
    return shape + coverage + selection + struct.pack(">IIhhHHH", 0, 0, 0, 0, 0, 0x20, 0)


def _cmap(glyphs: dict[int, int]) -> bytes:
    """One Unicode table in format 4, a segment for each character and the last one that the format asks for."""
    codes = [*sorted(glyphs), 0xFFFF]
    deltas = [(glyphs.get(code, 0) - code) & 0xFFFF for code in codes[:-1]] + [1]
    count = len(codes)
    power = 1 << (count.bit_length() - 1)
    search = struct.pack(">HHHH", count * 2, power * 2, power.bit_length() - 1, (count - power) * 2)
    segments = struct.pack(f">{count}HH{count}H{count}H{count}H", *codes, 0, *codes, *deltas, *[0] * count)
    table = struct.pack(">HHH", 4, 6 + len(search) + len(segments), 0) + search + segments
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _name() -> bytes:
    """Family, style, full name and PostScript name, in English for Windows."""
    texts = {1: _NAME, 2: "Regular", 4: _NAME, 6: _NAME}
    records, strings = b"", b""
    for number, text in texts.items():
        data = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(data), len(strings))
        strings += data
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings
