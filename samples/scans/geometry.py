"""Effects that move the page: feeding askew, quarter turns, lying on the glass with a dark edge, a phone's view.

Each builds its 3×3 homography and warps once; ``Sheet.moved`` keeps the account.
"""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np

from samples.scans.sheet import Colour, Effect, Matrix, Pixels, Sheet, bounding_box, carried, corners, darkest


def shift(dx: float, dy: float) -> Matrix:
    """A translation in pixels."""
    return np.array([(1, 0, dx), (0, 1, dy), (0, 0, 1)], dtype=np.float64)


def rotation(degrees: float, centre: tuple[float, float]) -> Matrix:
    """A clockwise rotation (as seen, y downwards) about a centre in pixels."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    turned = np.array([(c, -s, 0), (s, c, 0), (0, 0, 1)], dtype=np.float64)
    return shift(*centre) @ turned @ shift(-centre[0], -centre[1])


def warped(image: Pixels, matrix: Matrix, size: tuple[int, int], fill: Pixels | Colour) -> Pixels:
    """The image under a homography on a canvas of ``size``; ``fill`` is a colour or a picture of that size.

    OpenCV counts pixel centres, the homography pixel edges: half a pixel is taken off and put back.
    """
    centred = shift(-0.5, -0.5) @ matrix @ shift(0.5, 0.5)
    if isinstance(fill, tuple):
        return np.asarray(
            cv2.warpPerspective(
                image, centred, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
            ),
            dtype=np.uint8,
        )
    paper = np.full(image.shape[:2], 255, dtype=np.uint8)
    cover = cv2.warpPerspective(paper, centred, size, flags=cv2.INTER_LINEAR)[..., None].astype(np.float32) / 255
    seen = cv2.warpPerspective(image, centred, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen * cover + fill * (1 - cover) + 0.5, dtype=np.uint8)


def ink_box(image: Pixels, darker: int = 140) -> tuple[int, int, int, int] | None:
    """The box of everything printed, None on a blank page."""
    dark = darkest(image) < darker
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def fed_askew(degrees: float, lid: Colour, most_edge_mm: float = 0.0) -> Effect:
    """Feed the page askew by up to ±``degrees`` onto glass under a lid of a colour.

    The canvas is the page, wider where print would be lost, with up to ``most_edge_mm`` of lid at the sides.
    """

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        angle = float(rng.uniform(0.35, 1.0) * degrees * rng.choice((-1, 1)))
        turned = rotation(angle, (width / 2, height / 2))
        printed = ink_box(sheet.image) or (0, 0, width, height)
        x0, y0, x1, y1 = bounding_box(carried(turned, corners(*printed)))
        keep = sheet.pixels(2.0)
        edges = rng.uniform(0, sheet.pixels(most_edge_mm), 4) * (rng.random(4) < 0.6)
        left, top = max(edges[0], keep - x0, 0), max(edges[1], keep - y0, 0)
        right, bottom = max(edges[2], x1 + keep - width, 0), max(edges[3], y1 + keep - height, 0)
        matrix = shift(float(left), float(top)) @ turned
        size = round(width + left + right), round(height + top + bottom)
        return sheet.moved(warped(sheet.image, matrix, size, lid), matrix)

    return effect


def quarter_turned(turns: int) -> Effect:
    """Turn the scan clockwise by quarter turns, without resampling."""

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        matrix = {
            0: np.eye(3),
            1: np.array([(0, -1, height), (1, 0, 0), (0, 0, 1)]),
            2: np.array([(-1, 0, width), (0, -1, height), (0, 0, 1)]),
            3: np.array([(0, 1, 0), (-1, 0, width), (0, 0, 1)]),
        }[turns % 4].astype(np.float64)
        return sheet.moved(np.ascontiguousarray(np.rot90(sheet.image, -turns)), matrix)

    return effect


def photographed(degrees: float, tilt: float, desk: Effect) -> Effect:
    """Lay the page on a desk and look at it from a hand-held phone.

    The corners leave their places by up to ``tilt`` of the page's width, after a turn of up to ±``degrees``.
    ``desk`` paints the background.
    """

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        width, height = sheet.size
        angle = float(rng.uniform(-degrees, degrees))
        flat = corners(0, 0, width, height)
        seen = carried(rotation(angle, (width / 2, height / 2)), flat) + rng.uniform(-tilt, tilt, (4, 2)) * width
        x0, y0, x1, y1 = bounding_box(seen)
        around = rng.uniform(0.015, 0.07, 4) * width
        moved = (seen - (x0, y0) + (around[0], around[1])).astype(np.float32)
        matrix = np.asarray(cv2.getPerspectiveTransform(flat.astype(np.float32), moved), dtype=np.float64)
        size = round(x1 - x0 + around[0] + around[2]), round(y1 - y0 + around[1] + around[3])
        blank = Sheet(np.full((size[1], size[0], 3), 255, dtype=np.uint8), np.eye(3), sheet.dpi)
        table = _shadowed(desk(blank, rng).image, moved, sheet.pixels(float(rng.uniform(1.0, 4.0))))
        return sheet.moved(warped(sheet.image, matrix, size, table), matrix)

    return effect


def _shadowed(desk: Pixels, page: np.ndarray[tuple[int, ...], np.dtype[np.float32]], reach: float) -> Pixels:
    """The desk with the page's shadow around it."""
    cover = np.zeros(desk.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(cover, (page + reach / 2).astype(np.int32), 255)
    soft = cv2.GaussianBlur(cv2.resize(cover, None, fx=0.25, fy=0.25), (0, 0), max(reach / 4, 0.5))
    shade = 1 - 0.45 * cv2.resize(soft, desk.shape[1::-1]).astype(np.float32) / 255
    return np.asarray(desk * shade[..., None], dtype=np.uint8)
