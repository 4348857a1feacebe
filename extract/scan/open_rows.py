"""The first and the last row of a table that has no outer borders: nothing but the stubs of the lines between its
columns shows that there is one more. Points of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.ruling import TOUCH_PT, Frame
from shibiao.extract.scan.contrast import Seen
from shibiao.extract.scan.inked import rows_about
from shibiao.extract.scan.strokes import Mask, ranges_of

_LOWEST_PT, _HIGHEST_PT = 8.0, 40.0  # of a row
_GAP_PT = 4.4  # between two dashes, or a dash and the crossing
_BESIDE_PT, _LEAST_PAPER = 2.6, 0.9  # so far to either side there is paper, along so much of the way
_THIN = 0.5


def open_rows(page: Seen, rules: Sequence[Rule], tables: Sequence[Frame]) -> list[Rule]:
    """The stubs beyond the first and the last rule of tables whose own sides are not drawn."""
    open_ones = [table for table in tables if _is_open(rules, table)]
    upright = page.turned if open_ones else page
    return [stub for table in open_ones for stub in _stubs(upright, rules, table)]


def _is_open(rules: Sequence[Rule], table: Frame) -> bool:
    """Whether neither the left nor the right side of a table is drawn."""
    x0, y0, x1, y1 = table.bbox
    return not any(
        rule.axis == "v"
        and rule.start < y1
        and y0 < rule.end
        and min(abs(rule.position - x0), abs(rule.position - x1)) <= TOUCH_PT
        for rule in rules
    )


def _stubs(upright: Seen, rules: Sequence[Rule], table: Frame) -> Iterator[Rule]:
    for edge, away in ((table.ys[0], -1), (table.ys[-1], 1)):
        drawn = any(rule.axis == "h" and abs(rule.position - edge) <= TOUCH_PT for rule in rules)
        for x in table.xs[1:-1] if drawn else ():
            length = _stub(upright, x, edge, away)
            if length:
                start, end = sorted((edge, edge + away * length))
                yield Rule("v", x, start, end, _THIN)


def _stub(upright: Seen, x: float, edge: float, away: int) -> float:
    """How far a line goes on beyond the table's first or last rule, upwards (``away`` -1) or downwards; 0 for less than
    a row, or more."""
    per_pt = upright.per_pt
    start, end = sorted((round(edge * per_pt), round((edge + away * (_HIGHEST_PT + _GAP_PT)) * per_pt)))
    start, end = max(0, start), min(end, upright.dark.shape[1])
    best = 0.0
    for place, inked in rows_about(upright, x, start, end):
        length = _reach(inked[::away], per_pt)
        if length > max(best, _LOWEST_PT) and length <= _HIGHEST_PT:
            way = slice(*sorted((round(edge * per_pt), round((edge + away * length) * per_pt))))
            if all(_is_paper(upright.dark[:, way], place + side * _BESIDE_PT, per_pt) for side in (-1, 1)):
                best = length
    return best


def _is_paper(dark: Mask, place: float, per_pt: float) -> bool:
    """Whether hardly any ink stands in a row of pixels."""
    row = min(max(0, round(place * per_pt)), len(dark) - 1)
    return float((dark[row] == 0).mean()) >= _LEAST_PAPER


def _reach(inked: NDArray[np.bool_], per_pt: float) -> float:
    """How far ink goes on from a rule at the beginning, over the gaps of dashes."""
    reached = 0
    for first, last in ranges_of(inked):
        if first - reached > _GAP_PT * per_pt:
            break
        reached = last
    return reached / per_pt
