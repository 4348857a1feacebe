"""PDFs whose pages have no possible size, and coordinates that are no places."""

from __future__ import annotations

from functools import partial

from samples.hostile.kind import Kind, Outcome, pdf_kind
from samples.hostile.pdf_syntax import A4, FREE, one_page, stream, table

_READ: tuple[Outcome, ...] = ("converted",)
_ANY: tuple[Outcome, ...] = ("converted", "damaged", "no-form", "too-large")
_HUGE = b"9" * 60

_BOXES: dict[str, tuple[str, bytes]] = {
    "huge": ("1,000,000,000 points wide", b"[0 0 1000000000 1000000000]"),
    "endless": ("as wide as a number of 60 digits", b"[0 0 %s %s]" % (_HUGE, _HUGE)),
    "negative": ("at negative places", b"[-595 -842 -1 -1]"),
    "inverted": ("from the top right to the bottom left", b"[595 842 0 0]"),
    "empty": ("of no size", b"[0 0 0 0]"),
    "flat": ("of no height", b"[0 0 595 0]"),
    "tiny": ("a thousandth of a point wide", b"[0 0 0.001 0.001]"),
    "slender": ("1 by 14,400 points", b"[0 0 1 14400]"),
    "no-number": ("whose sides are words", b"[NaN inf -inf (a)]"),
    "short": ("of two numbers", b"[0 595]"),
    "no-array": ("that is a number", b"7"),
    "null": ("that is null", b"null"),
    "exponent": ("in numbers that PDF does not know", b"[0 0 1e400 -1e400]"),
}
_PAGE_ENTRIES: dict[str, tuple[str, bytes]] = {
    "crop-outside": ("a crop box beside the page", b"/CropBox [5000 5000 6000 6000]"),
    "crop-huge": ("a crop box of 10^9 points", b"/CropBox [-500000000 -500000000 500000000 500000000]"),
    "crop-empty": ("a crop box of no size", b"/CropBox [10 10 10 10]"),
    "crop-no-number": ("a crop box of words", b"/CropBox [NaN NaN NaN NaN]"),
    "unit-huge": ("a unit of 10^9 points", b"/UserUnit 1000000000"),
    "unit-endless": ("a unit of 400 digits", b"/UserUnit " + b"9" * 400),
    "unit-zero": ("a unit of no size", b"/UserUnit 0.0"),
    "unit-negative": ("a negative unit", b"/UserUnit -3"),
    "unit-tiny": ("a unit of 10^-30 points", b"/UserUnit 0." + b"0" * 29 + b"1"),
    "rotated-askew": ("a page turned by 45°", b"/Rotate 45"),
    "rotated-endless": ("a page turned by 90 × 10^15 degrees", b"/Rotate 90000000000000000"),
    "rotated-word": ("a page turned by a word", b"/Rotate (up)"),
}
_CONTENTS: dict[str, tuple[str, bytes]] = {
    "far-away": ("a table 10^30 points away", b"1 0 0 1 1" + b"0" * 30 + b" 0 cm "),
    "scaled-up": ("a table 10^30 times as large", b"1%s 0 0 1%s 0 0 cm " % (b"0" * 30, b"0" * 30)),
    "scaled-to-nothing": ("a table of no size", b"0 0 0 0 0 0 cm "),
    "scaled-often": ("a table enlarged 1,000 times over", b"10 0 0 10 0 0 cm " * 1_000),
    "matrix-of-words": ("a table moved by words", b"(a) /b [c] null true false cm "),
    "line-width": ("lines 10^30 points wide", b"1%s w " % (b"0" * 30)),
    "line-negative": ("lines of negative width", b"-5 w "),
    "dashes": ("lines of 10^8 dashes", b"[0.000001 0.000001] 0 d "),
    "text-rise": ("text raised by 10^38 points", b"BT 1%s Ts 1%s Tc 1%s Tw ET " % (b"0" * 38, b"0" * 38, b"0" * 38)),
    "text-stretched": ("text stretched 10^38 times", b"1%s Tz " % (b"0" * 38)),
    "text-mirrored": ("text of negative size", b"BT /F1 -12 Tf 50 600 Td (mirrored 12) Tj ET "),
    "text-huge": ("a letter of 10^30 points", b"BT /F1 1%s Tf 50 600 Td (huge 12) Tj ET " % (b"0" * 30)),
    "text-without-size": ("text of size 0", b"BT /F1 0 Tf 50 600 Td (nothing 12) Tj ET "),
    "clip-of-nothing": ("a table clipped to a point", b"10 10 0 0 re W n "),
    "clip-of-everything": ("a table clipped to 10^38 points", b"-1%s -1%s 2%s 2%s re W n " % ((b"0" * 38,) * 4)),
}


def _boxed(box: bytes) -> bytes:
    return one_page(table(), box=box)


def _entry(entry: bytes) -> bytes:
    return one_page(table(), page=entry)


def _begun(begin: bytes) -> bytes:
    """A small table after what may spoil the place of all that follows."""
    return one_page(begin + table())


def _picture(box: bytes = A4, entry: bytes = b"", matrix: bytes = b"500 0 0 700 40 40 cm") -> bytes:
    """A page of one grey picture, which has to be painted to be read."""
    image = stream(
        b"\x80" * 100,
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray",
    )
    return one_page(matrix + b" /X Do", b"/XObject << /X 6 0 R >>", entry, box, more={FREE: image})


def _filling(size: bytes) -> bytes:
    return b"%s 0 0 %s 0 0 cm" % (size, size)


def _kinds() -> tuple[Kind, ...]:
    boxes = [
        pdf_kind(f"box-{name}", f"a page {what}", "/MediaBox", _ANY, partial(_boxed, box))
        for name, (what, box) in _BOXES.items()
    ]
    entries = [
        pdf_kind(name, what, "an entry of the page", _ANY, partial(_entry, entry))
        for name, (what, entry) in _PAGE_ENTRIES.items()
    ]
    contents = [
        pdf_kind(name, what, "before the table in the content", _ANY, partial(_begun, begin))
        for name, (what, begin) in _CONTENTS.items()
    ]
    return (*boxes, *entries, *contents, *_PICTURES)


_PICTURES = (
    pdf_kind(
        "picture-on-huge-page",
        "a picture that fills a page of 10^9 points",
        "/MediaBox",
        _ANY,
        partial(_picture, b"[0 0 1000000000 1000000000]", matrix=_filling(b"1000000000")),
    ),
    pdf_kind(
        "picture-on-tiny-page",
        "a picture that fills a page of 0.001 points",
        "/MediaBox",
        _ANY,
        partial(_picture, b"[0 0 0.001 0.001]", matrix=_filling(b"0.001")),
    ),
    pdf_kind(
        "picture-on-slender-page",
        "a picture on a page of 1 by 14,400 points",
        "/MediaBox",
        _ANY,
        partial(_picture, b"[0 0 1 14400]", matrix=b"1 0 0 14400 0 0 cm"),
    ),
    pdf_kind(
        "picture-in-huge-units",
        "a picture on a page with a unit of 10^9 points",
        "/UserUnit",
        _ANY,
        partial(_picture, entry=b"/UserUnit 1000000000"),
    ),
    pdf_kind(
        "picture-in-endless-units",
        "a picture on a page with a unit of 400 digits",
        "/UserUnit",
        _ANY,
        partial(_picture, entry=b"/UserUnit " + b"9" * 400),
    ),
    pdf_kind(
        "picture-beyond-the-page",
        "a picture enlarged to 10^12 points",
        "its matrix",
        _ANY,
        partial(_picture, matrix=_filling(b"1000000000000")),
    ),
)
KINDS = _kinds()
