"""Lines of text and ruled pages drawn for one test each, their places known to the pixel."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from shibiao.extract.recognise.protocol import Alphabet, LineImage
from shibiao.legend import LegendFont, legend_font

Pixels = NDArray[np.uint8]


def chinese_font(size: int) -> LegendFont:
    """A font of so many pixels. Skips the test where the system has none with Chinese."""
    font = legend_font(size)
    if not font.chinese:
        pytest.skip("no Chinese font is installed")
    return font


def line_of(text: str, alphabet: Alphabet = "any", height: int = 40) -> LineImage:
    """A printed line, black on white."""
    font = chinese_font(height - 8)
    image = Image.new("RGB", (round(font.face.getlength(text)) + 24, height), "white")
    ImageDraw.Draw(image).text((12, height / 2), text, "black", font.face, anchor="lm")
    return LineImage(np.asarray(image), alphabet)


def printed(text: str, em: int, height: int) -> tuple[Pixels, list[float]]:
    """A text in type of ``em`` pixels, black on white, 20 pixels from the left of a picture so high; and the middles of
    its characters across."""
    face = chinese_font(em).face
    image = Image.new("RGB", (round(face.getlength(text)) + 40, height), "white")
    ImageDraw.Draw(image).text((20, height / 2), text, "black", face, anchor="lm")
    ends = [face.getlength(text[:at]) for at in range(len(text) + 1)]
    return np.asarray(image), [20 + (start + end) / 2 for start, end in pairwise(ends)]


def texts_of(lines: list[str], alphabet: Alphabet = "any") -> list[LineImage]:
    return [line_of(text, alphabet) for text in lines]
