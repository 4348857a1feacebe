"""What lists, searches and bulk views ask of a folder: a SQLite file made of its tables, which may be deleted."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

NAME = "review-index.sqlite"
VERSION = "4"  # a number: that of the file's schema and of what is put in
PAGE = 50
_MOST_CHOICES = 300
Sort = Literal["risk", "year", "unit", "findings", "name"]
# The column of each order, and whether the largest comes first.
SORTS: Mapping[str, tuple[str, bool]] = {
    "risk": ("risk", True),
    "year": ("year", True),
    "unit": ("unit", False),
    "findings": ("errors * 1000 + warnings", True),
    "name": ("source_name", False),
}
_SCHEMA = Path(__file__).with_name("index.sql")


class Query(NamedTuple):
    """What a list shows: words to be found, an order, a rule, a year, how far, a sample."""

    words: str = ""
    sort: str = "risk"
    rule: str = ""
    year: str = ""
    state: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A form in a list."""

    form_id: str
    family: str
    source_name: str
    kind: str
    pages: str
    title: str
    year: str
    project: str
    unit: str
    department: str
    doubtful: int
    lost: int
    repaired: int
    errors: int
    warnings: int
    risk: float


class Repair(NamedTuple):
    """Values that were all repaired in the same way."""

    id: int
    status: str
    raw: str
    value: str | None
    times: int
    least: float


class Member(NamedTuple):
    """A value among many alike."""

    form_id: str
    table: str
    row: str
    column: str
    cell: str
    confidence: float
    project: str
    unit: str
    kind: str
    source_name: str


# Forms that are wanted (True), and such as are not.
Only = Sequence[tuple[bool, Sequence[str]]]
_LISTED = ", ".join(Listed.__dataclass_fields__)


def connect(path: Path, read_only: bool = False) -> sqlite3.Connection:
    """The index, or an empty one."""
    if read_only:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10, check_same_thread=False)
    else:
        db = sqlite3.connect(path, timeout=30, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_SCHEMA.read_text(encoding="utf-8"))
        db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("PRAGMA case_sensitive_like = OFF")
    return db


class ReviewIndex:
    """The index of one folder. It answers from what is there while the rest is still being put in."""

    def __init__(self, out: Path, manifest_sha256: str) -> None:
        self._out = out
        self._path = out / ".shibiao" / NAME
        self._mark = f"{VERSION} {manifest_sha256}"
        self._local = threading.local()
        self.renewals = 0
        self._known: dict[str, list[Any]] = {}
        self._builder: subprocess.Popen[bytes] | None = None

    def open(self, wait: bool = False) -> None:
        """Renew the index in a process of its own, where it is not of this folder as it is now."""
        self._path.parent.mkdir(exist_ok=True)
        try:
            ready = self._is_current()
        except sqlite3.DatabaseError:
            self._remove()
            ready = False
        if ready:
            return
        with_empty = connect(self._path)
        with_empty.close()
        command = [sys.executable, "-m", "shibiao.review.web.index_build", str(self._out), self._mark]
        self._builder = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        if wait:
            self._builder.wait()

    def close(self) -> None:
        """Let the builder go: what it has put in stays, and it begins anew next time."""
        if self._builder and self._builder.poll() is None:
            self._builder.terminate()
            self._builder.wait(10)

    def renew(self, manifest_sha256: str) -> None:
        """The folder has been converted again: what stands there is shown while the index is made anew."""
        self._mark = f"{VERSION} {manifest_sha256}"
        self.renewals += 1
        self.close()
        self._known.clear()
        self.open()

    def building(self) -> bool:
        """Whether something is still missing."""
        return self.fact("done") != self._mark

    def fact(self, name: str) -> str:
        """A fact about the index."""
        row = self._one("SELECT fact FROM state WHERE name = ?", (name,))
        return str(row[0]) if row else ""

    def forms(self, query: Query, page: int, only: Only = ()) -> list[Listed]:
        """A page of the list, from 1."""
        where, given = _where(query, only)
        sql = f"SELECT {_LISTED} FROM forms{where} ORDER BY {_order(query)} LIMIT ? OFFSET ?"
        return [Listed(*row) for row in self._all(sql, (*given, PAGE, (page - 1) * PAGE))]

    def count(self, query: Query, only: Only = ()) -> int:
        """Forms in the list."""
        where, given = _where(query, only)
        return int(self._all(f"SELECT count(*) FROM forms{where}", given)[0][0])

    def neighbours(self, query: Query, form_id: str, only: Only = ()) -> tuple[str | None, str | None]:
        """The forms before and after one in the list."""
        column, falling = SORTS.get(query.sort, SORTS["risk"])
        here = self._one(f"SELECT {column} FROM forms WHERE form_id = ?", (form_id,))
        if here is None:
            return None, None
        where, given = _where(query, only)
        glue = " AND" if where else " WHERE"

        def beside(further: bool) -> str | None:
            beyond = "<" if further == falling else ">"
            tie = ">" if further else "<"
            way = "ASC" if further else "DESC"
            along = ("DESC" if further else "ASC") if falling else way
            sql = (
                f"SELECT form_id FROM forms{where}{glue} {column} {beyond}= ?"
                f" AND ({column} {beyond} ? OR form_id {tie} ?)"
                f" ORDER BY {column} {along}, form_id {way} LIMIT 1"
            )
            row = self._one(sql, (*given, here[0], here[0], form_id))
            return str(row[0]) if row else None

        return beside(False), beside(True)

    def listed(self, form_id: str) -> Listed | None:
        """One form."""
        row = self._one(f"SELECT {_LISTED} FROM forms WHERE form_id = ?", (form_id,))
        return Listed(*row) if row else None

    def named(self, form_ids: Sequence[str]) -> dict[str, Listed]:
        """Forms by their ids."""
        sql = f"SELECT {_LISTED} FROM forms WHERE form_id IN (SELECT value FROM json_each(?))"
        return {row[0]: Listed(*row) for row in self._all(sql, (json.dumps(list(form_ids)),))}

    def rules(self) -> list[tuple[str, int]]:
        """The rules that something was found by, with the number of forms."""
        return self._steady("SELECT rule, count(DISTINCT form_id) FROM findings GROUP BY rule ORDER BY 2 DESC, 1")

    def years(self) -> list[str]:
        """The years of forms, the last first."""
        return [row[0] for row in self._steady("SELECT DISTINCT year FROM forms WHERE year <> '' ORDER BY 1 DESC")]

    def totals(self, query: Query | None = None, only: Only = ()) -> tuple[int, int, int]:
        """Forms, doubtful values, lost ones: of all, or of a list."""
        sql = "SELECT count(*), sum(doubtful), sum(lost) FROM forms"
        where, given = _where(query or Query(), only)
        ((forms, doubtful, lost),) = self._all(sql + where, given) if where else self._steady(sql)
        return forms, doubtful or 0, lost or 0

    def choices(self) -> dict[str, list[tuple[str, int]]]:
        """What a lot can be narrowed to, with the number of forms: years, units (the largest), kinds of source."""
        columns = {"year": "fiscal_year", "unit": "unit", "source": "kind"}
        order = {"year": "1 DESC", "unit": "2 DESC, 1", "source": "1"}
        return {
            name: self._steady(
                f"SELECT {column}, count(*) FROM forms GROUP BY 1 ORDER BY {order[name]} LIMIT {_MOST_CHOICES}"
            )
            for name, column in columns.items()
        }

    def repairs(self) -> list[Repair]:
        """Repairs with how often each was made, the most frequent first."""
        sql = "SELECT id, status, raw, value, times, least FROM repairs ORDER BY times DESC, raw, value LIMIT 300"
        return [Repair(*row) for row in self._steady(sql)]

    def repair(self, number: int) -> Repair | None:
        """One of them."""
        if number >= 1 << 63:
            return None
        row = self._one("SELECT id, status, raw, value, times, least FROM repairs WHERE id = ?", (number,))
        return Repair(*row) if row else None

    def members(self, repair: Repair) -> list[Member]:
        """The values that were so repaired, the least sure first."""
        sql = (
            "SELECT m.form_id, m.tab, m.row, m.col, m.cell, m.confidence,"
            " coalesce(f.project, ''), coalesce(f.unit, ''), coalesce(f.kind, ''), coalesce(f.source_name, '')"
            " FROM marked AS m LEFT JOIN forms AS f USING (form_id)"
            " WHERE m.status = ? AND m.raw = ? AND m.value IS ? ORDER BY m.confidence, m.form_id, m.row, m.col"
        )
        return [Member(*row) for row in self._all(sql, (repair.status, repair.raw, repair.value))]

    def _is_current(self) -> bool:
        if not self._path.is_file():
            return False
        reading = sqlite3.connect(self._path)
        version = reading.execute("PRAGMA user_version").fetchone()[0]
        reading.close()
        if str(version) != VERSION:
            raise sqlite3.DatabaseError("of another version")
        db = connect(self._path)
        try:
            row = db.execute("SELECT fact FROM state WHERE name = 'done'").fetchone()
            return bool(row) and row[0] == self._mark
        finally:
            db.close()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(NAME + suffix).unlink(missing_ok=True)

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self._path, read_only=True)
        return db

    def _all(self, sql: str, given: Sequence[Any] = ()) -> list[Any]:
        return self._db().execute(sql, tuple(given)).fetchall()

    def _steady(self, sql: str) -> list[Any]:
        """What stays as it is once the index is made: looked up once."""
        if sql not in self._known:
            found = self._all(sql)
            if self.building():
                return found
            self._known[sql] = self._all(sql)
        return self._known[sql]

    def _one(self, sql: str, given: Sequence[Any] = ()) -> Any:
        return self._db().execute(sql, tuple(given)).fetchone()


def _order(query: Query) -> str:
    column, falling = SORTS.get(query.sort, SORTS["risk"])
    return f"{column} {'DESC' if falling else 'ASC'}, form_id"


def _where(query: Query, only: Only) -> tuple[str, tuple[Any, ...]]:
    """The condition with its values: nothing that a client sends becomes SQL."""
    parts: list[str] = []
    given: list[Any] = []
    for word in query.words.split()[:8]:
        parts.append("words LIKE ? ESCAPE '\\'")
        given.append("%" + word[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
    if query.rule:
        parts.append("form_id IN (SELECT form_id FROM findings WHERE rule = ?)")
        given.append(query.rule)
    if query.year:
        parts.append("year = ?")
        given.append(query.year)
    for wanted, form_ids in only:
        parts.append(f"form_id{'' if wanted else ' NOT'} IN (SELECT value FROM json_each(?))")
        given.append(json.dumps(list(form_ids)))
    return (" WHERE " + " AND ".join(parts) if parts else ""), tuple(given)
