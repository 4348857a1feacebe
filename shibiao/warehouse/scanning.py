"""Behind ``shibiao.scan``: an output folder's Parquet files as DuckDB relations."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
from duckdb import DuckDBPyRelation

from shibiao.export.contents import file_columns
from shibiao.schemas.tables import TableSpec, table_model
from shibiao.warehouse.archive import offline, partitions, select_none, select_rows, version_of


def scan_folder(out: str | os.PathLike[str]) -> dict[str, DuckDBPyRelation]:
    """See ``shibiao.scan``."""
    work = duckdb.connect(config=offline())
    return {table.name: _relation(work, Path(out), table) for table in table_model().in_files}


def _relation(work: duckdb.DuckDBPyConnection, out: Path, table: TableSpec) -> DuckDBPyRelation:
    columns, files = file_columns(table), partitions(out, table)
    if files:
        return work.sql(select_rows(work, table, columns, files))
    if table.since > 1 and table.since > version_of(out, table_model()):  # the folder is older than the table
        return work.sql(select_none(columns))
    raise FileNotFoundError(f"{out}: no Parquet files of {table.name}; convert with --parquet")
