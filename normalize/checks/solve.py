"""Solving an equation for one of its figures."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import NamedTuple

from shibiao.normalize.checks.equations import Instance
from shibiao.normalize.checks.evaluate import Scene, comparisons, number
from shibiao.normalize.checks.facts import places, plain
from shibiao.normalize.checks.figures import Figure


class Solution(NamedTuple):
    """A number for a figure, and how far rounding of the others may make it wrong."""

    slack: Decimal
    number: Decimal


def solutions(figure: Figure, group: Iterable[Instance]) -> list[Decimal]:
    """The numbers that make one of the equations hold, with the figure's printed decimals; the exactest first."""
    found = [
        solution
        for instance in group
        for equality in equalities(instance)
        for variant in instance.variants
        if (solution := _solved(equality, Scene(variant, exact=True), figure))
    ]
    return list(dict.fromkeys(solution.number for solution in sorted(found)))


def equalities(instance: Instance) -> list[ast.Compare]:
    """The equalities in what an equation states; none where it is an inequality."""
    tests = comparisons(instance.equation.test.tree)
    return [test for test in tests if len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)]


def rest(equality: ast.Compare, scene: Scene, key: Hashable, value: Decimal) -> Decimal | None:
    """The left side less the right one, with a number in the place of a figure; None where a figure is missing."""
    with_it = Scene(scene.figures, {key: value}, exact=True)
    left, right = number(equality.left, with_it), number(equality.comparators[0], with_it)
    return None if left is None or right is None else left.value - right.value


def _solved(equality: ast.Compare, scene: Scene, figure: Figure) -> Solution | None:
    """The figure's number for which both sides are the same; None where the figure is not linear in them."""
    start = figure.number
    first, second, third = (rest(equality, scene, figure.key, start + step) for step in range(3))
    if first is None or second is None or third is None:
        return None
    slope = second - first
    if not slope or third - second != slope:
        return None
    try:
        found = (start - first / slope).quantize(Decimal(1).scaleb(-_decimals(figure, scene)), ROUND_HALF_UP)
        found = found if places(start) else Decimal(plain(found))
        return Solution(_width(equality, scene, {figure.key: found}) / abs(slope), found)
    except DecimalException:
        return None


def _decimals(figure: Figure, scene: Scene) -> int:
    """The decimals of a figure; where it prints none, as many as the others do: 0 may stand for 89.974."""
    bounds = [bound if isinstance(bound, tuple) else (bound,) for bound in scene.figures.values()]
    return places(figure.number) or max(places(other.number) for bound in bounds for other in bound)


def _width(equality: ast.Compare, scene: Scene, override: dict[Hashable, Decimal]) -> Decimal:
    """How far the sides may lie apart."""
    solved = Scene(scene.figures, override)
    sides = [number(side, solved) for side in (equality.left, *equality.comparators)]
    return sum((side.high - side.low for side in sides if side is not None), Decimal(0))
