"""Good files, from which bad ones are made."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from samples.hostile.office_syntax import CSV, word, workbook
from samples.hostile.pdf_syntax import one_page, table

FORMS = Path(__file__).parents[1] / "forms"
Sort = Literal["pdf", "image", "text", "office"]
_IMAGES = {
    "PNG": ".png",
    "JPEG": ".jpg",
    "TIFF": ".tif",
    "BMP": ".bmp",
    "GIF": ".gif",
    "WEBP": ".webp",
    "JPEG2000": ".jp2",
}
_LARGEST_PDF = 110_000  # bytes: every mutant is as large as its parent


@cache
def good_files(sort: Sort) -> tuple[tuple[str, bytes], ...]:
    """(suffix, bytes) of every good file of a sort, the same in every run."""
    if sort == "image":
        return (*((suffix, _image(kind)) for kind, suffix in _IMAGES.items()), (".tif", _pages()))
    if sort == "office":
        return ((".xlsx", workbook()), (".docx", word()), (".csv", CSV.encode()))
    if sort == "text":
        return tuple((".txt", path.read_bytes()) for path in sorted(FORMS.glob("*.txt")))
    kept = [data for path in sorted(FORMS.glob("*.pdf")) if len(data := path.read_bytes()) < _LARGEST_PDF]
    return tuple((".pdf", data) for data in [one_page(table()), *kept])


def _page(height: int = 300) -> Image.Image:
    """A ruled table with figures, small enough to be read at once."""
    image = Image.new("L", (420, height), 255)
    draw = ImageDraw.Draw(image)
    for line in range(4):
        draw.line((20, 20 + 80 * line, 400, 20 + 80 * line), 0, 2)
        draw.line((20 + line * 126, 20, 20 + line * 126, 260), 0, 2)
    for cell in range(9):
        draw.text((30 + 126 * (cell % 3), 45 + 80 * (cell // 3)), f"{cell * 37}.50", 0, font_size=22)
    return image


def _image(kind: str) -> bytes:
    out = io.BytesIO()
    _page().save(out, kind)
    return out.getvalue()


def _pages() -> bytes:
    out = io.BytesIO()
    _page().save(out, "TIFF", save_all=True, append_images=[_page(310), _page(320)], compression="tiff_lzw")
    return out.getvalue()
