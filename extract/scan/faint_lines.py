"""Lines of a table that are fainter than the noise of the page: a photocopy leaves of a hairline two or three grey
levels here and nothing there. No stretch of it shows, but all of them together do.

Grey levels are those of ``Contrast``: by how much a stretch of a row is darker than either side of it, where no print
stands near. Of noise the mean of many is nearly nothing; a row that is a line's stands out from that by many times
what chance would allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from shibiao.extract.scan.contrast import Contrast

_MOST_EXCESS = 12.0  # grey levels: a stretch that is darker counts no more, be it a stroke of a character
_LEAST_EXCESS, _LEAST_SPREAD = 1.0, 0.5  # grey levels; beside a dark line the scanner's own sharpening leaves a half
_STANDS_OUT = 6.0  # times what chance leaves: rows between lines reach 4
_LEAST_TOLD = 0.35  # of a line's stretches have no print near
_CLEARLY, _MANY = 0.9, 25  # of its stretches show: no faint line; percent of the known ones show worse
_APART_PT = 1.5  # two lines
_LIKELIER = 1.0  # logarithm of how many times likelier a border is than none
_LEAN = 1  # pixels that a line may stray on its way


class Faint(NamedTuple):
    """A line along all of a table: where it is (points), by how many grey levels its stretches are darker than what
    lies beside them, on average, and how much they differ."""

    position: float
    excess: float
    spread: float


def are_faint(contrast: Contrast, rows: list[int]) -> bool:
    """Whether a table's lines show so badly that others of it may not show at all. ``rows``: where known ones are."""
    shares = [contrast.shares[max(0, row - _LEAN) : row + _LEAN + 1].max(initial=0.0) for row in rows]
    return not shares or float(np.percentile(shares, _MANY)) < _CLEARLY


def faint_lines(contrast: Contrast, per_pt: float) -> Iterator[Faint]:
    """The lines of which a row of pixels stands out along the whole table."""
    levels = np.clip(contrast.excess, -_MOST_EXCESS, _MOST_EXCESS)
    count = np.maximum(contrast.clear.sum(axis=1), 1)
    mean = np.where(contrast.clear, levels, 0.0).sum(axis=1) / count
    spread = np.sqrt(np.where(contrast.clear, (levels - mean[:, None]) ** 2, 0.0).sum(axis=1) / count)
    spread = np.maximum(spread, _LEAST_SPREAD)
    is_line = (contrast.told >= _LEAST_TOLD) & (mean >= _LEAST_EXCESS)
    out = np.where(is_line, mean / spread * np.sqrt(count), 0.0)
    near = round(_APART_PT * per_pt)
    for row in np.flatnonzero(out >= _STANDS_OUT).tolist():
        if out[row] >= out[max(0, row - near) : row + near + 1].max():
            yield Faint(contrast.top + (row + 0.5) / per_pt, float(mean[row]), float(spread[row]))


def is_faint_border(contrast: Contrast, line: Faint, per_pt: float) -> bool:
    """Whether a line that is faint along the whole table is there between two crossings: the levels of these stretches
    are likelier if it is than if it is not."""
    row = round((line.position - contrast.top) * per_pt - 0.5)
    rows = slice(max(0, row - _LEAN), row + _LEAN + 1)
    levels = np.where(contrast.clear, np.clip(contrast.excess, -_MOST_EXCESS, _MOST_EXCESS), 0.0)
    surplus = (levels - line.excess / 2 * contrast.clear).sum(axis=1)
    likelier = surplus * line.excess / line.spread**2
    return bool((likelier[rows][~contrast.struck[rows]] >= _LIKELIER).any())
