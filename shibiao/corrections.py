"""Auditors' corrections: read from ``corrections.jsonl`` and applied to the forms they are about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shibiao.exits import ExitCode, Stop
from shibiao.export.contents import row_keys
from shibiao.export.entries import entries, with_entries
from shibiao.export.tables import exact
from shibiao.normalize.typing_values import typed_indicator
from shibiao.schemas.corrections import CORRECTABLE, Correction
from shibiao.schemas.records import Form, Value

NAME = "corrections.jsonl"
_PARSED_FROM = frozenset({"target", "printed_operator", "printed_unit"})


@dataclass(frozen=True, slots=True)
class Decided:
    """A correction with what became of it. ``cell`` is where the value stands."""

    correction: Correction
    applied: bool
    cell: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A form with its corrections applied."""

    form: Form
    decided: tuple[Decided, ...]


def read_corrections(path: Path) -> dict[str, list[Correction]]:
    """The corrections by form, in the order of the file; none where there is no file.

    Raises: Stop (NOTHING_READ) naming the line that is no correction.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unusable(path, 1, error.strerror or str(error)) from error
    found: dict[str, list[Correction]] = {}
    ids: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = Correction.model_validate_json(line)
        except ValidationError as error:
            raise _unusable(path, number, error.errors()[0]["msg"]) from error
        problem = _problem(one, ids)
        if problem:
            raise _unusable(path, number, problem)
        ids.add(one.correction_id)
        found.setdefault(one.form_id, []).append(one)
    return found


def _problem(one: Correction, ids: set[str]) -> str | None:
    if one.column not in CORRECTABLE[one.table]:
        return f"{one.table}.{one.column}: not a value that can be corrected"
    if one.table == "funds" and one.column == "amount" and one.after is not None and exact(one.after) is None:
        return f"amount {json.dumps(one.after, ensure_ascii=False)} is not a plain figure"
    return f"correction_id {one.correction_id}: given twice" if one.correction_id in ids else None


def _unusable(path: Path, line: int, problem: str) -> Stop:
    return Stop(ExitCode.NOTHING_READ, "error.bad-corrections", path=path, line=line, problem=problem)


def corrected(form: Form, corrections: Sequence[Correction]) -> Corrected:
    """The form with the corrections that fit it: those whose row is there and whose value is as the auditor saw it."""
    places = row_keys(form)
    values: dict[tuple[str, str, str], Value] = {}
    decided: list[Decided] = []
    for one in corrections:
        place = (one.table, one.row, one.column)
        value = values.get(place) or _value_at(form, places, *place)
        fits = value is not None and value.value in (one.before, one.after)
        if value is not None and fits:
            changed = {"value": one.after, "status": "corrected", "confidence": 1.0, "evidence": None}
            values[place] = value.model_copy(update=changed)
        decided.append(Decided(one, fits, value.cell if value else None))
    return Corrected(_with_values(form, places, values), tuple(decided))


def _value_at(form: Form, places: dict[tuple[str, str], int], table: str, row: str, column: str) -> Value | None:
    position = places.get((table, row))
    if position is None:
        return None
    if table == "fields":
        return list(form.fields.values())[position]
    if table == "entries":
        record: object = list(entries(form))[position]
    else:
        record = form if table == "forms" else getattr(form, table)[position]
    value: Value | None = getattr(record, column)
    return value


def _with_values(form: Form, places: dict[tuple[str, str], int], values: dict[tuple[str, str, str], Value]) -> Form:
    """The form with other values in their places; what is parsed from a target is parsed again."""
    whole: dict[str, Any] = {}
    fields = dict(form.fields)
    others: dict[int, dict[str, Value]] = {}
    lists = {table: list(getattr(form, table)) for table in ("funds", "goals", "indicators")}
    for (table, row, column), value in values.items():
        position = places[table, row]
        if table == "forms":
            whole[column] = value
        elif table == "fields":
            fields[list(fields)[position]] = value
        elif table == "entries":
            others.setdefault(position, {})[column] = value
        else:
            lists[table][position] = lists[table][position].model_copy(update={column: value})
    year = (whole.get("year") or form.year) if form.year else None
    typed_year = int(year.value) if year and year.value and year.value.isdecimal() else None
    for table, row, column in values:
        if table == "indicators" and column in _PARSED_FROM:
            position = places[table, row]
            lists[table][position] = typed_indicator(lists[table][position], typed_year)
    parts = {name: tuple(rows) for name, rows in lists.items()}
    return with_entries(form.model_copy(update={**whole, "fields": fields, **parts}), others)
