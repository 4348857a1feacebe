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
        "changed",
        "crashed",
        "killed",
        "out-of-memory",
        "too-much",
    }
)
_OFFICE = frozenset({"office-ole", "rtf"})


def failure_text(failure: Failure, said: Texts) -> str:
    """One or two sentences: what is wrong, then what to do."""
    if failure.kind == TooManyPages.kind:
        pages, _, limit = failure.detail.partition(" > ")
        return said("failure.too-many-pages", pages=pages, limit=limit)
    key, detail = _worded_as(failure)
    return said(f"failure.{key}", detail=detail)


def print_failures(run: Run, said: Texts, debug: bool) -> None:
    """A line per failure on standard error; with ``debug`` the traceback before it."""
    for result in run.failed:
        if debug and result.failure and result.failure.error:
            traceback.print_exception(result.failure.error)
    for result in run.failed:
        if result.failure:
            click.echo(failure_line(result.path, result.failure, said), err=True)


def failure_line(path: Path | str, failure: Failure, said: Texts) -> str:
    """The line on standard error for an input that gave nothing: the file, then what is wrong with it."""
    return said("error.line", message=said("error.input", path=path, problem=failure_text(failure, said)))


def _worded_as(failure: Failure) -> tuple[str, str]:
    """The key below ``failure.`` and the detail worth telling."""
    kind = failure.detail.partition(":")[0]
    match failure.kind:
        case "encrypted" if failure.detail == "office":
            return "encrypted-office", ""
        case "damaged" if failure.detail == "office-package":
            return "damaged-office", ""
        case "encrypted" if failure.detail == "wrong-password":
            return "wrong-password", ""
        case "missing-reader" if failure.detail.startswith("tesseract"):
            return "missing-tesseract", failure.detail
        case "unsupported" if kind == "not-a-file":
            return "not-a-file", ""
        case "unsupported" if kind in _OFFICE:
            return "unsupported-office", kind
        case "unsupported" if kind == "office-zip":
            return "unsupported-zip", kind
        case "unsupported" if kind == "text-encoding":
            return "unsupported-encoding", ""
        case "timed-out":
            return ("timed-out-page" if failure.detail == "page" else "timed-out-file"), ""
        case known if known in _WORDED:
            return known, failure.detail
        case _:
            return "unreadable", failure.detail or failure.kind
