"""PDFs that grow: a little data that unpacks, repeats or nests into more than any memory."""

from __future__ import annotations

from samples.hostile.deflate import bomb, packed
from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import (
    CONTENT,
    FREE,
    HEADER,
    document,
    flate,
    numbered,
    one_page,
    page_objects,
    stream,
    table,
)

_GIB = 1 << 30
_REFUSED: tuple[Outcome, ...] = ("too-large", "too-much", "damaged", "no-form")
_ANY: tuple[Outcome, ...] = ("converted", *_REFUSED)
_FLATE = b"/Filter /FlateDecode "


def _content() -> bytes:
    return document(page_objects(stream(bomb(_GIB), _FLATE)))


def _content_twice() -> bytes:
    twice = packed(bomb(4 * _GIB))
    return document(page_objects(stream(twice, b"/Filter [/FlateDecode /FlateDecode]")))


def _run_length() -> bytes:
    """Each two bytes are 128 spaces."""
    return document(page_objects(stream(packed(b"\x81 " * (8 << 20)), b"/Filter [/FlateDecode /RunLengthDecode]")))


def _content_repeated() -> bytes:
    parts = b" ".join([b"6 0 R"] * 20_000)
    return one_page(b"", page=b"/Contents [%s]" % parts, more={CONTENT: b"null", FREE: flate(b" " * (1 << 20))})


def _object_stream() -> bytes:
    """The catalog is in an object stream that unpacks to a gibibyte."""
    objects = stream(bomb(_GIB), b"/Type /ObjStm /N 3 /First 20 " + _FLATE)
    body, places = numbered({6: objects}, len(HEADER))
    rows = b"".join(b"\x02" + (6).to_bytes(4, "big") + bytes([n]) for n in range(6))
    rows += b"\x01" + places[6].to_bytes(4, "big") + b"\x00"
    return _with_xref_stream(body, rows, 7)


def _xref_stream() -> bytes:
    body, _ = numbered(page_objects(stream(table())), len(HEADER))
    return _with_xref_stream(body, bomb(_GIB, b"\x00"), 7, raw=True)


def _with_xref_stream(body: bytes, rows: bytes, size: int, raw: bool = False) -> bytes:
    start = len(HEADER) + len(body)
    entries = b"/Type /XRef /Size %d /W [1 4 1] /Root 1 0 R " % size + _FLATE
    number = b"%d 0 obj\n" % size
    end = b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return HEADER + body + number + stream(rows if raw else packed(rows), entries) + end


def _to_unicode() -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return one_page(table(), more={5: font, FREE: stream(bomb(_GIB), _FLATE)})


def _font_program() -> bytes:
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /Huge /FontDescriptor 7 0 R >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /Huge /Flags 4 /FontFile2 6 0 R >>"
    return one_page(table(), more={5: font, FREE: stream(bomb(_GIB, b"\x00"), _FLATE), 7: descriptor})


def _image(width: int, height: int, data: bytes, filters: bytes = _FLATE, colours: bytes = b"/DeviceRGB") -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 " % (width, height)
    image = stream(data, entries + b"/ColorSpace %s " % colours + filters)
    return one_page(b"500 0 0 700 40 40 cm /X Do", b"/XObject << /X 6 0 R >>", more={FREE: image})


def _indexed_image() -> bytes:
    return _image(9_000, 9_000, packed(bytes(100)), colours=b"[/Indexed /DeviceRGB 255 7 0 R]")


def _form_laughs() -> bytes:
    """Ten levels of forms, each painting the next ten times: ten thousand million tables."""
    forms = {}
    for level in range(10):
        number = FREE + level
        inner = b"/X Do " * 10 if level < 9 else table()
        child = b"/XObject << /X %d 0 R >>" % (number + 1)
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s /Font << /F1 5 0 R >> >>" % child
        forms[number] = stream(inner, entries)
    return one_page(b"/X Do " * 10, b"/XObject << /X 6 0 R >>", more=forms)


def _arrays_in_content() -> bytes:
    return one_page(b"[" * 200_000 + b"]" * 200_000 + b" TJ\n" + table())


def _arrays_in_objects() -> bytes:
    return one_page(table(), catalog=b"/Extra " + b"[" * 200_000 + b"]" * 200_000)


def _dictionaries() -> bytes:
    return one_page(table(), catalog=b"/Extra " + b"<< /D " * 100_000 + b"null" + b" >>" * 100_000)


def _saved_states() -> bytes:
    return one_page(b"q " * 500_000 + table() + b" Q" * 500_000)


def _references() -> bytes:
    """Every object is a reference to the next."""
    chain = {FREE + n: b"%d 0 R" % (FREE + n + 1) for n in range(20_000)}
    return one_page(table(), b"/XObject 6 0 R", more=chain)


KINDS = (
    pdf_kind("content-bomb", "a page's content that unpacks to 1 GiB", "spaces in a flate stream", _REFUSED, _content),
    pdf_kind("content-bomb-twice", "a content of 4 GiB in a few kB", "flate within flate", _REFUSED, _content_twice),
    pdf_kind("run-length-bomb", "a content of 1 GiB", "run lengths within flate", _REFUSED, _run_length),
    pdf_kind(
        "content-repeated", "a content of 20 GB", "one stream, 20,000 times in /Contents", _REFUSED, _content_repeated
    ),
    pdf_kind("object-stream-bomb", "an object stream of 1 GiB", "spaces in a flate stream", _REFUSED, _object_stream),
    pdf_kind("xref-stream-bomb", "a cross-reference stream of 1 GiB", "zeros in a flate stream", _ANY, _xref_stream),
    pdf_kind("to-unicode-bomb", "a ToUnicode map of 1 GiB", "spaces in a flate stream", _ANY, _to_unicode),
    pdf_kind("font-bomb", "a font program of 1 GiB", "zeros in a flate stream", _ANY, _font_program),
    pdf_kind(
        "image-bomb",
        "an image of 1 × 1 pixel with 1 GiB of data",
        "zeros in a flate stream",
        _ANY,
        lambda: _image(1, 1, bomb(_GIB, b"\x00")),
    ),
    pdf_kind(
        "image-declared",
        "an image that says it has 60,000 × 60,000 pixels",
        "100 bytes of data",
        ("too-large",),
        lambda: _image(60_000, 60_000, packed(bytes(100))),
    ),
    pdf_kind(
        "image-near-limit",
        "an image that says it has 12,000 × 12,000 pixels",
        "100 bytes of data",
        _REFUSED,
        lambda: _image(12_000, 12_000, packed(bytes(100))),
    ),
    pdf_kind(
        "image-overflow",
        "an image whose size in bytes overflows 32 bits",
        "2,147,483,647 × 3",
        _REFUSED,
        lambda: _image(2_147_483_647, 3, packed(bytes(100))),
    ),
    pdf_kind(
        "image-negative", "an image of negative width", "/Width -5", _REFUSED, lambda: _image(-5, 5, packed(bytes(100)))
    ),
    pdf_kind(
        "image-without-palette",
        "an image of 81 megapixels whose palette is missing",
        "/Indexed",
        _REFUSED,
        _indexed_image,
    ),
    pdf_kind(
        "form-laughs", "forms that paint each other 10,000,000,000 times", "ten levels, ten each", _ANY, _form_laughs
    ),
    pdf_kind("nested-arrays-content", "200,000 arrays in each other in the content", "[[[…", _ANY, _arrays_in_content),
    pdf_kind("nested-arrays", "200,000 arrays in each other in an object", "[[[…", _ANY, _arrays_in_objects),
    pdf_kind("nested-dictionaries", "100,000 dictionaries in each other", "<<<<<<…", _ANY, _dictionaries),
    pdf_kind("nested-states", "500,000 saved graphics states", "q q q …", _ANY, _saved_states),
    pdf_kind("reference-chain", "20,000 references in a row", "each object is the next", _ANY, _references),
)
