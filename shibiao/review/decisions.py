"""What auditors decide, as values. ``log.py`` keeps them; nothing here knows of files or of the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accept", "correct", "illegible", "not-a-form", "undo"]
Purpose = Literal["sample", "risk", "bulk"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a decision is about: a value, named as in ``corrections`` (``schemas/corrections.py``), or a whole form.

    ``table`` is one of ``CORRECTABLE``, ``row`` the key of the value's row, ``column`` its column; all three are None
    for the form itself.
    """

    form_id: str
    table: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one auditor.

    ``before`` is what the extraction believes, ``after`` what the auditor says (only with ``correct``; None is an empty
    cell). ``undo`` takes back the decision ``undoes``, of the same place. ``purpose``: whether the form was drawn at
    random (``sample`` names the sample), chosen for its risk, or decided with many alike at once: only random ones
    count for an error rate.
    """

    place: Place
    verdict: Verdict
    by: str
    purpose: Purpose
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    sample: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision in the log. ``number`` counts from 1; ``at`` is UTC, ISO 8601 with microseconds.

    ``hash`` is SHA-256 in hex of ``previous`` and of the entry written canonically (``chain.canonical``); ``previous``
    is the hash of the entry before, of the first entry that of the log's own beginning.
    """

    number: int
    at: str
    decision: Decision
    previous: str
    hash: str


class Conflict(Exception):
    """Somebody has decided about the same place since: ``latest`` is what they decided. ``all``: the same for every
    place of decisions that were to be taken at once."""

    def __init__(self, latest: Entry, *more: Entry) -> None:
        super().__init__(f"entry {latest.number} by {latest.decision.by}")
        self.latest = latest
        self.all = (latest, *more)
