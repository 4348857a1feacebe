"""Effects that change pixels where they are: paper, light, ink, copier and camera.

Every function returns an ``Effect``, drawn anew by its generator for each page. Lengths are millimetres on the
paper or pixels as named; amounts are fractions of full black, or grey levels of 255.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from samples.scans.sheet import Effect, Sheet, saturated

Field = npt.NDArray[np.float32]  # height × width
Range = tuple[float, float]


def cloud(shape: tuple[int, int], cells: int, rng: np.random.Generator) -> Field:
    """A smooth random field about -1 … 1 with roughly ``cells`` hills along the longer side."""
    height, width = shape
    scale = cells / max(shape)
    coarse = rng.standard_normal((max(2, round(height * scale)) + 1, max(2, round(width * scale)) + 1))
    field = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(field / 2, -1, 1), dtype=np.float32)


def _toned(change: Callable[[Field, Sheet, np.random.Generator], Field]) -> Effect:
    """An effect on floating grey levels, height × width × 3."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        return sheet.painted(saturated(change(sheet.image.astype(np.float32), sheet, rng)))

    return effect


def paper_grain(levels: float, tint: tuple[int, int, int] = (0, 0, 0)) -> Effect:
    """Fibres and clouds of up to ±``levels``, on paper darker by ``tint`` in each channel."""

    def change(image: Field, sheet: Sheet, rng: np.random.Generator) -> Field:
        shape = (sheet.size[1], sheet.size[0])
        grain = cloud(shape, 500, rng) + 0.7 * cloud(shape, 40, rng)
        return np.asarray(image + (grain * levels)[..., None] - np.array(tint, dtype=np.float32), dtype=np.float32)

    return _toned(change)


def uneven_light(depth: Range, hills: int = 2, cast: tuple[float, float, float] = (1, 1, 1)) -> Effect:
    """Multiply by a slope and a cloud that fall to 1 - depth; ``cast`` is the lamp's colour."""

    def change(image: Field, sheet: Sheet, rng: np.random.Generator) -> Field:
        width, height = sheet.size
        angle, amount = rng.uniform(0, 2 * np.pi), rng.uniform(*depth)
        y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j].astype(np.float32)
        slope = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))
        field = slope * 0.7 + 0.3 * cloud((height, width), hills, rng)
        field = (field - field.min()) / (np.ptp(field) + 1e-6)
        lamp = np.array(cast, dtype=np.float32)
        return np.asarray(image * (1 - amount * field)[..., None] * lamp, dtype=np.float32)

    return _toned(change)


def soft_shadow(depth: Range) -> Effect:
    """The shadow of a hand or a phone that comes in from one side."""

    def change(image: Field, sheet: Sheet, rng: np.random.Generator) -> Field:
        width, height = sheet.size
        small = np.zeros((64, 64), dtype=np.float32)
        along = int(rng.integers(64))
        centre = ((along, -8), (72, along), (along, 72), (-8, along))[rng.integers(4)]
        axes = (int(rng.integers(14, 36)), int(rng.integers(14, 36)))
        cv2.ellipse(small, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), float(rng.uniform(2, 6))), (width, height))
        return np.asarray(image * (1 - rng.uniform(*depth) * soft)[..., None], dtype=np.float32)

    return _toned(change)


def sensor_noise(sigma: Range, colour: float = 0.0) -> Effect:
    """Gaussian noise; ``colour`` is the share that differs between the channels."""

    def change(image: Field, sheet: Sheet, rng: np.random.Generator) -> Field:
        amount = np.float32(rng.uniform(*sigma))
        grey = rng.standard_normal(image.shape[:2], dtype=np.float32)[..., None] * amount
        if not colour:
            return image + grey
        own = rng.standard_normal(image.shape, dtype=np.float32) * amount
        return np.asarray(image + (1 - colour) * grey + colour * own, dtype=np.float32)

    return _toned(change)


def salt_and_pepper(share: Range) -> Effect:
    """Single pixels black or white."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        image = sheet.image.copy()
        count = int(rng.uniform(*share) * image.shape[0] * image.shape[1])
        rows, columns = rng.integers(image.shape[0], size=count), rng.integers(image.shape[1], size=count)
        image[rows, columns] = (rng.random(count) < 0.5)[:, None] * np.uint8(255)
        return sheet.painted(image)

    return effect


def specks(count: Range, radius_mm: Range = (0.05, 0.25), dark: Range = (0.4, 0.9)) -> Effect:
    """Dust and toner: small ragged spots, ``count`` on an A4 page, many near one another."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        cover = np.zeros((height, width), dtype=np.uint8)
        number = int(rng.uniform(*count))
        nests = rng.uniform(0, 1, (5, 2)) * (width, height)
        for _ in range(number):
            near = nests[rng.integers(5)] + rng.normal(0, width / 8, 2)
            x, y = near if rng.random() < 0.4 else rng.uniform(0, 1, 2) * (width, height)
            radius = max(0.6, sheet.pixels(float(rng.uniform(*radius_mm) * rng.random())))
            axes = (max(1, round(radius)), max(1, round(radius * rng.uniform(0.4, 1))))
            shade = int(255 * rng.uniform(*dark))
            cv2.ellipse(cover, (int(x), int(y)), axes, float(rng.uniform(0, 180)), 0, 360, shade, -1)
        soft = cv2.GaussianBlur(cover, (0, 0), 0.6).astype(np.float32)[..., None] / 255
        return sheet.painted(saturated(sheet.image * (1 - soft) + 35 * soft))

    return effect


def blurred(sigma: Range) -> Effect:
    """Out of focus by a Gaussian of ``sigma`` pixels."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        return sheet.painted(np.asarray(cv2.GaussianBlur(sheet.image, (0, 0), float(rng.uniform(*sigma)))))

    return effect


def spread_ink(strength: Range, radius_mm: float = 0.085) -> Effect:
    """Ink runs into the paper: the page mixed with its erosion."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        size = 2 * max(1, round(sheet.pixels(radius_mm))) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        share = float(rng.uniform(*strength))
        spread = cv2.erode(sheet.image, kernel)
        return sheet.painted(np.asarray(cv2.addWeighted(spread, share, sheet.image, 1 - share, 0)))

    return effect


def faint_ink(strength: Range, patchy: float = 0.5) -> Effect:
    """Toner runs out: strokes lighten by ``strength``, in patches."""

    def change(image: Field, sheet: Sheet, rng: np.random.Generator) -> Field:
        field = 1 + patchy * cloud((sheet.size[1], sheet.size[0]), 6, rng)
        fade = np.clip(rng.uniform(*strength) * field, 0, 0.85)[..., None]
        return np.asarray(255 - (255 - image) * (1 - fade), dtype=np.float32)

    return _toned(change)


def copied(threshold: Range, steepness: Range, grain: float = 14.0) -> Effect:
    """A copier's contrast: an S-curve over the grainy grey page, so that edges become ragged and paper white."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        grey = cv2.GaussianBlur(cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY), (0, 0), 0.7).astype(np.float32)
        grains = rng.standard_normal(sheet.image.shape[:2], dtype=np.float32)
        noise = cv2.GaussianBlur(grains, (0, 0), 0.8)
        bend = (grey + noise * np.float32(grain * 2) - rng.uniform(*threshold)) / rng.uniform(*steepness)
        toned = 18 + 234 / (1 + np.exp(-np.clip(bend, -30, 30)))
        return sheet.painted(saturated(np.repeat(toned[..., None], 3, axis=2).astype(np.float32)))

    return effect


def grey(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """A scanner set to grey."""
    return sheet.painted(np.repeat(cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2))


def two_tone(threshold: Range) -> Effect:
    """Black or white, nothing between: a fax."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        black = cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY) < rng.uniform(*threshold)
        return sheet.painted(np.repeat(np.where(black, 0, 255).astype(np.uint8)[..., None], 3, axis=2))

    return effect


def jpeg(quality: tuple[int, int]) -> Effect:
    """Compressed once on the way, with half-resolution colour."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        chosen = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*quality, endpoint=True))]
        _, packed = cv2.imencode(".jpg", cv2.cvtColor(sheet.image, cv2.COLOR_RGB2BGR), chosen)
        return sheet.painted(np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR_RGB), dtype=np.uint8))

    return effect
