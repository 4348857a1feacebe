"""Workbooks: what is read of a sheet, where it stands, and what is left out and noted."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from samples.hostile.office_syntax import cell as cell_of
from samples.hostile.office_syntax import workbook as packed_workbook
from shibiao.extract.errors import EncryptedFile, NoText, TooMuch, UnsupportedFile
from shibiao.extract.model import Cell, Document
from shibiao.extract.office.lattice import Entry, Lattice, Merge, Sizes
from shibiao.extract.office.lattice_grid import lattice_grid
from shibiao.extract.source import read_document
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form

ROWS = [
    ("附件1",),
    ("项目支出绩效目标申报表",),
    ("（2023年度）", None, None, "金额单位：万元"),
    ("项目名称", "河道保洁经费", "实施单位", "云岭县水利局"),
    ("年度资金总额", 12.5, "其中：财政拨款", 12.5),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "保洁河道", "≥12公里"),
    ("满意度指标", "满意度指标", "群众满意度", 0.95),
    ("填表人：王某",),
]
FIRST, LAST = 4, 8  # rows of the table
THIN = Side(style="thin")
Changed = Callable[[Worksheet], None]


def made(folder: Path, change: Changed | None = None, borders: bool = True) -> Path:
    """A workbook of the form, changed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for texts in ROWS:
        sheet.append(texts)
    for row in range(FIRST, LAST + 1):
        for col in range(1, 5):
            cell = sheet.cell(row, col)
            cell.border = Border(THIN, THIN, THIN, THIN) if borders else Border()
    sheet["B5"].number_format = "#,##0.00"
    sheet["D8"].number_format = "0%"
    if change:
        change(sheet)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def cells(document: Document, page: int = 0) -> dict[str, Cell]:
    return {cell.text: cell for cell in document.grids[page].cells if cell.text}


def form_of(path: Path) -> Form:
    (form,) = complete(read_file(path))
    return form


@pytest.mark.parametrize("borders", [True, False])
def test_a_form_is_read_with_and_without_borders(tmp_path: Path, borders: bool) -> None:
    form = form_of(made(tmp_path, borders=borders))
    assert (form.source.kind, form.source.pages) == ("digital", (1,))
    assert (form.title and form.title.value, form.year and form.year.value) == ("项目支出绩效目标申报表", "2023")
    assert form.fields["project_name"].value == "河道保洁经费"
    assert [(i.name.value, i.target.value) for i in form.indicators] == [("保洁河道", "≥12公里"), ("群众满意度", "95%")]
    assert {fund.item: fund.amount.value for fund in form.funds} == {"total": "12.50", "fiscal": "12.5"}
    assert form.fields["project_name"].confidence == 0.999
    assert {fund.unit for fund in form.funds} == {"万元"}


def test_cells_stand_where_the_sheet_has_them(tmp_path: Path) -> None:
    def moved(sheet: Worksheet) -> None:
        sheet.insert_cols(1)
        sheet.insert_rows(1, 2)
        sheet.column_dimensions["A"].width = 10
        sheet.row_dimensions[6].height = 40

    found = cells(read_document(made(tmp_path, moved)))
    name = found["项目名称"]
    assert (name.id, name.ruled, found["附件1"].ruled) == ("p1.r5.c1", True, False)  # B6
    assert name.bbox.x0 == pytest.approx(52.5)
    assert name.bbox.height == 40


def test_merged_cells_span_and_show_their_first_text(tmp_path: Path) -> None:
    def merged(sheet: Worksheet) -> None:
        sheet.merge_cells("B7:C8")

    document = read_document(made(tmp_path, merged))
    cell = cells(document)["数量指标"]
    assert (cell.row, cell.col, cell.rowspan, cell.colspan) == (6, 1, 2, 2)
    places = [(c.row, c.col) for c in document.grids[0].cells if c.ruled]
    assert len(places) == len(set(places)) == 5 * 4 - 3


def test_hidden_rows_and_columns_are_not_read_and_noted(tmp_path: Path) -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet.row_dimensions[7].hidden = True
        sheet.column_dimensions["E"].hidden = True
        sheet["E5"] = "另一数"

    path = made(tmp_path, hidden)
    document = read_document(path)
    assert document.notes == ("unseen-text:1",)
    assert not {"保洁河道", "另一数"} & cells(document).keys()
    assert [finding.rule for finding in form_of(path).findings if finding.rule == "R2"]


def test_a_merged_cell_shows_although_its_first_row_is_hidden(tmp_path: Path) -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet.merge_cells("A7:A8")
        sheet.row_dimensions[7].hidden = True

    cell = cells(read_document(made(tmp_path, hidden)))["产出指标"]
    assert (cell.row, cell.rowspan) == (7, 1)


def test_hidden_sheets_are_not_read_and_every_form_says_so(tmp_path: Path) -> None:
    def two(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("字典", 0)
        other["A1"] = "选项"
        other.sheet_state = "veryHidden"

    path = made(tmp_path, two)
    document = read_document(path)
    assert document.notes == ("hidden-sheet:1",)
    form = form_of(path)
    assert form.source.pages == (2,)
    assert [finding.message for finding in form.findings if finding.rule == "R2"]


def test_white_on_white_and_formats_that_hide_are_not_read(tmp_path: Path) -> None:
    def white(sheet: Worksheet) -> None:
        sheet["B7"].font = Font(color="FFFFFFFF")
        sheet["A6"].font = Font(color="FFFFFFFF")
        sheet["A6"].fill = PatternFill("solid", fgColor="FF1F4E79")
        sheet["D7"].number_format = ";;;"

    document = read_document(made(tmp_path, white))
    assert document.notes == ("unseen-text:1",)
    assert {"数量指标", "≥12公里"}.isdisjoint(cells(document)) and "一级指标" in cells(document)


def test_a_formula_without_a_result_has_no_value(tmp_path: Path) -> None:
    """openpyxl stores none; other programs reckon when they open the file."""

    def formulas(sheet: Worksheet) -> None:
        sheet["B5"] = "=SUM(D5:D5)"
        sheet["D7"] = '="≥"&12&"公里"'

    form = form_of(made(tmp_path, formulas))
    amount = next(fund.amount for fund in form.funds if fund.item == "total")
    assert (amount.value, amount.raw, amount.status, amount.confidence) == (None, "=SUM(D5:D5)", "unread", 0.0)
    assert amount.evidence and amount.evidence.reasons == ("no-cached-value",)
    assert form.indicators[0].target.value is None
    assert form.indicators[0].number is None


def test_results_of_formulas(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"甲"</f><v>甲</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    (tmp_path / "a.xlsx").write_bytes(packed_workbook(f"<sheetData>{rows}</sheetData>"))
    assert set(cells(read_document(tmp_path / "a.xlsx"))) == {"2", "甲", "#DIV/0!"}


def test_dates_numbers_and_switches_are_shown(tmp_path: Path) -> None:
    def typed(sheet: Worksheet) -> None:
        sheet["B4"] = datetime.date(2023, 3, 15)
        sheet["B4"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["D4"] = True
        sheet["B7"] = 1 / 3
        sheet["C7"] = 530102000001

    found = cells(read_document(made(tmp_path, typed)))
    assert {"2023年3月15日", "TRUE", "12.50", "95%", "530102000001"} <= found.keys()
    assert found["0.333333333"].readings[0].doubt == "number-format"


def test_a_number_too_wide_for_its_column_is_known(tmp_path: Path) -> None:
    def narrow(sheet: Worksheet) -> None:
        sheet["B5"] = 123456789.5
        sheet.column_dimensions["B"].width = 2

    assert "123,456,789.50" in cells(read_document(made(tmp_path, narrow)))


def test_a_note_beside_the_table_is_no_value_of_it(tmp_path: Path) -> None:
    def noted(sheet: Worksheet) -> None:
        sheet["B4"] = None
        sheet["C4"] = sheet["D4"] = None
        sheet["F4"] = "请填全称"

    form = form_of(made(tmp_path, noted))
    assert form.fields["project_name"].value is None
    assert "请填全称" in {cell.text.raw for cell in form.cells}


def test_escapes_runs_and_readings_of_characters(tmp_path: Path) -> None:
    rich = (
        '<c r="A1" t="inlineStr"><is><r><t>河道</t></r><r><t xml:space="preserve"> 保洁_x000D_费</t></r>'
        "<rPh><t>hedao</t></rPh></is></c>"
    )
    (tmp_path / "a.xlsx").write_bytes(packed_workbook(f'<sheetData><row r="1">{rich}</row></sheetData>'))
    assert list(cells(read_document(tmp_path / "a.xlsx"))) == ["河道 保洁\r费"]


def test_the_strict_form_of_the_standard(tmp_path: Path) -> None:
    data = packed_workbook()
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for one, other in strict.items():
                part = part.replace(one, other)
            part = part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(name, part)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    assert "河道保洁经费" in cells(read_document(tmp_path / "a.xlsx"))


def test_what_is_in_it_decides_not_the_name(tmp_path: Path) -> None:
    for name in ("a.csv", "a.txt", "a.pdf", "a"):
        (tmp_path / name).write_bytes(packed_workbook())
        assert read_document(tmp_path / name).source.kind == "digital"


def test_several_forms_of_one_sheet_and_of_several(tmp_path: Path) -> None:
    def again(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.create_sheet()
        for start in (1, 12):
            for offset, row in enumerate(ROWS):
                for col, value in enumerate(row, 1):
                    if value not in (None, "附件1"):
                        other.cell(start + offset, col, value)

    forms = complete(read_file(made(tmp_path, again)))
    assert [form.source.pages for form in forms] == [(1,), (2,), (2,)]
    assert [len(form.indicators) for form in forms] == [2, 2, 2]


@pytest.mark.parametrize(
    ("data", "error", "detail"),
    [
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), UnsupportedFile, "office-ole"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "office"),
        (packed_workbook("<sheetData/>"), NoText, ""),
    ],
)
def test_what_is_not_read_says_why(tmp_path: Path, data: bytes, error: type[Exception], detail: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(error) as caught:
        read_document(tmp_path / "a.xlsx")
    assert getattr(caught.value, "detail", "") == detail


def test_cells_are_counted_over_all_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shibiao.extract.office.workbook.MOST_OFFICE_CELLS", 3)
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in (1, 2))
    row = f'<sheetData><row r="1">{cell_of("A1", "甲")}{cell_of("B1", "乙")}</row></sheetData>'
    (tmp_path / "a.xlsx").write_bytes(packed_workbook(row, sheets=sheets))
    with pytest.raises(TooMuch):
        read_document(tmp_path / "a.xlsx")


def test_a_row_without_borders_goes_on_with_the_table_above_it() -> None:
    entries = {(row, col): Entry("甲", borders=15) for row in range(3) for col in range(4)}
    entries |= {(3, col): Entry("乙") for col in range(3)}
    entries |= {(4, 0): Entry("签名")}
    grid, _ = lattice_grid(1, Lattice(entries))
    assert {cell.row: cell.ruled for cell in grid.cells} == {0: True, 1: True, 2: True, 3: True, 4: False}
    assert grid.tables == ((0, 4),)


def test_a_table_of_three_lines_is_one() -> None:
    """A line above, one below the headers, one at the end."""
    lines = {0: 12, 4: 8}
    entries = {(row, col): Entry("甲", borders=lines.get(row, 0)) for row in range(5) for col in range(2)}
    grid, _ = lattice_grid(1, Lattice(entries))
    assert all(cell.ruled for cell in grid.cells) and grid.tables == ((0, 5),)


def test_hidden_runs_are_passed_over_at_once() -> None:
    sizes = Sizes(15.0, dict.fromkeys(range(5, 1_000_000), 0.0) | {3: 30.0})
    assert sizes.first_seen(5, 2_000_000) == 1_000_000
    assert sizes.first_seen(5, 999_999) is None
    assert (sizes.first_seen(4, 9), sizes.start(4), sizes.start(1_000_000)) == (4, 75.0, 90.0)


def test_a_merged_range_over_the_whole_sheet_ends_where_its_texts_do() -> None:
    grid, _ = lattice_grid(1, Lattice({(0, 0): Entry("甲", borders=15)}, (Merge(0, 0, 1_048_575, 16_383),)))
    assert [(cell.text, cell.rowspan, cell.colspan) for cell in grid.cells] == [("甲", 1_048_576, 16_384)]
