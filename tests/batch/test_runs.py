"""Whole runs: the same bytes whatever happens, every input accounted for, nothing done twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from shibiao.batch.limits import children
from shibiao.exits import ExitCode
from shibiao.extract.settings import ReadSettings
from shibiao.inputs import find_inputs
from shibiao.reading import fingerprint, read_inputs
from tests.app.conftest import environment, tree, write_dump
from tests.app.reference import files_of_run
from tests.batch.conftest import archive, balance, convert, outcomes, program


def results(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in tree(out).items() if name != "manifest.jsonl"}


def test_the_files_are_those_made_in_memory_in_one_go(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in"), tmp_path / "out"
    assert convert(folder, out, "--excel", "--parquet", "--xlsx").returncode == ExitCode.SOME_INPUTS_FAILED
    from shibiao.batch.complete import Extras

    run = read_inputs([fingerprint(path) for path in find_inputs([folder])], ReadSettings())
    expected = dict(files_of_run(run, Extras(excel=True, parquet=True, xlsx=True), {}))
    found = tree(out)
    assert set(found) == set(expected)
    for name, data in expected.items():
        if name.endswith(".parquet"):
            import pyarrow.parquet

            (tmp_path / "expected.parquet").write_bytes(data)
            read = pyarrow.parquet.ParquetFile
            assert read(out / name).read().equals(read(tmp_path / "expected.parquet").read()), name
        elif name != "manifest.jsonl":
            assert found[name] == data, name
    assert any(b"repaired-archive" in data or b"longer-in-archive" in data for data in found.values())


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_number_of_workers_makes_no_difference(tmp_path: Path, jobs: int) -> None:
    folder = archive(tmp_path / "in")
    convert(folder, tmp_path / "one", "--jobs", 1)
    convert(folder, tmp_path / "more", "--jobs", jobs)
    assert results(tmp_path / "one") == results(tmp_path / "more")


def test_in_many_parts_as_in_one(tmp_path: Path) -> None:
    """More contents than one part holds."""
    folder = archive(tmp_path / "in", 70)
    assert convert(folder, tmp_path / "out").returncode == ExitCode.SOME_INPUTS_FAILED
    from shibiao.batch.complete import Extras

    run = read_inputs([fingerprint(path) for path in find_inputs([folder])], ReadSettings())
    expected = dict(files_of_run(run, Extras(), {}))
    assert results(tmp_path / "out") == {n: data for n, data in expected.items() if n != "manifest.jsonl"}


def test_killed_anywhere_and_resumed_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    """Parent or worker, twelve times; ``python -m bench.archives kills`` does it two hundred times."""
    folder = archive(tmp_path / "in", 30)
    convert(folder, tmp_path / "undisturbed")
    chance = random.Random(7)
    out = tmp_path / "out"
    for _ in range(12):
        process = subprocess.Popen(
            program("convert", folder, "--out", out),
            env=environment(),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.2, 3.0))
        if process.poll() is None:
            workers = children(process.pid)
            os.kill(chance.choice([process.pid, *workers]), signal.SIGKILL)
            if process.poll() is None and chance.random() < 0.5:
                os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        if (out / ".shibiao" / "ledger.sqlite").exists():
            assert balance(out).total() in (0, 32)
    convert(folder, out)
    assert results(out) == results(tmp_path / "undisturbed")
    assert balance(out) == {"done": 31, "failed": 1}


def test_a_rerun_does_only_what_is_new_or_changed(tmp_path: Path) -> None:
    folder, out, log = archive(tmp_path / "in", 8), tmp_path / "out", tmp_path / "log.jsonl"
    convert(folder, out)
    before = {path: path.stat().st_mtime_ns for path in (out / "forms").iterdir()}
    convert(folder, out, "--log", log)
    assert read_again(log) == []
    assert {path: path.stat().st_mtime_ns for path in (out / "forms").iterdir()} == before
    write_dump(folder / "new.txt", "项目名称\t新\n")
    write_dump(folder / "1" / "表1.txt", "项目名称\t改\n")
    convert(folder, out, "--log", log, "--overwrite")
    assert sorted(read_again(log)) == ["new.txt", "表1.txt"]
    convert(folder, tmp_path / "fresh")
    assert results(out) == results(tmp_path / "fresh")


def read_again(log: Path) -> list[str]:
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [Path(event["path"]).name for event in events if event["event"] == "read"]


def test_a_result_that_is_gone_is_made_again(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    convert(folder, out)
    before = results(out)
    next((out / "forms").iterdir()).unlink()
    (out / "manifest.jsonl").unlink()
    shutil.rmtree(out / ".shibiao" / "stretches")
    for read in (out / ".shibiao" / "read").rglob("*.gz"):
        read.write_bytes(read.read_bytes()[:40])  # what was read is damaged as well
    convert(folder, out)
    assert results(out) == before


def test_other_settings_are_noticed_and_said(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 3), tmp_path / "out"
    convert(folder, out)
    done = convert(folder, out, "--verify")
    assert "别的设置" in done.stderr
    assert "别的设置" not in convert(folder, out, "--verify").stderr


def test_the_same_content_under_two_names_is_read_once_and_listed_twice(tmp_path: Path) -> None:
    folder, out, log = archive(tmp_path / "in", 2), tmp_path / "out", tmp_path / "log.jsonl"
    shutil.copy(folder / "0" / "表0.txt", folder / "后来.txt")
    shutil.copy(folder / "0" / "表0.txt", folder / "0" / "先.txt")
    convert(folder, out, "--log", log)
    assert len(read_again(log)) == 4
    found = outcomes(out)
    assert [found[name] for name in ("先.txt", "表0.txt", "后来.txt")] == ["converted", "duplicate", "duplicate"]
    assert {json.loads(p.read_text("utf-8"))["source"]["name"] for p in (out / "forms").iterdir()} >= {
        "先.txt",
        "表1.txt",
    }


def test_a_worker_that_dies_costs_its_file(tmp_path: Path, misbehaving: dict[str, str]) -> None:
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    for number, name in enumerate(("kill-1", "fault-1", "hang-1", "once-1", "eat-1", "exit-1", "hold-1")):
        write_dump(folder / f"{name}.txt", f"项目名称\t第{number}个\n")
    done = convert(folder, out, "--page-seconds", 3, "--file-seconds", 9, "--memory", 1024, env=misbehaving)
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED
    found = outcomes(out)
    assert {n: found[f"{n}-1.txt"] for n in ("kill", "fault", "hang", "once", "exit", "hold")} == {
        "kill": "quarantined",
        "fault": "quarantined",
        "hang": "quarantined",
        "exit": "quarantined",
        "once": "converted",
        "hold": "quarantined",
    }
    assert found["eat-1.txt"] in ("failed", "quarantined")  # it may be stopped while it asks, or when it has
    assert [outcome for name, outcome in found.items() if name.startswith("表")] == ["converted"] * 6
    for kind in ("崩溃", "一页读得太久", "系统终止", "内存"):
        assert kind in done.stderr
    assert "隔离的文件" in done.stderr
    quiet = convert(folder, out, "--page-seconds", 3, "--memory", 1024)  # mended: but quarantined files stay so,
    assert outcomes(out)["kill-1.txt"] == "quarantined"
    convert(folder, out, "--retry-failed")  # until they are asked for
    assert outcomes(out)["kill-1.txt"] == "converted", quiet.stderr


def test_a_form_that_cannot_be_completed_costs_its_file(tmp_path: Path) -> None:
    """In the second pass a part of many contents is in one worker's hands."""
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    write_dump(folder / "fatal.txt", "项目名称\t不可核对\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(
        "import os, shibiao.pipeline as pipeline\n"
        "whole = pipeline.complete\n"
        "def complete(forms, archive=None):\n"
        "    if any(form.source.name == 'fatal.txt' for form in forms): os.kill(os.getpid(), 11)\n"
        "    return whole(forms, archive)\n"
        "pipeline.complete = complete\n"
    )
    done = convert(folder, out, env={"PYTHONPATH": str(tmp_path / "broken")})
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED
    assert outcomes(out)["fatal.txt"] == "quarantined"
    (folder / "fatal.txt").unlink()
    convert(folder, tmp_path / "without")
    assert results(out) == results(tmp_path / "without")


def test_ctrl_c_finishes_what_is_in_hand_and_a_second_one_stops(tmp_path: Path, misbehaving: dict[str, str]) -> None:
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    write_dump(folder / "hang-1.txt")
    process = subprocess.Popen(
        program("convert", folder, "--out", out, "--jobs", 2),
        env=environment(**misbehaving),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while process.poll() is None and not any((out / ".shibiao").rglob("*.jsonl.gz")):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    time.sleep(2)
    assert process.poll() is None  # the file that hangs is in hand
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "正在停下" in said and "Traceback" not in said
    assert not (out / "manifest.jsonl").exists()


def test_status_tells_of_every_input(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 4), tmp_path / "out"
    convert(folder, out)
    done = subprocess.run(
        program("status", out, "--html", tmp_path / "report.html"), capture_output=True, text=True, env=environment()
    )
    assert done.returncode == ExitCode.OK
    assert "文件 6 = 读出 5 + 重复 0 + 失败 1 + 隔离 0 + 待读 0" in done.stdout
    assert "已完成" in done.stdout
    assert "<svg" in (tmp_path / "report.html").read_text("utf-8")
    nothing = subprocess.run(program("status", tmp_path), capture_output=True, text=True, env=environment())
    assert nothing.returncode == ExitCode.WRONG_USAGE


def test_a_damaged_ledger_is_put_aside(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 3), tmp_path / "out"
    convert(folder, out)
    before = results(out)
    (out / ".shibiao" / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    assert convert(folder, out).returncode == ExitCode.SOME_INPUTS_FAILED
    assert results(out) == before
