"""Why an input could not be read, and what to do about it, in the user's language."""

from __future__ import annotations

import traceback
from pathlib import Path

import click

from shibiao.extract.errors import TooManyPages
from shibiao.reading import Failure, Run
from shibiao.wording import Texts

_WORDED = frozenset(
    {
        "empty-file",
        "encrypted",
        "damaged",
        "unsupported",
        "missing-reader",
        "cannot-open",
        "no-form",
        "too-large",
        "defect",
    }
)
_OFFICE = frozenset({"office-zip", "office-ole", "rtf"})


def failure_text(failure: Failure, said: Texts) -> str:
    """One or two sentences: what is wrong, then what to do."""
    if isinstance(failure.error, TooManyPages):
        return said("failure.too-many-pages", pages=failure.error.pages, limit=failure.error.limit)
    key, detail = _worded_as(failure)
    return said(f"failure.{key}", detail=detail)


def print_failures(run: Run, said: Texts, debug: bool) -> None:
    """A line per failure on standard error; with ``debug`` the traceback before it."""
    for result in run.failed:
        if debug and result.failure and result.failure.error:
            traceback.print_exception(result.failure.error)
    for line in failed_lines(run, said):
        click.echo(said("error.line", message=line), err=True)


def print_failure(path: Path, failure: Failure, said: Texts, debug: bool) -> None:
    """The line on standard error for a searchable PDF that could not be made; with ``debug`` the traceback."""
    if debug and failure.error:
        traceback.print_exception(failure.error)
    problem = said("failure.no-pdf", problem=failure_text(failure, said))
    click.echo(said("error.line", message=said("error.input", path=path, problem=problem)), err=True)


def failed_lines(run: Run, said: Texts) -> list[str]:
    """A line per input that failed: the file, then what is wrong with it."""
    return [
        said("error.input", path=result.path, problem=failure_text(result.failure, said))
        for result in run.failed
        if result.failure
    ]


def _worded_as(failure: Failure) -> tuple[str, str]:
    """The key below ``failure.`` and the detail worth telling."""
    kind = failure.detail.partition(":")[0]
    match failure.kind:
        case "encrypted" if failure.detail == "wrong-password":
            return "wrong-password", ""
        case "missing-reader" if failure.detail.startswith("tesseract"):
            return "missing-tesseract", failure.detail
        case "unsupported" if kind in _OFFICE:
            return "unsupported-office", kind
        case "unsupported" if kind == "text-encoding":
            return "unsupported-encoding", ""
        case (
            "empty-file"
            | "encrypted"
            | "damaged"
            | "unsupported"
            | "missing-reader"
            | "cannot-open"
            | "no-form"
            | "too-large"
            | "defect"
        ):
            return failure.kind, failure.detail
        case _:
            return "unreadable", failure.detail or failure.kind
