"""Behind ``shibiao.scan``: an output folder's Parquet files as DuckDB relations."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
from duckdb import DuckDBPyRelation

from shibiao.export.contents import file_columns
from shibiao.schemas.ddl import quoted
from shibiao.schemas.tables import TableSpec, table_model
from shibiao.warehouse.archive import offline, parquet_scan, partitions


def scan_folder(out: str | os.PathLike[str]) -> dict[str, DuckDBPyRelation]:
    """See ``shibiao.scan``."""
    work = duckdb.connect(config=offline())
    return {table.name: _relation(work, Path(out), table) for table in table_model().in_files}


def _relation(work: duckdb.DuckDBPyConnection, out: Path, table: TableSpec) -> DuckDBPyRelation:
    files = partitions(out, table)
    if not files:
        raise FileNotFoundError(f"{out}: no Parquet files of {table.name}; convert with --parquet")
    columns = ", ".join(quoted(column.name) for column in file_columns(table))
    return work.sql(f"SELECT {columns} FROM {parquet_scan(files)}")
