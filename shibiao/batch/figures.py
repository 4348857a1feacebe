"""What is known of a run as figures: for ``status``, for the last lines on the terminal and for the report page."""

from __future__ import annotations

from dataclasses import dataclass

from shibiao.summary import CONFIDENCE_STEPS, Summary

__all__ = [
    "CONFIDENCE_STEPS",
    "PAGE_SECONDS",
    "FailureFigures",
    "FolderFigures",
    "RunFigures",
    "SourceFigures",
]

PAGE_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class FolderFigures:
    """The inputs of one folder by what became of them. ``waiting``: not read yet, or being read."""

    folder: str
    converted: int
    duplicate: int
    failed: int
    quarantined: int
    waiting: int

    @property
    def total(self) -> int:
        """All inputs of the folder."""
        return self.converted + self.duplicate + self.failed + self.quarantined + self.waiting


@dataclass(frozen=True, slots=True)
class FailureFigures:
    """Inputs that gave nothing, of one kind (``shibiao.failures``), with one of them, and its detail, as an example.

    ``quarantined``: the file brought its reader down, or made it hang, twice.
    """

    kind: str
    count: int
    example: str
    quarantined: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """Pages of one source kind (``digital``, ``scan``, ``text``) and how long they took.

    ``page_seconds``: how many pages took less than each of ``PAGE_SECONDS`` and no less than the one before, and last
    those that took longer than all.
    """

    kind: str
    pages: int
    seconds: float
    page_seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RunFigures:
    """A run, finished or not.

    ``started``, ``updated``: ISO 8601 with the offset; ``seconds`` of all runs over this folder added up, of the wall
    clock. ``summary`` and ``confidence`` are None until the forms are completed together. ``confidence``: how many
    values have at least each of ``CONFIDENCE_STEPS`` and less than the next. ``largest_mb``: the most memory that
    reading one file took.
    """

    version: str
    started: str
    updated: str
    seconds: float
    jobs: int
    finished: bool
    running: bool
    inputs: int
    folders: tuple[FolderFigures, ...]
    failures: tuple[FailureFigures, ...]
    sources: tuple[SourceFigures, ...]
    largest_mb: float
    summary: Summary | None = None
    confidence: tuple[int, ...] | None = None

    def count(self, outcome: str) -> int:
        """Inputs with an outcome: the name of a field of ``FolderFigures``."""
        return sum(int(getattr(folder, outcome)) for folder in self.folders)
