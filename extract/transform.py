"""From PDF space (origin bottom left) to page space (origin top left, rotation applied)."""

from __future__ import annotations

import math
from typing import NamedTuple

from shibiao.extract.model import BBox


class Matrix(NamedTuple):
    """A PDF transformation matrix: x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-1, 8.3.3)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scale(self) -> float:
        """How much lengths grow: the square root of the area's growth."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    """First ``inner``, then ``outer`` (None: nothing)."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    return Matrix(
        outer.a * a + outer.c * b,
        outer.b * a + outer.d * b,
        outer.a * c + outer.c * d,
        outer.b * c + outer.d * d,
        *outer.apply(e, f),
    )


def map_box(box: BBox, matrix: Matrix | None) -> BBox:
    """The bounding box of a box after a transformation."""
    if matrix is None:
        return box
    corners = [matrix.apply(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return BBox(min(xs), min(ys), max(xs), max(ys))


class PageFrame:
    """Maps PDF page space to page space.

    ``bounds`` is the visible part of the page (left, bottom, right, top) in PDF units, ``rotation`` the
    number of quarter turns clockwise, ``user_unit`` the size of a PDF unit in points (ISO 32000-1, 14.11.2).
    """

    def __init__(self, bounds: tuple[float, float, float, float], rotation: int, user_unit: float = 1.0) -> None:
        self._left, self._bottom, self._right, self._top = bounds
        self._rotation = rotation % 4
        self.scale = user_unit
        width, height = self._right - self._left, self._top - self._bottom
        if self._rotation % 2:
            width, height = height, width
        self.size = (width * user_unit, height * user_unit)
        self._plain = self._rotation == 0 and user_unit == 1.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point of PDF page space in page points."""
        k = self.scale
        if self._rotation == 0:
            return (x - self._left) * k, (self._top - y) * k
        if self._rotation == 1:
            return (y - self._bottom) * k, (x - self._left) * k
        if self._rotation == 2:
            return (self._right - x) * k, (y - self._bottom) * k
        return (self._top - y) * k, (self._right - x) * k

    def unpoint(self, x: float, y: float) -> tuple[float, float]:
        """The way back: one point of page points in PDF page space."""
        x, y = x / self.scale, y / self.scale
        if self._rotation == 0:
            return self._left + x, self._top - y
        if self._rotation == 1:
            return self._left + y, self._bottom + x
        if self._rotation == 2:
            return self._right - x, self._bottom + y
        return self._right - y, self._top - x

    def box(self, box: tuple[float, float, float, float]) -> BBox:
        """A box (x0, y0, x1, y1) of PDF page space in page points."""
        if self._plain:
            x0, y0, x1, y1 = box
            left, top = self._left, self._top
            return BBox(x0 - left, top - y1, x1 - left, top - y0)
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
