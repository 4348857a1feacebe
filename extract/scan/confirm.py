"""A second look for borders: where rules found elsewhere say that one may run, fainter evidence is enough.

Short pieces (the sides of a narrow filler column) and badly broken ones are missed by ``rules``; once the
table's rows and columns are known, every border between two of its crossings is looked at by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.strokes import SURROUND_PT, Axis, Mask, darker_than_around

_SEARCH_PT = 1.3  # a border lies this near its line's position
_LEAST_INK = 0.86  # share of its length that is inked, bridged over the gaps of dots
_BRIDGE_PT = 2.2
_LEAST_PAPER = 0.8  # share of its length along which paper lies on one side,
_LEAST_PAPER_BOTH = 1.2  # and on both sides added up
_BESIDE_PT = (1.2, 2.2)  # where paper is looked for beside a border
_CORNER_PT = 1.0  # left out at both ends: the crossing rule's own ink
_WINDOW_PT = 3.0  # a faint or broken border shows in the mean darkness of stretches this long,
_THICK_PT = 0.6  # and so wide
_LEAST_DARKER = 4.0  # grey levels, against either side
_LEAST_WINDOWS = 3
_SHOWS = 0.74  # share of the stretches in which it shows
_AT_ENDS = 0.4  # of the usual darkness is left in the first stretch and in the last
_MOST_LACK = 40  # grey levels: darker than this counts no more


def missed_borders(grey: Pixels, frames: list[Frame], per_pt: float) -> list[Rule]:
    """Rules for the borders of these tables that are inked but not yet covered by a rule."""
    dark = darker_than_around(grey, per_pt)
    reach = round(SURROUND_PT * per_pt) | 1
    lack = cv2.min(cv2.subtract(cv2.blur(grey, (reach, reach)), grey), _MOST_LACK)
    level = _Page(dark, np.asarray(lack, np.uint8), per_pt)
    upright = _Page(np.ascontiguousarray(dark.T), np.ascontiguousarray(lack.T), per_pt)
    found: list[Rule] = []
    for frame in frames:
        found += _on_axis(level, "h", frame.ys, frame.xs, frame.horizontal)
        found += _on_axis(upright, "v", frame.xs, frame.ys, frame.vertical)
    return found


class _Page(NamedTuple):
    """The page with x along the borders looked for: its ink, and by how much it is darker than its surroundings."""

    dark: Mask
    lack: Pixels
    per_pt: float


def _on_axis(
    page: _Page,
    axis: Axis,
    positions: tuple[float, ...],
    marks: tuple[float, ...],
    pieces: tuple[tuple[tuple[float, float], ...], ...],
) -> Iterator[Rule]:
    for position, covered in zip(positions, pieces, strict=True):
        for start, end in itertools.pairwise(marks):
            ruled = sum(max(0.0, min(end, b) - max(start, a)) for a, b in covered)
            if ruled >= 0.6 * (end - start):
                continue
            if _is_inked(page.dark, position, start, end, page.per_pt) or _shows(page, position, start, end):
                yield Rule(axis, position, start, end, 0.5)


def _shows(page: _Page, position: float, start: float, end: float) -> bool:
    """Whether a border too broken or too faint for single pixels is darker than either side along its way."""
    per_pt = page.per_pt
    x0, x1 = max(0, round((start + _CORNER_PT) * per_pt)), round((end - _CORNER_PT) * per_pt)
    inner, outer = (round(v * per_pt) for v in _BESIDE_PT)
    reach = round(_SEARCH_PT * per_pt)
    middle = round(position * per_pt)
    top, bottom = middle - reach - outer, middle + reach + outer + 1
    count = round((x1 - x0) / (_WINDOW_PT * per_pt))
    if count < _LEAST_WINDOWS or top < 0 or bottom > page.lack.shape[0] or x1 > page.lack.shape[1]:
        return False
    windows = cv2.resize(page.lack[top:bottom, x0:x1], (count, bottom - top), interpolation=cv2.INTER_AREA)
    windows = windows.astype(np.float32)
    line = cv2.blur(windows, (1, max(1, round(_THICK_PT * per_pt))))
    best = 0.0
    for row in range(outer, len(windows) - outer):
        above, below = windows[row - outer : row - inner + 1], windows[row + inner : row + outer + 1]
        beside = np.maximum(above.mean(axis=0), below.mean(axis=0))
        excess = line[row] - beside
        # Strokes of characters do not reach the rows' borders.
        if min(excess[0], excess[-1]) >= max(_LEAST_DARKER, _AT_ENDS * float(np.median(excess))):
            best = max(best, float((excess >= _LEAST_DARKER).mean()))
    return best >= _SHOWS


def _is_inked(dark: Mask, position: float, start: float, end: float, per_pt: float) -> bool:
    x0, x1 = round((start + _CORNER_PT) * per_pt), round((end - _CORNER_PT) * per_pt)
    if x1 - x0 < 3:
        return False
    offset = _straightest(dark, position, x0, x1, per_pt)
    if offset is None:
        return False
    position += offset
    inner, outer = _BESIDE_PT
    above = _band(dark, position - outer, position - inner, x0, x1, per_pt)
    below = _band(dark, position + inner, position + outer, x0, x1, per_pt)
    shares = sorted(float((band == 0).all(axis=0).mean()) if band.size else 1.0 for band in (above, below))
    return shares[1] >= _LEAST_PAPER and sum(shares) >= _LEAST_PAPER_BOTH


def _straightest(dark: Mask, position: float, x0: int, x1: int, per_pt: float) -> float | None:
    """How far from its line's position a border's ink runs (points); None where no straight ink spans it."""
    bridge = np.ones((1, round(_BRIDGE_PT * per_pt) | 1), np.uint8)
    reach = round(_SEARCH_PT * per_pt)
    middle = round(position * per_pt)
    band = dark[max(0, middle - reach - 1) : middle + reach + 2, max(0, x0) : x1]
    if band.shape[0] < 3:
        return None
    bridged = cv2.morphologyEx(band, cv2.MORPH_CLOSE, bridge) > 0
    pairs = bridged[:-1] | bridged[1:]  # two pixels high: a border may lean a little
    share = pairs.mean(axis=1)
    best = int(np.argmax(share))
    if share[best] < _LEAST_INK or not (pairs[best, :3].any() and pairs[best, -3:].any()):
        return None
    return (max(0, middle - reach - 1) + best + 1) / per_pt - position


def _band(dark: Mask, low: float, high: float, x0: int, x1: int, per_pt: float) -> Mask:
    return dark[max(0, round(low * per_pt)) : max(0, round(high * per_pt)) + 1, max(0, x0) : x1]
