"""The ruling lines of an upright page, from its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame, frames
from shibiao.extract.scan.dashes import level_ink
from shibiao.extract.scan.faint import faint_rules, of_character_size, with_paper_around
from shibiao.extract.scan.inked import share_of_characters
from shibiao.extract.scan.margins import paint
from shibiao.extract.scan.picture import Pixels, transposed
from shibiao.extract.scan.plausible import are_own
from shibiao.extract.scan.settle import settled
from shibiao.extract.scan.strokes import (
    AXES,
    BRIDGE_PT,
    LONG_BRIDGE_PT,
    Axis,
    Ink,
    Mask,
    darker_than_around,
    darker_than_paper,
    ink_on,
    stroke_rules,
)

_MOSTLY_RULED = 0.6  # of a form's print stands in its table: where plain rules hold this much, they are all
_LEAST_CHARACTER_PT = 3.5  # wide and high: dashes are lower
_TEXT_SHARE = 0.85  # of a rule's ink
_BEYOND_PT = 0.7  # from a line's mask: its own blur reaches less far
_MARGIN_PT = 0.3  # beside a rule: its blur
_NEAR_PT = 2.0  # a table's own rules lie this near its frame
_WORTH_MORE = 0.2  # bolder guesses are believed where they hold this much more


class Ruling(NamedTuple):
    """A page's rules; ``guessed``: plain lines did not make its tables, bolder guesses were needed. ``pieces``: its
    straight long ink, of which the rules are made; ``ink``: all of it."""

    rules: list[Rule]
    guessed: bool
    pieces: list[Rule]
    ink: Ink


def find_rules(grey: Pixels, per_pt: float) -> list[Rule]:
    """The ruling lines of an upright page as rules in points, origin at its top left."""
    return find_ruling(grey, per_pt).rules


def find_ruling(grey: Pixels, per_pt: float) -> Ruling:
    """The ruling lines of an upright page, and whether they had to be guessed at.

    Plain lines first; where they do not make a table of most of the print, dashes far apart and faint lines too.
    """
    ink = ink_on(grey, per_pt)
    dark, turned = ink.dark, transposed(ink.dark)
    print_ = with_paper_around(of_character_size(ink.pieces, per_pt), per_pt)
    whole = of_character_size(ink.pieces, per_pt, _LEAST_CHARACTER_PT)
    found: list[Rule] = []
    ruled = -1.0
    for bridge in (BRIDGE_PT, LONG_BRIDGE_PT):
        level = _outside_text(stroke_rules(dark, "h", per_pt, bridge), dark, whole, per_pt)
        upright = _outside_text(stroke_rules(turned, "v", per_pt, bridge), turned, whole.T, per_pt)
        rules = settled(level, upright)
        share = _share_inside(rules, print_, per_pt)
        if share >= ruled + _WORTH_MORE:
            found, ruled = rules, share
        if ruled >= _MOSTLY_RULED:
            return Ruling(found, bridge != BRIDGE_PT, [*level, *upright], ink)
    pieces = [*level, *upright]
    level += faint_rules(grey, dark, "h", per_pt)
    upright += faint_rules(transposed(grey), turned, "v", per_pt)
    rules = settled(level, upright)
    better = _share_inside(rules, print_, per_pt) >= ruled + _WORTH_MORE and are_own(rules, whole, per_pt)
    return Ruling(rules if better else found, True, pieces, ink)


def _outside_text(rules: Sequence[Rule], dark: Mask, text: Mask, per_pt: float) -> list[Rule]:
    """Without the rules nearly all of whose ink is that of characters: strokes of theirs that stand in one line."""

    def share(rule: Rule) -> float:
        ends = round(rule.start * per_pt), round(rule.end * per_pt)
        return share_of_characters(dark, text, rule.position, *ends, per_pt)

    return [rule for rule in rules if share(rule) < _TEXT_SHARE]


def rule_mask(rules: Sequence[Rule], shape: tuple[int, ...], per_pt: float, margin_pt: float = _MARGIN_PT) -> Mask:
    """A picture of the rules, 255 on them, each widened by a margin: where print is not looked for."""
    mask = np.zeros(shape, np.uint8)
    for rule in rules:
        mask[_place(rule, per_pt, margin_pt)] = 255
    return mask


def _place(rule: Rule, per_pt: float, margin_pt: float = _MARGIN_PT) -> tuple[slice, slice]:
    """The rows and columns of pixels of a rule, widened by a margin."""
    half = rule.thickness / 2 + margin_pt
    low, high = (round((rule.position + d) * per_pt) for d in (-half, half))
    start, end = round((rule.start - margin_pt) * per_pt), round((rule.end + margin_pt) * per_pt)
    across, along = slice(max(0, low), high + 1), slice(max(0, start), end)
    return (across, along) if rule.axis == "h" else (along, across)


def painted_mask(
    grey: Pixels, rules: Sequence[Rule], tables: Sequence[Frame], per_pt: float, dashed: frozenset[Axis]
) -> tuple[Mask, Mask]:
    """The mask of a page's rules, and the part of it to be made paper: the tables' own rules as far as they are drawn,
    where these are dashes without the gaps, into which characters reach; of lines under text only what no character
    goes on beyond, since they are drawn close to its feet."""
    own = [rule for rule in rules if any(_is_of(rule, table) for table in tables)]
    mask = rule_mask(own, grey.shape, per_pt)
    loose = [rule for rule in rules if rule.axis == "h" and rule not in own]
    painted = _dashes_of(grey, own, dashed, per_pt) if dashed else _narrow_mask(grey, own, per_pt)
    if not loose:
        return mask, painted
    dark = darker_than_around(grey, per_pt)
    painted = painted.copy()
    away = max(1, round(_BEYOND_PT * per_pt))
    for rule in loose:
        rows, columns = _place(rule, per_pt)
        above, below = max(0, rows.start - away), min(len(dark), rows.stop) - 1 + away
        beyond = (dark[above, columns] > 0) | (dark[min(len(dark) - 1, below), columns] > 0)
        painted[rows, columns] |= np.where(beyond, 0, 255).astype(np.uint8)
    return mask, painted


def _narrow_mask(grey: Pixels, rules: Sequence[Rule], per_pt: float) -> Mask:
    """The mask of rules, of upright ones without what is paper at their sides. What a level one has beside it is more
    often the rest of a line that it cuts."""
    level = rule_mask([rule for rule in rules if rule.axis == "h"], grey.shape, per_pt)
    turned, upright = transposed(grey), np.zeros(grey.shape[::-1], np.uint8)
    for rule in rules:
        if rule.axis == "v":
            rows, columns = _place(rule, per_pt)
            paint(upright, turned, columns, rows, per_pt)
    return np.asarray(cv2.bitwise_or(level, transposed(upright)), np.uint8)


def _dashes_of(grey: Pixels, rules: Sequence[Rule], dashed: frozenset[Axis], per_pt: float) -> Mask:
    """The mask of a page's rules, of those that are dashed without the gaps."""
    dark = darker_than_paper(grey, per_pt)
    masks = {axis: rule_mask([rule for rule in rules if rule.axis == axis], grey.shape, per_pt) for axis in AXES}
    for axis in dashed:
        long = level_ink(dark if axis == "h" else transposed(dark), per_pt)
        masks[axis] = np.asarray(cv2.bitwise_and(masks[axis], _thick(long if axis == "h" else long.T, axis, per_pt)))
    return np.asarray(cv2.bitwise_or(masks["h"], masks["v"]), np.uint8)


def _thick(dashes: Mask, axis: Axis, per_pt: float) -> Mask:
    """Dashes with the blur beside them."""
    side = 2 * max(1, round(_MARGIN_PT * per_pt)) + 1
    return np.asarray(cv2.dilate(dashes, np.ones((side, 1) if axis == "h" else (1, side), np.uint8)), np.uint8)


def _is_of(rule: Rule, table: Frame) -> bool:
    x0, y0, x1, y1 = table.bbox
    low, high, start, end = (y0, y1, x0, x1) if rule.axis == "h" else (x0, x1, y0, y1)
    return low - _NEAR_PT <= rule.position <= high + _NEAR_PT and rule.start < end and start < rule.end


def _share_inside(rules: Sequence[Rule], print_: Mask, per_pt: float) -> float:
    """How much of the page's print stands in the tables that rules draw, 0 to 1."""
    total = cv2.countNonZero(print_)
    inside = 0
    for frame in frames(rules):
        if len(frame.xs) > 2 and len(frame.ys) > 2:
            x0, y0, x1, y1 = (max(0, round(v * per_pt)) for v in frame.bbox)
            inside += cv2.countNonZero(print_[y0:y1, x0:x1])
    return inside / total if total else 1.0
