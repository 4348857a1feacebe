"""Hostile texts through every format and back, by the programs that people read them with."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pyarrow.dataset
import pyarrow.parquet
import pytest
from openpyxl.utils.escape import unescape

from shibiao.batch.complete import Extras
from shibiao.export import contents
from shibiao.export.csvs import neutralised, written
from shibiao.export.sheets import number_of
from shibiao.export.tables import Item, Table
from shibiao.export.xstring import fits
from shibiao.schemas.ddl import sql_type
from shibiao.schemas.tables import table_model
from tests.app.conftest import environment
from tests.app.forms import form, value
from tests.app.hostile import FORMULAS, LIKE_OTHER_TYPES, LONG, TEXTS, hostile_folder, tables_of
from tests.app.reference import parquet_files

ROOT = Path(__file__).parents[2]
NAMES = [table.name for table in table_model().in_files]
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_folder(tmp_path_factory.mktemp("hostile"), Extras(excel=True, parquet=True, xlsx=True))


@pytest.fixture(scope="module")
def tables(out: Path) -> dict[str, Table]:
    found = {table.name: table for table in tables_of(out)}
    texts = {item for table in found.values() for row in table.rows for item in row if isinstance(item, str)}
    assert {*TEXTS, LONG} <= texts
    assert {row[-2] for row in found["indicators"].rows} == {2023, 2024, None}
    return found


@pytest.fixture(scope="module")
def by_office(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What LibreOffice makes of the spreadsheet CSVs (``excel/*.xlsx``) and the workbook (``xlsx/*.csv``)."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice")
    folder = tmp_path_factory.mktemp("office")
    # The filter says UTF-8: the import dialogue sees the byte order mark, LibreOffice without a screen does not.
    from_csv = ("xlsx", "--infilter=CSV:44,34,76,1", *(f"{out}/excel/{name}.csv" for name in NAMES))
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"  # every sheet
    for kind, (to, *arguments) in (("excel", from_csv), ("xlsx", (to_csv, f"{out}/shibiao.xlsx"))):
        command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", to, "--outdir", str(folder / kind), *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment())
    return folder


def texts_of(table: Table) -> Rows:
    return [tuple(map(written, row)) for row in table.rows]


# CSV


def by_csv(path: Path) -> Rows:
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, strict=True)][1:]


def by_pandas(path: Path) -> Rows:
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return list(frame.itertuples(index=False, name=None))


def by_duckdb(path: Path) -> Rows:
    read = duckdb.execute(
        "SELECT * FROM read_csv(?, header = true, all_varchar = true, max_line_size = 8000000)", [str(path)]
    ).fetchall()
    return [tuple(item or "" for item in row) for row in read]


@pytest.mark.parametrize("read", [by_csv, by_pandas, by_duckdb])
def test_csv(out: Path, tables: dict[str, Table], read: Callable[[Path], Rows]) -> None:
    for name, table in tables.items():
        assert read(out / f"{name}.csv") == texts_of(table), name


def test_csv_typed_as_declared(out: Path, tables: dict[str, Table]) -> None:
    """DuckDB with the SQL types of the warehouse; lists are JSON."""
    for name, table in tables.items():
        types = {c.name: "JSON" if "[]" in sql_type(c) else sql_type(c) for c in table.columns}
        query = "SELECT * FROM read_csv(?, header = true, columns = ?, max_line_size = 8000000)"
        read = duckdb.execute(query, [str(out / f"{name}.csv"), types]).fetchall()
        for found, row in zip(read, table.rows, strict=True):
            for item, wanted in zip(found, row, strict=True):
                assert (tuple(json.loads(item)) if isinstance(wanted, tuple) else item) == (
                    None if wanted == "" else wanted
                )


# Parquet


def by_key(table: Table, rows: Iterable[Mapping[str, object]]) -> dict[object, dict[str, object]]:
    return {row[table_model().table(table.name).key]: dict(row) for row in rows}


def wanted_rows(table: Table) -> dict[object, dict[str, object]]:
    rows = ([list(i) if isinstance(i, tuple) else i for i in row] for row in table.rows)
    names = [column.name for column in table.columns]
    return by_key(table, (dict(zip(names, row, strict=True)) for row in rows))


def plain(item: object) -> object:
    """What pandas makes of nulls, lists and partitions, undone."""
    if hasattr(item, "tolist"):
        item = item.tolist()
    return None if item is None or item is pandas.NA or item != item else item


def without_label(rows: Iterable[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """The rows without what the folder's name says: the column says it too."""
    return ({key: item for key, item in row.items() if key != "fy"} for row in rows)


def test_parquet_by_pyarrow(out: Path, tables: dict[str, Table]) -> None:
    for name, table in tables.items():
        read = pyarrow.dataset.dataset(out / f"{name}.parquet", partitioning="hive").to_table()
        assert by_key(table, without_label(read.to_pylist())) == wanted_rows(table), name
        assert {row["fy"] for row in read.to_pylist()} == {
            str(row["fiscal_year"] or "none") for row in read.to_pylist()
        }


def test_parquet_by_duckdb(out: Path, tables: dict[str, Table]) -> None:
    for name, table in tables.items():
        found = duckdb.execute("SELECT * FROM read_parquet(?)", [f"{out}/{name}.parquet/**/*.parquet"])
        names = [column[0] for column in found.description]
        rows = (dict(zip(names, row, strict=True)) for row in found.fetchall())
        assert by_key(table, without_label(rows)) == wanted_rows(table), name


def test_parquet_by_pandas(out: Path, tables: dict[str, Table]) -> None:
    for name, table in tables.items():
        frame = pandas.read_parquet(out / f"{name}.parquet", dtype_backend="pyarrow").astype(object)
        rows = ({key: plain(item) for key, item in row.items()} for row in frame.to_dict("records"))
        assert by_key(table, without_label(rows)) == wanted_rows(table), name
        plainly = pandas.read_parquet(out / f"{name}.parquet")
        assert len(plainly) == len(table.rows)


@pytest.mark.parametrize("year", [None, "2024"])
def test_parquet_of_one_year_or_of_none(tmp_path: Path, year: str | None) -> None:
    one = form().model_copy(update={"year": value(year) if year else None})
    for table in contents.tables([one]):
        for name, data in parquet_files(table):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        frame = pandas.read_parquet(tmp_path / f"{table.name}.parquet", dtype_backend="pyarrow").astype(object)
        rows = ({key: plain(item) for key, item in row.items()} for row in frame.to_dict("records"))
        assert by_key(table, without_label(rows)) == wanted_rows(table)


# The workbook


def in_cell(item: Item) -> object:
    """What a cell is to hold; of a text too long for it, None."""
    number = number_of(item)
    text = written(item)
    return number if number is not None else text if fits(text) else None


def assert_sheet(table: Table, rows: Sequence[Sequence[object]]) -> None:
    assert list(rows[0]) == [column.name for column in table.columns]
    assert len(rows) == len(table.rows) + 1
    for found, row in zip(rows[1:], table.rows, strict=True):
        for item, wanted in zip(found, map(in_cell, row), strict=True):
            if wanted is None:
                assert isinstance(item, str) and re.fullmatch(r"[长文]{32700,}…〔全文见“长文本”第 \d+ 行〕", item)
            else:
                assert item == wanted and isinstance(item, str) == isinstance(wanted, str)


def cells_of(path: Path, sheet: str) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def told(item: object) -> object:
    return "" if item is None else unescape(item) if isinstance(item, str) else item


def test_workbook_by_openpyxl(out: Path, tables: dict[str, Table]) -> None:
    book = openpyxl.load_workbook(out / "shibiao.xlsx")
    assert book.sheetnames == ["说明", *NAMES, "长文本"]
    for name, table in tables.items():
        cells = list(book[name].iter_rows())
        assert {cell.data_type for row in cells for cell in row} <= {"s", "n"}
        assert not any(cell.hyperlink for row in cells for cell in row)
        assert_sheet(table, [[told(cell.value) for cell in row] for row in cells])


def test_workbook_by_pandas(out: Path, tables: dict[str, Table]) -> None:
    frames = pandas.read_excel(out / "shibiao.xlsx", sheet_name=None, header=None, dtype=object, keep_default_na=False)
    for name, table in tables.items():
        assert_sheet(table, [[told(item) for item in row] for row in frames[name].itertuples(index=False, name=None)])


def test_long_texts_are_whole(out: Path, tables: dict[str, Table]) -> None:
    book = openpyxl.load_workbook(out / "shibiao.xlsx")
    long = [[told(cell.value) for cell in row] for row in book["长文本"].iter_rows()]
    found: dict[tuple[object, ...], str] = {}
    for *place, number, piece in long[1:]:
        assert (number == 1) == (tuple(place) not in found)
        found[tuple(place)] = found.get(tuple(place), "") + str(piece)
    wanted = {
        (name, dict(zip(names, row, strict=True))[table_model().table(name).key], column): item
        for name, table in tables.items()
        for names in [[column.name for column in table.columns]]
        for row in table.rows
        for column, item in zip(names, row, strict=True)
        if isinstance(item, str) and not fits(item)
    }
    assert found == wanted and len(found) >= 6
    for name, table in tables.items():
        for cells in book[name].iter_rows(min_row=2):
            for column, cell in zip(table.columns, cells, strict=True):
                if note := re.search(r"〔全文见“长文本”第 (\d+) 行〕$", str(cell.value)):
                    assert long[int(note[1]) - 1][2:4] == [column.name, 1]


def test_workbook_by_libreoffice(by_office: Path, tables: dict[str, Table]) -> None:
    """All as it is, but that LibreOffice makes one line break of CR LF."""
    for name, table in tables.items():
        for found, row in zip(by_csv(by_office / "xlsx" / f"shibiao-{name}.csv"), table.rows, strict=True):
            for item, wanted in zip(found, map(in_cell, row), strict=True):
                if isinstance(wanted, str):
                    assert item == wanted.replace("\r\n", "\n")
                elif wanted is not None:
                    assert Decimal(item) == Decimal(str(wanted))


def as_written_by_libreoffice(item: object) -> tuple[str, ...]:
    """What a text may have been: LibreOffice writes control characters as escapes, but what looks like one as it is."""
    text = str(item)
    return text, unescape(text), re.sub("_x00[01][0-9a-f]_", lambda match: unescape(match[0]), text)


# CSV for spreadsheets


def test_spreadsheet_csv_by_libreoffice(by_office: Path, tables: dict[str, Table]) -> None:
    """No formula, whatever the text. That a figure is a text CSV cannot say: that is what the workbook is for."""
    seen: set[str] = set()
    for name, table in tables.items():
        cells = cells_of(by_office / "excel" / f"{name}.xlsx", name)
        assert "f" not in {cell.data_type for row in cells for cell in row}
        assert not any(cell.hyperlink for row in cells for cell in row)
        for found, row in zip(cells[1:], table.rows, strict=True):
            for cell, item in zip(found, row, strict=True):
                assert_imported(cell, item)
                seen |= {item} if isinstance(item, str) else set()
    assert set(TEXTS) <= seen


def assert_imported(cell: Any, item: Item) -> None:
    found = "" if cell.value is None else cell.value
    if isinstance(item, Decimal | int | float):
        assert cell.data_type == "n"
        assert Decimal(str(found)) == Decimal(str(item)) or number_of(item) is None  # then it was rounded
    elif item in LIKE_OTHER_TYPES or (isinstance(item, str) and re.fullmatch(r"-?[0-9.]+(e[0-9]+)?", item)):
        assert not isinstance(found, str) or found == item
    elif item != LONG:
        text = neutralised(item)
        # The operator = is a text like any other, and so is a unit, which has no blanks.
        formulas = {*FORMULAS, "=", *("".join(formula.split()) for formula in FORMULAS)} - {""}
        assert text == (f"'{item}" if item in formulas else written(item))
        # A null is dropped, every kind of line break is one.
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        # openpyxl drops this of all strings that sheets share, which LibreOffice writes.
        assert lines.replace("x005F_", "") in as_written_by_libreoffice(found), item


def test_negative_figures_are_numbers_to_a_spreadsheet(by_office: Path) -> None:
    header, *rows = cells_of(by_office / "excel" / "funds.xlsx", "funds")
    amount = [cell.value for cell in header].index("amount")
    negative = [row[amount] for row in rows if str(row[amount].value).startswith("-")]
    assert negative and all(cell.data_type == "n" for cell in negative)
