"""Workbooks that are too large, or hold what no program writes."""

from __future__ import annotations

from collections.abc import Callable

from samples.hostile.kind import Kind, Outcome, content
from samples.hostile.office_syntax import cell, form_rows, relations, workbook

_READ: tuple[Outcome, ...] = ("converted",)
_DAMAGED: tuple[Outcome, ...] = ("damaged",)
_TOO_MUCH: tuple[Outcome, ...] = ("too-much",)
_LARGE: tuple[Outcome, ...] = ("converted", "too-much")
_NOTHING: tuple[Outcome, ...] = ("no-form",)
_BYTES = "its bytes, another suffix"
_BY_HAND = "parts by hand"
_SPACES = 150_000_000


def _sheet(inside: str) -> bytes:
    return workbook(inside)


def _data(rows: str, after: str = "") -> bytes:
    return workbook(f"<sheetData>{rows}</sheetData>{after}")


def _merged(*ranges: str) -> bytes:
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return _data(form_rows(), f"<mergeCells>{cells}</mergeCells>")


def _million_rows() -> bytes:
    return _data("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_000_001)))


def _empty_rows() -> bytes:
    return _data(form_rows() + "".join(f'<row r="{n}" ht="9"/>' for n in range(9, 1_048_577)))


def _hidden_rows() -> bytes:
    ranges = "".join(f'<mergeCell ref="A{n}:B1048576"/>' for n in range(9, 20_000))
    rows = "".join(f'<row r="{n}" hidden="1"/>' for n in range(9, 1_048_577))
    return _data(form_rows() + rows, f"<mergeCells>{ranges}</mergeCells>")


def _overlapping() -> bytes:
    return _merged(*(f"A{n % 1000 + 1}:XFD1048576" for n in range(90_000)))


def _corner() -> bytes:
    return _data(form_rows() + f'<row r="1048576">{cell("XFD1048576", "角")}</row>')


def _ringed() -> bytes:
    """Borders at the far ends of a row, so that a table would be as wide as the sheet, on a thousand rows."""
    styles = (
        '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><borders>'
        '<border><left style="thin"/></border></borders><cellXfs><xf borderId="0"/></cellXfs></styleSheet>'
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="XFD{n}" s="0"/></row>' for n in range(1, 1_001))
    more: dict[str, str | bytes] = {"xl/styles.xml": styles}
    return workbook(f"<sheetData>{rows}</sheetData>", more, related=(("rId2", "styles", "styles.xml"),))


def _strings(inside: str, cells: str) -> bytes:
    said = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</sst>'
    more: dict[str, str | bytes] = {"xl/sharedStrings.xml": said}
    related = (("rId2", "sharedStrings", "sharedStrings.xml"),)
    return workbook(f"<sheetData>{cells}</sheetData>", more, related=related)


def _sheets(count: int, state: str = "") -> bytes:
    return workbook(
        sheets="".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"{state}/>' for n in range(1, count + 1))
    )


def _numbers() -> bytes:
    odd = ("NaN", "INF", "1e308", "-1e-308", "9" * 300, "0x1F", "1_000", "١٢", "", "--1", "1e999999999")
    return _data(form_rows() + "".join(f'<row r="{n}"><c r="A{n}"><v>{v}</v></c></row>' for n, v in enumerate(odd, 9)))


def _formats() -> bytes:
    """Formats of every odd kind on numbers of every size."""
    odd = ("0" * 1_000, "#" * 5_000, "[", '"', ";;;;;;", "[h" * 99, "0E+", "_", "\\", "[&gt;]0", "y" * 900, "?/?", "@@")
    made = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(odd))
    uses = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(odd)))
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<numFmts>{made.replace(chr(34) + chr(34) + chr(34), chr(34) + '&quot;' + chr(34))}</numFmts>"
        f"<cellXfs>{uses}</cellXfs></styleSheet>"
    )
    values = ("0", "-1.5", "1e300", "1e-300", "45000.123", "2958466", "-0.0001")
    rows = "".join(
        f'<row r="{9 + n}">'
        + "".join(f'<c r="{"ABCDEFG"[col]}{9 + n}" s="{n}"><v>{value}</v></c>' for col, value in enumerate(values))
        + "</row>"
        for n in range(len(odd))
    )
    more: dict[str, str | bytes] = {"xl/styles.xml": styles}
    return workbook(f"<sheetData>{form_rows()}{rows}</sheetData>", more, related=(("rId2", "styles", "styles.xml"),))


def _formulas() -> bytes:
    odd = ('WEBSERVICE("http://127.0.0.1:9/")', "cmd|'/C calc'!A0", "[1]Sheet1!A1", "SUM(A1:XFD1048576)")
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>{code}</f></c></row>' for n, code in enumerate(odd, 9))
    return _data(form_rows() + rows)


def _linked() -> bytes:
    more: dict[str, str | bytes] = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("rId1", "hyperlink", "http://127.0.0.1:9/"), mode=' TargetMode="External"'
        ),
    }
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    related = (("rId2", "vbaProject", "vbaProject.bin"), ("rId3", "externalLink", "externalLinks/externalLink1.xml"))
    return workbook(None, more, kind=kind, related=related)


def _kind(
    name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: Callable[[], bytes]
) -> Kind:
    return Kind(name, "office", what, how, outcomes, content(suffix, make))


KINDS = (
    _kind("workbook", ".xlsx", "a workbook of one form", _BY_HAND, _READ, workbook),
    _kind("workbook-as-csv", ".csv", "a workbook named .csv", _BYTES, _READ, workbook),
    _kind("workbook-with-macros", ".xlsm", "macros, links to other files", _BY_HAND, _READ, _linked),
    _kind("sheet-bomb", ".xlsx", "a sheet of 150 MB in a few kB", "spaces", _TOO_MUCH, lambda: _sheet(" " * _SPACES)),
    _kind(
        "strings-bomb",
        ".xlsx",
        "shared texts of 150 MB",
        "spaces",
        _TOO_MUCH,
        lambda: _strings(f"<si><t>{' ' * _SPACES}</t></si>", ""),
    ),
    _kind(
        "deep-sheet",
        ".xlsx",
        "100,000 elements in one another",
        "&lt;a>&lt;a> …",
        _TOO_MUCH,
        lambda: _sheet("<a>" * 100_000),
    ),
    _kind(
        "wide-dimension",
        ".xlsx",
        "a sheet said to be as large as can be",
        "dimension",
        _READ,
        lambda: _sheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{form_rows()}</sheetData>'),
    ),
    _kind("far-corner", ".xlsx", "a cell in the last row of the last column", "XFD1048576", _READ, _corner),
    _kind("wide-frame", ".xlsx", "a table of 16,384 columns and 1,000 rows", "borders", _TOO_MUCH, _ringed),
    _kind(
        "merged-sheet",
        ".xlsx",
        "the whole sheet merged into one cell",
        "A1:XFD1048576",
        _READ,
        lambda: _merged("A1:XFD1048576"),
    ),
    _kind("merged-often", ".xlsx", "90,000 merged ranges over one another", "one range again", _LARGE, _overlapping),
    _kind(
        "merged-too-often",
        ".xlsx",
        "150,000 merged ranges",
        "one range again",
        _TOO_MUCH,
        lambda: _merged(*(f"A{n}:B{n}" for n in range(1, 150_001))),
    ),
    _kind(
        "merged-backwards",
        ".xlsx",
        "merged ranges that end before they begin",
        "B2:A1",
        _READ,
        lambda: _merged("D9:A1", "B2"),
    ),
    _kind("merged-nowhere", ".xlsx", "a merged range that is no range", "??", _DAMAGED, lambda: _merged("??")),
    _kind("million-rows", ".xlsx", "a million rows", "ones", _TOO_MUCH, _million_rows),
    _kind("million-empty-rows", ".xlsx", "a form over a million empty rows", "heights", _READ, _empty_rows),
    _kind("million-hidden-rows", ".xlsx", "a million hidden rows, merged 20,000 times", "hidden", _LARGE, _hidden_rows),
    _kind(
        "megabyte-in-sheet",
        ".xlsx",
        "a cell of a megabyte",
        "one word again",
        _READ,
        lambda: _data(form_rows("河道保洁" * 87_000)),
    ),
    _kind(
        "column-beyond-last",
        ".xlsx",
        "a cell beyond the last column",
        "XFE1",
        _DAMAGED,
        lambda: _data(f"<row>{cell('XFE1', '外')}</row>"),
    ),
    _kind("row-below-zero", ".xlsx", "a row before the first", "-1", _DAMAGED, lambda: _data('<row r="-1"/>')),
    _kind(
        "string-beyond-last",
        ".xlsx",
        "a shared text that is not there",
        "number 9",
        _DAMAGED,
        lambda: _strings("<si><t>甲</t></si>", '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'),
    ),
    _kind(
        "odd-numbers", ".xlsx", "numbers that are none, or beyond all measure", "NaN, 1e999999999 …", _READ, _numbers
    ),
    _kind("odd-formats", ".xlsx", "number formats that are none", "by hand", _READ, _formats),
    _kind("unreckoned-formulas", ".xlsx", "formulas without a result", "WEBSERVICE, cmd …", _READ, _formulas),
    _kind("many-sheets", ".xlsx", "10,000 sheets", "one sheet again", ("too-many-pages",), lambda: _sheets(10_000)),
    _kind(
        "hidden-sheets",
        ".xlsx",
        "nothing but hidden sheets",
        "veryHidden",
        _NOTHING,
        lambda: _sheets(2, ' state="veryHidden"'),
    ),
    _kind("no-sheets", ".xlsx", "a workbook without a sheet", _BY_HAND, ("empty-file",), lambda: _sheets(0)),
    _kind("empty-sheet", ".xlsx", "a workbook of an empty sheet", _BY_HAND, _NOTHING, lambda: _sheet("<sheetData/>")),
)
