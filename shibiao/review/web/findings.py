"""A form's findings as the desk shows them: worded, with what the rule asks and the document behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shibiao.findings import with_worded_findings
from shibiao.schemas.checks import load_checks
from shibiao.schemas.records import FindingRecord, Form
from shibiao.wording import Texts


class Told(NamedTuple):
    """A finding. ``title``: what its rule asks; ``source``: the rule's source; both empty where no rule has its id."""

    finding: FindingRecord
    title: str
    source: str


def told_findings(form: Form, said: Texts) -> list[Told]:
    """All findings of a form, in its own order."""
    return [_told(finding, said) for finding in with_worded_findings(form, said).findings]


def _told(finding: FindingRecord, said: Texts) -> Told:
    rule = load_checks().get(finding.rule)
    if rule is None:
        return Told(finding, "", "")
    return Told(finding, rule.title.en if said.language == "en" else rule.title.zh, rule.source)


def about(told: Sequence[Told], cell: str | None) -> list[Told]:
    """Those that are about a cell, or whose suggestion is."""
    return [] if cell is None else [one for one in told if cell in _cells(one.finding)]


def _cells(finding: FindingRecord) -> tuple[str, ...]:
    suggested = finding.suggestion
    return (*finding.cells, suggested.cell) if suggested else finding.cells
