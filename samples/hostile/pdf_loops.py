"""PDFs that refer to themselves: a reader that follows every reference never ends."""

from __future__ import annotations

from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import A4, FREE, HEADER, document, numbered, one_page, page_objects, stream, table

_READ: tuple[Outcome, ...] = ("converted",)
_ANY: tuple[Outcome, ...] = ("converted", "damaged", "no-form")
_NOTHING: tuple[Outcome, ...] = ("damaged", "no-form")
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "


def _kids_are_parents() -> bytes:
    objects = page_objects(stream(table()))
    objects[2] = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"
    return document(objects)


def _pages_in_a_ring() -> bytes:
    objects = page_objects(stream(table()))
    objects[2] = b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>"
    objects[6] = b"<< /Type /Pages /Parent 2 0 R /Kids [7 0 R] /Count 1 >>"
    objects[7] = b"<< /Type /Pages /Parent 6 0 R /Kids [2 0 R] /Count 1 >>"
    return document(objects)


def _parent_is_itself() -> bytes:
    """Size and resources are looked for in a parent that is the page."""
    objects = page_objects(stream(table()))
    objects[3] = b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"
    return document(objects)


def _deep_tree() -> bytes:
    objects = page_objects(stream(table()))
    depth = 5_000
    for level in range(depth):
        below = FREE + level + 1 if level < depth - 1 else 3
        objects[FREE + level] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (FREE + level - 1, below)
    objects[2] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % FREE
    return document(objects)


def _one_page_often() -> bytes:
    """A tree of ten levels, each with the next one three times as its kids: 59,049 pages of three objects."""
    objects = page_objects(stream(table()))
    for level in range(10):
        below = FREE + level + 1 if level < 9 else 3
        kids = b"%d 0 R " % below * 3
        objects[FREE + level] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, 3 ** (10 - level))
    objects[2] = b"<< /Type /Pages /Kids [%d 0 R] /Count %d >>" % (FREE, 3**10)
    return document(objects)


def _form_itself() -> bytes:
    form = stream(table() + b" /X Do", _FORM + b"/Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>")
    return one_page(b"/X Do", b"/XObject << /X 6 0 R >>", more={FREE: form})


def _forms_each_other() -> bytes:
    one = stream(b"/Y Do", _FORM + b"/Resources << /XObject << /Y 7 0 R >> >>")
    other = stream(b"/X Do " + table(), _FORM + b"/Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>")
    return one_page(b"/X Do", b"/XObject << /X 6 0 R >>", more={6: one, 7: other})


def _pattern_itself() -> bytes:
    fill = b"/Pattern cs /P scn 0 0 500 500 re f"
    entries = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 "
    pattern = stream(fill, entries + b"/Resources << /Pattern << /P 6 0 R >> >>")
    return one_page(fill + b"\n" + table(), b"/Pattern << /P 6 0 R >>", more={FREE: pattern})


def _tiny_pattern() -> bytes:
    """Tiles of a millionth of a point: 10^17 of them."""
    entries = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] "
    pattern = stream(b"0 0 1 1 re f", entries + b"/XStep 0.000001 /YStep 0.000001 /Resources << >>")
    fill = b"/Pattern cs /P scn 0 0 500 500 re f 500 0 0 700 40 40 cm /X Do"
    image = stream(
        b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
    return one_page(fill, b"/Pattern << /P 6 0 R >> /XObject << /X 7 0 R >>", more={FREE: pattern, 7: image})


def _type3_itself() -> bytes:
    """A glyph that is drawn with its own font."""
    glyph = stream(b"500 0 d0 BT /F1 1 Tf (a) Tj ET")
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0] "
    font += b"/CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [500] "
    return one_page(
        b"BT /F1 12 Tf 50 700 Td (aaaa) Tj ET",
        more={5: font + b"/Resources << /Font << /F1 5 0 R >> >> >>", FREE: glyph},
    )


def _font_itself() -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Loop /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
    return one_page(table(), more={5: font})


def _soft_mask_itself() -> bytes:
    image = stream(
        bytes(100),
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 6 0 R",
    )
    return one_page(b"500 0 0 700 40 40 cm /X Do", b"/XObject << /X 6 0 R >>", more={FREE: image})


def _colours_themselves() -> bytes:
    return one_page(
        b"/C cs 1 sc " + table(), b"/ColorSpace << /C 6 0 R >>", more={FREE: b"[/Indexed 6 0 R 1 <000000FFFFFF>]"}
    )


def _function_itself() -> bytes:
    """A stitching function made of itself."""
    function = b"<< /FunctionType 3 /Domain [0 1] /Functions [6 0 R 6 0 R] /Bounds [0.5] /Encode [0 1 0 1] >>"
    colours = b"/ColorSpace << /C [/Separation /Spot /DeviceRGB 6 0 R] >>"
    return one_page(b"/C cs 1 sc " + table(), colours, more={FREE: function})


def _length_itself() -> bytes:
    return one_page(b"", more={4: b"<< /Length 4 0 R >>\nstream\n" + table() + b"\nendstream"})


def _reference_itself() -> bytes:
    return one_page(table(), b"/XObject 6 0 R", more={FREE: b"6 0 R"})


def _previous_xref() -> bytes:
    """The cross-reference table says that it follows itself."""
    data = one_page(table())
    return data.replace(b"/Root 1 0 R", b"/Prev %d /Root 1 0 R" % data.rindex(b"xref\n0 "))


def _object_stream_itself() -> bytes:
    """The object stream stands in itself, and goes on in itself."""
    held = b"1 0 2 33 3 80 "
    entries = b"/Type /ObjStm /N 3 /First %d /Extends 6 0 R" % len(held)
    body, _ = numbered({6: stream(held + b"<< /Type /Catalog /Pages 2 0 R >>", entries)}, len(HEADER))
    rows = b"".join(b"\x02" + (6).to_bytes(4, "big") + bytes([n % 6]) for n in range(7))
    xref = stream(rows, b"/Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R")
    return HEADER + body + b"7 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(HEADER) + len(body))


def _outline_ring() -> bytes:
    return one_page(
        table(),
        catalog=b"/Outlines 6 0 R",
        more={
            6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 9 >>",
            7: b"<< /Title (a) /Parent 6 0 R /Next 7 0 R /Prev 7 0 R /First 7 0 R >>",
        },
    )


def _annotation_itself() -> bytes:
    form = stream(b"/X Do", _FORM + b"/Resources << /XObject << /X 7 0 R >> >>")
    return one_page(
        table(),
        page=b"/Annots [6 0 R 6 0 R]",
        more={
            6: b"<< /Type /Annot /Subtype /Stamp /Rect %s /Popup 6 0 R /Parent 6 0 R /AP << /N 7 0 R >> >>" % A4,
            7: form,
        },
    )


KINDS = (
    pdf_kind("kids-are-parents", "a page tree with itself among its pages", "/Kids", _ANY, _kids_are_parents),
    pdf_kind("pages-in-a-ring", "a page tree that is a ring without a page", "/Kids", _NOTHING, _pages_in_a_ring),
    pdf_kind("page-its-own-parent", "a page that inherits from itself", "/Parent", _ANY, _parent_is_itself),
    pdf_kind("deep-page-tree", "a page 5,000 levels down", "/Kids of one each", _ANY, _deep_tree),
    pdf_kind(
        "one-page-often", "one page 59,049 times", "ten levels, each thrice", ("too-many-pages", *_ANY), _one_page_often
    ),
    pdf_kind("form-itself", "a form that paints itself", "/X Do in /X", _READ, _form_itself),
    pdf_kind("forms-each-other", "two forms that paint each other", "/X Do in /Y and back", _READ, _forms_each_other),
    pdf_kind("pattern-itself", "a pattern filled with itself", "/Pattern", _READ, _pattern_itself),
    pdf_kind("tiny-pattern", "a pattern of 10^17 tiles under a picture", "/XStep 0.000001", _ANY, _tiny_pattern),
    pdf_kind("type3-itself", "a glyph drawn with its own font", "Type 3", _ANY, _type3_itself),
    pdf_kind("font-itself", "a font that is its own descendant", "/DescendantFonts", _ANY, _font_itself),
    pdf_kind("soft-mask-itself", "an image that is its own mask", "/SMask", _ANY, _soft_mask_itself),
    pdf_kind("colours-themselves", "a colour space based on itself", "/Indexed", _ANY, _colours_themselves),
    pdf_kind("function-itself", "a function stitched from itself", "/FunctionType 3", _ANY, _function_itself),
    pdf_kind("length-itself", "a stream whose length is the stream", "/Length 4 0 R", _ANY, _length_itself),
    pdf_kind("reference-itself", "an object that refers to itself", "6 0 R", _ANY, _reference_itself),
    pdf_kind("xref-itself", "a cross-reference table that follows itself", "/Prev", _ANY, _previous_xref),
    pdf_kind("object-stream-itself", "an object stream in itself", "/Extends", _NOTHING, _object_stream_itself),
    pdf_kind("outline-ring", "an outline that goes round", "/Next", _READ, _outline_ring),
    pdf_kind("annotation-itself", "a note whose picture paints itself", "/AP", _READ, _annotation_itself),
)
