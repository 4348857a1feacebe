"""An invisible text layer on pages of a PDF: what is searched and copied where only a picture is seen."""

from __future__ import annotations

import ctypes as ct
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from shibiao.export.glyphless import DESCENT, FULL, HALF, UNITS_PER_EM, glyphless_font
from shibiao.extract.pdfium import page_frame
from shibiao.extract.transform import PageFrame

_FILE_ID = re.compile(rb"/ID\[<([0-9A-Fa-f]*)><([0-9A-Fa-f]{32})>\]")
_BFCHARS = 100  # entries of one block (Adobe Technical Note 5411)
_WIDE = frozenset("WFA")  # East Asian widths that Chinese fonts print as wide as high


class Parallelogram(NamedTuple):
    """Where a line of text stands: three of its corners as a reader of the line sees them, in page points."""

    top_left: tuple[float, float]
    top_right: tuple[float, float]
    bottom_left: tuple[float, float]


class PlacedText(NamedTuple):
    """A line of text and the place that it fills."""

    text: str
    place: Parallelogram


def em_width(text: str) -> float:
    """How wide a line is, in its own height: 1 for a Chinese character, a half for the rest."""
    return sum(1.0 if unicodedata.east_asian_width(char) in _WIDE else 0.5 for char in text)


def add_text_layer(
    document: pdfium.PdfDocument, pages: Mapping[int, Sequence[PlacedText]], unit: float, drop_invisible: bool = True
) -> None:
    """Put lines on pages (counted from 1) of an open document whose PDF unit is ``unit`` points.

    The pages' content stays, invisible text of earlier readers excepted (``drop_invisible``), which would be
    found a second time.

    Raises: pdfium.PdfiumError when a page cannot be loaded or written.
    """
    font = _Font(document, (line.text for lines in pages.values() for line in lines))
    try:
        for number, lines in sorted(pages.items()):
            page = document[number - 1]
            try:
                if drop_invisible:
                    _remove_invisible(page)
                frame = page_frame(page, unit)
                for line in lines:
                    raw.FPDFPage_InsertObject(page.raw, _text_object(document, font, line, frame))
                page.gen_content()
            finally:
                page.close()
    finally:
        font.close()


def saved(document: pdfium.PdfDocument) -> bytes:
    """The document as a file, without encryption, the same bytes for the same document."""
    buffer = io.BytesIO()
    document.save(buffer, flags=raw.FPDF_REMOVE_SECURITY)
    return _with_steady_id(buffer.getvalue())


def _with_steady_id(data: bytes) -> bytes:
    """The file identifier made from the contents, where PDFium makes it from the clock (ISO 32000-1, 14.4)."""
    *_, found = _FILE_ID.finditer(data)
    permanent, changing = found.groups()
    blank = b"0" * len(changing)
    parts = [blank if part == changing else part for part in (permanent, changing)]
    start, end = found.span()
    digest = hashlib.sha256(data[:start] + b"".join(parts) + data[end:]).hexdigest().upper()[: len(changing)].encode()
    return data[:start] + b"/ID[<%b><%b>]" % tuple(digest if part == blank else part for part in parts) + data[end:]


class _Font:
    """The glyphless font in a document, a code for every character that is needed."""

    def __init__(self, document: pdfium.PdfDocument, texts: Iterable[str]) -> None:
        chars = sorted(set().union(*texts))
        self._codes = {char: code for code, char in enumerate(chars, start=1)}
        data = glyphless_font()
        glyphs = b"".join(_glyph(char).to_bytes(2, "big") for char in ["\0", *chars])
        self.raw = raw.FPDFText_LoadCidType2Font(
            document.raw, _bytes(data), len(data), _to_unicode(self._codes), _bytes(glyphs), len(glyphs)
        )
        if not self.raw:
            raise pdfium.PdfiumError("font not loaded")

    def codes(self, text: str) -> Any:
        return (ct.c_uint32 * len(text))(*(self._codes[char] for char in text))

    def close(self) -> None:
        raw.FPDFFont_Close(self.raw)


def _glyph(char: str) -> int:
    return FULL if em_width(char) == 1.0 else HALF


def _bytes(data: bytes) -> Any:
    return (ct.c_uint8 * len(data)).from_buffer_copy(data)


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    """The CMap that says which character each code is."""
    entries = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    blocks = (entries[start : start + _BFCHARS] for start in range(0, len(entries), _BFCHARS))
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")


def _text_object(document: pdfium.PdfDocument, font: _Font, line: PlacedText, frame: PageFrame) -> Any:
    """A text object that fills the line's place: set in 1 point, its matrix makes it as high, wide and slanted."""
    item = raw.FPDFPageObj_CreateTextObj(document.raw, font.raw, 1.0)
    if not raw.FPDFText_SetCharcodes(item, font.codes(line.text), len(line.text)):
        raise pdfium.PdfiumError("text not set")
    raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    left, right, below = (frame.unpoint(*corner) for corner in line.place)
    across = [(b - a) / em_width(line.text) for a, b in zip(left, right, strict=True)]
    up = [a - b for a, b in zip(left, below, strict=True)]
    base = [b - u * DESCENT / UNITS_PER_EM for b, u in zip(below, up, strict=True)]
    raw.FPDFPageObj_SetMatrix(item, raw.FS_MATRIX(*across, *up, *base))
    return item


def _remove_invisible(page: pdfium.PdfPage) -> None:
    for index in reversed(range(raw.FPDFPage_CountObjects(page.raw))):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        if raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            raw.FPDFPage_RemoveObject(page.raw, item)
            raw.FPDFPageObj_Destroy(item)
