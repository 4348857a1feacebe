"""Two loads at once, and loads that are killed: the destination is one archive's or the other's, never between."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from bench.warehouse.kills import is_loaded, killed, two_versions
from shibiao.exits import ExitCode, Stop
from shibiao.warehouse.destination import destination
from tests.app.conftest import environment
from tests.warehouse.looking import loaded, rows


@pytest.fixture(scope="module")
def archives(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The samples, and the same read otherwise."""
    folder = tmp_path_factory.mktemp("versions")
    return two_versions(shutil.copytree(archive, folder / "first"), folder / "second")


def start(out: Path, url: str, *flags: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "shibiao", "load", str(out), "--to", url, "--quiet", *flags]
    return subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.parametrize("first", [True, False], ids=["first-load", "over-another"])
def test_two_loads_at_once_do_not_mix(archives: tuple[Path, Path], url: str, first: bool) -> None:
    if not first:
        loaded(archives[0], url)
    running = [start(out, url) for out in (archives[1], archives[0], archives[1])]
    codes = [process.wait(timeout=120) for process in running]
    assert codes == [0, 0, 0], [process.stderr.read() for process in running if process.stderr]
    assert any(is_loaded(out, url) for out in archives)
    ids = [n for (n,) in rows(url, "SELECT load_id FROM shibiao_loads ORDER BY 1")]
    assert ids == list(range(1, len(ids) + 1))


@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
def test_a_load_waits_only_so_long(
    archives: tuple[Path, Path], kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = str(tmp_path / "x.duckdb") if kind == "duckdb" else request.getfixturevalue("postgres")
    loaded(archives[0], url)
    other = destination(url, None)
    with duckdb.connect() as work:
        other.open(work, 1)
        if kind == "duckdb":  # DuckDB's lock is between processes
            process = start(archives[1], url, "--wait", "0")
            assert process.wait(timeout=60) == ExitCode.OUTPUT_NOT_WRITABLE
        else:
            with pytest.raises(Stop) as stopped:
                loaded(archives[1], url, wait_seconds=0.2)
            assert stopped.value.key == "error.destination-busy"
        other.rollback()
    assert is_loaded(archives[0], url)


@pytest.mark.parametrize("kind", ["duckdb", "postgres"])
def test_killed_it_is_before_or_after(
    archives: tuple[Path, Path], kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A few kills here; ``python -m bench.warehouse kills`` does thirty of each."""
    url = str(tmp_path / "x.duckdb") if kind == "duckdb" else request.getfixturevalue("postgres")
    seen = killed(archives, url, times=4, seed=7)
    assert seen["before"] + seen["after"] == 4


def test_killed_in_its_first_load_there_is_nothing_or_all(archives: tuple[Path, Path], tmp_path: Path) -> None:

    url = str(tmp_path / "x.duckdb")
    for seconds in (0.5, 0.7, 0.9, 1.1):
        process = start(archives[0], url)
        time.sleep(seconds)
        process.kill()
        process.wait()
        if Path(url).exists():
            tables = rows(url, "SELECT count(*) FROM duckdb_tables()")
            assert tables == [(0,)] or is_loaded(archives[0], url)
    loaded(archives[0], url)
    assert is_loaded(archives[0], url)


def test_ctrl_c_ends_a_statement_that_takes_long() -> None:
    code = """
import duckdb
from shibiao.warehouse.interrupting import interruptible
with duckdb.connect() as work:
    try:
        with interruptible(work):
            print("go", flush=True)
            work.execute("SELECT count(*) FROM range(100000000) a, range(1000) b WHERE a.range + b.range = 7")
    except KeyboardInterrupt:
        print("interrupted")
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "go\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=20)[0] == "interrupted\n"
