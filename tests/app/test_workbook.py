"""``shibiao.xlsx``: what its cells hold, that it is the same again, and that its size does not matter."""

from __future__ import annotations

import errno
import io
import json
import os
import time
import tracemalloc
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from shibiao.exits import ExitCode, Stop
from shibiao.export import sheets
from shibiao.export.contents import file_columns, tables
from shibiao.export.folder import OutputFolder, output_folder
from shibiao.export.sheets import number_of
from shibiao.export.tables import Item
from shibiao.export.workbook import write_workbook
from shibiao.export.xstring import MOST_CHARACTERS, escaped, fits, pieces
from shibiao.schemas.tables import Column, TableSpec, table_model, value_columns
from tests.app.conftest import Shibiao, tree
from tests.app.forms import form
from tests.app.hostile import FORMULAS, TEXTS
from tests.app.reference import workbook_bytes
from tests.app.test_exit_codes import without_module

TABLE = TableSpec(
    *("t", "表", "table", {"zh": "", "en": ""}, "key"),
    columns=(Column("key"), Column("text"), Column("figure", "decimal"), Column("list", "texts")),
)


def made(rows: Iterable[tuple[Item, ...]], scratch: Path) -> bytes:
    file = io.BytesIO()
    write_workbook(file, [(TABLE, rows)], scratch)
    return file.getvalue()


def sheet(data: bytes, name: str = "t") -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(data))[name]
    assert isinstance(found, Worksheet)
    return found


def held(data: bytes, name: str = "t") -> list[list[Any]]:
    rows = [[cell.value for cell in row] for row in sheet(data, name).iter_rows(min_row=2)]
    return [[unescape(item) if isinstance(item, str) else item for item in row] for row in rows]


# Texts


any_text = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(TEXTS)
escape_like = st.text(st.sampled_from("_x004AF1\x01\r\ufffe"), max_size=40)


@given(any_text | escape_like)
def test_an_escaped_text_is_xml_and_comes_back(text: str) -> None:
    data = escaped(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    read = ElementTree.fromstring(f"<t>{data}</t>".encode()).text or ""
    assert unescape(read) == text


@given(any_text | escape_like, st.integers(7, 60))
def test_pieces_fit_and_are_the_whole(text: str, most: int) -> None:
    parts = list(pieces(text, most))
    assert "".join(parts) == text
    assert all(parts) and all(fits(part, most) for part in parts)
    assert not any(fits(a + b[0], most) for a, b in pairwise(parts))


def test_texts_stay_texts(tmp_path: Path) -> None:
    data = made([(f"k{n}", text, None, (text,)) for n, text in enumerate(TEXTS)], tmp_path)
    cells = list(sheet(data).iter_rows(min_row=2))
    assert {cell.data_type for row in cells for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in cells for cell in row if cell.value is not None} == {"@"}
    assert [(row[1] or "", json.loads(row[3])) for row in held(data)] == [(text, [text]) for text in TEXTS]


def test_nothing_runs_or_leads_elsewhere(tmp_path: Path) -> None:
    data = made([(text, text, None, None) for text in (*FORMULAS, "http://a.example/", "<r><t>x</t></r>")], tmp_path)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not [name for name in parts.namelist() if "_rels/sheet" in name or "vba" in name or "external" in name]
    for name in parts.namelist():
        xml = parts.read(name)
        ElementTree.fromstring(xml)
        assert b"<f>" not in xml and b"<f " not in xml and b"<hyperlink" not in xml
        assert b"<r><t>" not in xml


def test_a_long_text_is_not_lost(tmp_path: Path) -> None:
    long = ["长" * 32_767, "长" * 32_768, "\r" * 5_000, "😀" * 20_000, "x" * 1_000_000]
    data = made(((f"k{n}", text, None, ()) for n, text in enumerate(long)), tmp_path)
    rows = held(data)
    assert rows[0][1] == long[0]
    places = [2, 4, 6, 8]
    for row, text, place in zip(rows[1:], long[1:], places, strict=True):
        note = f"…〔全文见“长文本”第 {place} 行〕"
        assert row[1].endswith(note) and fits(row[1]) and not fits(row[1] + text[0])
        assert text.startswith(row[1].removesuffix(note))
    told = held(data, "长文本")
    assert told[0][:4] == ["t", "k1", "text", 1]
    for n, text in enumerate(long[1:], 1):
        assert "".join(piece for _, key, _, _, piece in told if key == f"k{n}") == text
    assert all(len(piece.encode("utf-16-le")) // 2 <= MOST_CHARACTERS for *_, piece in told)


def test_without_long_texts_there_is_no_sheet_for_them(tmp_path: Path) -> None:
    assert openpyxl.load_workbook(io.BytesIO(made([], tmp_path))).sheetnames == ["说明", "t"]


# Numbers


@pytest.mark.parametrize(
    ("item", "number"),
    [
        (7, 7),
        (-(10**15) + 1, -(10**15) + 1),
        (10**15, None),
        (0.995, 0.995),
        (Decimal("120.10"), 120.1),
        (Decimal("-0.10"), -0.1),
        (Decimal("-0.00"), 0.0),
        (Decimal("123456789012345"), 123456789012345),
        (Decimal("1234567890123456"), None),
        (Decimal("12345.67890123456"), None),
        (Decimal("12345.678901234500000"), 12345.6789012345),
        (Decimal("1" + "0" * 400), None),
        (Decimal("0." + "0" * 400 + "1"), None),
        ("7", None),
        (None, None),
    ],
)
def test_numbers_are_those_that_a_double_holds(item: Item, number: float | None) -> None:
    assert number_of(item) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**27), max_value=10**27))
def test_no_figure_is_rounded(number: Decimal) -> None:
    told = number_of(number)
    # What xlsxwriter writes of a number, and what a reader makes of that.
    assert told is None or Decimal(repr(float(f"{told:.16G}"))) == number


def test_figures_in_cells(tmp_path: Path) -> None:
    long = Decimal("12345678901234567890.5")
    rows = held(made([("a", "007", Decimal("-0.10"), None), ("b", "-1", long, None), ("", "", None, ())], tmp_path))
    assert rows == [["a", "007", -0.1, None], ["b", "-1", "12345678901234567890.5", None], [None, None, None, "[]"]]


# Sheets


def test_a_sheet_is_ready_to_look_at(tmp_path: Path) -> None:
    found = sheet(made([("a", "长" * 100, None, None), ("b", "x", None, None)], tmp_path))
    assert (found.freeze_panes, found.auto_filter.ref) == ("A2", "A1:D3")
    assert [cell.value for cell in found[1]] == ["key", "text", "figure", "list"]
    assert all(cell.font.bold for cell in found[1])
    assert found.column_dimensions["A"].width < found.column_dimensions["B"].width <= 52


def test_rows_beyond_the_last_go_to_further_sheets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 200)  # more than the sheet that explains the others
    keys = [f"k{n}" for n in range(400)]
    data = made(((key, "x", None, None) for key in keys), tmp_path)
    names = ["t", "t (2)", "t (3)"]
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["说明", *names]
    assert [row[0] for name in names for row in held(data, name)] == keys
    assert [len(held(data, name)) for name in names] == [199, 199, 2]
    assert all(sheet(data, name).freeze_panes == "A2" for name in names)
    full = made(((key, "x", None, None) for key in keys[:199]), tmp_path)
    assert openpyxl.load_workbook(io.BytesIO(full)).sheetnames == ["说明", "t"]


def test_notes_lead_to_the_right_sheet_of_long_texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 200)
    data = made(((f"k{n}", "x" * 40_000, None, None) for n in range(105)), tmp_path)
    (*_, note) = held(data)[-1][1].partition("…")
    assert note == "〔全文见“长文本 (2)”第 11 行〕"
    assert held(data, "长文本 (2)")[11 - 2][1:4] == ["k104", "text", 1]


def test_the_first_sheet_explains_every_column() -> None:
    told = held(workbook_bytes(tables([])), "说明")
    for table in table_model().in_files:
        lines = {row[1]: row for row in told if row[0] == table.name}
        assert lines[None][2].startswith(table.zh) and table.about["en"] in lines[None][3]
        for column in file_columns(table):
            assert column.part or lines[column.name][2:4] == [column.zh, column.en]
    suffixes = {row[1] for row in told if row[0] == "*"}
    assert suffixes == {f"…{column.name}" for column in value_columns("", "", "")}
    assert any("clipped-lost" in (row[5] or "") for row in told)


# The file


def test_the_same_bytes_whenever_and_wherever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    once = workbook_bytes(tables([form()]))
    mask = os.umask(0o077)
    try:
        monkeypatch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        time.sleep(2.1)  # times in a zip file are even
        assert workbook_bytes(tables([form()])) == once
    finally:
        os.umask(mask)
        monkeypatch.undo()
        time.tzset()
    assert {info.date_time[:3] for info in zipfile.ZipFile(io.BytesIO(once)).infolist()} == {(1980, 1, 31)}


def test_a_million_rows_need_no_memory(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            made((("k", "text", Decimal(n), ("a",)) for n in range(count)), tmp_path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is imported
    # The finished file is held in memory here: a few bytes a row.
    assert peak(8_000) < peak(1_000) + 500_000


# The program


def test_xlsx_by_the_program(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = ("convert", dump, "--out", out, "--quiet")
    assert shibiao(*run).code == ExitCode.OK
    without = tree(out)
    parts = sorted((out / ".shibiao" / "stretches").rglob("*.gz"))
    times = [path.stat().st_mtime_ns for path in parts]
    assert shibiao(*run, "--xlsx").code == ExitCode.OK
    assert [path.stat().st_mtime_ns for path in parts] == times  # the workbook is all that was made
    assert set(tree(out)) == {*without, "shibiao.xlsx"}
    assert not (out / ".shibiao" / "workbook").exists()
    first = (out / "shibiao.xlsx").read_bytes()
    (out / "shibiao.xlsx").unlink()
    assert shibiao(*run, "--xlsx").code == ExitCode.OK
    assert (out / "shibiao.xlsx").read_bytes() == first
    assert shibiao(*run).code == ExitCode.OK
    assert set(tree(out)) == set(without)


def test_xlsx_without_xlsxwriter(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    env = without_module(tmp_path, "xlsxwriter")
    done = shibiao("convert", dump, "--out", tmp_path / "out", "--xlsx", env=env)
    assert done.code == ExitCode.MISSING_DEPENDENCY
    assert "shibiao[xlsx]" in done.err
    assert not (tmp_path / "out").exists()
    doctor = shibiao("doctor", env=env)
    assert doctor.code == ExitCode.OK
    assert "shibiao[xlsx]" in doctor.out


def test_xlsx_is_nothing_for_standard_output(shibiao: Shibiao, dump: Path) -> None:
    done = shibiao("convert", dump, "--out", "-", "--xlsx")
    assert done.code == ExitCode.WRONG_USAGE
    assert "--xlsx" in done.err


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("where", ["xlsxwriter.workbook.ZipFile", "xlsxwriter.worksheet.Worksheet._write_single_row"])
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str) -> None:
    from shibiao.batch.workbook import stage_workbook

    def staged(folder: OutputFolder) -> None:
        stage_workbook(folder, folder.work / "stretches", [])

    monkeypatch.setattr(where, full)
    with output_folder(tmp_path / "out") as folder:
        with pytest.raises(Stop) as stopped:
            staged(folder)
        assert not (folder.work / "workbook").exists()
    assert stopped.value.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert "space" in str(stopped.value.values["reason"])
