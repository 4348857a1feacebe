"""The record of decisions: an append-only, hash-chained log in ``OUT/review/decisions.sqlite``.

Any number of processes and threads may write to it at once. What ``append`` has returned is on the disk.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.durable import sync_folder
from shibiao.review.chain import Beginning, Head, canonical, entry_after, entry_of
from shibiao.review.database import connect, log_path, require_there, translated
from shibiao.review.decisions import Conflict, Decision, Entry, Place
from shibiao.review.sound import Unsound, require_sound
from shibiao.review.standing import standing_of
from shibiao.review.verifying import Tampered, Verified, verify_database

Seen = int | None
_SCHEMA = Path(__file__).parent / "log.sql"
_COLUMNS = "SELECT text, previous, hash FROM entries"


def open_log(out: Path) -> DecisionLog:
    """The log of an output folder, begun if there is none; to be closed.

    Raises: Stop: NOTHING_READ where OUT holds no results, TAMPERED where the chain does not hold (it is not written
    on), OUTPUT_NOT_WRITABLE.
    """
    path = log_path(out)
    with translated(path):
        results = out / manifest.NAME
        if not results.is_file():
            raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out)
        path.parent.mkdir(exist_ok=True)
        sync_folder(out)
        db = connect(path, make=True)
        try:
            _begin(db, sha256(results.read_bytes()).hexdigest())
        except BaseException:
            db.close()
            raise
    return _untampered(DecisionLog(path, db))


def existing_log(out: Path) -> DecisionLog:
    """The log of an output folder, to be read or written on; to be closed. A medium may be read-only.

    Raises: Stop: NOTHING_READ where there is none, TAMPERED, OUTPUT_NOT_WRITABLE.
    """
    path = log_path(out)
    require_there(path)
    with translated(path):
        return _untampered(DecisionLog(path, connect(path)))


def _begin(db: sqlite3.Connection, manifest_hash: str) -> None:
    """The tables, and the log's own beginning: at once, so that nobody finds half of it."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'beginning'").fetchone():
        return
    began = Beginning(uuid.uuid4().hex, _now(), manifest_hash)
    db.executescript(f"BEGIN IMMEDIATE;\n{_SCHEMA.read_text(encoding='utf-8')}")
    db.execute("INSERT INTO beginning SELECT 1, ? WHERE NOT EXISTS (SELECT 1 FROM beginning)", (began.text,))
    db.execute("COMMIT")


def _untampered(log: DecisionLog) -> DecisionLog:
    try:
        found = log.verify()
        if isinstance(found, Tampered):
            raise found.stop
    except BaseException:
        log.close()
        raise
    return log


class DecisionLog:
    """An open log (``open_log``, ``existing_log``). Its methods raise Stop when the file fails them."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db
        self._lock = threading.RLock()

    def __enter__(self) -> DecisionLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    # Deciding

    def append(self, decision: Decision, seen: Seen) -> Entry:
        """Take a decision into the log. ``seen``: the number of the latest entry of that place that whoever decides
        has seen (an undo too), None for none.

        The same decision once more, by somebody who never heard that it was taken, is answered with its entry.

        Raises: Conflict when the place has a newer entry; Unsound; Stop. Nothing is written then.
        """
        return self.append_many([(decision, seen)])[0]

    def append_many(self, decisions: Sequence[tuple[Decision, Seen]]) -> list[Entry]:
        """Take several decisions, of a place each, into the log: all of them or none. As ``append``."""
        for decision, _ in decisions:
            require_sound(decision)
        if len({decision.place for decision, _ in decisions}) < len(decisions):
            raise Unsound("twice")
        with self.held():
            taken: list[Entry | None] = []
            newer: list[Entry] = []
            for decision, seen in decisions:
                try:
                    taken.append(self._taken(decision, seen))
                except Conflict as conflict:
                    newer.append(conflict.latest)
            if newer:
                raise Conflict(*newer)
            at = _now()
            return [entry or self._add(at, decision) for entry, (decision, _) in zip(taken, decisions, strict=True)]

    def _taken(self, decision: Decision, seen: Seen) -> Entry | None:
        """The entry that this decision has already; None when it may be added. Raises: Conflict, Unsound."""
        earlier = self.of_place(decision.place)
        numbers = (None, *(entry.number for entry in earlier))
        if seen not in numbers:
            raise Unsound("seen", number=seen)
        if seen != numbers[-1]:
            latest = earlier[-1]
            if seen == numbers[-2] and latest.decision == decision:
                return latest
            raise Conflict(latest)
        if decision.verdict == "undo" and decision.undoes not in _undoable(earlier):
            raise Unsound("undoes", number=decision.undoes)
        return None

    def _add(self, at: str, decision: Decision) -> Entry:
        entry = entry_after(self.head(), at, decision)
        self._db.execute(
            "INSERT INTO entries (number, text, previous, hash) VALUES (?, ?, ?, ?)",
            (entry.number, canonical(entry.number, at, decision), entry.previous, entry.hash),
        )
        return entry

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep everybody else from writing meanwhile; what is written inside is written together."""
        with self._lock, translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # Reading

    @property
    def beginning(self) -> Beginning:
        """How the log began."""
        ((text,),) = self._rows("SELECT text FROM beginning")
        return Beginning.of(text)

    def head(self) -> Head:
        """The last entry's number and hash; of an empty log (0, the hash of its beginning)."""
        for number, last in self._rows("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"):
            return Head(number, last)
        return Head(0, self.beginning.hash)

    def entries(self, after: int = 0) -> list[Entry]:
        """All entries with higher numbers, in order."""
        return self._entries(f"{_COLUMNS} WHERE number > ? ORDER BY number", after)

    def by_form(self, form_id: str) -> list[Entry]:
        """The entries about a form and its values, in order."""
        return self._entries(f"{_COLUMNS} WHERE form_id = ? ORDER BY number", form_id)

    def of_place(self, place: Place) -> list[Entry]:
        """The entries about a place, in order."""
        where = "form_id = ? AND table_name IS ? AND row_key IS ? AND column_name IS ?"
        parts = (place.form_id, place.table, place.row, place.column)
        return self._entries(f"{_COLUMNS} WHERE {where} ORDER BY number", *parts)

    def latest(self, place: Place) -> Entry | None:
        """The newest entry about a place, an undo too: its number is what ``append`` wants as ``seen``."""
        return next(reversed(self.of_place(place)), None)

    def standing(self, form_id: str | None = None) -> dict[Place, Entry]:
        """The decision of each place that holds, of one form or all: the last one that was not undone."""
        return standing_of(self.entries() if form_id is None else self.by_form(form_id))

    def verify(self, *witnesses: Head) -> Verified | Tampered:
        """Look through the whole log (``verifying``)."""
        with self._lock, translated(self.path):
            return verify_database(self._db, *witnesses)

    def _entries(self, query: str, *values: object) -> list[Entry]:
        return [entry_of(*row) for row in self._rows(query, *values)]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, translated(self.path):
            return self._db.execute(query, values).fetchall()


def _undoable(earlier: Sequence[Entry]) -> set[int]:
    undone = {entry.decision.undoes for entry in earlier}
    return {entry.number for entry in earlier if entry.decision.verdict != "undo"} - undone


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
