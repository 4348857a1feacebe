"""F8: whether the amounts say what they are amounts of."""

from __future__ import annotations

from collections.abc import Iterator

from shibiao.normalize.checks.facts import Facts
from shibiao.normalize.checks.registry import MEASURES, Violation, check


@check("F8")
def unit_known(facts: Facts) -> Iterator[Violation]:
    """Amounts without a unit cannot be compared with anything."""
    unknown = [
        f.amount for f in facts.form.funds if f.measure in MEASURES and f.amount.value is not None and f.unit is None
    ]
    if unknown:
        yield Violation(tuple(unknown), {})
