"""What the desk asks of the log of decisions, and what stands of them, kept at hand for lists."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from shibiao.review.decisions import Decision, Entry, Place
from shibiao.review.standing import standing_of

_FRESH_SECONDS = 1.0  # another process may write to the same log
# Their cells may span several rows of the record: one decision, one entry for every row.
_SPANNING = {("indicators", "level1"), ("indicators", "level2"), ("indicators", "object"), ("funds", "label")}


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


class Tally(NamedTuple):
    """What stands of a form: values decided, those of them that were found wrong, the decision about the whole."""

    decided: int = 0
    wrong: int = 0
    whole: Entry | None = None


NOTHING = Tally()


def of_sample(entries: Iterable[Entry], sample: str) -> list[Entry]:
    """The entries that count for a sample (what they took back is among them), all of them for ``""``."""
    if not sample:
        return list(entries)
    return [entry for entry in entries if entry.decision.verdict == "undo" or is_for(entry.decision, sample)]


def is_for(decision: Decision, sample: str) -> bool:
    """Whether a decision counts for a sample."""
    return decision.purpose == "sample" and decision.sample == sample


def tally_of(standing: Mapping[Place, Entry]) -> Tally:
    """The tally of a form from what stands of it. A cell that spans rows counts once."""
    decided, wrong, whole = set(), set(), None
    for place, entry in standing.items():
        if place.table is None:
            whole = entry
            continue
        decided.add(spot(place, entry))
        if entry.decision.verdict in ("correct", "illegible"):
            wrong.add(spot(place, entry))
    return Tally(len(decided), len(wrong), whole)


def spot(place: Place, entry: Entry) -> Hashable:
    """What counts once: a value, or a cell that spans rows of the record, decided at once for all of them."""
    if (place.table, place.column) not in _SPANNING:
        return place
    pane = (place.row or "").split("/")[1:2]
    return place.form_id, place.table, place.column, *pane, entry.at, entry.decision.before


class Standing:
    """What stands of every form, of all decisions and of those for each sample; at most a second old."""

    def __init__(self, log: Decisions) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._last = 0
        self._of_form: dict[str, list[Entry]] = {}
        self._by_place: dict[Place, Entry] = {}
        self._tallies: dict[str, dict[str, Tally]] = {"": {}}

    def forget(self) -> None:
        """Something was decided."""
        self._at = float("-inf")

    def last(self) -> int:
        """The number of the last entry."""
        self._renew()
        return self._last

    def tally(self, form_id: str, sample: str = "") -> Tally:
        """What stands of a form; of the decisions for a sample only, where one is named."""
        self._renew()
        return self._tallies.get(sample, {}).get(form_id, NOTHING)

    def whole(self, sample: str = "") -> dict[str, Entry]:
        """Decisions about whole forms, by form."""
        self._renew()
        with self._lock:
            return {name: tally.whole for name, tally in self._tallies.get(sample, {}).items() if tally.whole}

    def entry(self, place: Place) -> Entry | None:
        """The decision that holds of a place."""
        self._renew()
        return self._by_place.get(place)

    def entries(self, form_ids: Iterable[str], sample: str) -> list[Entry]:
        """What stands of these forms for a sample, the newest first."""
        self._renew()
        found = [entry for name in form_ids for entry in _standing(self._of_form.get(name, []), sample).values()]
        return sorted(found, key=lambda entry: -entry.number)

    def _renew(self) -> None:
        with self._lock:
            if time.monotonic() - self._at < _FRESH_SECONDS:
                return
            self._at = time.monotonic()
            touched: dict[str, set[str]] = {}
            for entry in self._log.entries(self._last):
                self._last = entry.number
                decision = entry.decision
                form_id = decision.place.form_id
                self._of_form.setdefault(form_id, []).append(entry)
                touched.setdefault(form_id, {""}).add(decision.sample or "")
            for form_id, samples in touched.items():
                self._count(form_id, samples)

    def _count(self, form_id: str, samples: set[str]) -> None:
        entries = self._of_form[form_id]
        standing = standing_of(entries)
        for entry in entries:
            place = entry.decision.place
            if place in standing:
                self._by_place[place] = standing[place]
            else:
                self._by_place.pop(place, None)
        for sample in samples:
            mine = _standing(entries, sample) if sample else standing
            self._tallies.setdefault(sample, {})[form_id] = tally_of(mine)


def _standing(entries: list[Entry], sample: str) -> dict[Place, Entry]:
    return standing_of(of_sample(entries, sample))
