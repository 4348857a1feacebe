"""The lot that samples are drawn from: all forms of an output folder, named by hashes that anyone can compute.

``lot_sha256`` is SHA-256 over the lines ``form_id sha256-of-its-file``, each with a line feed, sorted by bytes::

    jq -r '.sha256 as $s | .form_ids[] | "\\(.) \\($s)"' manifest.jsonl | LC_ALL=C sort | sha256sum

so it tells which forms of which files there are, and not when or how fast they were read. ``tables_sha256`` is SHA-256
over what ``sha256sum`` prints of the CSV tables of ``datapackage.json``, sorted (since version 2 of the tables
``entries.csv`` is one): it tells which reading of the forms was examined::

    jq -r '.resources[].path | select(endswith(".csv"))' datapackage.json | xargs sha256sum | LC_ALL=C sort | sha256sum
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.datapackage import VERSION_KEY
from shibiao.export.manifest import Entry
from shibiao.schemas.tables import table_model

PACKAGE = "datapackage.json"
FORMS = "forms.csv"


@dataclass(frozen=True, slots=True)
class Lot:
    """``forms`` gives every form id, in order, the SHA-256 of its file."""

    forms: Mapping[str, str]
    lot_sha256: str
    tables_sha256: str


def inputs_of(out: Path) -> Iterator[Entry]:
    """The lines of the manifest. Raises: Stop where ``out`` has none, or it is not one."""
    path = out / manifest.NAME
    try:
        with path.open("rb") as file:
            for line in file:
                yield manifest.parsed(line)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error


def lot_of(out: Path) -> Lot:
    """The lot of an output folder. Raises: Stop where it holds no results, or no forms."""
    forms = {form_id: str(one.sha256) for one in inputs_of(out) for form_id in one.form_ids}
    if not forms:
        raise Stop(ExitCode.NOTHING_READ, "sample.no-forms", path=out)
    in_order = dict(sorted(forms.items()))
    return Lot(in_order, lot_hash(in_order), tables_hash(stated_hashes(out)))


def lot_hash(forms: Mapping[str, str]) -> str:
    """``lot_sha256`` of forms and the SHA-256 of their files."""
    return _hash_of_lines(f"{form_id} {sha256}" for form_id, sha256 in forms.items())


def tables_hash(sha256s: Mapping[str, str]) -> str:
    """``tables_sha256`` of the tables' names and their SHA-256."""
    return _hash_of_lines(f"{sha256}  {name}" for name, sha256 in sha256s.items())


def _hash_of_lines(lines: Iterator[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def stated_hashes(out: Path) -> dict[str, str]:
    """What ``datapackage.json`` says the SHA-256 of every table is, by the name of its file. Raises: Stop.

    The tables are those of the version that wrote it: the first has no ``entries.csv``.
    """
    try:
        package = _package(out)
        said = {str(one["path"]): str(one["hash"]).removeprefix("sha256:") for one in package["resources"]}
        tables = {path: sha256 for path, sha256 in said.items() if path.endswith(".csv") and Path(path).name == path}
        if FORMS not in tables:
            raise ValueError("no table of forms")
        return tables
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error


def tables_due(out: Path) -> tuple[str, ...]:
    """The files of the tables that an output of this one's version has. Raises: Stop.

    An output that tells no version, or a newer one than is known here, is held to no more than is known.
    """
    try:
        version = _package(out).get(VERSION_KEY, 1)
        return tuple(f"{table.name}.csv" for table in table_model().in_files if table.since <= version)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error


def _package(out: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((out / PACKAGE).read_bytes())
    return package


def rows_of_forms(out: Path) -> Iterator[dict[str, str]]:
    """The rows of ``forms.csv``. Raises: Stop where it cannot be read."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # of a text of any length
    try:
        with (out / FORMS).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, ValueError, csv.Error) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error


def strata_of(out: Path, columns: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """To which stratum each form belongs: its texts in these columns of ``forms.csv``. Raises: Stop."""
    if not columns:
        return lambda form_id: ()
    try:
        found = {row["form_id"]: tuple(row[column] for column in columns) for row in rows_of_forms(out)}
    except KeyError as error:  # tables of an older version
        raise Stop(ExitCode.NOTHING_READ, "error.no-results", path=out) from error
    return lambda form_id: found[form_id]
