"""Keys and references, checked before a row is loaded: validators of tables let nulls and orphans pass."""

from __future__ import annotations

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from shibiao.exits import ExitCode, Stop
from shibiao.schemas.ddl import quoted
from shibiao.schemas.tables import Model, Reference, TableSpec
from shibiao.warehouse.archive import source_view


def check_rows(work: DuckDBPyConnection, model: Model) -> None:
    """Every required column has a value, every key is there once, every reference leads to a row.

    Raises: Stop (NOTHING_READ) naming table, column and an example.
    """
    for table in model.tables:
        _check_required(work, table)
        _check_key(work, table)
    for table in model.tables:
        _check_references(work, model, table)


def _check_required(work: DuckDBPyConnection, table: TableSpec) -> None:
    required = [column for column in table.columns if column.required]
    counts = ", ".join(f"count(*) - count({quoted(column.name)})" for column in required)
    (missing,) = work.execute(f"SELECT {counts} FROM {source_view(table)}").fetchall()
    for column, count in zip(required, missing, strict=True):
        if count:
            raise _broken("error.rows-required", table, column.name, f"{count}")


def _check_key(work: DuckDBPyConnection, table: TableSpec) -> None:
    key, view = quoted(table.key), source_view(table)
    # The hashes of millions of keys fit where the keys do not; only if two are alike are the keys looked at.
    (alike,) = work.execute(f"SELECT count(*) > count(DISTINCT hash({key})) FROM {view}").fetchall()[0]
    if alike:
        twice = work.execute(f"SELECT {key} FROM {view} GROUP BY {key} HAVING count(*) > 1 LIMIT 1").fetchall()
        if twice:
            raise _broken("error.rows-key", table, table.key, str(twice[0][0]))


def _check_references(work: DuckDBPyConnection, model: Model, table: TableSpec) -> None:
    targets: dict[tuple[str, tuple[str, ...]], list[Reference]] = {}
    for reference in table.references:
        targets.setdefault((reference.table, reference.target), []).append(reference)
    for (name, target), references in targets.items():
        there = f"SELECT hash({_listed(target)}) FROM {source_view(model.table(name))}"
        for orphan in _orphans(work, table, references, there):
            raise _broken("error.rows-reference", table, ", ".join(references[0].columns), orphan)


def _orphans(work: DuckDBPyConnection, table: TableSpec, references: list[Reference], there: str) -> Iterator[str]:
    """An example of a row that refers to nothing. All references to one target are looked up in one pass."""
    hashes = ", ".join(
        f"CASE WHEN {quoted(r.columns[-1])} IS NOT NULL THEN hash({_listed(r.columns)}) END" for r in references
    )
    key = quoted(table.key)
    found = work.execute(
        f"SELECT {key} FROM (SELECT {key}, unnest([{hashes}]) AS wanted FROM {source_view(table)}) AS told"
        f" WHERE wanted IS NOT NULL AND wanted NOT IN ({there}) LIMIT 1"
    ).fetchall()
    return (str(row[0]) for row in found)


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(quoted(column) for column in columns)


def _broken(key: str, table: TableSpec, column: str, example: str) -> Stop:
    return Stop(ExitCode.NOTHING_READ, key, table=table.name, column=column, example=example)
