"""How files are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ocr = Literal["rapidocr", "tesseract", "both"]


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What the user may choose.

    ``encoding`` None: found out. ``verify`` adds pdfplumber's reading of every cell. ``ocr``: which recogniser
    reads pictures, or both, RapidOCR first. ``max_pixels`` of one page's image, in its file: A0
    at 300 dpi has 140 million, which take 560 MB of memory. ``threads`` that read one picture, 0: as many as there are
    cores.
    """

    password: str | None = None
    encoding: str | None = None
    max_pages: int = 2000
    verify: bool = False
    ocr: Ocr = "both"
    max_pixels: int = 150_000_000
    max_bytes: int = 1_000_000_000
    threads: int = 0
