"""First reader of PDFs: text runs with glyph boxes and clip boxes, and ruling lines, by PDFium's raw API.

PDFium's own coordinates (origin bottom left, page not rotated) end here; see ``extract.model``.
"""

from __future__ import annotations

import ctypes as ct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from shibiao.extract.errors import DamagedFile, EncryptedFile, TooManyPages
from shibiao.extract.model import BBox, Page, Rule, Run, Visibility
from shibiao.extract.paths import Painted, filled_area, painted_rules, subpaths
from shibiao.extract.transform import Matrix, PageFrame, compose, map_box

_WHITE = 250  # every channel at least this: nothing to be seen on white paper
_MAX_FORM_DEPTH = 12
_HYPHEN = "\u0002"  # PDFium's mark for a hyphen at a line's end


@dataclass(slots=True)
class _Ink:
    """What one text object adds to its glyphs: where it is clipped, how large and how visible it is."""

    clip: BBox | None
    size: float
    invisible: bool
    white: bool
    matrix: Matrix | None


def open_pdf(path: Path, data: bytes, password: str | None, max_pages: int) -> pdfium.PdfDocument:
    """Open a PDF from its bytes.

    Raises:
        EncryptedFile: a password is needed, or this one is wrong.
        DamagedFile: PDFium cannot make out a document.
        TooManyPages: more than ``max_pages``.
    """
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedFile(path, "wrong-password" if password else "no-password") from error
        raise DamagedFile(path, str(error)) from error
    pages = len(document)
    if pages > max_pages:
        document.close()
        raise TooManyPages(path, pages, max_pages)
    return document


def read_page(document: pdfium.PdfDocument, index: int, user_unit: float = 1.0) -> Page:
    """Read page ``index`` (from 0) of an open document.

    Raises: pdfium.PdfiumError when the page cannot be loaded.
    """
    page = document[index]
    try:
        return _PageReader(page, user_unit).read(index + 1)
    finally:
        page.close()


class _PageReader:
    """Collects one page. PDFium hands out pointers into the page: nothing of it outlives ``read``."""

    def __init__(self, page: pdfium.PdfPage, user_unit: float) -> None:
        self._page = page.raw
        self._frame = _page_frame(page, user_unit)
        self._ink: dict[int, _Ink] = {}
        self._painted: list[Painted] = []

    def read(self, number: int) -> Page:
        page = self._page
        self._walk(
            (raw.FPDFPage_GetObject(page, i) for i in range(raw.FPDFPage_CountObjects(page))), None, None, 0
        )
        rules = tuple(self._rules())
        seen: list[Run] = []
        unseen: list[Run] = []
        for run in self._runs():
            (seen if run.visibility == "visible" else unseen).append(run)
        width, height = self._frame.size
        return Page(number, width, height, tuple(seen), rules, tuple(unseen))

    def _walk(self, objects: Iterator[Any], matrix: Matrix | None, clip: BBox | None, depth: int) -> None:
        for item in objects:
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._ink[_address(item)] = _text_ink(item, matrix, clip)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._painted.append(_painted_path(item, matrix, _clip_of(item, matrix, clip)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = compose(_object_matrix(item), matrix)
                count = raw.FPDFFormObj_CountObjects(item)
                self._walk(
                    (raw.FPDFFormObj_GetObject(item, i) for i in range(max(count, 0))),
                    inner,
                    _clip_of(item, matrix, clip),
                    depth + 1,
                )

    def _rules(self) -> Iterator[Rule]:
        for painted in self._painted:
            yield from painted_rules(painted, self._frame)

    def _runs(self) -> Iterator[Run]:
        """Runs in the order of the file, glyphs of one text object together."""
        backgrounds = [self._frame.box(area) for p in self._painted if (area := filled_area(p)) is not None]
        for address, text, boxes in self._glyphs():
            ink = self._ink.get(address)
            x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
            bbox = BBox(x0, y0, max(b[2] for b in boxes), max(b[3] for b in boxes))
            clip = self._frame.box(ink.clip) if ink and ink.clip else None
            size = ink.size * self._frame.scale if ink else bbox.height
            yield Run(text, boxes, bbox, clip, size, self._visibility(ink, bbox, backgrounds))

    def _glyphs(self) -> Iterator[tuple[int, str, tuple[BBox, ...]]]:
        """(text object, its characters, a box for each) for every text object that has glyphs."""
        text_page = raw.FPDFText_LoadPage(self._page)
        if not text_page:
            return
        try:
            chars = _characters(text_page)
            text_object, loose_box = raw.FPDFText_GetTextObject, raw.FPDFText_GetLooseCharBox
            rect, box = raw.FS_RECTF(), self._frame.box
            groups: dict[int, tuple[list[str], list[BBox]]] = {}
            for index, char in enumerate(chars):
                pointer = text_object(text_page, index)
                if not pointer:  # a space or line end that PDFium made up
                    continue
                loose_box(text_page, index, rect)
                group = groups.setdefault(_address(pointer), ([], []))
                group[0].append(char)
                group[1].append(box((rect.left, rect.bottom, rect.right, rect.top)))
        finally:
            raw.FPDFText_ClosePage(text_page)
        for address in self._ink:
            if address in groups:
                text, boxes = groups[address]
                yield address, "".join(text), tuple(boxes)

    def _visibility(self, ink: _Ink | None, bbox: BBox, backgrounds: list[BBox]) -> Visibility:
        width, height = self._frame.size
        x, y = bbox.centre
        if not (0 <= x <= width and 0 <= y <= height) and (
            ink is None or ink.clip is None or bbox.meet(BBox(0, 0, width, height)) is None
        ):
            return "off-page"
        if ink is None:
            return "visible"
        if ink.invisible:
            return "invisible"
        if ink.white and not any(area.holds(x, y) for area in backgrounds):
            return "same-colour"
        return "visible"


def _page_frame(page: pdfium.PdfPage, user_unit: float) -> PageFrame:
    rect = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page.raw, rect):
        bounds = (rect.left, rect.bottom, rect.right, rect.top)
    else:
        bounds = (0.0, 0.0, *page.get_size())
    return PageFrame(bounds, raw.FPDFPage_GetRotation(page.raw), user_unit)


def _characters(text_page: Any) -> str:
    """All characters, one per index of PDFium's text page."""
    count = max(raw.FPDFText_CountChars(text_page), 0)
    buffer = (ct.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
    if len(text) != count:  # surrogate pairs or skipped characters: ask one by one
        text = "".join(chr(raw.FPDFText_GetUnicode(text_page, i) or 0xFFFD) for i in range(count))
    return text.replace(_HYPHEN, "-").replace("\x00", "\ufffd").replace("\ufffe", "-")


def _address(pointer: Any) -> int:
    return ct.cast(pointer, ct.c_void_p).value or 0


def _object_matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, m)
    return Matrix(m.a, m.b, m.c, m.d, m.e, m.f)


def _text_ink(item: Any, matrix: Matrix | None, clip: BBox | None) -> _Ink:
    size = ct.c_float()
    raw.FPDFTextObj_GetFontSize(item, size)
    scale = compose(_object_matrix(item), matrix).scale
    invisible = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    white = _is_white(item, raw.FPDFPageObj_GetFillColor)
    return _Ink(_clip_of(item, matrix, clip), size.value * scale, invisible, white, matrix)


def _clip_of(item: Any, matrix: Matrix | None, outer: BBox | None) -> BBox | None:
    """The box that all clip paths around an object leave open, in PDF page space; None: not clipped."""
    path = raw.FPDFPageObj_GetClipPath(item)
    clip = outer
    for index in range(max(raw.FPDFClipPath_CountPaths(path), 0) if path else 0):
        count = raw.FPDFClipPath_CountPathSegments(path, index)
        if count <= 0:
            continue
        points = [_point(raw.FPDFClipPath_GetPathSegment(path, index, i)) for i in range(count)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = map_box(BBox(min(xs), min(ys), max(xs), max(ys)), matrix)
        clip = box if clip is None else clip.meet(box) or BBox(box.x0, box.y0, box.x0, box.y0)
    return clip


def _point(segment: Any, x: ct.c_float = ct.c_float(), y: ct.c_float = ct.c_float()) -> tuple[float, float]:  # noqa: B008
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _is_white(item: Any, colour: Any) -> bool:
    r, g, b, a = ct.c_uint(), ct.c_uint(), ct.c_uint(), ct.c_uint()
    if not colour(item, r, g, b, a):
        return False
    return a.value == 0 or min(r.value, g.value, b.value) >= _WHITE


def _painted_path(item: Any, matrix: Matrix | None, clip: BBox | None) -> Painted:
    fill, stroke, width = ct.c_int(), ct.c_int(), ct.c_float()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    filled = fill.value != raw.FPDF_FILLMODE_NONE and not _is_white(item, raw.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and not _is_white(item, raw.FPDFPageObj_GetStrokeColor)
    own = compose(_object_matrix(item), matrix)
    segments = []
    if filled or stroked:
        for index in range(max(raw.FPDFPath_CountSegments(item), 0)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            segments.append((raw.FPDFPathSegment_GetType(segment), *_point(segment)))
    return Painted(tuple(subpaths(segments, own)), filled, stroked, width.value * own.scale, clip)
