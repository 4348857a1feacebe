"""Every input that fuzzing ever found is read again; what is not mended yet is listed, and must fail still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.finding import FOUND
from tests.fuzz.replay import replayed
from tests.fuzz.targets import TARGETS

# <target>/<sha>: why it is not mended. An entry that is mended fails this test: take it out.
NOT_MENDED: dict[str, str] = {}  # name to what is wrong


def kept() -> Iterator[Path]:
    for name in TARGETS:
        yield from sorted((FOUND / name).glob("*.bin"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_all_is_kept_for_a_target() -> None:
    assert {path.parent.name for path in FOUND.rglob("*.bin")} <= set(TARGETS)
    assert set(NOT_MENDED) <= {name_of(path) for path in kept()}


@pytest.mark.parametrize("path", list(kept()), ids=name_of)
def test_what_was_found_is_mended(path: Path) -> None:
    result = replayed(path.parent.name, [path])[0]
    if name_of(path) in NOT_MENDED:
        assert result.what, f"{name_of(path)} is mended"
        pytest.xfail(NOT_MENDED[name_of(path)])
    assert result.what is None, result
