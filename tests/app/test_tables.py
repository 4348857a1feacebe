"""The tables: what is in them, and that no figure or text changes on its way through a file."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.export.contents import field_labels, tables
from shibiao.export.csvs import csv_bytes, spreadsheet_csv_bytes
from shibiao.export.datapackage import CsvFacts, datapackage_bytes
from shibiao.export.folder import TABLE_NAMES
from shibiao.export.parquet import parquet_bytes
from shibiao.export.tables import Table, exact
from shibiao.schemas.tables import Column
from tests.app.forms import form


def rows(name: str) -> list[dict[str, object]]:
    table = next(table for table in tables([form()]) if table.name == name)
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


def read_csv(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True))


def test_the_tables_are_the_contract_s() -> None:
    assert tuple(table.name for table in tables([])) == TABLE_NAMES


def test_columns_are_the_same_whatever_was_read() -> None:
    assert [table.columns for table in tables([])] == [table.columns for table in tables([form()])]
    assert all(len(row) == len(table.columns) for table in tables([form()]) for row in table.rows)
    assert all(len({column.name for column in table.columns}) == len(table.columns) for table in tables([]))


def test_every_field_of_the_contract_has_a_column() -> None:
    wanted = {"project_name", "department", "department_code", "implementing_unit", "project_attribute", "project_term"}
    assert wanted <= set(field_labels())


def test_a_value_stands_beside_its_provenance() -> None:
    total, other, empty = rows("funds")
    assert total["amount"] == Decimal("120.10")
    assert str(total["amount"]) == "120.10"
    assert other["amount"] == Decimal("-0.10")
    assert (total["amount_status"], total["amount_confidence"]) == ("complete", 0.995)
    assert (total["amount_cell"], total["amount_page"], total["amount_bbox"]) == (
        "p1.r1.c0",
        1,
        (0.0, 20.0, 10.5, 40.0),
    )
    assert (empty["amount"], empty["amount_raw"]) == (None, "／")


def test_rows_do_not_depend_on_the_order_of_forms() -> None:
    first, second = form(), form("b" * 16 + "-0001")
    assert tables([first, second]) == tables([second, first])


def test_repairs_name_each_value_once() -> None:
    found = [(row["path"], row["status"]) for row in rows("repairs")]
    assert found == [
        ("goals[0].text", "repaired-archive"),
        ("goals[1].text", "clipped-lost"),
        ("indicators[0].level1", "repaired-vocabulary"),
        ("indicators[1].level1", "repaired-vocabulary"),
        ("cells[p1.r4.c0].text", "repaired-vocabulary"),
    ]
    goal = rows("repairs")[0]
    assert (goal["raw"], goal["value"], goal["evidence"]) == ("保障河道", "保障河道通畅", "archive")
    assert goal["reasons"] == ("fills-cell", "ends-inside-word")
    assert "保障河道通畅 (bbbbbbbbbbbbbbbb-0001 p1.r3.c4)" in goal["candidates"]  # type: ignore[operator]
    assert rows("repairs")[-1]["cell"] == "p1.r4.c0"


def test_csv_is_rfc_4180() -> None:
    table = Table("t", (Column("a"), Column("b")), (("x,y", 'say "so"'), ("two\r\nlines", None), ("河", "")))
    assert csv_bytes(table) == b'a,b\r\n"x,y","say ""so"""\r\n"two\r\nlines",\r\n\xe6\xb2\xb3,\r\n'


hostile = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1) | st.sampled_from(
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '"', "','", "\ufeff=1", "a\rb"]
)


@given(st.lists(st.tuples(hostile, hostile)))
def test_csv_round_trip(texts: list[tuple[str, str]]) -> None:
    table = Table("t", (Column("a"), Column("b")), tuple(texts))
    assert [tuple(row) for row in read_csv(csv_bytes(table))[1:]] == texts


@given(st.lists(st.tuples(hostile, hostile)))
def test_a_spreadsheet_never_sees_a_formula(texts: list[tuple[str, str]]) -> None:
    data = spreadsheet_csv_bytes(Table("t", (Column("a"), Column("b")), tuple(texts)))
    assert data.startswith(b"\xef\xbb\xbf")
    read = [tuple(row) for row in read_csv(data, "utf-8-sig")[1:]]
    for shown, text in zip([item for row in read for item in row], [t for pair in texts for t in pair], strict=True):
        assert shown.removeprefix("'") == text.removeprefix("'")
        assert exact(shown) is not None or not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


def test_figures_stay_figures_in_a_spreadsheet() -> None:
    table = Table("t", (Column("n", "decimal"), Column("s")), ((Decimal("-0.10"), "-12.5"), (Decimal("7"), "-x")))
    assert read_csv(spreadsheet_csv_bytes(table), "utf-8-sig")[1:] == [["-0.10", "-12.5"], ["7", "'-x"]]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**20), max_value=10**20))
def test_a_figure_comes_out_as_it_went_in(number: Decimal) -> None:
    import pyarrow.parquet

    table = Table("t", (Column("n", "decimal"),), ((number,),))
    assert Decimal(read_csv(csv_bytes(table))[1][0]) == number
    read = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(table)))
    assert read["n"][0].as_py() == number


@pytest.mark.parametrize("text", ["", " 1", "1,000", "1_000", "１２", "nan", "Infinity", "1e5", "12元", None])
def test_only_plain_figures_are_exact(text: str | None) -> None:
    assert exact(text) is None


def test_a_figure_too_long_for_parquet_is_not_rounded() -> None:
    import pyarrow.parquet

    long = Decimal("0." + "1" * 12)
    table = Table("t", (Column("n", "decimal"),), ((long,), (Decimal(10) ** 28,), (Decimal("1.5"),)))
    read = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(table)))
    assert read["n"].to_pylist() == [None, None, Decimal("1.5")]


def test_parquet_holds_what_the_csv_holds() -> None:
    import pyarrow.parquet

    for table in tables([form()]):
        read = pyarrow.parquet.read_table(io.BytesIO(parquet_bytes(table)))
        assert read.column_names == [column.name for column in table.columns]
        assert read.num_rows == len(table.rows)
        for column, items in zip(table.columns, zip(*table.rows, strict=True), strict=True):
            wanted = [list(item) if isinstance(item, tuple) else item for item in items]
            assert read[column.name].to_pylist() == wanted


def test_the_data_package_describes_the_files() -> None:
    import hashlib

    made = tables([form()])
    csvs = {table.name: csv_bytes(table) for table in made}
    package = json.loads(datapackage_bytes({name: CsvFacts.of(data) for name, data in csvs.items()}))
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in TABLE_NAMES]
    for resource in package["resources"]:
        data = csvs[resource["name"]]
        assert [field["name"] for field in resource["schema"]["fields"]] == read_csv(data)[0]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
