"""A run over an archive, from the inputs to the published folder.

inputs ──found, hashed──▶ contents ──read, each in a worker──▶ forms as read ──completed part by part──▶ OUT

The ledger is written after every step, so that a run that dies at any point is taken up again where it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from shibiao import __version__
from shibiao.batch.complete import Extras, PartOrder, PartReport, complete_task
from shibiao.batch.ledger import Found, Hashed, Ledger, Settled, now
from shibiao.batch.limits import Limits, failure_of
from shibiao.batch.parts import Making, Parts, alone
from shibiao.batch.publish import Describe, drop_stretches, stage_manifest, stage_tables
from shibiao.batch.tasks import HashOrder, ReadOrder, ReadReport, hash_task, read_task, result_path, shown
from shibiao.batch.work import Spread, Stopping
from shibiao.export import manifest
from shibiao.export.folder import WORKBOOK, OutputFolder, check_earlier
from shibiao.extract.settings import ReadSettings
from shibiao.reading import Failure

_HASHED_TOGETHER = 64
_MOST_ATTEMPTS = {"killed": 4}  # in one run; the system kills for want of memory, which may be others' fault
_USUAL_ATTEMPTS = 2
_TIMES_COMPLETED = 10  # each time but the last something was lost, or killed
# Failures that may be mended by what is outside of the file, or by us: they are tried again by the next run.
_RETRIED = ("cannot-open", "missing-reader", "defect", "changed", "out-of-memory")


class Watcher(Protocol):
    """Who looks on."""

    def phase(self, name: str, total: int) -> None:
        """``hash``, ``read``, ``alone``, ``complete`` or ``publish`` begins, with so many things to do."""

    def advance(self, count: int = 1) -> None:
        """So many of them are done."""

    def read(self, report: ReadReport) -> None:
        """A content was read."""

    def say(self, key: str, **values: object) -> None:
        """Something worth knowing (a key below ``batch.``)."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What the user chose. ``jobs`` workers at a time; ``pool`` makes an executor of so many."""

    read: ReadSettings
    extras: Extras
    limits: Limits
    jobs: int
    overwrite: bool
    retry_failed: bool
    language: str
    reader: str
    pool: Callable[[int], Executor]
    families: str = ""  # the user's, as ``own_families_hash`` gives it


class ArchiveRun:
    """One run. Raises what its steps raise; the ledger is right at any moment."""

    def __init__(
        self, folder: OutputFolder, ledger: Ledger, settings: RunSettings, watcher: Watcher, stopping: Stopping
    ) -> None:
        self._folder, self._ledger, self._settings = folder, ledger, settings
        self._watcher, self._stopping = watcher, stopping
        self.number = int(ledger.fact("run", "0")) + 1
        self._base = os.fsencode(Path.cwd())  # workers may be elsewhere
        self._pool: Executor | None = None

    def __enter__(self) -> ArchiveRun:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_more: object) -> None:
        """Let the workers go, at once where something went wrong."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=failed is not None)

    def find(self, out: Path, found: Iterable[Found]) -> None:
        """Note all inputs, hash what is new or changed, and see to it that no other input's results are lost.

        Raises: Stop when the folder holds results of other inputs.
        """
        ledger, settings = self._ledger, self._settings
        ledger.set_facts(run=self.number, started=now(), jobs=settings.jobs, version=__version__)
        many = iter(found)
        while some := list(islice(many, 1000)):
            ledger.note_found(self.number, some)
        self._hash()
        if self._stopping.wanted:
            return
        check_earlier(out, self._lost(), settings.overwrite)
        ledger.forget(self.number)
        retried = (*_RETRIED, *(("encrypted",) if settings.read.password else ()))
        stale = ledger.reopen(settings.reader, None if settings.retry_failed else retried)
        if stale:
            self._watcher.say("stale", count=stale)

    def read(self) -> None:
        """Read all contents that are not read yet; one that does not survive it is tried once more, alone."""
        waiting = self._ledger.count("contents WHERE state = 'discovered'")
        if not waiting:
            return
        self._watcher.phase("read", waiting)
        self._spread().run(read_task, self._read_orders(False), self._settle_read, self._lease)
        again = self._ledger.count("contents WHERE state = 'discovered' AND attempts > 0")
        while again and not self._stopping.wanted:
            self._watcher.phase("alone", again)
            self._spread(1).run(read_task, self._read_orders(True), self._settle_read, self._lease)
            again = self._ledger.count("contents WHERE state = 'discovered' AND attempts > 0")

    def complete(self, describe: Describe) -> None:
        """Complete the archive and publish it, unless nothing has changed since that was done."""
        for _ in range(_TIMES_COMPLETED):
            if self._stopping.wanted or self._is_published():
                return
            parts = Parts(self._ledger, self._folder, self._making())
            if self._complete_parts(parts):
                self._publish(parts, describe)
                return
            self.read()  # forms as read were lost, or a content was given up
        if not self._stopping.wanted:
            raise RuntimeError("forms as read are lost again and again")

    # Steps

    def _hash(self) -> None:
        waiting = self._ledger.count("inputs WHERE sha256 IS NULL AND kind IS NULL")
        if not waiting:
            return
        self._watcher.phase("hash", waiting)

        def settle(order: HashOrder, future: Future[list[Hashed]]) -> None:
            hashed = self._hashed(order, future)
            self._ledger.note_hashed(hashed, self._settings.reader)
            self._watcher.advance(len(hashed))

        for together in (_HASHED_TOGETHER, 1):  # those whose worker did not survive it are hashed again, one by one
            self._spread().run(hash_task, self._hash_orders(together), settle)

    def _hash_orders(self, together: int) -> Iterator[HashOrder]:
        paths = self._ledger.unhashed()
        while some := tuple(islice(paths, together)):
            yield HashOrder(some, self._base)

    @staticmethod
    def _hashed(order: HashOrder, future: Future[list[Hashed]]) -> list[Hashed]:
        """What is known of the inputs now: nothing where a worker died over several."""
        error = future.exception()
        if error is None:
            return future.result()
        failure = failure_of(error)
        if failure is None:
            raise error
        return (
            [Hashed(path, None, failure.kind, failure.detail) for path in order.paths] if len(order.paths) == 1 else []
        )

    def _lost(self) -> list[str]:
        """Inputs that gave the folder its results and are not among this run's."""
        lost = [os.fsdecode(path) for path in self._ledger.lost(self.number)]
        earlier = self._folder.earlier
        if earlier and not self._ledger.fact("published"):  # results from before there was a ledger
            lost += [
                path
                for sha256, path in earlier.sources
                if not self._ledger.count("inputs WHERE sha256 = ? AND found = ?", sha256, self.number)
            ]
        return lost

    def _read_orders(self, tried: bool) -> Iterator[ReadOrder]:
        settings = self._settings
        for content in self._ledger.unread(tried):
            result = result_path(self._folder.work, settings.reader, content.sha256)
            yield ReadOrder(
                content.sha256,
                content.path,
                self._base,
                result,
                settings.read,
                settings.limits.page_seconds,
                settings.families,
            )

    def _lease(self, order: ReadOrder) -> None:
        self._ledger.lease(order.sha256)

    def _settle_read(self, order: ReadOrder, future: Future[ReadReport]) -> None:
        error = future.exception()
        if error is None:
            report = future.result()
        else:
            failure = failure_of(error)
            if failure is None:
                raise error
            attempts = self._ledger.attempts(order.sha256) + 1
            if attempts < _MOST_ATTEMPTS.get(failure.kind, _USUAL_ATTEMPTS):
                self._ledger.give_back(order.sha256, tried=True)
                return
            report = ReadReport(shown(order.path), _given_up(order.sha256, failure))
        self._ledger.settle(report.settled)
        self._watcher.read(report)

    def _complete_parts(self, parts: Parts) -> bool:
        """Whether all parts are made."""
        self._watcher.phase("complete", parts.count)
        given_up: list[PartOrder] = []
        lost: list[str] = []
        done = 0

        def settle(order: PartOrder, future: Future[PartReport]) -> None:
            nonlocal done
            done += 1
            error = future.exception()
            if error is not None:
                if failure_of(error) is None:
                    raise error
                given_up.append(order)
            elif future.result().lost:
                lost.extend(future.result().lost)
            else:
                parts.note(future.result())
            self._watcher.advance()

        self._spread().run(complete_task, parts.orders(), settle)
        self._watcher.advance(parts.count - done)
        for sha256 in lost:
            self._ledger.give_back(sha256, tried=False)
        for order in given_up:
            self._find_culprits(order)
        return not (lost or given_up or self._stopping.wanted)

    def _find_culprits(self, order: PartOrder) -> None:
        """Give up what a part does not survive: its contents are completed one by one, away from the results."""
        trial = self._folder.work / "trial"
        for member in order.members:
            for _ in range(_MOST_ATTEMPTS["killed"]):
                error = self._workers().submit(complete_task, alone(order, member, trial)).exception()
                if error is None:
                    break
            failure = failure_of(error) if error else None
            if error and failure is None:
                raise error
            if failure:
                self._ledger.settle(_given_up(member.sha256, failure))

    def _publish(self, parts: Parts, describe: Describe) -> None:
        self._watcher.phase("publish", 1)
        folder, numbers = self._folder, parts.numbers()
        rows = stage_tables(folder, parts.stretches, numbers, self._settings.extras)
        stage_manifest(folder, self._ledger, describe)
        folder.expect(parts.names())
        folder.publish()
        self._ledger.set_facts(published=self._signature(), rows=json.dumps(rows), updated=now())
        drop_stretches(parts.stretches, numbers)
        self._watcher.advance()

    # What holds

    def _is_published(self) -> bool:
        """Whether the folder holds just what this run would write."""
        if self._ledger.fact("published") != self._signature():
            return False
        names = [*Parts(self._ledger, self._folder, self._making()).names(), manifest.NAME, "forms.csv"]
        names += [WORKBOOK] if self._settings.extras.xlsx else []
        return self._folder.is_whole(names)

    def _signature(self) -> str:
        """What the published results are made from."""
        settings = self._settings
        return f"{self._ledger.fact('changes')} {settings.reader} {settings.extras!r}"

    def _making(self) -> Making:
        settings = self._settings
        page_seconds = settings.limits.page_seconds
        said = (settings.extras, settings.read.password, settings.language)
        return Making(settings.reader, *said, page_seconds, self._base)

    def _workers(self) -> Executor:
        """The workers of this run, begun when there is something for them to do."""
        if self._pool is None:
            self._pool = self._settings.pool(max(1, min(self._settings.jobs, self._ledger.count("inputs"))))
        return self._pool

    def _spread(self, window: int | None = None) -> Spread:
        return Spread(self._workers(), window or 2 * self._settings.jobs, self._stopping)


def _given_up(sha256: str, failure: Failure) -> Settled:
    return Settled(sha256, "quarantined", failure.kind, failure.detail)
