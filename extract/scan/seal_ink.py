"""Seals on scans without colour told by their ink: one middle grey all over, in strokes much thicker than the blurred
edges of print, as large as an office seal. So oval and square ones are found too.

Measured on 57 seals and the other ink of 470 pages: the middle six tenths of a seal's flat ink differ by 14 to 45 grey
levels, those of text, whose strokes fade everywhere, mostly by 65 and more; where they do not, its strokes are thin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.strokes import Mask

_FINE_PER_MM, _COARSE = 6.0, 2  # pixels: strokes are looked at so finely, and put together twice as coarsely
PRINT, INKED = 90, 225  # seal ink is lighter than print, and darker than paper
LEAST_APART = 35  # grey levels between print and seal ink
_FLAT = 3  # pixels: as wide and high at least, between two blurred edges
_LINE, _THICK = 18, 3  # pixels: the white of a double rule is so long and straight, and not so thick
_LONG_LINE, _MOST_IN_LINES, _RIM = 40, 0.7, 0.2  # pixels: of grey rules nearly all ink lies in lines so long
_JOIN_MM = 2.8
_SIZE_MM = (14.0, 62.0)  # shorter side at least, longer at most: name seals are 18 mm, official ones 30 to 50
_SHAPE = 0.55  # the shorter side by the longer
_SHARE = (0.05, 0.5)  # of its box: less is a few specks, more a shaded area,
_SHADED, _MOST_SHADED = 9, 0.12  # and so is what is so wide and high (pixels) for more of its box than a star
_HULL = 0.7  # of the smallest box about it, be it turned: a ring's is 0.78
_LEANING = 0.6  # of its upright box: a part of a ring has 0.5
_FLAT_SHARE = 0.5  # of flat ink is twice as wide and high as one pixel; 0.53 and more of seals', at most 0.48 of text
_ONE_GREY, _PALEST = 45, 205  # levels between the 20th and the 80th percentile; a watermark is paler
_NOT_PRINT = 20  # grey levels: so much lighter than print is none


class SealInk(NamedTuple):
    """Where a seal is: the corners of the hull about its ink (n × 2 pixels of the picture), and its ink's grey."""

    hull: NDArray[np.int32]
    level: float


def seals_of_ink(grey: Pixels, print_level: float, per_mm: float) -> Iterator[SealInk]:
    """The seals on a grey page, paper about 250, whose print is about as dark as told."""
    shrink = max(1.0, per_mm / _FINE_PER_MM)
    fine = cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    darkest = np.array(max(PRINT, print_level + _NOT_PRINT))
    middle = cv2.inRange(fine, darkest, np.full_like(darkest, INKED))
    flat = _without_lines(cv2.erode(middle, _square(_FLAT)))
    coarse = cv2.resize(flat, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    reach = max(3, round(_JOIN_MM * per_mm / shrink / _COARSE) | 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    closed = cv2.morphologyEx(np.asarray((coarse > 0).astype(np.uint8)), cv2.MORPH_CLOSE, disc)
    labels, stats, _ = connected(closed)
    low, most = (size * per_mm / shrink / _COARSE for size in _SIZE_MM)
    for label in range(1, len(stats)):
        x, y, wide, high, _ = stats[label].tolist()
        if min(wide, high) < max(low, _SHAPE * max(wide, high)) or max(wide, high) > most:
            continue
        own = np.asarray(labels[y : y + high, x : x + wide] == label)
        found = _seal(fine, flat, (_COARSE * x, _COARSE * y), own, print_level)
        if found is not None:
            yield found._replace(hull=np.round(found.hull * shrink).astype(np.int32))


def _without_lines(flat: Mask) -> Mask:
    """Flat ink without long straight thin lines."""
    thick = cv2.morphologyEx(flat, cv2.MORPH_OPEN, _square(_THICK))
    for line in (np.ones((1, _LINE), np.uint8), np.ones((_LINE, 1), np.uint8)):
        thin = cv2.subtract(cv2.morphologyEx(flat, cv2.MORPH_OPEN, line), thick)
        flat = np.asarray(cv2.subtract(flat, thin), np.uint8)
    return flat


def _in_lines(inked: NDArray[np.bool_]) -> float:
    """How much of the ink within a rim lies in long straight lines along x or y; a square seal has them in its rim."""
    height, width = inked.shape
    y, x = round(_RIM * height), round(_RIM * width)
    ink = inked[y : height - y, x : width - x].astype(np.uint8)
    lines = [cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(s, np.uint8)) for s in ((1, _LONG_LINE), (_LONG_LINE, 1))]
    return float(((lines[0] | lines[1]) > 0).sum() / max(1, int(ink.sum())))


def _square(side: int) -> Mask:
    return np.ones((side, side), np.uint8)


def _seal(
    fine: Pixels, flat: Pixels, at: tuple[int, int], own: NDArray[np.bool_], print_level: float
) -> SealInk | None:
    """A cluster of flat ink as a seal, in pixels of the finer picture; ``own``: the coarse pixels of it."""
    x, y = at
    part = flat[y : y + _COARSE * own.shape[0], x : x + _COARSE * own.shape[1]]
    inked = np.repeat(np.repeat(own, _COARSE, axis=0), _COARSE, axis=1)[: part.shape[0], : part.shape[1]] & (part > 0)
    greys = fine[y : y + part.shape[0], x : x + part.shape[1]][inked]
    if not _SHARE[0] * inked.size <= len(greys) <= _SHARE[1] * inked.size:
        return None
    if _in_lines(inked) > _MOST_IN_LINES:
        return None
    thick, shaded = (cv2.erode(inked.astype(np.uint8), _square(side)).sum() for side in (2, _SHADED))
    if thick < _FLAT_SHARE * len(greys) or shaded > _MOST_SHADED * inked.size:
        return None
    darker, level, lighter = np.percentile(greys, (20, 50, 80))
    hull = cv2.convexHull(np.argwhere(inked)[:, ::-1].astype(np.int32))
    _, (wide, high), _ = cv2.minAreaRect(hull)  # an oval seal may lean
    is_round = cv2.contourArea(hull) >= max(_HULL * wide * high, _LEANING * inked.size)
    if not is_round or lighter - darker > _ONE_GREY or not print_level + LEAST_APART <= level <= _PALEST:
        return None
    return SealInk(hull.reshape(-1, 2) + np.array(at), float(level))
