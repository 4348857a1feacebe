"""Text dumps of forms: tab-separated lines as an office converter writes them, with the damage met in real dumps.

Merged cells leave empty fields, rows lose leading fields, a form gains two columns, labels and texts are cut.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.content import SampleForm
from samples.layout import Wording, lay_out
from samples.table import PlacedCell, Table
from samples.truth import SCHEMA_ID, form_record, squeezed, write_record

CUT_LABELS = {"满意度指标": ("满意度指",), "可持续影响指标": ("可持续影", "可持续影响指"), "可持续影响": ("可持续影",)}
CUT_SEAL = ("单位（盖章）：", "单位（盖")
TEXT_WIDTH = 10
_TARGET_BREAK = 12


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to one form of a dump. ``cut_text`` cuts long names and targets after ``TEXT_WIDTH`` characters."""

    shift: bool = False
    ten_columns: bool = False
    cut_labels: bool = False
    cut_text: bool = False


@dataclass(frozen=True, slots=True)
class DumpForm:
    """A form of a dump, its table and what is printed where that differs from the cell's text."""

    form: SampleForm
    table: Table
    printed: dict[PlacedCell, str]
    lines: tuple[str, ...]


def dumped(form: SampleForm, damage: Damage, wording: Wording, seed: int) -> DumpForm:
    """The lines of one form. The same arguments give the same lines."""
    rng = random.Random(f"dump/{seed}")
    table = lay_out(form, wording)
    printed = {cell: _printed(cell, damage, rng) for cell in table.cells}
    fields = [_fields(table, printed, row, damage) for row in range(table.rows)]
    if damage.shift:
        fields = [_shifted(row, rng) if index > table.header_row else row for index, row in enumerate(fields)]
    lines = ["", ""]
    for line in table.above:
        lines += [line.replace(*CUT_SEAL) if damage.cut_labels else line, ""]
    lines += ["\t".join(row) for row in fields]
    for line in table.below:
        lines += ["", line]
    return DumpForm(form, table, {cell: text for cell, text in printed.items() if text != cell.text}, tuple(lines))


def write_dump(name: str, seed: int, forms: Iterable[DumpForm], encoding: str, out: Path) -> Path:
    """Write ``out/<name>.txt`` in an encoding and its truth beside it; returns the dump's path."""
    forms = list(forms)
    path = out / f"{name}.txt"
    out.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\n".join(line for form in forms for line in form.lines).encode(encoding) + b"\n")
    record: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "file": path.name,
        "producer": "text",
        "mode": "dump",
        "font": "",
        "seed": seed,
        "forms": [{**form_record(form.form, form.table), "cells": _cells(form)} for form in forms],
    }
    write_record(record, out / f"{name}.truth.json")
    return path


def _printed(cell: PlacedCell, damage: Damage, rng: random.Random) -> str:
    if damage.cut_labels and cell.role == "level" and cell.text in CUT_LABELS:
        return rng.choice(CUT_LABELS[cell.text])
    if damage.cut_text and cell.role in ("name", "target") and len(cell.text) > _TARGET_BREAK:
        return cell.text[:TEXT_WIDTH]
    return cell.text


def _fields(table: Table, printed: dict[PlacedCell, str], row: int, damage: Damage) -> list[str]:
    """Fields of one row: a cell's text at its first place, empty fields elsewhere."""
    fields = [""] * len(table.widths)
    for cell, text in printed.items():
        if cell.row == row:
            fields[cell.col] = text.replace("\n", "")
    if not damage.ten_columns:
        return fields
    fields.insert(1, "")
    # The column headers do not move with the values below them.
    fields.insert(5 if row > table.header_row else len(fields), "")
    return fields


def _shifted(fields: list[str], rng: random.Random) -> list[str]:
    """Some rows lose one or two leading empty fields; the row keeps its length."""
    if not any(fields[:5]) or rng.random() < 0.6:
        return fields
    lost = min(rng.choice((1, 2)), next(index for index, text in enumerate(fields) if text))
    return fields[lost:] + [""] * lost


def _cells(form: DumpForm) -> list[dict[str, Any]]:
    """Cells as authored; ``printed`` is what the dump shows of a cut one."""
    text = squeezed("".join(form.lines))
    return [
        {
            "page": 1,
            "row": cell.row,
            "col": cell.col,
            "rowspan": cell.rowspan,
            "colspan": cell.colspan,
            "text": cell.text,
            "printed": form.printed.get(cell, cell.text),
            "in_file": squeezed(cell.text) in text,
        }
        for cell in form.table.cells
    ]
