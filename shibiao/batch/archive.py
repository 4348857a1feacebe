"""``convert`` into a folder: the folder claimed, the ledger opened, a run made, errors of writing translated."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from shibiao.batch.complete import Problem
from shibiao.batch.ledger import LEDGER, Found, Ledger, now
from shibiao.batch.parts import problems_of, tally_of
from shibiao.batch.places import found_at_url, is_url
from shibiao.batch.publish import Describe
from shibiao.batch.run import ArchiveRun, RunSettings, Watcher
from shibiao.batch.work import Stopping
from shibiao.exits import ExitCode, Stop
from shibiao.export.folder import OutputFolder, output_folder
from shibiao.extract.errors import MissingReader
from shibiao.summary import Summary


class ArchiveResult:
    """What a run came to. ``interrupted``: it stopped before the end, at the user's wish. ``rows``: of each table."""

    def __init__(self, ledger: Ledger, interrupted: bool) -> None:
        self.interrupted = interrupted
        inputs = ledger.count("inputs")
        unopened = ledger.count("inputs WHERE sha256 IS NULL")
        self.converted = ledger.count("contents WHERE state = 'done'")
        self.failed = unopened + ledger.count("inputs JOIN contents USING (sha256) WHERE state = 'failed'")
        self.quarantined = ledger.count("inputs JOIN contents USING (sha256) WHERE state = 'quarantined'")
        self.duplicates = inputs - self.failed - self.quarantined - self.converted
        self.problems: Sequence[Problem] = () if interrupted else problems_of(ledger)
        self.pdfs = 0 if interrupted else ledger.count("parts, json_each(parts.pdfs)")
        self.rows: dict[str, int] = {} if interrupted else json.loads(ledger.fact("rows", "{}"))
        self.summary: Summary | None = None
        if not interrupted:
            self.summary = tally_of(ledger).summary(self.converted, self.duplicates)


class Conversion(NamedTuple):
    """What is to be converted, how, and who looks on. ``describe`` words failures for the manifest."""

    found: Iterable[Found]
    out: Path
    settings: RunSettings
    watcher: Watcher
    describe: Describe
    stopping: Stopping


def convert_archive(asked: Conversion) -> ArchiveResult:
    """Convert all inputs, or go on where an earlier run stopped.

    Raises: Stop, by cause; SchemaError. What was read stays in the ledger, unless nothing was.
    """
    with output_folder(asked.out) as folder, _translated(asked.out):
        try:
            with _ledger(folder) as ledger:
                return _run(asked, ledger, folder)
        except BaseException:
            if folder.earlier is None and not _has_results(folder):
                folder.forget()
            raise


def _run(asked: Conversion, ledger: Ledger, folder: OutputFolder) -> ArchiveResult:
    run = ArchiveRun(folder, ledger, asked.settings, asked.watcher, asked.stopping)
    began = time.monotonic()
    try:
        with asked.stopping.listening(), run:
            run.find(asked.out, asked.found)
            run.read()
            if not asked.stopping.wanted:
                _require_results(ledger)
                run.complete(asked.describe)
    finally:
        spent = float(ledger.fact("seconds", "0")) + time.monotonic() - began
        ledger.set_facts(seconds=round(spent, 3), updated=now())
    return ArchiveResult(ledger, asked.stopping.wanted)


def _require_results(ledger: Ledger) -> None:
    """Raises: Stop when not a single form came of the inputs."""
    if ledger.count("contents WHERE state = 'done'"):
        return
    row = ledger.db.execute("SELECT detail FROM contents WHERE kind = ? LIMIT 1", (MissingReader.kind,)).fetchone()
    if row:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.missing-reader", name=row[0])
    raise Stop(ExitCode.NOTHING_READ, "error.nothing-read")


def found_inputs(named: Sequence[str]) -> Iterator[Found]:
    """All inputs of paths and URLs. Raises: Stop (``inputs.find_inputs``, ``places.found_at_url``)."""
    from shibiao.inputs import find_inputs

    local = [Path(name) for name in named if not is_url(name)]
    yield from found_at(find_inputs(local)) if local else ()
    for name in named:
        if is_url(name):
            yield from found_at_url(name)


def found_at(paths: Iterable[Path]) -> Iterator[Found]:
    """Inputs with what tells that a content has changed: size, times and inode, as for Git's index."""
    for path in paths:
        try:
            status = path.stat()
            stamp = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
        except OSError:
            stamp = None
        yield Found(os.fsencode(path), stamp or "")


@contextmanager
def _ledger(folder: OutputFolder) -> Iterator[Ledger]:
    """The folder's ledger; one that is damaged, or of another format, is put aside and begun anew."""
    path = folder.work / LEDGER
    try:
        ledger = Ledger(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        for name in (path, path.with_name(f"{LEDGER}-wal"), path.with_name(f"{LEDGER}-shm")):
            if name.exists():
                name.replace(name.with_name(f"damaged-{name.name}"))
        shutil.rmtree(folder.staged, ignore_errors=True)
        ledger = Ledger(path)
    try:
        yield ledger
    finally:
        ledger.close()


def _has_results(folder: OutputFolder) -> bool:
    path = folder.work / LEDGER
    if not path.is_file():
        return False
    try:
        ledger = Ledger(path, read_only=True)
        try:
            return bool(ledger.count("contents WHERE state = 'done'"))
        finally:
            ledger.close()
    except sqlite3.Error:
        return False


@contextmanager
def _translated(out: Path) -> Iterator[None]:
    """Errors of writing are the user's to mend: a full disk, a folder that is read-only."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=out, reason=str(error)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=out, reason=reason) from error
