"""Packages of office programs that are broken, encrypted or of another kind, and entities in their XML."""

from __future__ import annotations

import struct
from collections.abc import Callable

from samples.hostile.kind import Kind, Outcome, content
from samples.hostile.office_syntax import (
    SHEET_TYPE,
    body,
    form_rows,
    packed,
    relations,
    sheet,
    table,
    types,
    word,
    workbook,
)

_READ: tuple[Outcome, ...] = ("converted",)
_DAMAGED: tuple[Outcome, ...] = ("damaged",)
_TOO_MUCH: tuple[Outcome, ...] = ("too-much",)
_OTHER: tuple[Outcome, ...] = ("unsupported",)
_ENCRYPTED: tuple[Outcome, ...] = ("encrypted",)
_SHEET = "xl/worksheets/sheet1.xml"
_DOCUMENT = "word/document.xml"
_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
_PASSWD = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_BY_HAND = "parts by hand"


def _declared(part: str, doctype: str, entity: str) -> str:
    """A part with a document type, and one of its entities in the text."""
    head, _, rest = part.partition("?>")
    return f"{head}?>{doctype}{rest}".replace("河道保洁经费", entity)


def _changed(data: bytes, offset: int, value: int) -> bytes:
    """The flags or the method of every entry of a ZIP file changed, in both of its lists."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", offset), (b"PK\x01\x02", offset + 2)):
        found = changed.find(mark)
        while found >= 0:
            struct.pack_into("<H", changed, found + at, value)
            found = changed.find(mark, found + 4)
    return bytes(changed)


def _wrong_sum() -> bytes:
    data = bytearray(workbook())
    at = data.find(b"xl/worksheets/sheet1.xml")
    data[at + 40] ^= 0xFF
    return bytes(data)


def _many_parts() -> bytes:
    return packed({f"{n}.xml": b"" for n in range(60_000)})


def _ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + name.encode("utf-16-le") + bytes(2_000)


def _utf16(part: str) -> bytes:
    return part.replace("UTF-8", "UTF-16").encode("utf-16")


def _kind(
    name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: Callable[[], bytes]
) -> Kind:
    return Kind(name, "office", what, how, outcomes, content(suffix, make))


KINDS = (
    _kind(
        "sheet-of-laughs",
        ".xlsx",
        "entities that multiply in a sheet",
        "a billion laughs",
        _DAMAGED,
        lambda: workbook(None, {_SHEET: _declared(sheet(f"<sheetData>{form_rows()}</sheetData>"), _LAUGHS, "&j;")}),
    ),
    _kind(
        "word-of-laughs",
        ".docx",
        "entities that multiply in a Word file",
        "a billion laughs",
        _DAMAGED,
        lambda: word(None, {_DOCUMENT: _declared(body(table()), _LAUGHS, "&j;")}),
    ),
    _kind(
        "types-of-laughs",
        ".xlsx",
        "entities that multiply in the list of contents",
        "a billion laughs",
        _DAMAGED,
        lambda: workbook(
            None, {"[Content_Types].xml": _declared(types("xl/workbook.xml", SHEET_TYPE), _LAUGHS, "&j;")}
        ),
    ),
    _kind(
        "sheet-of-passwords",
        ".xlsx",
        "an entity that is a file of the system",
        "file:///etc/passwd",
        _DAMAGED,
        lambda: workbook(None, {_SHEET: _declared(sheet(f"<sheetData>{form_rows()}</sheetData>"), _PASSWD, "&x;")}),
    ),
    _kind(
        "sheet-not-there",
        ".xlsx",
        "a sheet whose part is missing",
        _BY_HAND,
        _DAMAGED,
        lambda: workbook(None, {"xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/none.xml"))}),
    ),
    _kind(
        "sheet-cut-short",
        ".xlsx",
        "a sheet that ends in the middle",
        _BY_HAND,
        _DAMAGED,
        lambda: workbook(None, {_SHEET: sheet(f"<sheetData>{form_rows()}</sheetData>")[:300]}),
    ),
    _kind(
        "sheet-in-utf16",
        ".xlsx",
        "a sheet in UTF-16",
        "encoding",
        _READ,
        lambda: workbook(None, {_SHEET: _utf16(sheet(f"<sheetData>{form_rows()}</sheetData>"))}),
    ),
    _kind(
        "sheet-in-no-encoding",
        ".xlsx",
        "a sheet in an encoding that there is not",
        "x-none",
        _DAMAGED,
        lambda: workbook(None, {_SHEET: sheet(f"<sheetData>{form_rows()}</sheetData>").replace("UTF-8", "x-none")}),
    ),
    _kind("package-cut-short", ".xlsx", "half a workbook", "its first half", _DAMAGED, lambda: workbook()[:700]),
    _kind(
        "wrong-sum",
        ".xlsx",
        "a part whose bytes are not those it was packed from",
        "a byte changed",
        _DAMAGED,
        _wrong_sum,
    ),
    _kind(
        "odd-packing",
        ".xlsx",
        "parts packed in a way that there is not",
        "method 99",
        _DAMAGED,
        lambda: _changed(workbook(), 8, 99),
    ),
    _kind(
        "zip-with-password",
        ".xlsx",
        "parts that need a password",
        "flags",
        _ENCRYPTED,
        lambda: _changed(workbook(), 6, 1),
    ),
    _kind(
        "package-with-password",
        ".xlsx",
        "a workbook with a password",
        "EncryptedPackage",
        _ENCRYPTED,
        lambda: _ole("EncryptedPackage"),
    ),
    _kind("old-workbook", ".xls", "a workbook of Excel 97", "Workbook", _OTHER, lambda: _ole("Workbook")),
    _kind(
        "opendocument",
        ".ods",
        "a spreadsheet of another standard",
        "mimetype",
        _OTHER,
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
    ),
    _kind(
        "binary-workbook",
        ".xlsb",
        "a binary workbook",
        "its type",
        _OTHER,
        lambda: workbook(kind="application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    ),
    _kind(
        "main-part-outside",
        ".xlsx",
        "a package whose main part is at an address",
        "TargetMode",
        _OTHER,
        lambda: workbook(
            None,
            {
                "_rels/.rels": relations(
                    ("rId1", "officeDocument", "http://127.0.0.1:9/"), mode=' TargetMode="External"'
                )
            },
        ),
    ),
    _kind(
        "main-part-above",
        ".xlsx",
        "a package whose main part is above it",
        "../../",
        _OTHER,
        lambda: workbook(None, {"_rels/.rels": relations(("rId1", "officeDocument", "../../../../etc/passwd"))}),
    ),
    _kind("many-parts", ".docx", "a package of 60,000 parts", "empty", _TOO_MUCH, _many_parts),
)
