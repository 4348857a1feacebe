"""Looking into a destination by itself, with its own client, beside the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from bench.warehouse.kills import rows
from shibiao.schemas.ddl import LOADS, quoted, stored_columns
from shibiao.schemas.tables import TableSpec, table_model
from shibiao.warehouse.destination import destination
from shibiao.warehouse.load import LoadOptions, LoadReport, load

__all__ = ["change", "changed", "contents", "loaded", "rows"]


def change(url: str, *statements: str) -> None:
    """Run statements and commit them."""
    if url.startswith("postgres"):
        import adbc_driver_postgresql.dbapi

        with adbc_driver_postgresql.dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return
    with duckdb.connect(url) as connection:
        for statement in statements:
            connection.execute(statement)


def contents(url: str) -> dict[str, list[str]]:
    """All rows of all tables in all versions, in an order of their own: two alike are the same warehouse."""
    found: dict[str, list[str]] = {}
    for table in table_model().tables:
        found[table.name] = _all_rows(url, table)
    found[LOADS] = sorted(map(repr, rows(url, f"SELECT * FROM {LOADS}")))
    return found


def _all_rows(url: str, table: TableSpec) -> list[str]:
    columns = ", ".join(quoted(column.name) for column in stored_columns(table))
    return sorted(map(repr, rows(url, f"SELECT {columns} FROM {quoted(table.name)}")))


def loaded(out: Path, url: str, **options: Any) -> LoadReport:
    """Load, and say what changed."""
    return load(out, destination(url, options.pop("schema", None)), LoadOptions(**options))


def changed(report: LoadReport) -> dict[str, tuple[int, int, int]]:
    """New, changed and closed rows of the tables that changed."""
    return {name: count[:3] for name, count in report.tables.items() if count.any_change}
