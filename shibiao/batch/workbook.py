"""The Excel workbook of an archive, put together from the parts' stretches of CSV, so without pyarrow."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from shibiao.batch.complete import stretch_path
from shibiao.export.contents import file_columns
from shibiao.export.folder import WORKBOOK, OutputFolder
from shibiao.export.tables import Item
from shibiao.export.workbook import write_workbook
from shibiao.schemas.tables import TableSpec, Type, table_model

_LONGEST_FIELD = 2**31 - 1  # a C long everywhere
_READ: dict[Type, Callable[[str], Item]] = {"integer": int, "decimal": Decimal, "probability": float}


def stage_workbook(folder: OutputFolder, stretches: Path, parts: Sequence[int]) -> None:
    """Stage the workbook; ``parts`` in the order of their forms. Raises: Stop where it cannot be written."""
    scratch = folder.work / "workbook"  # as large as the tables: more than a folder for temporary files may hold
    shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
    try:
        with folder.staging(WORKBOOK) as file:
            scratch.mkdir(parents=True)
            tables = table_model().in_files
            write_workbook(file, ((table, _rows(table, stretches, parts)) for table in tables), scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _rows(table: TableSpec, stretches: Path, parts: Sequence[int]) -> Iterator[Sequence[Item]]:
    """All rows. An empty text is read as nothing, which is the same in a sheet; lists stay JSON."""
    csv.field_size_limit(_LONGEST_FIELD)
    readers = [_READ.get(column.type, str) for column in file_columns(table)]
    for part in parts:
        path = stretch_path(stretches, part, f"{table.name}.csv")
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stretch:
            for row in csv.reader(stretch, strict=True):
                yield [read(text) if text else None for read, text in zip(readers, row, strict=True)]
