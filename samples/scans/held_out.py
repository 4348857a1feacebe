"""Effects of the held-out dialect: the same troubles as in ``effects`` and ``wear``, come by in other ways.

Nothing here is used by the plain dialect, so that what was developed on it is judged on noise it has not seen.
"""

from __future__ import annotations

import cv2
import numpy as np

from samples.scans.effects import Range, cloud
from samples.scans.geometry import ink_box
from samples.scans.sheet import Effect, Pixels, Sheet, saturated


def shot_noise(strength: Range) -> Effect:
    """Noise that grows with the light, coarser than a pixel, as from a cheap sensor."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        image = sheet.image.astype(np.float32)
        noise = rng.standard_normal(image.shape[:2], dtype=np.float32)
        noise = 0.6 * noise + cv2.GaussianBlur(noise, (0, 0), 1.0)
        return sheet.painted(
            saturated(image + np.sqrt(image) * (noise * np.float32(rng.uniform(*strength)))[..., None])
        )

    return effect


def banding(depth: Range) -> Effect:
    """Columns of the sensor with gains of their own, and a slow beat along the feed."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        gain = rng.normal(0, rng.uniform(*depth), width) + rng.uniform(*depth) * np.sin(np.arange(width) / 37)
        beat = rng.uniform(*depth) * np.sin(np.arange(height) / rng.uniform(40, 200))
        field = (1 + gain[None, :] + beat[:, None]).astype(np.float32)[..., None]
        return sheet.painted(saturated(sheet.image * field))

    return effect


def moved_focus(length: Range) -> Effect:
    """A line of blur in one direction, in pixels: the hand moved, or the belt did."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        reach, angle = rng.uniform(*length) / 2, rng.uniform(0, np.pi)
        kernel = np.zeros((9, 9), dtype=np.float32)
        for step in np.linspace(-reach, reach, 41):
            x, y = 4 + step * np.cos(angle), 4 + step * np.sin(angle)
            for column, row in ((int(x), int(y)), (int(x) + 1, int(y)), (int(x), int(y) + 1), (int(x) + 1, int(y) + 1)):
                kernel[row, column] += max(0, 1 - abs(x - column)) * max(0, 1 - abs(y - row))
        return sheet.painted(np.asarray(cv2.filter2D(sheet.image, -1, kernel / kernel.sum())))

    return effect


def hairs(count: tuple[int, int]) -> Effect:
    """Thin bent fibres on the glass."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        cover = np.zeros((sheet.size[1], sheet.size[0]), dtype=np.uint8)
        for _ in range(int(rng.integers(*count, endpoint=True))):
            steps = np.cumsum(np.cumsum(rng.normal(0, 0.12, 30)))
            angle = steps + rng.uniform(0, 2 * np.pi)
            path = np.cumsum(np.column_stack([np.cos(angle), np.sin(angle)]), axis=0) * sheet.pixels(0.12)
            path += rng.uniform(0, 1, 2) * sheet.size
            cv2.polylines(
                cover, [np.round(path * 8).astype(np.int32)], False, int(rng.integers(70, 190)), 1, cv2.LINE_AA, 3
            )
        part = cover[..., None].astype(np.float32) / 255
        return sheet.painted(saturated(sheet.image * (1 - part) + 60 * part))

    return effect


def dropped_toner(share: Range) -> Effect:
    """Pinholes in the ink where no toner stuck, rough at the strokes' edges."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        coarse = cv2.GaussianBlur(
            rng.standard_normal((height, width), dtype=np.float32), (0, 0), max(0.6, sheet.dpi / 300)
        )
        holes = (coarse > np.quantile(coarse[::7, ::7], 1 - rng.uniform(*share))).astype(np.float32)
        soft = cv2.GaussianBlur(holes, (0, 0), 0.6)[..., None] * 0.8
        return sheet.painted(saturated(sheet.image * (1 - soft) + 245 * soft))

    return effect


def ragged(steepness: Range) -> Effect:
    """A copy of a copy: strokes smoothed, local contrast, hard but not two-toned edges."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        grey = cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)
        grey = cv2.bilateralFilter(grey, 5, 40, 1.2)
        paper = cv2.GaussianBlur(cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA), (0, 0), 12)
        level = cv2.resize(paper, sheet.size).astype(np.float32) * np.float32(rng.uniform(0.62, 0.74))
        bend = (grey - level + 9 * rng.standard_normal(grey.shape, dtype=np.float32)) / rng.uniform(*steepness)
        toned = 30 + 215 / (1 + np.exp(-np.clip(bend, -30, 30)))
        return sheet.painted(np.repeat(saturated(toned)[..., None], 3, axis=2))

    return effect


def locally_two_toned(bias: Range) -> Effect:
    """A fax that sets its threshold from the surroundings, and loses a line now and then."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        grey = cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)
        bits = cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 61, float(rng.uniform(*bias))
        )
        for row in rng.integers(1, len(bits), int(rng.integers(0, 4))):
            bits[row] = bits[row - 1]
        return sheet.painted(np.repeat(bits[..., None], 3, axis=2))

    return effect


def vignette(depth: Range, cast: tuple[float, float, float]) -> Effect:
    """Light that falls off from a place near the middle, with a colour."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        y, x = np.ogrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
        away = (x - rng.uniform(-0.25, 0.25)) ** 2 + (y - rng.uniform(-0.25, 0.25)) ** 2
        field = (1 - rng.uniform(*depth) * away / away.max()).astype(np.float32)[..., None]
        return sheet.painted(saturated(sheet.image * field * np.array(cast, dtype=np.float32)))

    return effect


def glare(strength: Range) -> Effect:
    """A lamp's reflection: a bright patch in which ink fades but does not vanish."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        y, x = np.ogrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
        centre, reach = rng.uniform(0.15, 0.85, 2), rng.uniform(0.06, 0.16)
        away = ((x - centre[0]) ** 2 + (y - centre[1]) ** 2 * rng.uniform(0.7, 2.0)) / reach**2
        patch = (rng.uniform(*strength) * np.exp(-away / 2)).astype(np.float32)[..., None]
        return sheet.painted(saturated(sheet.image * (1 - patch) + 255 * patch))

    return effect


def gutter(depth: Range) -> Effect:
    """The shade along the side where the page is bound."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        reach = sheet.pixels(float(rng.uniform(5, 14)))
        fall = 1 - rng.uniform(*depth) * np.exp(-np.arange(sheet.size[0]) / reach)
        fall = fall if rng.random() < 0.7 else fall[::-1]
        return sheet.painted(saturated(sheet.image * fall.astype(np.float32)[None, :, None]))

    return effect


def crumpled(depth: Range) -> Effect:
    """Paper crushed and smoothed again: facets a little lighter and darker, fine creases between them."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        field = np.zeros((height, width), dtype=np.float32)
        y, x = np.ogrid[0:height, 0:width]
        for _ in range(int(rng.integers(4, 9))):
            angle, at = rng.uniform(0, np.pi), rng.uniform(0.1, 0.9, 2) * (width, height)
            distance = ((x - at[0]) * np.cos(angle) + (y - at[1]) * np.sin(angle)).astype(np.float32)
            side = np.tanh(distance / sheet.pixels(1.0)) * np.exp(-np.abs(distance) / sheet.pixels(25))
            field += side * np.float32(rng.uniform(*depth))
        return sheet.painted(saturated(sheet.image * (1 + field)[..., None]))

    return effect


def show_through(back: Pixels, strength: Range) -> Effect:
    """The back's ink in blots, mirrored, stronger where the paper is thin."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        dark = 255 - cv2.cvtColor(cv2.resize(cv2.flip(back, 1), (width, height)), cv2.COLOR_RGB2GRAY)
        dark = np.roll(dark, (int(rng.normal(0, 0.02 * height)), int(rng.normal(0, 0.02 * width))), (0, 1))
        blots = cv2.GaussianBlur(dark, (0, 0), sheet.pixels(0.35)).astype(np.float32)
        thin = 1 + 0.6 * cloud((height, width), 4, rng)
        return sheet.painted(saturated(sheet.image - (blots * thin * np.float32(rng.uniform(*strength)))[..., None]))

    return effect


def stapled(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """A staple and its shadow in the top left corner, in the margin."""
    box = ink_box(sheet.image) or (60, 60, 0, 0)
    image = sheet.image.copy()
    x, y = rng.uniform(0.3, 0.7, 2) * (min(box[0], sheet.pixels(20)), min(box[1], sheet.pixels(20)))
    angle, length = rng.uniform(-0.9, -0.3), sheet.pixels(5)
    end = (x + length * np.cos(angle), y + length * np.sin(angle))
    for shift, shade in ((sheet.pixels(0.3), 150), (0.0, 75)):
        first = (round(x + shift), round(y + shift))
        cv2.line(
            image,
            first,
            (round(end[0] + shift), round(end[1] + shift)),
            (shade,) * 3,
            max(1, round(sheet.pixels(0.5))),
            cv2.LINE_AA,
        )
    return sheet.painted(image)


def other_desk(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Under the page: a pale laminate, dark cloth, or a checked oilcloth."""
    width, height = sheet.size
    kind = rng.integers(3)
    if kind == 0:
        base = np.full((height, width, 3), (176, 172, 164), dtype=np.float32)
        base += (cloud((height, width), 200, rng) * 6)[..., None]
    elif kind == 1:
        weave = np.sin(np.arange(width) / 1.7)[None, :] + np.sin(np.arange(height) / 1.7)[:, None]
        base = np.array((48, 50, 68), dtype=np.float32) + (5 * weave).astype(np.float32)[..., None]
    else:
        step = sheet.pixels(float(rng.uniform(12, 30)))
        checks = ((np.arange(width) // step)[None, :] + (np.arange(height) // step)[:, None]) % 2
        base = np.where(checks[..., None] > 0, (150.0, 60.0, 58.0), (205.0, 196.0, 180.0)).astype(np.float32)
    base += 3 * rng.standard_normal((height, width, 1), dtype=np.float32)
    return sheet.painted(saturated(base))
