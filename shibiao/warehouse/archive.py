"""A finished output folder as tables in an embedded DuckDB: from its Parquet files, else from its JSON.

What is done to the rows on their way (corrections laid over them, keys checked, versions told apart) is done there, in
bounded memory, whatever the destination.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.datapackage import VERSION_KEY
from shibiao.export.folder import locked
from shibiao.export.parquet import is_partition, parquet_folder
from shibiao.schemas.ddl import literal, quoted, sql_type
from shibiao.schemas.tables import Column, Model, TableSpec
from shibiao.warehouse.interrupting import interruptible

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Settings:
    """``memory_mb``: what DuckDB may hold; it goes on on disk. ``jobs``: threads, and processes that read JSON."""

    memory_mb: int = 1024
    jobs: int = 2


@dataclass(frozen=True, slots=True)
class Archive:
    """An output folder that was opened. ``folder`` is for temporary files, ``form_ids`` those of its manifest."""

    out: Path
    manifest_sha256: str
    form_ids: tuple[str, ...]
    contents: tuple[str, ...]
    work: DuckDBPyConnection
    folder: Path
    settings: Settings


@contextlib.contextmanager
def opened(out: Path, settings: Settings) -> Iterator[Archive]:
    """Open an output folder; while it is open, no run writes to it.

    Raises: Stop (NOTHING_READ) where it is none, (OUTPUT_NOT_WRITABLE) while a run is writing to it.
    """
    if not out.is_dir():
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=out)
    with locked(out, shared=True):
        ids, contents, digest = _manifest(out)
        folder = Path(tempfile.mkdtemp(prefix="shibiao-load-"))
        try:
            work = _engine(folder, settings)
            try:
                with interruptible(work):
                    yield Archive(out, digest, ids, contents, work, folder, settings)
            finally:
                work.close()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _manifest(out: Path) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The forms and the contents that the manifest accounts for, and its SHA-256."""
    path = out / manifest.NAME
    try:
        data = path.read_bytes()
        entries = [manifest.parsed(line) for line in data.splitlines()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error
    ids = [form_id for entry in entries for form_id in entry.form_ids]
    contents = {entry.sha256 for entry in entries if entry.sha256 and entry.outcome == "converted"}
    return tuple(sorted(ids)), tuple(sorted(contents)), hashlib.sha256(data).hexdigest()


def _engine(folder: Path, settings: Settings) -> DuckDBPyConnection:
    import duckdb

    work = duckdb.connect(
        config={
            "memory_limit": f"{settings.memory_mb}MB",
            "threads": str(settings.jobs),
            "temp_directory": os.fspath(folder / "spilled"),
            "preserve_insertion_order": "false",
            **offline(),
        }
    )
    work.execute("SET TimeZone = 'UTC'")
    return work


def offline() -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB's settings that keep it from fetching anything."""
    return {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def base_view(table: TableSpec) -> str:
    """The name of the view of a table's rows as they were extracted."""
    return quoted(f"base_{table.name}")


def source_view(table: TableSpec) -> str:
    """The name of the view of a table's rows with corrections applied: what is loaded."""
    return quoted(f"source_{table.name}")


def make_views(archive: Archive, model: Model) -> None:
    """A view of each table of the files as extracted, with the declared columns.

    Raises: Stop (NOTHING_READ) where the tables are those of a newer shibiao, or do not hold together.
    """
    version = version_of(archive.out, model)
    if not _has_parquet(archive.out, model, version):
        from shibiao.warehouse.forms import write_forms

        write_forms(archive, model)
    for table in model.in_files:
        staged = archive.folder / "forms" / table.name
        files = sorted(staged.glob("*.parquet")) if staged.is_dir() else partitions(archive.out, table)
        # A table that came later than the folder has no files there, and no rows.
        rows = select_rows(archive.work, table, table.columns, files) if files else select_none(table.columns)
        archive.work.execute(f"CREATE TEMP VIEW {base_view(table)} AS {rows}")


def version_of(out: Path, model: Model) -> int:
    """The version of the tables in an output folder. Raises: Stop (NOTHING_READ) where it is newer than ours."""
    try:
        version = json.loads((out / "datapackage.json").read_bytes()).get(VERSION_KEY, 0)
    except (OSError, ValueError, AttributeError) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error
    if not isinstance(version, int) or version > model.version:
        raise Stop(ExitCode.NOTHING_READ, "error.newer-results", path=out, theirs=version, ours=model.version)
    return version


def _has_parquet(out: Path, model: Model, version: int) -> bool:
    """Whether every table that this version has is there as Parquet."""
    return all(partitions(out, table) for table in model.in_files if table.since <= version)


def partitions(out: Path, table: TableSpec) -> list[Path]:
    """The Parquet files of a table in an output folder, none where it was converted without."""
    return sorted(filter(is_partition, (out / parquet_folder(table.name)).glob("*/*")))


def select_none(columns: Sequence[Column]) -> str:
    """The columns of a table that has no files: no rows."""
    return f"SELECT {', '.join(_item(column, set()) for column in columns)} WHERE false"


def select_rows(work: DuckDBPyConnection, table: TableSpec, columns: Sequence[Column], files: Sequence[Path]) -> str:
    """These columns of a table's files, with nulls in those that came later. Raises: Stop (NOTHING_READ)."""
    scan = parquet_scan(files)
    described = work.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    there = {str(row[0]) for row in described}
    missing = [c for c in columns if c.name not in there and c.required]
    if missing:
        raise Stop(ExitCode.NOTHING_READ, "error.column-missing", table=table.name, column=missing[0].name)
    return f"SELECT {', '.join(_item(column, there) for column in columns)} FROM {scan}"


def _item(column: Column, there: set[str]) -> str:
    """A column, null in files of an earlier version that do not have it."""
    value = quoted(column.name) if column.name in there else "NULL"
    return f"CAST({value} AS {sql_type(column)}) AS {quoted(column.name)}"


def parquet_scan(files: Sequence[Path]) -> str:
    """DuckDB's table function over these files."""
    names = ", ".join(literal(os.fspath(path)) for path in files)
    return f"read_parquet([{names}], union_by_name = true, hive_partitioning = false)"
