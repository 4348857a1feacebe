"""The repairs and doubts of a form, one row each: every value whose status is not ``complete``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shibiao.export.provenance import placed_values
from shibiao.schemas.records import Form, Value


class Repair(NamedTuple):
    """A value that is not simply what was printed. ``where`` is its path in the form."""

    where: str
    value: Value


def repairs(form: Form) -> Iterator[Repair]:
    """All values with another status than ``complete``, records first, then cells.

    A cell whose text says the same as a record that points to it is not listed again.
    """
    told: set[tuple[str | None, str, str | None]] = set()
    for where, value in placed_values(form):
        if value.status != "complete":
            told.add((value.cell, value.status, value.value))
            yield Repair(where, value)
    for cell in form.cells:
        text = cell.text
        if text.status != "complete" and (cell.id, text.status, text.value) not in told:
            yield Repair(f"cells[{cell.id}].text", text if text.cell else text.model_copy(update={"cell": cell.id}))
