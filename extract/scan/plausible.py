"""Which rules can be a page's own: no row is lower than type, and faint lines make tables around its text.

Faint lines may be the back of the sheet, or strokes of text averaged over many lines. Rules of the page's own tables do
not go through its characters, and its characters stand in many of their cells.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame, frames
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.tiling import inner_tiles

_LOW_PT = (3.4, 5.6)  # from rule to rule: the lines of a double rule are nearer, those of the lowest row further apart
_SHORTER = 0.5  # of the other's length
Boxes = NDArray[np.float64]  # x0, y0, x1, y1 of each piece, points

_THROUGH_PT = 1.2  # a rule that goes through a character leaves this much of it on either side
_MOST_STRUCK = 0.03
_LEAST_FILLED = 0.3  # share of the cells


def without_low_rows(rules: Sequence[Rule]) -> list[Rule]:
    """Rules without the short ones that run beside a much longer one, no further away than half a row: the feet or
    heads of a line of text that the longer one cuts."""
    return [rule for rule in rules if not any(_is_close_beside(rule, other) for other in rules)]


def _is_close_beside(rule: Rule, other: Rule) -> bool:
    low, high = _LOW_PT
    return (
        rule.axis == other.axis
        and low < abs(rule.position - other.position) < high
        and rule.end - rule.start < _SHORTER * (other.end - other.start)
        and other.start <= rule.start
        and rule.end <= other.end
    )


def are_own(rules: Sequence[Rule], text: Mask, per_pt: float) -> bool:
    """Whether rules draw tables around the page's text. ``text``: the pieces of ink of characters' size."""
    tables = [frame for frame in frames(rules) if len(frame.xs) > 2 and len(frame.ys) > 2]
    boxes = _boxes(text, per_pt)
    inside = struck = cells = filled = 0
    for frame in tables:
        x0, y0, x1, y1 = frame.bbox
        own = boxes[(boxes[:, 0] > x0) & (boxes[:, 2] < x1) & (boxes[:, 1] > y0) & (boxes[:, 3] < y1)]
        inside += len(own)
        struck += int(_struck(own, frame).sum())
        tiles = inner_tiles(frame)
        cells += len(tiles)
        filled += sum(_holds(tile.bbox, own) for tile in tiles)
    return inside > 0 and struck <= _MOST_STRUCK * inside and filled >= _LEAST_FILLED * cells


def _boxes(text: Mask, per_pt: float) -> Boxes:
    _, stats, _ = connected(text)
    x, y, wide, high = (stats[1:, column] / per_pt for column in range(4))
    return np.asarray(np.stack([x, y, x + wide, y + high], axis=1), np.float64)


def _struck(boxes: Boxes, frame: Frame) -> NDArray[np.bool_]:
    """Which pieces a rule goes through; those at a crossing of two may be what is left of the crossing."""
    upright, level = np.zeros(len(boxes), bool), np.zeros(len(boxes), bool)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for place, pieces in zip(frame.xs, frame.vertical, strict=True):
        through = (boxes[:, 0] + _THROUGH_PT < place) & (place < boxes[:, 2] - _THROUGH_PT)
        for start, end in pieces:
            upright |= through & (start < y) & (y < end)
    for place, pieces in zip(frame.ys, frame.horizontal, strict=True):
        through = (boxes[:, 1] + _THROUGH_PT < place) & (place < boxes[:, 3] - _THROUGH_PT)
        for start, end in pieces:
            level |= through & (start < x) & (x < end)
    return np.asarray(upright ^ level)


def _holds(area: tuple[float, float, float, float], boxes: Boxes) -> bool:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return bool(((area[0] < x) & (x < area[2]) & (area[1] < y) & (y < area[3])).any())
