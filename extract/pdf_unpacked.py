"""What a PDF unpacks to, before a reader is let at it: PDFium makes room for all of it, and ends the process without.

Nothing here decides what a document says. Images are left out: PDFium unpacks them line by line.
"""

from __future__ import annotations

import itertools
import math
import re
import struct
from collections import Counter
from pathlib import Path

from shibiao.extract.bounds import LEAST_STEP, MOST_PIXELS, MOST_SCANS, MOST_UNPACKED, Overfull, check_bound
from shibiao.extract.errors import DamagedFile, TooMuch
from shibiao.extract.pdf_painted import painted_sizes
from shibiao.extract.pdf_streams import PdfStream, Unpacker, between, streams_of

_ASIDE = re.compile(rb"/Subtype\s*/Image\b|/Type\s*/EmbeddedFile\b")  # unpacked line by line, and never
_FONT = re.compile(rb"/Length1\b|/Type1C\b|/CIDFontType0C\b|/OpenType\b")
_ONE_FILTER = re.compile(rb"/Filter\s*(?:/\w+|\[\s*(?:/ASCII(?:85|Hex)Decode\s*)?/\w+\s*\])")
_PARTS = re.compile(rb"/Contents\s*\[([\s\dR]*)\]")
_PART = re.compile(rb"(\d{1,10})\s+\d{1,10}\s+R")
_STEP = re.compile(rb"/[XY]Step\s+([-+.\d]+)")
_MATRIX = re.compile(rb"/Matrix\s*\[" + rb"\s*([-+.\d]+)" * 4)
_JPEG_2000_SIZE = re.compile(rb"\xff\x4f\xff\x51(.{38})", re.DOTALL)
_SCAN = b"\xff\xda"  # where a JPEG begins to go over its pixels
_DEFLATE_MOST = 1040  # bytes that zlib can make of one
_RUN_LENGTH_MOST = 64


def check_unpacked(path: Path, data: bytes) -> None:
    """Look through a PDF before it is opened.

    Raises:
        TooMuch: a stream, an image, or a page's content with the forms that it paints unpacks to more than any
            form holds.
        DamagedFile: an image or a pattern in it would be painted for hours.
    """
    streams = streams_of(data)
    try:
        for stream in streams:
            _check_painting(path, data, stream)
        _check_sizes(data, streams)
    except Overfull as over:
        raise TooMuch(path, over.what, over.count, over.limit) from over


def _check_painting(path: Path, data: bytes, stream: PdfStream) -> None:
    if _is_too_fine(stream.head):
        raise DamagedFile(path, "pattern without size")
    if b"/DCTDecode" in stream.head and data.count(_SCAN, stream.start, stream.end) > MOST_SCANS:
        raise DamagedFile(path, "JPEG of endless scans")
    if b"/JPXDecode" in stream.head:
        check_bound("pixels", _jpeg_2000_pixels(data[stream.start : stream.end]), MOST_PIXELS)


def _is_too_fine(head: bytes) -> bool:
    """Whether a pattern's tiles are so near that none could be told from the next."""
    steps = _STEP.findall(head)
    if not steps:
        return False
    matrix = _MATRIX.search(head)
    try:
        a, b, c, d = map(float, matrix.groups()) if matrix else (1.0, 0.0, 0.0, 1.0)
        return min(abs(float(step)) for step in steps) * math.sqrt(abs(a * d - b * c)) < LEAST_STEP
    except ValueError:
        return False


def _jpeg_2000_pixels(data: bytes) -> int:
    """As the code stream says, which PDFium makes room for whatever the PDF says."""
    found = _JPEG_2000_SIZE.search(data)
    if found is None:
        return 0
    sides: tuple[int, ...] = struct.unpack_from(">IIII", found[1], 4)
    right, bottom, left, top = sides
    return max(0, right - left) * max(0, bottom - top)


def _check_sizes(data: bytes, streams: list[PdfStream]) -> None:
    """Of every stream that may be large, of every page's content in many parts, and of all forms as painted."""
    unpacker = Unpacker(data)
    sized = {stream.number: stream for stream in streams if not _ASIDE.search(stream.head)}
    for stream in streams:
        if not _ASIDE.search(stream.head) and not _is_small(stream):
            runs = _RUN_LENGTH_MOST if b"/RunLengthDecode" in stream.head else 1
            check_bound("unpacked-bytes", unpacker.size(stream) * runs, MOST_UNPACKED)
    objects = [stream for stream in streams if b"/ObjStm" in stream.head]
    check_bound("unpacked-bytes", sum(map(unpacker.size, objects)), MOST_UNPACKED)
    texts = [*between(data, streams), *(b"".join(unpacker.pieces(stream)) for stream in objects)]
    for parts in itertools.chain.from_iterable(map(_PARTS.findall, texts)):
        counts = Counter(map(int, _PART.findall(parts)))
        size = sum(count * unpacker.size(sized[number]) for number, count in counts.items() if number in sized)
        check_bound("unpacked-bytes", size, MOST_UNPACKED)
    if any(b"/Form" in stream.head for stream in streams):
        for size in painted_sizes(unpacker, [s for s in sized.values() if not _FONT.search(s.head)], texts):
            check_bound("unpacked-bytes", size, MOST_UNPACKED)


def _is_small(stream: PdfStream) -> bool:
    """Whether a stream cannot be large, by its length alone."""
    if b"/Filter" not in stream.head:
        return b"#" not in stream.head and bool(stream.head) and stream.end - stream.start <= MOST_UNPACKED
    return bool(_ONE_FILTER.search(stream.head)) and (stream.end - stream.start) * _DEFLATE_MOST <= MOST_UNPACKED
