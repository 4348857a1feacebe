"""The fuzzer finds what is there to be found, with atheris and without, and every target takes its seeds."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import seeds
from tests.fuzz.changes import package
from tests.fuzz.child import FELL_BACK, Noting
from tests.fuzz.finding import failing, smaller
from tests.fuzz.replay import replayed
from tests.fuzz.targets import MOST_BYTES, TARGETS, Target

ROOT = Path(__file__).parents[2]
QUICK = ("text", "values", "parts", "xlsx", "docx", "csv", "manifest", "result")


def planted(data: bytes) -> None:
    if b"\t" in data and b"9" in data:
        raise KeyError("planted")


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_changes_give_bytes_whatever_the_input(target: Target) -> None:
    rng = Random(1)
    for data in (b"", b"%", b"PDF-1.7\n9\t9", b"\xff" * 40):
        assert all(isinstance(target.change(data, rng), bytes) for _ in range(40))


def test_a_changed_package_is_a_package_most_of_the_time() -> None:
    rng = Random(1)
    data = next(seeds.workbooks())
    changed = [package(data, rng) for _ in range(60)]
    assert sum(zipfile.is_zipfile(io.BytesIO(one)) for one in changed) > 40
    assert len(set(changed)) > 50


@pytest.mark.parametrize("name", QUICK)
def test_there_are_seeds(name: str) -> None:
    found = list(TARGETS[name].seeds())
    assert len(found) > 3
    assert all(len(data) <= MOST_BYTES for data in found)


def test_a_finding_is_made_small_and_kept_once(tmp_path: Path) -> None:
    note = Noting(planted, tmp_path / "found", ())
    for data in (b"fine", b"abc\tdef 9 ghi" * 20, b"\t9 again"):
        note(data)
    (path,) = (tmp_path / "found").iterdir()
    assert sorted(path.read_bytes()) == sorted(b"\t9")


def test_a_known_finding_is_not_kept(tmp_path: Path) -> None:
    what = failing(planted, b"\t9")
    assert what
    Noting(planted, tmp_path / "found", (what,))(b"\t9")
    assert not (tmp_path / "found").exists()


def test_nothing_is_left_out_that_matters() -> None:
    assert smaller(b"x" * 500 + b"ab" + b"y" * 500, lambda data: b"ab" in data) == b"ab"


def test_an_input_that_does_not_fail_is_told_from_one_that_does(tmp_path: Path) -> None:
    good = tmp_path / "good"
    good.write_bytes(next(seeds.values()))
    assert [one.what for one in replayed("values", [good, good])] == [None, None]


@pytest.mark.parametrize("without_atheris", [False, True])
def test_a_run_comes_to_its_end(without_atheris: bool, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "one").write_bytes("≥90%".encode())
    hidden = "import sys; sys.modules['atheris'] = None; " if without_atheris else ""
    call = f"main(['values', '2', {str(corpus)!r}, {str(tmp_path / 'found')!r}])"
    code = f"{hidden}from tests.fuzz.child import main; {call}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "Done " in done.stdout + done.stderr
    if without_atheris:
        assert FELL_BACK in done.stdout
