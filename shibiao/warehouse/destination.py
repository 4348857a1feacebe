"""What a database must be able to do to be loaded, and the address it is found at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from duckdb import DuckDBPyConnection

from shibiao.exits import ExitCode, Stop
from shibiao.lineage.datasets import Place
from shibiao.schemas.tables import TableSpec
from shibiao.warehouse.merge import Stamp

SCHEMES = ("duckdb", "postgresql", "postgres")


class Destination(Protocol):
    """A database inside one transaction, from ``open`` to ``commit`` or ``rollback``.

    Names in statements are those of the chosen schema. Errors are Stops: OUTPUT_NOT_WRITABLE, nothing changed.
    """

    shown: str
    replaced: int  # rows with a text that the database cannot hold as it is

    def open(self, work: DuckDBPyConnection, wait_seconds: float) -> None:
        """Connect, begin, and hold the tables against other loads. Waits so long for one that is running."""

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        """The tables and views of the schema with their columns, and these with their declared types (or others)."""

    def execute(self, statement: str) -> None:
        """Run a statement."""

    def replace_views(self, old: Sequence[str], statements: Sequence[str]) -> None:
        """Make views anew where they are; ``old``: those of ours that are there, the dependent ones first."""

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a small query."""

    def set_scope(self, contents: Sequence[str], forms: Sequence[str]) -> None:
        """The forms that the load is about: these, and those that are known of these contents (SHA-256)."""

    def read_known(self, table: TableSpec) -> None:
        """Fill ``merge.known(table)`` in the engine. The table is there: ``structure`` has made it."""

    def close_rows(self, table: TableSpec, stamp: Stamp) -> None:
        """Close the versions of the keys in ``merge.closed(table)``."""

    def append(self, table: TableSpec, query: str) -> None:
        """Add the rows of a query of the engine, which gives all columns in their order."""

    def settle(self, new: Sequence[TableSpec], changed: Sequence[TableSpec]) -> None:
        """When the rows are in: keys and indexes for new tables, statistics of changed ones, as the database needs."""

    def place(self, table: str) -> Place:
        """What lineage calls a table."""

    def commit(self) -> None:
        """Make it so."""

    def rollback(self) -> None:
        """Leave everything as it was, and let go."""


def destination(url: str, schema: str | None) -> Destination:
    """The destination of a URL, or of the path of a DuckDB file.

    Raises: Stop (WRONG_USAGE) for a URL of another kind, (MISSING_DEPENDENCY) where a driver is missing.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        from shibiao.warehouse.duckdb_file import DuckDBFile

        return DuckDBFile(Path(url), schema)
    if scheme not in SCHEMES:
        raise Stop(ExitCode.WRONG_USAGE, "error.bad-destination", scheme=scheme)
    if scheme == "duckdb":
        from shibiao.warehouse.duckdb_file import DuckDBFile

        # duckdb:///relative.duckdb, duckdb:////absolute.duckdb
        if not rest.startswith("/") or len(rest) < 2:
            raise Stop(ExitCode.WRONG_USAGE, "error.bad-duckdb-url", url=url)
        return DuckDBFile(Path(unquote(rest[1:])), schema)
    from shibiao.warehouse.postgres import Postgres

    return Postgres(url, schema)
