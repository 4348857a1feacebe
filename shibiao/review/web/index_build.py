"""Puts a folder's tables into its index, in a process of its own: ``python -m shibiao.review.web.index_build``."""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from shibiao.marking import DOUBTFUL_BELOW
from shibiao.review.web.index import NAME, connect
from shibiao.schemas.corrections import CORRECTABLE
from shibiao.schemas.tables import table_model

_BATCH = 1000
_LOST = ("clipped-lost", "unread")
_KEYS = {name: table_model().table(name).key for name in CORRECTABLE}
_FIGURES = """
CREATE TEMP TABLE sums AS SELECT form_id,
  sum(status NOT IN ('clipped-lost', 'unread') AND confidence < :doubtful) AS doubtful,
  sum(status IN ('clipped-lost', 'unread')) AS lost,
  sum(status IN ('clipped-recovered', 'repaired-vocabulary', 'repaired-archive')) AS repaired,
  sum(CASE WHEN status IN ('clipped-lost', 'unread') THEN 1.0 ELSE 1.0 - confidence END) AS wrong
  FROM marked GROUP BY form_id;
"""


def build(out: Path, mark: str) -> None:
    """The whole index, forms first: a list can be shown before it is done. Doing it twice at once does no harm."""
    csv.field_size_limit(1 << 30)
    db = connect(out / ".shibiao" / NAME)
    try:
        with _transaction(db):
            for table in ("state", "forms", "marked", "findings", "repairs"):
                db.execute(f"DELETE FROM {table}")
        _insert_forms(db, out)
        _insert_findings(db, out)
        for table in CORRECTABLE:
            _insert_marked(db, out, table)
        with _transaction(db):
            _finish(db, mark)
    finally:
        db.close()


class _transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("ROLLBACK" if kind else "COMMIT")


def _rows(out: Path, table: str, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """The rows of a CSV, of each the columns that are asked for; those that are not there are empty."""
    path = out / f"{table}.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = {name: n for n, name in enumerate(next(reader, []))}
        wanted = [(name, header[name]) for name in columns if name in header]
        lacking = dict.fromkeys(set(columns) - header.keys(), "")
        for row in reader:
            yield {**lacking, **{name: row[n] for name, n in wanted}}


def _batches(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _insert(db: sqlite3.Connection, table: str, width: int, rows: Iterator[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * width)
    for batch in _batches(rows):
        with _transaction(db):
            db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", batch)


def _insert_forms(db: sqlite3.Connection, out: Path) -> None:
    columns = ["form_id", "family", "source_name", "source_kind", "pages", "title", "year", "project_name"]
    columns += ["fiscal_year", "implementing_unit", "department", "budget_unit"]

    def rows() -> Iterator[tuple[object, ...]]:
        for row in _rows(out, "forms", columns):
            department = row["department"] or row["budget_unit"]
            yield (*(row[name] for name in columns[:10]), department, "\n".join(row.values()), *(0, 0, 0, 0, 0, 0.0))

    _insert(db, "forms", 18, rows())


def _insert_findings(db: sqlite3.Connection, out: Path) -> None:
    columns = ["form_id", "position", "rule", "severity"]
    rows = (tuple(row[name] for name in columns) for row in _rows(out, "findings", columns))
    _insert(db, "findings", 4, rows)
    with _transaction(db):
        counts = db.execute(
            "SELECT sum(severity = 'error'), sum(severity = 'warning'), form_id FROM findings GROUP BY form_id"
        ).fetchall()
        db.executemany("UPDATE forms SET errors = ?, warnings = ?, risk = ? WHERE form_id = ?", _risky(counts))


def _risky(counts: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, int, str]]:
    return [(errors, warnings, errors, form_id) for errors, warnings, form_id in counts]


def _insert_marked(db: sqlite3.Connection, out: Path, table: str) -> None:
    """Every value that was repaired, cut, or is doubted."""
    key = _KEYS[table]
    names = CORRECTABLE[table]
    columns = list(dict.fromkeys(["form_id", key, *(c for n in names for c in (n, *(n + s for s in _SUFFIXES)))]))
    words: dict[str, list[str]] = defaultdict(list)

    def rows() -> Iterator[tuple[object, ...]]:
        for row in _rows(out, table, columns):
            if table in ("indicators", "goals"):
                words[row["form_id"]] += (row[name] for name in names if name in ("name", "text") and row[name])
            for name in names:
                if _is_marked(row, name):
                    raw, status = row[f"{name}_raw"], row[f"{name}_status"]
                    # In CSV an empty text and none are the same; only a cell that nobody could read has none.
                    value = row[name] or None
                    place = (row["form_id"], table, row[key], name, row[f"{name}_cell"])
                    yield (*place, status, raw, value, float(row[f"{name}_confidence"]))

    _insert(db, "marked", 9, rows())
    for batch in _batches(iter(("\n" + "\n".join(texts), form_id) for form_id, texts in words.items())):
        with _transaction(db):
            db.executemany("UPDATE forms SET words = words || ? WHERE form_id = ?", batch)


_SUFFIXES = ("_raw", "_status", "_confidence", "_cell")


def _is_marked(row: Mapping[str, str], name: str) -> bool:
    status, confidence = row[f"{name}_status"], row[f"{name}_confidence"]
    return bool(confidence) and (status != "complete" or float(confidence) < DOUBTFUL_BELOW)


def _finish(db: sqlite3.Connection, mark: str) -> None:
    """The figures of the forms, the repairs that were made many times, and that it is done."""
    db.execute(_FIGURES.strip().rstrip(";"), {"doubtful": DOUBTFUL_BELOW})
    db.execute(
        "UPDATE forms SET doubtful = s.doubtful, lost = s.lost, repaired = s.repaired,"
        " risk = round(errors + s.wrong, 4) FROM sums AS s WHERE s.form_id = forms.form_id"
    )
    db.execute("DELETE FROM repairs")  # another desk over the same folder may have been as far
    db.execute(
        "INSERT INTO repairs (status, raw, value, times, least)"
        " SELECT status, raw, value, count(*), min(confidence) FROM marked"
        " WHERE status NOT IN ('complete', 'clipped-lost', 'unread', 'corrected')"
        " GROUP BY status, raw, value ORDER BY count(*) DESC, raw, value"
    )
    db.execute("INSERT OR REPLACE INTO state VALUES ('done', ?)", (mark,))
    db.execute("DROP TABLE sums")


if __name__ == "__main__":
    os.nice(5)
    build(Path(sys.argv[1]), sys.argv[2])
