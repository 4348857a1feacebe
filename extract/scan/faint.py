"""Ruling lines too faint or too broken to be seen pixel by pixel.

Lengths in points; ``per_pt`` is pixels a point.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.connected import Connected, connected
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.strokes import SURROUND_PT, THICKEST_PT, Axis, Mask

_AVERAGED_PT = 30.0
_LEAST_SEEN = 0.4  # share of that way that is not covered by characters
_CHARACTER_PT = (3.0, 60.0)
_NEARLY_ALL = 85.0  # per cent of a page's characters, and parts of them, are no larger than its usual characters,
_LEAST_MANY = 20  # where so many are there
_BESIDE_PT = 2.6  # a line's surroundings, this far and twice this far from its middle
_FAINT_MOST = 40  # grey levels: darker than this counts no more, so that text does not drown lines
_FAINT_LEAST = 2.0
_FAINT_SHORTEST_PT = 45.0
_PAPER_EDGE = 0.93  # of the page: so long a line is the edge of the paper
_STEP_PT, _LEAST_OF_USUAL = 3.0, 0.5  # an end lies where the mean over a step falls under this share of the usual
_LEAN = 0.004  # a line may rise by this share of its length


def faint_rules(grey: Pixels, dark: Mask, axis: Axis, per_pt: float) -> list[Rule]:
    """Rules too faint or too broken to be seen pixel by pixel, told by their mean darkness over a long way.

    Averaged along x over ``_AVERAGED_PT``, noise shrinks and a line stays: what is darker there than what lies
    a little above *and* below it is a line. Text is as dark around as it is within.
    """
    reach = round(SURROUND_PT * per_pt) | 1
    lack = cv2.subtract(cv2.blur(grey, (reach, reach)), grey)  # clipped at 0: paper's own grain counts half
    paper = (1 - characters(dark, per_pt) // 255).astype(np.float32)
    lack = cv2.min(lack, _FAINT_MOST).astype(np.float32) * paper
    window = (round(_AVERAGED_PT * per_pt), max(1, round(0.5 * per_pt)))
    seen = cv2.blur(paper, window)
    along = np.where(seen >= _LEAST_SEEN, cv2.blur(lack, window) / np.maximum(seen, _LEAST_SEEN), 0)
    away = round(_BESIDE_PT * per_pt)
    lowered = np.pad(along, ((away, away), (0, 0)), mode="edge")
    beside = np.maximum(lowered[: along.shape[0]], lowered[2 * away :])
    further = np.pad(along, ((2 * away, 2 * away), (0, 0)), mode="edge")
    beside = np.maximum(beside, np.maximum(further[: along.shape[0]], further[4 * away :]))
    excess = along - beside
    noise = float(np.median(np.abs(excess[::7, ::7] - np.median(excess[::7, ::7])))) * 1.4826
    strips = (excess > max(_FAINT_LEAST, 5.0 * noise)).astype(np.uint8) * 255
    strips = cv2.morphologyEx(strips, cv2.MORPH_CLOSE, np.ones((1, round(_AVERAGED_PT * per_pt) | 1), np.uint8))
    strips = cv2.morphologyEx(strips, cv2.MORPH_OPEN, np.ones((1, round(_FAINT_SHORTEST_PT * per_pt)), np.uint8))
    _, stats, centres = connected(strips)
    found = []
    for (x, _, w, h, _), (_, y) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        if h <= (THICKEST_PT + 1.0) * per_pt + _LEAN * w and w < _PAPER_EDGE * grey.shape[1]:
            start, end = _ends(lack, y, x, x + w, per_pt)
            found.append(Rule(axis, (y + 0.5) / per_pt, start / per_pt, end / per_pt, 0.5))
    return found


def _ends(lack: NDArray[np.float32], y: float, start: int, end: int, per_pt: float) -> tuple[int, int]:
    """Where a line really begins and ends, whose ends the long average has smeared (pixels)."""
    half = max(1, round(0.3 * per_pt))
    along = lack[max(0, round(y) - half) : round(y) + half + 1, start:end].mean(axis=0)
    step = max(1, round(_STEP_PT * per_pt))
    steps = along[: len(along) // step * step].reshape(-1, step).mean(axis=1)
    if not (steps > 0).any():
        return start, end
    inked = np.flatnonzero(steps >= _LEAST_OF_USUAL * np.median(steps[steps > 0]))
    return start + int(inked[0]) * step, start + (int(inked[-1]) + 1) * step


def characters(dark: Mask, per_pt: float) -> Mask:
    """Where characters stand, with a little paper around."""
    return with_paper_around(character_pieces(dark, per_pt), per_pt)


def with_paper_around(pieces: Mask, per_pt: float) -> Mask:
    """Pieces of characters with the paper that belongs to them."""
    reach = max(3, round(5.0 * per_pt) | 1)
    return np.asarray(cv2.dilate(pieces, np.ones((reach, reach), np.uint8)), np.uint8)


def character_pieces(dark: Mask, per_pt: float) -> Mask:
    """Pieces of ink of characters' size: no specks, no lines."""
    return of_character_size(connected(dark), per_pt)


def of_character_size(pieces: Connected, per_pt: float, least: float = _CHARACTER_PT[0] / 2) -> Mask:
    """Those of a page's pieces of ink that are of characters' size. ``least``: points either way; dashes and dots of
    bold rules are larger than the usual 1.5."""
    wide, high = pieces.stats[:, cv2.CC_STAT_WIDTH] / per_pt, pieces.stats[:, cv2.CC_STAT_HEIGHT] / per_pt
    low, most = _CHARACTER_PT
    chosen = (np.maximum(wide, high) >= low) & (np.minimum(wide, high) >= least) & (np.maximum(wide, high) <= most)
    chosen[0] = False
    return np.asarray(np.where(chosen, 255, 0).astype(np.uint8)[pieces.labels], np.uint8)


def usual_size(pieces: Connected, per_pt: float) -> float:
    """How long the longest strokes of a page's usual characters are (points), by its pieces of ink that are no dashes;
    0 where there are too few."""
    sides = pieces.stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / per_pt
    low, most = _CHARACTER_PT
    larger = sides.max(axis=1)[(sides.min(axis=1) >= low) & (sides.max(axis=1) <= most)]
    return float(np.percentile(larger, _NEARLY_ALL)) if larger.size >= _LEAST_MANY else 0.0
