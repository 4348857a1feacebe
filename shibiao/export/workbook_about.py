"""The sheet ``说明`` of a workbook: what its sheets and columns are, in Chinese with English beside."""

from __future__ import annotations

from collections.abc import Iterator

from shibiao.export.contents import file_columns
from shibiao.export.tables import Item
from shibiao.schemas.tables import Column, Type, code_lists, table_model, value_columns

COLUMNS = tuple(Column(name) for name in ("工作表 sheet", "列 column", "中文", "English", "类型 type", "代码 codes"))
_NOTES = (
    (
        "每张工作表是一张表，第一行是列名，与 CSV 和 Parquet 相同；“{forms}”表里主要的基本信息各有一组列，"
        "全部基本信息见“fields”。",
        "Every sheet is a table, its first row the names of the columns, as in CSV and Parquet; “{forms}” has a group"
        " of columns for every chief base field, “fields” has all.",
    ),
    (
        "文字照原样：前导零、以 = 开头的内容都保留，不会变成公式、网址、日期或数。",
        "Texts are as they are: leading zeros stay, and nothing becomes a formula, a link, a date or a number.",
    ),
    (
        "超过 15 位有效数字的数写成文字，因为 Excel 会舍入。",
        "Numbers of more than 15 significant digits are written as texts, since Excel would round them.",
    ),
    (
        "超过 {characters:,} 个字符的文字，单元格里只有开头，全文分段在工作表“{long}”。",
        "Of a text of more than {characters:,} characters the cell holds the beginning; the whole stands in pieces on"
        " the sheet “{long}”.",
    ),
    (
        "超过 {rows:,} 行的表，接在“{forms} (2)”这样的工作表上。",
        "A table of more than {rows:,} rows goes on on sheets like “{forms} (2)”.",
    ),
)
_TYPES: dict[Type, str] = {
    "text": "文字 text",
    "integer": "整数 integer",
    "decimal": "小数 decimal",
    "probability": "0 到 1 的概率 probability",
    "timestamp": "时间 timestamp",
    "texts": "JSON 列表 list",
    "integers": "JSON 列表 list",
    "numbers": "JSON 列表 list",
}


def about_rows(**limits: Item) -> Iterator[tuple[Item, ...]]:
    """The rows of the sheet. ``limits``: ``characters`` of a cell, ``rows`` of a sheet, ``long``: the sheet of long
    texts.
    """
    model = table_model()
    for zh, en in _NOTES:
        yield None, None, *(said.format(forms=model.in_files[0].name, **limits) for said in (zh, en)), None, None
    for column in value_columns("…", "值", "value"):
        yield "*", *_told(column)
    for table in model.in_files:
        yield table.name, None, f"{table.zh}：{table.about['zh']}", f"{table.en}: {table.about['en']}", None, None
        yield from ((table.name, *_told(column)) for column in file_columns(table) if column.part == "")


def _told(column: Column) -> tuple[Item, ...]:
    codes = code_lists()[column.codes].items() if column.codes else ()
    kind = _TYPES[column.type] + ("，必填 required" if column.required else "")
    return column.name, column.zh, column.en, kind, " · ".join(f"{key} {code.zh}" for key, code in codes)
