"""The page on its way through the scanner: its pixels, where the PDF's points went, and what was put on it.

Pixels everywhere in ``samples.scans``: origin at the image's top left, x to the right, y downwards, a pixel
(i, j) covers [j, j + 1) × [i, i + 1). Homographies are 3×3, act on column vectors (x, y, 1) and are exact:
a point's image is the place in the scan where that point of the paper is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]  # height × width × 3, RGB
Mask = npt.NDArray[np.float32]  # height × width, 0 … 1
Matrix = npt.NDArray[np.float64]  # 3 × 3
Quad = npt.NDArray[np.float64]  # 4 × 2: top left, top right, bottom right, bottom left of the upright page
Colour = tuple[int, int, int]  # RGB
MarkKind = Literal["seal", "signature", "stroke"]
Dialect = Literal["plain", "other"]
Capture = Literal["office", "copy", "fax", "photo"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something a person put on the printed page. ``quad`` is its bounding box, carried along, in pixels."""

    kind: MarkKind
    colour: Colour
    quad: Quad


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page image. ``matrix`` takes PDF points (origin top left) to pixels; ``dpi`` is the paper's scale."""

    image: Pixels
    matrix: Matrix
    dpi: float
    marks: tuple[Mark, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]

    def pixels(self, millimetres: float) -> float:
        """A length on the paper in pixels."""
        return millimetres / 25.4 * self.dpi

    def painted(self, image: Pixels, *marks: Mark) -> Sheet:
        """The same sheet with other pixels in the same places."""
        return replace(self, image=image, marks=self.marks + marks)

    def moved(self, image: Pixels, matrix: Matrix) -> Sheet:
        """The sheet after ``matrix`` moved its pixels."""
        marks = tuple(replace(mark, quad=carried(matrix, mark.quad)) for mark in self.marks)
        return replace(self, image=image, matrix=matrix @ self.matrix, marks=marks)


Effect = Callable[[Sheet, np.random.Generator], Sheet]


def carried(matrix: Matrix, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Points (n × 2) under a homography."""
    given = np.asarray(points, dtype=np.float64)
    moved = np.column_stack([given, np.ones(len(given))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def corners(x0: float, y0: float, x1: float, y1: float) -> Quad:
    """The corners of a box from the top left, clockwise."""
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=np.float64)


def bounding_box(quad: Quad) -> tuple[float, float, float, float]:
    """The upright box around points."""
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def saturated(levels: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.uint8]:
    """Grey levels rounded to bytes, 0 and 255 at the ends; the same shape."""
    return np.asarray(cv2.add(levels, np.zeros(4), dtype=cv2.CV_8U), dtype=np.uint8)


def darkest(image: Pixels) -> npt.NDArray[np.uint8]:
    """The least of the three channels at each place: coloured ink is ink."""
    return np.minimum(np.minimum(image[..., 0], image[..., 1]), image[..., 2])


def through(sheet: Sheet, effects: Sequence[Effect], rng: np.random.Generator) -> Sheet:
    """The sheet after all effects in turn."""
    for effect in effects:
        sheet = effect(sheet, rng)
    return sheet


def maybe(chance: float, effect: Effect) -> Effect:
    """The effect on some pages only. Draws the same numbers either way, so that effects after it stay as they are."""

    def applied(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        own = np.random.default_rng(rng.integers(2**63))
        return effect(sheet, own) if own.random() < chance else sheet

    return applied
