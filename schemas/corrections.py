"""A correction: what an auditor says a value is. A line of ``corrections.jsonl``."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from shibiao.schemas.records import Record

# Values that can be corrected: those of the records. What the grid's cells hold stays as it was read.
CORRECTABLE = {
    "forms": ("title", "year"),
    "fields": ("value",),
    "funds": ("amount", "label"),
    "goals": ("text",),
    "indicators": (
        *("level1", "level2", "name", "target", "actual", "weight", "score", "deviation"),
        *("object", "printed_operator", "printed_unit"),
    ),
    "entries": ("label", "value"),
}


class Correction(Record):
    """One decision about one value.

    ``row`` is the key of the value's row in ``table`` (``docs/data-dictionary.md``), ``column`` its column. ``before``
    is what the extraction believed when the auditor looked: where it believes something else today, the correction is
    stale and not applied. The last of several corrections of a value holds.
    """

    correction_id: str = Field(min_length=1)
    form_id: str = Field(min_length=1)
    table: Literal["forms", "fields", "funds", "goals", "indicators", "entries"]
    row: str = Field(min_length=1)
    column: str
    before: str | None
    after: str | None
    reason: str | None = None
    by: str = Field(min_length=1)
    at: AwareDatetime
