"""What ``--dry-run`` shows: which values of which rows would change, and to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from shibiao.schemas.ddl import literal, quoted
from shibiao.schemas.tables import ROW_HASH, Model, TableSpec
from shibiao.warehouse.archive import source_view
from shibiao.warehouse.destination import Destination
from shibiao.warehouse.merge import Counts, fresh

MOST_ROWS = 20  # of each table


class Difference(NamedTuple):
    """A value that would change."""

    table: str
    key: str
    column: str
    before: object
    after: object


def differences(
    work: DuckDBPyConnection, to: Destination, model: Model, counts: Mapping[str, Counts]
) -> Iterator[Difference]:
    """The changed values of the first rows of each table that would get a new version."""
    for table in model.tables:
        if counts[table.name].changed:
            yield from _of_table(work, to, table)


def _of_table(work: DuckDBPyConnection, to: Destination, table: TableSpec) -> Iterator[Difference]:
    found = work.execute(f"SELECT key FROM {fresh(table)} WHERE had ORDER BY key LIMIT {MOST_ROWS}").fetchall()
    keys = ", ".join(literal(key) for (key,) in found)
    names = [column.name for column in table.columns if column.name != ROW_HASH]
    columns = ", ".join(quoted(name) for name in (table.key, *names))
    chosen = f"{quoted(table.key)} IN ({keys})"
    before = to.rows(f"SELECT {columns} FROM {quoted(table.name)} WHERE valid_to IS NULL AND {chosen}")
    old = {row[0]: row[1:] for row in before}
    for key, *after in work.execute(f"SELECT {columns} FROM {source_view(table)} WHERE {chosen} ORDER BY 1").fetchall():
        for name, one, other in zip(names, old.get(key, after), after, strict=True):
            if _plain(one) != _plain(other):
                yield Difference(table.name, str(key), name, one, other)


def _plain(item: object) -> object:
    """An item as it compares: the drivers give decimals and times in forms of their own."""
    return str(item) if item is not None else None
