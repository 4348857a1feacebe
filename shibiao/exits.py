"""The exit codes, and the one kind of error that stops a run. ``docs/exit-codes.md`` says what each means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns. 1 is never assigned: it is an uncaught crash; 2 is the parser's."""

    OK = 0
    WRONG_USAGE = 2
    NOTHING_READ = 3
    OUTPUT_NOT_WRITABLE = 4
    MISSING_DEPENDENCY = 5
    SCHEMA_INVALID = 6
    SOME_INPUTS_FAILED = 11
    TAMPERED = 12
    INTERRUPTED = 130


class Stop(Exception):
    """Ends the run: the exit code, and the text (a key of ``texts/*.yaml`` with its values) for the user."""

    def __init__(self, code: ExitCode, key: str, **values: object) -> None:
        super().__init__(f"{code.name}: {key} {values or ''}")
        self.code = code
        self.key = key
        self.values = values
