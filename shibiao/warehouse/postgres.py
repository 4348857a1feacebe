"""PostgreSQL as a destination, by ADBC: rows go as Arrow into COPY, everything in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from duckdb import DuckDBPyConnection

from shibiao.exits import ExitCode, Stop
from shibiao.lineage.datasets import Place, postgres_table
from shibiao.schemas.ddl import VERSIONING, keys, literal, quoted
from shibiao.schemas.tables import Column, TableSpec, Type
from shibiao.warehouse.archive import source_view
from shibiao.warehouse.merge import Stamp, closed, closing_statement, known, known_query
from shibiao.warehouse.urls import address_of, password_of, without_password

if TYPE_CHECKING:
    import pyarrow

_BATCH_ROWS = 20_000
_LOCK = "hashtextextended('shibiao:' || current_schema(), 0)"
_SCOPE, _CLOSED = "pg_temp.shibiao_scope", "pg_temp.shibiao_closed"
_TYPES: dict[str, Type] = {
    "text": "text",
    "bigint": "integer",
    "double precision": "probability",
    "numeric(38,10)": "decimal",
    "timestamp with time zone": "timestamp",
    "text[]": "texts",
    "bigint[]": "integers",
    "double precision[]": "numbers",
}
# SQLSTATEs that have a sentence of their own.
_KNOWN_STATES = {"42501": "error.destination-rights", "55P03": "error.destination-busy"}
NUL_SHOWN = "\u2400"  # ␀: PostgreSQL's text cannot hold U+0000


class Postgres:
    """See ``Destination``."""

    def __init__(self, url: str, schema: str | None) -> None:
        self.shown = without_password(url)
        self.replaced = 0
        self._url, self._schema, self._database = url, schema, ""
        self._connection: Any = None
        self._work: DuckDBPyConnection | None = None

    @property
    def _db(self) -> DuckDBPyConnection:
        assert self._work is not None, "not open"
        return self._work

    def open(self, work: DuckDBPyConnection, wait_seconds: float) -> None:
        import adbc_driver_postgresql.dbapi

        self._work = work
        with self._translated():
            self._connection = adbc_driver_postgresql.dbapi.connect(self._url, autocommit=False)
            self.execute(f"SET LOCAL lock_timeout = {max(1, int(wait_seconds * 1000))}")
            self.execute("SET LOCAL client_min_messages = warning")
            if self._schema:
                if not self.rows(f"SELECT 1 FROM pg_namespace WHERE nspname = {literal(self._schema)}"):
                    self.execute(f"CREATE SCHEMA {quoted(self._schema)}")
                self.execute(f"SET LOCAL search_path = {quoted(self._schema)}")
            self._check_database()
            self.rows(f"SELECT pg_advisory_xact_lock({_LOCK})::text")

    def _check_database(self) -> None:
        ((encoding, schema, database),) = self.rows(
            "SELECT current_setting('server_encoding'), current_schema()::text, current_database()::text"
        )
        if encoding != "UTF8":
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.destination-encoding", name=self.shown, encoding=encoding)
        if schema is None:
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.destination-no-schema", name=self.shown)
        self._schema, self._database = str(schema), str(database)

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        query = (
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
        )
        for table, column, kind in self.rows(query):
            found.setdefault(str(table), {})[str(column)] = _TYPES.get(str(kind), str(kind))
        return found

    def execute(self, statement: str) -> None:
        with self._translated(), self._connection.cursor() as cursor:
            cursor.execute(statement)

    def replace_views(self, old: Sequence[str], statements: Sequence[str]) -> None:
        # Where columns went or moved PostgreSQL replaces no view: all are dropped then, which fails where views of
        # others stand on ours. A block of its own, since ADBC runs nothing more after an error.
        made = "".join(f"EXECUTE {literal(statement)}; " for statement in statements)
        dropped = "".join(f"DROP VIEW IF EXISTS {quoted(name)}; " for name in old)
        body = f"BEGIN {made}EXCEPTION WHEN invalid_table_definition THEN {dropped}{made}END"
        self.execute(f"DO {literal(body)}")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self._translated(), self._connection.cursor() as cursor:
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]

    def set_scope(self, contents: Sequence[str], forms: Sequence[str]) -> None:
        import pyarrow

        self.execute("CREATE TEMPORARY TABLE shibiao_scope (form_id TEXT) ON COMMIT DROP")
        self.execute("CREATE TEMPORARY TABLE shibiao_contents (sha256 TEXT) ON COMMIT DROP")
        self._ingest("shibiao_scope", pyarrow.table({"form_id": pyarrow.array(forms, pyarrow.string())}), True)
        self._ingest("shibiao_contents", pyarrow.table({"sha256": pyarrow.array(contents, pyarrow.string())}), True)
        self.execute(
            f"INSERT INTO {_SCOPE} SELECT form_id FROM forms WHERE valid_to IS NULL"
            " AND source_sha256 IN (SELECT sha256 FROM pg_temp.shibiao_contents)"
        )
        self.execute(f"ANALYZE {_SCOPE}")

    def read_known(self, table: TableSpec) -> None:
        with self._translated(), self._connection.cursor() as cursor:
            cursor.execute(known_query(table, _SCOPE))
            found = cursor.fetch_record_batch()
            self._db.register("known_rows", found)
            self._db.execute(f"CREATE TEMP TABLE {known(table)} AS SELECT * FROM known_rows")
            self._db.unregister("known_rows")

    def close_rows(self, table: TableSpec, stamp: Stamp) -> None:
        self.execute("CREATE TEMPORARY TABLE shibiao_closed (key TEXT) ON COMMIT DROP")
        self._ingest("shibiao_closed", self._reader(f"SELECT key FROM {closed(table)}"), True)
        self.execute(f"ANALYZE {_CLOSED}")
        self.execute(closing_statement(table, stamp, _CLOSED))
        self.execute(f"DROP TABLE {_CLOSED}")

    def append(self, table: TableSpec, query: str) -> None:
        held = " OR ".join(filter(None, map(_holds_nul, table.columns)))
        ((nul,),) = self._db.execute(f"SELECT count(*) FROM {source_view(table)} WHERE {held}").fetchall()
        self.replaced += nul
        columns = ", ".join(_storable(column, nul > 0) for column in (*table.columns, *VERSIONING))
        self._ingest(table.name, self._reader(f"SELECT {columns} FROM ({query}) AS versions"), False)

    def settle(self, new: Sequence[TableSpec], changed: Sequence[TableSpec]) -> None:
        for table in new:
            for statement in keys(table):
                self.execute(statement)
        for table in changed:  # without statistics a view over new tables takes a hundred times as long
            self.execute(f"ANALYZE {quoted(table.name)}")

    def _reader(self, query: str) -> pyarrow.RecordBatchReader:
        return self._db.sql(query).to_arrow_reader(_BATCH_ROWS)

    def _ingest(self, name: str, rows: pyarrow.Table | pyarrow.RecordBatchReader, temporary: bool) -> None:
        where: dict[str, Any] = {"temporary": True} if temporary else {"db_schema_name": self._schema}
        with self._translated(), self._connection.cursor() as cursor:
            cursor.adbc_ingest(name, rows, mode="append", **where)

    def place(self, table: str) -> Place:
        host, port = address_of(self._url)
        return postgres_table(host, port, self._database, str(self._schema), table)

    def commit(self) -> None:
        with self._translated():
            self._connection.commit()
        self._close()

    def rollback(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):  # the connection may be what failed; the server rolls back then
                self._connection.rollback()
            self._close()

    def _close(self) -> None:
        with contextlib.suppress(Exception):
            self._connection.close()
        self._connection = None

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """ADBC's errors in our words, without the password."""
        from adbc_driver_manager import Error

        try:
            yield
        except Error as error:
            reason = _reason(str(error))
            password = password_of(self._url)
            reason = reason.replace(password, "***") if password else reason
            key = _KNOWN_STATES.get(error.sqlstate or "", "error.destination-failed")
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, key, name=self.shown, reason=reason) from error


def _holds_nul(column: Column) -> str | None:
    name = quoted(column.name)
    if column.type == "text":
        return f"contains({name}, chr(0))"
    return f"contains(array_to_string({name}, ''), chr(0))" if column.type == "texts" else None


def _storable(column: Column, nul: bool) -> str:
    name = quoted(column.name)
    if not nul:
        return name
    if column.type == "text":
        return f"replace({name}, chr(0), '{NUL_SHOWN}') AS {name}"
    if column.type == "texts":
        return f"list_transform({name}, lambda item: replace(item, chr(0), '{NUL_SHOWN}')) AS {name}"
    return name


def _reason(message: str) -> str:
    """The server's own words."""
    for mark in ("FATAL:", "ERROR:", "Failed to connect:", "[libpq]"):
        if mark in message:
            message = message.partition(mark)[2]
            break
    return message.strip().partition("\n")[0].strip()
