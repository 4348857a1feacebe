"""A run that is recorded: its START before any work, and one of COMPLETE, FAIL and ABORT when it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from shibiao.exits import ExitCode, Stop
from shibiao.lineage.datasets import InputData, OutputTable
from shibiao.lineage.journal import append_line
from shibiao.lineage.redaction import without_secrets
from shibiao.wording import Texts

JobName = Literal["convert", "load"]


class RecordedRun:
    """A run in the making; with ``wanted`` False nobody will know of it."""

    def __init__(self, wanted: bool, inputs: Sequence[InputData]) -> None:
        self.wanted = wanted
        self.inputs = inputs
        self.outputs: Sequence[OutputTable] = ()

    def complete(self, outputs: Sequence[OutputTable], inputs: Sequence[InputData] | None = None) -> None:
        """What the run has written and, where more is known of them now, what it has read.

        It is told when the run ends, as COMPLETE if that goes well.
        """
        self.outputs = outputs
        if inputs is not None:
            self.inputs = inputs


@contextmanager
def recorded(
    path: Path | None, job: JobName, inputs: Sequence[InputData], said: Texts, secrets: Sequence[str | None] = ()
) -> Iterator[RecordedRun]:
    """Record what happens inside as one run, in the file ``path``; without one, do nothing.

    ``secrets``: what must not stand in an event, whatever error it came with.

    Raises: Stop (MISSING_DEPENDENCY) where openlineage-python is not installed, (OUTPUT_NOT_WRITABLE) when the file
        cannot be written; both before anything inside has begun, the latter at its end too.
    """
    run = RecordedRun(path is not None, inputs)
    if path is None:
        yield run
        return
    try:
        from shibiao.lineage.events import RunName, event_line, new_run_id
    except ImportError as error:  # not there, or too old
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-openlineage") from error
    name = RunName(new_run_id(), job, said(f"lineage.{job}"))
    path = path.absolute()  # whatever becomes of the working folder
    append_line(path, event_line(name, "START", inputs))
    try:
        yield run
    except BaseException as error:
        with contextlib.suppress(Stop):  # what went wrong first is what matters
            if _is_interruption(error):
                append_line(path, event_line(name, "ABORT", inputs))
            else:
                message = without_secrets(_message(error, said), secrets)
                append_line(path, event_line(name, "FAIL", inputs, error=message))
        raise
    append_line(path, event_line(name, "COMPLETE", run.inputs, run.outputs))


def _is_interruption(error: BaseException) -> bool:
    return isinstance(error, KeyboardInterrupt) or (isinstance(error, Stop) and error.code is ExitCode.INTERRUPTED)


def _message(error: BaseException, said: Texts) -> str:
    """What the user is told of it."""
    if isinstance(error, Stop):
        return said(error.key, **error.values)
    return f"{type(error).__name__}: {error}"
