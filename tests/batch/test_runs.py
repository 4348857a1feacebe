"""Whole runs: the same bytes whatever happens, every input accounted for, nothing done twice."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from shibiao.exits import ExitCode
from shibiao.extract.settings import ReadSettings
from shibiao.inputs import find_inputs
from shibiao.reading import fingerprint, read_inputs
from tests.app.conftest import environment, tree, write_dump
from tests.app.reference import files_of_run
from tests.batch.conftest import archive, convert, outcomes, program, results


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
