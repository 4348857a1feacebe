"""Word files and comma-separated tables that are too large, or try to do harm."""

from __future__ import annotations

from collections.abc import Callable

from samples.hostile.kind import Kind, Outcome, content
from samples.hostile.office_syntax import CSV, paragraph, table, word

_READ: tuple[Outcome, ...] = ("converted",)
_TOO_MUCH: tuple[Outcome, ...] = ("too-much",)
_LARGE: tuple[Outcome, ...] = ("converted", "too-much")
_OTHER: tuple[Outcome, ...] = ("unsupported",)
_NOTHING: tuple[Outcome, ...] = ("no-form",)
_BYTES = "its bytes, another suffix"
_BY_HAND = "parts by hand"
_SPACES = 150_000_000


def _tables(depth: int) -> bytes:
    return word(paragraph("表") + "<w:tbl><w:tr><w:tc>" * depth + paragraph("内") + "</w:tc></w:tr></w:tbl>" * depth)


def _boxes() -> bytes:
    return word(
        table()
        + "<w:p><w:r><w:pict><w:txbxContent>" * 30
        + paragraph("内")
        + "</w:txbxContent></w:pict></w:r></w:p>" * 30
    )


def _styled() -> bytes:
    """Styles based on themselves, a list without an end."""
    head = '<w:{0} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    styles = head.format("styles") + (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="C"><w:basedOn w:val="C"/></w:style></w:styles>'
    )
    lists = head.format("numbering") + (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999"/>'
        '<w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1%2%9、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    listed = (
        '<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    )
    more: dict[str, str | bytes] = {"word/styles.xml": styles, "word/numbering.xml": lists}
    related = (("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml"))
    return word(listed * 9 + table(), more, related=related)


def _kind(
    name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: Callable[[], bytes]
) -> Kind:
    return Kind(name, "office", what, how, outcomes, content(suffix, make))


KINDS = (
    _kind("word-file", ".docx", "a Word file of one form", _BY_HAND, _READ, word),
    _kind("word-file-as-pdf", ".pdf", "a whole Word file named .pdf", _BYTES, _READ, word),
    _kind("csv-as-workbook", ".xlsx", "a comma-separated table named .xlsx", _BYTES, _READ, CSV.encode),
    _kind("word-bomb", ".docx", "a Word file of 150 MB", "spaces", _TOO_MUCH, lambda: word(" " * _SPACES)),
    _kind("nested-tables", ".docx", "tables in tables, 30 deep", _BY_HAND, _READ, lambda: _tables(30)),
    _kind("deep-tables", ".docx", "tables in tables, 5,000 deep", _BY_HAND, _TOO_MUCH, lambda: _tables(5_000)),
    _kind("nested-boxes", ".docx", "text boxes in text boxes", _BY_HAND, _READ, _boxes),
    _kind("odd-lists", ".docx", "styles based on themselves, odd lists", _BY_HAND, _READ, _styled),
    _kind(
        "wide-span",
        ".docx",
        "cells over 99,999 columns",
        "gridSpan",
        _TOO_MUCH,
        lambda: word(table(properties='<w:gridSpan w:val="99999"/>')),
    ),
    _kind(
        "merged-from-nothing",
        ".docx",
        "cells that go on with one that is not there",
        "vMerge",
        _READ,
        lambda: word(table(properties="<w:vMerge/>")),
    ),
    _kind(
        "huge-table",
        ".docx",
        "a table of 250,000 cells",
        "ones",
        _TOO_MUCH,
        lambda: word(table((("1",) * 50,) * 5_000)),
    ),
    _kind(
        "many-paragraphs",
        ".docx",
        "200,000 paragraphs",
        "ones",
        _LARGE,
        lambda: word(table() + paragraph("一") * 200_000),
    ),
    _kind(
        "megabyte-paragraph",
        ".docx",
        "a paragraph of 5 MB",
        "one word again",
        _READ,
        lambda: word(table() + paragraph("河道保洁" * 430_000)),
    ),
    _kind("empty-word-file", ".docx", "a Word file of nothing", _BY_HAND, _NOTHING, lambda: word("")),
    _kind(
        "ragged-csv",
        ".csv",
        "records of any length",
        "by hand",
        _READ,
        lambda: (CSV + "甲\n乙,丙,丁,戊,己\n\n,,\n").encode(),
    ),
    _kind(
        "open-quote",
        ".csv",
        "a quotation that never ends",
        "one sign",
        _READ,
        lambda: (CSV + '"' + "甲,乙\n" * 90_000).encode(),
    ),
    _kind(
        "csv-with-nul", ".csv", "a NUL in a field", "by hand", _OTHER, lambda: CSV.replace("河道", "河\0道").encode()
    ),
    _kind(
        "line-of-commas",
        ".csv",
        "a record of a million fields",
        "commas",
        _TOO_MUCH,
        lambda: (CSV + "1," * 1_000_000).encode(),
    ),
    _kind(
        "csv-of-records", ".csv", "a million records", "ones", _TOO_MUCH, lambda: (CSV + "1,1\n" * 1_000_000).encode()
    ),
    _kind(
        "csv-of-formulas",
        ".csv",
        "formulas in fields",
        "=cmd|…",
        _READ,
        lambda: (CSV.replace("河道保洁经费", "=cmd|'/C calc'!A0")).encode(),
    ),
)
