"""How a line looks where it was found, and whether it may be taken to be there between two more of its crossings.

Points; the page is turned so that the line runs along x.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shibiao.extract.scan.contrast import Contrast, Seen, contrast_along, way_of
from shibiao.extract.scan.inked import SEARCH_PT, print_on_one_side

_FAINT = 10.0  # grey levels
_LIKE_USUAL = 0.5  # of a line's usual darkness
_SHOWS_PARTLY, _SHOWS_MOSTLY = 0.45, 0.59
_SAMPLE = 6  # sides tell how a line looks
_SOLID = 0.85  # of its way: a line that shows along so much of it has no gaps
MOSTLY_TOLD = 0.55  # where print hides more of it, its absence proves nothing


class Usual(NamedTuple):
    """How a line looks where it was found: by how much it is darker than what lies beside it (grey levels), and along
    which share of its way, which for dashes far apart is well under 1."""

    strength: float
    share: float


def usual_of(page: Seen, position: float, sides: list[tuple[float, float]]) -> Usual:
    """How a line looks between these crossings, where it was found."""
    sample = sides[:: max(1, len(sides) // _SAMPLE)]
    found = [rows for side in sample if (rows := rows_around(page, position, *side)) is not None]
    if not found:
        return Usual(0.0, 1.0)
    strength = float(np.median([float(np.median(contrast.excess, axis=1).max()) for contrast in found]))
    shares = [float(((c.excess >= _LIKE_USUAL * strength) & c.clear).mean(axis=1).max()) for c in found]
    return Usual(strength, float(np.median(shares)))


def as_elsewhere(page: Seen, position: float, start: float, end: float, usual: Usual) -> bool:
    """Whether a line that is drawn along most of the table may be taken to be there between two crossings too.

    A faint one, where print on one side hides it. A plain one, where it shows in part and up to one end at least:
    of a dashed line there may be one dash. A solid one that shows along most of the way must reach both ends, since
    a bracket may stand in line with it.
    """
    found = rows_around(page, position, start, end)
    if found is None:
        return False
    if usual.strength < _FAINT:
        is_hidden = float(found.told[len(found.told) // 2]) <= MOSTLY_TOLD
        return is_hidden and print_on_one_side(page, position, start, end)
    shows = (found.excess >= _LIKE_USUAL * usual.strength) & found.clear
    share = shows.mean(axis=1)
    first, last = shows[:, 0], shows[:, -1]
    if usual.share >= _SOLID:
        return bool((first & last & ~found.struck & (share >= _SHOWS_MOSTLY)).any())
    return bool(((first | last) & ~found.struck & (share >= _SHOWS_PARTLY)).any())


def rows_around(page: Seen, position: float, start: float, end: float) -> Contrast | None:
    """The rows in which a line may lie that runs about here."""
    way = way_of(page, position - SEARCH_PT, position + SEARCH_PT, start, end)
    return None if way is None else contrast_along([way])
