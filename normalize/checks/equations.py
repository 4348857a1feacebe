"""The equations of ``checks.yaml`` asked of a form, and those that fail put into words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from shibiao.normalize.checks.binding import Bindings, bindings_of
from shibiao.normalize.checks.evaluate import Scene, comparisons, number, truth
from shibiao.normalize.checks.facts import Facts, plain
from shibiao.normalize.checks.figures import Figure, Interval
from shibiao.normalize.checks.registry import Said, Words
from shibiao.normalize.checks.scopes import Place, places_of
from shibiao.schemas.checks import CheckRule, Equation
from shibiao.schemas.records import Value

_NOT_READ = "?"
_CENT = Decimal("0.01")
Override = Mapping[Hashable, Decimal]
_AS_PRINTED: Override = {}


@dataclass(frozen=True)
class Instance:
    """One equation at one place of a form. ``variants``: all that its names may stand for."""

    rule: str
    equation: Equation
    place: Place
    variants: tuple[Bindings, ...]
    unit: str | None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The printed figures, each once, in the order of the names."""
        found: dict[Hashable, Figure] = {}
        for bound in self.variants[0].values():
            for figure in bound if isinstance(bound, tuple) else (bound,):
                found.setdefault(figure.key, figure)
        found.pop(None, None)
        return tuple(found.values())

    @cached_property
    def keys(self) -> frozenset[Hashable]:
        """The places of its figures."""
        return frozenset(figure.key for figure in self.figures)

    @cached_property
    def is_kept(self) -> bool | None:
        """Whether it holds as printed; None where that cannot be told or it is not asked."""
        return self.verdict(_AS_PRINTED)

    def verdict(self, override: Override) -> bool | None:
        """The same with other numbers at some places."""
        verdicts = [self._in(variant, override) for variant in self.variants]
        return True if True in verdicts else False if False in verdicts else None

    def _in(self, variant: Bindings, override: Override) -> bool | None:
        condition = self.equation.condition
        if condition is not None and truth(condition.tree, Scene(variant, override, exact=True)) is not True:
            return None
        return truth(self.equation.test.tree, Scene(variant, override))

    @cached_property
    def values(self) -> tuple[Value | None, ...]:
        """What the finding rests on."""
        return tuple(figure.value for figure in self.figures)

    def words(self) -> Words:
        """What the message may say: every name, both sides, and what the scope gives."""
        variant = self.variants[0]
        said: dict[str, str | Said] = dict.fromkeys(self.equation.values, _NOT_READ)
        said |= {name: _shown(bound) for name, bound in variant.items()}
        first = next(comparisons(self.equation.test.tree))
        for name, side in (("left", first.left), ("right", first.comparators[0])):
            said[name] = _plain(number(side, Scene(variant, exact=True)))
        for name, expression in zip(self.equation.shows, self.equation.shown, strict=True):
            said[name] = _plain(number(expression.tree, Scene(variant, exact=True)), rounded=True)
        said["unit"] = self.unit or _NOT_READ
        said |= {name: Said(wording.zh, wording.en) for name, wording in self.equation.words.items()}
        return said | dict(self.place.words)


def instances(rules: Iterable[tuple[str, CheckRule]], facts: Facts) -> Iterator[Instance]:
    """All equations of these rules at all places of a form where their figures can be had."""
    for rule_id, rule in rules:
        for equation in rule.equations:
            for place in places_of(equation.each, facts):
                variants, unit = bindings_of(equation, place, facts)
                if variants and variants[0]:
                    yield Instance(rule_id, equation, place, tuple(variants), unit)


def _shown(bound: Figure | tuple[Figure, ...]) -> str:
    figures = bound if isinstance(bound, tuple) else (bound,)
    return " + ".join(plain(figure.number * figure.scale) for figure in figures)


def _plain(found: Interval | None, rounded: bool = False) -> str:
    if found is None:
        return _NOT_READ
    return f"{found.value.quantize(_CENT)}" if rounded and abs(found.value) < 10**20 else plain(found.value)
