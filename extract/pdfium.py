"""First reader of PDFs: text runs with glyph boxes and clip boxes, and ruling lines, by PDFium's raw API.

PDFium's own coordinates (origin bottom left, page not rotated) end here; see ``extract.model``.
"""

from __future__ import annotations

import ctypes as ct
import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from shibiao.extract import pdfium_calls as calls
from shibiao.extract.bounds import (
    MOST_BACKGROUNDS,
    MOST_CHARACTERS,
    MOST_CLIPS,
    MOST_COVERS,
    MOST_OBJECTS,
    MOST_SEGMENTS,
    check_bound,
)
from shibiao.extract.errors import DamagedFile, EncryptedFile, TooManyPages
from shibiao.extract.model import BBox, Page, PlacedImage, Rule, Run, Visibility
from shibiao.extract.paths import MAX_THICKNESS_PT, Painted, clipped_rules, filled_area, painted_rules, subpaths
from shibiao.extract.pdf_unpacked import check_unpacked
from shibiao.extract.transform import Matrix, PageFrame, compose, map_box

_WHITE = 250  # every channel at least this: nothing to be seen on white paper
_MAX_FORM_DEPTH = 12
_LINE, _RECTANGLE = 2, 5  # path segments
_OPAQUE = 0.9  # of a covering image: an image laid slightly askew leaves the corners of its box open
_COVERING = 0.5  # of the page: a smaller image over text is a seal, and text may show beside it
_PAINTED_MOST = 25_000_000  # pixels: PDFium paints an image with one for each point of its box
_SHAPE = 8  # path segments: more than any frame of rules is mostly painted with
# PDFium's marks for a hyphen at a line's end, and for glyphs without a character
_MENDED = str.maketrans({"\u0002": "-", "\ufffe": "-", "\x00": "\ufffd"})


@dataclass(slots=True)
class _Ink:
    """What one text object adds to its glyphs: where it is clipped, how large and how visible it is.

    ``order`` counts the page's text objects as they are painted.
    """

    clip: BBox | None
    size: float
    invisible: bool
    white: bool
    order: int


def open_pdf(path: Path, data: bytes, password: str | None, max_pages: int) -> pdfium.PdfDocument:
    """Open a PDF from its bytes.

    Raises:
        EncryptedFile: a password is needed, or this one is wrong.
        DamagedFile: PDFium cannot make out a document.
        TooManyPages: more than ``max_pages``.
        TooMuch: it would unpack to more than any form holds.
    """
    check_unpacked(path, data)
    # Some failures leave PDFium's error as an earlier file set it: let that be bad data, whatever was read before.
    raw.FPDF_LoadMemDocument64(b"-", 1, None)
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

    Raises:
        pdfium.PdfiumError: the page cannot be loaded.
        Overfull: it holds more than any form (``extract.bounds``).
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
        self._document = page.pdf.raw
        self._frame = page_frame(page, user_unit)
        self._scratch = calls.Scratch()
        self._ink: dict[int, _Ink] = {}
        self._painted: list[Painted] = []
        self._rules: list[Rule] = []
        self._images: list[PlacedImage] = []
        self._covers: list[tuple[int, BBox]] = []  # images over all text objects before that number
        self._shapes = 0
        self._objects = self._segments = self._looked_at = 0

    def read(self, number: int) -> Page:
        page = calls.handle(self._page)
        self._walk((calls.page_object(page, i) for i in range(calls.count_objects(page))), None, None, 0)
        for painted in self._painted:
            self._rules += painted_rules(painted, self._frame)
        self._rules = [rule for rule in self._rules if math.isfinite(rule.position + rule.start + rule.end)]
        seen: list[Run] = []
        unseen: list[Run] = []
        for run in self._runs():
            (seen if run.visibility == "visible" else unseen).append(run)
        width, height = self._frame.size
        images = tuple(self._images)
        return Page(number, width, height, tuple(seen), tuple(self._rules), tuple(unseen), images, self._shapes)

    def _walk(self, objects: Iterator[int], matrix: Matrix | None, clip: BBox | None, depth: int) -> None:
        for item in objects:
            self._objects += 1
            check_bound("objects", self._objects, MOST_OBJECTS)
            kind = calls.object_type(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._ink[item] = self._text_ink(item, matrix, clip)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                painted = self._painted_path(item, matrix, clip)
                if painted is not None:
                    self._painted.append(painted)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._images += self._placed_image(item, matrix, clip)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = compose(self._matrix(item), matrix)
                children = (calls.form_object(item, i) for i in range(max(calls.form_count(item), 0)))
                self._walk(children, inner, self._clip(item, matrix, clip), depth + 1)

    def _placed_image(self, item: int, matrix: Matrix | None, outer: BBox | None) -> Iterator[PlacedImage]:
        """The image, unless it is clipped away."""
        calls.object_bounds(item, *self._scratch.float_at)
        left, bottom, right, top = self._scratch.floats
        seen: BBox | None = map_box(BBox(left, bottom, right, top), matrix)
        clip = self._clip(item, matrix, outer)
        if clip is not None and seen is not None:
            seen = seen.meet(clip)
        if (
            seen is not None
            and math.isfinite(sum(seen))
            and calls.image_size(item, self._scratch.int_at[0], self._scratch.int_at[1])
        ):
            placed = PlacedImage(self._frame.box(seen), self._scratch.ints[0], self._scratch.ints[1])
            if self._ink and self._covers_text(item, placed.bbox):
                self._covers.append((len(self._ink), placed.bbox))
            yield placed

    def _covers_text(self, item: int, bbox: BBox) -> bool:
        """Whether an image hides what was painted before it, as in scans over their reader's text."""
        width, height = self._frame.size
        if bbox.width * bbox.height < _COVERING * width * height or calls.has_transparency(item):
            return False
        self._looked_at += 1
        if self._looked_at > MOST_COVERS:
            return False
        if bbox.width * bbox.height > _PAINTED_MOST * self._frame.scale**2:
            return True
        return calls.opaque_share(calls.handle(self._document), calls.handle(self._page), item) > _OPAQUE

    def _runs(self) -> Iterator[Run]:
        """Runs in the order of the file, glyphs of one text object together."""
        backgrounds: list[BBox] = []
        if any(ink.white for ink in self._ink.values()):
            backgrounds = [self._frame.box(area) for p in self._painted if (area := filled_area(p)) is not None]
            backgrounds = heapq.nlargest(MOST_BACKGROUNDS, backgrounds, key=lambda area: area.width * area.height)
        for item, text, boxes in self._glyphs():
            ink = self._ink[item]
            if len(boxes) == 1:
                bbox = boxes[0]
            else:
                x0, y0, x1, y1 = zip(*boxes, strict=True)
                bbox = BBox(min(x0), min(y0), max(x1), max(y1))
            if not math.isfinite(sum(bbox)):
                continue  # beyond all numbers
            clip = self._frame.box(ink.clip) if ink.clip else None
            yield Run(text, boxes, bbox, clip, ink.size * self._frame.scale, self._visibility(ink, bbox, backgrounds))

    def _glyphs(self) -> Iterator[tuple[int, str, tuple[BBox, ...]]]:
        """(text object, its characters, a box for each) for every text object that has glyphs."""
        text_page = raw.FPDFText_LoadPage(self._page)
        if not text_page:
            return
        groups: dict[int, tuple[list[str], list[BBox]]] = {}
        try:
            page, rect = calls.handle(text_page), self._scratch.floats
            at, box = self._scratch.float_at[0], self._frame.box
            text_object, loose_box = calls.text_object, calls.loose_char_box
            last, texts, boxes = 0, [""], [BBox(0, 0, 0, 0)]
            for index, char in enumerate(_characters(text_page)):
                item = text_object(page, index)
                if item is None:  # a space or line end that PDFium made up
                    continue
                if item != last:
                    last = item
                    texts, boxes = groups.setdefault(item, ([], []))
                loose_box(page, index, at)
                left, top, right, bottom = rect
                texts.append(char)
                boxes.append(box((left, bottom, right, top)))
        finally:
            raw.FPDFText_ClosePage(text_page)
        for item in self._ink:
            if item in groups:
                texts, boxes = groups[item]
                yield item, "".join(texts), tuple(boxes)

    def _visibility(self, ink: _Ink, bbox: BBox, backgrounds: list[BBox]) -> Visibility:
        if ink.invisible:
            return "invisible"
        width, height = self._frame.size
        x, y = bbox.centre
        if any(ink.order < before and area.holds(x, y) for before, area in self._covers):
            return "covered"
        if not (0 <= x <= width and 0 <= y <= height) and bbox.meet(BBox(0, 0, width, height)) is None:
            if ink.clip is None or self._frame.box(ink.clip).meet(BBox(0, 0, width, height)) is None:
                return "off-page"
        elif ink.white and not any(area.holds(x, y) for area in backgrounds):
            return "same-colour"
        return "visible"

    def _matrix(self, item: int) -> Matrix:
        calls.object_matrix(item, self._scratch.matrix_at)
        return Matrix(*self._scratch.matrix)

    def _text_ink(self, item: int, matrix: Matrix | None, clip: BBox | None) -> _Ink:
        calls.font_size(item, self._scratch.float_at[0])
        size = self._scratch.floats[0] * compose(self._matrix(item), matrix).scale
        invisible = calls.render_mode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        white = self._is_white(item, calls.fill_colour)
        return _Ink(self._clip(item, matrix, clip), size, invisible, white, len(self._ink))

    def _clip(self, item: int, matrix: Matrix | None, outer: BBox | None) -> BBox | None:
        """The box that all clip paths around an object leave open, in PDF page space; None: not clipped."""
        path = calls.clip_path(item)
        clip = outer
        for index in range(min(calls.clip_count(path), MOST_CLIPS) if path else 0):
            points = [self._point(calls.clip_segment(path, index, i)) for i in range(calls.clip_segments(path, index))]
            if not points:
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = map_box(BBox(min(xs), min(ys), max(xs), max(ys)), matrix)
            clip = box if clip is None else clip.meet(box) or BBox(box.x0, box.y0, box.x0, box.y0)
        return clip

    def _point(self, segment: int) -> tuple[float, float]:
        calls.segment_point(segment, self._scratch.float_at[0], self._scratch.float_at[1])
        return self._scratch.floats[0], self._scratch.floats[1]

    def _is_white(self, item: int, colour: Any) -> bool:
        if not colour(item, *self._scratch.int_at):
            return False
        r, g, b, alpha = self._scratch.ints
        return bool(alpha == 0 or min(r, g, b) >= _WHITE)

    def _painted_path(self, item: int, matrix: Matrix | None, clip: BBox | None) -> Painted | None:
        """What a path paints; None where that is nothing to be seen, or a single rule, which is kept at once."""
        calls.draw_mode(item, self._scratch.int_at[0], self._scratch.int_at[1])
        fill, stroke = self._scratch.ints[0], self._scratch.ints[1]
        filled = fill != raw.FPDF_FILLMODE_NONE and not self._is_white(item, calls.fill_colour)
        stroked = bool(stroke) and not self._is_white(item, calls.stroke_colour)
        if not filled and not stroked:
            return None
        count = max(calls.path_segments(item), 0)
        self._shapes += count > _SHAPE
        self._segments += count
        check_bound("segments", self._segments, MOST_SEGMENTS)
        clip = self._clip(item, matrix, clip)
        if (count == _LINE and not filled) or (count <= _RECTANGLE and not stroked):
            rule = self._single_rule(item, matrix, stroked)
            if rule is not None:
                self._rules += clipped_rules([rule], self._frame.box(clip)) if clip else (rule,)
                return None
        own = compose(self._matrix(item), matrix)
        width = 0.0
        if stroked:
            calls.stroke_width(item, self._scratch.float_at[0])
            width = self._scratch.floats[0] * own.scale
        segments = []
        for index in range(count):
            segment = calls.path_segment(item, index)
            kind = calls.segment_type(segment)
            closes = stroked and index > 1 and bool(calls.segment_closes(segment))
            segments.append((kind, *self._point(segment), closes))
        return Painted(tuple(subpaths(segments, own)), filled, stroked, width, clip)

    def _single_rule(self, item: int, matrix: Matrix | None, stroked: bool) -> Rule | None:
        """A thin path of one line or one rectangle from its bounds alone: most rules are painted so.

        PDFium widens a stroke's bounds by the line width on every side.
        """
        calls.object_bounds(item, *self._scratch.float_at)
        left, bottom, right, top = self._scratch.floats
        box = BBox(left, bottom, right, top)
        x0, y0, x1, y1 = self._frame.box(map_box(box, matrix) if matrix else box)
        width, height = x1 - x0, y1 - y0
        thickness = min(width, height)
        grown = thickness / 2 if stroked else 0.0
        if thickness - grown > MAX_THICKNESS_PT or max(width, height) < 2 * thickness:
            return None
        if width >= height:
            return Rule("h", (y0 + y1) / 2, x0 + grown, x1 - grown, thickness - grown)
        return Rule("v", (x0 + x1) / 2, y0 + grown, y1 - grown, thickness - grown)


def page_frame(page: pdfium.PdfPage, user_unit: float) -> PageFrame:
    """The way from the page's PDF space to page space: its visible part, rotation and unit."""
    rect = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page.raw, rect):
        bounds = (rect.left, rect.bottom, rect.right, rect.top)
    else:
        bounds = (0.0, 0.0, *page.get_size())
    return PageFrame(bounds, raw.FPDFPage_GetRotation(page.raw), user_unit)


def _characters(text_page: Any) -> str:
    """All characters, one per index of PDFium's text page."""
    count = max(raw.FPDFText_CountChars(text_page), 0)
    check_bound("characters", count, MOST_CHARACTERS)
    buffer = (ct.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
    if len(text) != count:  # a character beyond the BMP, or one that GetText skips: ask one by one
        text = "".join(_character(raw.FPDFText_GetUnicode(text_page, i)) for i in range(count))
    return text.translate(_MENDED)


def _character(code: int) -> str:
    """A character by its code. Halves of a surrogate pair, and no code at all, are no characters."""
    return "\ufffd" if not 0 < code < 0x110000 or 0xD800 <= code <= 0xDFFF else chr(code)
