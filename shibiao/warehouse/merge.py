"""What a load changes: rows that are new, rows with another hash, rows that are no more. Worked out in the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from shibiao.schemas.ddl import VERSIONING, quoted
from shibiao.schemas.tables import ROW_HASH, TableSpec
from shibiao.warehouse.archive import source_view


class Counts(NamedTuple):
    """Rows of a table: not known before, known with other contents, known and no more, known and the same."""

    new: int
    changed: int
    closed: int
    unchanged: int

    @property
    def any_change(self) -> bool:
        """Whether the load changes the table."""
        return bool(self.new or self.changed or self.closed)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What versions of a load carry: its number and time."""

    load_id: int
    time: datetime

    @property
    def literal(self) -> str:
        """The time in SQL."""
        return f"CAST('{self.time.isoformat()}' AS TIMESTAMP WITH TIME ZONE)"


def known_query(table: TableSpec, scope: str) -> str:
    """What a destination knows of the rows of the forms in ``scope``: key, last version, hash if it is today's."""
    key = quoted(table.key)
    return (
        f"SELECT {key} AS key, max(version) AS version,"
        f" max(CASE WHEN valid_to IS NULL THEN {ROW_HASH} END) AS row_hash"
        f" FROM {quoted(table.name)} WHERE form_id IN (SELECT form_id FROM {scope}) GROUP BY {key}"
    )


def known(table: TableSpec) -> str:
    """The temporary table that ``known_query`` fills."""
    return quoted(f"known_{table.name}")


def fresh(table: TableSpec) -> str:
    """The temporary table of the keys of which a version is to be added."""
    return quoted(f"fresh_{table.name}")


def closed(table: TableSpec) -> str:
    """The temporary table of the keys whose version of today is to be closed."""
    return quoted(f"closed_{table.name}")


def compare(work: DuckDBPyConnection, table: TableSpec) -> Counts:
    """Fill ``fresh`` and ``closed`` from ``known`` and the rows to load."""
    source, key = source_view(table), quoted(table.key)
    (rows,) = _one(work, f"SELECT count(*) FROM {source}")
    if _is_first(work, table):  # nothing to look up
        work.execute(f"CREATE TEMP TABLE {closed(table)} (key TEXT)")
        return Counts(rows, 0, 0, 0)
    work.execute(
        f"CREATE TEMP TABLE {fresh(table)} AS"
        f" SELECT s.{key} AS key, coalesce(k.version, 0) + 1 AS version, k.row_hash IS NOT NULL AS had"
        f" FROM {source} s LEFT JOIN {known(table)} k ON s.{key} = k.key"
        f" WHERE k.row_hash IS DISTINCT FROM s.{ROW_HASH}"
    )
    work.execute(
        f"CREATE TEMP TABLE {closed(table)} AS"
        f" SELECT key FROM {fresh(table)} WHERE had UNION ALL"
        f" SELECT key FROM {known(table)} k WHERE row_hash IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {source} s WHERE s.{key} = k.key)"
    )
    (added, changed) = _one(work, f"SELECT count(*) FILTER (NOT had), count(*) FILTER (had) FROM {fresh(table)}")
    (ended,) = _one(work, f"SELECT count(*) FROM {closed(table)}")
    return Counts(added, changed, ended - changed, rows - added - changed)


def _is_first(work: DuckDBPyConnection, table: TableSpec) -> bool:
    """Whether no row of the table was ever known of these forms: rows that are closed are known."""
    (there,) = _one(work, f"SELECT count(*) FROM {known(table)}")
    return not there


def versions_query(work: DuckDBPyConnection, table: TableSpec, stamp: Stamp) -> str:
    """The versions to add, with all columns of the table in their order."""
    columns = ", ".join(f"s.{quoted(column.name)}" for column in table.columns)
    is_first = _is_first(work, table)
    version = "CAST(1 AS BIGINT)" if is_first else "f.version"
    items = (version, stamp.literal, "NULL", str(stamp.load_id), "NULL")
    named = ", ".join(
        f"CAST({item} AS {_KINDS[column.type]}) AS {quoted(column.name)}"
        for item, column in zip(items, VERSIONING, strict=True)
    )
    join = "" if is_first else f" JOIN {fresh(table)} f ON s.{quoted(table.key)} = f.key"
    return f"SELECT {columns}, {named} FROM {source_view(table)} s{join}"


_KINDS = {"integer": "BIGINT", "timestamp": "TIMESTAMP WITH TIME ZONE"}


def closing_statement(table: TableSpec, stamp: Stamp, keys: str) -> str:
    """Close the versions of today of these keys."""
    return (
        f"UPDATE {quoted(table.name)} SET valid_to = {stamp.literal}, closed_by = {stamp.load_id}"
        f" WHERE valid_to IS NULL AND {quoted(table.key)} IN (SELECT key FROM {keys})"
    )


def _one(work: DuckDBPyConnection, query: str) -> tuple[int, ...]:
    (row,) = work.execute(query).fetchall()
    return tuple(int(item) for item in row)
