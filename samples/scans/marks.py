"""What is put on paper after printing: seals, signatures, pencil, folds and holes. Lengths in points."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.scans.sheet import Effect, Pixels, Rng, Sheet
from samples.style import FONTS

_SEAL_RED = (205, 35, 40)
_TEXTS = ("石桥区财政局", "青溪市教育体育局", "望江口市民政局", "柳河县农业农村局")


def sealed(chance: float) -> Effect:
    """A round red office seal somewhere on the lower or upper half of the page, over what is printed there."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() >= chance:
            return sheet
        radius = rng.uniform(52, 60)  # 37 to 42 mm across
        height, width = sheet.pixels.shape[:2]
        per_pt = sheet.per_pt
        x = rng.uniform(0.25, 0.75) * width
        y = rng.uniform(0.15, 0.8) * height
        stamp = _seal(rng, round(radius * per_pt))
        return _stamped(sheet, stamp, x, y, radius, rng)

    return effect


def _stamped(sheet: Sheet, stamp: NDArray[np.float32], x: float, y: float, radius: float, rng: Rng) -> Sheet:
    pixels = sheet.pixels.astype(np.float32)
    half = stamp.shape[0] // 2
    x0, y0 = round(x) - half, round(y) - half
    top, left = max(0, -y0), max(0, -x0)
    part = pixels[max(0, y0) : y0 + stamp.shape[0], max(0, x0) : x0 + stamp.shape[1]]
    cover = stamp[top : top + part.shape[0], left : left + part.shape[1], None] * rng.uniform(0.6, 0.92)
    part *= 1 - cover * (1 - np.array(_SEAL_RED, np.float32) / 255)
    back = np.linalg.inv(sheet.matrix)
    square = np.array([(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)])
    quad = cv2.perspectiveTransform(square[None].astype(np.float64), back)[0]
    return replace(sheet.with_pixels(pixels), seals=(*sheet.seals, quad))


def _seal(rng: Rng, radius: int) -> NDArray[np.float32]:
    """A seal's ink, 0 to 1: ring, star, and a name around the upper half."""
    from PIL import Image, ImageDraw, ImageFont

    size = 2 * radius + 3
    plate = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(plate)
    middle = size / 2
    draw.ellipse((2, 2, size - 3, size - 3), outline=255, width=max(2, radius // 18))
    tips = [
        (
            middle + radius * (0.32 if i % 2 == 0 else 0.125) * math.sin(i * math.pi / 5),
            middle - radius * (0.32 if i % 2 == 0 else 0.125) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]
    draw.polygon(tips, fill=255)
    path, index = FONTS["WenQuanYi Zen Hei"]
    font = ImageFont.truetype(path, max(8, round(radius * 0.27)), index=index)
    text = str(rng.choice(_TEXTS))
    for i, char in enumerate(text):
        angle = math.radians(-100 + 200 * i / max(1, len(text) - 1))
        glyph = Image.new("L", (round(radius * 0.4),) * 2, 0)
        ImageDraw.Draw(glyph).text((glyph.width / 2, glyph.height / 2), char, fill=255, font=font, anchor="mm")
        glyph = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x, y = middle + radius * 0.74 * math.sin(angle), middle - radius * 0.74 * math.cos(angle)
        plate.paste(glyph, (round(x - glyph.width / 2), round(y - glyph.height / 2)), glyph)
    plate = plate.rotate(float(rng.uniform(-12, 12)), resample=Image.Resampling.BICUBIC)
    worn = cv2.resize(rng.random((size // 4 + 1, size // 4 + 1)).astype(np.float32), (size, size))
    return np.asarray(plate, np.float32) / 255 * np.where(worn < 0.12, 0.3, 1.0)


def signed(chance: float) -> Effect:
    """A signature in blue ink, near the foot or the head of the page."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() >= chance:
            return sheet
        height, width = sheet.pixels.shape[:2]
        wide, high = rng.uniform(55, 85) * sheet.per_pt, rng.uniform(18, 28) * sheet.per_pt
        x0 = rng.uniform(0.1, 0.9) * (width - wide)
        y0 = (rng.uniform(0.01, 0.05) if rng.random() < 0.4 else rng.uniform(0.9, 0.95)) * (height - high)
        points = _scrawl(rng, 22) * (wide, high) + (x0, y0)
        pixels = sheet.pixels.copy()
        _stroke(pixels, points, (28, 52, 170), rng.uniform(0.9, 1.5) * sheet.per_pt)
        quad = np.array([points.min(axis=0), (points[:, 0].max(), points[:, 1].min()), points.max(axis=0),
                         (points[:, 0].min(), points[:, 1].max())])  # fmt: skip
        back = cv2.perspectiveTransform(quad[None].astype(np.float64), np.linalg.inv(sheet.matrix))[0]
        return replace(sheet.with_pixels(pixels), signatures=(*sheet.signatures, back))

    return effect


def pencilled(chance: float) -> Effect:
    """A tick or a stroke by hand in the margin."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() >= chance:
            return sheet
        height, width = sheet.pixels.shape[:2]
        points = _scrawl(rng, 5) * (25 * sheet.per_pt, 14 * sheet.per_pt)
        points += (rng.uniform(0.005, 0.03) * width, rng.uniform(0.1, 0.9) * height)
        pixels = sheet.pixels.copy()
        _stroke(pixels, points, (95, 95, 100), 0.8 * sheet.per_pt)
        return sheet.with_pixels(pixels)

    return effect


def folded(chance: float) -> Effect:
    """A fold across the page: a soft line, darker on one side."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() >= chance:
            return sheet
        pixels = sheet.pixels.astype(np.float32)
        place = round(rng.uniform(0.3, 0.7) * pixels.shape[0])
        away = (np.arange(pixels.shape[0]) - place) / (4 * sheet.per_pt)
        shade = -28 * np.exp(-(away**2)) * (away > 0) + 14 * np.exp(-(away**2)) * (away <= 0)
        return sheet.with_pixels(pixels + shade[:, None, None])

    return effect


def punched(chance: float) -> Effect:
    """Two holes at the left edge, black as the lid behind them."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() >= chance:
            return sheet
        pixels = sheet.pixels.copy()
        height = pixels.shape[0]
        for share in (0.36, 0.64):
            centre = (round(17 * sheet.per_pt), round((share + rng.uniform(-0.01, 0.01)) * height))
            cv2.circle(pixels, centre, round(7.5 * sheet.per_pt), (25, 25, 25), -1, cv2.LINE_AA)
        return sheet.with_pixels(pixels)

    return effect


def _scrawl(rng: Rng, count: int) -> NDArray[np.float64]:
    """A smooth line through random points of the unit square, left to right, as rows (x, y)."""
    from scipy.interpolate import make_interp_spline

    places = np.linspace(0, 1, count)
    knots = np.stack([places + rng.normal(0, 0.04, count), rng.uniform(0, 1, count)], axis=1)
    return np.asarray(make_interp_spline(places, knots, k=3)(np.linspace(0, 1, count * 20))).clip(-0.1, 1.1)


def _stroke(pixels: Pixels, points: NDArray[np.float64], colour: tuple[int, int, int], width: float) -> None:
    line = np.round(points * 8).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(pixels, [line], False, colour, max(1, round(width)), cv2.LINE_AA, shift=3)
