"""Thin, long ink: the pieces that ruling lines are made of.

Each axis is done by itself: ink that is thin across and long along is kept (morphological opening), gaps of
dots and dashes are bridged first, and every remaining strip becomes a piece of rule whose position is the
middle of its ink, to a fraction of a pixel. Lengths in points; ``per_pt`` is pixels a point.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.connected import Connected, connected
from shibiao.extract.scan.picture import Pixels

Mask = NDArray[np.uint8]
Axis = Literal["h", "v"]
AXES: tuple[Axis, Axis] = ("h", "v")

THICKEST_PT = 3.4  # more is a bar or a letter's stroke,
_THICKEST_LONG_PT, _LONG_PT = 4.8, 60.0  # but for the two lines of a double rule run together, if so long
_SHORTEST_PT = 13.0  # longer than the longest stroke of a 10-point character
BRIDGE_PT = 2.6  # gaps of dotted and most dashed lines
LONG_BRIDGE_PT = 4.4  # of the others; characters in a row are often bridged by it too
_BRIDGED_SHORTEST_PT = 34.0  # what was bridged has to prove itself by length
_CONTRAST = 14  # grey levels by which a faint line is darker than its surroundings
SURROUND_PT = 7.0
_LEAST_FILL = 0.5  # share of a strip's length that is inked
_SOLID_PT = 25.0  # ink without a gap over this length is no row of characters, be they a title's
_WAVER_PT = 0.16  # mean distance of a rule's ink from its line
_LYING = 0.25  # of a strip's ink lies in each of its rows: it may lean by a pixel
_BESIDE_PT = (0.5, 1.3)  # from its edge
_LEAST_PAPER_DOTTED = 1.1
_FILLED, _LEAST_PAPER_SOLID = 0.95, 0.9
_LEAST_DOTS = 8
_UNEVEN, _EVEN = 0.25, 0.6  # so many of the dots are no further from their places
_LEAST_PAPER = 1.5  # of 2: rows of characters have ink close above or below, dots and dashes have not


def ranges_of(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


class Strip(NamedTuple):
    """A piece of thin, long ink: its pixels, and where its top left corner lies."""

    ink: NDArray[np.bool_]
    x: int
    y: int


def darker_than_around(grey: Pixels, per_pt: float) -> Mask:
    """Ink by local contrast: what is darker than its surroundings, however faint. In the white of characters, and close
    beside them, that takes more."""
    return _darker_than(cv2.blur(grey, _surround(per_pt)), grey)


def darker_than_paper(grey: Pixels, per_pt: float) -> Mask:
    """Ink by its contrast to the paper around, however faint, close beside characters too: where these count no more
    than the faintest ink does. Strokes of a character run together."""
    around = cv2.blur(grey, _surround(per_pt))
    return _darker_than(cv2.blur(cv2.max(grey, cv2.subtract(around, _CONTRAST)), _surround(per_pt)), grey)


class Ink(NamedTuple):
    """A page's ink: what is ``dark`` on its paper, and the ``pieces`` of what is so by local contrast."""

    dark: Mask
    pieces: Connected


def ink_on(grey: Pixels, per_pt: float) -> Ink:
    """The ink of a page."""
    return Ink(darker_than_paper(grey, per_pt), connected(darker_than_around(grey, per_pt)))


def _surround(per_pt: float) -> tuple[int, int]:
    reach = round(SURROUND_PT * per_pt) | 1
    return reach, reach


def _darker_than(around: Pixels, grey: Pixels) -> Mask:
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(cv2.compare(cv2.subtract(around, smooth), _CONTRAST, cv2.CMP_GT), np.uint8)


def stroke_rules(dark: Mask, axis: Axis, per_pt: float, bridge_pt: float = BRIDGE_PT) -> list[Rule]:
    """Rules along the picture's x axis (the caller has transposed it for vertical ones)."""
    strips = _strips(dark, per_pt, bridge_pt)
    labels, stats, _ = connected(strips)
    rules = []
    for label in range(1, len(stats)):
        x, y, w, h, _ = stats[label].tolist()
        inside = (labels[y : y + h, x : x + w] == label) & (dark[y : y + h, x : x + w] > 0)
        rule = _rule(Strip(inside, x, y), dark, axis, per_pt)
        if rule is not None:
            rules.append(rule)
    return rules


def _strips(dark: Mask, per_pt: float, bridge_pt: float) -> Mask:
    """Ink that is long along x and thin across."""
    thick = round(THICKEST_PT * per_pt) + 1
    thin = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8)))
    solid = _long(thin, _SHORTEST_PT * per_pt)
    bridge = np.ones((1, round(bridge_pt * per_pt) | 1), np.uint8)
    bridged = _long(cv2.morphologyEx(thin, cv2.MORPH_CLOSE, bridge), _BRIDGED_SHORTEST_PT * per_pt)
    both = cv2.bitwise_or(solid, bridged)
    # Characters in a row can close up to a long bar, but never to a thin one.
    bars = cv2.morphologyEx(both, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
    thick = round(_THICKEST_LONG_PT * per_pt) + 1
    double = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8)))
    return np.asarray(cv2.bitwise_or(cv2.subtract(both, bars), _long(double, _LONG_PT * per_pt)), np.uint8)


def _long(mask: Mask, length: float) -> Mask:
    """Ink that goes on along x as far as that: a morphological opening, done on the rows that may have such ink."""
    line, found = np.ones((1, round(length)), np.uint8), np.zeros_like(mask)
    inked = cv2.reduce(mask, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0]
    rows = np.flatnonzero(inked >= 255 * (line.size // 2))  # at the page's edge a half is enough
    if rows.size:
        worn = cv2.erode(mask[rows], line)
        left = np.asarray(worn.any(axis=1))
        if left.any():
            found[rows[left]] = cv2.dilate(worn[left], line)
    return found


def _rule(strip: Strip, dark: Mask, axis: Axis, per_pt: float) -> Rule | None:
    """One strip as a rule: its position is the middle of its ink along its length. None for strokes of text."""
    ink, x, y = strip
    columns = ink.sum(axis=0)
    inked = columns > 0
    if inked.mean() < _LEAST_FILL or ink.shape[1] < _SHORTEST_PT * per_pt * 0.8:
        return None
    thickness = float(np.median(columns[inked]))
    run = _longest_run(inked)
    if thickness > (THICKEST_PT if run < _LONG_PT * per_pt else _THICKEST_LONG_PT) * per_pt:
        return None
    rows = np.arange(ink.shape[0])[:, None] + 0.5
    centres = (ink * rows).sum(axis=0)[inked] / columns[inked]
    centre = float(np.median(centres))
    if run < _SOLID_PT * per_pt:
        if not _is_straight(centres, per_pt):
            return None
        shares = ink[:, inked].mean(axis=1)
        lying = np.flatnonzero(shares >= min(_LYING, shares.max()))
        paper = _paper_beside(dark, (x, x + ink.shape[1]), (y + int(lying[0]), y + int(lying[-1]) + 1), per_pt)
        # A border of a low row has the rules that it meets beside its ends, and text close by.
        solid = float(inked.mean()) >= _FILLED
        if paper < (_LEAST_PAPER_SOLID if solid else _LEAST_PAPER_DOTTED if is_dotted(inked) else _LEAST_PAPER):
            return None
    position, start, end = (y + centre) / per_pt, x / per_pt, (x + ink.shape[1]) / per_pt
    return Rule(axis, position, start, end, thickness / per_pt)


def _is_straight(centres: NDArray[np.float64], per_pt: float) -> bool:
    """Whether the middles of the ink lie on one line; strokes of characters in a row do not quite."""
    places = np.arange(len(centres))
    slope, level = np.polyfit(places, centres, 1)
    return float(np.abs(centres - slope * places - level).mean()) <= max(_WAVER_PT * per_pt, 0.55)


def is_dotted(inked: NDArray[np.bool_], pitch: float = math.inf, even: float = _EVEN) -> bool:
    """Whether ink comes and goes at even distances, of no more than ``pitch`` pixels, and in pieces of one length, as
    dots and dashes do and strokes of characters do not. ``even``: the share of the dots that must."""
    edges = np.diff(inked.astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if len(starts) < _LEAST_DOTS:
        return False
    first = int(ends[0] < starts[0])
    lengths = ends[first : first + len(starts)] - starts[: len(ends) - first]
    distances = np.diff(starts)
    return float(np.median(distances)) <= pitch and _are_even(distances, even) and _are_even(lengths, even)


def _are_even(values: NDArray[np.int64], share: float) -> bool:
    usual = float(np.median(values))
    return float((np.abs(values - usual) <= max(1.0, _UNEVEN * usual)).mean()) >= share


def _longest_run(inked: NDArray[np.bool_]) -> int:
    gaps = np.flatnonzero(np.concatenate(([True], ~inked, [True])))
    return int(np.diff(gaps).max()) - 1


def _paper_beside(dark: Mask, along: tuple[int, int], across: tuple[int, int], per_pt: float) -> float:
    """Shares of a strip's length along which paper lies above it and below it, added up (0 to 2). ``along``,
    ``across``: from which pixel to which it lies, be it a little askew."""
    clear = 0.0
    for edge, outwards in zip(across, (-1, 1), strict=True):
        low, high = sorted(round(edge + outwards * away * per_pt) for away in _BESIDE_PT)
        band = dark[max(0, low) : max(0, high) + 1, along[0] : along[1]]
        clear += float((band == 0).all(axis=0).mean()) if band.size else 1.0
    return clear
