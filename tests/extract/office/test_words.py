"""Word files: tables with their spans, lines around them, and what is shown of tracked, hidden and numbered text."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as new_document

from samples.hostile.office_syntax import ROWS, paragraph, table, word
from shibiao.extract.model import Cell, Document
from shibiao.extract.source import read_document
from shibiao.pipeline import complete, read_file

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, inside: str, **parts: str) -> Document:
    """A document of these blocks; ``styles`` and ``numbering`` as parts."""
    more = {f"word/{name}.xml": f"<w:{name} {_W}>{part}</w:{name}>" for name, part in parts.items()}
    related = tuple((f"rId{n}", name, f"{name}.xml") for n, name in enumerate(parts))
    (folder / "a.docx").write_bytes(word(inside, dict(more), related=related))
    return read_document(folder / "a.docx")


def texts(document: Document) -> list[str]:
    return [cell.text for grid in document.grids for cell in grid.cells]


def p(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def lined(*rows: str, grid: str = "", lines: str = '<w:top w:val="single"/>') -> str:
    properties = f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def spans(document: Document) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.col, c.rowspan, c.colspan) for c in document.grids[0].cells]


def test_a_form_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word())
    (form,) = complete(read_file(tmp_path / "a.docx"))
    assert (form.source.kind, form.title and form.title.value) == ("digital", ROWS[0][0])
    assert form.fields["project_name"].value == "河道保洁经费"
    assert [i.target.value for i in form.indicators] == ["≥12公里", "≥95%"]
    assert form.indicators[0].target.confidence == 0.999


def test_merged_cells_of_python_docx(tmp_path: Path) -> None:
    made = new_document()
    grid = made.add_table(3, 3, style="Table Grid")
    grid.cell(0, 0).merge(grid.cell(1, 1)).text = "大"
    grid.cell(0, 2).merge(grid.cell(2, 2)).text = "长"
    grid.cell(2, 0).text = "小"
    made.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx")
    assert spans(document) == [("大", 0, 0, 2, 2), ("长", 0, 2, 3, 1), ("小", 2, 0, 1, 1), ("", 2, 1, 1, 1)]
    assert all(c.ruled for c in document.grids[0].cells) and document.grids[0].tables == ((0, 3),)


def test_boxes_follow_the_grid_and_the_rows_heights(tmp_path: Path) -> None:
    grid = '<w:gridCol w:w="2000"/><w:gridCol w:w="1000"/>'
    high = '<w:trHeight w:val="800"/>'
    wide = cell(paragraph("甲"), '<w:gridSpan w:val="2"/>')
    rows = (row(wide), row(cell(paragraph("乙")), cell(paragraph("丙")), properties=high))
    first, second, third = read(tmp_path, lined(*rows, grid=grid)).grids[0].cells
    assert first.bbox == (0, 0, 150, 15)
    assert (second.bbox, third.bbox) == ((0, 15, 100, 55), (100, 15, 150, 55))


def test_cells_before_a_row_and_merged_across(tmp_path: Path) -> None:
    merged = cell(paragraph("甲"), '<w:hMerge w:val="restart"/>') + cell(paragraph(""), "<w:hMerge/>")
    rows = (row(merged, cell(paragraph("乙"))), row(cell(paragraph("丙")), properties='<w:gridBefore w:val="2"/>'))
    assert spans(read(tmp_path, lined(*rows))) == [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1), ("丙", 1, 2, 1, 1)]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    deleted = f"<w:del>{run('旧')}<w:r><w:delText>旧</w:delText></w:r></w:del>"
    line = p(run("甲"), deleted, f"<w:ins>{run('新')}</w:ins>")
    moved = f"<w:p><w:moveFrom>{run('去')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo></w:p>"
    rows = (row(cell(line)), row(cell(paragraph("删")), properties="<w:del/>"), row(cell(moved), properties="<w:ins/>"))
    assert texts(read(tmp_path, lined(*rows))) == ["甲新", "来"]


def test_hidden_text_is_not_read_and_noted(tmp_path: Path) -> None:
    line = p(run("见"), run("隐", "<w:vanish/>"), run("显", '<w:vanish w:val="0"/>'))
    document = read(tmp_path, line)
    assert (texts(document), document.notes) == (["见显"], ("unseen-text:1",))
    rows = (row(cell(paragraph("甲"))), row(cell(paragraph("乙")), properties="<w:hidden/>"))
    document = read(tmp_path, lined(*rows))
    assert (texts(document), document.notes) == (["甲"], ("unseen-text:1",))


def test_fields_controls_links_breaks_and_signs(tmp_path: Path) -> None:
    field = "<w:r><w:fldChar/></w:r><w:r><w:instrText>SUM(ABOVE)</w:instrText></w:r>" + run("12")
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('选')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run('网')}</w:hyperlink>"
    signs = '<w:r><w:noBreakHyphen/><w:sym w:char="F052"/><w:br/><w:sym w:char="F099"/></w:r>'
    document = read(tmp_path, lined(row(cell(f"<w:p>{field}{control}{link}{signs}</w:p>"))))
    assert texts(document) == ["12选网-☑\n\ufffd"]
    (form,) = complete(read_file(tmp_path / "a.docx"))
    assert form.cells[0].text.confidence == 0.2


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f'<mc:AlternateContent xmlns:mc="{mc}">{both}</mc:AlternateContent>'
    document = read(tmp_path, f"<w:p>{run('前')}<w:r>{both}</w:r></w:p>{paragraph('后')}")
    assert texts(document) == ["前", "框", "后"]
    assert not any(c.ruled for c in document.grids[0].cells)


def test_nested_tables_come_behind_and_wrappers_open(tmp_path: Path) -> None:
    inner = lined(row(cell(paragraph("内")), cell(paragraph("里"))))
    document = read(tmp_path, lined(row(cell(paragraph("外") + inner), cell(paragraph("旁")))))
    assert spans(document) == [("外", 0, 0, 1, 1), ("旁", 0, 1, 1, 1), ("内", 1, 0, 1, 1), ("里", 1, 1, 1, 1)]
    document = read(tmp_path, lined(row(cell(paragraph("题") + inner)), row(cell(inner + paragraph("尾")))))
    assert texts(document) == ["题", "内", "里", "内", "里", "尾"]


def test_tables_without_lines_are_lines_unless_they_are_large(tmp_path: Path) -> None:
    signed = row(cell(paragraph("填表人：王某")), cell(paragraph("单位：万元")))
    document = read(tmp_path, lined(signed, lines='<w:top w:val="nil"/>'))
    assert [(c.text, c.ruled) for c in document.grids[0].cells] == [("填表人：王某", False), ("单位：万元", False)]
    assert all(c.ruled for c in read(tmp_path, lined(*[signed] * 3, lines="")).grids[0].cells)


def test_a_style_may_draw_the_lines(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:tblPr><w:tblBorders>'
        '<w:top w:val="single"/></w:tblBorders></w:tblPr></w:style>'
    )
    one = f'<w:tbl><w:tblPr><w:tblStyle w:val="A"/></w:tblPr>{row(cell(paragraph("甲")))}</w:tbl>'
    assert [c.ruled for c in read(tmp_path, one, styles=styles).grids[0].cells] == [True]
    assert [c.ruled for c in read(tmp_path, one).grids[0].cells] == [False]


def test_lines_are_divided_by_tabulators(tmp_path: Path) -> None:
    line = f"<w:p>{run('（2023年度）')}<w:r><w:tab/></w:r>{run('单位：万元')}</w:p>"
    assert spans(read(tmp_path, line)) == [("（2023年度）", 0, 0, 1, 1), ("单位：万元", 0, 1, 1, 1)]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{0}"/>'
    '<w:lvlText w:val="{1}"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def listed(text: str, level: int = 0) -> str:
    said = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{said}</w:pPr>{run(text)}</w:p>"


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2."]),
        ("chineseCounting", "（%1）", ["（一）", "（二）"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("upperRoman", "%1.", ["I.", "II."]),
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("bullet", "\uf06c", ["•", "•"]),
    ],
)
def test_numbers_that_the_program_puts_before_paragraphs(
    tmp_path: Path, form: str, text: str, labels: list[str]
) -> None:
    inside = listed("甲") + listed("乙")
    document = read(tmp_path, inside, numbering=NUMBERING.format(form, text))
    assert texts(document) == [labels[0] + "甲", labels[1] + "乙"]


def test_levels_of_lists_and_formats_that_are_not_known(tmp_path: Path) -> None:
    inside = listed("甲") + listed("乙", 1) + listed("丙", 1) + listed("丁") + listed("戊", 1)
    document = read(tmp_path, inside, numbering=NUMBERING.format("decimal", "%1"))
    assert texts(document) == ["1甲", "1.1乙", "1.2丙", "2丁", "2.1戊"]
    document = read(tmp_path, listed("甲"), numbering=NUMBERING.format("hebrew1", "%1"))
    (only,) = document.grids[0].cells
    assert (only.text, only.readings[0].doubt) == ("甲", "numbering")


def test_breaks_and_sections_begin_pages(tmp_path: Path) -> None:
    before = f"<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{run('丙')}</w:p>"
    broken = f'<w:p>{run("甲")}<w:r><w:br w:type="page"/></w:r>{run("乙")}</w:p>'
    section = f"<w:p><w:pPr><w:sectPr/></w:pPr>{run('丁')}</w:p>"
    document = read(tmp_path, broken + before + section + paragraph("戊"))
    assert [[c.text for c in grid.cells] for grid in document.grids] == [["甲"], ["乙"], ["丙", "丁"], ["戊"]]


def test_several_paragraphs_of_a_cell_are_lines(tmp_path: Path) -> None:
    document = read(tmp_path, lined(row(cell(paragraph("甲") + paragraph("") + paragraph("乙")))))
    found: Cell = document.grids[0].cells[0]
    assert found.text.split() == ["甲", "乙"]


def test_a_trailing_comma_is_no_cut(tmp_path: Path) -> None:
    """Of a print it would be one: programs leave out lines below a row of fixed height."""
    rows = [(one if one != "保洁河道" else "保洁河道，" for one in texts) for texts in ROWS[1:]]
    (tmp_path / "a.docx").write_bytes(word(paragraph(ROWS[0][0]) + table(tuple(tuple(r) for r in rows))))
    (form,) = complete(read_file(tmp_path / "a.docx"))
    name = form.indicators[0].name
    assert (name.value, name.status, name.confidence, name.evidence) == ("保洁河道，", "complete", 0.999, None)
