"""All files of a run, made in memory in one go from all its forms: what the program, which makes them part by part in
many processes, must give to the byte (Parquet: to the value)."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from shibiao.batch.complete import Extras
from shibiao.export import manifest
from shibiao.export.arrow import arrow_table
from shibiao.export.contents import tables
from shibiao.export.csvs import csv_bytes, spreadsheet_csv_bytes
from shibiao.export.datapackage import CsvFacts, datapackage_bytes
from shibiao.export.folder import WORKBOOK
from shibiao.export.json_form import json_bytes
from shibiao.export.parquet import by_year, partition_name
from shibiao.export.tables import Table
from shibiao.export.workbook import write_workbook
from shibiao.reading import InputResult, Run
from shibiao.schemas.tables import table_model


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
    yield "datapackage.json", datapackage_bytes({name: CsvFacts.of(data) for name, data in csvs.items()})
    if extras.excel:
        yield from ((f"excel/{table.name}.csv", spreadsheet_csv_bytes(table)) for table in made)
    if extras.parquet:
        yield from (file for table in made for file in parquet_files(table))
    if extras.xlsx:
        yield WORKBOOK, workbook_bytes(made)
    yield manifest.NAME, b"".join(manifest.line(_entry(result, failures)) for result in run.inputs)


def parquet_files(table: Table) -> Iterator[tuple[str, bytes]]:
    """A table's Parquet files, one a fiscal year; an empty one where there are no rows."""
    import pyarrow.parquet

    whole = arrow_table(table)
    for year, rows in list(by_year(whole)) or [(None, whole)]:
        buffer = io.BytesIO()
        pyarrow.parquet.write_table(rows, buffer)
        yield partition_name(table.name, year), buffer.getvalue()


def workbook_bytes(made: Sequence[Table]) -> bytes:
    """The workbook of these tables, some of those of the contract."""
    with tempfile.TemporaryDirectory() as scratch, io.BytesIO() as file:
        write_workbook(file, ((table_model().table(table.name), table.rows) for table in made), Path(scratch))
        return file.getvalue()


def _entry(result: InputResult, failures: Mapping[Path, str]) -> manifest.Entry:
    ids = tuple(form.form_id for form in result.forms)
    error = manifest.Error(result.failure.kind, failures.get(result.path, "")) if result.failure else None
    return manifest.Entry(str(result.path), result.sha256, result.outcome, ids, result.seconds, error)
