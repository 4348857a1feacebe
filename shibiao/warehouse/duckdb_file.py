"""A DuckDB file as a destination: attached to the engine, so that rows go from Parquet to the file in one step."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from shibiao.exits import ExitCode, Stop
from shibiao.lineage.datasets import Place, duckdb_table
from shibiao.schemas.ddl import literal, quoted
from shibiao.schemas.tables import TableSpec, Type
from shibiao.warehouse.merge import Stamp, closed, closing_statement, known, known_query

_CATALOG = "destination"
_SCOPE = "load_scope"
_POLL_SECONDS = 0.2
_TYPES: dict[str, Type] = {
    "VARCHAR": "text",
    "BIGINT": "integer",
    "DOUBLE": "probability",
    "DECIMAL(38,10)": "decimal",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    "VARCHAR[]": "texts",
    "BIGINT[]": "integers",
    "DOUBLE[]": "numbers",
}


class DuckDBFile:
    """See ``Destination``. A file that is not there is made, and removed again if nothing gets into it."""

    def __init__(self, path: Path, schema: str | None) -> None:
        self.shown = str(path)
        self.replaced = 0
        self._path, self._schema = path, schema or "main"
        self._made = False
        self._work: DuckDBPyConnection | None = None

    @property
    def _db(self) -> DuckDBPyConnection:
        assert self._work is not None, "not open"
        return self._work

    def open(self, work: DuckDBPyConnection, wait_seconds: float) -> None:
        self._work = work
        with _translated(self.shown):
            self._made = _make_empty(self._path)
            self._attach(work, wait_seconds)
            work.execute("BEGIN TRANSACTION")
            if self._schema != "main":
                work.execute(f"CREATE SCHEMA IF NOT EXISTS {_CATALOG}.{quoted(self._schema)}")
            work.execute(f"USE {_CATALOG}.{quoted(self._schema)}")

    def _attach(self, work: DuckDBPyConnection, wait_seconds: float) -> None:
        end = time.monotonic() + wait_seconds
        while True:
            try:
                work.execute(f"ATTACH {literal(os.fspath(self._path))} AS {_CATALOG} (TYPE duckdb)")
            except duckdb.IOException as error:
                if "lock" not in str(error).lower():
                    raise
                if time.monotonic() >= end:
                    raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.destination-busy", name=self.shown) from error
                time.sleep(_POLL_SECONDS)
            else:
                return

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        query = (
            "SELECT table_name, column_name, data_type FROM duckdb_columns()"
            f" WHERE database_name = '{_CATALOG}' AND schema_name = {literal(self._schema)}"
        )
        for table, column, kind in self._db.execute(query).fetchall():
            found.setdefault(table, {})[column] = _TYPES.get(kind, kind)
        return found

    def execute(self, statement: str) -> None:
        with _translated(self.shown):
            self._db.execute(statement)

    def replace_views(self, old: Sequence[str], statements: Sequence[str]) -> None:
        for statement in statements:  # DuckDB replaces any view by any other
            self.execute(statement)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with _translated(self.shown):
            return self._db.execute(query).fetchall()

    def set_scope(self, contents: Sequence[str], forms: Sequence[str]) -> None:
        self._db.execute(f"CREATE TEMP TABLE {_SCOPE} AS SELECT unnest($1) AS form_id", [list(forms)])
        self._db.execute(
            f"INSERT INTO {_SCOPE} SELECT form_id FROM forms"
            " WHERE valid_to IS NULL AND source_sha256 IN (SELECT unnest($1))",
            [list(contents)],
        )

    def read_known(self, table: TableSpec) -> None:
        self.execute(f"CREATE TEMP TABLE {known(table)} AS {known_query(table, _SCOPE)}")

    def close_rows(self, table: TableSpec, stamp: Stamp) -> None:
        self.execute(closing_statement(table, stamp, closed(table)))

    def append(self, table: TableSpec, query: str) -> None:
        self.execute(f"INSERT INTO {quoted(table.name)} BY NAME {query}")

    def settle(self, new: Sequence[TableSpec], changed: Sequence[TableSpec]) -> None:
        """Nothing: DuckDB would keep an index in memory, and its scans skip row groups without. ``rules`` hold keys."""

    def place(self, table: str) -> Place:
        name = table if self._schema == "main" else f"{self._schema}.{table}"
        return duckdb_table(self._path, name)

    def commit(self) -> None:
        self.execute("COMMIT")
        self._let_go()

    def rollback(self) -> None:
        if self._work is None:
            return
        with contextlib.suppress(duckdb.Error):
            self._work.execute("ROLLBACK")
        if self._made:  # while the lock is still ours
            self._path.unlink(missing_ok=True)
            Path(f"{self._path}.wal").unlink(missing_ok=True)
        self._let_go()

    def _let_go(self) -> None:
        with contextlib.suppress(duckdb.Error):
            self._db.execute("USE memory")
            self._db.execute(f"DETACH {_CATALOG}")


def _make_empty(path: Path) -> bool:
    """Make an empty database, whole or not at all; whether there was none before."""
    if path.exists():
        return False
    partial = path.with_name(f".{path.name[-60:]}.{os.getpid()}.tmp")
    try:
        duckdb.connect(os.fspath(partial)).close()
        os.link(partial, path)
    except FileExistsError:
        return False
    finally:
        partial.unlink(missing_ok=True)
    return True


@contextlib.contextmanager
def _translated(shown: str) -> Iterator[None]:
    """DuckDB's errors in our words."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.destination-failed", name=shown, reason=reason) from error
