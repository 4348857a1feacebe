"""A run: every input read or its failure noted, then all forms completed together."""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from shibiao.extract.errors import MissingReader, UnreadableInput
from shibiao.extract.source import ReadSettings
from shibiao.schemas.loader import SchemaError

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
class Input:
    """A file to read. ``sha256`` is None where it cannot be opened: ``failure`` says why."""

    path: Path
    sha256: str | None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class InputResult:
    """What became of one input: its forms, or why there are none."""

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

    @property
    def missing_library(self) -> str | None:
        """The library whose installation would mend a failure, None where that mends nothing."""
        kinds = (result.failure for result in self.failed)
        return next((failure.detail for failure in kinds if failure and failure.kind == MissingReader.kind), None)


def fingerprint(path: Path) -> Input:
    """Hash a file's bytes: what it is known by in the records and between runs.

    Only a regular file is opened: a pipe would be waited for, and a device may have no end.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Input(path, None, Failure("cannot-open", "not a regular file"))
        with path.open("rb") as file:
            return Input(path, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        return Input(path, None, Failure("cannot-open", error.strerror or str(error), error))


def read_inputs(inputs: Sequence[Input], settings: ReadSettings) -> Run:
    """Read every input; a file that cannot be read, or that brings a defect of ours to light, does not stop the others.

    A file whose bytes were read already under another name gives no forms a second time (``duplicate``).

    Raises: SchemaError when a form family or vocabulary is invalid.
    """
    from shibiao.pipeline import complete

    results: list[InputResult] = []
    seen: set[str] = set()
    for item in inputs:
        results.append(_read_one(item, settings, seen))
        seen |= {item.sha256} if item.sha256 else set()
    forms = sorted(complete([form for result in results for form in result.forms]), key=lambda form: form.form_id)
    completed = {form.form_id: form for form in forms}
    done = (replace(result, forms=tuple(completed[form.form_id] for form in result.forms)) for result in results)
    return Run(tuple(done), tuple(forms))


def _read_one(item: Input, settings: ReadSettings, seen: set[str]) -> InputResult:
    if item.failure:
        return InputResult(item.path, None, "failed", failure=item.failure)
    if item.sha256 in seen:
        return InputResult(item.path, item.sha256, "duplicate")
    started = time.monotonic()
    forms, failure = read_forms(item.path, settings)
    outcome: Outcome = "failed" if failure else "converted"
    return InputResult(item.path, item.sha256, outcome, forms, time.monotonic() - started, failure)


def read_forms(path: Path, settings: ReadSettings) -> tuple[tuple[Form, ...], Failure | None]:
    """The forms of one file, or why there are none.

    Raises: SchemaError, ImportError, which the next file would meet too; no other exception.
    """
    from shibiao.pipeline import read_file

    try:
        forms = tuple(read_file(path, settings))
    except UnreadableInput as error:
        return (), Failure(error.kind, error.detail, error)
    except OSError as error:
        return (), Failure("cannot-open", error.strerror or str(error), error)
    except MemoryError as error:
        return (), Failure("out-of-memory", "", error)
    except (SchemaError, ImportError):
        raise
    except Exception as error:  # a defect that one odd file brings to light must not cost the others
        return (), Failure("defect", f"{type(error).__name__}: {error}", error)
    return forms, None if forms else Failure("no-form", "")
