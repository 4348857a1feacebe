"""The ruling lines of an upright page, from its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.ruling import frames
from shibiao.extract.scan.faint import characters, faint_rules
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.settle import settled
from shibiao.extract.scan.strokes import BRIDGE_PT, LONG_BRIDGE_PT, Mask, darker_than_around, stroke_rules

_MOSTLY_RULED = 0.6  # of a form's print stands in its table: where plain rules hold this much, they are all
_WORTH_MORE = 0.2  # bolder guesses are believed where they hold this much more


class Ruling(NamedTuple):
    """A page's rules; ``guessed``: plain lines did not make its tables, bolder guesses were needed."""

    rules: list[Rule]
    guessed: bool


def find_rules(grey: Pixels, per_pt: float) -> list[Rule]:
    """The ruling lines of an upright page as rules in points, origin at its top left."""
    return find_ruling(grey, per_pt).rules


def find_ruling(grey: Pixels, per_pt: float) -> Ruling:
    """The ruling lines of an upright page, and whether they had to be guessed at.

    Plain lines first; where they do not make a table of most of the print, dashes far apart and faint lines too.
    """
    dark = darker_than_around(grey, per_pt)
    turned = np.ascontiguousarray(dark.T)
    print_ = characters(dark, per_pt)
    found: list[Rule] = []
    ruled = -1.0
    for bridge in (BRIDGE_PT, LONG_BRIDGE_PT):
        level = stroke_rules(dark, "h", per_pt, bridge)
        upright = stroke_rules(turned, "v", per_pt, bridge)
        rules = settled(level, upright)
        share = _share_inside(rules, print_, per_pt)
        if share >= ruled + _WORTH_MORE:
            found, ruled = rules, share
        if ruled >= _MOSTLY_RULED:
            return Ruling(found, bridge != BRIDGE_PT)
    level += faint_rules(grey, dark, "h", per_pt)
    upright += faint_rules(np.ascontiguousarray(grey.T), turned, "v", per_pt)
    rules = settled(level, upright)
    better = _share_inside(rules, print_, per_pt) >= ruled + _WORTH_MORE
    return Ruling(rules if better else found, guessed=True)


def rule_mask(rules: Sequence[Rule], shape: tuple[int, ...], per_pt: float, margin_pt: float = 0.3) -> Mask:
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


def _share_inside(rules: Sequence[Rule], print_: Mask, per_pt: float) -> float:
    """How much of the page's print stands in the tables that rules draw, 0 to 1."""
    total = cv2.countNonZero(print_)
    inside = 0
    for frame in frames(rules):
        if len(frame.xs) > 2 and len(frame.ys) > 2:
            x0, y0, x1, y1 = (max(0, round(v * per_pt)) for v in frame.bbox)
            inside += cv2.countNonZero(print_[y0:y1, x0:x1])
    return inside / total if total else 1.0
