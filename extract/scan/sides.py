"""Sides of a table whose levels were missed between them and the rest of it: a line as high as the table beside it.

Points of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame

_AS_HIGH_PT = 4.0  # the line's ends and the table's differ by no more
_BESIDE = 0.5  # of the table's width: a column that stands so near is the table's


def missed_sides(rules: Sequence[Rule], tables: Sequence[Frame]) -> list[Rule]:
    """The top and bottom rules that join such lines to their tables; the levels between them are then looked for."""
    return [rule for table in tables if len(table.ys) > 2 for rule in _joining(rules, table)]


def _joining(rules: Sequence[Rule], table: Frame) -> Iterator[Rule]:
    x0, y0, x1, y1 = table.bbox
    for rule in rules:
        as_high = abs(rule.start - y0) <= _AS_HIGH_PT and abs(rule.end - y1) <= _AS_HIGH_PT
        away = max(x0 - rule.position, rule.position - x1)
        if rule.axis == "v" and as_high and 0 < away <= _BESIDE * (x1 - x0):
            start, end = sorted((rule.position, x0 if rule.position < x0 else x1))
            for y in (y0, y1):
                yield Rule("h", y, start, end, rule.thickness)
