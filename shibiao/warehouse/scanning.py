"""Behind ``shibiao.scan``: an output folder's Parquet files as DuckDB relations."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
from duckdb import DuckDBPyRelation

from shibiao.export.contents import file_columns
from shibiao.export.parquet import is_partition, parquet_folder
from shibiao.schemas.ddl import quoted
from shibiao.schemas.tables import TableSpec, table_model
from shibiao.warehouse.archive import offline, parquet_scan


def scan_folder(out: str | os.PathLike[str]) -> dict[str, DuckDBPyRelation]:
    """See ``shibiao.scan``."""
    work = duckdb.connect(config=offline())
    return {table.name: _relation(work, Path(out), table) for table in table_model().in_files}


def _relation(work: duckdb.DuckDBPyConnection, out: Path, table: TableSpec) -> DuckDBPyRelation:
    folder = out / parquet_folder(table.name)
    files = sorted(path for path in folder.glob("*/*") if is_partition(path))
    if not files:
        raise FileNotFoundError(f"{folder}: no Parquet files; convert with --parquet")
    columns = ", ".join(quoted(column.name) for column in file_columns(table))
    return work.sql(f"SELECT {columns} FROM {parquet_scan(files, hive=True)}")
