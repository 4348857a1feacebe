"""The sheet of paper on a photographed desk or a scanner's bed: where it lies, so that what is around it is not read.

A sheet is a bright quadrilateral with something darker beyond its sides. It is looked for on a small copy of the
picture without its print, at many levels of brightness, since light falls off over a desk.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.picture import Pixels, shrunk

Quad = NDArray[np.float64]  # 4 × 2: corners in pixels, in the order of the outline

_SMALL_SIDE = 420  # pixels: a sheet is found at this size
_PRINT = 13  # pixels of the small copy: wider than any stroke or gap in print
_LEVELS = 14
_LEAST_AREA, _MOST_AREA = 0.3, 0.985  # of the picture
_LEAST_FILLED = 0.965  # of the quadrilateral: a sheet's outline is straight
_LEAST_STEP = 14.0  # grey levels by which what is beyond a side is darker
_CLEAR_STEP = 40.0  # more says no more
_STEP_PERCENT = 15  # nearly all along it
_BESIDE = 7.0  # pixels of the small copy, within and beyond a side
_NEAR = 1.7  # the same, close to it:
_SHARP = 0.52  # so much of the step is there,
_SHARP_STEP = 35.0  # which is larger than what print and shade make of it (15 and 25; sheets on beds and desks had 45)
_CERTAIN_STEP = 100.0  # or the step is larger than any fold's shade
_LEAST_SEEN = 0.3  # of a side, beyond which the picture goes on
_SAMPLES = 60  # a side
_REACH = 3.0  # pixels of the small copy: a side is looked for again so far from its first place
_AT_EDGE = 3.0  # pixels of the small copy: a side this near to the picture's edge is that edge
_INSET_MM = 1.4  # the paper's edge has a shadow of its own


def paper_outline(pixels: Pixels) -> Quad | None:
    """The corners of the sheet in a picture (RGB), None where it fills the picture or cannot be told from the rest."""
    height, width = pixels.shape[:2]
    scale = _SMALL_SIDE / max(height, width)
    if scale >= 1:
        return None
    small = shrunk(pixels, scale)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    bare = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    bare = np.asarray(cv2.medianBlur(bare, 5), np.uint8)
    found = [(_steps_beyond(bare, quad), quad) for quad in _bright_quads(bare)]
    found = [(steps, quad) for steps, quad in found if min(steps, default=0.0) >= _LEAST_STEP]
    if not found:
        return None
    full = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    soft = np.asarray(cv2.medianBlur(full, 5), np.uint8)
    # A side that is the picture's own edge says nothing: the more sides are seen, the better.
    for _, quad in sorted(found, key=lambda f: -sum(min(step, _CLEAR_STEP) for step in f[0])):
        refined = _refined(full, quad / scale, math.ceil(_REACH / scale))
        if _is_sharp(soft, refined, scale):
            return _let_out(soft, refined, scale)
    return None


def within(corners: Quad, shape: tuple[int, ...]) -> Pixels:
    """255 on the sheet of paper that has these corners, in a picture of this shape."""
    sheet = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(sheet, np.round(corners).astype(np.int32), 255)
    return sheet


def beyond(outline: Quad, shape: tuple[int, ...], per_mm: float) -> Pixels:
    """255 where a picture shows something else than the sheet, the sheet's own edge included."""
    sheet = within(outline, shape)
    reach = max(1, round(_INSET_MM * per_mm))
    # Where the sheet runs to the picture's edge, nothing of it is taken off.
    inner = cv2.erode(sheet, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.bitwise_not(inner), np.uint8)


def _bright_quads(bare: Pixels) -> Iterator[Quad]:
    """The quadrilaterals that are bright from some level on."""
    low, high = (float(np.percentile(bare, p)) for p in (3, 90))
    total = bare.size
    for level in np.linspace(low, high, _LEVELS + 2)[1:-1]:
        labels, stats, _ = connected(cv2.compare(bare, float(level), cv2.CMP_GT), 4)
        if len(stats) < 2:
            continue
        largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
        if not _LEAST_AREA * total <= stats[largest, cv2.CC_STAT_AREA] <= _MOST_AREA * total:
            continue
        quad = _quad_around(np.asarray(labels == largest))
        if quad is not None:
            yield quad


def _quad_around(bright: NDArray[np.bool_]) -> Quad | None:
    """The quadrilateral that a bright piece fills; None where it fills none."""
    contours, _ = cv2.findContours(bright.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    length = cv2.arcLength(hull, True)
    for slack in (0.01, 0.02, 0.03, 0.045, 0.06):
        corners = cv2.approxPolyDP(hull, slack * length, True)
        if len(corners) <= 4:
            break
    if len(corners) != 4:
        return None
    filled = np.zeros(bright.shape, np.uint8)
    cv2.fillConvexPoly(filled, corners, 1)
    solid = np.zeros(bright.shape, np.uint8)
    cv2.fillPoly(solid, [max(contours, key=cv2.contourArea)], 1)
    either = int(((filled | solid) > 0).sum())
    both = int(((filled & solid) > 0).sum())
    return corners.reshape(4, 2).astype(np.float64) if both >= _LEAST_FILLED * either else None


def _steps_beyond(bare: Pixels, quad: Quad) -> list[float]:
    """By how much it is darker beyond each side than within, nearly everywhere along it, where that is seen."""
    height, width = bare.shape
    steps: list[float] = []
    for places, outward in _sides(quad, width, height):
        beyond_it = places + outward * _BESIDE
        seen = ((beyond_it >= 0) & (beyond_it <= (width - 1, height - 1))).all(axis=1)
        if seen.mean() < _LEAST_SEEN:
            continue
        step = _values(bare, places - outward * _BESIDE)[seen] - _values(bare, beyond_it)[seen]
        steps.append(float(np.percentile(step, _STEP_PERCENT)))
    return steps


def _is_sharp(soft: Pixels, quad: Quad, scale: float) -> bool:
    """Whether the light falls at the sides, and not over a way: along a book's fold the paper goes on in the shade.

    ``soft``: the picture without its grain. ``scale``: of the small copy beside it.
    """
    return not any(
        far < _SHARP_STEP or (far < _CERTAIN_STEP and near < _SHARP * far) for near, far, _ in _falls(soft, quad, scale)
    )


def _falls(soft: Pixels, quad: Quad, scale: float) -> Iterator[tuple[float, float, float]]:
    """By how much the light falls at each side (grey levels): close to it, over a way, and from well within to close
    beyond it."""
    for places, outward in _sides(quad, soft.shape[1], soft.shape[0]):
        within, inner, outer, without = (
            _values(soft, places + outward * d / scale) for d in (-_BESIDE, -_NEAR, _NEAR, _BESIDE)
        )
        near, far, before = (float(np.median(fall)) for fall in (inner - outer, within - without, within - outer))
        yield near, far, before


def _let_out(soft: Pixels, quad: Quad, scale: float) -> Quad:
    """The corners with those sides moved out beyond which the paper goes on in the shade, so that no print is lost."""
    height, width = soft.shape
    middle = quad.mean(axis=0)
    falls = _falls(soft, quad, scale)
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        near, far, before = (0.0, 0.0, 0.0) if _is_edge(start, end, width, height) else next(falls)
        goes_on = near < _SHARP * far and far - before > before - near
        way = _BESIDE / scale if goes_on else 0.0
        lines.append((start + way * _outward(start, end, middle), end - start))
    corners = _corners(lines)
    return quad if corners is None else corners


def _sides(quad: Quad, width: int, height: int) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Places along each side that is not the picture's own edge, and the way out from it."""
    middle = quad.mean(axis=0)
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        if not _is_edge(start, end, width, height):
            yield start + (end - start) * np.linspace(0.04, 0.96, _SAMPLES)[:, None], _outward(start, end, middle)


def _outward(start: NDArray[np.float64], end: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """The normal of a side, away from the sheet's middle."""
    normal = np.array([end[1] - start[1], start[0] - end[0]]) / max(float(np.hypot(*(end - start))), 1e-6)
    return np.asarray(normal if np.dot(normal, (start + end) / 2 - middle) > 0 else -normal)


def _refined(grey: Pixels, quad: Quad, reach: int) -> Quad:
    """The corners as the crossings of lines fitted to the steps from bright to dark along the sides."""
    height, width = grey.shape
    middle = quad.mean(axis=0)
    soft = cv2.GaussianBlur(grey, (0, 0), 1.0)
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        edge = _is_edge(start, end, width, height)
        lines.append((start, end - start) if edge else _fitted(soft, start, end, middle, reach))
    refined = _corners(lines)
    return quad if refined is None or float(np.abs(refined - quad).max()) > 4 * reach else refined


_Line = tuple[NDArray[np.float64], NDArray[np.float64]]  # a point and a direction


def _fitted(
    grey: Pixels, start: NDArray[np.float64], end: NDArray[np.float64], middle: NDArray[np.float64], reach: int
) -> _Line:
    along, outward = end - start, _outward(start, end, middle)
    offsets = np.arange(-reach, reach + 1)
    places = start + along * np.linspace(0.05, 0.95, 2 * _SAMPLES)[:, None]
    grid = places[:, None, :] + offsets[None, :, None] * outward
    values = cv2.remap(grey, grid.astype(np.float32), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    values = values.astype(np.float64)
    steps = values[:, :-4] + values[:, 1:-3] - values[:, 3:-1] - values[:, 4:]
    best = offsets[2:-2][np.argmax(steps, axis=1)]
    points = (places + best[:, None] * outward).astype(np.float32)
    dx, dy, x, y = cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    return np.array([x, y]), np.array([dx, dy])


def _corners(lines: Sequence[_Line]) -> Quad | None:
    """Where four sides, in their order, meet; None where two do not."""
    corners = [_crossing(lines[i - 1], lines[i]) for i in range(4)]
    return None if any(corner is None for corner in corners) else np.array(corners, np.float64)


def _crossing(one: _Line, other: _Line) -> NDArray[np.float64] | None:
    matrix = np.column_stack([one[1], -other[1]])
    if abs(float(np.linalg.det(matrix))) < 1e-9:
        return None
    return np.asarray(one[0] + one[1] * np.linalg.solve(matrix, other[0] - one[0])[0])


def _is_edge(start: NDArray[np.float64], end: NDArray[np.float64], width: int, height: int) -> bool:
    """Whether a side of the sheet is the picture's own edge."""
    for axis, extent in ((0, width), (1, height)):
        for edge in (0, extent - 1):
            if abs(start[axis] - edge) <= _AT_EDGE and abs(end[axis] - edge) <= _AT_EDGE:
                return True
    return False


def _values(bare: Pixels, places: NDArray[np.float64]) -> NDArray[np.float64]:
    height, width = bare.shape
    xs = np.clip(np.round(places[:, 0]).astype(int), 0, width - 1)
    ys = np.clip(np.round(places[:, 1]).astype(int), 0, height - 1)
    return np.asarray(bare[ys, xs], np.float64)
