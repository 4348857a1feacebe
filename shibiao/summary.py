"""What a run came to, as figures: forms by family, repairs by kind with examples, findings by rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from shibiao.export.repairs import repairs
from shibiao.reading import Run

_SEVERITIES = ("error", "warning", "info")


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


def summarise(run: Run) -> Summary:
    """Count a run. The result does not depend on the order of its inputs."""
    families = Counter(form.family for form in run.forms)
    outcomes = Counter(result.outcome for result in run.inputs)
    return Summary(
        converted=outcomes["converted"],
        duplicates=outcomes["duplicate"],
        forms=len(run.forms),
        cells=sum(len(form.cells) for form in run.forms),
        families=tuple(sorted(families.items(), key=lambda item: (-item[1], item[0]))),
        repairs=_repair_kinds(run),
        findings=_rule_counts(run),
    )


def _repair_kinds(run: Run) -> tuple[RepairKind, ...]:
    # A level cell serves several indicators: the cell is what was repaired, once.
    distinct = {
        (form.form_id, value.cell or where, value.status, value.raw, value.value)
        for form in run.forms
        for where, value in repairs(form)
    }
    pairs: dict[str, Counter[tuple[str, str | None]]] = {}
    for _, _, status, raw, believed in distinct:
        pairs.setdefault(status, Counter())[raw, believed] += 1
    kinds = [RepairKind(status, found.total(), _by_frequency(found)) for status, found in pairs.items()]
    return tuple(sorted(kinds, key=lambda kind: (-kind.times, kind.status)))


def _by_frequency(found: Counter[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(found, key=lambda pair: (-found[pair], pair[0], pair[1] or "")))


def _rule_counts(run: Run) -> tuple[RuleCount, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    messages: dict[tuple[str, str], str] = {}
    for form in run.forms:
        for finding in form.findings:
            counts[finding.rule, finding.severity] += 1
            messages.setdefault((finding.rule, finding.severity), finding.message)
    ordered = sorted(counts, key=lambda key: (_SEVERITIES.index(key[1]), key[0]))
    return tuple(RuleCount(*key, counts[key], messages[key]) for key in ordered)
