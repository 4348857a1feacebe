"""The invented contents of the samples: a YAML file a sample."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from samples.families.source import SourceForm, source_form

CONTENTS = Path(__file__).with_name("contents")


@dataclass(frozen=True, slots=True)
class Contents:
    """What one sample prints. ``key``: the family's or variant's; ``word``: whether Writer prints it, else Calc."""

    name: str
    key: str
    seed: int
    word: bool
    forms: tuple[SourceForm, ...]


def load_contents(folder: Path = CONTENTS) -> list[Contents]:
    """All samples' contents, by name."""
    return [_contents(path) for path in sorted(folder.glob("*.yaml"))]


def _contents(path: Path) -> Contents:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    key = path.stem.partition("-")[0]
    forms = [_form(key, path.stem, data | form) for form in data.get("forms", [{}])]
    return Contents(path.stem, key, data.get("seed", 1), data.get("printer") == "writer", tuple(forms))


def _form(key: str, name: str, data: dict[str, Any]) -> SourceForm:
    columns = data.get("columns", [])
    record = {
        "id": name,
        "family": key.partition(".")[0],
        "title": data["title"],
        "year": data.get("year", ""),
        "fields": data.get("fields", {}),
        "funds": data.get("funds", {}),
        "goals": data.get("goals", {}),
        "indicators": [_indicator(columns, row) for row in data.get("indicators", [])],
    }
    return source_form(record, data.get("layout", ""))


def _indicator(columns: list[str], row: list[str]) -> dict[str, Any]:
    """A row by its columns. ``object:…`` is the value of one unit, ``grade:…`` the bound of one grade."""
    indicator: dict[str, Any] = {"l2": "", "value": ""}
    for column, text in zip(columns, row, strict=True):
        kind, _, name = column.partition(":")
        nested = {"object": "per_object", "grade": "grades"}.get(kind)
        if nested:
            indicator.setdefault(nested, {})[name] = text
        else:
            indicator[column] = text
    return indicator
