"""The ruling lines of an upright page, from its pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.ruling import frames
from shibiao.extract.scan.faint import faint_rules
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.settle import settled
from shibiao.extract.scan.strokes import Mask, darker_than_around, stroke_rules

_TOLD_APART = 0.75  # plain rules draw less of the tables than this: faint ones are needed too


def find_rules(grey: Pixels, per_pt: float) -> list[Rule]:
    """The ruling lines of an upright page as rules in points, origin at its top left."""
    dark = darker_than_around(grey, per_pt)
    turned = np.ascontiguousarray(dark.T)
    level, upright = stroke_rules(dark, "h", per_pt), stroke_rules(turned, "v", per_pt)
    found = settled(level, upright)
    level += faint_rules(grey, dark, "h", per_pt)
    upright += faint_rules(np.ascontiguousarray(grey.T), turned, "v", per_pt)
    more = settled(level, upright)
    return more if _extent(found) < _TOLD_APART * _extent(more) else found


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


def _extent(rules: Sequence[Rule]) -> float:
    """The area of the tables that rules draw, in square points."""
    return sum(frame.bbox.width * frame.bbox.height * (len(frame.xs) > 2) for frame in frames(rules))
