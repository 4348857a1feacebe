"""Writes the published JSON Schema from the record models: ``python -m shibiao.schemas.publish [FOLDER]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from shibiao.schemas.records import SCHEMA_ID, Form

FORM_SCHEMA = Path(__file__).parent / "json" / "form.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _EverythingWritten(GenerateJsonSchema):
    """Every key is written, defaults and nulls too: a reader may rely on all but those of ``exclude_if``."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return field.get("serialization_exclude_if") is None


def form_schema() -> bytes:
    """The JSON Schema of one exported form, as its file's bytes."""
    generated = Form.model_json_schema(by_alias=True, mode="serialization", schema_generator=_EverythingWritten)
    generated["properties"]["schema"] |= {"const": SCHEMA_ID}
    schema = {"$schema": _DIALECT, "$id": f"urn:{SCHEMA_ID.replace('/', ':')}"} | generated
    return json.dumps(schema, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) / FORM_SCHEMA.name if len(sys.argv) > 1 else FORM_SCHEMA
    target.write_bytes(form_schema())
