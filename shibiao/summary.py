"""What a run came to, as figures: forms by family, repairs by kind with examples, findings by rule."""

from __future__ import annotations

import json
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shibiao.export.repairs import repairs
from shibiao.reading import Run

if TYPE_CHECKING:
    from shibiao.schemas.records import Form

CONFIDENCE_STEPS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)
_SEVERITIES = ("error", "warning", "info")
_MOST_EXAMPLES = 5_000  # different repairs of which the figures are kept one by one
Change = tuple[str, str, str | None]  # status, printed, believed


class RepairKind(NamedTuple):
    """A status, how many cells have it, and different examples (printed, believed), most frequent first."""

    status: str
    times: int
    examples: tuple[tuple[str, str | None], ...]


class RuleCount(NamedTuple):
    """A rule that is not met: how often, and the first message as an example."""

    rule: str
    severity: str
    times: int
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run. ``cells`` counts the grid's cells, ``repairs`` each cell once."""

    converted: int
    duplicates: int
    forms: int
    cells: int
    families: tuple[tuple[str, int], ...]
    repairs: tuple[RepairKind, ...]
    findings: tuple[RuleCount, ...]


class Tally:
    """The figures of forms, added up form by form: those of parts of an archive give those of the whole."""

    def __init__(self) -> None:
        self.forms = self.cells = 0
        self.families: Counter[str] = Counter()
        self.repairs: Counter[Change] = Counter()
        self.findings: Counter[tuple[str, str]] = Counter()
        self.messages: dict[tuple[str, str], str] = {}
        self.confidence = [0] * len(CONFIDENCE_STEPS)

    def add(self, form: Form) -> None:
        """Count a form."""
        self.forms += 1
        self.cells += len(form.cells)
        self.families[form.family] += 1
        # A level cell serves several indicators: the cell is what was repaired, once.
        self.repairs.update(
            {
                (v.cell or where, v.status, v.raw, v.value): (v.status, v.raw, v.value) for where, v in repairs(form)
            }.values()
        )
        for finding in form.findings:
            self.findings[finding.rule, finding.severity] += 1
            self.messages.setdefault((finding.rule, finding.severity), finding.message)
        for cell in form.cells:
            if cell.text.value:
                self.confidence[bisect(CONFIDENCE_STEPS, cell.text.confidence) - 1] += 1

    def merge(self, other: Tally) -> None:
        """Add the figures of other forms. Of very many different repairs the rare ones are dropped as examples."""
        self.forms += other.forms
        self.cells += other.cells
        self.families.update(other.families)
        self.repairs.update(other.repairs)
        self.findings.update(other.findings)
        self.messages = {**other.messages, **self.messages}
        self.confidence = [one + more for one, more in zip(self.confidence, other.confidence, strict=True)]
        if len(self.repairs) > 2 * _MOST_EXAMPLES:
            self._drop_rare()

    def _drop_rare(self) -> None:
        kept = Counter(dict(self.repairs.most_common(_MOST_EXAMPLES)))
        for (status, *_), times in (self.repairs - kept).items():
            kept[status, "", None] += times
        self.repairs = kept

    def dumped(self) -> str:
        """As JSON, for ``loaded``."""
        return json.dumps(
            {
                "forms": self.forms,
                "cells": self.cells,
                "families": self.families,
                "confidence": self.confidence,
                "repairs": [[*change, times] for change, times in self.repairs.items()],
                "findings": [[*rule, times, self.messages[rule]] for rule, times in self.findings.items()],
            },
            ensure_ascii=True,
        )

    @classmethod
    def loaded(cls, text: str) -> Tally:
        """A tally from what ``dumped`` gave."""
        known, made = json.loads(text), cls()
        made.forms, made.cells, made.confidence = known["forms"], known["cells"], known["confidence"]
        made.families = Counter(known["families"])
        made.repairs = Counter({(status, raw, value): n for status, raw, value, n in known["repairs"]})
        for rule, severity, times, message in known["findings"]:
            made.findings[rule, severity] = times
            made.messages[rule, severity] = message
        return made

    def summary(self, converted: int, duplicates: int) -> Summary:
        """The figures, ordered for people."""
        return Summary(
            converted=converted,
            duplicates=duplicates,
            forms=self.forms,
            cells=self.cells,
            families=tuple(sorted(self.families.items(), key=lambda item: (-item[1], item[0]))),
            repairs=self._repair_kinds(),
            findings=self._rule_counts(),
        )

    def _repair_kinds(self) -> tuple[RepairKind, ...]:
        pairs: dict[str, Counter[tuple[str, str | None]]] = {}
        for (status, raw, believed), times in self.repairs.items():
            pairs.setdefault(status, Counter())[raw, believed] += times
        kinds = [RepairKind(status, found.total(), _by_frequency(found)) for status, found in pairs.items()]
        return tuple(sorted(kinds, key=lambda kind: (-kind.times, kind.status)))

    def _rule_counts(self) -> tuple[RuleCount, ...]:
        ordered = sorted(self.findings, key=lambda key: (_SEVERITIES.index(key[1]), key[0]))
        return tuple(RuleCount(*key, self.findings[key], self.messages[key]) for key in ordered)


def summarise(run: Run) -> Summary:
    """Count a run. The result does not depend on the order of its inputs."""
    tally = Tally()
    for form in run.forms:
        tally.add(form)
    outcomes = Counter(result.outcome for result in run.inputs)
    return tally.summary(outcomes["converted"], outcomes["duplicate"])


def _by_frequency(found: Counter[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    named = (pair for pair in found if any(pair))  # those without are dropped examples
    return tuple(sorted(named, key=lambda pair: (-found[pair], pair[0], pair[1] or "")))
