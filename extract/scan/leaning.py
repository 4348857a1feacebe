"""Cells beside an upright rule whose ink lies elsewhere than the rule: on a bent sheet, or where a camera left a lean,
a straight line takes characters from one cell and gives them to its neighbour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from shibiao.extract.ruling import Frame
from shibiao.extract.scan.cell_ink import PageInk
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.remnants import UPRIGHT, as_long
from shibiao.extract.scan.strokes import Mask, darker_than_around
from shibiao.extract.tiling import Tile, inner_tiles

_NEAR_PT = 0.5  # from a rule's middle there is its own ink, unless it is a double one
_REACH = 1.2  # em: so far off the rule's ink is looked for, and text
_LEAST_INK = 0.03  # of text, in squares of an em
_BLUR_PT = 0.6  # about a rule's stroke
_MOST_NONE, _LEAST_ALL = 0.3, 0.8  # shares of a cell's height with long strokes: hardly any, nearly all of it


def beside_leaning_rules(frames: Iterable[Frame], grey: Pixels, page: PageInk) -> frozenset[Tile]:
    """Cells whose text comes near to a side along which no long stroke lies, but one a little off it."""
    strokes = as_long(darker_than_around(grey, page.per_pt), np.ones((round(UPRIGHT * page.em), 1), np.uint8))
    blur = 2 * round(_BLUR_PT * page.per_pt) + 1
    text = np.asarray(cv2.subtract(page.ink, cv2.dilate(strokes, np.ones((blur, blur), np.uint8))), np.uint8)
    return frozenset(tile for frame in frames for tile in _beside(frame, strokes, page._replace(ink=text)))


def _beside(frame: Frame, strokes: Mask, text: PageInk) -> Iterator[Tile]:
    reach, near = _REACH * text.em, _NEAR_PT * text.per_pt
    for tile in inner_tiles(frame):
        x0, y0, x1, y1 = (round(v * text.per_pt) for v in tile.bbox)
        left, right = text.ink[y0:y1, x0 : x0 + round(reach)], text.ink[y0:y1, max(0, x1 - round(reach)) : x1]
        for x, ink in ((x0, left), (x1, right)):
            if np.count_nonzero(ink) >= _LEAST_INK * text.em**2 and _is_off(strokes[y0:y1], x, reach, near):
                yield tile


def _is_off(rows: Mask, x: float, reach: float, near: float) -> bool:
    """Whether a long stroke runs on one side of a place (pixels), and none on it or on the other side."""
    if _share(rows, x - near, x + near) > _MOST_NONE:
        return False
    low, high = sorted((_share(rows, x - reach, x - near), _share(rows, x + near, x + reach)))
    return low <= _MOST_NONE and high >= _LEAST_ALL


def _share(rows: Mask, low: float, high: float) -> float:
    """The share of rows that are inked between two columns."""
    band = rows[:, max(0, round(low)) : max(0, round(high)) + 1] > 0
    return float(band.any(axis=1).mean()) if band.size else 0.0
