"""Working out an expression of ``checks.yaml`` over a form's figures.

What is missing makes what needs it undecided (None), never false: a check is silent where it does not know.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from itertools import pairwise

from shibiao.normalize.checks.figures import Bound, Figure, Interval

_NOTHING: Mapping[Hashable, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Scene:
    """Figures by name. ``override``: other numbers for printed places; ``exact``: as printed, without tolerance."""

    figures: Mapping[str, Bound]
    override: Mapping[Hashable, Decimal] = field(default_factory=lambda: _NOTHING)
    exact: bool = False


def truth(node: ast.expr, scene: Scene) -> bool | None:
    """Whether an expression is so; None where that cannot be told."""
    match node:
        case ast.Compare():
            return _chain(node, scene)
        case ast.BoolOp():
            found = [truth(value, scene) for value in node.values]
            decisive = isinstance(node.op, ast.Or)
            if decisive in found:
                return decisive
            if decisive:  # of several ways to be right, those that cannot be tried do not count
                return False if False in found else None
            return None if None in found else True
        case ast.UnaryOp():
            found_one = truth(node.operand, scene)
            return None if found_one is None else not found_one
        case ast.Call(args=[ast.Name(id=name)]):
            return name in scene.figures
    raise TypeError(ast.dump(node))


def number(node: ast.expr, scene: Scene) -> Interval | None:
    """A number and its bounds; None where a figure is missing, or a divisor may be 0."""
    match node:
        case ast.Constant(value=value):
            constant = Decimal(str(value))
            return Interval(constant, constant, constant)
        case ast.Name(id=name):
            figure = scene.figures.get(name)
            return figure.interval(scene.override, scene.exact) if isinstance(figure, Figure) else None
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Name(id=name)]):
            return _sum(scene, name)
        case ast.Call(func=ast.Name(id=function)):
            return _extreme(function == "min", [number(argument, scene) for argument in node.args])
        case ast.UnaryOp():
            inner = number(node.operand, scene)
            return None if inner is None else Interval(-inner.value, -inner.high, -inner.low)
        case ast.BinOp():
            left, right = number(node.left, scene), number(node.right, scene)
            return None if left is None or right is None else _combined(node.op, left, right)
    raise TypeError(ast.dump(node))


def comparisons(node: ast.expr) -> Iterator[ast.Compare]:
    """All comparisons in an expression, in the order of reading."""
    if isinstance(node, ast.Compare):
        yield node
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from comparisons(value)


def _chain(node: ast.Compare, scene: Scene) -> bool | None:
    sides = [number(side, scene) for side in (node.left, *node.comparators)]
    known = [side for side in sides if side is not None]
    if len(known) != len(sides):
        return None
    return all(_compared(op, *pair) for op, pair in zip(node.ops, pairwise(known), strict=True))


def _compared(op: ast.cmpop, left: Interval, right: Interval) -> bool:
    """Whether two numbers may be so: for an inequality the bounds that favour it are compared."""
    match op:
        case ast.Eq():
            return left.low <= right.high and right.low <= left.high
        case ast.NotEq():
            return left.value != right.value
        case ast.LtE():
            return left.low <= right.high
        case ast.GtE():
            return left.high >= right.low
        case ast.Lt():
            return left.low < right.high
    return left.high > right.low


def _sum(scene: Scene, name: str) -> Interval | None:
    figures = scene.figures.get(name)
    if not isinstance(figures, tuple) or not figures:
        return None
    parts = [figure.interval(scene.override, scene.exact) for figure in figures]
    return Interval(*(sum(bounds, Decimal(0)) for bounds in zip(*parts, strict=True)))


def _extreme(least: bool, found: list[Interval | None]) -> Interval | None:
    known = [interval for interval in found if interval is not None]
    if len(known) != len(found):
        return None
    return Interval(*(min(bounds) if least else max(bounds) for bounds in zip(*known, strict=True)))


def _combined(op: ast.operator, left: Interval, right: Interval) -> Interval | None:
    match op:
        case ast.Add():
            return Interval(left.value + right.value, left.low + right.low, left.high + right.high)
        case ast.Sub():
            return Interval(left.value - right.value, left.low - right.high, left.high - right.low)
        case ast.Mult():
            products = [a * b for a in left[1:] for b in right[1:]]
            return Interval(left.value * right.value, min(products), max(products))
    if right.low <= 0 <= right.high:
        return None
    try:
        quotients = [a / b for a in left[1:] for b in right[1:]]
        return Interval(left.value / right.value, min(quotients), max(quotients))
    except DecimalException:
        return None
