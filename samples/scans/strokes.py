"""What a hand draws: signatures of joined strokes, ticks, rings and underlines, in ink or pencil."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from samples.scans.effects import cloud
from samples.scans.sheet import Colour, Effect, Mark, MarkKind, Sheet, corners

Line = npt.NDArray[np.float64]  # n × 2, in units of the mark's height
_SUBPIXEL = 4


def signed(place: tuple[float, float], height: float, characters: int, colour: Colour) -> Effect:
    """A signature of a few characters that begins at ``place`` (left, middle; pixels) and is ``height`` pixels high."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        lines = [line + np.array((0.85 * at, 0.0)) for at in range(characters) for line in _character(rng)]
        return _drawn(sheet, lines, place, height, colour, "signature", rng)

    return effect


def _character(rng: np.random.Generator) -> list[Line]:
    """Strokes in a unit square, as a hurried hand joins them: points from side to side, smoothed."""
    lines = []
    for _ in range(int(rng.integers(2, 4))):
        count = int(rng.integers(4, 8))
        x = np.linspace(rng.uniform(0, 0.4), rng.uniform(0.5, 1.0), count) + rng.normal(0, 0.22, count)
        y = rng.uniform(-0.5, 0.5) + np.where(np.arange(count) % 2, 1, -1) * rng.uniform(0.05, 0.42, count)
        lines.append(_smooth(np.column_stack([x, np.clip(y, -0.6, 0.6)])))
    return lines


def _smooth(points: Line) -> Line:
    """A cubic curve past the points, densely sampled."""
    return np.asarray(cv2.resize(points, (2, 24 * len(points)), interpolation=cv2.INTER_CUBIC), dtype=np.float64)


def ticked(place: tuple[float, float], height: float, colour: Colour) -> Effect:
    """A reviewer's tick."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        points = np.array([(0, 0), (0.12, 0.08), (0.3, 0.45), (0.45, 0.1), (1.1, -0.5)]) + rng.normal(0, 0.04, (5, 2))
        return _drawn(sheet, [_smooth(points)], place, height, colour, "stroke", rng)

    return effect


def underlined(place: tuple[float, float], length: float, height: float, colour: Colour) -> Effect:
    """A wavering line under something."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        reach = length / height
        y = np.cumsum(rng.normal(0, 0.035, 8))
        line = _smooth(np.column_stack([np.linspace(0, reach, 8), y]))
        return _drawn(sheet, [line], place, height, colour, "stroke", rng)

    return effect


def ringed(place: tuple[float, float], length: float, height: float, colour: Colour) -> Effect:
    """A ring around something that begins at ``place`` (left, middle)."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        turn = np.linspace(0.3, 2 * np.pi + 0.6, 14)
        reach = length / height / 2
        x, y = reach + reach * np.cos(turn), 0.5 * np.sin(turn)
        line = _smooth(np.column_stack([x, y]) + rng.normal(0, 0.03, (14, 2)))
        return _drawn(sheet, [line], place, height, colour, "stroke", rng)

    return effect


def _drawn(
    sheet: Sheet,
    lines: Sequence[Line],
    place: tuple[float, float],
    height: float,
    colour: Colour,
    kind: MarkKind,
    rng: np.random.Generator,
) -> Sheet:
    """Draw with a pen whose width breathes; graphite and ball pens skip a little."""
    cover = np.zeros((sheet.size[1], sheet.size[0]), dtype=np.uint8)
    pen = sheet.pixels(0.35)
    for line in lines:
        points = line * height + place
        breath = 1 + 0.35 * np.sin(np.linspace(0, rng.uniform(4, 12), len(points)) + rng.uniform(0, 6))
        for at in range(len(points) - 1):
            ends = [tuple(int(v) for v in np.round(points[at + step] * 2**_SUBPIXEL)) for step in (0, 1)]
            width = max(1, round(pen * breath[at]))
            cv2.line(cover, ends[0], ends[1], 255, width, cv2.LINE_AA, _SUBPIXEL)
    rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    if not len(rows):
        return sheet
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    soft = cv2.GaussianBlur(cover, (0, 0), 0.6)[part].astype(np.float32) / 255
    skip = np.clip(0.85 + 0.4 * cloud((len(soft), soft.shape[1]), max(soft.shape) // 4 + 2, rng), 0.3, 1)
    image = sheet.image.copy()
    image[part] = image[part] * (1 - (soft * skip)[..., None] * (1 - np.array(colour, dtype=np.float32) / 255))
    box = corners(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    return sheet.painted(image, Mark(kind, colour, box))
