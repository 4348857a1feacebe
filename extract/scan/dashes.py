"""The long dashes of a dashed line, told by their length and distance: all lines of a page have the same, and strokes
of characters are shorter, or come at other distances. So a border shows where text stands close to it.

Points of the page; the page is turned so that a line runs along x.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.contrast import LONG_PT, Seen
from shibiao.extract.scan.inked import SEARCH_PT, rows_about
from shibiao.extract.scan.settle import as_inked, settled
from shibiao.extract.scan.strokes import AXES, Axis, Mask, ranges_of

_SHORTEST_PT = 4.5  # shorter ones are bridged by ``strokes``
_LEAST_TELLING, _MOSTLY = 12, 0.5  # dashes of long rules, and the share of them that are of one length
_SAME_LENGTH, _SAME_PITCH = 0.12, 0.04  # of it: wide strokes of characters are nearly as long, but not as far apart
_PIXELS = 1.5
_THICKEST_PT = 2.2
_STROKE_PT = 4.2
_LEVEL_PT = 0.8  # dashes that follow each other are on one level
_LEAST_CHAIN, _MOST_MISSING = 4, 2
_APART = 1.5  # of their distance: at least one is missing between them
_LEAST_THERE = 0.7  # of the dashes from the first to the last: strokes in rows of text are fewer


Floats = NDArray[np.float64]


class Dashes(NamedTuple):
    """How a page's lines of one direction are dashed: a dash's length, and from one's start to the next one's."""

    length: float
    pitch: float


def with_dashed(page: Seen, rules: Sequence[Rule], pieces: Sequence[Rule]) -> tuple[list[Rule], frozenset[Axis]]:
    """A page's rules with the dashed ones that the length and distance of its dashes tell, and the directions that
    it has them in. ``pieces``: the long ink of which the rules were made; how far they go is told anew, since there
    are more lines now that they may end at."""
    more: dict[Axis, list[Rule]] = {}
    drawn: set[Axis] = set()
    for axis in AXES:
        own = [rule for rule in rules if rule.axis == axis]
        more[axis] = []
        if (page.along if axis == "h" else page.across).solid:
            continue
        turned = page if axis == "h" else page.turned
        dashes = page_dashes(turned, own)
        if dashes is not None:
            drawn.add(axis)
            more[axis] = [r for r in dashed_rules(turned, axis, dashes) if not _is_known(r, own)]
    if not any(more.values()):
        return list(rules), frozenset(drawn)
    inked = [as_inked(rule, pieces) for rule in rules]
    return settled(*([*(r for r in inked if r.axis == axis), *more[axis]] for axis in AXES)), frozenset(drawn)


def level_ink(dark: Mask, per_pt: float) -> Mask:
    """255 on what of a page's dark pixels is longer along x than an upright stroke of a character is thick, and beside
    its ends."""
    least = np.ones((1, max(2, round(_STROKE_PT * per_pt))), np.uint8)
    return np.asarray(cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, least), np.ones((1, 3), np.uint8)), np.uint8)


def page_dashes(page: Seen, rules: Iterable[Rule]) -> Dashes | None:
    """How the long rules along x are dashed; None where most of their pieces are not of one length, or are short."""
    lengths: list[int] = []
    pitches: list[int] = []
    for rule in rules:
        if rule.end - rule.start >= LONG_PT:
            x0, x1 = round(rule.start * page.per_pt), round(rule.end * page.per_pt)
            rows = (inked for _, inked in rows_about(page, rule.position, x0, x1))
            pieces = ranges_of(max(rows, key=lambda inked: float(inked.mean()), default=np.zeros(0, bool)))[1:-1]
            lengths += [end - start for start, end in pieces]
            pitches += np.diff([start for start, _ in pieces]).tolist()
    if len(lengths) < _LEAST_TELLING:
        return None
    length, pitch = float(np.median(lengths)), float(np.median(pitches))
    same = np.abs(np.array(lengths) - length) <= _off(length, _SAME_LENGTH)
    if length < _SHORTEST_PT * page.per_pt or float(same.mean()) < _MOSTLY:
        return None
    return Dashes(length / page.per_pt, pitch / page.per_pt)


def dashed_rules(page: Seen, axis: Axis, dashes: Dashes) -> Iterator[Rule]:
    """The lines along x ("v" where the page is turned) of dashes that follow each other at their distance."""
    per_pt = page.per_pt
    length, pitch = dashes.length * per_pt, dashes.pitch * per_pt
    least = np.ones((1, max(1, round(length - _off(length, _SAME_LENGTH)))), np.uint8)
    _, stats, centres = connected(cv2.morphologyEx(page.dark, cv2.MORPH_OPEN, least))
    most = length + _off(length, _SAME_LENGTH)
    is_dash = (stats[:, cv2.CC_STAT_WIDTH] <= most) & (stats[:, cv2.CC_STAT_HEIGHT] <= _THICKEST_PT * per_pt)
    starts = stats[is_dash, cv2.CC_STAT_LEFT].astype(np.float64)
    ends, levels = starts + stats[is_dash, cv2.CC_STAT_WIDTH], centres[is_dash, 1] + 0.5
    thick = stats[is_dash, cv2.CC_STAT_HEIGHT]
    for whole in _chains(starts, levels, pitch, _LEVEL_PT * per_pt):
        for chain in _without_lone(whole, starts, pitch):
            if len(chain) >= max(_LEAST_CHAIN, _LEAST_THERE * (starts[chain[-1]] - starts[chain[0]]) / pitch):
                position, thickness = float(np.median(levels[chain])), float(np.median(thick[chain]))
                start, end = float(starts[chain[0]]), float(ends[chain[-1]])
                yield Rule(axis, position / per_pt, start / per_pt, end / per_pt, thickness / per_pt)


def _chains(starts: Floats, levels: Floats, pitch: float, off_level: float) -> list[list[int]]:
    """The numbers of dashes that follow each other at a pitch, on one level, from the first of each line on. A few may
    be missing: a seal that was lifted takes some along."""
    order = np.argsort(starts, kind="stable")
    steps = [step * np.array([pitch, _off(pitch, _SAME_PITCH)]) for step in range(1, _MOST_MISSING + 2)]
    low = [np.searchsorted(starts[order], starts - step - off) for step, off in steps]
    high = [np.searchsorted(starts[order], starts - step + off, side="right") for step, off in steps]
    chain_of: dict[int, list[int]] = {}
    chains = []
    for dash in order.tolist():
        near = (i for first, end in zip(low, high, strict=True) for i in order[first[dash] : end[dash]].tolist())
        before = next((i for i in near if i in chain_of and abs(levels[i] - levels[dash]) <= off_level), None)
        chain = None if before is None else chain_of.pop(before)
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(dash)
        chain_of[dash] = chain
    return chains


def _without_lone(chain: list[int], starts: Floats, pitch: float) -> Iterator[list[int]]:
    """Dashes that follow each other, without those that stand apart on both sides: strokes in a row of text. Where more
    are missing then than may be, the line is two."""
    after = np.flatnonzero(np.diff(starts[chain]) > _APART * pitch) + 1
    runs = [run.tolist() for run in np.split(np.array(chain), after) if len(run) > 1]
    line: list[int] = []
    for run in runs:
        if line and starts[run[0]] - starts[line[-1]] > (_MOST_MISSING + _APART) * pitch:
            yield line
            line = []
        line += run
    if line:
        yield line


def _off(pixels: float, share: float) -> float:
    """By how many pixels a length may be off and still be the same."""
    return max(_PIXELS, share * pixels)


def _is_known(rule: Rule, others: Sequence[Rule]) -> bool:
    return any(
        abs(rule.position - other.position) <= SEARCH_PT and other.start <= rule.start and rule.end <= other.end
        for other in others
    )
