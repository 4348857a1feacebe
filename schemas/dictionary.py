"""The tables as a page for people: ``docs/data-dictionary.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shibiao.schemas.ddl import LOADS, LOADS_COLUMNS, VERSIONING, sql_type
from shibiao.schemas.tables import Column, Model, TableSpec, code_lists

_INTRO = """# 数据字典 · Data dictionary

由 `schemas/tables.yaml` 和 `schemas/codes.yaml` 生成（`make schemas`），请勿手改。
Made from `schemas/tables.yaml` and `schemas/codes.yaml` by `make schemas`; not to be edited.

表结构版本 {version} · Tables version {version}. CSV、Parquet 和数据仓库里是同样的列。数据仓库另有版本列（见文末）；
`forms` 在文件里还把主要的基本信息各列一组；全部基本信息见 `fields`。
CSV, Parquet and warehouses have the same columns. A warehouse adds those of versions (see the end); in files
`forms` has groups of columns for the chief base fields too. All base fields are in `fields`.

- **值 · value**：一个值占七列：值本身、`_raw` 原文、`_status` 由来、`_confidence` 可信度、
  `_cell` 单元格、`_page` 页、`_bbox` 位置。
  A value takes seven columns: itself, as printed, how it came about, how sure it is, and where it stands.
- **小数 · decimal**：精确，小数点前 28 位、后 10 位；更长的数只在原文里。
  Exact: 28 digits before the point, 10 behind. A longer figure stands in its text alone.
- **必填 · required** 的列没有空值。主键唯一；`…_cell` 指向同一张表的 `cells.cell`。载入时检查。
  Required columns hold no null, keys are unique, and `…_cell` is the `cell` of a row of `cells` of the same form:
  checked when they are loaded.
- **从值到纸面 · From a value to the paper**: `form_id` → `forms.source_sha256` → `path` in `manifest.jsonl`;
  `_page`, `_bbox`: 页和框。
"""


def dictionary(model: Model) -> str:
    """The page, in Markdown."""
    return "\n".join(_lines(model)) + "\n"


def _lines(model: Model) -> Iterator[str]:
    yield _INTRO.format(version=model.version)
    for table in model.tables:
        yield from _table(table)
    yield "## 版本列 · Columns of versions\n"
    yield "数据仓库里每张表另有：\nIn a warehouse every table also has:\n"
    yield from _columns(VERSIONING)
    yield f"\n## {LOADS}\n"
    yield "每次改变了什么的载入一行。\nA row for every load that changed anything.\n"
    yield from _columns(LOADS_COLUMNS)
    yield "\n## 代码 · Codes\n"
    for name, codes in code_lists().items():
        yield f"### {name}\n"
        yield "| 代码 code | 中文 | English |\n|---|---|---|"
        for key, code in codes.items():
            yield f"| `{key}` | {code.zh} | {code.en} |"
        yield ""


def _table(table: TableSpec) -> Iterator[str]:
    yield f"## {table.name} {table.zh}\n"
    since = f"；自版本 since {table.since}" if table.since > 1 else ""
    yield f"{table.about['zh']} {table.about['en']} 主键 key: `{table.key}`{since}\n"
    yield from _columns(column for column in table.columns if column.part == "")
    yield ""


def _columns(columns: Iterable[Column]) -> Iterator[str]:
    yield "| 列 column | 中文 | English | 类型 type |\n|---|---|---|---|"
    for column in columns:
        kind = f"值 value, `{sql_type(column)}`" if column.of else f"`{sql_type(column)}`"
        kind += "，必填 required" if column.required else ""
        kind += f"，代码 [{column.codes}](#{column.codes})" if column.codes else ""
        kind += f"，自版本 since {column.since}" if column.since > 1 else ""
        yield f"| `{column.name}` | {column.zh} | {column.en} | {kind} |"
