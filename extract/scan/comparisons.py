"""A sign of comparison that stands alone, told by its strokes: ≥ ≧ > ≤ ≦ <. A network made for lines of text reads
the rarer of them as 三, M or Z.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.picture import Pixels

Ink = NDArray[np.bool_]

_ENLARGED = 4
_OPEN_SIDE = (0.06, 0.22)  # of a sign's width: there both arms show, apart
_ARM = 0.75  # the upper arm's edge is straight so far
_SHOWN = 0.6  # of these columns
_OPENING = 0.15  # of a sign's height: paper between the arms
_LEAST_FALL = 0.14  # of a sign's height: the upper arm's way down to the tip
_STRAIGHT = 0.95  # correlation of the upper arm's edge with a straight line
_LEVEL_BAR = 0.86  # of a sign's width: so much of a row is inked where a bar lies level
_BARS_FROM = 0.5  # of a sign's height, from its top
_HALF = 0.5  # of the columns
_THICKER = 1.45  # times the upper arm: the lower one with a bar along it that has run together with it
_DOUBLE_WIDE, _DOUBLE_HIGH = 0.75, 0.28  # em: ═, where = is narrower or higher
_MERGED_HIGH = 0.19  # em: no dash is so high,
_MERGED_WIDE, _MERGED_LOW = 0.98, 0.145  # and none that is as wide as this, half as high
_SIGNS = {(1, 0): ">", (1, 1): "≥", (1, 2): "≧", (-1, 0): "<", (-1, 1): "≤", (-1, 2): "≦"}
UNBARRED = {">": "≥", "＞": "≥", "<": "≤", "＜": "≤"}  # and what it is with a bar
_BARS = {sign: bars for (_, bars), sign in _SIGNS.items()}
_DARKER = (1.0, 0.8, 0.6)


def lone_comparison(grey: Pixels, level: float) -> str | None:
    """The sign that all ink of a line image draws, ink being what is darker than ``level``; None where it is something
    else or unclear. Bars of small print run together in a light grey: looked at darker, they come apart."""
    found = [comparison_of(grey < share * level) for share in _DARKER]
    return max((sign for sign in found if sign), key=_BARS.__getitem__, default=None)


def comparison_of(ink: Ink) -> str | None:
    """The sign that ink (rows × columns) draws; None where it is something else or unclear."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size < 8 or columns.size < 8:
        return None
    own = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8) * 255
    large = cv2.resize(own, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC) > 127
    for side in (1, -1):
        turned = large[:, ::side]
        if _is_angle(turned):
            return _SIGNS.get((side, _bars(turned)))
    return None


def is_double_bar(grey: Pixels, level: float, em: float) -> bool:
    """Whether all ink of a line image is ═: two level strokes as wide as a character (``em`` pixels), close together
    but apart, if only by a lighter grey."""
    ink = grey < level
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not columns.size or columns[-1] - columns[0] < _DOUBLE_WIDE * em or rows[-1] - rows[0] > _DOUBLE_HIGH * em:
        return False
    part = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    if high >= (_MERGED_LOW if wide >= _MERGED_WIDE * em else _MERGED_HIGH) * em:  # the two have run together
        return True
    return any(_usual_strokes(part < share * level, 0.05, 0.95) == 2 for share in _DARKER)


def _is_angle(ink: Ink) -> bool:
    """Whether the ink begins with a >: an upper arm that falls straight to the tip, and paper under it."""
    high, wide = ink.shape
    arm = ink[:, : round(_ARM * wide)]
    if not arm.any(axis=0).all():
        return False
    edge = np.argmax(arm, axis=0)[round(_OPEN_SIDE[0] * wide) :].astype(float)
    if edge[-1] - edge[0] < _LEAST_FALL * high or np.corrcoef(edge, np.arange(len(edge)))[0, 1] < _STRAIGHT:
        return False
    strokes = _usual_strokes(ink, *_OPEN_SIDE)
    return strokes in (2, 3, 4) and _opening(ink) >= _OPENING * high


def _bars(ink: Ink) -> int:
    """How many bars stand beneath the arms of a >: level ones, or one along the lower arm, which may have run together
    with it."""
    low = ink[round(_BARS_FROM * len(ink)) :].mean(axis=1) >= _LEVEL_BAR
    level = int(np.count_nonzero(np.diff(np.pad(low.astype(np.int8), (1, 0))) == 1))
    if level:
        return level
    runs = _runs(ink)
    if not runs:
        return 0
    merged = [len(run) == 2 and run[1][1] - run[1][0] >= _THICKER * (run[0][1] - run[0][0]) for run in runs]
    beside = [len(run) == 3 for run in runs]
    return int(max(np.mean(merged), np.mean(beside)) > _HALF)


def _runs(ink: Ink) -> list[list[tuple[int, int]]]:
    """For every column of the open side that crosses two strokes or more, where they begin and end."""
    part = ink[:, round(_OPEN_SIDE[0] * ink.shape[1]) : round(_OPEN_SIDE[1] * ink.shape[1])]
    found = []
    for column in part.T:
        edges = np.flatnonzero(np.diff(np.pad(column.astype(np.int8), 1))).tolist()
        if len(edges) > 2:
            found.append(list(zip(edges[::2], edges[1::2], strict=True)))
    return found


def _opening(ink: Ink) -> float:
    """Pixels of paper under the first stroke on the open side, as a median over its columns."""
    gaps = [run[1][0] - run[0][1] for run in _runs(ink)]
    return float(np.median(gaps)) if gaps else 0.0


def _usual_strokes(ink: Ink, start: float, end: float) -> int | None:
    """How many strokes nearly all columns of a part of the width cross; None where they differ."""
    part = ink[:, round(start * ink.shape[1]) : round(end * ink.shape[1])]
    counts = strokes_in(part)
    usual = int(np.bincount(counts).argmax())
    return usual if float((counts == usual).mean()) >= _SHOWN else None


def strokes_in(ink: Ink) -> NDArray[np.int64]:
    """How many strokes every column crosses."""
    return np.asarray((np.diff(np.pad(ink.astype(np.int8), ((1, 0), (0, 0))), axis=0) == 1).sum(axis=0))
