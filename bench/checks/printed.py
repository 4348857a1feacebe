"""A wrong digit that is really printed: the PDF is made with it, and read as any other."""

from __future__ import annotations

import random
from dataclasses import replace

from bench.checks.clean import from_pdfs, invented
from bench.checks.measure import arithmetic
from samples.content import Fund, SampleForm


def measure_printed(seed: int, count: int) -> tuple[int, int, int]:
    """Forms flagged, forms whose suggestion is the right value, forms in all."""
    rng = random.Random(seed)
    wrong = [_with_wrong_digit(form, rng) for form in invented(seed, count)]
    flagged = named = 0
    for form, (_, right) in zip(from_pdfs((form for form, _ in wrong), seed), wrong, strict=True):
        found = arithmetic(form.findings)
        flagged += any(f.severity == "error" for f in found)
        named += {f.suggestion.value for f in found if f.suggestion is not None} == {right}
    return flagged, named, len(wrong)


def _with_wrong_digit(form: SampleForm, rng: random.Random) -> tuple[SampleForm, str]:
    """The form with one digit before the decimal point of one amount of a pane's total changed, and what it was."""
    funds = [f for f in form.funds if f.item == "total" and f.measure in ("amount", "budget", "executed")]
    chosen = rng.choice([f for f in funds if f.amount and float(f.amount)])
    amount = chosen.amount or ""
    place = rng.randrange(amount.index("."))
    digit = str((int(amount[place]) + rng.randint(1, 9)) % 10)
    other = replace(chosen, amount=amount[:place] + digit + amount[place + 1 :])
    return replace(form, funds=tuple(_put(fund, chosen, other) for fund in form.funds)), amount


def _put(fund: Fund, chosen: Fund, other: Fund) -> Fund:
    return other if fund == chosen else fund
