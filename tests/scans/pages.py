"""Pages of printed samples as pixels, for tests of reading scans."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

SAMPLE = Path(__file__).parents[2] / "samples/forms/xlsx-split-goal_1pane-1005.pdf"


@lru_cache(maxsize=2)
def page(dpi: int = 200) -> Image.Image:
    """The sample's first page as a clean picture."""
    import pypdfium2

    with pypdfium2.PdfDocument(SAMPLE) as document:
        return document[0].render(scale=dpi / 72).to_pil().convert("RGB")


def skewed(image: Image.Image, degrees: float) -> Image.Image:
    """The page laid on the glass askew."""
    return image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def sealed(image: Image.Image, x: int, y: int, radius: int) -> Image.Image:
    """A red ring over the print, as a seal's ink mixes with what lies beneath."""
    import cv2

    pixels = np.asarray(image).copy()
    ink = np.zeros(pixels.shape[:2], np.uint8)
    cv2.circle(ink, (x, y), radius, 255, 6)
    cv2.circle(ink, (x, y), radius // 4, 255, -1)
    red = np.array([205, 40, 45], np.float32) / 255
    pixels[ink > 0] = (pixels[ink > 0] * red).astype(np.uint8)
    return Image.fromarray(pixels)
