"""Streaks on a sheet that lies askew: they run along the scanner's axes, not along the sheet's.

Lengths in points; ``per_pt`` is pixels a point.
"""

from __future__ import annotations

from shibiao.extract.scan.flatten import Flat, flatten
from shibiao.extract.scan.ink import Print
from shibiao.extract.scan.paper import within
from shibiao.extract.scan.picture import shrunk
from shibiao.extract.scan.streaks import streaks_on, without_streaks

_LEAST_SKEW = 0.2  # degrees: less, and a streak stays within its own width on the straightened page
_PER_PT = 200 / 72  # streaks are looked for at this resolution


def flattened(printed: Print, per_pt: float) -> Flat:
    """The page upright and flat (``flatten``), without what the scanner drew across a sheet that lay askew."""
    flat = flatten(printed)
    if abs(flat.skew) < _LEAST_SKEW:
        return flat
    scale = min(1.0, _PER_PT / per_pt)
    small = shrunk(printed.ruled, scale)
    streaks = streaks_on(small, within(flat.outline * scale, small.shape), per_pt * scale, askew=True)
    if not streaks:
        return flat
    grey = without_streaks(printed.grey, streaks, per_pt)
    ruled = grey if printed.ruled is printed.grey else without_streaks(printed.ruled, streaks, per_pt)
    return flatten(printed._replace(grey=grey, ruled=ruled))
