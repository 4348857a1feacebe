"""The paper's light evened out and coloured ink taken off the print.

Lengths are in millimetres of paper; ``per_mm`` is pixels a millimetre.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.grey_seals import Box, ColourMark, MarkKind, grey_seals
from shibiao.extract.scan.paper import Quad, beyond, paper_outline
from shibiao.extract.scan.picture import PAPER, Picture, Pixels, shrunk

_GROUND_MM = 5.0  # wider than any stroke, so that the largest of this neighbourhood is paper
_DARKEST_GROUND = 90  # darker ground is no paper but the scanner's lid or the desk
_PAPER_PERCENT, _LID_DARK = 85, 0.42  # of the picture is darker than its paper, and a lid than so much of that
_BLOT_MM = 4.3  # larger than a character of the body, be it a black blob, and than a title's strokes
_BLOT_DARK = 110
_RED_EXCESS = 40  # by how much the red channel leads the others in seal ink over white or black
_BLUE_EXCESS = 50
_SEAL_MM = (16.0, 62.0)  # official seals: 30 to 50 mm, small name seals 18 mm, torn ones less
_SEAL_SHARE = _SEAL_MM[1] / 297  # of the page's longer side: a file may say that an A4 page is one of A3
_SEAL_SHAPE = 0.55  # the shorter side by the longer: seals are round, oval or square
_SEAL_INK = (0.06, 0.75)  # share of the seal's box that is inked
_LARGEST_RING_MM, _EMPTY = 30.0, 0.01  # of a pen about a word, and the share of ink in its middle
_AT_SIDE, _FILLED = 1, 0.3  # pixels, and the share of a box's side: of what goes on beyond the picture
_SIGNATURE_MM = (8.0, 3.5)  # at least this wide and high
_PEN_LEAST_MM = 3.8  # longer than a character of the body is high
_PRINT_LEVEL = 40.0  # print beneath a seal, in its ink's own colour
_BARE_INK = 0.7  # of the way from print to ink: lighter is ink without print beneath
_THICKEST_INK = 0.68  # of the way from print to paper, which is where coloured ink lets through the least of its colour
_PEN_MM = 0.9  # a pen's stroke is no wider
_ALONE, _RING_HOLLOW, _GAP = 0.8, 0.4, 5  # of the ink about it; of its box; pixels, as for all marks
_MOST_STROKES = 8  # of one ink that are no seals: a form whose values are blue had 34, one whose are red 27
_JOIN_MM = 2.5  # strokes this near belong to one mark
_SEARCH_PER_MM = 3.0  # marks, the light and the sheet are looked for at this resolution


class _Ink(NamedTuple):
    """A coloured ink: what it is mostly used for, the channel in which it is bright, and by how much that leads."""

    kind: MarkKind
    channel: int
    excess: int


_INKS = (_Ink("seal", 0, _RED_EXCESS), _Ink("signature", 2, _BLUE_EXCESS))


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
    shrink = max(1.0, per_mm / _SEARCH_PER_MM)
    small = shrunk(picture.pixels, 1 / shrink)
    ground, outline = _ground(small), paper_outline(small)
    outline = None if outline is None else outline * shrink
    grey = _evened(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY), cv2.cvtColor(ground, cv2.COLOR_RGB2GRAY))
    even = _evened(small, ground)
    if outline is not None:
        grey[beyond(outline, grey.shape, per_mm) > 0] = PAPER
        even[beyond(outline / shrink, even.shape, per_mm / shrink) > 0] = PAPER
    _paint_out_blots(grey, small, per_mm)
    if not _has_colour(even):
        ruled = grey.copy()
        found = grey_seals(grey, ruled, per_mm, lift_marks)
        return Print(grey, ruled if found else grey, found, outline)
    marks: list[ColourMark] = []
    for ink in _INKS:
        found_marks = list(_marks_of(ink, _leading(even, ink), per_mm / shrink))
        if sum(kind != "seal" for kind, _ in found_marks) > _MOST_STROKES:  # text is printed in this colour
            found_marks = [mark for mark in found_marks if mark[0] == "seal"]
        for kind, box in found_marks:
            x0, y0, x1, y1 = (round(v * shrink) for v in box)
            marks.append(ColourMark(kind, (x0, y0, x1, y1)))
            if lift_marks:
                _lift(grey, picture.pixels, ground, ink, marks[-1].box, per_mm)
    return Print(grey, grey, tuple(marks), outline)


def _ground(small: Pixels) -> Pixels:
    """The paper's light on a small copy of the page, print and all else filled up."""
    half = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    reach = max(3, round(max(half.shape[:2]) * _GROUND_MM / 297) | 1)
    ground = cv2.dilate(half, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    ground = cv2.erode(ground, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    ground = cv2.GaussianBlur(ground, (0, 0), reach / 2)
    return np.asarray(np.maximum(ground, _DARKEST_GROUND), np.uint8)


def _evened(pixels: Pixels, ground: Pixels) -> Pixels:
    """Every channel divided by its paper's light, so that paper is white and black print stays black."""
    full = cv2.resize(ground, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, full, scale=float(PAPER)), dtype=np.uint8)


def _paint_out_blots(grey: Pixels, original: Pixels, per_mm: float) -> None:
    """Paint as paper what is dark and thicker than any stroke: the scanner's lid, punched holes, a desk.

    ``original``: a small copy of the picture in colour. Much lid passes for a page's ground, and is dark only there.
    """
    shrink = max(1.0, per_mm / _SEARCH_PER_MM)
    small = shrunk(grey, 1 / shrink)
    bare = cv2.resize(cv2.cvtColor(original, cv2.COLOR_RGB2GRAY), small.shape[::-1], interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(bare[::5, ::5], _PAPER_PERCENT))
    dark = cv2.bitwise_or(cv2.compare(small, _BLOT_DARK, cv2.CMP_LT), cv2.compare(bare, _LID_DARK * paper, cv2.CMP_LT))
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
    values = even.astype(np.int16)
    spread = values.max(axis=2) - values.min(axis=2)
    return bool((spread > _RED_EXCESS // 2).mean() > 1e-4)


def _leading(even: Pixels, ink: _Ink) -> Pixels:
    """Where an ink's channel is brighter than both others by its excess."""
    others = [even[:, :, i] for i in range(3) if i != ink.channel]
    lead = cv2.subtract(even[:, :, ink.channel], cv2.max(others[0], others[1]))
    return np.asarray(cv2.compare(lead, ink.excess, cv2.CMP_GT), dtype=np.uint8)


def _marks_of(ink: _Ink, mask: Pixels, per_mm: float) -> Iterator[tuple[MarkKind, Box]]:
    """What the clusters of an ink's strokes are, and where. A seal through which somebody drew a line is two."""
    for box in _clusters(mask, per_mm):
        found = [(_mark_kind(ink.kind, mask, box, per_mm), box)]
        if found[0][0] is None and ink.kind == "seal":
            found = [(_mark_kind(ink.kind, mask, part, per_mm), part) for part in _parts(mask, box, per_mm)]
            found = found if any(kind == "seal" for kind, _ in found) else []
        yield from ((kind, own) for kind, own in found if kind is not None)


def _parts(mask: Pixels, box: Box, per_mm: float) -> Iterator[Box]:
    """What of a cluster is as high as a seal, and what goes on to the left and right of that."""
    x0, y0, x1, y1 = box
    ink = mask[y0:y1, x0:x1] > 0
    high = np.where(ink.any(axis=0), len(ink) - ink[::-1].argmax(axis=0) - ink.argmax(axis=0), 0)
    tall = np.flatnonzero(high >= _SEAL_MM[0] / 2 * per_mm)
    if not tall.size:
        return
    for start, end in ((0, int(tall[0])), (int(tall[0]), int(tall[-1]) + 1), (int(tall[-1]) + 1, x1 - x0)):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        if rows.size:
            yield x0 + start, y0 + int(rows[0]), x0 + end, y0 + int(rows[-1]) + 1


def _clusters(mask: Pixels, per_mm: float) -> Iterator[Box]:
    """Boxes of strokes that stand near each other."""
    reach = max(3, round(_JOIN_MM * per_mm) | 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    _, stats, _ = connected(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, disc))
    for x, y, w, h, _ in stats[1:].tolist():
        yield x, y, x + w, y + h


def _mark_kind(kind: MarkKind, mask: Pixels, box: Box, per_mm: float) -> MarkKind | None:
    """What a cluster of coloured strokes is; None where it may be print."""
    x0, y0, x1, y1 = box
    wide, high = (x1 - x0) / per_mm, (y1 - y0) / per_mm
    inked = float((mask[y0:y1, x0:x1] > 0).mean()) if x1 > x0 and y1 > y0 else 0.0
    if kind == "seal":
        low, most = _SEAL_MM[0], max(_SEAL_MM[1], _SEAL_SHARE * max(mask.shape) / per_mm)
        square = min(wide, high) >= _SEAL_SHAPE * max(wide, high)
        of_size = low <= max(wide, high) <= most and square and _SEAL_INK[0] <= inked <= _SEAL_INK[1]
        if of_size and max(wide, high) < _LARGEST_RING_MM and _is_empty_ring(mask[y0:y1, x0:x1]):
            return "pen"
        if of_size and not _fills_corner(mask, box):
            return "seal"
    elif wide >= _SIGNATURE_MM[0] and high >= _SIGNATURE_MM[1] and 0.02 <= inked <= 0.6:
        return "signature"
    return "pen" if _is_pen_line(mask[y0:y1, x0:x1], per_mm) else None


def _is_empty_ring(mask: Pixels) -> bool:
    """Whether nothing stands in the middle of strokes: somebody ringed something. In a seal there is text or a star."""
    high, wide = mask.shape
    return float((mask[high // 4 : -(high // 4), wide // 4 : -(wide // 4)] > 0).mean()) < _EMPTY


def _fills_corner(mask: Pixels, box: Box) -> bool:
    """Whether colour fills a corner of the picture, as a desk does: a seal touches its sides in few places."""
    x0, y0, x1, y1 = box
    high, wide = mask.shape
    sides = (
        x0 <= _AT_SIDE and mask[y0:y1, : _AT_SIDE + 1].any(axis=1).mean(),
        x1 >= wide - _AT_SIDE and mask[y0:y1, -_AT_SIDE - 1 :].any(axis=1).mean(),
        y0 <= _AT_SIDE and mask[: _AT_SIDE + 1, x0:x1].any(axis=0).mean(),
        y1 >= high - _AT_SIDE and mask[-_AT_SIDE - 1 :, x0:x1].any(axis=0).mean(),
    )
    return sum(bool(share >= _FILLED) for share in sides) >= 2


def _is_pen_line(mask: Pixels, per_mm: float) -> bool:
    """Whether strokes are larger than characters and thin: a tick, a ring, a line under something."""
    _, stats, _ = connected(mask)
    if len(stats) < 2:
        return False
    _, _, w, h, area = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))].tolist()
    if max(w, h) >= _PEN_LEAST_MM * per_mm and area <= _PEN_MM * per_mm * (math.hypot(w, h) + min(w, h)):
        return True
    return _is_pen_ring(mask, per_mm)


def _is_pen_ring(mask: Pixels, per_mm: float) -> bool:
    """Whether thin strokes go around something, be they parted by print: their length is twice their width and height
    at most. Nearly all ink is theirs, since a heading may have a character like 口."""
    framed = np.pad(mask, _GAP)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8))
    around, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    line = max(around, key=cv2.contourArea)
    _, _, w, h = cv2.boundingRect(line)
    filled = cv2.drawContours(np.zeros_like(closed), [line], -1, 255, cv2.FILLED)
    ink = cv2.countNonZero(cv2.bitwise_and(filled, framed))
    of_size = max(w, h) >= _PEN_LEAST_MM * per_mm and min(w, h) <= _LARGEST_RING_MM * per_mm
    is_thin = of_size and ink <= _PEN_MM * per_mm * 2 * (w + h)
    is_hollow = cv2.countNonZero(filled) - ink >= _RING_HOLLOW * w * h
    return bool(is_thin and is_hollow and ink >= _ALONE * cv2.countNonZero(mask))


def _lift(grey: Pixels, pixels: Pixels, ground: Pixels, ink: _Ink, box: Box, per_mm: float) -> None:
    """Replace the grey of coloured strokes by the channel in which their ink is as bright as paper."""
    margin = round(1.0 * per_mm)
    x0, y0 = max(0, box[0] - margin), max(0, box[1] - margin)
    x1, y1 = min(grey.shape[1], box[2] + margin), min(grey.shape[0], box[3] + margin)
    light = ground.shape[1] / grey.shape[1], ground.shape[0] / grey.shape[0]
    around = ground[int(y0 * light[1]) : int(y1 * light[1]) + 1, int(x0 * light[0]) : int(x1 * light[0]) + 1]
    even = _evened(pixels[y0:y1, x0:x1], around)
    mask = _leading(even, ink)
    reach = max(3, round(0.5 * per_mm) | 1)
    near = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    bright = even[:, :, ink.channel].astype(np.float32)
    # Ink absorbs some of its own colour too: what it leaves of the paper's light is made white.
    own = bright[mask > 0]
    level = float(np.percentile(own, 60)) if own.size else float(PAPER)
    lifted = bright * (PAPER / max(level, 60.0))
    part = grey[y0:y1, x0:x1]
    # Thick ink lets through less of its colour and would leave its outline: where all colours together are no darker
    # than ink alone makes them, it fades into paper. Where they are, there is print beneath.
    inked = float(np.median(part[mask > 0])) if own.size else float(PAPER)
    bare = part > _PRINT_LEVEL + _BARE_INK * (inked - _PRINT_LEVEL)
    faded = _PRINT_LEVEL + (lifted - _PRINT_LEVEL) / _THICKEST_INK
    lifted = np.clip(np.where(bare, faded, lifted), 0, PAPER).astype(np.uint8)
    part[near > 0] = np.maximum(part, lifted)[near > 0]
