"""All files of a run, in memory, one after the other: the output contract as a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shibiao.export import manifest
from shibiao.export.contents import tables
from shibiao.export.csvs import csv_bytes, spreadsheet_csv_bytes
from shibiao.export.datapackage import datapackage_bytes
from shibiao.export.json_form import json_bytes
from shibiao.export.parquet import parquet_bytes
from shibiao.reading import Run


@dataclass(frozen=True, slots=True)
class Extras:
    """What is written besides JSON and CSV."""

    excel: bool = False
    parquet: bool = False


def files_of_run(run: Run, extras: Extras, failures: Mapping[Path, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of the output folder: its name relative to the folder, and its bytes.

    ``failures`` words why an input failed. Raises: ValueError for a form id that cannot be a file name.
    """
    for form in run.forms:
        if not manifest.is_form_id(form.form_id):
            raise ValueError(f"form id {form.form_id!r} cannot be a file name")
        yield f"forms/{form.form_id}.json", json_bytes(form)
    made = tables(run.forms)
    csvs = {table.name: csv_bytes(table) for table in made}
    yield from ((f"{name}.csv", data) for name, data in csvs.items())
    yield "datapackage.json", datapackage_bytes(made, csvs)
    if extras.excel:
        yield from ((f"excel/{table.name}.csv", spreadsheet_csv_bytes(table)) for table in made)
    if extras.parquet:
        yield from ((f"{table.name}.parquet", parquet_bytes(table)) for table in made)
    yield manifest.NAME, manifest.manifest_bytes(run.inputs, dict(failures))
