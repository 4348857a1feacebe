"""The even dots of a dotted line, told by their distance: all lines of a page have the same, to a hundredth, and
strokes of characters do not. So a border shows where text stands close to it, or is fainter than the page's noise.

Points of the page; darkness in grey levels below what lies around; the page is turned so that a line runs along x.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.contrast import CORNER_PT, Seen
from shibiao.extract.scan.inked import SEARCH_PT

_MOST_PITCH_PT, _LEAST_PITCH = 4.0, 2.5  # points, and pixels: characters stand further apart, smaller ones are not told
_SAME = 0.03  # of the pitch: so near is the same
_PEAK = 0.4  # of a line's darkness comes and goes at its pitch
_LEAST_PERIODS = 8
_WINDOW_PT = 20.0
_LIKE_DOTS, _LIKE_FEW = 0.4, 0.5  # of a window's darkness, and of one of few dots
_UNLIKE_DOTS = 0.22
_LONG = 0.75  # of a window's usual length
_LEAST_SWING = 4.0  # grey levels
_LEAST_WINDOWS = 0.6  # share of them that show dots: text hides some
_SPREAD = (-0.01, 0.0, 0.01)  # of the pitch, as a flattened page stretches


def pitch_of(lines: Sequence[NDArray[np.float64]], per_pt: float) -> float:
    """The usual distance from dot to dot of lines, each given by its darkness along its way; 0 where they have none."""
    found = [pitch for line in lines if (pitch := _peak(line, per_pt))]
    if not lines or len(found) < len(lines) / 2:
        return 0.0
    usual = float(np.median(found))
    alike = sum(abs(pitch - usual) <= _SAME * usual for pitch in found)
    return usual if alike >= len(lines) / 2 else 0.0


def _peak(line: NDArray[np.float64], per_pt: float) -> float:
    swing = line - line.mean()
    total = float(np.abs(swing).sum())
    if total == 0 or len(line) < _LEAST_PERIODS * _MOST_PITCH_PT * per_pt:
        return 0.0
    powers = np.abs(np.fft.rfft(swing * np.hanning(len(line))))
    frequencies = np.fft.rfftfreq(len(line))
    powers[(frequencies < 1 / (_MOST_PITCH_PT * per_pt)) | (frequencies > 1 / _LEAST_PITCH)] = 0.0
    best = int(powers.argmax())
    return float(1 / frequencies[best] / per_pt) if 2 * powers[best] >= _PEAK * total else 0.0


def has_dots(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether dots at the page's distance run between two crossings, on one row within ``SEARCH_PT`` of a position."""
    windows = _windows(page, position, start, end)
    if windows is None:
        return False
    least = _LIKE_DOTS if windows.are_long else _LIKE_FEW
    return bool((windows.shares >= least).mean(axis=0).max(initial=0.0) >= _LEAST_WINDOWS)


def lacks_dots(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether what was taken for a dotted line shows no dots at the page's distance between two crossings."""
    windows = _windows(page, position, start, end)
    return windows is not None and bool((windows.shares <= _UNLIKE_DOTS).all(axis=0).all())


class _Windows(NamedTuple):
    """For stretches of a way (rows) and the rows of pixels about it (columns), how much of the darkness comes and goes
    at the page's distance; whether the stretches are long."""

    shares: NDArray[np.float64]
    are_long: bool


def _windows(page: Seen, position: float, start: float, end: float) -> _Windows | None:
    pitch = page.along.pitch * page.per_pt
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    if not pitch or x1 - x0 < _LEAST_PERIODS * pitch:
        return None
    reach, row = round(SEARCH_PT * page.per_pt), round(position * page.per_pt)
    band = page.lack[max(0, row - reach) : row + reach + 2, max(0, x0) : x1].astype(np.float64)
    rows = (band[:-1] + band[1:]) / 2  # a line is about two pixels high, and may lean a little
    count = max(1, round((x1 - x0) / (_WINDOW_PT * page.per_pt)))
    shares = [_share(part, pitch) for part in np.array_split(rows, count, axis=1)]
    return _Windows(np.array(shares), x1 - x0 >= _LONG * count * _WINDOW_PT * page.per_pt)


def _share(rows: NDArray[np.float64], pitch: float) -> NDArray[np.float64]:
    """For every row of pixels, how much of its darkness comes and goes at a pitch (pixels); 0 where it hardly does."""
    swing = rows - rows.mean(axis=1, keepdims=True)
    places = np.arange(rows.shape[1])
    turns = [np.exp(-2j * np.pi * places / (pitch * (1 + spread))) for spread in _SPREAD]
    sums = np.abs(swing @ np.array(turns).T).max(axis=1)
    total = np.abs(swing).sum(axis=1)
    share = np.where(total > 0, sums / np.maximum(total, 1e-9), 0.0)
    return np.where(2 * sums / rows.shape[1] >= _LEAST_SWING, share, 0.0)
