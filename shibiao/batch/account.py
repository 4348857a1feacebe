"""The account of an output folder: figures from its ledger, whoever asks, while a run goes on or long after."""

from __future__ import annotations

import os
import sqlite3
from bisect import bisect
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

from shibiao.batch.figures import PAGE_SECONDS, FailureFigures, FolderFigures, RunFigures, SourceFigures
from shibiao.batch.ledger import LEDGER, Ledger, now
from shibiao.batch.parts import tally_of
from shibiao.batch.publish import outcome_of
from shibiao.batch.tasks import shown
from shibiao.exits import ExitCode, Stop
from shibiao.export.folder import WORK, locked

_KEPT = 1000.0  # KB in an MB, as the page shows it
_NO_FOLDER = "."
_TOLD_BY_DETAIL = ("unsupported", "missing-reader", "timed-out")  # kinds whose detail says what to do


def account_of(out: Path) -> RunFigures:
    """The figures of an output folder. Raises: Stop (WRONG_USAGE) where no conversion has left an account."""
    path = out / WORK / LEDGER
    if not path.is_file():
        raise Stop(ExitCode.WRONG_USAGE, "batch.no-ledger", out=out)
    try:
        ledger = Ledger(path, read_only=True)
        try:
            return figures_of(ledger, is_running(out))
        finally:
            ledger.close()
    except sqlite3.Error as error:
        raise Stop(ExitCode.WRONG_USAGE, "batch.no-ledger", out=out) from error


def figures_of(ledger: Ledger, running: bool) -> RunFigures:
    """All figures of a ledger. ``running``: a run is at work on it."""
    folders: defaultdict[str, Counter[str]] = defaultdict(Counter)
    failures: Counter[tuple[str, bool, str]] = Counter()
    examples: dict[tuple[str, bool, str], tuple[str, str]] = {}
    inputs = 0
    for one in ledger.listed():
        inputs += 1
        outcome = outcome_of(one)
        folders[shown(os.path.dirname(one.path)) or _NO_FOLDER][outcome] += 1  # noqa: PTH120  # of bytes
        if outcome in ("failed", "quarantined"):
            said = (one.detail or "") if one.kind in _TOLD_BY_DETAIL else ""
            key = (one.kind or "", outcome == "quarantined", said)
            failures[key] += 1
            examples.setdefault(key, (shown(one.path), one.detail or ""))
    published = bool(ledger.fact("published"))
    tally = tally_of(ledger) if published else None
    converted = sum(counts["converted"] for counts in folders.values())
    duplicates = sum(counts["duplicate"] for counts in folders.values())
    return RunFigures(
        version=ledger.fact("version"),
        started=ledger.fact("started"),
        updated=ledger.fact("updated") or now(),
        seconds=_seconds(ledger, running),
        jobs=int(ledger.fact("jobs", "1")),
        finished=published and not running,
        running=running,
        inputs=inputs,
        folders=tuple(_folder(name, counts) for name, counts in sorted(folders.items())),
        failures=tuple(
            FailureFigures(key[0], count, examples[key][0], key[1], examples[key][1])
            for key, count in failures.most_common()
        ),
        sources=_sources(ledger),
        largest_mb=ledger.db.execute("SELECT coalesce(max(peak_kb), 0) FROM contents").fetchone()[0] / _KEPT,
        summary=tally.summary(converted, duplicates) if tally else None,
        confidence=tuple(tally.confidence) if tally else None,
    )


def is_running(out: Path) -> bool:
    """Whether a run holds this output folder."""
    try:
        with locked(out):
            return False
    except Stop:
        return True


def _seconds(ledger: Ledger, running: bool) -> float:
    """Of the runs that are over, and of the one that goes on."""
    spent = float(ledger.fact("seconds", "0"))
    started = ledger.fact("started")
    return spent + (datetime.now().astimezone() - datetime.fromisoformat(started)).total_seconds() if running else spent


def _folder(name: str, counts: Counter[str]) -> FolderFigures:
    outcomes = ("converted", "duplicate", "failed", "quarantined", "waiting")
    return FolderFigures(name, *(counts[outcome] for outcome in outcomes))


def _sources(ledger: Ledger) -> tuple[SourceFigures, ...]:
    rows = ledger.db.execute("SELECT source, pages, seconds FROM contents WHERE state = 'done'")
    pages: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    steps: dict[str, list[int]] = {}
    for source, count, seconds in rows:
        pages[source] += count
        spent[source] += seconds
        found = steps.setdefault(source, [0] * (len(PAGE_SECONDS) + 1))
        found[bisect(PAGE_SECONDS, seconds / max(1, count))] += count
    return tuple(SourceFigures(kind, pages[kind], float(spent[kind]), tuple(steps[kind])) for kind in sorted(steps))
