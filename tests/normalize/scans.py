"""Readings of pictures, made by hand: what a recogniser gives for one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from shibiao.extract.model import BBox, Cell, Glyph, Reading

Offers = Mapping[int, str]  # place in the text: what else the reader says that character may be
BOX = BBox(0, 0, 100, 10)


def reading(
    text: str,
    offers: Offers | None = None,
    sure: float = 0.9,
    printed: str | None = None,
    reader: Literal["rapidocr", "tesseract"] = "rapidocr",
) -> Reading:
    """A reading with a glyph for every character that is not white space."""
    glyphs = [
        Glyph(char, sure, 10.0 * place, tuple((other, 0.05) for other in (offers or {}).get(place, "")))
        for place, char in enumerate(text)
        if not char.isspace()
    ]
    return Reading(reader, text, text if printed is None else printed, glyphs=tuple(glyphs))


def cell(*readings: Reading) -> Cell:
    return Cell(1, 2, 3, 1, 1, BOX, readings)
