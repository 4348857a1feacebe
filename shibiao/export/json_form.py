"""A form as JSON, keys in the order of the contract."""

from __future__ import annotations

from shibiao.schemas.records import Form


def json_bytes(form: Form) -> bytes:
    """For people and files: two spaces of indent, UTF-8, LF, a newline at the end."""
    return form.model_dump_json(by_alias=True, indent=2).encode("utf-8") + b"\n"


def json_line(form: Form) -> bytes:
    """For a stream: one line."""
    return form.model_dump_json(by_alias=True).encode("utf-8") + b"\n"
