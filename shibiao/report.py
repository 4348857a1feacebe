"""The summary of ``convert``, on standard error: short enough to be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shibiao.families import family_name
from shibiao.summary import RepairKind, Summary
from shibiao.terminal import table
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

_EXAMPLES = 3
_LONGEST = 28
_SEVERITY_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}


def print_summary(summary: Summary, on: Console, said: Texts) -> None:
    """Forms, repairs with a few before → after, findings."""
    on.print(
        said("summary.inputs", converted=summary.converted, forms=summary.forms, cells=summary.cells), style="bold"
    )
    for family, count in summary.families:
        on.print(f"  {family_name(family, said)}  {count}")
    if "unknown" in dict(summary.families):
        on.print(f"  {said('summary.unknown-hint')}", style="yellow")
    if summary.duplicates:
        on.print(said("summary.duplicates", count=summary.duplicates))
    _print_repairs(summary, on, said)
    _print_findings(summary, on, said)


def print_places(out: str, on: Console, said: Texts) -> None:
    """Where the results lie."""
    on.print(said("summary.where", json=f"{out}/forms", csv=f"{out}/*.csv"), style="green")


def _print_repairs(summary: Summary, on: Console, said: Texts) -> None:
    total = sum(kind.times for kind in summary.repairs)
    on.print(said("summary.repairs", count=total) if total else said("summary.no-repairs"), style="bold")
    if not total:
        return
    grid = table(on, [None] * 3)
    for kind in summary.repairs:
        grid.add_row(said.term("status", kind.status), str(kind.times), "\n".join(_examples(kind, said)))
    on.print(grid)


def _examples(kind: RepairKind, said: Texts) -> Iterator[str]:
    for raw, believed in kind.examples[:_EXAMPLES]:
        before = _short(raw) or said("summary.nothing")
        yield before if believed in (None, raw) else f"{before} → {_short(believed or '')}"
    if len(kind.examples) > _EXAMPLES:
        yield said("summary.more", count=len(kind.examples) - _EXAMPLES)


def _print_findings(summary: Summary, on: Console, said: Texts) -> None:
    total = sum(rule.times for rule in summary.findings)
    on.print(said("summary.findings", count=total) if total else said("summary.no-findings"), style="bold")
    if not total:
        return
    from rich.text import Text

    grid = table(on, [None] * 4)
    for rule in summary.findings:
        severity = Text(said.term("severity", rule.severity), _SEVERITY_STYLES[rule.severity])
        grid.add_row(rule.rule, severity, str(rule.times), rule.message)
    on.print(grid)


def _short(text: str) -> str:
    """One line; of a long text its end, where texts are cut and completed."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else "…" + line[-_LONGEST:]
