"""A second look for borders: where rules found elsewhere say that one may run, fainter evidence is enough.

Short pieces (the sides of a narrow filler column) and badly broken ones are missed by ``rules``; once the
table's rows and columns are known, every border between two of its crossings is looked at by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import cv2
import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.rules import Axis, Mask, darker_than_around

_SEARCH_PT = 1.3  # a border lies this near its line's position
_LEAST_INK = 0.72  # share of its length that is inked, bridged over the gaps of dots
_BRIDGE_PT = 2.2
_LEAST_PAPER = 0.62  # share of its length along which paper lies on both sides
_BESIDE_PT = (1.2, 2.2)  # where paper is looked for beside a border
_CORNER_PT = 1.0  # left out at both ends: the crossing rule's own ink


def missed_borders(grey: Pixels, frames: list[Frame], per_pt: float) -> list[Rule]:
    """Rules for the borders of these tables that are inked but not yet covered by a rule."""
    dark = darker_than_around(grey, per_pt)
    upright = np.ascontiguousarray(dark.T)
    found: list[Rule] = []
    for frame in frames:
        found += _on_axis(dark, "h", frame.ys, frame.xs, frame.horizontal, per_pt)
        found += _on_axis(upright, "v", frame.xs, frame.ys, frame.vertical, per_pt)
    return found


def _on_axis(
    dark: Mask,
    axis: Axis,
    positions: tuple[float, ...],
    marks: tuple[float, ...],
    pieces: tuple[tuple[tuple[float, float], ...], ...],
    per_pt: float,
) -> Iterator[Rule]:
    for position, covered in zip(positions, pieces, strict=True):
        for start, end in itertools.pairwise(marks):
            ruled = sum(max(0.0, min(end, b) - max(start, a)) for a, b in covered)
            if ruled < 0.6 * (end - start) and _is_inked(dark, position, start, end, per_pt):
                yield Rule(axis, position, start, end, 0.5)


def _is_inked(dark: Mask, position: float, start: float, end: float, per_pt: float) -> bool:
    x0, x1 = round((start + _CORNER_PT) * per_pt), round((end - _CORNER_PT) * per_pt)
    if x1 - x0 < 3:
        return False
    near = _band(dark, position - _SEARCH_PT, position + _SEARCH_PT, x0, x1, per_pt)
    if near.size == 0:
        return False
    line = near.max(axis=0)[None, :]
    bridge = np.ones((1, round(_BRIDGE_PT * per_pt) | 1), np.uint8)
    inked = cv2.morphologyEx(line, cv2.MORPH_CLOSE, bridge) > 0
    if inked.mean() < _LEAST_INK:
        return False
    inner, outer = _BESIDE_PT
    above = _band(dark, position - outer, position - inner, x0, x1, per_pt)
    below = _band(dark, position + inner, position + outer, x0, x1, per_pt)
    paper = (above == 0).all(axis=0) & (below == 0).all(axis=0)
    return float(paper.mean()) >= _LEAST_PAPER


def _band(dark: Mask, low: float, high: float, x0: int, x1: int, per_pt: float) -> Mask:
    return dark[max(0, round(low * per_pt)) : max(0, round(high * per_pt)) + 1, max(0, x0) : x1]
