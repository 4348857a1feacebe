"""PDFs whose data come through unusual filters: bombs that no one looks for in flate."""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Iterator
from functools import partial

from PIL import Image

from samples.hostile.deflate import bomb, packed
from samples.hostile.image_syntax import patched
from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import FREE, document, one_page, page_objects, stream

_GIB = 1 << 30
_REFUSED: tuple[Outcome, ...] = ("too-large", "too-much", "damaged", "no-form")
_ANY: tuple[Outcome, ...] = ("converted", *_REFUSED)
_CLEAR, _END, _FIRST, _CODES = 256, 257, 258, 4_094


def _content(data: bytes, filters: bytes) -> bytes:
    return document(page_objects(stream(data, b"/Filter " + filters)))


def _lzw_codes(rounds: int) -> Iterator[tuple[int, int]]:
    """(code, bits): each code stands for one space more than the code before."""
    for _ in range(rounds):
        yield _CLEAR, 9
        yield 32, 9
        for code in range(_FIRST, _CODES):
            following = code + 1
            yield code, 9 if following < 512 else 10 if following < 1024 else 11 if following < 2048 else 12
    yield _END, 9


def _lzw(rounds: int) -> bytes:
    value = bits = 0
    out = bytearray()
    for code, width in _lzw_codes(rounds):
        value, bits = value << width | code, bits + width
        while bits >= 8:
            bits -= 8
            out.append(value >> bits & 0xFF)
        value &= (1 << bits) - 1
    return bytes(out)


def _picture(data: bytes, filters: bytes, entries: bytes = b"") -> bytes:
    """A picture as large as the page."""
    image = b"/Type /XObject /Subtype /Image /Width 16 /Height 16 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    return one_page(
        b"500 0 0 700 40 40 cm /X Do",
        b"/XObject << /X 6 0 R >>",
        more={FREE: stream(data, image + b"/Filter " + filters + entries), 7: _MASK},
    )


_MASK = stream(
    packed(bytes(100)),
    b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    b"/Filter /FlateDecode",
)


def _jpeg(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", (16, 16), 200).save(out, kind, **options)
    return out.getvalue()


def _jpeg_scans() -> bytes:
    data = patched(_jpeg("JPEG", progressive=True), b"\xff\xc2", 5, struct.pack(">HH", 10_000, 10_000))
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * 20_000 + b"\xff\xd9"


def _jpeg_size() -> bytes:
    return patched(_jpeg("JPEG"), b"\xff\xc0", 5, struct.pack(">HH", 65_000, 65_000))


def _jpx_size() -> bytes:
    data = patched(_jpeg("JPEG2000"), b"ihdr", 4, struct.pack(">II", 60_000, 60_000))
    data = patched(data, b"\xff\x51", 6, struct.pack(">II", 60_000, 60_000))
    return patched(data, b"\xff\x51", 22, struct.pack(">II", 60_000, 60_000))


def _jbig2_size() -> bytes:
    """A page segment that says 60,000 pixels each way."""
    page = struct.pack(">IBBBI", 0, 0x30, 0, 1, 19) + struct.pack(">IIIIBH", 60_000, 60_000, 0, 0, 0, 0)
    region = struct.pack(">IBBBI", 1, 0x26, 0, 1, 30) + struct.pack(">IIIIB", 60_000, 60_000, 0, 0, 0)
    return page + region + b"\x00\x03\xff\xfd\xff\x02\xfe\xfe\xfe" + bytes(4)


KINDS = (
    pdf_kind(
        "hex-bomb",
        "a content of 1 GiB, in hexadecimal",
        "flate within hexadecimal",
        _REFUSED,
        lambda: _content(bomb(_GIB).hex().encode() + b">", b"[/ASCIIHexDecode /FlateDecode]"),
    ),
    pdf_kind(
        "base85-bomb",
        "a content of 1 GiB, in base 85",
        "flate within base 85",
        _REFUSED,
        lambda: _content(base64.a85encode(bomb(_GIB)) + b"~>", b"[/ASCII85Decode /FlateDecode]"),
    ),
    pdf_kind(
        "lzw-bomb",
        "a content of 1.5 GB",
        "spaces in an LZW stream",
        _REFUSED,
        lambda: _content(_lzw(200), b"/LZWDecode"),
    ),
    pdf_kind(
        "filters-repeated",
        "a content through 100,000 filters",
        "/Filter",
        _ANY,
        lambda: _content(b"q Q", b"[" + b"/ASCIIHexDecode " * 100_000 + b"]"),
    ),
    pdf_kind(
        "filter-unknown",
        "a content through an unknown filter",
        "/Filter /Wrong",
        _ANY,
        partial(_content, b"q Q", b"/Wrong"),
    ),
    pdf_kind(
        "predictor",
        "a content with rows of 2,147,483,647 bytes",
        "/DecodeParms",
        _ANY,
        lambda: document(
            page_objects(
                stream(
                    packed(bytes(1_000)),
                    b"/Filter /FlateDecode /DecodeParms << /Predictor 15 "
                    b"/Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>",
                )
            )
        ),
    ),
    pdf_kind(
        "jpeg-scans-in-pdf",
        "a JPEG that paints its 100 megapixels 20,000 times",
        "/DCTDecode",
        _ANY,
        lambda: _picture(_jpeg_scans(), b"/DCTDecode"),
    ),
    pdf_kind(
        "jpeg-size-in-pdf",
        "a JPEG of 65,000 pixels each way that the PDF calls small",
        "/DCTDecode",
        _ANY,
        lambda: _picture(_jpeg_size(), b"/DCTDecode"),
    ),
    pdf_kind(
        "jpx-size-in-pdf",
        "a JPEG 2000 of 60,000 pixels each way that the PDF calls small",
        "/JPXDecode",
        _ANY,
        lambda: _picture(_jpx_size(), b"/JPXDecode"),
    ),
    pdf_kind(
        "jbig2-size-in-pdf",
        "a JBIG2 of 60,000 pixels each way that the PDF calls small",
        "/JBIG2Decode",
        _ANY,
        lambda: _picture(_jbig2_size(), b"/JBIG2Decode"),
    ),
    pdf_kind(
        "fax-in-pdf",
        "a fax with rows of 2,000,000,000 pixels",
        "/CCITTFaxDecode",
        _ANY,
        lambda: _picture(
            bytes(100), b"/CCITTFaxDecode", b"/DecodeParms << /K -1 /Columns 2000000000 /Rows 2000000000 >>"
        ),
    ),
    pdf_kind(
        "huge-mask",
        "a small picture with a mask of 60,000 pixels each way",
        "/SMask",
        _ANY,
        lambda: _picture(packed(bytes(256)), b"/FlateDecode", b" /SMask 7 0 R"),
    ),
)
