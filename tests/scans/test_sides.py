"""A line as high as the table, and beside it, is the table's side."""

from __future__ import annotations

from shibiao.extract.model import Rule
from shibiao.extract.ruling import frames
from shibiao.extract.scan.sides import missed_sides

YS = (100.0, 150.0, 200.0, 250.0)


def table(*more: Rule) -> list[Rule]:
    """A table from x 100 to 400, and more lines."""
    level = [Rule("h", y, 100.0, 400.0, 0.6) for y in YS]
    return [*level, *(Rule("v", x, YS[0], YS[-1], 0.6) for x in (100.0, 250.0, 400.0)), *more]


def test_a_line_as_high_as_the_table_beside_it_becomes_its_side() -> None:
    rules = table(Rule("v", 60.0, 101.0, 249.5, 0.6))
    (frame,) = frames([*rules, *missed_sides(rules, frames(rules))])
    assert frame.xs[0] == 60.0
    assert len(frame.ys) == len(YS)


def test_a_lower_line_or_a_far_one_is_none() -> None:
    for other in (Rule("v", 60.0, 101.0, 210.0, 0.6), Rule("v", 600.0, 100.0, 250.0, 0.6)):
        rules = table(other)
        assert not missed_sides(rules, frames(rules))
