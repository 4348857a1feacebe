"""The page turned upright and flat: skew and moderate perspective, told by its straight lines.

The slopes of level and of upright lines (``slopes``) draw the page's outline, and that quadrilateral is mapped onto a
rectangle.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.ink import Print
from shibiao.extract.scan.paper import Quad
from shibiao.extract.scan.picture import PAPER, Pixels, shrunk
from shibiao.extract.scan.slopes import NO_SEGMENTS, Segments, Slopes, both_slopes

Matrix3 = NDArray[np.float64]

_SEARCH_LONG_SIDE = 1100  # pixels: lines are looked for at this size
_BRIDGE = 5  # pixels at that size
_LEAST_LENGTH = 0.035  # of the long side
_LEAST_CONVERGENCE = math.radians(0.15)  # change of slope over the page that is worth undoing
_LEAST_SKEW = math.radians(0.03)


class Flat(NamedTuple):
    """``grey``: the upright page, ``ruled`` the same with its seals (``ink.Print``).

    ``matrix`` maps its pixels (x, y, 1) to those of the picture. ``skew`` is the clockwise rotation in degrees
    that was undone, besides quarter turns. ``outline``: corners of the sheet of paper, in pixels of the picture.
    """

    grey: Pixels
    ruled: Pixels
    matrix: Matrix3
    skew: float
    outline: Quad


def flatten(printed: Print) -> Flat:
    """Undo skew up to about 15° and moderate perspective. A page without lines is left as it is.

    Nothing of the sheet of paper is lost; of what lies around it, no more is kept than fits beside it.
    """
    grey, ruled = printed.grey, printed.ruled
    height, width = grey.shape
    outline = printed.outline
    if outline is None:
        outline = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    as_it_is = Flat(grey, ruled, np.eye(3), 0.0, outline)
    found = _outline(ruled, printed.outline)
    if found is None:
        return as_it_is
    corners, skew = found
    top, right, bottom, left = (math.dist(corners[i], corners[(i + 1) % 4]) for i in range(4))
    wide, high = (top + bottom) / 2, (left + right) / 2
    target = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    forward = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    page = cv2.perspectiveTransform(outline[None], forward)
    x0, y0 = page[0].min(axis=0)
    x1, y1 = page[0].max(axis=0)
    if (x1 - x0) * (y1 - y0) > 2.5 * width * height:
        return as_it_is
    forward = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]]) @ forward
    size = (math.ceil(x1 - x0), math.ceil(y1 - y0))
    flat = _warped(grey, forward, size)
    ruled = flat if ruled is grey else _warped(ruled, forward, size)
    return Flat(flat, ruled, np.linalg.inv(forward), math.degrees(skew), outline)


def _warped(grey: Pixels, forward: Matrix3, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.warpPerspective(grey, forward, size, flags=cv2.INTER_LINEAR, borderValue=PAPER), np.uint8)


def turn(flat: Flat, quarters: int) -> Flat:
    """Turn an upright page on by quarter turns, clockwise."""
    if quarters % 4 == 0:
        return flat
    height, width = flat.grey.shape
    back: Matrix3 = np.array(
        {
            1: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
            2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            3: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
        }[quarters % 4],
        dtype=np.float64,
    )
    grey = np.ascontiguousarray(np.rot90(flat.grey, -quarters))
    ruled = grey if flat.ruled is flat.grey else np.ascontiguousarray(np.rot90(flat.ruled, -quarters))
    return Flat(grey, ruled, flat.matrix @ back, flat.skew, flat.outline)


def _outline(grey: Pixels, sheet: Quad | None) -> tuple[list[tuple[float, float]], float] | None:
    """The quadrilateral that is a rectangle on paper, and the skew; None where there is nothing to undo.

    ``sheet``: the corners of the sheet of paper, whose sides are straight lines too.
    """
    height, width = grey.shape
    scale = min(1.0, _SEARCH_LONG_SIDE / max(height, width))
    small = shrunk(grey, scale)
    sides = NO_SEGMENTS if sheet is None else np.hstack([sheet, np.roll(sheet, -1, axis=0)])
    level, upright = both_slopes(
        _segments(small, (1, _BRIDGE)) / scale, _segments(small, (_BRIDGE, 1)) / scale, (height, width), sides
    )
    if level is None and upright is None:
        skew = _text_skew(small)
        level = upright = Slopes(skew, 0.0)
    level = level or Slopes(upright.at_middle if upright else 0.0, 0.0)
    upright = upright or Slopes(level.at_middle, 0.0)
    changes = [s.change if abs(s.change) > _LEAST_CONVERGENCE else 0.0 for s in (level, upright)]
    if not any(changes) and max(abs(level.at_middle), abs(upright.at_middle)) < _LEAST_SKEW:
        return None
    cx, cy = width / 2, height / 2
    top, bottom = (((cx, y), level.at_middle + changes[0] * (y / height - 0.5)) for y in (0.0, float(height)))
    left, right = (((x, cy), upright.at_middle + changes[1] * (x / width - 0.5)) for x in (0.0, float(width)))
    corners = [_cross(top, left), _cross(top, right), _cross(bottom, right), _cross(bottom, left)]
    return corners, (level.at_middle + upright.at_middle) / 2


def _segments(grey: Pixels, bridge: tuple[int, int]) -> Segments:
    """Straight edges as rows (x0, y0, x1, y1), long enough to be parts of ruling lines.

    Dashes, and the characters of a line, are drawn together first.
    """
    grey = np.asarray(cv2.erode(grey, np.ones(bridge, np.uint8)), np.uint8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(grey)[0]
    if found is None:
        return NO_SEGMENTS
    lines = np.asarray(found, np.float64).reshape(-1, 4)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    return np.asarray(lines[length >= _LEAST_LENGTH * max(grey.shape)])


def _text_skew(grey: Pixels) -> float:
    """Skew of a page without ruling, by the angle at which its rows of ink are most distinct (radians)."""
    shrink = min(1.0, 700 / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = (small < 170).astype(np.float32)
    if ink.mean() < 5e-4:
        return 0.0
    best = 0.0
    for step, reach in ((1.0, 10), (0.2, 5), (0.05, 4)):
        angles = [best + step * i for i in range(-reach, reach + 1)]
        best = max(angles, key=lambda angle: _distinctness(ink, angle))
    return math.radians(best)


def _distinctness(ink: NDArray[np.float32], degrees: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height)).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _cross(one: tuple[tuple[float, float], float], other: tuple[tuple[float, float], float]) -> tuple[float, float]:
    """Where a near-horizontal line and a near-vertical one meet; each is a point and a slope in radians."""
    (x1, y1), a = one
    (x2, y2), b = other
    # y = y1 + tan(a) (x - x1);  x = x2 - tan(b) (y - y2)
    ta, tb = math.tan(a), math.tan(b)
    y = (y1 + ta * (x2 + tb * y2 - x1)) / (1 + ta * tb)
    return x2 - tb * (y - y2), y
