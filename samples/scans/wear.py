"""What happened to the paper and the copier before the scan: see-through backs, folds, holes, streaks."""

from __future__ import annotations

import cv2
import numpy as np

from samples.scans.effects import Range, cloud
from samples.scans.geometry import ink_box
from samples.scans.sheet import Effect, Pixels, Sheet, saturated


def bleed_through(back: Pixels, strength: Range) -> Effect:
    """The other page shows through, mirrored, blurred and a little off its place."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        seen = cv2.GaussianBlur(cv2.resize(cv2.flip(back, 1), (width, height)), (0, 0), max(1.0, sheet.pixels(0.18)))
        move = np.array([(1, 0, rng.uniform(-0.03, 0.03) * width), (0, 1, rng.uniform(-0.03, 0.03) * height)])
        seen = cv2.warpAffine(seen, move, (width, height), borderValue=(255, 255, 255))
        through = (255 - seen.astype(np.float32)) * np.float32(rng.uniform(*strength))
        return sheet.painted(saturated(sheet.image - through))

    return effect


def folded(depth: Range) -> Effect:
    """A crease across the page, half way or at a third: one side in shade, ink chipped off on the line."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        along_rows = bool(rng.random() < 0.75)
        length, across = (height, width) if along_rows else (width, height)
        place = length * float(rng.choice((1 / 3, 1 / 2, 2 / 3)) + rng.uniform(-0.03, 0.03))
        wave = np.cumsum(rng.normal(0, 0.03, across)) + np.linspace(0, rng.uniform(-6, 6), across)
        distance = (np.arange(length)[:, None] - place - wave[None, :]).astype(np.float32)
        distance = distance if along_rows else np.ascontiguousarray(distance.T)
        reach, line = np.float32(sheet.pixels(6.0)), np.float32(max(0.7, sheet.pixels(0.1)))
        amount = np.float32(rng.uniform(*depth))
        shade = np.where(distance > 0, np.exp(-distance / reach), 0.25 * np.exp(distance / reach))
        crease = np.exp(-((distance / line) ** 2)) * (0.6 + 0.4 * cloud((height, width), 60, rng))
        dark = (1 - amount * shade - 0.7 * amount * crease)[..., None]
        chipped = 255 - (255 - sheet.image.astype(np.float32)) * (1 - 0.35 * crease)[..., None]
        return sheet.painted(saturated(chipped * dark))

    return effect


def punched(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Two filing holes 80 mm apart in the left or the top margin, as large as the margin lets them be."""
    width, height = sheet.size
    box = ink_box(sheet.image)
    left = bool(rng.random() < 0.75)
    margin = (box[0] if left else box[1]) if box else sheet.pixels(10)
    radius = min(sheet.pixels(2.75), 0.42 * margin)
    if radius < sheet.pixels(1.5):
        return sheet
    image = sheet.image.copy()
    behind = int(rng.choice((20, 60, 215)))
    middle = (height if left else width) / 2 + rng.uniform(-0.02, 0.02) * height
    for offset in (-sheet.pixels(40), sheet.pixels(40)):
        centre = (margin / 2, middle + offset) if left else (middle + offset, margin / 2)
        at = (round(centre[0] * 8), round(centre[1] * 8))
        cv2.circle(image, at, round((radius + sheet.pixels(0.15)) * 8), (150, 150, 150), -1, cv2.LINE_AA, 3)
        cv2.circle(image, at, round(radius * 8), (behind, behind, behind), -1, cv2.LINE_AA, 3)
    return sheet.painted(image)


def streaked(count: tuple[int, int], dark: Range) -> Effect:
    """Lines along the feed from a dirty drum, coming and going; a few of them light."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        image = sheet.image.astype(np.float32)
        for _ in range(int(rng.integers(*count, endpoint=True))):
            x, thick = rng.uniform(0.02, 0.98) * width, max(1.0, sheet.pixels(float(rng.uniform(0.05, 0.3))))
            first, last = max(0, int(x - 3 * thick)), min(width, int(x + 3 * thick) + 1)
            profile = np.exp(-(((np.arange(first, last) - x) / thick) ** 2))
            come_and_go = np.clip(0.5 + cloud((height, 2), 10, rng)[:, 0], 0, 1) * rng.uniform(*dark)
            cover = (come_and_go[:, None] * profile[None, :])[..., None]
            target = 235.0 if rng.random() < 0.25 else 40.0
            image[:, first:last] = image[:, first:last] * (1 - cover) + target * cover
        return sheet.painted(saturated(image))

    return effect


def dark_edges(reach_mm: Range) -> Effect:
    """A copier with its lid open: one or two edges go black."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        box = ink_box(sheet.image) or (0, 0, width, height)
        room = (box[0], box[1], width - box[2], height - box[3])
        image = sheet.image.copy()
        for side in rng.permutation(4)[: int(rng.integers(1, 3))]:
            reach = min(sheet.pixels(float(rng.uniform(*reach_mm))), 0.7 * room[side])
            long = height if side in (0, 2) else width
            edge = np.clip(reach * (1 + 0.2 * cloud((long, 2), 20, rng)[:, 0]), 0, None)
            distance = np.arange(width if side in (0, 2) else height)
            distance = distance if side < 2 else distance[::-1]
            cover = distance[None, :] < edge[:, None]
            image[cover if side in (0, 2) else cover.T] = int(rng.integers(8, 45))
        return sheet.painted(image)

    return effect


def desk(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """A table top: wood grain or a plain mat, in one of a few colours."""
    width, height = sheet.size
    base = np.array(((122, 86, 55), (92, 62, 40), (70, 72, 76), (150, 140, 128), (38, 60, 52))[rng.integers(5)], float)
    grain = cloud((height, max(2, width // 40)), 160, rng)
    wood = cv2.resize(grain, (width, height)) * 14 + cloud((height, width), 3, rng) * 16
    wood += rng.standard_normal((height, width), dtype=np.float32) * 3
    return sheet.painted(saturated(base[None, None, :] + wood[..., None]))
