"""How the straight lines of a page slope.

A camera's lines that were parallel meet; over a page their slope then changes evenly. The slopes of the level lines and
of the upright ones are fitted as a constant and a change across the page. Segments are rows (x0, y0, x1, y1) in pixels.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Segments = NDArray[np.float64]  # rows of four
NO_SEGMENTS: Segments = np.zeros((0, 4))

_MOST_SKEW = math.radians(16.0)
_LONG = 0.3  # of the page: a longer line tells no more
_LEAST_SPREAD = 0.1  # of the page: lines that stand so far from each other tell how their slope changes across it,
_SURELY = 3.0  # others where it changes by so many standard errors,
_LEAST_WAVER = math.radians(0.05)  # each line's slope wavering by this or more
_FREE, _HELD = 1e-3, 1.0  # how strongly the change of slope across the page is held at none
_BORDER = 0.003  # of the picture
_LEAST_TOTAL = 1.0  # in short sides: fewer lines that agree tell nothing
_LEAST_ALIKE = 0.4  # but where they agree with those at right angles to them
_AGREE = math.radians(0.4)  # so near is a line's slope to what all of them give for its place
_SQUARE = math.radians(0.15)  # families of lines that differ by less are at right angles
_ON_AXIS = math.radians(0.1)  # a scanner's own lines are so near to the picture's axes
_TORN = math.radians(1.2)  # a side of the sheet is so far from what the lines on it give for its place


class Slopes(NamedTuple):
    """Slope of a family of lines: ``at_middle`` plus ``change`` from one side of the page to the other (radians)."""

    at_middle: float
    change: float


def both_slopes(
    across: Segments, down: Segments, shape: tuple[int, int], sides: Segments
) -> tuple[Slopes | None, Slopes | None]:
    """The slopes of the level lines and of the upright ones, each by its own segments.

    A scanner's streaks and the edge of its lid run along the picture's axes, however the sheet lies: where the two
    disagree, and agree better without such lines, these tell nothing.
    """
    families = ((across, 0), (down, 1))
    level, upright = (slopes_of(segments, number, shape, sides) for segments, number in families)
    if level is None or upright is None or _gap((level, upright)) < _SQUARE:
        return level, upright
    own = (slopes_of(_off_axis(segments), number, shape, sides, _LEAST_ALIKE) for segments, number in families)
    other_level, other_upright = (again or first for again, first in zip(own, (level, upright), strict=True))
    pairs = itertools.product((level, other_level), (upright, other_upright))
    best = min(pairs, key=_gap)
    return best if _gap(best) < _gap((level, upright)) / 2 else (level, upright)


def _gap(slopes: tuple[Slopes, Slopes]) -> float:
    return abs(slopes[0].at_middle - slopes[1].at_middle)


def _off_axis(segments: Segments) -> Segments:
    """Segments without those that run along the picture's axes."""
    wide, high = np.abs(segments[:, 2:] - segments[:, :2]).T
    return np.asarray(segments[np.minimum(wide, high) > math.tan(_ON_AXIS) * np.maximum(wide, high)])


def slopes_of(
    segments: Segments,
    number: int,
    shape: tuple[int, int],
    sides: Segments = NO_SEGMENTS,
    least: float = _LEAST_TOTAL,
) -> Slopes | None:
    """Fit the slopes of a family of lines on a page so high and wide. None where too few agree with what all together
    give: in all less than ``least`` short sides of the page. ``sides``: of the sheet of paper, rows as segments are."""
    family = _family(np.vstack([segments, _whole(sides, segments, number, shape)]), number, shape)
    if not family.length.size:
        return None
    fit, weight = _fitted(family, shape[number], _FREE)
    if not _is_change_told(family, fit, weight):
        fit, _ = _fitted(family, shape[number], _HELD)
    agreeing = family.length[np.abs(family.slope - fit.at_middle - fit.change * family.middle) < _AGREE]
    return fit if agreeing.sum() >= least * min(shape) else None


def _whole(sides: Segments, segments: Segments, number: int, shape: tuple[int, int]) -> Segments:
    """The sides of the sheet without those that lines spread over the page show to be torn or bent."""
    if not len(sides):
        return sides
    drawn = _family(segments, number, shape)
    if drawn.length.sum() < _LEAST_TOTAL * min(shape):
        return sides
    fit, weight = _fitted(drawn, shape[number], _FREE)
    if _spread(drawn, weight) < _LEAST_SPREAD:
        return sides
    return np.array([side for side in sides if not _is_off(_family(side[None], number, shape), fit)]).reshape(-1, 4)


def _is_off(side: _Family, fit: Slopes) -> bool:
    return bool((np.abs(side.slope - fit.at_middle - fit.change * side.middle) > _TORN).any())


class _Family(NamedTuple):
    """Lines that run much the same way: their slopes (radians), their lengths (pixels), and where their middles lie
    across them, from -0.5 at one side of the page to 0.5 at the other."""

    slope: NDArray[np.float64]
    length: NDArray[np.float64]
    middle: NDArray[np.float64]


def _family(segments: Segments, number: int, shape: tuple[int, int]) -> _Family:
    """The near-horizontal (family 0) or near-vertical (1) ones of segments on a page so high and wide.

    A vertical line's slope is counted so that a rotated page gives both families the same figure.
    """
    along, across = segments[:, [0, 2]], segments[:, [1, 3]]
    if number:
        along, across = across, -along
    d_along, d_across = along[:, 1] - along[:, 0], across[:, 1] - across[:, 0]
    length = np.hypot(d_along, d_across)
    slope = np.arctan2(d_across * np.sign(d_along + 1e-9), np.abs(d_along))
    middle = np.abs(across).mean(axis=1) / shape[number] - 0.5
    # Beyond the border is the picture's own edge, which cuts the sheet anyhow.
    own = (np.abs(slope) < _MOST_SKEW) & (np.abs(middle) < 0.5 - _BORDER)
    return _Family(slope[own], length[own], middle[own])


def _spread(family: _Family, weight: NDArray[np.float64]) -> float:
    """How far from each other the lines of a family stand, as a part of the page."""
    middle = family.middle
    return float(np.average((middle - np.average(middle, weights=weight)) ** 2, weights=weight) ** 0.5)


def _is_change_told(family: _Family, fit: Slopes, weight: NDArray[np.float64]) -> bool:
    """Whether lines tell how their slope changes across the page: few that stand together and waver tell, drawn out
    over the page, much that is not there."""
    slope, _, middle = family
    spread = _spread(family, weight)
    waver = np.average((slope - fit.at_middle - fit.change * middle) ** 2, weights=weight) ** 0.5
    count = weight.sum() ** 2 / (weight**2).sum()
    surely = abs(fit.change) * spread * count**0.5 >= _SURELY * max(waver, _LEAST_WAVER)
    return bool(surely or spread >= _LEAST_SPREAD)


def _fitted(family: _Family, extent: int, hold: float) -> tuple[Slopes, NDArray[np.float64]]:
    """A family's slopes, and what each line weighs in them: outliers little. ``extent``: the page's across it."""
    slope, length, middle = family
    design = np.stack([np.ones_like(middle), middle], axis=1)
    # One side of the sheet, torn or bent, is no more than some rules that disagree with it.
    weight = np.minimum(length, _LONG * extent) ** 1.5
    fit, w = np.array([_weighted_median(slope, length), 0.0]), weight
    for _ in range(12):
        rest = np.abs(slope - design @ fit)
        w = weight / (1 + (rest / _AGREE) ** 2)
        normal = design.T @ (design * w[:, None]) + np.diag([0.0, hold * w.sum()])
        fit = np.linalg.solve(normal, design.T @ (w * slope))
    return Slopes(float(fit[0]), float(fit[1])), w


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
