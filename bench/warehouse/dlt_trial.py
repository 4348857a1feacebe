"""``python -m bench.warehouse.dlt_trial``: why dlt is not the loader. Its loads killed, two at once, hard values.

dlt is in an environment of its own, which ``make dlt-trial`` makes; each load is a process (dlt_load.py).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from bench.warehouse.kills import rows
from bench.warehouse.server import Server, programs, running

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("dlt_load.py")
DATASET = "trial"  # as in dlt_load.py
NAMES = ("forms", "fields", "funds", "goals", "indicators", "cells", "repairs", "findings")
TABLES = dict(zip(NAMES, (15_000, 60_000, 15_000, 15_000, 180_000, 180_000, 30_000, 30_000), strict=True))  # and rows
PATIENCE = 120  # seconds, for a load of some seconds


class Trial(NamedTuple):
    """What every part needs: the Python that has dlt, a temporary folder, a PostgreSQL server."""

    python: Path
    folder: Path
    server: Server

    def destination(self, engine: str, name: str, like: str = "template1") -> str:
        """A DuckDB file or a database, made anew, with the contents of another one where there is such."""
        if engine == "DuckDB":
            for path in self.folder.glob(f"{name}.duckdb*"):
                path.unlink()
            if (other := self.folder / f"{like}.duckdb").exists():
                shutil.copy(other, self.folder / f"{name}.duckdb")
            return str(self.folder / f"{name}.duckdb")
        self.rest()
        self.server.run(f"DROP DATABASE IF EXISTS {name}")
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.server.url(name)

    def rest(self) -> None:
        """Wait until nobody is at the server: it goes on with what a client sent before it was killed."""
        clients = "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        for _ in range(PATIENCE * 20):
            if not self.server.run(clients):
                return
            time.sleep(0.05)
        raise TimeoutError("PostgreSQL is still at work")

    def begin(self, files: str, target: str, work: Path, *flags: str) -> subprocess.Popen[str] | None:
        """A load that has all ready and waits for the word to touch the destination; None where it failed before."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        settings = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TMPDIR": str(self.folder), "HOME": str(home)}
        settings |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL", "DLT_DATA_DIR": str(home)}
        command = [str(word) for word in (self.python, "-P", CHILD, self.folder / files, target, "--pipelines", work)]
        pipe = subprocess.PIPE
        with (self.folder / "errors").open("w") as errors:
            process = subprocess.Popen(
                [*command, *flags], cwd=home, env=settings, stdin=pipe, stdout=pipe, stderr=errors, text=True
            )
        assert process.stdout
        if process.stdout.readline():
            return process
        process.communicate()
        return None

    def load(self, files: str, target: str, work: Path, *flags: str) -> str | None:
        """A load to its end; None where it succeeded, what it said where not."""
        process = self.begin(files, target, work, *flags)
        if process and finish(process) == [0]:
            return None
        return (self.folder / "errors").read_text().splitlines()[-1]


def finish(*processes: subprocess.Popen[str], within: float = PATIENCE) -> list[int]:
    """Give loads the word, all at once, and kill what has not ended in time; their exit codes."""
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    end = time.perf_counter() + within
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, end - time.perf_counter()))
        process.kill()
        process.communicate()
    return [process.returncode for process in processes]


def today(target: str) -> dict[str, dict[int, int]]:
    """How many rows of today each table has, by version."""
    query = "SELECT ver, count(*) FROM {}.{} WHERE _dlt_valid_to IS NULL GROUP BY 1"
    return {table: dict(rows(target, query.format(DATASET, table))) for table in TABLES}


def whole(version: int) -> dict[str, dict[int, int]]:
    """What is to be found of a version that was loaded entirely."""
    return {table: {version: count} for table, count in TABLES.items()}


def kills(trial: Trial, engine: str, times: int, seed: int) -> str:
    """Kill loads of version 2 over version 1; a row of the table of what was found."""
    chance, seen = random.Random(seed), Counter[str]()
    base, work = trial.folder / f"{engine}-base", trial.folder / f"{engine}-work"
    if said := trial.load("v1", trial.destination(engine, "base"), base):
        raise RuntimeError(said)
    seconds = 0.0
    for turn in range(times + 1):  # the first is left alone, for the time it takes
        target = trial.destination(engine, "struck", like="base")
        process = trial.begin("v2", target, shutil.copytree(base, work))
        assert process, "v2 is as v1"
        began = time.perf_counter()
        (code,) = finish(process, within=chance.uniform(0, seconds) if turn else PATIENCE)
        seconds = seconds or time.perf_counter() - began
        trial.rest()
        found = today(target)
        shutil.rmtree(work)
        if turn:
            assert code in (0, -signal.SIGKILL), "a load that failed of itself"
            seen["ended" if code == 0 else kind(found)] += 1
            seen["short"] += any(sum(found[table].values()) < count for table, count in TABLES.items())
        else:
            assert kind(found) == "after", "a load left alone"
    counts = [str(seen[name]) for name in ("before", "after", "mixed", "short", "ended")]
    return f"| {engine} | {times} | {' | '.join(counts)} |"


def kind(found: dict[str, dict[int, int]]) -> str:
    """What a destination is like after a load of version 2."""
    return "before" if found == whole(1) else "after" if found == whole(2) else "mixed"


def at_once(trial: Trial, times: int) -> str:
    """Two loads into one dataset, each with a pipeline name and a folder of its own; what came of it."""
    seen = Counter[str]()
    for turn in range(times):
        target = trial.destination("PostgreSQL", "pair", like="base")
        work = trial.folder / f"pair{turn}"
        pair = [trial.begin(f"v{n}", target, work / str(n), "--name", f"pipeline{n}") for n in (2, 3)]
        said = finish(*filter(None, pair))
        trial.rest()
        found = today(target)
        if found not in (whole(2), whole(3)):
            seen["mixed"] += 1
            seen["quiet"] += said == [0, 0]
            seen["twice"] += any(sum(found[table].values()) > count for table, count in TABLES.items())
    return (
        f"Versions 2 and 3 over version 1 in PostgreSQL: {times} pairs, {seen['mixed']} mixed. In {seen['quiet']} of"
        f" these both loads reported success, in {seen['twice']} a table has rows of both versions as today's."
    )


def values(trial: Trial) -> list[str]:
    """What becomes of a list of numbers and of a text with U+0000, by destination and file format."""
    write(trial.folder / "list", "hard", "[0.1::DOUBLE, 1.5] AS value, 'a' AS row_hash")
    write(trial.folder / "text", "hard", "'a' || chr(0) || 'b' AS value, 'a' AS row_hash")
    lines: list[str] = []
    for engine, form in (
        ("DuckDB", "parquet"),
        *(("PostgreSQL", name) for name in ("parquet", "csv", "insert_values")),
    ):
        cells: list[str] = []
        for files in ("list", "text"):
            target, work = trial.destination(engine, "hard"), trial.folder / f"{files}-{engine}-{form}"
            said = trial.load(files, target, work, "--format", form)
            cells.append(f"fails: `{said.rpartition('ERROR:')[2].strip()}`" if said else arrived(target))
        lines.append(f"| {engine} | {form} | {' | '.join(cells)} |")
    return lines


def arrived(target: str) -> str:
    """The type and the value that are in the destination."""
    type_of = "pg_typeof" if target.startswith("postgresql:") else "typeof"
    ((name, value),) = rows(target, f"SELECT {type_of}(value)::text, value::text FROM {DATASET}.hard")
    return f"{name}: `{value}`".replace("\0", "\\0")


def write(folder: Path, table: str, columns: str, count: int = 1) -> None:
    """A Parquet file of so many rows."""
    folder.mkdir(exist_ok=True)
    query = f"SELECT {columns} FROM range({count}) AS rows(i)"
    duckdb.execute(f"COPY ({query}) TO '{folder / table}.parquet' (FORMAT parquet)")


def section(trial: Trial, options: argparse.Namespace) -> str:
    """All parts, as markdown."""
    for version in (1, 2, 3):
        for table, count in TABLES.items():
            own = f"'{table} ' || i % 50 AS txt, md5('{table}|{version}|' || i) AS row_hash"
            write(trial.folder / f"v{version}", table, f"i AS id, {version} AS ver, {own}", count)
    code = "import importlib.metadata; print(importlib.metadata.version('dlt'))"
    dlt = subprocess.run([trial.python, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    ((postgres,),) = trial.server.run("SELECT current_setting('server_version')")
    lines = [
        "# Why not dlt\n\nMade by `make dlt-trial`.",
        f"dlt {dlt.strip()}, DuckDB {duckdb.__version__}, PostgreSQL {str(postgres).split()[0]} (work_mem 256 MB)."
        f" {len(TABLES)} tables, {sum(TABLES.values()):,} rows; write disposition `merge` with `scd2`, Parquet.\n",
        "## Killed\n\nVersion 2 of every row is loaded over version 1 and killed at a random moment of"
        " `pipeline.load`.\nMixed: today's rows are of version 2 in some tables only, or not all there.\n",
        "| destination | loads | all before | all after | mixed | a table is short of rows | ended before the kill |",
        "|" + "---|" * 7,
        *(kills(trial, engine, options.kills, options.seed) for engine in ("DuckDB", "PostgreSQL")),
        f"\n## Two at once\n\nOther pipeline names and folders, the same dataset.\n{at_once(trial, options.repeats)}",
        "\n## Hard values\n\n| destination | files | `list<double>` `[0.1, 1.5]` | text `a\\0b` |\n|---|---|---|---|",
        *values(trial),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it all and print the section."""
    parser = argparse.ArgumentParser(prog="python -m bench.warehouse.dlt_trial", description="Why dlt is not used.")
    parser.add_argument("--python", type=Path, default=ROOT / "build/dlt/bin/python", help="one that has dlt")
    parser.add_argument("--kills", type=int, default=20, help="of each destination")
    parser.add_argument("--repeats", type=int, default=10, help="pairs of loads at once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    place = programs()
    if place is None or not options.python.exists():
        print("PostgreSQL is not installed." if place is None else f"No {options.python}: `make dlt-trial` makes it.")
        return 1
    with tempfile.TemporaryDirectory(prefix="shibiao-dlt-") as folder, running(place) as server:
        server.run("ALTER ROLE postgres SET work_mem = '256MB'")  # with the default, NOT IN may take minutes
        text = section(Trial(options.python.absolute(), Path(folder), server), options)
    print(text)
    if options.report:
        options.report.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
