"""Rows of a tab-separated table of values, as read and as expected."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Expected(NamedTuple):
    raw: str
    year: int | None
    operator: str | None
    number: str | None
    number2: str | None
    unit: str | None
    value_class: str
    flags: tuple[str, ...]


# What a line of a table cannot show is written with a backslash.
ESCAPES = {"\\n": "\n", "\\u200b": "\u200b", "\\ufeff": "\ufeff", "\\xa0": "\xa0"}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key: unescaped(value) for key, value in row.items()}


def unescaped(text: str) -> str:
    for written, meant in ESCAPES.items():
        text = text.replace(written, meant)
    return text


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
        for row in rows(path)
    ]
