"""Borders of which a copier left only the two ends. Points; the page is turned so that the border runs along x."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.contrast import CORNER_PT, Seen
from shibiao.extract.scan.inked import has_paper_beside, rows_about
from shibiao.extract.scan.strokes import ranges_of

_LEAST_PT, _LEAST_BOTH_PT = 2.0, 6.0  # a stub's length, and both stubs': a rule overshoots the one it meets by less
_AT_END_PT = 0.6  # it begins this near to the crossing rule's ink
_MOSTLY = 0.7  # of the way: whatever goes through the rest, a pen's stroke
_CLEAR_PT = 2.0  # of paper on either side of where the rest of the line was: text of a merged cell goes through there


def has_stubs(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether ink runs on from both crossings in one straight line, with paper beside it, and there is only paper
    between the two: text of two cells keeps clear of their border, that of a merged cell may stand anywhere. Where the
    two make most of the way, a pen's stroke may lie between them and beside one."""
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    for place, inked in rows_about(page, position, x0, x1):
        stubs = _stubs(inked, page.per_pt)
        if stubs is None:
            continue
        first, last = stubs
        row, reach = round(place * page.per_pt), round(_CLEAR_PT * page.per_pt)
        beyond = 1 + round(_AT_END_PT * page.per_pt)  # the stub's own blur
        between = page.dark[max(0, row - reach) : row + reach, x0 + first + beyond : x0 + last - beyond]
        is_clear = between.size and not between.any()
        if not is_clear and first + inked.size - last < _MOSTLY * inked.size:
            continue
        sides = [has_paper_beside(page, place, x0 + a, x0 + b) for a, b in ((0, first), (last, inked.size))]
        if all(sides) or (any(sides) and not is_clear):
            return True
    return False


def _stubs(inked: NDArray[np.bool_], per_pt: float) -> tuple[int, int] | None:
    """Where the ink that begins a row of pixels ends, and where that which ends it begins; None where these are too
    short, or one."""
    runs = ranges_of(inked)
    if len(runs) < 2:
        return None
    near = round(_AT_END_PT * per_pt)
    (a, first), (last, b) = runs[0], runs[-1]
    if a > near or b < inked.size - near:
        return None
    lengths = (first - a, b - last)
    if min(lengths) < _LEAST_PT * per_pt or sum(lengths) < _LEAST_BOTH_PT * per_pt:
        return None
    return first, last
