"""Effects of ink, paper, light and glass. Lengths in points of the page."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.scans.sheet import Effect, Pixels, Rng, Sheet


def _smooth_field(rng: Rng, shape: tuple[int, ...], cells: int) -> NDArray[np.float32]:
    """A slowly varying field over the page, 0 to 1."""
    coarse = rng.random((cells + 2, cells + 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32).clip(0, 1)


def grained(sigma: float) -> Effect:
    """The sensor's grain."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        grain = rng.normal(0, sigma, sheet.pixels.shape[:2]).astype(np.float32)[:, :, None]
        return sheet.with_pixels(sheet.pixels.astype(np.float32) + grain)

    return effect


def tinted(depth: float) -> Effect:
    """Paper that is not quite white, and aged unevenly."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        tint = 1 - rng.uniform(0, depth, 3).astype(np.float32) * (0.3, 0.5, 1.0)
        blotches = 1 - _smooth_field(rng, sheet.pixels.shape, 6)[:, :, None] * depth * 0.4
        return sheet.with_pixels(sheet.pixels.astype(np.float32) * tint * blotches)

    return effect


def shaded(depth: float) -> Effect:
    """Light that falls off to one side, and a soft shadow."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        light = 1 - depth * _smooth_field(rng, sheet.pixels.shape, 2)[:, :, None]
        return sheet.with_pixels(sheet.pixels.astype(np.float32) * light)

    return effect


def blurred(low: float, high: float) -> Effect:
    """Out of focus by a Gaussian of this many points."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        sigma = max(0.3, rng.uniform(low, high) * sheet.per_pt)
        return sheet.with_pixels(cv2.GaussianBlur(sheet.pixels, (0, 0), sigma))

    return effect


def specked(per_page: float, size: float) -> Effect:
    """Dirt on the glass and lost toner: dark and light dots up to ``size`` points."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        pixels = sheet.pixels.copy()
        height, width = pixels.shape[:2]
        for _ in range(rng.poisson(per_page)):
            centre = (int(rng.integers(width)), int(rng.integers(height)))
            radius = max(0, round(rng.uniform(0.1, size) * sheet.per_pt / 2))
            shade = int(rng.integers(0, 110)) if rng.random() < 0.75 else 250
            cv2.circle(pixels, centre, radius, (shade,) * 3, -1)
        return sheet.with_pixels(pixels)

    return effect


def inked(faint: float, heavy: float) -> Effect:
    """Toner too thin (lifted towards paper by up to ``faint``) or spread (by up to ``heavy`` points)."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() < 0.5:
            lift = rng.uniform(0, faint) * (0.5 + 0.5 * _smooth_field(rng, sheet.pixels.shape, 5)[:, :, None])
            return sheet.with_pixels(sheet.pixels + (255.0 - sheet.pixels) * lift)
        spread = rng.uniform(0, heavy) * sheet.per_pt
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        dark = cv2.erode(sheet.pixels, kernel).astype(np.float32)
        share = min(1.0, spread)
        return sheet.with_pixels(sheet.pixels * (1 - share) + dark * share)

    return effect


def contrasted(strength: float) -> Effect:
    """A copier's steep curve: light grey goes white, dark grey black."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        middle = rng.uniform(125, 165)
        gain = rng.uniform(1.0, strength)
        return sheet.with_pixels((sheet.pixels.astype(np.float32) - middle) * gain + middle + 20)

    return effect


def streaked(count: int) -> Effect:
    """Vertical streaks of a dirty drum, light and dark."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        pixels = sheet.pixels.astype(np.float32)
        height, width = pixels.shape[:2]
        for _ in range(rng.integers(0, count + 1)):
            x, wide = int(rng.integers(width)), max(1, round(rng.uniform(0.2, 0.8) * sheet.per_pt))
            fade = _smooth_field(rng, (height, 1), 5)
            pixels[:, x : x + wide] += (rng.choice((-50.0, 45.0)) * fade)[:, :, None]
        return sheet.with_pixels(pixels)

    return effect


def bled_through(strength: float) -> Effect:
    """The back of the sheet shining through: the page mirrored, faint and soft."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        back = cv2.GaussianBlur(sheet.pixels[::-1, ::-1][:, ::-1], (0, 0), 0.6 * sheet.per_pt)
        share = rng.uniform(0.2, 1.0) * strength
        return sheet.with_pixels(sheet.pixels - (255.0 - back[::-1, ::-1]) * share)

    return effect


def bordered(width_pt: float) -> Effect:
    """Black borders where the lid stood open."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        pixels = sheet.pixels.copy()
        wide = [round(rng.uniform(0, width_pt) * sheet.per_pt) * int(rng.random() < 0.6) for _ in range(4)]
        pixels[: wide[0]] = pixels[pixels.shape[0] - wide[1] :] = 12
        pixels[:, : wide[2]] = pixels[:, pixels.shape[1] - wide[3] :] = 12
        return sheet.with_pixels(pixels)

    return effect


def compressed(low: int, high: int) -> Effect:
    """Through JPEG at a quality between these."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        return sheet.with_pixels(_jpeg(sheet.pixels, int(rng.integers(low, high + 1))))

    return effect


def thresholded(spread: float) -> Effect:
    """One bit a pixel, as a fax sends it, at a threshold that wanders over the page."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        grey = cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
        level = 150 + spread * (_smooth_field(rng, grey.shape, 4) - 0.5)
        return sheet.with_pixels(np.repeat(np.where(grey > level, 255, 0)[:, :, None], 3, axis=2))

    return effect


def _jpeg(pixels: Pixels, quality: int) -> Pixels:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))
