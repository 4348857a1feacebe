"""The paper's light evened out and coloured ink taken off the print.

Lengths are in millimetres of paper; ``per_mm`` is pixels a millimetre.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.scan.grey_seals import Box, ColourMark, grey_seals
from shibiao.extract.scan.paper import Quad, beyond, paper_outline
from shibiao.extract.scan.picture import PAPER, Picture, Pixels

_GROUND_SHRINK = 8  # the light changes slowly: its map is made at an eighth of the size
_GROUND_MM = 5.0  # wider than any stroke, so that the largest of this neighbourhood is paper
_DARKEST_GROUND = 90  # darker ground is no paper but the scanner's lid or the desk
_BLOT_MM = 4.3  # larger than a character of the body, be it a black blob, and than a title's strokes
_BLOT_DARK = 110
_RED_EXCESS = 40  # by how much the red channel leads the others in seal ink over white or black
_BLUE_EXCESS = 50
_SEAL_MM = (16.0, 62.0)  # official seals: 30 to 50 mm, small name seals 18 mm, torn ones less
_SEAL_SHAPE = 0.55  # the shorter side by the longer: seals are round, oval or square
_SEAL_INK = (0.06, 0.75)  # share of the seal's box that is inked
_SIGNATURE_MM = (8.0, 3.5)  # at least this wide and high
_JOIN_MM = 2.5  # strokes this near belong to one mark
_SEARCH_PER_MM = 3.0  # marks are looked for at this resolution


class Print(NamedTuple):
    """``grey``: the print alone, height × width, paper about 250, ink dark. ``marks``: what was taken off.

    ``ruled`` is the page before that: where a seal is grey, thin rules go with it. ``outline``: the corners of the
    sheet where it does not fill the picture; what lies beyond is painted as paper.
    """

    grey: Pixels
    ruled: Pixels
    marks: tuple[ColourMark, ...]
    outline: Quad | None = None


def separate_print(picture: Picture, lift_marks: bool = True) -> Print:
    """The black print of a page, its light evened, seals and signatures lifted off it.

    Under red ink the red channel shows what is printed beneath, under blue ink the blue one: black absorbs
    both. ``lift_marks`` False leaves them in, for measuring what the separation is worth.
    """
    per_mm = picture.dpi / 25.4
    even = _evened(picture.pixels)
    outline = paper_outline(picture.pixels)
    if outline is not None:
        even[beyond(outline, even.shape, per_mm) > 0] = PAPER
    grey = cv2.cvtColor(even, cv2.COLOR_RGB2GRAY)
    _paint_out_blots(grey, per_mm)
    if not _has_colour(even):
        ruled = grey.copy()
        found = grey_seals(grey, per_mm, lift_marks)
        return Print(grey, ruled if found else grey, found, outline)
    marks: list[ColourMark] = []
    for kind, channel, excess in (("seal", 0, _RED_EXCESS), ("signature", 2, _BLUE_EXCESS)):
        mask = _leading(even, channel, excess)
        boxes = [box for box in _clusters(mask, per_mm) if _is_mark(kind, mask, box, per_mm)]
        for box in boxes:
            marks.append(ColourMark("seal" if kind == "seal" else "signature", box))
            if lift_marks:
                _lift(grey, even, mask, channel, box, per_mm)
    return Print(grey, grey, tuple(marks), outline)


def _evened(pixels: Pixels) -> Pixels:
    """Every channel divided by its paper's light, so that paper is white and black print stays black."""
    height, width = pixels.shape[:2]
    small = cv2.resize(
        pixels, (max(1, width // _GROUND_SHRINK), max(1, height // _GROUND_SHRINK)), interpolation=cv2.INTER_AREA
    )
    reach = max(3, round(max(small.shape[:2]) * _GROUND_MM / 297) | 1)
    ground = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    ground = cv2.erode(ground, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    ground = cv2.GaussianBlur(ground, (0, 0), reach / 2)
    ground = np.maximum(ground, _DARKEST_GROUND)
    full = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, full, scale=float(PAPER)), dtype=np.uint8)


def _paint_out_blots(grey: Pixels, per_mm: float) -> None:
    """Paint as paper what is dark and thicker than any stroke: the scanner's lid, punched holes, a desk."""
    shrink = max(1.0, per_mm / _SEARCH_PER_MM)
    small = cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    dark = cv2.compare(small, _BLOT_DARK, cv2.CMP_LT)
    reach = round(_BLOT_MM * per_mm / shrink) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    # Beyond the picture's edge the lid goes on.
    framed = cv2.copyMakeBorder(dark, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=255)
    blots = cv2.morphologyEx(framed, cv2.MORPH_OPEN, disc)
    edge = cv2.dilate(blots, np.ones((5, 5), np.uint8))[reach:-reach, reach:-reach]
    if (edge > 0).any():
        full = cv2.resize(edge, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
        grey[full > 0] = PAPER


def _has_colour(even: Pixels) -> bool:
    small = cv2.resize(even, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.int16)
    spread = small.max(axis=2) - small.min(axis=2)
    return bool((spread > _RED_EXCESS // 2).mean() > 1e-4)


def _leading(even: Pixels, channel: int, excess: int) -> Pixels:
    """Where one channel is brighter than both others by ``excess``."""
    others = [even[:, :, i] for i in range(3) if i != channel]
    lead = cv2.subtract(even[:, :, channel], cv2.max(others[0], others[1]))
    return np.asarray(cv2.compare(lead, excess, cv2.CMP_GT), dtype=np.uint8)


def _clusters(mask: Pixels, per_mm: float) -> Iterator[Box]:
    """Boxes of strokes that stand near each other."""
    shrink = max(1.0, per_mm / _SEARCH_PER_MM)
    height, width = mask.shape
    small = cv2.resize(mask, (max(1, int(width / shrink)), max(1, int(height / shrink))), interpolation=cv2.INTER_AREA)
    reach = max(3, round(_JOIN_MM * _SEARCH_PER_MM) | 1)
    joined = cv2.morphologyEx(
        cv2.compare(small, 60, cv2.CMP_GT),
        cv2.MORPH_CLOSE,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)),
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, w, h, _ in stats[1:count].tolist():
        yield tuple(round(v * shrink) for v in (x, y, x + w, y + h))


def _is_mark(kind: str, mask: Pixels, box: Box, per_mm: float) -> bool:
    x0, y0, x1, y1 = box
    wide, high = (x1 - x0) / per_mm, (y1 - y0) / per_mm
    inked = float((mask[y0:y1, x0:x1] > 0).mean()) if x1 > x0 and y1 > y0 else 0.0
    if kind == "seal":
        low, most = _SEAL_MM
        square = min(wide, high) >= _SEAL_SHAPE * max(wide, high)
        return low <= max(wide, high) <= most and square and _SEAL_INK[0] <= inked <= _SEAL_INK[1]
    return wide >= _SIGNATURE_MM[0] and high >= _SIGNATURE_MM[1] and 0.02 <= inked <= 0.6


def _lift(grey: Pixels, even: Pixels, mask: Pixels, channel: int, box: Box, per_mm: float) -> None:
    """Replace the grey of coloured strokes by the channel in which their ink is as bright as paper."""
    margin = round(1.0 * per_mm)
    x0, y0, x1, y1 = max(0, box[0] - margin), max(0, box[1] - margin), box[2] + margin, box[3] + margin
    reach = max(3, round(0.5 * per_mm) | 1)
    near = cv2.dilate(mask[y0:y1, x0:x1], np.ones((reach, reach), np.uint8))
    bright = even[y0:y1, x0:x1, channel].astype(np.float32)
    # Ink absorbs some of its own colour too: what it leaves of the paper's light is made white.
    own = bright[(mask[y0:y1, x0:x1] > 0)]
    level = float(np.percentile(own, 60)) if own.size else float(PAPER)
    lifted = np.clip(bright * (PAPER / max(level, 60.0)), 0, 255).astype(np.uint8)
    part = grey[y0:y1, x0:x1]
    part[near > 0] = np.maximum(part, lifted)[near > 0]
