"""PDFs whose frame is broken: cross references, header, trailer, lengths, page tree."""

from __future__ import annotations

import re
from functools import partial

from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import HEADER, document, one_page, page_objects, stream, table

_READ: tuple[Outcome, ...] = ("converted",)
_ANY: tuple[Outcome, ...] = ("converted", "damaged", "no-form")
_NOTHING: tuple[Outcome, ...] = ("damaged", "no-form")
_PAGES = 50_000


def _good() -> bytes:
    return one_page(table())


def _without(pattern: bytes, instead: bytes = b"") -> bytes:
    return re.sub(pattern, instead, _good(), flags=re.DOTALL)


def _replaced(number: int, body: bytes) -> bytes:
    return document(page_objects(stream(table())) | {number: body})


def _with_length(length: bytes) -> bytes:
    return _replaced(4, b"<< /Length %s >>\nstream\n" % length + table() + b"\nendstream")


def _many_pages(count: int = _PAGES) -> bytes:
    objects = page_objects(stream(table()))
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    page = b"<</Type/Page/Parent 2 0 R>>"
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] >>" % (kids, count)
    return document(objects | {10 + n: page for n in range(count)})


def _updates() -> bytes:
    """The same page written anew 3,000 times, each with a table of its own."""
    out = bytearray(_good())
    previous = out.rindex(b"xref\n0 ")
    for _ in range(3_000):
        place = len(out)
        out += b"5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
        start = len(out)
        out += b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % (place, previous)
        out += b"startxref\n%d\n%%%%EOF\n" % start
        previous = start
    return bytes(out)


def _xref_of_billions() -> bytes:
    return _good().replace(b"xref\n0 6", b"xref\n0 2147483647").replace(b"/Size 6", b"/Size 2147483647")


def _huge_numbers() -> bytes:
    return (
        HEADER + b"4294967295 65535 obj\n<< /Type /Catalog /Pages 4294967294 0 R >>\nendobj\n"
        b"trailer\n<< /Root 4294967295 65535 R /Size 4294967295 >>\nstartxref\n99999999999999999999\n%%EOF\n"
    )


def _inside_each_other() -> bytes:
    inner = _good()
    return _replaced(4, stream(inner)) + inner[: len(inner) // 2] + _good()


def _strings() -> bytes:
    return one_page(b"BT /F1 9 Tf 50 600 Td (\\777\\8\\\n\\( never ends ((((" + table())


def _operators() -> bytes:
    """Operators without operands, with too many, of the wrong kind, and unknown ones."""
    wild = b" ".join(
        [
            b"Tj TJ Do cm re l c h f S W n Q Q Q ET BI ID EI sh gs d0 d1 MP BDC EMC EX",
            b"1 " * 5_000 + b"re",
            b"(a) (b) m [1 (x)] l /N c << /A 1 >> Tf",
            b"\x00\xff\xfe unknown",
        ]
    )
    return one_page(wild + b"\n" + table())


def _inline_image() -> bytes:
    return one_page(b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID abc EI\n" + table())


KINDS = (
    pdf_kind(
        "no-xref", "a PDF without cross references", "cut out", _ANY, partial(_without, rb"xref.*trailer", b"trailer")
    ),
    pdf_kind("no-trailer", "a PDF without a trailer", "cut out", _ANY, partial(_without, rb"trailer.*")),
    pdf_kind("no-end", "a PDF without startxref", "cut out", _ANY, partial(_without, rb"startxref.*")),
    pdf_kind(
        "xref-shifted",
        "cross references that all point beside",
        "a line before the first object",
        _ANY,
        lambda: _good().replace(b"1 0 obj", b"% shifted by some bytes\n1 0 obj"),
    ),
    pdf_kind(
        "xref-of-zeros",
        "cross references that all point to 0",
        "zeros",
        _ANY,
        partial(_without, rb"\d{10} 00000 n", b"0000000000 00000 n"),
    ),
    pdf_kind("xref-of-billions", "a table of 2,147,483,647 cross references", "its head", _ANY, _xref_of_billions),
    pdf_kind(
        "xref-beyond",
        "cross references 10^18 bytes on",
        "startxref",
        _ANY,
        partial(_without, rb"startxref\n\d+", b"startxref\n999999999999999999"),
    ),
    pdf_kind("huge-object-numbers", "objects with the number 4,294,967,295", "by hand", _NOTHING, _huge_numbers),
    pdf_kind("no-header", "a PDF without its first line", "cut out", ("damaged",), lambda: _good()[9:]),
    pdf_kind("header-late", "a header 1,000 bytes on", "white space before it", _ANY, lambda: b"\n" * 1_000 + _good()),
    pdf_kind(
        "header-too-late",
        "a header 2,000 bytes on",
        "white space before it",
        ("damaged",),
        lambda: b"\n" * 2_000 + _good(),
    ),
    pdf_kind("header-only", "a header and nothing else", "eight bytes", ("damaged",), lambda: b"%PDF-1.7"),
    pdf_kind("header-and-zeros", "a header and 100,000 zeros", "zeros", ("damaged",), lambda: HEADER + bytes(100_000)),
    pdf_kind(
        "header-and-comment", "a header and 8 MB of comment", "%%%…", ("damaged",), lambda: HEADER + b"%" * (8 << 20)
    ),
    pdf_kind(
        "header-and-numbers",
        "a header and 300,000 beginnings of objects",
        "1 0 obj …",
        ("damaged",),
        lambda: HEADER + b"1 0 obj " * 300_000,
    ),
    pdf_kind(
        "header-version", "a PDF of version 9.9", "its header", _READ, lambda: _good().replace(b"%PDF-1.7", b"%PDF-9.9")
    ),
    pdf_kind("length-zero", "a content that says it has 0 bytes", "/Length", _ANY, partial(_with_length, b"0")),
    pdf_kind(
        "length-huge", "a content that says it has 10^18 bytes", "/Length", _ANY, partial(_with_length, b"9" * 18)
    ),
    pdf_kind("length-negative", "a content of negative length", "/Length", _ANY, partial(_with_length, b"-1")),
    pdf_kind(
        "length-nowhere", "a content whose length is nowhere", "/Length 99 0 R", _ANY, partial(_with_length, b"99 0 R")
    ),
    pdf_kind(
        "stream-without-end", "a content that never ends", "endstream cut out", _ANY, partial(_without, rb"endstream")
    ),
    pdf_kind("no-catalog", "a trailer without a catalog", "/Root cut out", _ANY, partial(_without, rb"/Root 1 0 R")),
    pdf_kind("catalog-a-number", "a catalog that is a number", "object 1", _NOTHING, partial(_replaced, 1, b"42")),
    pdf_kind("pages-a-string", "a page tree that is a string", "object 2", _NOTHING, partial(_replaced, 2, b"(pages)")),
    pdf_kind("page-an-array", "a page that is an array", "object 3", _NOTHING, partial(_replaced, 3, b"[1 2 3]")),
    pdf_kind("page-a-stream", "a page that is a stream", "object 3", _NOTHING, partial(_replaced, 3, stream(b"q Q"))),
    pdf_kind("content-a-name", "a content that is a name", "object 4", _NOTHING, partial(_replaced, 4, b"/Nothing")),
    pdf_kind(
        "count-huge",
        "a page tree that says it has 10^9 pages",
        "/Count",
        ("too-many-pages", *_ANY),
        partial(_replaced, 2, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"),
    ),
    pdf_kind(
        "count-negative",
        "a page tree of -1 pages",
        "/Count",
        _ANY,
        partial(_replaced, 2, b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"),
    ),
    pdf_kind(
        "kids-nowhere",
        "a page tree of 1,000 pages that are nowhere",
        "/Kids",
        _NOTHING,
        partial(_replaced, 2, b"<< /Type /Pages /Kids [%s] /Count 1000 >>" % (b"99 0 R " * 1_000)),
    ),
    pdf_kind("many-pages", "50,000 pages", "empty ones", ("too-many-pages",), _many_pages),
    pdf_kind(
        "pages-below-limit", "1,900 empty pages", "below the limit of 2,000", ("no-form",), partial(_many_pages, 1_900)
    ),
    pdf_kind("many-updates", "a PDF updated 3,000 times", "/Prev", _ANY, _updates),
    pdf_kind("pdfs-in-each-other", "PDFs in a PDF's content and behind it", "by hand", _ANY, _inside_each_other),
    pdf_kind("string-without-end", "a content with a string that never ends", "((((", _ANY, _strings),
    pdf_kind("wild-operators", "operators without sense", "by hand", _ANY, _operators),
    pdf_kind(
        "inline-image", "an inline image that says it has 100,000 × 100,000 pixels", "three bytes", _ANY, _inline_image
    ),
)
