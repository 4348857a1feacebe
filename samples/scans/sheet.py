"""A page on its way through a scanner: pixels, and the way back to the paper it was printed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Matrix3 = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True)
class Sheet:
    """``pixels`` height × width × 3 (RGB). ``matrix`` maps page points (origin top left) to pixels.

    ``seals`` and ``signatures`` are quadrilaterals in page points.
    """

    pixels: Pixels
    matrix: Matrix3
    seals: tuple[NDArray[np.float64], ...] = field(default=())
    signatures: tuple[NDArray[np.float64], ...] = field(default=())

    @property
    def per_pt(self) -> float:
        """Pixels a point, about the middle of the page."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix[:2, :2]))))

    def moved(self, matrix: Matrix3, size: tuple[int, int], paper: tuple[int, int, int] = (255, 255, 255)) -> Sheet:
        """The sheet through a projective map of its pixels onto a sheet of ``size`` (width, height)."""
        pixels = cv2.warpPerspective(self.pixels, matrix, size, flags=cv2.INTER_AREA, borderValue=paper)
        return replace(self, pixels=np.asarray(pixels, np.uint8), matrix=matrix @ self.matrix)

    def with_pixels(self, pixels: NDArray[np.floating] | Pixels) -> Sheet:
        """The same sheet with other pixels, clipped to bytes."""
        return replace(self, pixels=np.clip(pixels, 0, 255).astype(np.uint8))

    def box(self, quad: NDArray[np.float64]) -> list[float]:
        """The box around a quadrilateral of page points, in pixels: x0, y0, x1, y1."""
        corners = self.corners(quad)
        return [*corners.min(axis=0).round(2).tolist(), *corners.max(axis=0).round(2).tolist()]

    def corners(self, quad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the page as pixels, n × 2."""
        return np.asarray(cv2.perspectiveTransform(quad[None].astype(np.float64), self.matrix)[0])


Effect = Callable[[Sheet, Rng], Sheet]
