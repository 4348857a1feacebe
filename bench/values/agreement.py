"""Tables of values with the truth that somebody signed, against what the grammar reads."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from shibiao.normalize.values import ParsedValue, parse_parts, parse_value

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "tests" / "values"
COLLECTED = ROOT.parent / "shared" / "domain" / "values.tsv"
PARTS = ("class", "operator", "number", "number2", "unit")

_OPERATORS = {"≥": ">=", "≤": "<="}
_ESCAPES = {"\\n": "\n", "\\u200b": "\u200b", "\\ufeff": "\ufeff", "\\xa0": "\xa0"}

Reading = tuple[str | None, ...]


class Signed(NamedTuple):
    """A printed value, its truth in the order of ``PARTS``, and what we read."""

    raw: str
    truth: Reading
    read: Reading


class Agreement(NamedTuple):
    """A table's rows. ``dissent``: rows whose truth we refuse, with a reason on file."""

    name: str
    rows: Sequence[Signed]
    dissent: frozenset[str] = frozenset()

    def right(self, part: str) -> int:
        """Rows that agree in one part of the reading."""
        place = PARTS.index(part)
        return sum(row.truth[place] == row.read[place] for row in self.rows)

    @property
    def wholly_right(self) -> int:
        return sum(row.truth == row.read for row in self.rows)

    @property
    def unexplained(self) -> list[Signed]:
        return [row for row in self.rows if row.truth != row.read and row.raw not in self.dissent]


def tables() -> Iterator[Agreement]:
    """The collected values where they are at hand, and the tables of ``tests/values``."""
    if COLLECTED.exists():
        reasons = yaml.safe_load((TABLES / "dissent.yaml").read_text(encoding="utf-8"))
        rows = [Signed(row["raw"], _collected(row), _read(parse_value(row["raw"]))) for row in table(COLLECTED)]
        yield Agreement("collected", rows, frozenset(row["raw"] for row in reasons))
    for name in ("cases", "signed"):
        yield Agreement(name, [_signed(row) for row in table(TABLES / f"{name}.tsv")])
    yield Agreement("parts", [_of_parts(row) for row in table(TABLES / "parts.tsv")])


def table(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated file; line ends and invisible characters are written with a backslash."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key: _unescaped(value) for key, value in row.items()}


def _unescaped(text: str) -> str:
    for written, meant in _ESCAPES.items():
        text = text.replace(written, meant)
    return text


def _collected(row: dict[str, str]) -> Reading:
    value_class = "percent" if row["class"] == "pct" else row["class"]
    operator = _OPERATORS.get(row["op"], row["op"])
    return _or_none(value_class, operator, row["number"], row["number2"], row["canonical_unit"])


def _signed(row: dict[str, str]) -> Signed:
    year = int(row["year"]) if row["year"] else None
    return Signed(row["raw"], _truth(row), _read(parse_value(row["raw"], year=year)))


def _of_parts(row: dict[str, str]) -> Signed:
    cells = (row["sign"], row["value"], row["unit_cell"], row["name"])
    year = int(row["year"]) if row["year"] else None
    return Signed(" | ".join(cells), _truth(row), _read(parse_parts(*cells, year=year).value))


def _truth(row: dict[str, str]) -> Reading:
    return _or_none(row["class"], row["operator"], row["number"], row["number2"], row["unit"])


def _or_none(*parts: str) -> Reading:
    return tuple(part or None for part in parts)


def _read(value: ParsedValue) -> Reading:
    return value.value_class, value.operator, value.number, value.number2, value.unit
