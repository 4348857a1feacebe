"""Red seals: a ring with a star and the unit's name along it, or an oval or a square one, as ink on top of print."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from samples.scans.effects import cloud
from samples.scans.sheet import Colour, Effect, Mark, Mask, Sheet, corners
from samples.style import FONTS

_BIG = 720  # pixels of the drawing, made smaller when stamped


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says and looks like. ``width_mm`` is its diameter, ``strength`` how much ink it leaves."""

    text: str
    below: str = ""
    shape: Literal["round", "oval", "square"] = "round"
    font: str = "Noto Serif CJK SC"
    width_mm: float = 41.0
    colour: Colour = (205, 28, 44)
    strength: float = 0.7


def stamped(seal: Seal, centre: tuple[float, float], degrees: float) -> Effect:
    """Put a seal on the page, its centre in pixels, turned; print stays visible beneath. Its box is recorded."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width = max(24, round(sheet.pixels(seal.width_mm)))
        drawn = drawing(seal).rotate(degrees, Image.Resampling.BICUBIC)
        cover = np.asarray(drawn.resize((width, width), Image.Resampling.LANCZOS), dtype=np.float32) / 255
        soft = cv2.GaussianBlur(cover, (0, 0), max(0.5, sheet.pixels(0.04))) * _inking(width, seal.strength, rng)
        return _multiplied(sheet, np.asarray(soft, dtype=np.float32), centre, seal.colour)

    return effect


def _inking(width: int, strength: float, rng: np.random.Generator) -> Mask:
    """How much ink each place of the seal left: clouds, and paper fibres that took none."""
    soft = 0.85 + 0.3 * cloud((width, width), 5, rng)
    fibres = 1 - np.clip(cloud((width, width), width // 3, rng) - 0.35, 0, 0.6)
    return np.asarray(np.clip(strength * soft * fibres, 0, 0.95), dtype=np.float32)


def _multiplied(sheet: Sheet, cover: Mask, centre: tuple[float, float], colour: Colour) -> Sheet:
    width, height = sheet.size
    side = cover.shape[0]
    left, top = round(centre[0] - side / 2), round(centre[1] - side / 2)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + side, width), min(top + side, height)
    if x0 >= x1 or y0 >= y1:
        return sheet
    part = cover[y0 - top : y1 - top, x0 - left : x1 - left]
    image = sheet.image.copy()
    ink = 1 - part[..., None] * (1 - np.array(colour, dtype=np.float32) / 255)
    image[y0:y1, x0:x1] = image[y0:y1, x0:x1] * ink
    rows, columns = np.flatnonzero((part > 0.1).any(axis=1)), np.flatnonzero((part > 0.1).any(axis=0))
    box = corners(x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1)
    return sheet.painted(image, Mark("seal", colour, box))


def drawing(seal: Seal) -> Image.Image:
    """The seal as a grey picture, 255 where it inks, upright in a square."""
    picture = Image.new("L", (_BIG, _BIG))
    {"round": _round, "oval": _oval, "square": _square}[seal.shape](picture, seal)
    return picture


def font_face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the samples' fonts, ``size`` pixels an em."""
    path, index = FONTS[name]
    return ImageFont.truetype(path, size, index=index)


def _round(picture: Image.Image, seal: Seal) -> None:
    draw = ImageDraw.Draw(picture)
    centre, radius = _BIG / 2, _BIG / 2 - 8
    draw.ellipse((8, 8, _BIG - 8, _BIG - 8), outline=255, width=20)
    tips = [(centre + r * sin(i * pi / 5), centre - r * cos(i * pi / 5)) for i, r in enumerate((115, 45) * 5)]
    draw.polygon(tips, fill=255)
    _along(picture, seal.text, font_face(seal.font, 96), radius - 88, (1.0, 1.0), min(1.5 * pi, len(seal.text) * 0.42))
    if seal.below:
        _straight(draw, seal.below, font_face(seal.font, 62), centre, centre + 180)


def _oval(picture: Image.Image, seal: Seal) -> None:
    draw = ImageDraw.Draw(picture)
    top = _BIG * 0.16
    draw.ellipse((8, top, _BIG - 8, _BIG - top), outline=255, width=16)
    _along(
        picture, seal.text, font_face(seal.font, 80), _BIG / 2 - 84, (1.0, 0.64), min(1.2 * pi, len(seal.text) * 0.36)
    )
    _straight(draw, seal.below or "专用章", font_face(seal.font, 76), _BIG / 2, _BIG / 2 + 30)


def _square(picture: Image.Image, seal: Seal) -> None:
    """A name seal: two columns of two characters, from the right."""
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, _BIG - 20, _BIG - 20), outline=255, width=34)
    font = font_face(seal.font, 290)
    places = ((0.72, 0.29), (0.72, 0.71), (0.28, 0.29), (0.28, 0.71))
    for char, (x, y) in zip((seal.text + "之印")[:4], places, strict=True):
        draw.text((x * _BIG, y * _BIG), char, font=font, fill=255, anchor="mm")


def _straight(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, x: float, y: float) -> None:
    draw.text((x, y), text, font=font, fill=255, anchor="mm", stroke_width=2)


def _along(
    picture: Image.Image, text: str, font: ImageFont.FreeTypeFont, radius: float, axes: tuple[float, float], arc: float
) -> None:
    """Characters upright to the rim, spread over an arc centred at the top."""
    for index, char in enumerate(text):
        angle = arc * ((index + 0.5) / len(text) - 0.5)
        glyph = Image.new("L", (150, 150))
        ImageDraw.Draw(glyph).text((75, 75), char, font=font, fill=255, anchor="mm", stroke_width=3)
        turned = glyph.rotate(-np.degrees(angle), Image.Resampling.BICUBIC)
        x = _BIG / 2 + radius * axes[0] * sin(angle) - 75
        y = _BIG / 2 - radius * axes[1] * cos(angle) - 75
        picture.paste(255, (round(x), round(y)), turned)
