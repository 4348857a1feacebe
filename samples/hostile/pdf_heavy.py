"""PDFs with very much on a page: rules, clips, glyphs, pictures. All of it is well-formed."""

from __future__ import annotations

from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import FREE, document, flate, page_objects, stream, table

_READ: tuple[Outcome, ...] = ("converted",)
_ANY: tuple[Outcome, ...] = ("converted", "damaged", "no-form", "too-large", "too-much")
_GREY = b"/BitsPerComponent 8 /ColorSpace /DeviceGray "


def _page(content: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    return document(page_objects(flate(content), resources) | (more or {}))


def _lattice(lines: int) -> bytes:
    """Rules all over a page of A0, each crossing all others: no two nearer than rules that are taken for one."""
    far = lines * 4
    across = b"\n".join(b"0 %d m %d %d l" % (n * 4, far, n * 4) for n in range(lines))
    down = b"\n".join(b"%d 0 m %d %d l" % (n * 4, n * 4, far) for n in range(lines))
    objects = page_objects(flate(across + b" S " + down + b" S " + table()), box=b"[0 0 %d %d]" % (far, far))
    return document(objects)


def _stairs(steps: int) -> bytes:
    """Cells that are no rectangles: each rule begins one step further on."""
    far = steps * 4
    lines = [b"%d %d m %d %d l S" % (n * 4, n * 4, far, n * 4) for n in range(steps)]
    lines += [b"%d %d m %d %d l S" % (n * 4, n * 4, n * 4, far) for n in range(steps)]
    return document(page_objects(flate(b"\n".join(lines)), box=b"[0 0 %d %d]" % (far, far)))


def _paths(count: int) -> bytes:
    return _page(b"0 0 m 9 9 l 5 1 l S " * count + table())


def _long_path() -> bytes:
    """One path of a quarter of a million rectangles."""
    return _page(b"".join(b"%d %d 3 3 re " % (n % 500, n // 500) for n in range(250_000)) + b"S " + table())


def _clips() -> bytes:
    """Each of 5,000 texts lies in one clip more than the text before."""
    parts = (
        b"%d %d 500 700 re W n BT /F1 9 Tf 60 %d Td (Text %d) Tj ET" % (n % 9, n % 7, 60 + n % 600, n)
        for n in range(5_000)
    )
    return _page(b"\n".join(parts))


def _glyphs() -> bytes:
    """A million letters in one text."""
    return _page(b"BT /F1 1 Tf 50 700 Td (" + b"abcdefgh 12345 " * 66_667 + b") Tj ET")


def _texts() -> bytes:
    """A hundred thousand texts at one place."""
    return _page(table() + b"\n" + b"BT /F1 9 Tf 60 600 Td (1) Tj ET\n" * 100_000)


def _letters_in_cell() -> bytes:
    """200,000 letters in a cell, each a text by itself on a line of its own height."""
    parts = (
        b"BT /F1 1 Tf %d.%d %d.%d Td (a) Tj ET" % (60 + n % 100, n % 9, 510 + n % 60, n % 7) for n in range(200_000)
    )
    return _page(table() + b"\n" + b"\n".join(parts))


def _covers() -> bytes:
    """3,000 pictures that fill the page, over a table: whether each hides the text must be found out."""
    image = stream(bytes(16), b"/Type /XObject /Subtype /Image /Width 4 /Height 4 " + _GREY)
    content = table() + b" q 595 0 0 842 0 0 cm /X Do Q" * 3_000
    return _page(content, b"/XObject << /X 6 0 R >>", {FREE: image})


def _logos() -> bytes:
    """100,000 small pictures."""
    image = stream(bytes(16), b"/Type /XObject /Subtype /Image /Width 4 /Height 4 " + _GREY)
    content = table() + b" q 5 0 0 5 9 9 cm /X Do Q" * 100_000
    return _page(content, b"/XObject << /X 6 0 R >>", {FREE: image})


def _white_texts() -> bytes:
    """Thousands of white texts, and thousands of areas that each may stand on."""
    areas = b"0 0 1 rg " + b"".join(b"%d %d 20 20 re f " % (n % 500, 50 + n // 500) for n in range(5_000))
    texts = b"".join(b"BT /F1 2 Tf %d %d Td (white) Tj ET " % (n % 500, 100 + n % 600) for n in range(20_000))
    return _page(areas + b"1 1 1 rg " + texts + b"0 g " + table())


def _texts_all_over() -> bytes:
    """100,000 texts, none on a line with another."""
    return _page(
        b"".join(
            b"BT /F1 1 Tf %d.%d %d.%d Td (%d) Tj ET\n" % (n % 590, n % 9, n * 7 % 840, n % 7, n) for n in range(100_000)
        )
    )


def _small_tables() -> bytes:
    """20,000 frames, and a text in each."""
    parts = (
        b"%d %d 9 9 re S BT /F1 4 Tf %d %d Td (1) Tj ET"
        % (n % 200 * 20, n // 200 * 20, n % 200 * 20 + 2, n // 200 * 20 + 3)
        for n in range(20_000)
    )
    return document(page_objects(flate(b"\n".join(parts)), box=b"[0 0 4000 2000]"))


def _dashed_rules() -> bytes:
    """Rules in 60,000 pieces that do not touch."""
    parts = (
        b"%d %d m %d %d l S %d %d m %d %d l S"
        % (n % 300 * 20, y, n % 300 * 20 + 10, y, x, n % 300 * 20, x, n % 300 * 20 + 10)
        for n in range(30_000)
        for x, y in ((n // 300 * 5, n // 300 * 5),)
    )
    return document(page_objects(flate(b"\n".join(parts) + table()), box=b"[0 0 6000 6000]"))


def _open_groups() -> bytes:
    """Transparent groups within each other, each as large as the page."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /I true >> "
    forms = {
        FREE + n: stream(
            b"/X Do " + (table() if n == 99 else b""),
            form + b"/Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>" % (FREE + n + 1),
        )
        for n in range(100)
    }
    return _page(b"/X Do", b"/XObject << /X 6 0 R >>", forms)


KINDS = (
    pdf_kind(
        "ten-thousand-cells",
        "a table of 10,000 cells",
        "100 × 100",
        _READ,
        lambda: _page(table(100, 100, b"", 540, 330)),
    ),
    pdf_kind("million-cells", "a table of 1,000,000 cells", "1,000 rules each way", _ANY, lambda: _lattice(1_000)),
    pdf_kind("many-million-cells", "a table of 9,000,000 cells", "3,000 rules each way", _ANY, lambda: _lattice(3_000)),
    pdf_kind("stairs", "a table of 700 cells that are no rectangles", "rules like stairs", _ANY, lambda: _stairs(700)),
    pdf_kind("million-paths", "1,000,000 paths", "the same path again", _ANY, lambda: _paths(1_000_000)),
    pdf_kind("long-path", "a path of 250,000 rectangles", "re re re …", _ANY, _long_path),
    pdf_kind("nested-clips", "5,000 texts, each in one clip more", "W n", _ANY, _clips),
    pdf_kind("million-letters", "a text of 1,000,000 letters", "one string", _ANY, _glyphs),
    pdf_kind("texts-at-one-place", "100,000 texts at one place", "the same text again", _ANY, _texts),
    pdf_kind("letters-in-cell", "a cell of 200,000 letters", "each a text", _ANY, _letters_in_cell),
    pdf_kind("many-covers", "3,000 pictures, each as large as the page", "one picture again", _ANY, _covers),
    pdf_kind("many-logos", "100,000 small pictures", "one picture again", _ANY, _logos),
    pdf_kind("white-on-areas", "20,000 white texts over 5,000 areas", "rg, re, Tj", _ANY, _white_texts),
    pdf_kind("texts-all-over", "100,000 texts all over the page", "Td, Tj", _ANY, _texts_all_over),
    pdf_kind("small-tables", "20,000 tables of one cell", "re, S", _ANY, _small_tables),
    pdf_kind("dashed-rules", "rules in 60,000 pieces", "m, l, S", _ANY, _dashed_rules),
    pdf_kind("nested-groups", "100 transparent groups within each other", "/Group", _ANY, _open_groups),
)
