"""Work on other machines and inputs in other places: the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from shibiao.exits import ExitCode
from tests.app.conftest import environment, tree
from tests.batch.conftest import archive, balance, convert, program, results

pytest.importorskip("distributed", reason="needs shibiao[cluster]")


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers as one starts them by hand: the scheduler's address, and the workers' processes."""
    dask = [sys.executable, "-m"]
    file = folder / "scheduler.json"
    scheduler = [*dask, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    worker = [*dask, "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    env = environment(DASK_DISTRIBUTED__WORKER__DAEMON="False")
    common = ["--scheduler-file", str(file)]
    started = [subprocess.Popen([*scheduler, *common], env=env, stderr=subprocess.DEVNULL, cwd=folder)]
    try:
        while not (file.exists() and file.stat().st_size):
            assert started[0].poll() is None
            time.sleep(0.1)
        for _ in range(workers):
            command = [*worker, *common, "--local-directory", str(folder / "dask")]
            started.append(subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, cwd=folder))
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_bytes_and_a_lost_worker_loses_nothing(tmp_path: Path) -> None:
    folder = archive(tmp_path / "in", 40)
    convert(folder, tmp_path / "local")
    (tmp_path / "dask").mkdir()
    out = tmp_path / "out"
    with cluster(tmp_path) as (address, workers):
        process = subprocess.Popen(
            program("convert", folder, "--out", out, "--cluster", address), env=environment(), stderr=subprocess.PIPE
        )
        while process.poll() is None and len(list((out / ".shibiao").rglob("*.jsonl.gz"))) < 5:
            time.sleep(0.05)
        os.kill(workers[0].pid, signal.SIGKILL)
        _, said = process.communicate(timeout=120)
        assert process.returncode == ExitCode.SOME_INPUTS_FAILED, said.decode()
    assert results(out) == results(tmp_path / "local")
    assert balance(out) == {"done": 41, "failed": 1}


def test_without_a_scheduler(tmp_path: Path) -> None:
    done = convert_anywhere(archive(tmp_path / "in", 1), tmp_path / "out", "--cluster", "tcp://127.0.0.1:9")
    assert done.returncode == ExitCode.WRONG_USAGE
    assert "tcp://127.0.0.1:9" in done.stderr


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """The environment of a client of moto's server, with a bucket ``archive``."""
    moto = pytest.importorskip("moto.server", reason="needs moto")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    env = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "*",
        "no_proxy": "*",
    }
    urlopen(Request(f"{env['AWS_ENDPOINT_URL']}/archive", method="PUT"))
    yield env
    server.stop()


def bucket(env: dict[str, str]) -> Any:
    import s3fs

    client = {"endpoint_url": env["AWS_ENDPOINT_URL"], "region_name": "us-east-1"}
    return s3fs.S3FileSystem(
        key="a", secret="b", client_kwargs=client, skip_instance_cache=True, use_listings_cache=False
    )


def convert_anywhere(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    source, out, *flags = arguments
    command = program("convert", source, "--out", out, *flags)
    return subprocess.run(command, capture_output=True, text=True, env=environment(**(env or {})), timeout=120)


def test_inputs_and_results_in_a_bucket(tmp_path: Path, s3: dict[str, str]) -> None:
    folder = archive(tmp_path / "in", 6)
    convert(folder, tmp_path / "local")
    store = bucket(s3)
    store.put(str(folder), "archive/in", recursive=True)
    refused = convert_anywhere("s3://archive/in", "s3://archive/out", env=s3)
    assert refused.returncode == ExitCode.WRONG_USAGE and "--work" in refused.stderr
    flags = ("--work", tmp_path / "work")
    done = convert_anywhere("s3://archive/in", "s3://archive/out", *flags, env=s3)
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED, done.stderr
    store.get("archive/out", str(tmp_path / "fetched"), recursive=True)
    assert results(tmp_path / "fetched") == results(tmp_path / "local")
    assert b'"s3://archive/in/0/' in tree(tmp_path / "fetched")["manifest.jsonl"]
    store.rm("archive/in/1", recursive=True)
    again = convert_anywhere("s3://archive/in", "s3://archive/out", *flags, "--overwrite", env=s3)
    assert again.returncode == ExitCode.SOME_INPUTS_FAILED, again.stderr
    names = {name.rpartition("/")[2] for name in store.find("archive/out/forms")}
    assert names == {path.name for path in (tmp_path / "work" / "forms").iterdir()}


def test_a_bucket_with_other_things_is_not_touched(tmp_path: Path, s3: dict[str, str]) -> None:
    store = bucket(s3)
    store.pipe("archive/mine/letter.txt", b"dear")
    folder = archive(tmp_path / "in", 1)
    done = convert_anywhere(folder, "s3://archive/mine", "--work", tmp_path / "work", env=s3)
    assert done.returncode == ExitCode.OUTPUT_NOT_WRITABLE
    assert store.find("archive/mine") == ["archive/mine/letter.txt"]
    nothing = convert_anywhere("s3://archive/none", tmp_path / "out", env=s3)
    assert nothing.returncode == ExitCode.WRONG_USAGE
