"""Whether the darkness of a way comes and goes at the distance of a page's dots, stretch by stretch.

Points of the page; darkness in grey levels below what lies around; the page is turned so that a line runs along x.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.contrast import CORNER_PT, MOST_LACK, Seen
from shibiao.extract.scan.inked import SEARCH_PT
from shibiao.extract.scan.picture import PAPER

_LEAST_PERIODS = 8
WINDOW_PT = 20.0  # a stretch
_LONG = 0.75  # of a window's usual length
LEAST_SWING = 4.0  # grey levels
_FAINT_SWING, _OUTSTANDING = 0.8, 4.0  # or so many, and so many times what it is at other distances,
_LIKE_OTHERS = 0.25  # and so much of what long dotted lines of the page have
_OTHERS = (0.66, 0.72, 0.78, 1.25, 1.35, 1.5)  # of the pitch
_SPREAD = (-0.01, 0.0, 0.01)  # of the pitch, as a flattened page stretches


class Windows(NamedTuple):
    """For stretches of a way (rows) and the rows of pixels about it (columns), how much of the darkness comes and goes
    at the page's distance, by how many grey levels, and whether that is much more than at other distances; whether the
    stretches are long."""

    shares: NDArray[np.float64]
    swings: NDArray[np.float64]
    outstanding: NDArray[np.bool_]
    are_long: bool


def windows_of(page: Seen, position: float, start: float, end: float, window_pt: float = WINDOW_PT) -> Windows | None:
    """The stretches of a way along x between two crossings, about a position; None where it is too short, or the page
    has no dots."""
    pitch = page.along.pitch * page.per_pt
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    if not pitch or x1 - x0 < _LEAST_PERIODS * pitch:
        return None
    reach, row = round(SEARCH_PT * page.per_pt), round(position * page.per_pt)
    band = PAPER - page.grey[max(0, row - reach) : row + reach + 2, max(0, x0) : x1].astype(np.float64)
    rows = (band[:-1] + band[1:]) / 2  # a line is about two pixels high, and may lean a little
    count = max(1, round((x1 - x0) / (window_pt * page.per_pt)))
    faint = max(_FAINT_SWING, _LIKE_OTHERS * page.along.swing)
    found = zip(*(_swing(parts, pitch, faint) for parts in _stretches(rows, count)), strict=True)
    swings, shares, outstanding = (np.concatenate(part) for part in found)
    return Windows(shares, swings, outstanding, x1 - x0 >= _LONG * count * window_pt * page.per_pt)


def _stretches(rows: NDArray[np.float64], count: int) -> Iterator[NDArray[np.float64]]:
    """Rows of pixels in so many stretches, those of one length at a time: stretches × rows × columns."""
    short, longer = divmod(rows.shape[1], count)
    cut = longer * (short + 1)
    for part, length in ((rows[:, :cut], short + 1), (rows[:, cut:], short)):
        if part.size:
            yield np.ascontiguousarray(part.reshape(len(rows), -1, length).transpose(1, 0, 2))


def _swing(
    rows: NDArray[np.float64], pitch: float, faint: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """For every stretch and row of pixels (stretches × rows × columns), by how many grey levels its darkness comes and
    goes at a pitch (pixels), how much of its darkness does so, and whether it does so by ``faint`` levels and much more
    than at other distances; 0 where it is noise, or strokes of characters."""
    swing = rows - np.median(rows, axis=-1, keepdims=True)
    swing = np.clip(swing, -MOST_LACK, MOST_LACK)  # characters count no more
    swing -= swing.mean(axis=-1, keepdims=True)
    sums = _sums(swing, [pitch * (1 + spread) for spread in _SPREAD]).max(axis=-1)
    levels = 2 * sums / rows.shape[-1]
    usual = np.median(_sums(swing, [pitch * part for part in _OTHERS]), axis=-1)
    outstanding = (levels >= faint) & (sums >= _OUTSTANDING * usual)
    total = np.maximum(np.abs(swing).sum(axis=-1), 1e-9)
    return levels, np.where((levels >= LEAST_SWING) | outstanding, sums / total, 0.0), outstanding


def _sums(swing: NDArray[np.float64], pitches: Sequence[float]) -> NDArray[np.float64]:
    """How much of each row of pixels (the last axis) comes and goes at each of some pitches."""
    places = np.arange(swing.shape[-1])
    turns = [np.exp(-2j * np.pi * places / pitch) for pitch in pitches]
    return np.asarray(np.abs(swing @ np.array(turns).T))
