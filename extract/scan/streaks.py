"""Lines that no table has drawn: a copier's streaks and folds, which run on across the margins of the page.

Lengths in points; ``per_pt`` is pixels a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.picture import PAPER, Pixels, transposed
from shibiao.extract.scan.strokes import AXES, Axis, Mask, ranges_of

_MARGIN_PT = 22.0  # of paper, where no table reaches
_FAR_PT = 45.0  # few rows are as high
_CLEAR_PT, _BEYOND_PT = 4.0, 20.0  # beyond its end a streak is looked for from here to there
_BLEACHED_SHARE, _GRAINED_SHARE = 0.97, 0.6  # of it, and of the whole page, are as white as paper gets
_GOES_ON = 0.6  # of its darkness is left where it goes on; print in its way is lighter on the whole
_MOST_ALIKE = 2  # rules run so far on one side, where they are streaks
_DARKEST = 255.0
_MEET_PT = 3.0
_OUTERMOST_PT = 5.0  # no table comes so near to the paper's edge
_FIRST_PT = 2.0  # of a margin
_PAPER_EDGE_PT = 2.0  # but the very edge has its own shadow
_SIDE_PT = 14.0  # and so have the sides
_BESIDE_PT = (2.5, 6.0)  # a line's surroundings
_LEAST_DARKER = 2.5  # grey levels
_DARK_AS_RULES = 45.0
_FAINTEST = 90  # percentile of the greys along a line: noise leaves a few that are lighter
_ENDS_PT, _LEAN_PT, _LEAST_ENDS = (2.0, 14.0), 1.5, 2  # beside a rule, lines so long end at it, and how many
_OPPOSITE = 0.1  # so much of that is left in the opposite margin: paper alone differs by 3 levels
_MOST_DARKER = 25.0  # more counts no more: that is print
_NOISE = 6.0  # standard errors
_LEAST_LONG = 0.7  # share of the margin that it crosses
_GRAIN_PT = 2.0  # paper's grain is measured in squares of this size
_GRAINY = 1.2  # grey levels
_BLEACHED = 0.4  # of the usual grain
_MOST_BLEACHED_PT = 36.0
_BLOCK_PT = 8.0
_LEAST_THROUGH = 0.45  # share of the page that it crosses
_MOST_STREAKS = 8  # more are a table that reaches the edge
_PRINT_DARKER = 60
_MOST_PRINT = 0.015  # share of a margin without print
_WIDE_PT = 3.0  # a streak fades within so much on either side
_FADED_PERCENT = 30  # of a streak are lighter: where the page is not ruled too
_MOST_FADED = 5.0  # times as dark on the page as in its margin
_RULE_DARKER = 1.8  # times as dark as that is something else
_STRETCH_PT = 40.0  # along which its darkness hardly changes


class Streak(NamedTuple):
    """A line across the whole page at x (axis "v") or y (axis "h") ``position``, in points.

    ``darkness``: by how many grey levels it is darker than the margin's paper.
    """

    axis: Axis
    position: float
    darkness: float


def streaks_on(grey: Pixels, seen: Mask, per_pt: float, askew: bool = False) -> list[Streak]:
    """The streaks of an upright page, told by its margins, where no table draws a line.

    ``seen``: 255 where the sheet shows something of the picture. ``askew``: no rule of the page runs along the
    picture's axes.
    """
    down = [Streak("v", *found) for found in _crossing_margins(grey, seen, per_pt, askew)]
    across = [Streak("h", *found) for found in _crossing_margins(transposed(grey), seen.T, per_pt, askew)]
    return down + across


def overhanging(grey: Pixels, rules: Sequence[Rule], per_pt: float) -> list[Streak]:
    """Streaks among a page's rules: they run on far beyond the outermost rule that they cross, where hardly any
    other rule does so, up to where the paper ends.

    Where a table has lost its outer border, or goes on beyond the picture, its rules run on alike, and stop.
    """
    found: list[Streak] = []
    for axis in AXES:
        own = [rule for rule in rules if rule.axis == axis]
        crossing = [rule for rule in rules if rule.axis != axis]
        upright = grey if axis == "v" else grey.T
        for rule in own:
            before, after = _overhangs(rule, crossing)
            alike = (
                sum(other.start < rule.start + before / 2 for other in own) if before > _FAR_PT else _MOST_ALIKE + 1,
                sum(other.end > rule.end - after / 2 for other in own) if after > _FAR_PT else _MOST_ALIKE + 1,
            )
            if min(alike) > _MOST_ALIKE:
                continue
            ends = [end for end, far in ((-rule.start, before), (rule.end, after)) if far > _FAR_PT]
            if not any(_stops(upright, rule.position, end, per_pt) for end in ends):
                found.append(Streak(axis, rule.position, _DARKEST))
    return found


def _stops(grey: Pixels, position: float, end: float, per_pt: float) -> bool:
    """Whether an upright line stops at ``end``, or at the negative of that upwards, with paper beyond: streaks run
    on to where the paper ends, or is bleached."""
    if end < 0:
        return _stops(grey[::-1], position, grey.shape[0] / per_pt + end, per_pt)
    x, reach = round(position * per_pt), round(_BESIDE_PT[1] * per_pt)
    last, beyond = (
        grey[round((end + a) * per_pt) : round((end + b) * per_pt)]
        for a, b in ((-_BEYOND_PT, -_CLEAR_PT), (_CLEAR_PT, _BEYOND_PT))
    )
    if not len(beyond) or not reach <= x < grey.shape[1] - reach:
        return False
    own = float(np.median(_darkness_along(last, x, per_pt))) if len(last) else 0.0
    along = _darkness_along(beyond, x, per_pt)
    least = max(_LEAST_DARKER / 2, _GOES_ON * own)
    shows = len(along) > 0 and float((along > least).mean()) >= _LEAST_THROUGH
    usual = float((grey[::5, ::5] >= PAPER).mean())
    white = float((beyond[:, x - reach : x + reach] >= PAPER).mean())
    bleached = white > _BLEACHED_SHARE and usual < _GRAINED_SHARE
    return not shows and not bleached


def _overhangs(rule: Rule, crossing: Sequence[Rule]) -> tuple[float, float]:
    """How far a rule runs on before the first rule that it crosses and beyond the last (points)."""
    places = [
        other.position
        for other in crossing
        if other.start - _MEET_PT <= rule.position <= other.end + _MEET_PT
        and rule.start - _MEET_PT <= other.position <= rule.end + _MEET_PT
    ]
    return (min(places) - rule.start, rule.end - max(places)) if len(places) > 1 else (0.0, 0.0)


def without_streaks(grey: Pixels, streaks: Sequence[Streak], per_pt: float) -> Pixels:
    """The page with its streaks made as light as the paper beside them; print that they cross stays."""
    if not streaks:
        return grey
    clean = grey.copy()
    for streak in streaks:
        _lighten(clean if streak.axis == "v" else clean.T, streak, per_pt)
    return clean


def _lighten(grey: Pixels, streak: Streak, per_pt: float) -> None:
    """Add along an upright streak what it lacks: the median over a stretch of rows, which print does not move."""
    half = round((_WIDE_PT) * per_pt)
    middle = round(streak.position * per_pt)
    x0, x1 = max(0, middle - half), min(grey.shape[1], middle + half + 1)
    for top in range(0, grey.shape[0], round(_STRETCH_PT * per_pt)):
        part = grey[top : top + round(_STRETCH_PT * per_pt), x0:x1]
        around = float(np.median(part[:, [0, -1]]))
        lack = np.clip(around - np.median(part, axis=0), 0, _RULE_DARKER * streak.darkness)  # a rule may lie there
        part[:] = np.minimum(part + lack, PAPER).astype(np.uint8)


def _crossing_margins(grey: Pixels, seen: Mask, per_pt: float, askew: bool) -> list[tuple[float, float]]:
    """Where lines along y cross the upper margin or the lower one (points of x), and how dark they are.

    What is as dark as a rule must be seen to cross both: a table that is as wide as the page, or lies askew on it, may
    go on beyond its edge, and print in the other margin hides that it ends there.
    """
    found: dict[float, float] = {}
    upper, lower = _upper_margin(grey, seen, per_pt), _upper_margin(grey[::-1], seen[::-1], per_pt)
    for margin, opposite in ((upper, lower), (lower, upper)):
        if margin is None:
            continue
        places = _lines_in(margin, per_pt)
        if len(places) > _MOST_STREAKS:
            continue
        for x, dark in places:
            if dark >= _DARK_AS_RULES:
                crosses = _crosses_both(margin, opposite, x, dark, per_pt)
                if not crosses or (not askew and _bounds_columns(grey, x, per_pt)):
                    continue
            along = _darkness_along(grey, x, per_pt)
            if len(along) and float((along > _LEAST_DARKER / 2).mean()) >= _LEAST_THROUGH:
                on_page = float(np.percentile(along, _FADED_PERCENT))
                found[x / per_pt] = max(dark, min(on_page, _MOST_FADED * dark))  # the rest is a rule's in line with it
    return sorted(found.items())


def _bounds_columns(grey: Pixels, x: int, per_pt: float) -> bool:
    """Whether lines along x end at an upright one, from either side: it is a table's rule, and the table comes up to
    the edges of the sheet. A streak crosses them."""
    near, far = (round(v * per_pt) for v in _ENDS_PT)
    before, behind = (
        (PAPER - np.percentile(grey[:, x + a : x + b], _FAINTEST, axis=1) >= _DARK_AS_RULES).astype(np.uint8)
        if x + a >= 0 and x + b <= grey.shape[1]
        else np.zeros(len(grey), np.uint8)
        for a, b in ((-far, -near), (near, far))
    )
    wide = np.ones(2 * round(_LEAN_PT * per_pt) + 1, np.uint8)
    ends = 0
    for one, other in ((before, behind), (behind, before)):
        other = cv2.dilate(other[None], wide[None])[0]
        ends += sum(not other[a:b].any() for a, b in ranges_of(one > 0))
    return ends >= _LEAST_ENDS


def _crosses_both(
    margin: NDArray[np.float32], opposite: NDArray[np.float32] | None, x: int, dark: float, per_pt: float
) -> bool:
    """Whether a line of a margin, so much darker than paper, shows in the opposite one, and right from where its own
    begins."""
    if opposite is None or _darker_at(opposite, x, per_pt) < max(_LEAST_DARKER, _OPPOSITE * dark):
        return False
    return _begins_with(margin, x, per_pt)


def _begins_with(margin: NDArray[np.float32], x: int, per_pt: float) -> bool:
    """Whether a margin is as dark in a column where it begins as it is on the whole: a table's line begins later."""
    half, least = max(1, round(0.4 * per_pt)), max(1, round(_FIRST_PT * per_pt))
    inner, outer = (round(v * per_pt) for v in _BESIDE_PT)
    line = margin[:, max(0, x - half) : x + half + 1].min(axis=1)
    beside = margin[:, x + inner : x + outer + 1]
    if not beside.size:
        return True
    dark = np.median(beside, axis=1) - line
    return bool(dark[:least].mean() >= dark.mean() / 2)


def _darker_at(margin: NDArray[np.float32], x: int, per_pt: float) -> float:
    """By how much a margin is darker in a column, or one near it, than beside it."""
    inner, outer = (round(v * per_pt) for v in _BESIDE_PT)
    band = np.median(margin[:, max(0, x - outer) : x + outer + 1], axis=0)
    return float(np.median(band) - band[outer - inner : outer + inner + 1].min(initial=255.0))


def _upper_margin(grey: Pixels, seen: Mask, per_pt: float) -> NDArray[np.float32] | None:
    """The uppermost stretch of paper, column by column below its edge; None where something is printed on it."""
    third = grey.shape[0] // 3
    first = _paper_begins(grey[:third], seen[:third], per_pt)
    rows = first[None, :] + np.arange(round(_PAPER_EDGE_PT * per_pt), round(_MARGIN_PT * per_pt))[:, None]
    if rows.max() >= grey.shape[0]:
        return None
    margin = grey[rows, np.arange(grey.shape[1])[None, :]]
    if float((margin < PAPER - _PRINT_DARKER).mean()) > _MOST_PRINT:
        return None
    return np.asarray(margin, np.float32)


def _paper_begins(grey: Pixels, seen: Mask, per_pt: float) -> NDArray[np.int64]:
    """The first row of paper in every column: what lies before is bleached, or painted over, and has no grain."""
    first = np.where((seen > 0).any(axis=0), seen.argmax(axis=0), 0)
    block = max(2, round(_GRAIN_PT * per_pt))
    size = (max(1, grey.shape[1] // block), max(1, grey.shape[0] // block))
    values = grey[: size[1] * block, : size[0] * block].astype(np.float32)  # whole blocks are quick to average
    mean = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    grain = np.sqrt(np.maximum(cv2.resize(values * values, size, interpolation=cv2.INTER_AREA) - mean * mean, 0))
    usual = float(np.median(grain))
    if usual < _GRAINY:
        return first
    paper = cv2.erode((grain > _BLEACHED * usual).astype(np.uint8), np.ones((2, 5), np.uint8)) > 0
    grained = np.where(paper.any(axis=0), paper.argmax(axis=0), 0) * block
    columns = np.minimum(np.arange(grey.shape[1]) // block, size[0] - 1)
    return np.asarray(np.clip(grained[columns], first, first + round(_MOST_BLEACHED_PT * per_pt)))


def _darkness_along(grey: Pixels, x: int, per_pt: float) -> NDArray[np.float32]:
    """By how much a line is darker than what lies beside it, block by block down the page."""
    inner, outer = (round(v * per_pt) for v in _BESIDE_PT)
    band = grey[:, x - outer : x + outer + 1]
    blocks = cv2.resize(
        band, (band.shape[1], max(1, round(len(band) / (_BLOCK_PT * per_pt)))), interpolation=cv2.INTER_AREA
    )
    blocks = blocks[(blocks < PAPER).any(axis=1)].astype(np.float32)
    half = max(1, round(0.4 * per_pt))
    line = blocks[:, outer - half : outer + half + 1].mean(axis=1)
    beside = np.minimum(blocks[:, : outer - inner].mean(axis=1), blocks[:, outer + inner + 1 :].mean(axis=1))
    return np.asarray(beside - line)


def _lines_in(margin: NDArray[np.float32], per_pt: float) -> list[tuple[int, float]]:
    """Columns of a margin that are darker than those beside them nearly all the way, and by how much."""
    inner, outer = (round(v * per_pt) for v in _BESIDE_PT)
    smooth = cv2.blur(margin, (max(1, round(0.5 * per_pt)), max(1, round(1.5 * per_pt))))
    side = cv2.blur(margin, (outer - inner, max(1, round(1.5 * per_pt))))
    away = (inner + outer) // 2
    excess = np.zeros_like(margin)
    darkest = np.minimum(side[:, : -2 * away], side[:, 2 * away :])
    excess[:, away:-away] = np.clip(darkest - smooth[:, away:-away], -_MOST_DARKER, _MOST_DARKER)
    mean = excess.mean(axis=0)
    noise = 1.4826 * float(np.median(np.abs(mean - np.median(mean))))
    long = (excess > 0.5 * np.maximum(mean, _LEAST_DARKER)).mean(axis=0) >= _LEAST_LONG
    outermost = excess[: round(_OUTERMOST_PT * per_pt)].mean(axis=0)
    seen = (mean >= max(_LEAST_DARKER, _NOISE * noise)) & long & (outermost >= mean / 2)
    spare = round(_SIDE_PT * per_pt)
    seen[:spare] = seen[-spare:] = False
    places = [int(a + np.argmax(mean[a:b])) for a, b in ranges_of(seen)]
    return [(x, float(np.median(np.minimum(side[:, x - away], side[:, x + away]) - smooth[:, x]))) for x in places]
