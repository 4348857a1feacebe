"""Rows of a tab-separated table of values, as read and as expected."""

from pathlib import Path
from typing import NamedTuple

from bench.values.agreement import table


class Expected(NamedTuple):
    raw: str
    year: int | None
    operator: str | None
    number: str | None
    number2: str | None
    unit: str | None
    value_class: str
    flags: tuple[str, ...]


def cases(path: Path) -> list[Expected]:
    return [
        Expected(
            row["raw"],
            int(row["year"]) if row["year"] else None,
            row["operator"] or None,
            row["number"] or None,
            row["number2"] or None,
            row["unit"] or None,
            row["class"],
            tuple((row.get("flags") or "").split()),
        )
        for row in table(path)
    ]
