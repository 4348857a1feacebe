"""Printed figures as the arithmetic sees them: an exact decimal, and how far the truth may lie from what is printed.

A figure printed with decimals was rounded to them: the truth lies within half of its last digit. So does a whole number
that was worked out; one that was counted is exact. Sums, products and quotients of such figures are intervals, and an
equation fails where the intervals of its sides do not touch: that is what rounding cannot explain, whatever the number
of addends (``docs/checks.md`` derives it).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from shibiao.normalize.checks.facts import decimal, in_unit, places
from shibiao.normalize.checks.registry import Said
from shibiao.schemas.checks import Precision
from shibiao.schemas.records import Value

ONE = Decimal(1)
ZERO = Decimal(0)


class Interval(NamedTuple):
    """A number, and the bounds between which the truth lies, both included."""

    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure.

    ``number`` as printed; ``scale`` brings it to the unit of its equation; ``half``: how far the truth may be, in
    printed units. ``unit``: of money, else None. ``item``: of the funds block. ``where``: what the form calls it.
    """

    number: Decimal
    half: Decimal
    value: Value | None
    where: Said
    unit: str | None = None
    is_money: bool = False
    scale: Decimal = ONE
    item: str | None = None

    @property
    def key(self) -> Hashable:
        """The printed place: a cell merged over several rows is one, two figures glued into one cell are two."""
        if self.value is None:
            return None
        return (self.value.cell, self.value.value) if self.value.cell is not None else id(self.value)

    @property
    def last_digit(self) -> Decimal:
        """What one of the last printed digit is worth in the equation's unit."""
        return ONE.scaleb(-places(self.number)) * self.scale

    def interval(self, override: Mapping[Hashable, Decimal], exact: bool) -> Interval:
        """The figure, or what stands for it, in the equation's unit."""
        number = override.get(self.key, self.number) if override else self.number
        scaled = number * self.scale
        if exact or not self.half:
            return Interval(scaled, scaled, scaled)
        half = self.half * self.scale
        return Interval(scaled, scaled - half, scaled + half)


Bound = Figure | tuple[Figure, ...]


def printed_figure(
    value: Value | None,
    where: Said,
    precision: Precision = "counted",
    *,
    unit: str | None = None,
    is_money: bool = False,
) -> Figure | None:
    """The figure of a value, None where it is no plain number."""
    number = decimal(value.value) if value is not None else None
    if number is None:
        return None
    return Figure(number, half_digit(number, precision == "rounded"), value, where, unit, is_money)


def half_digit(number: Decimal, is_rounded: bool = False) -> Decimal:
    """Half of the last printed digit; nothing for a whole number, unless it is one that was ``is_rounded``."""
    return Decimal(5).scaleb(-places(number) - 1) if is_rounded or places(number) else ZERO


def exact_figure(number: int | Decimal, value: Value | None, where: Said) -> Figure:
    """A number that is not read off as a decimal: a year, a count."""
    return Figure(Decimal(number), ZERO, value, where)


def in_one_unit(bindings: dict[str, Bound], wanted: str | None) -> dict[str, Bound] | None:
    """The figures with all money in ``wanted``; None where an amount's unit cannot be converted."""
    done: dict[str, Bound] = {}
    for name, bound in bindings.items():
        scaled = [_scaled(figure, wanted) for figure in (bound if isinstance(bound, tuple) else (bound,))]
        known = tuple(figure for figure in scaled if figure is not None)
        if len(known) != len(scaled):
            return None
        done[name] = known if isinstance(bound, tuple) else known[0]
    return done


def _scaled(figure: Figure, wanted: str | None) -> Figure | None:
    if not figure.is_money or figure.unit == wanted:
        return figure
    scale = in_unit(ONE, figure.unit, wanted)
    return None if scale is None else replace(figure, scale=scale)


def as_result(figure: Figure, addends: tuple[Figure, ...]) -> Figure:
    """The result of a sum: where what is added is printed more finely, it was rounded, whole or not."""
    if any(addend.last_digit < figure.last_digit for addend in addends):
        return replace(figure, half=half_digit(figure.number, is_rounded=True))
    return figure
