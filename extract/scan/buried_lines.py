"""Lines of a table that are buried in the noise of the page: a photocopy leaves of a hairline two or three grey
levels here and nothing there. No stretch of it shows, but all of them together do.

Grey levels are those of ``Contrast``: by how much a stretch of a row is darker than either side of it, where no print
stands near. Of noise the mean of many is nearly nothing; a row that is a line's stands out from that by many times
what chance would allow.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.contrast import MOST_ACROSS, MOST_EXCESS, Contrast, Way
from shibiao.extract.scan.inked import SEARCH_PT

_LEAST_EXCESS, _LEAST_SPREAD = 1.0, 0.5  # grey levels; beside a dark line the scanner's own sharpening leaves a half
_STANDS_OUT = 6.0  # times what chance leaves: rows between lines reach 4
_LEAST_TOLD = 0.35  # of a line's stretches have no print near
_LEAST_PALE = 0.005  # of the stretches of borders that were found are less dark than that
_APART_PT = 1.5  # two lines
_LIKELIER = 1.0  # logarithm of how many times likelier a border is than none
_LEAST_KNOWN, _CLEAR = 2, 20.0  # lines tell how dark a table's are, where that is so many grey levels
_OF_THE_BACK = 0.08  # of that: lines of the back had 0.02 to 0.07, the table's own 0.11 and more
_LEAN = 1  # pixels that a line may stray on its way


class Buried(NamedTuple):
    """Such a line: where it is (points), by how many grey levels its stretches are darker than what
    lies beside them, on average, and how much they differ."""

    position: float
    excess: float
    spread: float


class Known(NamedTuple):
    """A line of the table that was found: where it is (points), and on which of the ways a border of it."""

    position: float
    drawn: Sequence[bool]


def buried_lines(contrast: Contrast, ways: Sequence[Way], known: Sequence[Known]) -> list[Buried]:
    """The lines of which a row of pixels stands out along the whole table, none where known ones show so well that no
    other would be fainter than the page's noise: that would be one of the sheet's back.

    ``contrast``: along all the ways, with print hidden.
    """
    table = _Table(contrast, contrast.levels, ways)
    if not _are_pale(table, known):
        return []
    count, mean = np.maximum(contrast.clear.sum(axis=1), 1), contrast.means
    spread = np.sqrt(np.where(contrast.clear, (table.levels - mean[:, None]) ** 2, 0.0).sum(axis=1) / count)
    spread = np.maximum(spread, _LEAST_SPREAD)
    is_line = (contrast.told >= _LEAST_TOLD) & (mean >= _LEAST_EXCESS)
    out = np.where(is_line, mean / spread * np.sqrt(count), 0.0)
    near = round(_APART_PT * table.per_pt)
    found = []
    for row in np.flatnonzero(out >= _STANDS_OUT).tolist():
        line = Buried(contrast.top + (row + 0.5) / table.per_pt, float(mean[row]), float(spread[row]))
        if out[row] >= out[max(0, row - near) : row + near + 1].max() and not _goes_through_print(table, row, line):
            found.append(line)
    return found


class _Table(NamedTuple):
    """A table's rows of pixels: how dark their stretches are (clipped), and the ways that these belong to."""

    contrast: Contrast
    levels: NDArray[np.float32]
    ways: Sequence[Way]

    @property
    def per_pt(self) -> float:
        return self.ways[0].per_pt

    @property
    def columns(self) -> list[slice]:
        """Which stretches belong to each way."""
        ends = np.cumsum([way.lack.shape[1] for way in self.ways]).tolist()
        return [slice(end - way.lack.shape[1], end) for end, way in zip(ends, self.ways, strict=True)]


def _are_pale(table: _Table, known: Sequence[Known]) -> bool:
    """Whether some of the borders that were found are not clearly dark all along."""
    reach = round(SEARCH_PT * table.per_pt)
    found: list[NDArray[np.float32]] = []
    for position, drawn in known:
        row = round((position - table.contrast.top) * table.per_pt)
        rows = slice(max(0, row - reach), row + reach + 1)
        for columns in itertools.compress(table.columns, drawn):
            levels, clear = table.levels[rows, columns], table.contrast.clear[rows, columns]
            if clear.any():
                best = int(np.where(clear, levels, 0.0).sum(axis=1).argmax())
                found.append(levels[best][clear[best]])
    stretches = np.concatenate(found) if found else np.zeros(0)
    return stretches.size > 0 and float((stretches < MOST_EXCESS).mean()) >= _LEAST_PALE


def _goes_through_print(table: _Table, row: int, line: Buried) -> bool:
    """Whether a line is there between two crossings where characters stand across it: one of the sheet's back."""
    one = slice(row, row + 1)
    crossed = itertools.compress(table.columns, [way.across[row] >= MOST_ACROSS for way in table.ways])
    return any(_likelier(table.levels[one, c], table.contrast.clear[one, c], line) >= _LIKELIER for c in crossed)


def _likelier(levels: NDArray[np.float32], clear: NDArray[np.bool_], line: Buried) -> float:
    """By what power of e the levels of a row's stretches are likelier if the line is there; the best of some rows."""
    surplus = np.where(clear, levels - line.excess / 2, 0.0).sum(axis=1)
    return float(surplus.max(initial=-np.inf)) * line.excess / line.spread**2


def is_buried_border(contrast: Contrast, line: Buried, per_pt: float) -> bool:
    """Whether such a line is there between two crossings."""
    row = round((line.position - contrast.top) * per_pt - 0.5)
    rows = np.arange(max(0, row - _LEAN), min(row + _LEAN + 1, len(contrast.struck)))
    rows = rows[~contrast.struck[rows]]
    return _likelier(contrast.levels[rows], contrast.clear[rows], line) >= _LIKELIER


def least_strength(along: Contrast, known: Sequence[float], per_pt: float) -> float:
    """How dark (``strength``) a line found along the whole table is at least, as its known ones tell: a paler one is of
    a table on the sheet's back. ``along``: the contrast along the table; positions in points."""
    usual = float(np.median([strength(along, place, per_pt) for place in known])) if known else 0.0
    return _OF_THE_BACK * usual if len(known) >= _LEAST_KNOWN and usual >= _CLEAR else -np.inf


def strength(along: Contrast, position: float, per_pt: float) -> float:
    """By how many grey levels a line is usually darker than what lies beside it, where no print stands there."""
    row = int((position - along.top) * per_pt)
    rows = slice(max(0, row - 2), row + 3)
    told = np.where(along.clear[rows], along.excess[rows], np.nan)
    told = told[~np.isnan(told).all(axis=1)]
    return float(np.nanmedian(told, axis=1).max()) if len(told) else 0.0
