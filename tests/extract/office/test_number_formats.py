"""Numbers as office programs show them: by known cases, and by what LibreOffice itself shows."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from shibiao.extract.office.number_formats import BUILT_IN, number_of, shown_number, shown_text
from shibiao.extract.source import read_document
from tests.extract.office.originals import CSV, converted

_CHINESE = ("上午", "F800", "aaaa")  # what LibreOffice shows as its own language has it
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
CASES = [
    ("12.5", "0.00", "12.50"),
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("0.985", "0%", "99%"),
    ("0.9851", "0.00%", "98.51%"),
    ("-1234.5", "#,##0.00;[Red](#,##0.00)", "(1,234.50)"),
    ("-12.5", "0.00", "-12.50"),
    ("-0.001", "0.00", "0.00"),
    ("0", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-  "),
    ("12", '0"万元"', "12万元"),
    ("12", "0\\万\\元", "12万元"),
    ("1.005", "0.00", "1.01"),
    ("2.675", "0.00", "2.68"),
    ("0.30000000000000004", "General", "0.3"),
    ("530102000001", "General", "530102000001"),
    ("12345678", "#,##0,", "12,346"),
    ("5", "00000", "00005"),
    ("13800138000", "000-0000-0000", "138-0013-8000"),
    ("150", "[>=100]0.0;0.00", "150.0"),
    ("50", "[>=100]0.0;0.00", "50.00"),
    ("12345.678", "0.00E+00", "1.23E+04"),
    ("0", "0;-0;;@", ""),
    ("12", "#.##", "12"),
    ("2023", 'General"年"', "2023年"),
    ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
    ("45000", "yyyy/m/d", "2023/3/15"),
    ("45000", "yyyy-mm-dd", "2023-03-15"),
    ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
    ("45000", '[DBNum1][$-804]General"年"', None),
    ("45000.75", "yyyy-mm-dd hh:mm", "2023-03-15 18:00"),
    ("45000.75", '上午/下午h"时"mm"分"', "下午6时00分"),
    ("45000", "aaaa", "星期三"),
    ("45000", "[$-F800]dddd, mmmm dd, yyyy", "2023年3月15日"),
    ("1.5", "[h]:mm", "36:00"),
    ("0.0005", "mm:ss.0", "00:43.2"),
    ("1", "yyyy-mm-dd", None),
    ("-1", "yyyy-mm-dd", None),
    ("1.5", "# ?/?", None),
    ("1234.5", "##0.0E+0", None),
    ("123456", "0!.0,", None),
    ("0.3333333333333333", "General", None),
]


@pytest.mark.parametrize(("stored", "code", "text"), CASES)
def test_what_a_format_shows(stored: str, code: str, text: str | None) -> None:
    """None: programs differ, or the format is not known; the number then stands as it is, and is doubted."""
    value = number_of(stored)
    assert value is not None
    shown = shown_number(value, code)
    assert shown.sure == (text is not None)
    if text is not None:
        assert shown.text == text
    else:
        assert Decimal(shown.text) == pytest.approx(value, rel=Decimal("1e-8"))


def test_dates_from_1904() -> None:
    assert shown_number(Decimal(45000 - 1462), "yyyy-mm-dd", from_1904=True).text == "2023-03-15"


def test_formats_by_number_are_formats() -> None:
    assert all(shown_number(Decimal(45000), code).sure for code in BUILT_IN.values() if code != "##0.0E+0")


@pytest.mark.parametrize(
    ("code", "text"), [("@", "甲"), ('@"元"', "甲元"), (";;;", ""), ("0.00", "甲"), ('0;0;0;"乙"', "乙")]
)
def test_texts_go_through_formats(code: str, text: str) -> None:
    assert shown_text("甲", code) == text


@given(st.decimals(-(10**12), 10**12, places=4), st.integers(0, 6), st.booleans())
def test_digits_are_those_of_the_number(value: Decimal, places: int, grouped: bool) -> None:
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    shown = shown_number(value, code)
    assert shown.sure
    assert abs(Decimal(shown.text.replace(",", "")) - value) <= Decimal(5).scaleb(-places - 1)
    assert shown.text.replace(",", "").replace("-", "").partition(".")[2] == "" if not places else True


@given(
    st.text(alphabet='0#?.,%;[]"\\_*@EeGgymdhs<>=-+/ 年DBNum1$', max_size=25), st.decimals(-(10**15), 10**15, places=6)
)
def test_no_format_brings_the_reader_down(code: str, value: Decimal) -> None:
    assert isinstance(shown_number(value, code).text, str)
    assert isinstance(shown_text("甲", code), str)


@needs_office
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    codes = [code for _, code, text in CASES if text is not None and not any(own in code for own in _CHINESE)]
    values = (0, 1, -1, 12, 97, -12.5, 0.985, 1234567.891, -1234.5, 0.005, 2.675, 123456789012, 45000, 45000.75, 0.3)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, code in enumerate(codes, 1):
        for col, value in enumerate(values, 1):
            cell = sheet.cell(row, col, value)
            cell.number_format = code
            sheet.column_dimensions[cell.column_letter].width = 60
    book.save(tmp_path / "a.xlsx")
    converted([tmp_path / "a.xlsx"], CSV, tmp_path)
    (table,) = tmp_path.glob("*.csv")
    with table.open(encoding="utf-8", newline="") as file:
        shown = list(csv.reader(file))
    cells = read_document(tmp_path / "a.xlsx").grids[0].cells
    ours = {(one.row, one.col): one for one in cells}
    compared = 0
    for row, code in enumerate(codes):
        for col, value in enumerate(values):
            read = ours.get((row, col))
            if shown[row][col] != "#FMT" and (read is None or not read.readings[0].doubt):
                assert (read.text if read else "").strip() == shown[row][col].strip(), (code, value)
                compared += 1
    assert compared > 0.8 * len(codes) * len(values)
