"""What a ledger knows of an archive as a whole: what every content gives to the others, and what it wants of them.

Two kinds of knowledge: texts, by which cut texts are completed (``normalize.archive``), and facts, by which forms are
held against each other (``normalize.checks``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shibiao.normalize.archive import Alike, Found, Key, Text, look_up


class Held(NamedTuple):
    """A form's facts (``FormFacts.dumped``), as they are kept under one of its keys."""

    key: str
    form_id: str
    facts: str


class Known:
    """The tables of the ledger that hold it. Changes are part of the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def drop(self, condition: str, *values: object) -> None:
        """Forget what contents give and want, by a condition on ``sha256``."""
        for table in ("evidence", "wanted", "form_facts", "facts_wanted"):
            self._db.execute(f"DELETE FROM {table} WHERE {condition}", values)

    def note_texts(self, sha256: str, gives: Iterable[tuple[Key, Text]], wants: Iterable[Key]) -> None:
        """The texts that a content gives, and the keys that it wants."""
        self._db.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(sha256, key.slot, key.group, *text) for key, text in gives],
        )
        self._db.executemany("INSERT INTO wanted VALUES (?, ?, ?, ?, ?)", [(sha256, *key) for key in wants])

    def note_facts(self, sha256: str, gives: Iterable[Held], wants: Iterable[str]) -> None:
        """The facts of a content's forms, and the keys of those that they are held against."""
        self._db.executemany("INSERT INTO form_facts VALUES (?, ?, ?, ?)", [(sha256, *held) for held in gives])
        self._db.executemany("INSERT INTO facts_wanted VALUES (?, ?)", [(sha256, key) for key in wants])

    def wanted_between(self, low: str, high: str) -> list[Key]:
        """The keys that the forms of contents from ``low`` up to ``high`` are completed with."""
        rows = self._db.execute(
            "SELECT DISTINCT slot, level2, unit, shape FROM wanted WHERE sha256 >= ? AND sha256 < ?"
            " ORDER BY 1, 2, 3, 4",
            (low, high),
        )
        return [Key(*row) for row in rows]

    def evidence(self, key: Key) -> Found:
        """What the archive has for a key, as much as matters. Reads no more rows than it must."""
        return look_up(key, self._texts)

    def _texts(self, key: Key, low: str, high: str, unit: str | None, after: Alike | None = None) -> Iterator[Text]:
        """Texts from shape ``low`` up to ``high`` in order, of one unit or of all (``normalize.archive.Texts``).

        Each query runs along an index that has its whole order, so that only rows that are taken are read.
        """
        conditions, values = ["slot = ?", "level2 = ?", "shape < ?"], [key.slot, key.group, high]
        index = "evidence_by_shape"
        if unit is not None:
            index = "evidence_by_unit"
            conditions.append("unit = ?")
            values.append(unit)
        begin: tuple[object, ...] = after or (low,)
        conditions.append("(shape, name, whole, ends) > (?, ?, ?, ?)" if after else "shape >= ?")
        rows = self._db.execute(
            "SELECT shape, name, whole, ends, form_id, cell, text, unit, project, year FROM evidence"
            f" INDEXED BY {index} WHERE {' AND '.join(conditions)} ORDER BY 1, 2, 3, 4, 5, 6",
            (*values, *begin),
        )
        for shape, name, whole, ends, *place in rows:
            yield Text(shape, name, bool(whole), bool(ends), *place)

    def facts_wanted_between(self, low: str, high: str) -> list[str]:
        """The keys of the facts that the forms of contents from ``low`` up to ``high`` are held against."""
        rows = self._db.execute(
            "SELECT DISTINCT key FROM facts_wanted WHERE sha256 >= ? AND sha256 < ? ORDER BY 1", (low, high)
        )
        return [key for (key,) in rows]

    def facts(self, key: str, most: int) -> tuple[str, ...]:
        """The facts under a key, in the order of their forms; none where there are more than ``most``."""
        rows = self._db.execute(
            "SELECT facts FROM form_facts WHERE key = ? ORDER BY form_id, facts LIMIT ?", (key, most + 1)
        ).fetchall()
        return tuple(facts for (facts,) in rows) if len(rows) <= most else ()
