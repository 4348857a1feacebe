"""The generator makes the same files for the same seed, enough of them, and its table is in the documentation."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from samples.hostile.__main__ import COUNT, main
from samples.hostile.catalogue import BY_CHANCE, BY_HAND, KINDS
from samples.hostile.make import make_kinds
from samples.hostile.markdown import page

DOC = Path(__file__).parents[2] / "docs" / "hostile.md"
MOST_ON_DISK = 300_000_000
_LARGE = 1 << 24  # a sparse file is as long as it says


def contents(folder: Path) -> dict[str, str]:
    """What stands in a folder: of files the hash of their beginning and their length, of links where they lead."""
    found = {}
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            key = str(path.relative_to(folder))
            if path.is_symlink():
                found[key] = str(path.readlink())
            elif path.is_file():
                with path.open("rb") as file:
                    found[key] = f"{path.stat().st_size} {hashlib.sha256(file.read(_LARGE)).hexdigest()}"
            else:
                found[key] = oct(path.lstat().st_mode)
    return found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus")
    assert main([str(out), "--seed", "3"]) == 0
    return out


def test_the_same_seed_makes_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    main([str(tmp_path), "--seed", "3"])
    assert contents(tmp_path) == contents(corpus)


def test_another_seed_makes_other_mutants(tmp_path: Path) -> None:
    one, other = (contents(make(tmp_path / str(seed), seed)) for seed in (1, 2))
    assert one.keys() != other.keys() or one != other
    assert len(set(one.values()) & set(other.values()) - {oct(0o40755)}) < len(one) / 4


def make(out: Path, seed: int) -> Path:
    make_kinds(BY_CHANCE, out, seed)
    return out


def test_there_are_enough_and_not_too_many(corpus: Path) -> None:
    lines = [json.loads(line) for line in (corpus / "hostile.jsonl").read_text("ascii").splitlines()]
    assert len(lines) >= COUNT >= 500
    for line in lines:
        path = corpus / line["path"]
        assert line["outcomes"] and (path.exists() or path.is_symlink()), line
    assert sum(path.lstat().st_blocks * 512 for path in corpus.rglob("*")) < MOST_ON_DISK


def test_an_occupied_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main([str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_every_kind_says_what_it_is_and_what_may_become_of_it() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert len(BY_HAND) > 350
    for kind in KINDS:
        assert kind.what and kind.how and kind.outcomes, kind.name
        assert len(set(kind.outcomes)) == len(kind.outcomes), kind.name


def test_the_documentation_is_in_step() -> None:
    assert DOC.read_text(encoding="utf-8") == page(), "run python -m samples.hostile --table docs/hostile.md"
