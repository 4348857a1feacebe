"""PDFs put together by hand, so that any part of them may be wrong."""

from __future__ import annotations

from collections.abc import Mapping

from samples.hostile.deflate import packed

Objects = Mapping[int, bytes]
A4 = b"[0 0 595 842]"
CATALOG, PAGES, PAGE, CONTENT, FONT, FREE = 1, 2, 3, 4, 5, 6  # object numbers; FREE and above are for the kinds
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ROOT = b"/Root 1 0 R"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object as it is."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object packed by deflate."""
    return stream(packed(data), b"/Filter /FlateDecode " + entries)


def numbered(objects: Objects, start: int = 0) -> tuple[bytes, dict[int, int]]:
    """Objects one after the other, and where each begins, counted from ``start``."""
    out, places = bytearray(), {}
    for number, body in objects.items():
        places[number] = start + len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    return bytes(out), places


def document(objects: Objects, trailer: bytes = ROOT) -> bytes:
    """A PDF with a right cross-reference table."""
    body, places = numbered(objects, len(HEADER))
    size = max(places) + 1
    entries = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)]
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(HEADER) + len(body))
    return HEADER + body + b"xref\n0 %d\n" % size + b"".join(entries) + end


def page_objects(
    content: bytes, resources: bytes = b"", page: bytes = b"", box: bytes = A4, catalog: bytes = b""
) -> dict[int, bytes]:
    """The objects of a PDF of one page. ``resources``, ``page`` and ``catalog`` are entries of those dictionaries.

    ``content`` is a whole stream object. /F1 is Helvetica unless ``resources`` has a font of its own.
    """
    fonts = b"" if b"/Font" in resources else b"/Font << /F1 5 0 R >>"
    return {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox %s /Resources << %s %s >> %s >>"
        % (box, fonts, resources, page),
        CONTENT: content,
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }


def one_page(
    content: bytes,
    resources: bytes = b"",
    page: bytes = b"",
    box: bytes = A4,
    catalog: bytes = b"",
    more: Objects | None = None,
) -> bytes:
    """A PDF of one page; ``content`` is what its stream says, ``more`` further objects, or others in their place."""
    return document(page_objects(stream(content), resources, page, box, catalog) | dict(more or {}))


def table(rows: int = 4, cols: int = 3, text: bytes = b"Budget", width: float = 500.0, height: float = 300.0) -> bytes:
    """Page content: a ruled table with a word and a number in each cell."""
    across, down = width / cols, height / rows
    lines = [b"%.2f 500 m %.2f %.2f l S" % (50 + c * across, 50 + c * across, 500 + height) for c in range(cols + 1)]
    lines += [b"50 %.2f m %.2f %.2f l S" % (500 + r * down, 50 + width, 500 + r * down) for r in range(rows + 1)]
    size = max(min(10.0, down / 2), 0.5)
    for row in range(rows):
        for col in range(cols):
            place = (size, 52 + col * across, 500 + height - (row + 0.7) * down, text, row * cols + col)
            lines.append(b"BT /F1 %.2f Tf %.2f %.2f Td (%s %d) Tj ET" % place)
    return b"\n".join(lines)
