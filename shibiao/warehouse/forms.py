"""Rows of forms that are read from their JSON: of a whole folder without Parquet, or of the corrected ones."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from shibiao.exits import ExitCode, Stop
from shibiao.schemas.tables import Model

if TYPE_CHECKING:
    from shibiao.export.tables import Table
    from shibiao.schemas.records import Form
    from shibiao.warehouse.archive import Archive

_FORMS_A_FILE = 200


def read_form(out: Path, form_id: str) -> Form:
    """A form of an output folder. Raises: Stop (NOTHING_READ) naming the file."""
    from shibiao.schemas.records import Form

    path = out / "forms" / f"{form_id}.json"
    try:
        return Form.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise Stop(ExitCode.NOTHING_READ, "error.bad-form", path=path) from error


def write_forms(archive: Archive, model: Model) -> None:
    """Write the rows of all forms as Parquet files, a folder a table, in the archive's temporary folder."""
    target = archive.folder / "forms"
    for table in model.in_files:
        (target / table.name).mkdir(parents=True)
    stretches = [list(ids) for ids in _stretches(archive.form_ids)]
    jobs = min(archive.settings.jobs, len(stretches))
    if jobs <= 1:
        for number, ids in enumerate(stretches):
            _write_stretch(archive.out, target, number, ids)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        arguments = (repeat(archive.out), repeat(target), range(len(stretches)), stretches)
        for _ in pool.map(_write_stretch, *arguments):
            pass


def _stretches(ids: Sequence[str]) -> list[Sequence[str]]:
    """At least one, so that every table is there."""
    return [ids[n : n + _FORMS_A_FILE] for n in range(0, len(ids), _FORMS_A_FILE)] or [()]


def _write_stretch(out: Path, target: Path, number: int, ids: Sequence[str]) -> None:
    from shibiao.export.contents import tables

    for table in tables([read_form(out, form_id) for form_id in ids]):
        _write(table, target / table.name / f"{number:08d}.parquet")


def _write(table: Table, path: Path) -> None:
    import pyarrow.parquet

    from shibiao.export.arrow import arrow_table

    pyarrow.parquet.write_table(arrow_table(table), os.fspath(path), compression="zstd")
