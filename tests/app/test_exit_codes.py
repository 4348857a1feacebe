"""Every exit code provoked for real, and what the user is told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from shibiao.exits import ExitCode
from tests.app.conftest import DUMP, Shibiao, environment, tree, write_dump, write_pdf
from tests.review.logs import log_of, tamper

ROOT = Path(__file__).parents[2]


def test_all_converted(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    done = shibiao("convert", dump, "--out", tmp_path / "out")
    assert done.code == ExitCode.OK
    assert done.out == ""
    assert str(tmp_path / "out" / "forms") in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "convert"),
        (("convert", "x"), "--out"),
        (("convert", "--out"), "--out"),
        (("nonsense",), "nonsense"),
        (("show", "--nonsense", "x"), "--nonsense"),
        (("convert", "x", "--out", "y", "--max-pages", "0"), "--max-pages"),
        (("convert", "x", "--out", "y", "--encoding", "klingon"), "klingon"),
        (("convert", "x", "--out", "-", "--excel"), "--excel"),
        (("completion", "tcsh"), "fish"),
        (("convert", "没有这个.pdf", "--out", "y"), "没有这个.pdf"),
        (("show", "没有这个.pdf"), "没有这个.pdf"),
        (("--lang", "en"), "No command"),
    ],
)
def test_wrong_usage(shibiao: Shibiao, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = shibiao(*arguments, cwd=tmp_path)
    assert done.code == ExitCode.WRONG_USAGE
    assert said in done.err
    assert done.out == ""
    assert list(tmp_path.iterdir()) == []


def unreadable(folder: Path) -> dict[str, tuple[Path, tuple[str, ...]]]:
    """Inputs that give no form, each with the words its message must hold."""
    pdf = write_pdf(folder / "good.pdf").read_bytes()
    (folder / "good.pdf").unlink()
    written = {
        "empty.pdf": (b"", ("空",)),
        "blank.txt": (b" \n\t\n", ("空",)),
        "truncated.pdf": (pdf[: len(pdf) // 8], ("损坏",)),
        "not-a.pdf": ("项目名称".encode(), ("损坏",)),
        "scan.png": (b"\x89PNG\r\n\x1a\n" + bytes(32), ("损坏", "PNG")),
        "photo.pdf.jpg": (b"\xff\xd8\xff\xe0" + bytes(32), ("损坏", "JPEG")),
        "sheet.txt": (b"PK\x03\x04" + bytes(32), ("办公", "损坏")),
        "noise.txt": (b"\x00\x01\x02\x81\xff\xfe\x80", ("编码", "--encoding")),
    }
    found = {}
    for name, (data, words) in written.items():
        (folder / name).write_bytes(data)
        found[name] = (folder / name, words)
    found["locked.pdf"] = (write_pdf(folder / "locked.pdf", password="horse"), ("密码", "--password"))
    found["blank.pdf"] = (_blank_pdf(folder / "blank.pdf"), ("没有表格",))
    return found


def _blank_pdf(path: Path) -> Path:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 200)
    document.save(path)
    return path


UNREADABLE = (
    *("empty.pdf", "blank.txt", "truncated.pdf", "not-a.pdf", "scan.png", "photo.pdf.jpg"),
    *("sheet.txt", "noise.txt", "locked.pdf", "blank.pdf"),
)


@pytest.mark.parametrize("name", UNREADABLE)
def test_nothing_read(shibiao: Shibiao, tmp_path: Path, name: str) -> None:
    path, words = unreadable(tmp_path)[name]
    done = shibiao("convert", path, "--out", tmp_path / "out")
    assert done.code == ExitCode.NOTHING_READ
    assert str(path) in done.err
    assert all(word in done.err for word in words), done.err
    assert not (tmp_path / "out").exists()
    shown = shibiao("show", path)
    assert (shown.code, shown.out) == (ExitCode.NOTHING_READ, "")
    assert str(path) in shown.err


def test_every_unreadable_input_is_tried(tmp_path: Path) -> None:
    assert set(unreadable(tmp_path)) == set(UNREADABLE)


def test_an_empty_folder(shibiao: Shibiao, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.md").write_text("x")
    write_dump(tmp_path / "in" / ".hidden" / "a.txt")
    done = shibiao("convert", tmp_path / "in", "--out", tmp_path / "out")
    assert done.code == ExitCode.NOTHING_READ
    assert str(tmp_path / "in") in done.err
    assert not (tmp_path / "out").exists()


def test_a_password(shibiao: Shibiao, tmp_path: Path) -> None:
    locked = write_pdf(tmp_path / "locked.pdf", password="horse")
    wrong = shibiao("convert", locked, "--out", tmp_path / "out", "--password", "donkey")
    assert wrong.code == ExitCode.NOTHING_READ
    assert "密码不对" in wrong.err
    right = shibiao("convert", locked, "--out", tmp_path / "out", "--password", "horse")
    assert right.code == ExitCode.OK
    assert "河道保洁专项经费" in (tmp_path / "out" / "cells.csv").read_text(encoding="utf-8")


def test_too_many_pages(shibiao: Shibiao, tmp_path: Path) -> None:
    thick = write_pdf(tmp_path / "thick.pdf", pages=3000)
    done = shibiao("convert", thick, "--out", tmp_path / "out")
    assert done.code == ExitCode.NOTHING_READ
    assert "3000" in done.err
    assert "2000" in done.err
    assert "--max-pages 3000" in done.err


def test_a_form_of_no_known_family_is_converted_and_said(shibiao: Shibiao, tmp_path: Path) -> None:
    letter = write_pdf(tmp_path / "letter.pdf", table=False)
    done = shibiao("convert", letter, "--out", tmp_path / "out")
    assert done.code == ExitCode.OK
    assert "未知种类" in done.err


def test_some_inputs_failed(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    done = shibiao("convert", tmp_path, "--out", tmp_path / "out")
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    assert "empty.pdf" in done.err
    assert len(list((tmp_path / "out" / "forms").iterdir())) == 1


@pytest.mark.parametrize("out", ["a-file", "a-file/out", "/proc/nowhere"])
def test_output_not_writable(shibiao: Shibiao, dump: Path, tmp_path: Path, out: str) -> None:
    (tmp_path / "a-file").write_text("mine")
    done = shibiao("convert", dump, "--out", tmp_path / out)
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert str(tmp_path / out) in done.err
    assert (tmp_path / "a-file").read_text() == "mine"


def test_a_folder_of_other_things_is_not_touched(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "home"
    write_dump(out / "forms" / "letter.txt")
    (out / "forms.csv").write_text("a,b\n")
    before = tree(out)
    for flags in ((), ("--overwrite",)):
        done = shibiao("convert", dump, "--out", out, *flags)
        assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
        assert tree(out) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output(dump: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        arguments = [sys.executable, "-m", "shibiao", "convert", str(dump), "--out", "-"]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, env=environment())
    assert done.returncode == ExitCode.OUTPUT_NOT_WRITABLE
    assert b"Traceback" not in done.stderr


def without_module(folder: Path, name: str) -> dict[str, str]:
    """An environment whose Python does not find a module, as where it was never installed."""
    (folder / "without").mkdir()
    (folder / "without" / "sitecustomize.py").write_text(
        textwrap.dedent(f"""
        import sys
        class Absent:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] == {name!r}:
                    raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        sys.meta_path.insert(0, Absent())
        """)
    )
    return {"PYTHONPATH": str(folder / "without")}


def test_parquet_without_pyarrow(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    env = without_module(tmp_path, "pyarrow")
    done = shibiao("convert", dump, "--out", tmp_path / "out", "--parquet", env=env)
    assert done.code == ExitCode.MISSING_DEPENDENCY
    assert "shibiao[parquet]" in done.err
    assert not (tmp_path / "out").exists()
    doctor = shibiao("doctor", env=env)
    assert doctor.code == ExitCode.OK
    assert "shibiao[parquet]" in doctor.out


def test_a_pdf_without_its_reader(shibiao: Shibiao, tmp_path: Path) -> None:
    env = without_module(tmp_path, "pypdfium2")
    done = shibiao("convert", write_pdf(tmp_path / "a.pdf"), "--out", tmp_path / "out", env=env)
    assert done.code == ExitCode.MISSING_DEPENDENCY
    assert "pip install pypdfium2" in done.err
    doctor = shibiao("doctor", env=env)
    assert doctor.code == ExitCode.MISSING_DEPENDENCY
    assert "pypdfium2" in doctor.out


def test_schema_invalid(dump: Path, tmp_path: Path) -> None:
    copy = installed_copy(tmp_path)
    family = copy / "shibiao" / "schemas" / "families" / "goal_2pane.yaml"
    family.write_text(family.read_text(encoding="utf-8") + "signalls: 1\n", encoding="utf-8")
    line = len(family.read_text(encoding="utf-8").splitlines())
    done = subprocess.run(
        [sys.executable, "-m", "shibiao", "convert", str(dump), "--out", str(tmp_path / "out")],
        env=environment(PYTHONPATH=str(copy)),
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == ExitCode.SCHEMA_INVALID, done.stderr
    assert f"goal_2pane.yaml:{line}" in done.stderr
    assert "signalls" in done.stderr
    assert not (tmp_path / "out").exists()


def installed_copy(folder: Path) -> Path:
    """The product laid out as an installation lays it out, to be broken at will."""
    copy = folder / "installed"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "shibiao", copy / "shibiao", ignore=ignored)
    for stage in ("extract", "normalize", "schemas"):
        shutil.copytree(ROOT / stage, copy / "shibiao" / stage, ignore=ignored)
    return copy


SLOW_DISK = """
import os, time
whole = os.fsync
def fsync(file):
    time.sleep(0.05)
    whole(file)
os.fsync = fsync
"""


def test_interrupted(tmp_path: Path) -> None:
    """On a slow disk, so that the signal finds the program at work, however busy the machine is."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(SLOW_DISK, encoding="utf-8")
    for n in range(40):
        write_pdf(tmp_path / "in" / f"{n}.pdf", pages=3)
    arguments = [sys.executable, "-m", "shibiao", "convert", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    slowly = environment(PYTHONPATH=str(tmp_path / "slow"))
    # Tests that run in the background may have been started deaf to it.
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=slowly, preexec_fn=hears) as process:
        while process.poll() is None and not any((tmp_path / "out" / ".shibiao").rglob("*.jsonl.gz")):
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED, said
    assert "中断" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out" / "manifest.jsonl").exists()
    resumed = subprocess.run(arguments, capture_output=True, text=True, env=environment())
    assert resumed.returncode == ExitCode.OK, resumed.stderr
    assert len((tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()) == 40


def test_tampered(shibiao: Shibiao, tmp_path: Path) -> None:
    log_of(tmp_path / "out", 3).close()
    tamper(tmp_path / "out", "DELETE FROM entries WHERE number = 2")
    for command in ("verify", "log", "export"):
        done = shibiao("review", command, tmp_path / "out")
        assert done.code == ExitCode.TAMPERED
        assert "缺第 2 条" in done.err
        assert done.out == ""
    assert not (tmp_path / "out" / "corrections.jsonl").exists()


def test_debug_keeps_the_code_and_adds_the_traceback(shibiao: Shibiao, tmp_path: Path) -> None:
    done = shibiao("convert", tmp_path / "none.pdf", "--out", tmp_path / "out", "--debug")
    assert done.code == ExitCode.WRONG_USAGE
    assert "Traceback" in done.err


def test_a_defect_costs_one_file_and_not_the_run(shibiao: Shibiao, tmp_path: Path) -> None:
    write_dump(tmp_path / "in" / "a.txt")
    write_dump(tmp_path / "in" / "b.txt", "项目名称\t乙\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(
        "import shibiao.extract.source as source\n"
        "whole = source.read_document\n"
        "def read_document(path, settings=None):\n"
        "    if path.name == 'b.txt': raise ZeroDivisionError('odd file')\n"
        "    return whole(path, settings)\n"
        "source.read_document = read_document\n"
    )
    env = {"PYTHONPATH": str(tmp_path / "broken")}
    done = shibiao("convert", tmp_path / "in", "--out", tmp_path / "out", env=env)
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    assert "b.txt" in done.err
    assert "odd file" in done.err
    debugged = shibiao("convert", tmp_path / "in", "--out", tmp_path / "out", "--debug", env=env)
    assert "Traceback" in debugged.err


def test_every_code_is_documented() -> None:
    for name in ("docs/exit-codes.md", "README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for code in ExitCode:
            assert f"| {code.value} |" in text, (name, code)


def test_text_in_other_encodings(shibiao: Shibiao, tmp_path: Path) -> None:
    plain = write_dump(tmp_path / "in" / "utf8.txt")
    expected = shibiao("convert", plain, "--out", "-").out
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        path = tmp_path / encoding / "utf8.txt"
        path.parent.mkdir()
        path.write_bytes(DUMP.encode(encoding))
        done = shibiao("convert", path, "--out", "-")
        assert done.code == ExitCode.OK
        assert cells(done.out) == cells(expected)


def cells(line: str) -> list[str]:
    import json

    return [cell["text"]["raw"] for cell in json.loads(line)["cells"]]
