"""The streams of a PDF by its bytes alone, whatever refers to them, and what they unpack to."""

from __future__ import annotations

import base64
import itertools
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from shibiao.extract.bounds import MOST_UNPACKED, MOST_UNPACKED_IN_ALL, check_bound

_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,10}\s+\Z")
_NUMBER_WITHIN = 32  # bytes before the word obj
_LONGEST_HEAD = 1 << 16
_HEXADECIMAL = re.compile(rb"/Filter\s*\[?\s*/(?:ASCIIHexDecode|AHx)\b")
_BASE_85 = re.compile(rb"/Filter\s*\[?\s*/(?:ASCII85Decode|A85)\b")
_HEX = re.compile(rb"[0-9A-Fa-f]*")
_WHITE = b" \t\n\r\v\f\0"
_PIECE = 1 << 20
_MOST_FILTERS = 8


class PdfStream(NamedTuple):
    """``head``: its dictionary, empty where that is not found; ``start`` and ``end`` of its data in the file."""

    number: int
    head: bytes
    start: int
    end: int


def streams_of(data: bytes) -> list[PdfStream]:
    """In the order of the file. What only looks like a stream, within another's data, is among them."""
    begins = [found for found in _STREAM.finditer(data) if data[found.start() - 3 : found.start()] != b"end"]
    afters = itertools.chain((begin.start() for begin in begins[1:]), [len(data)])
    found: list[PdfStream] = []
    before = 0
    for begin, after in zip(begins, afters, strict=False):
        place = data.rfind(b"obj", max(before, begin.start() - _LONGEST_HEAD), begin.start())
        number = _NUMBER.search(data[max(0, place - _NUMBER_WITHIN) : max(0, place)])
        end = data.find(b"endstream", begin.end(), after)
        head = data[place : begin.start()] if place >= 0 else b""
        found.append(PdfStream(int(number[1]) if number else 0, head, begin.end(), end if end >= 0 else after))
        before = begin.end()
    return found


def between(data: bytes, streams: list[PdfStream]) -> Iterator[bytes]:
    """What stands before, between and behind the data of streams."""
    before = 0
    for stream in streams:
        yield data[before : stream.start]
        before = stream.end
    yield data[before:]


class Unpacker:
    """Unpacks streams of a document, and counts how much that was."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sizes: dict[int, int] = {}
        self._in_all = 0

    def pieces(self, stream: PdfStream) -> Iterator[bytes]:
        """A stream's data piece by piece, unpacked as often as it looks packed by deflate; else as it is.

        Raises: Overfull when that and what was unpacked before is too much.
        """
        for piece in _unpacked(_without_letters(self._data, stream), _MOST_FILTERS):
            self._in_all += len(piece)
            check_bound("unpacked-bytes", self._in_all, MOST_UNPACKED_IN_ALL)
            yield piece

    def size(self, stream: PdfStream) -> int:
        """Bytes of a stream once it is unpacked. Raises: Overfull."""
        if stream.start not in self._sizes:
            size = 0
            for piece in self.pieces(stream):
                size += len(piece)
                check_bound("unpacked-bytes", size, MOST_UNPACKED)
            self._sizes[stream.start] = size
        return self._sizes[stream.start]


def _without_letters(data: bytes, stream: PdfStream) -> Iterator[bytes]:
    """A stream's data, taken out of the letters that they may be written in."""
    if _HEXADECIMAL.search(stream.head):
        digits = data[stream.start : stream.end].partition(b">")[0].translate(None, _WHITE)
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode("latin-1")) if _HEX.fullmatch(digits) else digits
    elif _BASE_85.search(stream.head):
        yield _from_base_85(data[stream.start : stream.end].partition(b"~>")[0])
    else:
        for place in range(stream.start, stream.end, _PIECE):
            yield data[place : min(place + _PIECE, stream.end)]


def _from_base_85(letters: bytes) -> bytes:
    try:
        return base64.a85decode(letters, ignorechars=_WHITE)
    except ValueError:
        return letters


def _unpacked(pieces: Iterator[bytes], filters: int) -> Iterator[bytes]:
    first = next(pieces, b"")
    if filters and _looks_packed(first):
        yield from _unpacked(_inflated(first, pieces), filters - 1)
    else:
        yield first
        yield from pieces


def _looks_packed(first: bytes) -> bool:
    """Whether these bytes begin like a zlib stream (RFC 1950)."""
    return len(first) > 1 and first[0] & 0x8F == 8 and (first[0] << 8 | first[1]) % 31 == 0


def _inflated(piece: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """As far as it goes: what is damaged has an end too."""
    unpacker = zlib.decompressobj()
    try:
        while piece and not unpacker.eof:
            out = unpacker.decompress(piece, _PIECE)
            yield out
            piece = unpacker.unconsumed_tail or (b"" if len(out) == _PIECE else next(pieces, b""))
            while not piece and len(out) == _PIECE:
                out = unpacker.decompress(b"", _PIECE)
                yield out
                piece = b"" if len(out) == _PIECE else next(pieces, b"")
    except zlib.error:
        return
