"""Every description of the tables is in step with what is declared, and so are the files of a real run."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import jsonschema
import pyarrow.parquet
import pytest

from shibiao.export.arrow import arrow_schema
from shibiao.export.contents import file_columns, tables
from shibiao.export.datapackage import CsvFacts, table_schema
from shibiao.export.tables import Item
from shibiao.schemas.ddl import LOADS, LOADS_COLUMNS, sql_type, stored_columns
from shibiao.schemas.loader import HERE as SCHEMAS
from shibiao.schemas.tables import code_lists, table_model
from tests.app.hostile import YEARS, hostile_form

ROOT = Path(__file__).parents[2]
NAMES = [table.name for table in table_model().in_files]


def problems_of(package: Path) -> list[tuple[str, str]]:
    """What Frictionless says of a package: the kind and the message of each problem."""
    import frictionless

    report = frictionless.validate(str(package))
    found = [error for task in report.tasks for error in task.errors]
    return [(error.type, error.message) for error in (*report.errors, *found)]


def test_the_package_of_a_real_run_is_valid(converted: Path) -> None:
    assert problems_of(converted / "datapackage.json") == []


@pytest.mark.parametrize(
    ("table", "column", "text", "kind"),
    [
        ("funds", "pane", "yearly", "constraint-error"),
        ("funds", "position", "first", "type-error"),
        ("funds", "position", "", "constraint-error"),
        ("funds", "amount", "1,5", "type-error"),
        ("funds", "amount_confidence", "1.5", "constraint-error"),
        ("funds", "form_id", "nowhere", "foreign-key"),
        ("forms", "pages", "[1", "type-error"),
        ("goals", "goal_id", None, "primary-key"),
        # Lets pass: what is in a list, and that a required text is missing (an empty one looks the same in CSV).
        ("forms", "pages", '["one"]', None),
        ("funds", "item", "", None),
    ],
)
def test_what_frictionless_finds(
    converted: Path, tmp_path: Path, table: str, column: str, text: str | None, kind: str | None
) -> None:
    """None: the column of the second row as in the first."""
    for path in converted.glob("*.csv"):
        (tmp_path / path.name).symlink_to(path)
    header, *rows = by_csv_with_header(converted / f"{table}.csv")
    n = header.index(column)
    rows[1][n] = rows[0][n] if text is None else text
    (tmp_path / f"{table}.csv").unlink()
    with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    package = json.loads((converted / "datapackage.json").read_bytes())
    facts = CsvFacts.of((tmp_path / f"{table}.csv").read_bytes())
    package["resources"] = [r for r in package["resources"] if r["name"] in ("forms", table)]
    for resource in package["resources"]:
        if resource["name"] == table:
            resource |= {"bytes": facts.size, "hash": f"sha256:{facts.sha256}"}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert {found for found, _ in problems_of(tmp_path / "datapackage.json")} == ({kind} if kind else set())


def by_csv_with_header(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_frictionless_notices_a_changed_file(converted: Path, tmp_path: Path) -> None:
    for path in (*converted.glob("*.csv"), converted / "datapackage.json"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / "findings.csv").read_text(encoding="utf-8")
    (tmp_path / "findings.csv").write_text(text.replace("warning", "error", 1), encoding="utf-8", newline="")
    assert {kind for kind, _ in problems_of(tmp_path / "datapackage.json")} >= {"hash-count"}


# In step


def test_json_schema_in_step() -> None:
    schema = json.loads((SCHEMAS / "json" / "tables.schema.json").read_bytes())
    assert list(schema["$defs"]) == list(schema["properties"]) == [table.name for table in table_model().tables]
    for table in table_model().tables:
        row = schema["$defs"][table.name]
        assert list(row["properties"]) == [column.name for column in table.columns]
        assert row["required"] == [column.name for column in table.columns if column.required]
        for column in table.columns:
            declared = row["properties"][column.name]
            assert (declared["title"], declared["description"]) == (column.zh, column.en)
            assert ("null" in declared["type"]) == (not column.required)
            codes = [*code_lists()[column.codes], *([] if column.required else [None])] if column.codes else None
            assert declared.get("enum") == codes


def test_rows_are_valid_by_the_json_schema() -> None:
    schema = json.loads((SCHEMAS / "json" / "tables.schema.json").read_bytes())
    told: dict[str, list[dict[str, object]]] = {}
    for table in tables([hostile_form(number, year) for number, year in enumerate(YEARS)]):
        declared = {column.name for column in table_model().table(table.name).columns}
        names = [column.name for column in table.columns]
        rows = (dict(zip(names, row, strict=True)) for row in table.rows)
        told[table.name] = [{key: as_json(item) for key, item in row.items() if key in declared} for row in rows]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert [error.message[:200] for error in jsonschema.Draft202012Validator(schema).iter_errors(told)] == []


def as_json(item: Item) -> object:
    return list(item) if isinstance(item, tuple) else format(item, "f") if isinstance(item, Decimal) else item


def test_parquet_files_in_step(converted: Path) -> None:
    for table in table_model().in_files:
        files = list((converted / f"{table.name}.parquet").glob("*/*"))
        assert files
        for path in files:
            assert pyarrow.parquet.read_schema(path).equals(arrow_schema(file_columns(table))), path


def test_package_in_step(converted: Path) -> None:
    package = json.loads((converted / "datapackage.json").read_bytes())
    assert [resource["name"] for resource in package["resources"]] == NAMES
    for resource, table in zip(package["resources"], table_model().in_files, strict=True):
        header = by_csv_with_header(converted / f"{table.name}.csv")[0]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in file_columns(table)] == header
        assert [field["title"] for field in fields] == [column.zh for column in file_columns(table)]
        assert resource["schema"] == table_schema(table)


def test_sql_in_step() -> None:
    with duckdb.connect() as database:
        database.execute((SCHEMAS / "sql" / "warehouse.sql").read_text(encoding="utf-8"))
        columns = "SELECT column_name, data_type, NOT is_nullable, comment FROM duckdb_columns() WHERE table_name = ?"
        expected = {table.name: stored_columns(table) for table in table_model().tables} | {LOADS: LOADS_COLUMNS}
        made = database.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert sorted(name for (name,) in made) == sorted(expected)
        for name, declared in expected.items():
            found = database.execute(f"{columns} ORDER BY column_index", [name]).fetchall()
            kinds = ", ".join(f"typeof(NULL::{sql_type(column)})" for column in declared)
            wanted_types = database.execute(f"SELECT {kinds}").fetchall()[0]
            assert [row[:3] for row in found] == [
                (column.name, kind, column.required) for column, kind in zip(declared, wanted_types, strict=True)
            ]
            if name != LOADS:
                assert [row[3] for row in found] == [f"{column.zh} · {column.en}" for column in declared]
                view = database.execute(columns, [f"current_{name}"]).fetchall()
                assert {row[0] for row in view} == {c.name for c in declared} - {"valid_to", "load_id", "closed_by"}


def test_dictionary_in_step() -> None:
    text = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    sections = {part.split(maxsplit=1)[0]: part for part in re.split("(?m)^##+ ", text)[1:]}
    for table in table_model().tables:
        listed = re.findall(r"(?m)^\| `([^`]+)` \| (.*?) \| (.*?) \| (.*) \|$", sections[table.name])
        columns = [column for column in table.columns if column.part == ""]
        assert [row[:3] for row in listed] == [(column.name, column.zh, column.en) for column in columns]
        assert all(f"`{sql_type(column)}`" in row[3] for row, column in zip(listed, columns, strict=True))
        assert all(f"`_{column.part}`" in text for column in table.columns if column.part)
    for name, codes in code_lists().items():
        listed = re.findall(r"(?m)^\| `([^`]+)` \| (.*?) \| (.*?) \|$", sections[name])
        assert listed == [(key, code.zh, code.en) for key, code in codes.items()]
