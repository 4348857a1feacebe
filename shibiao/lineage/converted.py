"""What ``convert`` was given, what it has read and what it has written, from the files of its output folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from shibiao.export import manifest
from shibiao.export.contents import file_columns
from shibiao.lineage.datasets import Content, InputData, OutputTable, place_of, place_within
from shibiao.schemas.tables import table_model

MOST_INPUTS = 1000  # many programs choke on an event of megabytes


def inputs_given(named: Sequence[str], out: str, most: int = MOST_INPUTS) -> list[InputData]:
    """Files, folders and URLs as they were given; too many of them are the manifest that will list them."""
    if len(named) > most:
        return [InputData(place_within(out, manifest.NAME))]
    return [InputData(place_of(name)) for name in named]


def inputs_read(folder: Path, out: str, most: int = MOST_INPUTS) -> list[InputData]:
    """Every input with its hash and what became of it; too many of them are the manifest, which lists them so.

    ``folder`` holds the results, ``out`` is what they are known by.
    """
    digest, count = hashlib.sha256(), 0
    lines: list[bytes] = []
    with (folder / manifest.NAME).open("rb") as file:
        for line in file:
            digest.update(line)
            count += 1
            if count <= most:
                lines.append(line)
    if count > most:
        return [InputData(place_within(out, manifest.NAME), Content(digest.hexdigest(), count=count))]
    return [_input(line) for line in lines]


def archive_read(folder: Path) -> list[InputData]:
    """An output folder as the input of a load: its manifest and its tables, with their hashes."""
    try:
        digest = hashlib.sha256((folder / manifest.NAME).read_bytes()).hexdigest()
        tables = tables_written(folder, str(folder), {})
    except (OSError, ValueError, KeyError):  # no such folder, or none of ours: the load will say so
        return [InputData(place_of(folder))]
    found = [InputData(place_within(folder, manifest.NAME), Content(digest))]
    return found + [InputData(table.place, Content(table.sha256)) for table in tables]


def _input(line: bytes) -> InputData:
    entry = manifest.parsed(line)
    return InputData(place_of(entry.path), Content(entry.sha256, entry.outcome, entry.form_ids))


def tables_written(folder: Path, out: str, rows: Mapping[str, int]) -> list[OutputTable]:
    """The tables as CSV, by ``datapackage.json``; ``rows`` are counted by whoever wrote them."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    resources = {resource["name"]: resource for resource in package["resources"]}
    return [
        OutputTable(
            place_within(out, resources[table.name]["path"]),
            file_columns(table),
            rows.get(table.name),
            resources[table.name]["bytes"],
            resources[table.name]["hash"].removeprefix("sha256:"),
        )
        for table in table_model().in_files
        if table.name in resources  # an older folder does not have those that came later
    ]
