"""What a person sees of a run while it goes on: a bar on a terminal, a line now and then where it is piped."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

import click

from shibiao.batch.ledger import encodable, now
from shibiao.batch.tasks import ReadReport
from shibiao.failures import failure_line
from shibiao.reading import Failure
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_PIPED_SECONDS = 15.0  # between two lines
_MOST_FAILURES = 20  # are said one by one; the manifest has them all


@dataclass(slots=True)
class Counts:
    """What the contents read so far came to."""

    read: int = 0
    failed: int = 0
    repaired: int = 0
    doubtful: int = 0


@dataclass(slots=True)
class _Phase:
    name: str = ""
    total: int = 0
    done: int = 0
    began: float = field(default_factory=time.monotonic)


class ShownProgress:
    """A ``Watcher`` that shows what goes on, writes it to a log, or keeps quiet."""

    def __init__(self, said: Texts, on: Console, quiet: bool, debug: bool, log: TextIO | None = None) -> None:
        self._said, self._on, self._debug, self._log = said, on, debug, log
        self._quiet = quiet
        self.counts = Counts()
        self._phase = _Phase()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._spoke = time.monotonic()
        self._unsaid = 0

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show progress while this lasts."""
        if self._quiet or not self._on.is_terminal:
            yield
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
        )
        with Progress(*columns, console=self._on, transient=True) as self._bar:
            yield
        self._bar = None

    def phase(self, name: str, total: int) -> None:
        self._phase = _Phase(name, total)
        self._write_log("phase", phase=name, total=total)
        if self._bar:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(self._said(f"batch.phase.{name}"), total=total, rate="", counts="")

    def advance(self, count: int = 1) -> None:
        self._phase.done += count
        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=count, rate=self._rate(), counts=self._counted())
        elif not self._quiet and time.monotonic() - self._spoke >= _PIPED_SECONDS:
            self._spoke = time.monotonic()
            click.echo(self._line(), err=True)

    def read(self, report: ReadReport) -> None:
        done, counts = report.settled, self.counts
        counts.read += 1
        counts.repaired += report.repaired
        counts.doubtful += report.doubtful
        self._write_log("read", path=report.path, **_logged(report))
        if done.state != "done":
            counts.failed += 1
            self._say_failure(report)
        self.advance()

    def say(self, key: str, **values: object) -> None:
        self._write_log(key, **values)
        if not self._quiet:
            click.echo(self._said(f"batch.{key}", **values), err=True)

    def finish(self) -> None:
        """Say how many failures were not said one by one."""
        if self._unsaid:
            click.echo(self._said("batch.more-failures", count=self._unsaid), err=True)

    def _say_failure(self, report: ReadReport) -> None:
        if self._debug and report.trace:
            click.echo(report.trace, err=True, nl=False)
        if self.counts.failed > _MOST_FAILURES:
            self._unsaid += 1
            return
        done = report.settled
        click.echo(failure_line(report.path, Failure(done.kind, done.detail), self._said), err=True)

    def _rate(self) -> str:
        passed = time.monotonic() - self._phase.began
        rate = self._phase.done / passed if passed > 1 else 0.0
        if not rate:
            return ""
        return (
            self._said("batch.rate", rate=f"{rate:.1f}")
            if rate >= 1
            else self._said("batch.slow", rate=f"{60 * rate:.1f}")
        )

    def _counted(self) -> str:
        counts = self.counts
        told = {"repaired": counts.repaired, "doubtful": counts.doubtful, "failed": counts.failed}
        return self._said("batch.counts", **told)

    def _line(self) -> str:
        phase = self._phase
        passed = time.monotonic() - phase.began
        left = passed / phase.done * (phase.total - phase.done) if phase.done else 0.0
        head = self._said(f"batch.phase.{phase.name}")
        minutes, seconds = divmod(round(left), 60)
        told = self._said("batch.left", time=f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}")
        return f"{head} {phase.done}/{phase.total} · {self._rate()} · {told} · {self._counted()}"

    def _write_log(self, event: str, **values: object) -> None:
        if self._log:
            line = json.dumps({"time": now(), "event": event, **values}, ensure_ascii=False, default=str)
            self._log.write(f"{line}\n")
            self._log.flush()


def _logged(report: ReadReport) -> dict[str, object]:
    done = report.settled
    told = {"sha256": done.sha256, "outcome": done.state, "kind": done.kind or None, "detail": encodable(done.detail)}
    return told | {"forms": len(done.form_ids), "pages": done.pages, "seconds": done.seconds, "peak_kb": done.peak_kb}
