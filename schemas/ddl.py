"""The tables as SQL that DuckDB and PostgreSQL both take: each row in all its versions, and views of today's.

A version is never changed but for being closed: ``valid_to`` and ``closed_by`` are set once.
"""

from __future__ import annotations

from collections.abc import Iterator

from shibiao.schemas.tables import DECIMAL_PRECISION, DECIMAL_SCALE, Column, Model, TableSpec, Type

_TYPES: dict[Type, str] = {
    "text": "TEXT",
    "integer": "BIGINT",
    "decimal": f"DECIMAL({DECIMAL_PRECISION}, {DECIMAL_SCALE})",
    "probability": "DOUBLE PRECISION",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "texts": "TEXT[]",
    "integers": "BIGINT[]",
    "numbers": "DOUBLE PRECISION[]",
}
VERSIONING = (
    Column("version", "integer", "版本", "version of the row, from 1", True),
    Column("valid_from", "timestamp", "生效时间", "time of the load that brought this version", True),
    Column("valid_to", "timestamp", "失效时间", "time of the load that closed it; null for today's version"),
    Column("load_id", "integer", "载入批次", "load that brought it", True),
    Column("closed_by", "integer", "失效批次", "load that closed it"),
)
LOADS = "shibiao_loads"
LOADS_COLUMNS = (
    Column("load_id", "integer", "载入批次", "load, from 1", True),
    Column("loaded_at", "timestamp", "时间", "when", True),
    Column("archive", "text", "结果文件夹", "output folder that was loaded", True),
    Column("manifest_sha256", "text", "清单 SHA-256", "SHA-256 of its manifest.jsonl", True),
    Column("program", "text", "程序版本", "version of shibiao", True),
    Column("tables_version", "integer", "表结构版本", "version of the tables", True),
    Column("rows_new", "integer", "新增行", "rows that were not there", True),
    Column("rows_changed", "integer", "变更行", "rows with a new version", True),
    Column("rows_closed", "integer", "失效行", "rows that are no more", True),
    Column("views", "texts", "视图", "views that shibiao has made", True),
    Column("views_sha256", "text", "视图 SHA-256", "SHA-256 of their SQL", True),
)


def quoted(name: str) -> str:
    """An identifier, safe whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def sql_type(column: Column) -> str:
    """The SQL type of a column."""
    return _TYPES[column.type]


def stored_columns(table: TableSpec) -> tuple[Column, ...]:
    """The columns of a table in a warehouse: the declared ones and those of its versions."""
    return (*table.columns, *VERSIONING)


def statements(model: Model) -> Iterator[str]:
    """All that makes an empty warehouse: tables, comments, views of today's rows."""
    yield create_loads()
    for table in model.tables:
        yield create_table(table)
    for table in model.tables:
        yield from comments(table)
    for table in model.tables:
        yield current_view(table)


def create_table(table: TableSpec) -> str:
    """The table with its versions."""
    return _create(quoted(table.name), stored_columns(table))


def keys(table: TableSpec) -> Iterator[str]:
    """Keys and indexes, where a database keeps them on disk: of a version, of today's version, of a form's rows."""
    name, key = quoted(table.name), quoted(table.key)
    yield f"ALTER TABLE {name} ADD PRIMARY KEY ({key}, version)"
    today = quoted(f"{table.name}_today")
    yield f"CREATE UNIQUE INDEX {today} ON {name} ({key}) WHERE valid_to IS NULL"
    if table.key != "form_id":
        yield f"CREATE INDEX {quoted(f'{table.name}_of_form')} ON {name} (form_id)"


def create_loads() -> str:
    """The log of loads."""
    return _create(quoted(LOADS), LOADS_COLUMNS)


def _create(name: str, columns: tuple[Column, ...]) -> str:
    lines = [f"  {quoted(c.name)} {sql_type(c)}{' NOT NULL' if c.required else ''}" for c in columns]
    return f"CREATE TABLE {name} (\n" + ",\n".join(lines) + "\n)"


def add_column(table: TableSpec, column: Column) -> str:
    """A column that came later: the earlier rows have nothing in it."""
    return f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {sql_type(column)}"


def comments(table: TableSpec) -> Iterator[str]:
    """What table and columns are, in both languages."""
    name = quoted(table.name)
    yield f"COMMENT ON TABLE {name} IS {literal(f'{table.zh} · {table.en}')}"
    for column in stored_columns(table):
        said = literal(f"{column.zh} · {column.en}")
        yield f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {said}"


def current_view(table: TableSpec) -> str:
    """Today's rows. Columns that come later stand last, as ``CREATE OR REPLACE VIEW`` wants it."""
    columns = sorted((*table.columns, *VERSIONING[:2]), key=lambda column: column.since)
    named = ",\n".join(f"  {quoted(column.name)}" for column in columns)
    view, name = quoted(f"current_{table.name}"), quoted(table.name)
    return f"CREATE OR REPLACE VIEW {view} AS\nSELECT\n{named}\nFROM {name}\nWHERE valid_to IS NULL"
