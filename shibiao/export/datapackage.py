"""``datapackage.json``: what the CSV files are, for any program that reads Data Packages (Frictionless, v1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shibiao.export.tables import Column, Kind, Table

# A Data Package has one type for numbers; a reader that wants them exact reads the text.
_TYPES: dict[Kind, str] = {
    "string": "string",
    "integer": "integer",
    "confidence": "number",
    "decimal": "number",
    "array": "array",
}


class CsvFacts(NamedTuple):
    """Of a table's CSV: how many bytes it has, and their SHA-256 in hex."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> CsvFacts:
        """Of these bytes."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


def datapackage_bytes(tables: Sequence[Table], csvs: Mapping[str, CsvFacts]) -> bytes:
    """``csvs`` tells of each table's CSV, by the table's name. Of the tables only names and columns are looked at."""
    package = {
        "profile": "tabular-data-package",
        "name": "shibiao",
        "title": "shibiao",
        "resources": [_resource(table, csvs[table.name]) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def _resource(table: Table, csv: CsvFacts) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "bytes": csv.size,
        "hash": f"sha256:{csv.sha256}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.name == "forms":
        return schema | {"primaryKey": ["form_id"]}
    link = {"fields": ["form_id"], "reference": {"resource": "forms", "fields": ["form_id"]}}
    return schema | {"foreignKeys": [link]}


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": _TYPES[column.kind]}
    return field | {"constraints": {"minimum": 0, "maximum": 1}} if column.kind == "confidence" else field
