"""Datasets before they are events: what OpenLineage's rules call them, and what is known of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from shibiao.batch.places import is_url
from shibiao.schemas.tables import Column

_LOCAL = "file"
_SAME_STORE = {"s3a": "s3", "s3n": "s3", "gcs": "gs"}
_KEYS_WITHOUT_SLASH = ("s3", "gs", "abfss", "wasbs")  # object stores: a key has no slash before it
_CONTAINER_AT_HOST = ("abfs", "abfss", "wasb", "wasbs")  # what stands before the @ is no user


@dataclass(frozen=True, slots=True)
class Place:
    """What a dataset is called."""

    namespace: str
    name: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a run found in an input. ``count``: inputs that a manifest lists, where it stands for them all."""

    sha256: str | None = None
    outcome: str | None = None
    form_ids: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class InputData:
    """An input; ``content`` is None before it is read."""

    place: Place
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class OutputTable:
    """A table that was written: its columns as declared and how many rows; for a file its size and SHA-256 too."""

    place: Place
    columns: tuple[Column, ...]
    rows: int | None = None
    size: int | None = None
    sha256: str | None = None


def place_of(named: str | Path) -> Place:
    """A file or folder, or whatever a URL names. No user, password or query of a URL stays in it."""
    text = os.fsencode(named).decode("utf-8", "backslashreplace")
    if not is_url(text):
        return Place(_LOCAL, os.path.abspath(text))  # noqa: PTH100  # links stay as they were given
    scheme, _, rest = text.partition("://")
    authority, _, path = rest.partition("/")
    scheme = _SAME_STORE.get(scheme.lower(), scheme.lower())
    if scheme == _LOCAL:
        return Place(_LOCAL, f"/{path}")
    if scheme not in _CONTAINER_AT_HOST:
        authority = authority.rpartition("@")[2]
    if scheme in ("http", "https"):
        path = path.partition("?")[0]
    return Place(f"{scheme}://{authority}", path if scheme in _KEYS_WITHOUT_SLASH else f"/{path}")


def place_within(folder: str | Path, name: str) -> Place:
    """A file of a folder, which may be a URL."""
    return place_of(f"{os.fspath(folder).rstrip('/')}/{name}")


def postgres_table(host: str, port: int, database: str, schema: str, table: str) -> Place:
    """A table of PostgreSQL."""
    return Place(f"postgres://{host}:{port}", f"{database}.{schema}.{table}")


def duckdb_table(database: str | Path, table: str) -> Place:
    """A table of a DuckDB file. OpenLineage names none: it is the file, and the table behind a ``#``."""
    file = place_of(database)
    return Place(file.namespace, f"{file.name}#{table}")
