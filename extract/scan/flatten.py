"""The page turned upright and flat: skew and moderate perspective, told by its straight lines.

A camera's lines that were parallel meet; over a page their slope then changes evenly. Both families' slopes
are fitted as a constant and a change across the page, the page's outline is drawn along them, and that
quadrilateral is mapped onto a rectangle.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.ink import Print
from shibiao.extract.scan.paper import Quad
from shibiao.extract.scan.picture import PAPER, Pixels, shrunk

Matrix3 = NDArray[np.float64]

_SEARCH_LONG_SIDE = 1100  # pixels: lines are looked for at this size
_BRIDGE = 5  # pixels at that size
_LEAST_LENGTH = 0.035  # of the long side
_MOST_SKEW = math.radians(16.0)
_LONG = 0.3  # of the page: a longer line tells no more
_LEAST_SPREAD = 0.1  # of the page: lines that stand so far from each other tell how their slope changes across it,
_SURELY = 3.0  # others where it changes by so many standard errors,
_LEAST_WAVER = math.radians(0.05)  # each line's slope wavering by this or more
_FREE, _HELD = 1e-3, 1.0  # how strongly the change of slope across the page is held at none
_BORDER = 0.003  # of the picture
_LEAST_TOTAL = 1.0  # in short sides: fewer lines that agree tell nothing
_LEAST_ALIKE = 0.4  # but where they agree with those at right angles to them
_AGREE = math.radians(0.4)  # so near is a line's slope to what all of them give for its place
_SQUARE = math.radians(0.15)  # families of lines that differ by less are at right angles
_ON_AXIS = math.radians(0.1)  # a scanner's own lines are so near to the picture's axes
_TORN = math.radians(1.2)  # a side of the sheet is so far from what the lines on it give for its place
_LEAST_CONVERGENCE = math.radians(0.15)  # change of slope over the page that is worth undoing
_LEAST_SKEW = math.radians(0.03)
_NONE = np.zeros((0, 4))  # segments


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


class _Slopes(NamedTuple):
    """Slope of a family of lines: ``at_middle`` plus ``change`` from one side of the page to the other (radians)."""

    at_middle: float
    change: float


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
    sides = _NONE if sheet is None else np.hstack([sheet, np.roll(sheet, -1, axis=0)])
    level, upright = _both_slopes(
        _segments(small, (1, _BRIDGE)) / scale, _segments(small, (_BRIDGE, 1)) / scale, (height, width), sides
    )
    if level is None and upright is None:
        skew = _text_skew(small)
        level = upright = _Slopes(skew, 0.0)
    level = level or _Slopes(upright.at_middle if upright else 0.0, 0.0)
    upright = upright or _Slopes(level.at_middle, 0.0)
    changes = [s.change if abs(s.change) > _LEAST_CONVERGENCE else 0.0 for s in (level, upright)]
    if not any(changes) and max(abs(level.at_middle), abs(upright.at_middle)) < _LEAST_SKEW:
        return None
    cx, cy = width / 2, height / 2
    top, bottom = (((cx, y), level.at_middle + changes[0] * (y / height - 0.5)) for y in (0.0, float(height)))
    left, right = (((x, cy), upright.at_middle + changes[1] * (x / width - 0.5)) for x in (0.0, float(width)))
    corners = [_cross(top, left), _cross(top, right), _cross(bottom, right), _cross(bottom, left)]
    return corners, (level.at_middle + upright.at_middle) / 2


def _segments(grey: Pixels, bridge: tuple[int, int]) -> NDArray[np.float64]:
    """Straight edges as rows (x0, y0, x1, y1), long enough to be parts of ruling lines.

    Dashes, and the characters of a line, are drawn together first.
    """
    grey = np.asarray(cv2.erode(grey, np.ones(bridge, np.uint8)), np.uint8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(grey)[0]
    if found is None:
        return _NONE
    lines = np.asarray(found, np.float64).reshape(-1, 4)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    return np.asarray(lines[length >= _LEAST_LENGTH * max(grey.shape)])


class _Family(NamedTuple):
    """Lines that run much the same way: their slopes (radians), their lengths (pixels), and where their middles lie
    across them, from -0.5 at one side of the page to 0.5 at the other."""

    slope: NDArray[np.float64]
    length: NDArray[np.float64]
    middle: NDArray[np.float64]


def _family(segments: NDArray[np.float64], number: int, shape: tuple[int, int]) -> _Family:
    """The near-horizontal (family 0) or near-vertical (1) ones of segments on a page so high and wide.

    A vertical line's slope is counted so that a rotated page gives both families the same figure.
    """
    along, across = segments[:, [0, 2]], segments[:, [1, 3]]
    if number:
        along, across = across, -along
    d_along, d_across = along[:, 1] - along[:, 0], across[:, 1] - across[:, 0]
    length = np.hypot(d_along, d_across)
    slope = np.arctan2(d_across * np.sign(d_along + 1e-9), np.abs(d_along))
    middle = np.abs(across).mean(axis=1) / shape[number] - 0.5
    # Beyond the border is the picture's own edge, which cuts the sheet anyhow.
    own = (np.abs(slope) < _MOST_SKEW) & (np.abs(middle) < 0.5 - _BORDER)
    return _Family(slope[own], length[own], middle[own])


def _both_slopes(
    across: NDArray[np.float64], down: NDArray[np.float64], shape: tuple[int, int], sides: NDArray[np.float64]
) -> tuple[_Slopes | None, _Slopes | None]:
    """The slopes of the level lines and of the upright ones, each by its own segments.

    A scanner's streaks and the edge of its lid run along the picture's axes, however the sheet lies: where the two
    disagree, and agree better without such lines, these tell nothing.
    """
    families = ((across, 0), (down, 1))
    level, upright = (_slopes(segments, number, shape, sides) for segments, number in families)
    if level is None or upright is None or _gap((level, upright)) < _SQUARE:
        return level, upright
    own = (_slopes(_off_axis(segments), number, shape, sides, _LEAST_ALIKE) for segments, number in families)
    other_level, other_upright = (again or first for again, first in zip(own, (level, upright), strict=True))
    pairs = itertools.product((level, other_level), (upright, other_upright))
    best = min(pairs, key=_gap)
    return best if _gap(best) < _gap((level, upright)) / 2 else (level, upright)


def _gap(slopes: tuple[_Slopes, _Slopes]) -> float:
    return abs(slopes[0].at_middle - slopes[1].at_middle)


def _off_axis(segments: NDArray[np.float64]) -> NDArray[np.float64]:
    """Segments without those that run along the picture's axes."""
    wide, high = np.abs(segments[:, 2:] - segments[:, :2]).T
    return np.asarray(segments[np.minimum(wide, high) > math.tan(_ON_AXIS) * np.maximum(wide, high)])


def _slopes(
    segments: NDArray[np.float64],
    number: int,
    shape: tuple[int, int],
    sides: NDArray[np.float64] = _NONE,
    least: float = _LEAST_TOTAL,
) -> _Slopes | None:
    """Fit the slopes of a family of lines on a page so high and wide. None where too few agree with what all together
    give: in all less than ``least`` short sides of the page. ``sides``: of the sheet of paper, rows as segments are."""
    family = _family(np.vstack([segments, _whole(sides, segments, number, shape)]), number, shape)
    if not family.length.size:
        return None
    fit, weight = _fitted(family, shape[number], _FREE)
    if not _is_change_told(family, fit, weight):
        fit, _ = _fitted(family, shape[number], _HELD)
    agreeing = family.length[np.abs(family.slope - fit.at_middle - fit.change * family.middle) < _AGREE]
    return fit if agreeing.sum() >= least * min(shape) else None


def _whole(
    sides: NDArray[np.float64], segments: NDArray[np.float64], number: int, shape: tuple[int, int]
) -> NDArray[np.float64]:
    """The sides of the sheet without those that lines spread over the page show to be torn or bent."""
    if not len(sides):
        return sides
    drawn = _family(segments, number, shape)
    if drawn.length.sum() < _LEAST_TOTAL * min(shape):
        return sides
    fit, weight = _fitted(drawn, shape[number], _FREE)
    if _spread(drawn, weight) < _LEAST_SPREAD:
        return sides
    return np.array([side for side in sides if not _is_off(_family(side[None], number, shape), fit)]).reshape(-1, 4)


def _is_off(side: _Family, fit: _Slopes) -> bool:
    return bool((np.abs(side.slope - fit.at_middle - fit.change * side.middle) > _TORN).any())


def _spread(family: _Family, weight: NDArray[np.float64]) -> float:
    """How far from each other the lines of a family stand, as a part of the page."""
    middle = family.middle
    return float(np.average((middle - np.average(middle, weights=weight)) ** 2, weights=weight) ** 0.5)


def _is_change_told(family: _Family, fit: _Slopes, weight: NDArray[np.float64]) -> bool:
    """Whether lines tell how their slope changes across the page: few that stand together and waver tell, drawn out
    over the page, much that is not there."""
    slope, _, middle = family
    spread = _spread(family, weight)
    waver = np.average((slope - fit.at_middle - fit.change * middle) ** 2, weights=weight) ** 0.5
    count = weight.sum() ** 2 / (weight**2).sum()
    surely = abs(fit.change) * spread * count**0.5 >= _SURELY * max(waver, _LEAST_WAVER)
    return bool(surely or spread >= _LEAST_SPREAD)


def _fitted(family: _Family, extent: int, hold: float) -> tuple[_Slopes, NDArray[np.float64]]:
    """A family's slopes, and what each line weighs in them: outliers little. ``extent``: the page's across it."""
    slope, length, middle = family
    design = np.stack([np.ones_like(middle), middle], axis=1)
    # One side of the sheet, torn or bent, is no more than some rules that disagree with it.
    weight = np.minimum(length, _LONG * extent) ** 1.5
    fit, w = np.array([_weighted_median(slope, length), 0.0]), weight
    for _ in range(12):
        rest = np.abs(slope - design @ fit)
        w = weight / (1 + (rest / _AGREE) ** 2)
        normal = design.T @ (design * w[:, None]) + np.diag([0.0, hold * w.sum()])
        fit = np.linalg.solve(normal, design.T @ (w * slope))
    return _Slopes(float(fit[0]), float(fit[1])), w


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


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
