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


def test_one_line_that_goes_further_than_the_others_does_not_lengthen_a_table_without_a_foot() -> None:
    """It runs into an upright stroke of the line of text below: that line was the last row's."""
    ends = (300.0, 300.4, 299.8, 300.0, 309.0)
    upright = [Rule("v", 100.0 + 75 * n, 100.0, end, 0.6) for n, end in enumerate(ends)]
    level = [Rule("h", y, 100.0, 400.0, 0.6) for y in YS]
    (frame,) = frames([*level, *upright])
    assert abs(frame.ys[-1] - 300.0) < 1
    (lower,) = frames([*level, *upright[3:], Rule("v", 100.0, 100.0, 309.0, 0.6)])
    assert lower.ys[-1] == 309.0
