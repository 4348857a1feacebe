"""Counting: what became of every single wrong digit."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from bench.checks.oracle import can_be_seen, equalities, is_checkable
from bench.checks.spots import Spot, corrupted, spots_of
from shibiao.normalize.checks import run_checks
from shibiao.normalize.checks.facts import plain
from shibiao.schemas.checks import load_checks
from shibiao.schemas.records import FindingRecord, Form

_MOST_EXAMPLES = 12


@dataclass
class Tally:
    """Counts by kind of figure. ``seen``: what became of changes; ``missed``, ``wrong``, ``other``: examples."""

    cells: Counter[str] = field(default_factory=Counter)
    seen: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    clean: Counter[str] = field(default_factory=Counter)
    forms: int = 0
    false_alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def arithmetic(findings: Iterable[FindingRecord]) -> list[FindingRecord]:
    """The findings of rules that are stated as equations."""
    rules = load_checks()
    return [f for f in findings if f.rule in rules and rules[f.rule].equations]


def measure(forms: Iterable[Form], seed: int) -> Tally:
    """Every figure of every form made wrong, a digit at a time."""
    tally, rng = Tally(), random.Random(seed)
    for form in forms:
        tally.forms += 1
        alarms = [f for f in arithmetic(run_checks(form)) if f.severity != "info"]
        tally.false_alarms += [f"{form.source.name}: {f.rule} {f.message}" for f in alarms]
        for spot in spots_of(form):
            _measure_spot(form, spot, rng.randrange(10**6), tally)
    return tally


def measure_pairs(forms: Iterable[Form], seed: int, pairs: int) -> Counter[str]:
    """Two figures of a form wrong at once, at random: how often it is flagged, and what is suggested then."""
    counts, rng = Counter[str](), random.Random(seed)
    for form in forms:
        spots = [spot for spot in spots_of(form) if is_checkable(spot, equalities(form))]
        for _ in range(pairs):
            two = rng.sample(spots, 2)
            wrong = form
            for spot in two:
                wrong = corrupted(wrong, spot, rng.choice(list(spot.corruptions(rng.randrange(1000)))))
            if not any(can_be_seen(spot, equalities(wrong)) for spot in two):
                continue
            found = arithmetic(run_checks(wrong))
            suggested = {(f.suggestion.cell, f.suggestion.value) for f in found if f.suggestion is not None}
            counts["pairs"] += 1
            counts["flagged"] += bool(found)
            counts["suggestions"] += len(suggested)
            counts["right"] += len(suggested & {(spot.cell, spot.text) for spot in two})
    return counts


def _measure_spot(form: Form, spot: Spot, pick: int, tally: Tally) -> None:
    if not is_checkable(spot, equalities(form)):
        tally.cells["not checkable: " + spot.kind] += 1
        return
    tally.cells[spot.kind] += 1
    known = {(f.rule, f.cells) for f in arithmetic(run_checks(form))}
    for text in spot.corruptions(pick):
        wrong = corrupted(form, spot, text)
        found = [f for f in arithmetic(run_checks(wrong)) if (f.rule, f.cells) not in known]
        for what in _became(form, spot, text, wrong, found, tally):
            tally.seen[spot.kind][what] += 1


def _became(form: Form, spot: Spot, text: str, wrong: Form, found: list[FindingRecord], tally: Tally) -> Iterator[str]:
    """What became of one change: a word for each column of the report."""
    yield "changes"
    example = f"{form.source.name} {spot.kind} {spot.cell} {spot.text} → {text}"
    flagged = any(spot.cell in f.cells for f in found)
    if not can_be_seen(spot, equalities(wrong)):
        yield "not visible, flagged" if flagged else "not visible"
        return
    yield "flagged" if flagged else "missed"
    if not flagged:
        tally.missed += [example] if len(tally.missed) < _MOST_EXAMPLES else []
        return
    suggestions = {(f.suggestion.cell, f.suggestion.value) for f in found if f.suggestion is not None}
    if not suggestions:
        yield "listed" if any(f"{_plain(text)} → {_plain(spot.text)}" in f.message for f in found) else "not located"
    elif {cell for cell, _ in suggestions} != {spot.cell}:
        yield "wrong cell"
        tally.wrong += [f"{example}: {sorted(suggestions)}"] if len(tally.wrong) < _MOST_EXAMPLES else []
    else:
        yield "right cell"
        if suggestions == {(spot.cell, spot.text)}:
            yield "right value"
        else:
            tally.other += [f"{example}: {sorted(suggestions)}"] if len(tally.other) < _MOST_EXAMPLES else []


def _plain(text: str) -> str:
    """The number of a text as messages write it."""
    digits = "".join(c for c in text if c.isdecimal() or c == ".")
    return plain(Decimal(digits))
