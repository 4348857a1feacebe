"""Colon and semicolon, told apart by their lower mark: a second dot, or a dot with a tail."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.picture import PAPER

STACKED = {":": ":;", "：": "：；", ";": ":;", "；": "：；"}
_MARK_EM, _LEAST_PX = 0.45, 2  # em, and pixels: larger is no mark, smaller tells nothing
_HALF_EM = 0.45  # so near to a sign's middle are its marks
_LIGHTER = 0.4  # of the way from the level of ink to paper: a tail is paler than its dot
_AROUND_PX = 2  # a mark's blur
_GRAIN = 8.0  # grey levels by which paper differs
_TAIL, _NO_TAIL = 1.8, 1.2  # times as heavy, times as high, as the upper dot,
_HIGHER = 1.3  # and so many times as high: a copy may leave one dot paler than the other
_SURE, _CLEARLY = 0.95, 2.4  # a colon of which the reader is so sure is one unless that is clear


class _Mark(NamedTuple):
    """A dot or a comma: how much darker than paper it is in all, and how its ink is spread in height (pixels)."""

    weight: float
    spread: float


def stacked_dots(glyph: Glyph, grey: NDArray[np.uint8], level: float, em: float) -> str:
    """The character of a colon or semicolon: by its marks where these tell it, else as it was read.

    ``grey``: the line image (rows × columns); ``level``: below it is ink; ``em`` in its pixels. Of dots of three or
    four pixels the height tells little, their grey more: on some 500 signs of scans of 180 to 300 dpi, the weight of
    the lower mark times its spread was 0.4 to 1.9 of the upper one's for colons (2.2 where that was pale; the spread
    alone 1.3 at most), and 1.3 to 5 for semicolons.
    """
    marks = _marks(glyph, grey, level, em)
    if marks is None:
        return glyph.char
    upper, lower = marks
    higher = lower.spread / upper.spread
    larger = higher * lower.weight / upper.weight
    least = _CLEARLY if glyph.probability >= _SURE and glyph.char in ":：" else _TAIL
    if larger >= least and higher >= _HIGHER:
        return STACKED[glyph.char][1]
    return STACKED[glyph.char][0] if larger <= _NO_TAIL else glyph.char


def _marks(glyph: Glyph, grey: NDArray[np.uint8], level: float, em: float) -> tuple[_Mark, _Mark] | None:
    """The upper mark of a sign and the lower one; None where there are not two."""
    _, stats, _ = connected((grey < level + _LIGHTER * (PAPER - level)).astype(np.uint8))
    pieces = (s for s in stats[1:].tolist() if max(s[2:4]) <= _MARK_EM * em and s[3] >= _LEAST_PX)
    near = sorted((s for s in pieces if abs(s[0] + s[2] / 2 - glyph.x) <= _HALF_EM * em), key=lambda s: s[1])
    if len(near) != 2 or near[0][1] + near[0][3] >= near[1][1]:
        return None
    paper = float(np.median(grey[grey >= level])) - _GRAIN
    upper, lower = (_mark(grey, box, paper) for box in near)
    return (upper, lower) if min(*upper, *lower) > 0 else None


def _mark(grey: NDArray[np.uint8], box: list[int], paper: float) -> _Mark:
    x, y, wide, high = box[:4]
    part = grey[max(0, y - _AROUND_PX) : y + high + _AROUND_PX, max(0, x - _AROUND_PX) : x + wide + _AROUND_PX]
    dark = np.clip(paper - part, 0, None)
    weight = float(dark.sum())
    if not weight:
        return _Mark(0.0, 0.0)
    rows, places = dark.sum(axis=1), np.arange(len(dark))
    middle = float((rows * places).sum()) / weight
    return _Mark(weight, float(np.sqrt((rows * (places - middle) ** 2).sum() / weight)))
