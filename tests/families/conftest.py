"""The program run as its users run it, and, where no process of its own is needed, in this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shibiao.cli import run
from shibiao.exits import ExitCode
from shibiao.schemas import families
from shibiao.schemas.family_files import OWN_FAMILIES
from shibiao.wording import chosen_language, texts
from tests.app.conftest import Finished
from tests.app.conftest import shibiao as shibiao

Inside = Callable[..., Finished]


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inside:
    """A command line, run here. ``own``: what the environment variable says."""

    def command(*arguments: str | Path, own: str | Path = "") -> Finished:
        monkeypatch.setenv(OWN_FAMILIES, str(own))
        monkeypatch.delenv("SHIBIAO_LANG", raising=False)
        given = [str(argument) for argument in arguments]
        families._loaded.cache_clear()  # a process of the program reads its families once
        capsys.readouterr()
        code = run(given, texts(chosen_language(given)))
        said = capsys.readouterr()
        assert code in set(ExitCode), said.err
        return Finished(int(code), said.out, said.err)

    return command
