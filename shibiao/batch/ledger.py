"""The ledger: a SQLite file in the output folder that knows what became of every input.

Every change is one transaction. What a row says is done was durable before the row was written; what a killed run had
begun and not finished is found ``leased`` and begun anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from shibiao.batch.known import Held, Known
from shibiao.normalize.archive import Key, Text

LEDGER = "ledger.sqlite"
State = Literal["discovered", "leased", "done", "failed", "quarantined"]
_SCHEMA = Path(__file__).parent / "schema.sql"
_FORMAT = "3"
_WAIT_SECONDS = 30.0
_FIRST_NAME = "(SELECT min(path) FROM inputs WHERE inputs.sha256 = contents.sha256)"


class Found(NamedTuple):
    """An input as it was found: its path as bytes, and what tells that its content has changed."""

    path: bytes
    stamp: str


class Hashed(NamedTuple):
    """The content of an input, or why it cannot be opened."""

    path: bytes
    sha256: str | None
    kind: str | None = None
    detail: str | None = None


class Content(NamedTuple):
    """A content to read, by the first of its names."""

    sha256: str
    path: bytes


class Settled(NamedTuple):
    """What became of reading a content. ``peak_kb``: of the process, while it read. The last four: what it gives to the
    archive and wants of it (``Known``)."""

    sha256: str
    state: State
    kind: str = ""
    detail: str = ""
    source: str = ""
    pages: int = 0
    seconds: float = 0.0
    peak_kb: int = 0
    form_ids: tuple[str, ...] = ()
    evidence: tuple[tuple[Key, Text], ...] = ()
    wanted: tuple[Key, ...] = ()
    facts: tuple[Held, ...] = ()
    facts_wanted: tuple[str, ...] = ()


class Listed(NamedTuple):
    """An input with all that the manifest says of it. ``first``: of the inputs with this content it is the first."""

    path: bytes
    sha256: str | None
    state: str
    kind: str | None
    detail: str | None
    seconds: float
    form_ids: tuple[str, ...]
    first: bool


class Ledger:
    """An open ledger. One process writes; any may read. ``known``: what it knows of the archive as a whole."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        """Open, or make. Raises: sqlite3.Error when it is none, or damaged."""
        if read_only:
            self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT_SECONDS)
            self.known = Known(self.db)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None, timeout=_WAIT_SECONDS)
        self.known = Known(self.db)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last rows, never the order
        is_new = not self.count("sqlite_master WHERE name = 'facts'")
        if not is_new and self.fact("format", _FORMAT) != _FORMAT:
            raise sqlite3.DatabaseError(f"ledger of another format: {self.fact('format')}")
        self.db.executescript(_SCHEMA.read_text(encoding="utf-8"))
        self.set_facts(format=_FORMAT)

    def close(self) -> None:
        """Write all into the one file, and close it."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def fact(self, name: str, default: str = "") -> str:
        """One of the facts about the folder's runs."""
        row = self.db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set_facts(self, **facts: object) -> None:
        """Note facts about the folder's runs."""
        self.db.executemany("REPLACE INTO facts VALUES (?, ?)", [(name, str(value)) for name, value in facts.items()])

    # Inputs

    def note_found(self, run: int, found: Iterable[Found]) -> None:
        """These inputs are there in this run. Those whose stamp has changed are to be hashed again."""
        with self.transaction():
            self.db.executemany(
                "INSERT INTO inputs (path, found, stamp) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
                " sha256 = CASE WHEN stamp = excluded.stamp THEN sha256 END,"
                " kind = NULL, detail = NULL, found = excluded.found, stamp = excluded.stamp",
                [(path, run, stamp) for path, stamp in found],
            )

    def unhashed(self) -> Iterator[bytes]:
        """Inputs whose content is not known, in order."""
        yield from self._paths(
            "SELECT path FROM inputs WHERE sha256 IS NULL AND kind IS NULL AND path > ? ORDER BY path"
        )

    def note_hashed(self, hashed: Iterable[Hashed], reader: str) -> None:
        """The contents of inputs; those never seen before are to be read."""
        with self.transaction():
            for one in hashed:
                self.db.execute(
                    "UPDATE inputs SET sha256 = ?, kind = ?, detail = ? WHERE path = ?", (*one[1:], one.path)
                )
                if one.sha256:
                    self.db.execute(
                        "INSERT OR IGNORE INTO contents (sha256, state, reader) VALUES (?, 'discovered', ?)",
                        (one.sha256, reader),
                    )

    def lost(self, run: int) -> list[bytes]:
        """A name of every content with forms of which no input was found in this run."""
        rows = self.db.execute(
            "SELECT min(path) FROM inputs JOIN contents USING (sha256) WHERE state = 'done'"
            " GROUP BY sha256 HAVING max(found) < ? ORDER BY 1",
            (run,),
        )
        return [path for (path,) in rows]

    def forget(self, run: int) -> None:
        """Drop the inputs not found in this run, and the contents that no input has any more."""
        gone = "sha256 NOT IN (SELECT sha256 FROM inputs WHERE sha256 IS NOT NULL)"
        with self.transaction():
            self.db.execute("DELETE FROM inputs WHERE found < ?", (run,))
            self.known.drop(gone)
            self.db.execute(f"DELETE FROM contents WHERE {gone}")

    # Reading

    def reopen(self, reader: str, retry: Iterable[str] | None) -> int:
        """Take back what a killed run left leased, what was read with other settings or another version, and failures
        of the kinds ``retry``; None: all that gave nothing. Returns how many contents have to be read again because of
        settings or version."""
        again = "UPDATE contents SET state = 'discovered', attempts = 0"
        with self.transaction():
            stale = self.db.execute(f"{again}, reader = ? WHERE reader <> ?", (reader, reader)).rowcount
            self.db.execute(f"{again} WHERE state IN ('leased', 'discovered')")
            if retry is None:
                self.db.execute(f"{again} WHERE state IN ('failed', 'quarantined')")
            else:
                self.db.executemany(f"{again} WHERE state = 'failed' AND kind = ?", [(kind,) for kind in retry])
            return int(stale)

    def unread(self, tried: bool = False) -> Iterator[Content]:
        """Contents to read that were not tried in this run, or that were. The ledger may be changed meanwhile."""
        after = ""
        while rows := self.db.execute(
            f"SELECT sha256, {_FIRST_NAME} FROM contents"
            " WHERE state = 'discovered' AND (attempts > 0) = ? AND sha256 > ? ORDER BY sha256 LIMIT 500",
            (tried, after),
        ).fetchall():
            yield from (Content(*row) for row in rows)
            after = rows[-1][0]

    def lease(self, sha256: str) -> None:
        """A worker has begun with this content."""
        self.db.execute("UPDATE contents SET state = 'leased', leased = ? WHERE sha256 = ?", (now(), sha256))

    def attempts(self, sha256: str) -> int:
        """How often reading this content was tried."""
        row = self.db.execute("SELECT attempts FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
        return int(row[0]) if row else 0

    def give_back(self, sha256: str, tried: bool) -> None:
        """It was not finished; ``tried``: the reader did not survive it."""
        self.db.execute(
            "UPDATE contents SET state = 'discovered', attempts = attempts + ? WHERE sha256 = ?", (int(tried), sha256)
        )

    def settle(self, done: Settled) -> None:
        """What became of a content, with what it gives to the archive and wants of it."""
        with self.transaction():
            self.db.execute(
                "UPDATE contents SET state = ?, settled = ?, attempts = attempts + 1, kind = ?, detail = ?, source = ?,"
                " pages = ?, seconds = ?, peak_kb = ?, form_ids = ? WHERE sha256 = ?",
                (
                    done.state, now(), done.kind or None, encodable(done.detail) or None, done.source or None,
                    done.pages, done.seconds, done.peak_kb, json.dumps(done.form_ids), done.sha256,
                ),
            )  # fmt: skip
            self.known.drop("sha256 = ?", done.sha256)
            self.known.note_texts(done.sha256, done.evidence, done.wanted)
            self.known.note_facts(done.sha256, done.facts, done.facts_wanted)

    # Completing

    def contents_done(self, low: str, high: str) -> list[tuple[str, bytes]]:
        """Contents with forms whose hash lies from ``low`` up to ``high``: hash and first name."""
        return self.db.execute(
            f"SELECT sha256, {_FIRST_NAME} FROM contents"
            " WHERE state = 'done' AND sha256 >= ? AND sha256 < ? ORDER BY sha256",
            (low, high),
        ).fetchall()

    def drop_parts(self, count: int, number: int | None = None) -> None:
        """Forget a part, or those of which there are too many."""
        self.db.execute("DELETE FROM parts WHERE number >= ? OR number = ?", (count, number))

    # Accounts

    def count(self, what: str, *values: object) -> int:
        """How many rows: ``count("contents WHERE state = ?", "done")``."""
        return int(self.db.execute(f"SELECT count(*) FROM {what}", values).fetchone()[0])

    def listed(self) -> Iterator[Listed]:
        """All inputs in the order of their paths."""
        rows = self.db.execute(
            "SELECT path, sha256, coalesce(state, CASE WHEN inputs.kind IS NULL THEN 'discovered' ELSE 'failed' END),"
            " coalesce(inputs.kind, contents.kind), coalesce(inputs.detail, contents.detail), coalesce(seconds, 0),"
            " coalesce(form_ids, '[]'), sha256 IS NULL OR path = (SELECT min(path) FROM inputs AS same"
            " WHERE same.sha256 = inputs.sha256) FROM inputs LEFT JOIN contents USING (sha256) ORDER BY path"
        )
        for path, sha256, state, kind, detail, seconds, ids, first in rows:
            yield Listed(path, sha256, state, kind, detail, seconds, tuple(json.loads(ids)), bool(first))

    def _paths(self, query: str) -> Iterator[bytes]:
        after = b""
        while rows := self.db.execute(f"{query} LIMIT 1000", (after,)).fetchall():
            yield from (row[0] for row in rows)
            after = rows[-1][0]


def now() -> str:
    """The time, with the offset. For people only: no decision depends on a clock, which may jump."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def encodable(text: str) -> str:
    """A text that SQLite and JSON can hold: what is no character in it is escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
