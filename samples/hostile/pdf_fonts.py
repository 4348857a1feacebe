"""PDFs whose fonts lie about their characters, or are none."""

from __future__ import annotations

from samples.hostile.deflate import packed
from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import FREE, one_page, stream, table

_ANY: tuple[Outcome, ...] = ("converted", "damaged", "no-form", "too-much")


def _mapped(lines: bytes) -> bytes:
    """Helvetica with a ToUnicode map of its own."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    begin = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
    return one_page(table(), more={5: font, FREE: stream(begin + b"endcodespacerange " + lines + b" endcmap end end")})


def _range(first: bytes) -> bytes:
    return _mapped(b"1 beginbfrange <00> <FF> <%s> endbfrange" % first)


def _map_bomb() -> bytes:
    """Each letter stands for 20,000 characters."""
    return _mapped(b"1 beginbfrange <41> <7A> <%s> endbfrange" % (b"4E00" * 20_000))


def _map_of_everything() -> bytes:
    return _mapped(b"100 beginbfrange " + b"<00000000> <FFFFFFFF> <0000> " * 100 + b"endbfrange")


def _embedded(program: bytes, kind: bytes = b"/TrueType", file: bytes = b"/FontFile2") -> bytes:
    font = b"<< /Type /Font /Subtype %s /BaseFont /Odd /FontDescriptor 7 0 R /FirstChar 0 /LastChar 255 >>" % kind
    descriptor = b"<< /Type /FontDescriptor /FontName /Odd /Flags 4 /Ascent 0 /Descent 0 %s 6 0 R >>" % file
    return one_page(
        table(),
        more={
            5: font,
            7: descriptor,
            FREE: stream(packed(program), b"/Filter /FlateDecode /Length1 %d" % len(program)),
        },
    )


def _sfnt() -> bytes:
    """A TrueType font whose 65,535 tables are all at the same impossible place."""
    return (
        b"\x00\x01\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00"
        + b"glyf\x00\x00\x00\x00\xff\xff\xff\xf0\xff\xff\xff\xff" * 65_535
    )


def _composite(entries: bytes, text: bytes = b"<00010002000300040005>") -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> %s >>" % entries
    )
    shown = b"BT /F1 12 Tf 50 700 Td %s Tj ET" % text
    return one_page(shown, more={5: font, 7: descendant})


def _font(entries: bytes) -> bytes:
    return one_page(table(), more={5: b"<< /Type /Font %s >>" % entries})


def _type3(matrix: bytes) -> bytes:
    procs = b"/CharProcs << /a 99 0 R >> /Encoding << /Differences [0 %s] >> " % (b"/a " * 256)
    return _font(
        b"/Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix %s " % matrix
        + procs
        + b"/FirstChar 0 /LastChar 255 /Widths [%s]" % (b"500 " * 256)
    )


KINDS = (
    pdf_kind(
        "map-all-one",
        "a font that says every letter is 一",
        "ToUnicode",
        _ANY,
        lambda: _mapped(b"256 beginbfchar " + b"".join(b"<%02X> <4E00> " % n for n in range(256)) + b"endbfchar"),
    ),
    pdf_kind("map-private", "letters that are private characters", "ToUnicode", _ANY, lambda: _range(b"E000")),
    pdf_kind("map-nul", "letters that are NUL and control characters", "ToUnicode", _ANY, lambda: _range(b"0000")),
    pdf_kind("map-surrogates", "letters that are halves of characters", "ToUnicode", _ANY, lambda: _range(b"D800")),
    pdf_kind("map-nothing", "letters that are U+FFFF", "ToUnicode", _ANY, lambda: _range(b"FF80")),
    pdf_kind(
        "map-right-to-left", "letters that turn the direction of text", "ToUnicode", _ANY, lambda: _range(b"2000")
    ),
    pdf_kind("map-combining", "letters that are accents", "ToUnicode", _ANY, lambda: _range(b"0300")),
    pdf_kind("map-bomb", "letters that stand for 20,000 characters each", "ToUnicode", _ANY, _map_bomb),
    pdf_kind("map-of-everything", "a map of 4,294,967,296 codes, 100 times", "ToUnicode", _ANY, _map_of_everything),
    pdf_kind(
        "map-broken", "a map that ends in the middle", "ToUnicode", _ANY, lambda: _mapped(b"9 beginbfchar <41> <")
    ),
    pdf_kind("font-of-zeros", "a font program of zeros", "FontFile2", _ANY, lambda: _embedded(bytes(10_000))),
    pdf_kind("font-empty", "a font program without a byte", "FontFile2", _ANY, lambda: _embedded(b"")),
    pdf_kind("font-of-tables", "a TrueType font of 65,535 tables", "FontFile2", _ANY, lambda: _embedded(_sfnt())),
    pdf_kind(
        "font-type1-loop",
        "a Type 1 program that is PostScript",
        "FontFile",
        _ANY,
        lambda: _embedded(b"%!PS-AdobeFont-1.0: Odd\n{1 1 add pop} loop eexec\n" * 100, b"/Type1", b"/FontFile"),
    ),
    pdf_kind(
        "font-cff-broken",
        "a CFF font of random bytes",
        "FontFile3",
        _ANY,
        lambda: _embedded(bytes(n * 77 % 251 for n in range(5_000)), b"/Type1C", b"/FontFile3"),
    ),
    pdf_kind(
        "no-map", "glyphs of a font that is not there, without a map", "Identity-H", _ANY, lambda: _composite(b"")
    ),
    pdf_kind(
        "glyph-map-short",
        "a map of glyphs that is one byte long",
        "CIDToGIDMap",
        _ANY,
        lambda: _composite(b"/CIDToGIDMap (a)"),
    ),
    pdf_kind(
        "widths-huge", "glyphs 10^30 units wide", "/W", _ANY, lambda: _composite(b"/W [0 65535 1%s]" % (b"0" * 30))
    ),
    pdf_kind(
        "widths-negative",
        "glyphs of negative width",
        "/Widths",
        _ANY,
        lambda: _font(
            b"/Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths [%s]" % (b"-900 " * 256)
        ),
    ),
    pdf_kind(
        "widths-of-billions",
        "a font of 2,147,483,647 widths",
        "/LastChar",
        _ANY,
        lambda: _font(b"/Subtype /TrueType /BaseFont /None /FirstChar -2147483648 /LastChar 2147483647 /Widths [5]"),
    ),
    pdf_kind("type3-of-nothing", "glyphs shrunk to nothing", "/FontMatrix", _ANY, lambda: _type3(b"[0 0 0 0 0 0]")),
    pdf_kind(
        "type3-endless",
        "glyphs 10^30 times as large",
        "/FontMatrix",
        _ANY,
        lambda: _type3(b"[1%s 0 0 1%s 0 0]" % (b"0" * 30, b"0" * 30)),
    ),
    pdf_kind(
        "font-unknown",
        "a font of unknown kind and coding",
        "/Subtype /Wrong",
        _ANY,
        lambda: _font(b"/Subtype /Wrong /Encoding /Wrong /BaseFont 7"),
    ),
    pdf_kind("font-null", "a font that is null", "object 5", _ANY, lambda: one_page(table(), more={5: b"null"})),
)
