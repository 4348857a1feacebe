"""The output folder: whose it is, all or nothing, and the same bytes every time."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shibiao.batch.complete import Extras
from shibiao.exits import ExitCode, Stop
from shibiao.export.folder import PARTIAL, OutputFolder, check_earlier, output_folder
from shibiao.export.manifest import read_manifest
from shibiao.reading import Failure, InputResult, Run
from tests.app.conftest import Shibiao, environment, tree, write_dump, write_pdf
from tests.app.forms import form
from tests.app.reference import files_of_run

SHA = "a" * 64


def run_of(*ids: str) -> Run:
    forms = tuple(form(form_id) for form_id in ids)
    return Run((InputResult(Path("申报表.pdf"), SHA, "converted", forms),), forms)


def write(out: Path, run: Run, extras: Extras = Extras(), overwrite: bool = False, sha256: str = SHA) -> None:  # noqa: B008
    with output_folder(out) as folder:
        lost = [path for known, path in folder.earlier.sources if known != sha256] if folder.earlier else []
        check_earlier(out, lost, overwrite)
        for name, data in files_of_run(run, extras, {}):
            folder.stage(name, data)
        folder.publish()


def manifest_free(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != "manifest.jsonl"}


def test_all_files_of_the_contract(tmp_path: Path) -> None:
    write(tmp_path / "out", run_of("a-1", "a-2"), Extras(excel=True, parquet=True, xlsx=True))
    names = ("forms", "fields", "funds", "goals", "indicators", "entries", "cells", "repairs", "findings")
    assert set(tree(tmp_path / "out")) == {
        *("forms/a-1.json", "forms/a-2.json", "datapackage.json", "manifest.jsonl", "shibiao.xlsx"),
        *(f"{name}.csv" for name in names),
        *(f"excel/{name}.csv" for name in names),
        *(f"{name}.parquet/fy=2023/part-0.parquet" for name in names),
    }
    assert not (tmp_path / "out" / PARTIAL).exists()


def test_a_second_run_leaves_nothing_stale(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, run_of("a-1", "a-2"), Extras(excel=True, parquet=True, xlsx=True))
    (out / "forms" / "mine.json").write_text("{}")
    write(out, run_of("a-2"))
    assert sorted(path.name for path in (out / "forms").iterdir()) == ["a-2.json", "mine.json"]
    assert not (out / "excel").exists()
    assert not (out / "shibiao.xlsx").exists()
    assert not list(out.glob("*.parquet"))


def test_another_run_s_results_need_overwrite(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, run_of("a-1"))
    before = tree(out)
    with pytest.raises(Stop) as stopped:
        write(out, run_of("b-1"), sha256="b" * 64)
    assert (stopped.value.code, stopped.value.key) == (ExitCode.OUTPUT_NOT_WRITABLE, "error.other-run")
    assert tree(out) == before
    write(out, run_of("b-1"), sha256="b" * 64, overwrite=True)
    assert [path.name for path in (out / "forms").iterdir()] == ["b-1.json"]


def test_a_run_that_adds_files_may_renew_the_folder(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert shibiao("convert", dump, "--out", out).code == ExitCode.OK
    more = write_pdf(tmp_path / "more.pdf")
    assert shibiao("convert", dump, more, "--out", out).code == ExitCode.OK
    refused = shibiao("convert", more, "--out", out)
    assert refused.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert "--overwrite" in refused.err
    assert str(dump) in refused.err
    assert shibiao("convert", more, "--out", out, "--overwrite").code == ExitCode.OK
    assert len(list((out / "forms").iterdir())) == 1


def test_a_failed_move_is_told_from_other_people_s_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "funds.csv").mkdir(parents=True)  # a folder stands where a file must go: the move fails half-way
    (out / "funds.csv" / "x").touch()
    folder = OutputFolder(out, None)
    for name, data in files_of_run(run_of("a-1"), Extras(), {}):
        folder.stage(name, data)
    with pytest.raises(Stop) as stopped:
        folder.publish()
    assert stopped.value.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert not (out / "manifest.jsonl").exists()
    shutil.rmtree(out / "funds.csv")
    write(out, run_of("a-2"))
    assert [path.name for path in (out / "forms").iterdir()] == ["a-2.json"]
    assert not (out / PARTIAL).exists()


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    with output_folder(tmp_path / "out"), pytest.raises(Stop) as stopped:
        write(tmp_path / "out", run_of("a-1"))
    assert stopped.value.key == "error.busy"


def test_a_crash_while_staging_leaves_the_earlier_results(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, run_of("a-1"))
    before = tree(out)
    with pytest.raises(RuntimeError), output_folder(out) as folder:
        folder.stage("forms/a-9.json", b"{}")
        raise RuntimeError("power cut")
    assert tree(out) == before


def test_a_killed_run_is_cleared_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    left = out / PARTIAL / "forms"
    left.mkdir(parents=True)
    (left / "a-1.json").write_text("{")
    write(out, run_of("a-2"))
    assert not (out / PARTIAL).exists()
    assert [path.name for path in (out / "forms").iterdir()] == ["a-2.json"]


@pytest.mark.skipif(os.name != "posix", reason="file size limits are POSIX")
@pytest.mark.parametrize("earlier", [False, True])
def test_a_disk_that_fills_up_leaves_nothing_half_written(
    shibiao: Shibiao, dump: Path, tmp_path: Path, earlier: bool
) -> None:
    out = tmp_path / "out"
    if earlier:
        assert shibiao("convert", dump, "--out", out).code == ExitCode.OK
    before = tree(out) if earlier else {}
    done = subprocess.run(
        [sys.executable, "-m", "shibiao", "convert", str(dump), "--out", str(out)],
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == ExitCode.OUTPUT_NOT_WRITABLE, done.stderr
    assert str(out) in done.stderr
    assert "Traceback" not in done.stderr
    assert out.exists() == earlier
    assert tree(out) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    done = shibiao("convert", dump, "--out", locked / "out")
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert list(locked.iterdir()) == []


def test_the_same_bytes_twice(shibiao: Shibiao, tmp_path: Path) -> None:
    write_dump(tmp_path / "in" / "a.txt")
    write_pdf(tmp_path / "in" / "b" / "c.pdf")
    flags = ("--excel", "--parquet", "--xlsx", "--quiet")
    assert shibiao("convert", tmp_path / "in", "--out", tmp_path / "one", *flags).code == ExitCode.OK
    named = (tmp_path / "in" / "b" / "c.pdf", tmp_path / "in" / "a.txt")
    assert (
        shibiao("convert", *named, "--out", tmp_path / "two", *flags, env={"PYTHONHASHSEED": "7"}).code == ExitCode.OK
    )
    once, twice = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert manifest_free(once) == manifest_free(twice)
    assert shibiao("convert", tmp_path / "in", "--out", tmp_path / "one", *flags).code == ExitCode.OK
    assert manifest_free(tree(tmp_path / "one")) == manifest_free(once)


def test_the_manifest_has_a_line_per_input(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    shutil.copy(dump, tmp_path / "重复.txt")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert shibiao("convert", tmp_path, "--out", tmp_path / "out").code == ExitCode.SOME_INPUTS_FAILED
    lines = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert [Path(line["path"]).name for line in lines] == ["empty.pdf", "scan.png", "申报表.txt", "重复.txt"]
    assert [line["outcome"] for line in lines] == ["failed", "failed", "converted", "duplicate"]
    assert [line["forms"] for line in lines] == [0, 0, 1, 0]
    assert [line["error"] and line["error"]["kind"] for line in lines] == ["empty-file", "damaged", None, None]
    assert all(len(line["sha256"]) == 64 for line in lines)


def test_a_manifest_that_leads_elsewhere_is_not_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, run_of("a-1"))
    assert read_manifest(out / "manifest.jsonl") is not None
    line = json.loads((out / "manifest.jsonl").read_text("utf-8"))
    (out / "manifest.jsonl").write_text(json.dumps(line | {"form_ids": ["../../letter"]}))
    assert read_manifest(out / "manifest.jsonl") is None


def test_a_form_id_that_is_no_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="form id"):
        write(tmp_path / "out", run_of("../a"))
    assert not (tmp_path / "out").exists()


def test_failures_are_worded_in_the_manifest() -> None:
    path = Path("a.pdf")
    failed = InputResult(path, SHA, "failed", failure=Failure("damaged", "x"))
    *_, (name, data) = files_of_run(Run((failed,), ()), Extras(), {path: "文件已损坏"})
    assert name == "manifest.jsonl"
    assert json.loads(data)["error"] == {"kind": "damaged", "message": "文件已损坏"}
