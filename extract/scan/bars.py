"""Dashes, hyphens and 一 in a line: how many bars are printed, and what each is by its width and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.lone_signs import HYPHEN_EM, Box, is_bar, replaced
from shibiao.extract.scan.word_pairs import is_chinese

DASHES = frozenset("-—–－")
_BARS = DASHES | frozenset("一~～ー_")  # what one bar is read as, twice
_DASH_EM = (0.75, 1.15)
_REACH = 0.15  # em: a bar's middle is told to so much
_BEHIND, _BEFORE = 0.3, 0.2  # em from a neighbour's middle: half of the narrowest
_LEVEL, _GAP = 0.1, 0.15  # em: pieces of one bar are on one level and close,
_UNLIKE = 0.8  # and of different lengths, where two hyphens are alike
_AFTER_DATES = frozenset("年月日")  # a period's dash stands behind these, before figures
_BREAKS = frozenset("，。、；：,;:")
_ONE, _ONE_AT_END = 0.8, 0.6  # how sure 一 is by its neighbours, and by the one before it alone


def with_bars_counted(glyphs: Sequence[Glyph], ink: NDArray[np.bool_], em: float) -> list[Glyph]:
    """A line's glyphs, those that are one bar of ink as one: the network, which sees wide lines squeezed, reads a long
    dash or 一 as two hyphens or three. ``ink``: the line's; ``em`` in its pixels."""
    found: list[Glyph] = []
    for are_bars, places in groupby(range(len(glyphs)), lambda place: glyphs[place].char in _BARS):
        first, *more = places
        end = first + 1 + len(more)
        one = _one_bar(glyphs, first, end, ink, em) if are_bars and more else None
        found += glyphs[first:end] if one is None else [one]
    return found


def as_bar(glyphs: Sequence[Glyph], index: int, ink: NDArray[np.bool_], em: float) -> Glyph:
    """A dash or a hyphen by how wide its bar is."""
    glyph = glyphs[index]
    labels, stats, _ = connected(ink.astype(np.uint8))
    x, reach = round(min(max(glyph.x, 0), ink.shape[1] - 1)), max(1, round(_REACH * em))
    near = np.unique(labels[:, max(0, x - reach) : x + reach + 1])
    bars = [box for box in (stats[i].tolist() for i in near if i) if is_bar(box, em)]
    return glyph if len(bars) != 1 else _by_width(glyphs, index, index + 1, bars[0][2] / em)


def _one_bar(glyphs: Sequence[Glyph], first: int, end: int, ink: NDArray[np.bool_], em: float) -> Glyph | None:
    """What glyphs from ``first`` to ``end`` are, if there is one bar only; None where there are more, or none."""
    left = glyphs[first - 1].x + _BEHIND * em if first else 0.0
    right = glyphs[end].x - _BEFORE * em if end < len(glyphs) else float(ink.shape[1])
    boxes = connected(ink.astype(np.uint8)).stats[1:].tolist()
    bars = sorted(b for b in boxes if is_bar(b, em) and left <= b[0] + b[2] / 2 <= right)
    if not bars or any(not _go_on(a, b, em) for a, b in pairwise(bars)):
        return None
    wide = (bars[-1][0] + bars[-1][2] - bars[0][0]) / em
    told = wide <= HYPHEN_EM[1] or _DASH_EM[0] <= wide <= _DASH_EM[1]  # two hyphens that touch are neither
    return _by_width(glyphs, first, end, wide) if told else None


def _go_on(bar: Box, other: Box, em: float) -> bool:
    """Whether two bars are pieces of one."""
    (x0, y0, wide0, high0, _), (x1, y1, wide1, high1, _) = bar, other
    level = abs(y0 + high0 / 2 - y1 - high1 / 2) <= _LEVEL * em
    return level and x1 - x0 - wide0 <= _GAP * em and min(wide0, wide1) <= _UNLIKE * max(wide0, wide1)


def _by_width(glyphs: Sequence[Glyph], first: int, end: int, wide: float) -> Glyph:
    """The first of some glyphs as what a bar is that stands in their place. ``wide``: the bar's width in em."""
    glyph = glyphs[first]
    before = glyphs[first - 1].char if first else ""
    after = glyphs[end].char if end < len(glyphs) else ""
    if _DASH_EM[0] <= wide <= _DASH_EM[1]:
        if (end - first > 1 or glyph.char != "—") and _is_one(before, after):
            return replaced(glyph, "一", _ONE if after else _ONE_AT_END)
        char = "—"
    else:
        char = "-" if wide <= HYPHEN_EM[1] else glyph.char
    return glyph if char == glyph.char else replaced(glyph, char)


def _is_one(before: str, after: str) -> bool:
    """Whether a long bar is 一 by its neighbours: a dash stands between figures, or behind a date."""
    if after:
        return is_chinese(after) and (not before or before in _BREAKS or is_chinese(before))
    return is_chinese(before) and before not in _AFTER_DATES
