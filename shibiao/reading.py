"""A run: every input read or its failure noted, then all forms completed together."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from shibiao.extract.errors import MissingReader, UnreadableInput
from shibiao.extract.source import ReadSettings

if TYPE_CHECKING:
    from shibiao.schemas.records import Form

Outcome = Literal["converted", "duplicate", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an input gave no form. ``kind`` is a stable kebab-case word, ``error`` the cause it was made from."""

    kind: str
    detail: str
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class InputResult:
    """What became of one input. ``sha256`` is None where the file could not be opened."""

    path: Path
    sha256: str | None
    outcome: Outcome
    forms: tuple[Form, ...] = ()
    seconds: float = 0.0
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All inputs in reading order, and the forms of all of them, completed, in order of ``form_id``."""

    inputs: tuple[InputResult, ...]
    forms: tuple[Form, ...]

    @property
    def failed(self) -> tuple[InputResult, ...]:
        return tuple(result for result in self.inputs if result.outcome == "failed")


def read_inputs(paths: Sequence[Path], settings: ReadSettings, on_done: Callable[[Path], None] | None = None) -> Run:
    """Read every path; a file that cannot be read does not stop the others.

    A file whose bytes were read already under another name gives no forms a second time (``duplicate``).

    Raises: SchemaError when a form family or vocabulary is invalid; MemoryError and other crashes pass through.
    """
    from shibiao.pipeline import complete

    results: list[InputResult] = []
    seen: set[str] = set()
    for path in paths:
        result = _read_one(path, settings, seen)
        if result.sha256:
            seen.add(result.sha256)
        results.append(result)
        if on_done:
            on_done(path)
    forms = sorted(complete([form for result in results for form in result.forms]), key=lambda form: form.form_id)
    completed = {form.form_id: form for form in forms}
    inputs = tuple(replace(r, forms=tuple(completed[form.form_id] for form in r.forms)) for r in results)
    return Run(inputs, tuple(forms))


def _read_one(path: Path, settings: ReadSettings, seen: set[str]) -> InputResult:
    from shibiao.pipeline import read_file

    started = time.monotonic()
    sha256: str | None = None
    try:
        sha256 = _digest(path)
        if sha256 in seen:
            return InputResult(path, sha256, "duplicate", seconds=time.monotonic() - started)
        forms = tuple(read_file(path, settings))
        failure = None if forms else Failure("no-form", "")
    except UnreadableInput as error:
        forms, failure = (), Failure(error.kind, error.detail, error)
    except OSError as error:
        forms, failure = (), Failure("cannot-open", error.strerror or str(error), error)
    outcome: Outcome = "failed" if failure else "converted"
    return InputResult(path, sha256, outcome, forms, time.monotonic() - started, failure)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def missing_library(results: Sequence[InputResult]) -> Failure | None:
    """The first failure that an installation would mend, None where there is none."""
    return next((r.failure for r in results if r.failure and r.failure.kind == MissingReader.kind), None)
