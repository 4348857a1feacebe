"""Every kind made by hand is read within limits of memory and time, and comes to an end that it may have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from samples.hostile.catalogue import BY_CHANCE, BY_HAND
from samples.hostile.kind import Kind
from samples.hostile.make import HostileFile, make_kinds
from tests.hostile.reading import Read, assert_sound, read_all

SEED = 20
MUTANTS = 3  # of each kind


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[HostileFile]:
    return make_kinds(BY_HAND, tmp_path_factory.mktemp("hostile"), SEED)


@pytest.fixture(scope="module")
def outcomes(made: list[HostileFile]) -> Mapping[str, Read]:
    found = read_all(file.path for file in made)
    return {file.kind.name: found[file.path] for file in made}


@pytest.mark.parametrize("kind", BY_HAND, ids=lambda kind: kind.name)
def test_a_hostile_file_comes_to_an_end_that_it_may_have(kind: Kind, outcomes: Mapping[str, Read]) -> None:
    if kind.name not in outcomes:
        pytest.skip("this file system does not allow it")
    assert_sound(outcomes[kind.name])
    assert outcomes[kind.name].outcome in kind.outcomes, outcomes[kind.name]


def test_good_files_changed_by_chance(tmp_path: Path) -> None:
    files = [file for number in range(MUTANTS) for file in make_kinds(BY_CHANCE, tmp_path, SEED, number)]
    found = read_all(file.path for file in files)
    for file in files:
        assert_sound(found[file.path])
        assert found[file.path].outcome in file.kind.outcomes, (file.path.name, found[file.path])


def test_nothing_was_left_behind(made: list[HostileFile], outcomes: Mapping[str, Read]) -> None:
    assert outcomes
    assert not Path("/tmp/shibiao-hostile-was-here").exists()
    assert {file.path.parent for file in made} >= {path.parent for path in made[0].path.parent.rglob("*")}
