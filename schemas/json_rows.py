"""The tables as JSON Schema: what a row is as an object, as pandas, DuckDB or PostgreSQL would write it to JSON."""

from __future__ import annotations

from shibiao.schemas.tables import Column, Model, TableSpec, Type, code_lists

_TYPES: dict[Type, dict[str, object]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    # A decimal is exact only as a text.
    "decimal": {"type": "string", "pattern": r"^[+-]?[0-9]{1,28}(\.[0-9]{1,10})?$"},
    "probability": {"type": "number", "minimum": 0, "maximum": 1},
    "timestamp": {"type": "string", "format": "date-time"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer"}},
    "numbers": {"type": "array", "items": {"type": "number"}},
}


def rows_schema(model: Model) -> dict[str, object]:
    """A schema with a definition for a row of each table, and for a whole set of tables."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:shibiao.tables:{model.version}",
        "title": "shibiao tables",
        "type": "object",
        "properties": {t.name: {"type": "array", "items": {"$ref": f"#/$defs/{t.name}"}} for t in model.tables},
        "additionalProperties": False,
        "$defs": {table.name: _row(table) for table in model.tables},
    }


def _row(table: TableSpec) -> dict[str, object]:
    return {
        "title": f"{table.zh} · {table.en}",
        "description": " ".join(table.about.values()),
        "type": "object",
        "properties": {column.name: _column(column) for column in table.columns},
        "required": [column.name for column in table.columns if column.required],
        "additionalProperties": False,
    }


def _column(column: Column) -> dict[str, object]:
    said = {"title": column.zh, "description": column.en}
    schema = dict(_TYPES[column.type])
    if column.codes:
        schema["enum"] = [*code_lists()[column.codes], *([] if column.required else [None])]
    if not column.required:
        schema["type"] = [schema["type"], "null"]
    return said | schema
