"""F1 to F4 and F8: the funds block against itself and the term."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import Facts, decimal, in_unit, places, plain
from shibiao.normalize.checks.registry import PANES, Said, Violation, Words, check
from shibiao.schemas.records import FundRecord, Pane

_PARTS = ("fiscal", "upper_level", "carry_over", "own", "other")
_MEASURES = {
    "amount": Said("", "amount"),
    "initial_budget": Said("年初预算数", "initial budget"),
    "budget": Said("全年预算数", "budget"),
    "executed": Said("全年执行数", "executed"),
}
_INSIDE = {"upper_level": "fiscal", "own": "other"}  # printed as a part of that item in some forms
_LEAST_TOLERANCE = Decimal("0.01")


@check("F1")
def parts_make_total(facts: Facts) -> Iterator[Violation]:
    """Sources printed add up to the total. Blank sources are not zeros: with none printed nothing is checked."""
    for pane in facts.panes:
        for measure, name in _MEASURES.items():
            total = facts.funds.get((pane, "total", measure))
            parts = [f for item in _PARTS if (f := facts.funds.get((pane, item, measure)))]
            printed = [f for f in parts if f.amount.value is not None]
            if total is None or total.amount.value is None or not printed:
                continue
            if any(f.amount.value is None and f.amount.raw for f in parts):
                continue  # a part that could not be read
            violation = _sum_violation(pane, name, total, printed)
            if violation:
                yield violation


def _sum_violation(pane: Pane, measure: Said, total: FundRecord, parts: list[FundRecord]) -> Violation | None:
    amounts = [in_unit(d, f.unit, total.unit) for f in parts if (d := decimal(f.amount.value)) is not None]
    whole = decimal(total.amount.value)
    known = [a for a in amounts if a is not None]
    if whole is None or len(known) != len(parts):
        return None
    if _is_total(whole, known) or _is_total(whole, _outer(parts, known)):
        return None
    words: Words = {
        "pane": PANES[pane],
        "measure": measure,
        "parts": " + ".join(plain(a) for a in known),
        "sum": plain(sum(known, Decimal(0))),
        "total": plain(whole),
        "unit": total.unit or "?",
    }
    return Violation((total.amount, *(f.amount for f in parts)), words)


def _outer(parts: list[FundRecord], amounts: list[Decimal]) -> list[Decimal]:
    """The amounts without those that may be a part of another one."""
    items = {f.item for f in parts}
    return [a for f, a in zip(parts, amounts, strict=True) if _INSIDE.get(f.item) not in items]


def _is_total(total: Decimal, parts: list[Decimal]) -> bool:
    return abs(sum(parts, Decimal(0)) - total) <= tolerance(total, parts)


def tolerance(total: Decimal, parts: list[Decimal]) -> Decimal:
    """What rounding may account for: half of the total's last digit where the parts are printed more finely."""
    printed = places(total)
    if parts and max(map(places, parts)) > printed:
        return max(_LEAST_TOLERANCE, Decimal(5).scaleb(-printed - 1))
    return _LEAST_TOLERANCE if printed >= 2 else Decimal(0)


def _totals(facts: Facts) -> tuple[FundRecord, FundRecord, Decimal, Decimal] | None:
    """Both panes' totals and their amounts, the year's in the medium term's unit."""
    mid, annual = facts.total("mid_term"), facts.total("annual")
    if mid is None or annual is None:
        return None
    first, second = decimal(mid.amount.value), decimal(annual.amount.value)
    second = in_unit(second, annual.unit, mid.unit) if second is not None else None
    return None if first is None or second is None else (mid, annual, first, second)


@check("F2")
def year_within_term(facts: Facts) -> Iterator[Violation]:
    """The year's total is not above the medium term's. A pane that was left empty prints 0 and says nothing."""
    totals = _totals(facts)
    unused = totals is not None and totals[2] == 0 and not facts.by_pane["mid_term"]
    if totals and totals[3] > totals[2] and not unused:
        yield Violation(
            (totals[1].amount, totals[0].amount), {"annual": plain(totals[3]), "mid_term": plain(totals[2])}
        )


@check("F3")
def one_year_equal(facts: Facts) -> Iterator[Violation]:
    """A one-year project has the same total in both panes."""
    totals = _totals(facts)
    if totals and facts.term.years == 1 and totals[2] != totals[3]:
        values = (totals[0].amount, totals[1].amount, facts.form.fields.get("project_term"))
        yield Violation(values, {"mid_term": plain(totals[2]), "annual": plain(totals[3])})


@check("F4")
def several_years_more(facts: Facts) -> Iterator[Violation]:
    """A project of several years does not have just one year's money."""
    totals = _totals(facts)
    if totals and (facts.term.years or 0) > 1 and totals[2] == totals[3] != 0:
        values = (totals[0].amount, totals[1].amount, facts.form.fields.get("project_term"))
        yield Violation(values, {"years": str(facts.term.years), "annual": plain(totals[3])})


@check("F8")
def unit_known(facts: Facts) -> Iterator[Violation]:
    """Amounts without a unit cannot be compared with anything."""
    unknown = [
        f.amount for f in facts.form.funds if f.measure in _MEASURES and f.amount.value is not None and f.unit is None
    ]
    if unknown:
        yield Violation(tuple(unknown), {})
