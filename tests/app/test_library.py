"""``shibiao.read`` and ``shibiao.to_frames``, and the published schema."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

import shibiao
from shibiao.export.contents import tables
from shibiao.export.json_form import json_bytes
from shibiao.extract.errors import EmptyFile
from shibiao.schemas.publish import published
from shibiao.schemas.records import Form
from tests.app.conftest import write_dump
from tests.app.forms import form

ROOT = Path(__file__).parents[2]


def test_read_a_file(dump: Path) -> None:
    (read,) = shibiao.read(dump)
    assert isinstance(read, Form)
    assert read.fields["project_name"].value == "河道保洁专项经费"


def test_read_a_folder(tmp_path: Path) -> None:
    write_dump(tmp_path / "a.txt")
    write_dump(tmp_path / "b" / "b.txt", "项目名称\t甲\n")
    (tmp_path / "empty.pdf").touch()
    with pytest.warns(UserWarning, match=r"empty\.pdf"):
        assert {read.source.name for read in shibiao.read(tmp_path)} == {"a.txt", "b.txt"}


def test_read_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        shibiao.read(tmp_path / "none.pdf")
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(EmptyFile):
        shibiao.read(tmp_path / "empty.pdf")
    (tmp_path / "folder").mkdir()
    assert shibiao.read(tmp_path / "folder") == []


@pytest.mark.parametrize("forms", [[], [form()]])
def test_frames_have_dtypes_that_know_a_missing_value(forms: list[Form]) -> None:
    frames = shibiao.to_frames(forms)
    names = ["forms", "fields", "funds", "goals", "indicators", "entries", "cells", "repairs", "findings"]
    assert list(frames) == names
    for table in tables(forms):
        frame = frames[table.name]
        assert list(frame.columns) == [column.name for column in table.columns]
        assert len(frame) == len(table.rows)
        for column in table.columns:
            wanted = {"text": "string", "integer": "Int64", "probability": "Float64"}.get(column.type, "object")
            assert frame[column.name].dtype == wanted, column


def test_frames_hold_exact_figures() -> None:
    amounts = shibiao.to_frames([form()])["funds"]["amount"]
    assert amounts.iloc[0] == Decimal("120.10")
    assert type(amounts.iloc[0]) is Decimal
    assert sum(amounts.dropna()) == Decimal("120.00")
    assert amounts.isna().tolist() == [False, False, True]
    assert shibiao.to_frames([form()])["funds"]["amount_bbox"].iloc[0] == (0.0, 20.0, 10.5, 40.0)


@pytest.mark.parametrize("name", published())
def test_what_is_published_is_in_step(name: str) -> None:
    assert (ROOT / name).read_bytes() == published()[name], "run: make schemas"


@pytest.mark.parametrize("source", ["hand-built", "read"])
def test_exported_json_validates(source: str, dump: Path) -> None:
    exported = json.loads(json_bytes(form() if source == "hand-built" else shibiao.read(dump)[0]))
    schema = json.loads((ROOT / "schemas/json/form.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(exported, schema)
    assert list(exported)[:4] == ["schema", "form_id", "family", "source"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(exported | {"surprise": 1}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({key: exported[key] for key in exported if key != "funds"}, schema)


def test_a_cell_s_quad_is_written_only_where_it_has_one() -> None:
    quad = ((0.0, 2.5), (9.5, 0.0), (10.5, 17.5), (1.0, 20.0))
    first, *rest = form().cells
    askew = form().model_copy(update={"cells": (first.model_copy(update={"quad": quad}), *rest)})
    exported = json.loads(json_bytes(askew))
    jsonschema.validate(exported, json.loads((ROOT / "schemas/json/form.schema.json").read_bytes()))
    assert exported["cells"][0]["quad"] == [list(point) for point in quad]
    assert all(list(cell)[-1] == "text" for cell in exported["cells"][1:])
    assert Form.model_validate_json(json_bytes(askew)) == askew
    assert rest[0].corners == ((10.5, 0), (21, 0), (21, 20), (10.5, 20))


def test_json_comes_back_as_the_same_form() -> None:
    data = json_bytes(form())
    assert Form.model_validate_json(data) == form()
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert "河道保洁".encode() in data
    assert data.startswith(b'{\n  "schema": "shibiao.form/1",\n')
