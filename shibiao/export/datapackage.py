"""``datapackage.json``: what the CSV files are, for any program that reads Data Packages (Frictionless, v1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

from shibiao.export.contents import file_columns
from shibiao.schemas.tables import Column, TableSpec, Type, code_lists, table_model

VERSION_KEY = "shibiao:tables"
# A Data Package has one type for numbers; a reader that wants them exact reads the text.
_TYPES: dict[Type, str] = {
    "text": "string",
    "integer": "integer",
    "probability": "number",
    "decimal": "number",
    "timestamp": "datetime",
    "texts": "array",
    "integers": "array",
    "numbers": "array",
}


class CsvFacts(NamedTuple):
    """Of a table's CSV: how many bytes it has, and their SHA-256 in hex."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> CsvFacts:
        """Of these bytes."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


def datapackage_bytes(csvs: Mapping[str, CsvFacts]) -> bytes:
    """``csvs`` tells of each table's CSV, by the table's name."""
    model = table_model()
    package = {
        "profile": "tabular-data-package",
        "name": "shibiao",
        "title": "shibiao",
        VERSION_KEY: model.version,
        "resources": [_resource(table, csvs[table.name]) for table in model.in_files],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def _resource(table: TableSpec, csv: CsvFacts) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.zh,
        "description": " ".join(table.about.values()),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "bytes": csv.size,
        "hash": f"sha256:{csv.sha256}",
        "schema": table_schema(table),
    }


def table_schema(table: TableSpec) -> dict[str, object]:
    """The Table Schema of a table's CSV.

    References that a null leaves open, those to cells, are not in it: Table Schema does not say that they may be, and
    Frictionless reports every such row. A warehouse checks them when it is loaded.
    """
    links = [
        {
            "fields": list(reference.columns),
            "reference": {"resource": reference.table, "fields": list(reference.target)},
        }
        for reference in table.references
        if all(table.column(name).required for name in reference.columns)
    ]
    return {
        "fields": [_field(column) for column in file_columns(table)],
        "missingValues": [""],
        "primaryKey": [table.key],
        **({"foreignKeys": links} if links else {}),
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "title": column.zh,
        "description": column.en,
        "type": _TYPES[column.type],
    }
    limits: dict[str, object] = {}
    if column.required and column.type != "text":
        limits["required"] = True  # an empty text is written like a missing one
    if column.type == "probability":
        limits |= {"minimum": 0, "maximum": 1}
    if column.codes:
        limits["enum"] = list(code_lists()[column.codes])
    return field | ({"constraints": limits} if limits else {})
