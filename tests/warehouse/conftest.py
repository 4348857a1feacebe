"""Loaded archives, and a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.warehouse.server import Server, programs, running
from tests.app.conftest import shibiao

__all__ = ["shibiao"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (initdb, pg_ctl)")
    with running(folder) as started:
        yield started


@pytest.fixture
def postgres(server: Server) -> str:
    """The URL of an empty database."""
    return server.url(server.new_database())


@pytest.fixture(params=["duckdb", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty destination of either kind."""
    if request.param == "duckdb":
        return str(tmp_path / "库 it's.duckdb")
    return str(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def archive(converted: Path) -> Path:
    """The sample forms, converted with Parquet. Not to be changed: copy it."""
    return converted


@pytest.fixture
def out(archive: Path, tmp_path: Path) -> Path:
    """The sample archive, to be changed."""
    return shutil.copytree(archive, tmp_path / "out", ignore=shutil.ignore_patterns(".shibiao"))
