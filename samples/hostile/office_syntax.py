"""Office packages written by hand, part by part, the same bytes in every run."""

from __future__ import annotations

import io
import zipfile

_WHEN = (2024, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OPEN = "http://schemas.openxmlformats.org/"
_REL = _OPEN + "officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument."
SHEET_TYPE = _MAIN + "spreadsheetml.sheet.main+xml"
WORD_TYPE = _MAIN + "wordprocessingml.document.main+xml"
ROWS = (
    ("项目支出绩效目标申报表",),
    ("项目名称", "河道保洁经费"),
    ("年度资金总额", "12.00"),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "保洁河道", "≥12公里"),
    ("满意度指标", "满意度指标", "群众满意度", "≥95%"),
)
CSV = "\n".join(",".join([*texts, *[""] * (4 - len(texts))]) for texts in ROWS) + "\n"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP file of these parts, as they are told."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def types(main: str, kind: str) -> str:
    """The list of contents, with the main part's type."""
    return (
        f'{_HEAD}<Types xmlns="{_OPEN}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>'
    )


def relations(*targets: tuple[str, str, str], mode: str = "") -> str:
    """Relations: id, kind and target of each."""
    said = "".join(f'<Relationship Id="{i}" Type="{_REL}/{kind}" Target="{to}"{mode}/>' for i, kind, to in targets)
    return f'{_HEAD}<Relationships xmlns="{_OPEN}package/2006/relationships">{said}</Relationships>'


def sheet(inside: str) -> str:
    """A worksheet of these elements."""
    return f'{_HEAD}<worksheet xmlns="{_OPEN}spreadsheetml/2006/main">{inside}</worksheet>'


def cell(place: str, text: str, more: str = "") -> str:
    """A cell with its own text."""
    return f'<c r="{place}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def form_rows(value: str = "河道保洁经费") -> str:
    """The rows of a small form, a project's name in it."""
    rows = (
        "".join(cell(f"{'ABCD'[col]}{row}", text.replace("河道保洁经费", value)) for col, text in enumerate(texts))
        for row, texts in enumerate(ROWS, 1)
    )
    return "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))


def workbook(
    inside: str | None = None,
    more: dict[str, str | bytes] | None = None,
    sheets: str = '<sheet name="表1" sheetId="1" r:id="rId1"/>',
    kind: str = SHEET_TYPE,
    related: tuple[tuple[str, str, str], ...] = (),
) -> bytes:
    """A workbook of one sheet; ``more`` replaces parts, or adds them."""
    data = f"<sheetData>{form_rows()}</sheetData>" if inside is None else inside
    book = (
        f'{_HEAD}<workbook xmlns="{_OPEN}spreadsheetml/2006/main" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types("xl/workbook.xml", kind),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml"), *related),
        "xl/worksheets/sheet1.xml": sheet(data),
    }
    return packed(parts | (more or {}))


def paragraph(text: str) -> str:
    """A paragraph of a Word file."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: tuple[tuple[str, ...], ...] = ROWS[1:], properties: str = "") -> str:
    """A table of a Word file, with lines."""
    lines = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    said = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>" for text in texts) + "</w:tr>"
        for texts in rows
    )
    return f"<w:tbl>{lines}{said}</w:tbl>"


def body(inside: str) -> str:
    """The main part of a Word file."""
    return f'{_HEAD}<w:document xmlns:w="{_OPEN}wordprocessingml/2006/main"><w:body>{inside}</w:body></w:document>'


def word(
    inside: str | None = None,
    more: dict[str, str | bytes] | None = None,
    kind: str = WORD_TYPE,
    related: tuple[tuple[str, str, str], ...] = (),
) -> bytes:
    """A Word file; ``more`` replaces parts, or adds them."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types("word/document.xml", kind),
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": body(paragraph(ROWS[0][0]) + table() if inside is None else inside),
        "word/_rels/document.xml.rels": relations(*related),
    }
    return packed(parts | (more or {}))
