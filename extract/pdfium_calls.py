"""PDFium's page-reading functions with handles as plain integers.

A page is tens of thousands of calls. Through the generated bindings each one wraps its handles in pointer
objects; bound like this the same functions take and give integers, in about half the time.
"""

from __future__ import annotations

import ctypes as ct
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw
from pypdfium2 import PdfBitmap

_HANDLE = ct.c_void_p
_OUT = ct.c_void_p


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ct.cast(function, ct.c_void_p).value
    return ct.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


count_objects = _bind(raw.FPDFPage_CountObjects, ct.c_int, _HANDLE)
page_object = _bind(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, ct.c_int)
form_count = _bind(raw.FPDFFormObj_CountObjects, ct.c_int, _HANDLE)
form_object = _bind(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ct.c_ulong)
object_type = _bind(raw.FPDFPageObj_GetType, ct.c_int, _HANDLE)
object_matrix = _bind(raw.FPDFPageObj_GetMatrix, ct.c_int, _HANDLE, _OUT)
object_bounds = _bind(raw.FPDFPageObj_GetBounds, ct.c_int, _HANDLE, _OUT, _OUT, _OUT, _OUT)
fill_colour = _bind(raw.FPDFPageObj_GetFillColor, ct.c_int, _HANDLE, _OUT, _OUT, _OUT, _OUT)
stroke_colour = _bind(raw.FPDFPageObj_GetStrokeColor, ct.c_int, _HANDLE, _OUT, _OUT, _OUT, _OUT)
stroke_width = _bind(raw.FPDFPageObj_GetStrokeWidth, ct.c_int, _HANDLE, _OUT)
clip_path = _bind(raw.FPDFPageObj_GetClipPath, _HANDLE, _HANDLE)
clip_count = _bind(raw.FPDFClipPath_CountPaths, ct.c_int, _HANDLE)
clip_segments = _bind(raw.FPDFClipPath_CountPathSegments, ct.c_int, _HANDLE, ct.c_int)
clip_segment = _bind(raw.FPDFClipPath_GetPathSegment, _HANDLE, _HANDLE, ct.c_int, ct.c_int)
image_size = _bind(raw.FPDFImageObj_GetImagePixelSize, ct.c_int, _HANDLE, _OUT, _OUT)
has_transparency = _bind(raw.FPDFPageObj_HasTransparency, ct.c_int, _HANDLE)
_rendered_image = _bind(raw.FPDFImageObj_GetRenderedBitmap, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
draw_mode = _bind(raw.FPDFPath_GetDrawMode, ct.c_int, _HANDLE, _OUT, _OUT)
path_segments = _bind(raw.FPDFPath_CountSegments, ct.c_int, _HANDLE)
path_segment = _bind(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, ct.c_int)
segment_type = _bind(raw.FPDFPathSegment_GetType, ct.c_int, _HANDLE)
segment_closes = _bind(raw.FPDFPathSegment_GetClose, ct.c_int, _HANDLE)
segment_point = _bind(raw.FPDFPathSegment_GetPoint, ct.c_int, _HANDLE, _OUT, _OUT)
font_size = _bind(raw.FPDFTextObj_GetFontSize, ct.c_int, _HANDLE, _OUT)
render_mode = _bind(raw.FPDFTextObj_GetTextRenderMode, ct.c_int, _HANDLE)
text_object = _bind(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, ct.c_int)
loose_char_box = _bind(raw.FPDFText_GetLooseCharBox, ct.c_int, _HANDLE, ct.c_int, _OUT)


def handle(pointer: Any) -> int:
    """A bindings' pointer as an integer; 0 for none."""
    return ct.cast(pointer, ct.c_void_p).value or 0


def opaque_share(document: int, page: int, image: int) -> float:
    """The part of an image's box, 0 to 1, that nothing behind it shines through; 0 where it cannot be painted."""
    bitmap = _rendered_image(document, page, image)
    if not bitmap:
        return 0.0
    pixels = PdfBitmap.from_raw(ct.cast(bitmap, raw.FPDF_BITMAP)).to_numpy()
    return float((pixels[..., 3] == 255).mean()) if pixels.ndim == 3 and pixels.shape[2] == 4 else 1.0


class Scratch:
    """Room for the values that PDFium writes back: four floats, four integers, a matrix. Not for two threads."""

    def __init__(self) -> None:
        self.floats = (ct.c_float * 4)()
        self.ints = (ct.c_uint * 4)()
        self.matrix = (ct.c_float * 6)()
        base, ints = ct.addressof(self.floats), ct.addressof(self.ints)
        self.float_at = tuple(base + 4 * i for i in range(4))
        self.int_at = tuple(ints + 4 * i for i in range(4))
        self.matrix_at = ct.addressof(self.matrix)
