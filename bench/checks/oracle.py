"""Which changes can be seen at all: a form's sums worked out here, plainly, not by the rules that are measured.

Each equation is told as two sides and how far rounding may hold them apart. A figure is checkable when it stands in one
whose other figures are all printed; a change of it can be seen when some equation's sides come to lie further apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from bench.checks.spots import Spot
from shibiao.normalize.labels import split_weight
from shibiao.normalize.values import parse_span
from shibiao.schemas.records import Form, Value

_MONEY = ("amount", "initial_budget", "budget", "executed")
_SOURCES = ("fiscal", "carry_over", "other")


class Equality(NamedTuple):
    """``left`` and ``right`` may be ``slack`` apart; ``cells``: where its figures stand."""

    left: Decimal
    right: Decimal
    slack: Decimal
    cells: frozenset[str]

    @property
    def is_broken(self) -> bool:
        """Whether rounding cannot explain it."""
        return abs(self.left - self.right) > self.slack


def equalities(form: Form) -> list[Equality]:
    """The equations of a form whose figures are all printed."""
    return [*_sources(form), *_panes(form), *_execution(form), *_weights(form), *_scores(form), *_term(form)]


def is_checkable(spot: Spot, found: Iterable[Equality]) -> bool:
    """Whether a figure stands in any of a form's equations."""
    return any(spot.cell in equality.cells for equality in found)


def can_be_seen(spot: Spot, after: Iterable[Equality]) -> bool:
    """Whether an equation that the figure stands in does not hold with it changed."""
    return any(spot.cell in equality.cells and equality.is_broken for equality in after)


def _number(value: Value | None) -> Decimal | None:
    if value is None or not value.value or not value.value.replace(".", "", 1).isdecimal():
        return None
    return Decimal(value.value)


def _half(number: Decimal, always: bool = False) -> Decimal:
    exponent = int(number.as_tuple().exponent)
    return Decimal(5).scaleb(exponent - 1) if exponent < 0 or always else Decimal(0)


def _amounts(form: Form) -> dict[tuple[str, str, str], Value]:
    return {(f.pane, f.item, f.measure): f.amount for f in form.funds if _number(f.amount) is not None}


def _sum(parts: list[Value], whole: Value, more: Decimal | None = None) -> Iterator[Equality]:
    numbers, total = [_number(part) for part in parts], _number(whole)
    known = [number for number in numbers if number is not None]
    if total is None or not known or len(known) != len(numbers):
        return
    cells = frozenset(value.cell or "" for value in (*parts, whole))
    slack = sum(map(_half, [*known, total]), Decimal(0))
    yield Equality(sum(known, more or Decimal(0)), total, slack, cells)


def _sources(form: Form) -> Iterator[Equality]:
    amounts = _amounts(form)
    for pane in ("mid_term", "annual"):
        for measure in _MONEY:
            parts = [amounts[pane, item, measure] for item in _SOURCES if (pane, item, measure) in amounts]
            whole = amounts.get((pane, "total", measure))
            if whole is not None and parts:
                yield from _sum(parts, whole)


def _panes(form: Form) -> Iterator[Equality]:
    """A project of one year has one total."""
    amounts, term = _amounts(form), form.fields.get("project_term")
    both = [amounts.get((pane, "total", "amount")) for pane in ("mid_term", "annual")]
    if term is None or parse_span(term.value or "").years != 1 or both[0] is None or both[1] is None:
        return
    yield from _sum([both[1]], both[0])


def _execution(form: Form) -> Iterator[Equality]:
    amounts = _amounts(form)
    for item in ("total", *_SOURCES):
        figures = [amounts.get(("annual", item, name)) for name in ("budget", "executed", "execution_rate")]
        budget, executed, rate = (_number(figure) for figure in figures)
        if budget is None or executed is None or rate is None or not budget:
            continue
        cells = frozenset(figure.cell or "" for figure in figures if figure)
        half = _half(rate, always=True)
        yield Equality(
            executed * 100, budget * rate, 100 * _half(executed) + _half(budget) * (rate + half) + budget * half, cells
        )


def _weights(form: Form) -> Iterator[Equality]:
    weights = list({i.weight.cell: i.weight for i in form.indicators if i.weight is not None}.values())
    rate = _amounts(form).get(("annual", "total", "weight"))
    hundred = Value(value="100", raw="100", confidence=1.0)
    if weights and rate is not None:
        yield from _sum([*weights, rate], hundred)
    for raw in dict.fromkeys(i.level1.raw for i in form.indicators if i.level1 is not None):
        group = [i for i in form.indicators if i.level1 is not None and i.level1.raw == raw and i.weight is not None]
        printed, level1 = split_weight(raw)[1], group[0].level1 if group else None
        if printed is not None and level1 is not None:
            whole = level1.model_copy(update={"value": printed})
            yield from _sum(list({i.weight.cell: i.weight for i in group if i.weight}.values()), whole)


def _scores(form: Form) -> Iterator[Equality]:
    scores = [i.score for i in form.indicators if i.score is not None]
    rate, total = _amounts(form).get(("annual", "total", "score")), form.fields.get("total_score")
    if scores and len(scores) == len(form.indicators) and rate is not None and total is not None:
        yield from _sum([*scores, rate], total)


def _term(form: Form) -> Iterator[Equality]:
    term = form.fields.get("project_term")
    years = parse_span(term.value or "").years if term is not None else None
    goal = next((g for g in form.goals if g.pane == "mid_term" and g.period is not None), None)
    if term is None or years is None or goal is None or goal.period is None:
        return
    cells = frozenset({term.cell or "", goal.text.cell or ""})
    yield Equality(Decimal(years), Decimal(goal.period.end - goal.period.start + 1), Decimal(0), cells)
