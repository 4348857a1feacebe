"""Writes what is made from the declarations: ``python -m shibiao.schemas.publish [ROOT]`` (``make schemas``)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from shibiao.schemas.corrections import Correction
from shibiao.schemas.ddl import statements
from shibiao.schemas.dictionary import dictionary
from shibiao.schemas.json_rows import rows_schema
from shibiao.schemas.records import SCHEMA_ID, Form
from shibiao.schemas.tables import table_model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _EverythingWritten(GenerateJsonSchema):
    """Every key is written, defaults and nulls too: a reader may rely on all but those of ``exclude_if``."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return field.get("serialization_exclude_if") is None


def form_schema() -> bytes:
    """The JSON Schema of one exported form, as its file's bytes."""
    generated = Form.model_json_schema(by_alias=True, mode="serialization", schema_generator=_EverythingWritten)
    generated["properties"]["schema"] |= {"const": SCHEMA_ID}
    return _json({"$schema": _DIALECT, "$id": f"urn:{SCHEMA_ID.replace('/', ':')}"} | generated)


def _correction_schema() -> dict[str, Any]:
    return {"$schema": _DIALECT, "$id": "urn:shibiao.correction:1"} | Correction.model_json_schema()


def published() -> dict[str, bytes]:
    """All generated files by their paths from the project's root."""
    model = table_model()
    sql = "-- Made from schemas/tables.yaml by `make schemas`; for DuckDB and PostgreSQL.\n\n"
    return {
        "schemas/json/form.schema.json": form_schema(),
        "schemas/json/correction.schema.json": _json(_correction_schema()),
        "schemas/json/tables.schema.json": _json(rows_schema(model)),
        "schemas/sql/warehouse.sql": (sql + ";\n\n".join(statements(model)) + ";\n").encode(),
        "docs/data-dictionary.md": dictionary(model).encode(),
    }


def _json(schema: dict[str, Any]) -> bytes:
    return json.dumps(schema, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def main(root: Path) -> None:
    """Write all of them."""
    for name, data in published().items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent)
