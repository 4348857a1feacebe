"""Comma-separated tables: separators, quotation, encodings, records of any length."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.extract.errors import EmptyFile, TooMuch, UnsupportedFile
from shibiao.extract.model import Document
from shibiao.extract.office.csv_file import is_csv, separator_of
from shibiao.extract.source import read_document
from shibiao.pipeline import complete, read_file

FORM = """项目支出绩效目标申报表,,,
（2023年度）,,,
项目名称,"河道保洁经费,一期",实施单位,云岭县水利局
年度资金总额,12.50,其中：财政拨款,12.50
一级指标,二级指标,三级指标,指标值
产出指标,数量指标,"保洁""示范""河道",≥12公里
,,保洁村庄,≥3个
满意度指标,满意度指标,群众满意度,≥95%
"""


def read(folder: Path, text: str | bytes, name: str = "表.csv") -> Document:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(folder / name)


def texts(document: Document) -> list[tuple[str, str]]:
    return [(cell.id, cell.text) for cell in document.grids[0].cells if cell.text]


def test_a_form_is_read_with_its_columns(tmp_path: Path) -> None:
    document = read(tmp_path, FORM)
    assert (document.source.kind, document.source.cuts) == ("digital", False)
    assert document.grids[0].tables == ((2, 8),)
    (form,) = complete(read_file(tmp_path / "表.csv"))
    assert form.fields["project_name"].value == "河道保洁经费,一期"
    assert [(i.level2.value if i.level2 else None, i.name.value, i.target.value) for i in form.indicators] == [
        ("数量指标", '保洁"示范"河道', "≥12公里"),
        ("数量指标", "保洁村庄", "≥3个"),
        ("满意度指标", "群众满意度", "≥95%"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separators_and_encodings(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [line.split(",") for line in FORM.replace("费,一期", "费").replace('""', "'").replace('"', "").splitlines()]
    text = "\r\n".join(separator.join(fields) for fields in lines)
    assert separator_of(text) == separator
    document = read(tmp_path, text.encode(encoding))
    assert ("p1.r2.c1", "河道保洁经费") in texts(document)
    assert document.source.kind == "digital"


def test_lines_in_fields_broken_quotes_and_ragged_records(tmp_path: Path) -> None:
    document = read(tmp_path, '甲,"乙\n丙",丁\n戊\n,己,庚,辛\n\n壬,"癸\n')
    assert texts(document) == [
        ("p1.r0.c0", "甲"),
        ("p1.r0.c1", "乙\n丙"),
        ("p1.r0.c2", "丁"),
        ("p1.r1.c0", "戊"),
        ("p1.r2.c1", "己"),
        ("p1.r2.c2", "庚"),
        ("p1.r2.c3", "辛"),
        ("p1.r4.c0", "壬"),
        ("p1.r4.c1", "癸\n"),
    ]


def test_a_told_separator_is_no_record(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "sep=;\n甲;乙,丙\n丁;戊\n"))[:2] == [("p1.r0.c0", "甲"), ("p1.r0.c1", "乙,丙")]


def test_other_text_is_a_dump_unless_its_records_are_all_alike(tmp_path: Path) -> None:
    alike = "甲,乙,丙\n丁,戊,己\n庚,辛,\n"
    assert read(tmp_path, alike, "表.txt").source.kind == "digital"
    for text in (
        "甲,乙,丙\n丁,戊\n庚,辛,壬\n",
        "甲,乙\n丙,丁\n戊,己\n",
        alike.replace("乙", "乙\t"),
        "甲，乙\n丙\n丁\n",
    ):
        assert read(tmp_path, text, "表.txt").source.kind == "text"
    assert not is_csv(Path("a.txt"), "") and is_csv(Path("A.CSV"), "甲")


def test_a_number_that_was_too_wide_when_the_table_was_written_is_lost(tmp_path: Path) -> None:
    read(tmp_path, FORM.replace("12.50", "###"))
    (form,) = complete(read_file(tmp_path / "表.csv"))
    assert {(fund.amount.value, fund.amount.raw, fund.amount.status) for fund in form.funds} == {
        (None, "###", "clipped-lost")
    }


@pytest.mark.parametrize(
    ("data", "error"), [(b"a,\0b\n", UnsupportedFile), (b" \n\n", EmptyFile), (b"1," * 20_000, TooMuch)]
)
def test_what_is_no_table_says_why(tmp_path: Path, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(tmp_path, data)
