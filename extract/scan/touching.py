"""Rows of ink that touch a cell's edge: of a line that the edge cuts a part may be left, and touch the next line.

Rows are those of a cell's ink; ``em`` is the height of its characters in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shibiao.extract.scan.strokes import Mask

SPLIT = 1.62  # em: higher than this are two lines that touch,
_SPLIT_CUT, _LINE = 1.3, (0.88, 1.2)  # and at a cell's edge, of which one is cut; so high is the other
VALLEY = 0.3  # of the usual row's ink: no more lies between two lines
_RULED = 0.8  # of a side: so much of it lies along a rule

Rows = tuple[int, int]  # the first, and the one after the last


def is_ruled(band: Mask, axis: int) -> bool:
    """Whether a rule runs along most of a band of pixels."""
    return bool(band.size) and float((band > 0).any(axis=axis).mean()) >= _RULED


def is_at_head(edges: Mask, top: int, reach: int, slack: int = 0) -> bool:
    """Whether what begins at a row goes on beyond a cell's head: it is within ``slack`` rows of that, or a rule lies
    within ``reach``. ``edges``: the cell's rules, 255 on them, in the columns that it takes."""
    return top <= slack or is_ruled(edges[max(0, top - reach) : top], 0)


def is_at_foot(edges: Mask, bottom: int, reach: int, slack: int = 0) -> bool:
    """The same for what ends before a row, and a cell's foot."""
    return bottom >= len(edges) - slack or is_ruled(edges[bottom : bottom + reach], 0)


def without_cut_rest(part: Mask, edges: Mask, runs: Sequence[Rows], em: float, reach: int) -> list[Rows]:
    """A cell's runs of rows with ink, the first and the last as two where what its head or foot leaves of another line
    touches them. ``edges``: the cell's rules, 255 on them; ``reach``: ink so near one goes on beneath it."""
    found = list(runs)
    top, bottom = found[0]
    if _is_high(found[0], em) and is_at_head(edges, top, reach):
        found[:1] = _parted(part, found[0], bottom - _LINE[1] * em, bottom - _LINE[0] * em)
    top, bottom = found[-1]
    if _is_high(found[-1], em) and is_at_foot(edges, bottom, reach):
        found[-1:] = _parted(part, found[-1], top + _LINE[0] * em, top + _LINE[1] * em)
    return found


def _is_high(run: Rows, em: float) -> bool:
    """Whether rows may hold a line and a part of one."""
    return _SPLIT_CUT * em < run[1] - run[0] <= SPLIT * em


def _parted(part: Mask, run: Rows, low: float, high: float) -> list[Rows]:
    """A run cut at its palest row between two, if that is much paler than its others."""
    top, bottom = run
    profile = (part[top:bottom] > 0).sum(axis=1)
    start = max(top + 1, round(low))
    between = profile[start - top : max(0, round(high) + 1 - top)]
    if not between.size or between.min() > VALLEY * np.median(profile):
        return [run]
    place = start + int(np.argmin(between))
    return [(top, place), (place, bottom)]
