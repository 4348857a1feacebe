"""Loaders killed at random points: after each kill the destination is as before the load, or as after it."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from bench.warehouse.made import sample_archive
from bench.warehouse.server import programs, running
from shibiao.schemas.ddl import LOADS, quoted
from shibiao.schemas.tables import table_model

Contents = dict[str, tuple[int, int]]


def kills(folder: Path, times: int, seed: int) -> str:
    """What came of it, a line a destination. Raises: AssertionError when something is between before and after."""
    archives = two_versions(sample_archive(folder / "first"), folder / "second")
    said = [_told("DuckDB", killed(archives, str(folder / "one.duckdb"), times, seed))]
    place = programs()
    if place is None:
        return "\n".join([*said, "PostgreSQL is not installed."])
    with running(place) as server:
        said.append(_told("PostgreSQL", killed(archives, server.url(server.new_database()), times, seed)))
    return "\n".join(f"- {line}" for line in said)


def _told(name: str, seen: Counter[str]) -> str:
    return (
        f"{name}: {seen['before'] + seen['after']} loads killed: as before {seen['before']}, as after {seen['after']},"
        f" none between ({seen['ended']} more had ended before they were struck)."
    )


def two_versions(first: Path, place: Path) -> tuple[Path, Path]:
    """An archive, and the same read otherwise: a third of the rows differ, some are no more."""
    second = shutil.copytree(first, place)
    with duckdb.connect() as work:
        for table in table_model().in_files:
            for path in (second / f"{table.name}.parquet").glob("*/*.parquet"):
                gone = f"{quoted(table.key)} LIKE '%3' AND '{table.name}' IN ('repairs', 'findings')"
                work.execute(f"CREATE OR REPLACE TABLE rows AS SELECT * FROM '{path}' WHERE NOT ({gone})")
                work.execute("UPDATE rows SET row_hash = md5(row_hash) WHERE row_hash < '6'")
                work.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    return first, second


def killed(archives: tuple[Path, Path], url: str, times: int, seed: int) -> Counter[str]:
    """Load the one over the other, to and fro; kill every load and look. How the destination was found, by kind.

    Raises: AssertionError where it is neither as before nor as after.
    """
    chance, seen = random.Random(seed), Counter[str]()
    began = time.perf_counter()
    load(archives[0], url)
    whole = time.perf_counter() - began
    before = contents(url)
    turn = 1
    while seen["before"] + seen["after"] < times:
        process = subprocess.Popen(command(archives[turn], url), stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3 * whole, 1.05 * whole))
        ended = process.poll() is not None
        process.kill()
        process.wait()
        after = contents(url)
        if ended:
            seen["ended"] += 1
        elif after == before:
            seen["before"] += 1
        else:
            seen["after"] += 1
        if after != before:
            assert is_loaded(archives[turn], url), "neither before nor after"
            turn = 1 - turn
        before = after
    load(archives[turn], url)
    assert is_loaded(archives[turn], url)
    return seen


def is_loaded(archive: Path, url: str) -> bool:
    """Whether today's rows are the archive's, all of them and no others, and every row has one version of today."""
    for table in table_model().in_files:
        with duckdb.connect() as work:
            scan = f"'{archive}/{table.name}.parquet/*/*.parquet'"
            wanted = dict(work.execute(f"SELECT {quoted(table.key)}, row_hash FROM {scan}").fetchall())
        query = f"SELECT {quoted(table.key)}, row_hash FROM {quoted(table.name)} WHERE valid_to IS NULL"
        found = rows(url, query)
        if len(found) != len(wanted) or dict(found) != wanted:
            return False
    return True


def contents(url: str) -> Contents:
    """How many versions each table has, and how many of today."""
    names = [table.name for table in table_model().tables]
    counts: Contents = {}
    for name in names:
        ((all_rows, today),) = rows(
            url, f"SELECT count(*), count(*) FILTER (WHERE valid_to IS NULL) FROM {quoted(name)}"
        )
        counts[name] = (int(all_rows), int(today))
    ((loads, last),) = rows(url, f"SELECT count(*), coalesce(max(load_id), 0) FROM {quoted(LOADS)}")
    return counts | {LOADS: (int(loads), int(last))}


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, by the destination's own client."""
    if url.startswith("postgres"):
        import adbc_driver_postgresql.dbapi

        with adbc_driver_postgresql.dbapi.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]
    with duckdb.connect(url) as connection:
        return connection.execute(query).fetchall()


def command(archive: Path, url: str) -> list[str]:
    """A command line of ``load``."""
    return [sys.executable, "-m", "shibiao", "load", str(archive), "--to", url, "--quiet"]


def load(archive: Path, url: str) -> None:
    """Load to the end."""
    subprocess.run(command(archive, url), check=True, stdin=subprocess.DEVNULL)
