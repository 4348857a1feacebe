"""A million indicators with all that belongs to them: ``shibiao load`` beside a plain COPY of the same Parquet."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from bench.warehouse.made import sample_archive
from bench.warehouse.server import Server, programs, running
from shibiao.export.parquet import parquet_folder
from shibiao.schemas.tables import table_model

_BATCH_ROWS = 20_000


class Run(NamedTuple):
    """Wall time, and the largest resident memory of the process that loads."""

    seconds: float
    memory_mb: float


def scale(folder: Path, indicators: int, memory_mb: int) -> str:
    """The figures as a table. Memory is the larger of both loads."""
    base = sample_archive(folder / "base")
    out = folder / "large"
    # In a process of its own: what a parent holds counts as its children's memory too.
    made = [sys.executable, "-m", "bench.warehouse.made", str(base), str(out), str(indicators)]
    subprocess.run(made, check=True, stdin=subprocess.DEVNULL)
    lines = [
        _size(out),
        "",
        "| destination | plain COPY | first load | ratio | load again | memory |",
        "|" + "---|" * 6,
    ]
    plain = _child("duckdb", out, folder / "plain.duckdb")
    first = _load(out, str(folder / "loaded.duckdb"), memory_mb)
    again = _load(out, str(folder / "loaded.duckdb"), memory_mb)
    lines.append(_row("DuckDB", plain, first, again))
    for path in folder.glob("*.duckdb*"):
        path.unlink()
    place = programs()
    if place is None:
        return "\n".join([*lines, "", "PostgreSQL is not installed."])
    with running(place) as server:
        lines.append(_postgres(server, out, memory_mb))
    return "\n".join(lines)


def _postgres(server: Server, out: Path, memory_mb: int) -> str:
    plain = _child("postgres", out, server.url(server.new_database()))
    url = server.url(server.new_database())
    first = _load(out, url, memory_mb)
    again = _load(out, url, memory_mb)
    return _row("PostgreSQL", plain, first, again)


def _row(name: str, plain: Run, first: Run, again: Run) -> str:
    figures = (f"{plain.seconds:.1f} s", f"{first.seconds:.1f} s", f"{first.seconds / plain.seconds:.2f}")
    more = (f"{again.seconds:.1f} s", f"{max(first.memory_mb, again.memory_mb):,.0f} MB")
    return f"| {' | '.join((name, *figures, *more))} |"


def _size(out: Path) -> str:
    with duckdb.connect() as work:
        counts = [
            (
                table.name,
                work.execute(f"SELECT count(*) FROM '{out}/{parquet_folder(table.name)}/*/*.parquet'").fetchall(),
            )
            for table in table_model().in_files
        ]
    return ", ".join(f"{rows[0][0]:,} {name}" for name, rows in counts) + "."


def _load(out: Path, to: str, memory_mb: int) -> Run:
    command = [sys.executable, "-m", "shibiao", "load", str(out), "--to", to, "--quiet", "--memory", str(memory_mb)]
    return _timed(command)


def _child(kind: str, out: Path, to: object) -> Run:
    return _timed([sys.executable, "-m", "bench.warehouse.scale", kind, str(out), str(to)])


def _timed(command: list[str]) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    _, status, usage = _wait(process)
    if status:
        raise RuntimeError(f"{command}: {status}")
    return Run(time.perf_counter() - began, usage.ru_maxrss / 1024)


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    import os

    return os.wait4(process.pid, 0)


def copy_to_duckdb(out: Path, to: str) -> None:
    """The peer: the Parquet as it lies, into tables without keys or versions."""
    with duckdb.connect(to, config={"threads": "2"}) as work:
        for table in table_model().in_files:
            scan = f"read_parquet('{out}/{parquet_folder(table.name)}/*/*.parquet', hive_partitioning = false)"
            work.execute(f"CREATE TABLE {table.name} AS SELECT * FROM {scan} LIMIT 0")
            work.execute(f"INSERT INTO {table.name} SELECT * FROM {scan}")


def copy_to_postgres(out: Path, to: str) -> None:
    """The peer: COPY in its binary format, fed by ADBC with the same batches."""
    import adbc_driver_postgresql.dbapi

    with adbc_driver_postgresql.dbapi.connect(to, autocommit=False) as connection:
        work = duckdb.connect(config={"threads": "2"})
        for table in table_model().in_files:
            scan = f"read_parquet('{out}/{parquet_folder(table.name)}/*/*.parquet', hive_partitioning = false)"
            with connection.cursor() as cursor:
                rows = work.sql(f"SELECT * FROM {scan}").to_arrow_reader(_BATCH_ROWS)
                cursor.adbc_ingest(table.name, rows, mode="create")
        connection.commit()


if __name__ == "__main__":
    {"duckdb": copy_to_duckdb, "postgres": copy_to_postgres}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
