"""``shibiao.scan``: relations over Parquet, and frames with types that know a missing value."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import shibiao
from shibiao.export.contents import file_columns, tables
from shibiao.schemas.records import Form
from shibiao.schemas.tables import table_model


def test_relations_hold_what_the_frames_hold(archive: Path) -> None:
    relations = shibiao.scan(archive)
    forms = [Form.model_validate_json(path.read_bytes()) for path in sorted((archive / "forms").glob("*.json"))]
    frames = shibiao.to_frames(forms)
    assert list(relations) == list(frames) == [table.name for table in table_model().in_files]
    for table in tables(forms):
        relation = relations[table.name]
        assert relation.columns == [column.name for column in table.columns] == list(frames[table.name].columns)
        ((rows,),) = relation.aggregate("count(*)").fetchall()
        assert rows == len(table.rows)


def test_relations_can_be_joined_and_filtered(archive: Path) -> None:
    relations = shibiao.scan(archive)
    funds = relations["funds"].filter("measure = 'amount' AND fiscal_year = 2021").set_alias("f")
    joined = funds.join(relations["forms"].set_alias("o"), "f.form_id = o.form_id")
    ((total,),) = joined.aggregate("sum(f.amount_yuan)").fetchall()
    assert isinstance(total, Decimal)
    assert total > 0


def test_the_schema_of_the_files_is_the_declared_one(archive: Path) -> None:
    kinds = {"text": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(38,10)", "probability": "DOUBLE"}
    kinds |= {"texts": "VARCHAR[]", "integers": "BIGINT[]", "numbers": "DOUBLE[]"}
    for name, relation in shibiao.scan(archive).items():
        wanted = [kinds[column.type] for column in file_columns(table_model().table(name))]
        assert list(map(str, relation.types)) == wanted, name


def test_without_parquet(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--parquet"):
        shibiao.scan(tmp_path)
