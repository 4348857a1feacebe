"""Ruling lines from pixels.

Each axis is done by itself: ink that is thin across and long along is kept (morphological opening), gaps of
dots and dashes are bridged first, and every remaining strip becomes a rule whose position is the centre of
its ink, to a fraction of a pixel. Lengths in points; ``per_pt`` is pixels a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.picture import Pixels

Mask = NDArray[np.uint8]
Axis = Literal["h", "v"]

_THICKEST_PT = 3.4  # more is a bar or a letter's stroke
_SHORTEST_PT = 13.0  # longer than the longest stroke of a 10-point character
_BRIDGE_PT = 2.6  # gaps of dotted lines
_BRIDGED_SHORTEST_PT = 34.0  # what was bridged has to prove itself by length
_CONTRAST = 14  # grey levels by which a faint line is darker than its surroundings
_SURROUND_PT = 7.0
_LEAST_FILL = 0.5  # share of a strip's length that is inked
_SOLID_PT = 25.0  # ink without a gap over this length is no row of characters, be they a title's
_WAVER_PT = 0.16  # mean distance of a rule's ink from its line
_LEAST_PAPER = 1.5  # of 2: rows of characters have ink close above or below, dots and dashes have not
_JOIN_PT = 9.0  # pieces of one line
_LEVEL_PT = 1.2  # may differ by this much in position
_TOUCH_PT = 2.5  # rules this near meet
_MOST_OF = 0.75  # of the way to the next crossing
_OVERHANG_PT = 8.0  # a table without its outer border goes on at least this far
_FREE_PT = 80.0  # a rule this long needs no other to be one
_HALF_FREE_PT = 40.0  # nor more than one


class Strip(NamedTuple):
    """A piece of thin, long ink: its pixels, and where its top left corner lies."""

    ink: NDArray[np.bool_]
    x: int
    y: int


def find_rules(grey: Pixels, per_pt: float) -> list[Rule]:
    """The ruling lines of an upright page as rules in points, origin at its top left."""
    dark = darker_than_around(grey, per_pt)
    level = _joined(_axis_rules(dark, "h", per_pt))
    upright = _joined(_axis_rules(np.ascontiguousarray(dark.T), "v", per_pt))
    level, upright = _anchored(level, upright)
    return [*(_trimmed(rule, upright) for rule in level), *(_trimmed(rule, level) for rule in upright)]


def rule_mask(rules: Sequence[Rule], shape: tuple[int, ...], per_pt: float, margin_pt: float = 0.5) -> Mask:
    """A picture of the rules, 255 on them, each widened by a margin: where print is not looked for."""
    mask = np.zeros(shape, np.uint8)
    for rule in rules:
        half = rule.thickness / 2 + margin_pt
        low, high = (round((rule.position + d) * per_pt) for d in (-half, half))
        start, end = round((rule.start - margin_pt) * per_pt), round((rule.end + margin_pt) * per_pt)
        if rule.axis == "h":
            mask[max(0, low) : high + 1, max(0, start) : end] = 255
        else:
            mask[max(0, start) : end, max(0, low) : high + 1] = 255
    return mask


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line made one: they lie on one level and nearly touch."""
    open_: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.start, r.position)):
        before = next(
            (
                i
                for i, other in enumerate(open_)
                if abs(other.position - rule.position) <= _LEVEL_PT
                and rule.start - other.end <= _JOIN_PT
                and rule.end > other.start
            ),
            None,
        )
        if before is None:
            open_.append(rule)
        else:
            open_[before] = _merged(open_[before], rule)
    return open_


def _merged(one: Rule, other: Rule) -> Rule:
    a, b = one.end - one.start, other.end - other.start
    position = (one.position * a + other.position * b) / (a + b)
    return Rule(
        one.axis, position, min(one.start, other.start), max(one.end, other.end), max(one.thickness, other.thickness)
    )


def _anchored(level: list[Rule], upright: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Without the strokes of characters: a short rule is kept only if both its ends meet others that are kept."""
    while True:
        kept_level = [rule for rule in level if _stands(rule, upright)]
        kept_upright = [rule for rule in upright if _stands(rule, kept_level)]
        if len(kept_level) == len(level) and len(kept_upright) == len(upright):
            return level, upright
        level, upright = kept_level, kept_upright


def _stands(rule: Rule, crossing: Sequence[Rule]) -> bool:
    ends = (_meets(rule.start, rule.position, crossing), _meets(rule.end, rule.position, crossing))
    length = rule.end - rule.start
    return all(ends) or length >= _FREE_PT or (any(ends) and length >= _HALF_FREE_PT)


def _meets(place: float, position: float, crossing: Sequence[Rule]) -> bool:
    return any(
        abs(other.position - place) <= _TOUCH_PT and other.start - _TOUCH_PT <= position <= other.end + _TOUCH_PT
        for other in crossing
    )


def _trimmed(rule: Rule, crossing: Sequence[Rule]) -> Rule:
    """A rule that ends between two others goes on to the further one or back to the nearer: a stroke of a
    character in line with it has been taken for a part of it, or its last bit is faint."""
    places = sorted(
        other.position
        for other in crossing
        if other.start - _TOUCH_PT <= rule.position <= other.end + _TOUCH_PT
    )
    return rule._replace(start=-_snapped(-rule.start, [-p for p in reversed(places)]), end=_snapped(rule.end, places))


def _snapped(end: float, places: Sequence[float]) -> float:
    """Where a rule ends that seems to end at ``end``, given the crossings along it in rising order."""
    before = [p for p in places if p <= end + _TOUCH_PT]
    after = [p for p in places if p > end + _TOUCH_PT]
    if not before or end - before[-1] <= _TOUCH_PT:
        return end
    if not after:
        return end if end - before[-1] >= _OVERHANG_PT else before[-1]
    return after[0] if end - before[-1] >= _MOST_OF * (after[0] - before[-1]) else before[-1]


def darker_than_around(grey: Pixels, per_pt: float) -> Mask:
    """Ink by local contrast: what is darker than the paper around it, however faint."""
    reach = round(_SURROUND_PT * per_pt) | 1
    around = cv2.blur(grey, (reach, reach))
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(cv2.compare(cv2.subtract(around, smooth), _CONTRAST, cv2.CMP_GT), np.uint8)


def _axis_rules(dark: Mask, axis: Axis, per_pt: float) -> list[Rule]:
    """Rules along the picture's x axis (the caller has transposed it for vertical ones)."""
    strips = _strips(dark, per_pt)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strips, connectivity=8)
    rules = []
    for label in range(1, count):
        x, y, w, h, _ = stats[label].tolist()
        inside = (labels[y : y + h, x : x + w] == label) & (dark[y : y + h, x : x + w] > 0)
        rule = _rule(Strip(inside, x, y), dark, axis, per_pt)
        if rule is not None:
            rules.append(rule)
    return rules


def _strips(dark: Mask, per_pt: float) -> Mask:
    """Ink that is long along x and thin across."""
    thick = round(_THICKEST_PT * per_pt) + 1
    thin = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8)))
    solid = _long(thin, _SHORTEST_PT * per_pt)
    bridge = np.ones((1, round(_BRIDGE_PT * per_pt) | 1), np.uint8)
    bridged = _long(cv2.morphologyEx(thin, cv2.MORPH_CLOSE, bridge), _BRIDGED_SHORTEST_PT * per_pt)
    both = cv2.bitwise_or(solid, bridged)
    # Characters in a row can close up to a long bar, but never to a thin one.
    bars = cv2.morphologyEx(both, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
    return np.asarray(cv2.subtract(both, bars), np.uint8)


def _long(mask: Mask, length: float) -> Mask:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(length)), np.uint8)), np.uint8)


def _rule(strip: Strip, dark: Mask, axis: Axis, per_pt: float) -> Rule | None:
    """One strip as a rule: its position is the middle of its ink along its length. None for strokes of text."""
    ink, x, y = strip
    columns = ink.sum(axis=0)
    inked = columns > 0
    if inked.mean() < _LEAST_FILL or ink.shape[1] < _SHORTEST_PT * per_pt * 0.8:
        return None
    thickness = float(np.median(columns[inked]))
    if thickness > _THICKEST_PT * per_pt:
        return None
    rows = np.arange(ink.shape[0])[:, None] + 0.5
    centres = (ink * rows).sum(axis=0)[inked] / columns[inked]
    centre = float(np.median(centres))
    if _longest_run(inked) < _SOLID_PT * per_pt:
        if not _is_straight(centres, per_pt):
            return None
        if _paper_beside(dark, x, x + ink.shape[1], y + centre, thickness, per_pt) < _LEAST_PAPER:
            return None
    position, start, end = (y + centre) / per_pt, x / per_pt, (x + ink.shape[1]) / per_pt
    return Rule(axis, position, start, end, thickness / per_pt)


def _is_straight(centres: NDArray[np.float64], per_pt: float) -> bool:
    """Whether the middles of the ink lie on one line; strokes of characters in a row do not quite."""
    places = np.arange(len(centres))
    slope, level = np.polyfit(places, centres, 1)
    return float(np.abs(centres - slope * places - level).mean()) <= max(_WAVER_PT * per_pt, 0.55)


def _longest_run(inked: NDArray[np.bool_]) -> int:
    gaps = np.flatnonzero(np.concatenate(([True], ~inked, [True])))
    return int(np.diff(gaps).max()) - 1


def _paper_beside(dark: Mask, start: int, end: int, centre: float, thickness: float, per_pt: float) -> float:
    """Shares of a strip's length along which paper lies above it and below it, added up (0 to 2)."""
    clear = 0.0
    for side in (-1, 1):
        near = centre + side * (thickness / 2 + 0.5 * per_pt)
        far = centre + side * (thickness / 2 + 1.3 * per_pt)
        low, high = sorted((round(near), round(far)))
        band = dark[max(0, low) : max(0, high) + 1, start:end]
        clear += float((band == 0).all(axis=0).mean()) if band.size else 1.0
    return clear
