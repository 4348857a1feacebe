"""Corrections laid over the extraction: the rows of corrected forms, and the table of the corrections themselves.

Only tables with values that can be corrected change; ``cells``, ``repairs`` and ``findings`` are what was extracted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from shibiao.corrections import Corrected, Decided, corrected
from shibiao.export.arrow import arrow_rows
from shibiao.export.contents import finished_row, fiscal_year, tables
from shibiao.export.provenance import Row, cells_by_id, place
from shibiao.export.tables import Item
from shibiao.schemas.corrections import CORRECTABLE, Correction
from shibiao.schemas.ddl import literal
from shibiao.schemas.tables import Column, Model, TableSpec
from shibiao.warehouse.archive import Archive, base_view, parquet_scan, source_view
from shibiao.warehouse.forms import read_form


class Decisions(NamedTuple):
    """How many corrections were applied; ``stale``: the extraction has changed since; ``elsewhere``: no such form."""

    applied: int
    stale: int
    elsewhere: int


def lay_over(archive: Archive, model: Model, corrections: Mapping[str, Sequence[Correction]]) -> Decisions:
    """Make the views of what is loaded. Raises: Stop (NOTHING_READ) where a corrected form cannot be read."""
    known = set(archive.form_ids)
    done = [
        corrected(read_form(archive.out, form_id), own)
        for form_id, own in sorted(corrections.items())
        if form_id in known
    ]
    overlay = _write_forms(archive, done)
    for table in model.tables:
        archive.work.execute(f"CREATE TEMP VIEW {source_view(table)} AS {_select(archive, table, overlay, done)}")
    decided = [one for form in done for one in form.decided]
    elsewhere = sum(len(own) for form_id, own in corrections.items() if form_id not in known)
    applied = sum(one.applied for one in decided)
    return Decisions(applied, len(decided) - applied, elsewhere)


def _write_forms(archive: Archive, done: Sequence[Corrected]) -> dict[str, Path]:
    """The rows of the corrected forms as Parquet files, by table."""
    made = {t.name: (t.columns, t.rows) for t in tables([one.form for one in done]) if t.name in CORRECTABLE}
    return {name: _write(archive, name, *rows) for name, rows in made.items()} if done else {}


def _select(archive: Archive, table: TableSpec, overlay: Mapping[str, Path], done: Sequence[Corrected]) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if not table.files:
        rows = [row for one in done for row in _correction_rows(table, one)]
        path = _write(archive, table.name, table.columns, rows)
        return f"SELECT {columns} FROM {parquet_scan([path])}"
    base = f"SELECT {columns} FROM {base_view(table)}"
    if table.name not in overlay:
        return base
    ids = ", ".join(literal(one.form.form_id) for one in done)
    corrected_rows = f"SELECT {columns} FROM {parquet_scan([overlay[table.name]])}"
    return f"{base} WHERE form_id NOT IN ({ids}) UNION ALL {corrected_rows}"


def _correction_rows(table: TableSpec, one: Corrected) -> list[tuple[Item, ...]]:
    cells, year = cells_by_id(one.form), fiscal_year(one.form)
    return [
        finished_row(table, table.columns, one.form.form_id, year, _items(decided, *place(decided.cell, cells)))
        for decided in one.decided
    ]


def _items(decided: Decided, page: int | None, bbox: tuple[object, ...] | None) -> Row:
    said = decided.correction
    row: Row = {"correction_id": said.correction_id, "table_name": said.table, "row_id": said.row}
    row |= {"column_name": said.column, "before": said.before, "after": said.after, "reason": said.reason}
    row |= {"made_by": said.by, "made_at": said.at, "state": "applied" if decided.applied else "stale"}
    return row | {"cell": decided.cell, "page": page, "bbox": bbox}


def _write(archive: Archive, name: str, columns: Sequence[Column], rows: Sequence[tuple[Item, ...]]) -> Path:
    import pyarrow.parquet

    path = archive.folder / "corrected" / f"{name}.parquet"
    path.parent.mkdir(exist_ok=True)
    pyarrow.parquet.write_table(arrow_rows(columns, rows), os.fspath(path))
    return path
