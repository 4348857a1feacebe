"""What the desk asks of the log of decisions, and what stands of them, kept at hand for lists."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from shibiao.review.decisions import Decision, Entry, Place

_FRESH_SECONDS = 1.0  # another process may write to the same log


class Decisions(Protocol):
    """The log as the desk sees it: ``shibiao.review.log.DecisionLog``, or a stand-in."""

    def append(self, decision: Decision, seen: int | None) -> Entry:
        """Raises: Conflict where the place's latest entry is not ``seen``."""

    def append_many(self, decisions: Sequence[tuple[Decision, int | None]]) -> Sequence[Entry]:
        """All or none. Raises: Conflict."""

    def entries(self, after: int = 0) -> list[Entry]:
        """All entries with higher numbers, in order."""

    def by_form(self, form_id: str) -> list[Entry]:
        """The entries of a form, in their order."""

    def latest(self, place: Place) -> Entry | None:
        """The last entry about a place, an ``undo`` too."""


class Standing:
    """How many values of each form are decided, and what was decided of whole forms; at most a second old."""

    def __init__(self, log: Decisions) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._last = 0
        self._by_place: dict[Place, dict[int, Entry]] = {}
        self._counts: dict[str, int] = {}
        self._whole: dict[str, Entry] = {}

    def forget(self) -> None:
        """Something was decided."""
        self._at = float("-inf")

    def counts(self) -> Mapping[str, int]:
        """Values decided by form."""
        self._renew()
        return self._counts

    def whole(self) -> Mapping[str, Entry]:
        """Decisions about whole forms."""
        self._renew()
        return self._whole

    def entry(self, place: Place) -> Entry | None:
        """The decision that holds of a place."""
        self._renew()
        mine = self._by_place.get(place)
        return mine[max(mine)] if mine else None

    def _renew(self) -> None:
        with self._lock:
            if time.monotonic() - self._at < _FRESH_SECONDS:
                return
            self._at = time.monotonic()
            for entry in self._log.entries(self._last):
                self._last = entry.number
                self._take(entry)

    def _take(self, entry: Entry) -> None:
        decision, place = entry.decision, entry.decision.place
        mine = self._by_place.setdefault(place, {})
        before = bool(mine)
        if decision.verdict == "undo":
            mine.pop(decision.undoes or 0, None)
        else:
            mine[entry.number] = entry
        if place.table is None:
            if mine:
                self._whole[place.form_id] = mine[max(mine)]
            else:
                self._whole.pop(place.form_id, None)
        else:
            self._counts[place.form_id] = self._counts.get(place.form_id, 0) + bool(mine) - before
