"""A recognised form's parts: which rows are base fields, funds, goals, lists and indicators, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.normalize.layout.base import base_fields, form_year, headed_fields, may_be_cut, total_score
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.funds import amount_unit, fund_rows, grid_funds, paired_funds
from shibiao.normalize.layout.goals import goal_headings, goals
from shibiao.normalize.layout.header import Header
from shibiao.normalize.layout.indicators import indicators
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.listed import Project, by_project, project_fields, project_funds, project_goals
from shibiao.normalize.layout.row_tables import FoundTable, find_tables
from shibiao.normalize.layout.running import running_parts
from shibiao.normalize.layout.segments import Segment
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell
from shibiao.normalize.layout.slots import SlottedRow
from shibiao.normalize.layout.table_rows import data_rows
from shibiao.normalize.layout.transposed import turned_funds, turned_header, turned_indicators
from shibiao.schemas.records import FundRecord, GoalRecord, Value

_NOWHERE = 10**9
_BLOCK_ROWS = 2  # a block's label stands beside at least so many rows


class FormDraft(NamedTuple):
    """One form before its record is put together: family, cells, pages, the cells' values, the record's parts."""

    family: str
    cells: tuple[SheetCell, ...]
    pages: tuple[int, ...]
    values: CellValues
    parts: dict[str, object]


class _Regions(NamedTuple):
    """Rows of a form: above the indicators without those of other lists (``listed``), below them, and their own."""

    above: list[Row]
    listed: list[Row]
    below: list[Row]
    data: list[SlottedRow]
    first: int


def form_drafts(
    segment: Segment, family: FamilyLexicon, headers: Sequence[Header], lexicon: Lexicon
) -> Iterator[FormDraft]:
    """The forms of a segment: one, or in a list of projects one for each."""
    values = CellValues(lexicon.catalogue.confidence)
    sheet = segment.sheet
    for header in headers:
        _settle_header(header, family, values)
    _settle_blocks(sheet, headers, family, values)
    turned = turned_header(sheet, lexicon) if family.family.layout == "transposed" else None
    first = headers[0].row if headers else turned.first if turned is not None else _NOWHERE
    tables = find_tables(sheet, family, first, values, lexicon)
    taken = frozenset[int]().union(*(table.taken for table in tables))
    regions = _regions(sheet, headers, first, family, lexicon, taken)
    parts = _shared_parts(segment, headers, regions, family, values, lexicon)
    parts["tables"] = _by_name(tables)
    if family.family.layout == "list":
        yield from _projects(segment, regions, family, values, lexicon, parts)
        return
    parts["indicators"] = tuple(indicators(regions.data, family.family.indicator_panes, family.tree, values))
    if turned is not None:
        unit = amount_unit(sheet, sheet.rows, lexicon)
        parts["indicators"] = tuple(turned_indicators(sheet, turned, lexicon, values))
        parts["funds"] = parts["funds"] or tuple(turned_funds(sheet, turned, unit, lexicon, values))
    if family.family.layout == "lines":
        running_parts(sheet, family, lexicon, values, parts)
    yield FormDraft(family.family.family, tuple(sheet.cells), sheet.pages, values, parts)


def _regions(
    sheet: Sheet,
    headers: Sequence[Header],
    first: int,
    family: FamilyLexicon,
    lexicon: Lexicon,
    taken: frozenset[int],
) -> _Regions:
    above = [row for row in sheet.rows if row.index < first and row.index not in taken]
    listed = [row for row in sheet.rows if row.index < first and row.index in taken]
    if not headers:
        return _Regions(above, listed, [], [], first)
    data, end = data_rows(sheet, headers, family, lexicon, taken)
    after = max(end, headers[-1].last + 1)
    below = [row for row in sheet.rows if row.index >= after and row.index not in taken]
    return _Regions(above, listed, below, data, first)


def _shared_parts(
    segment: Segment,
    headers: Sequence[Header],
    regions: _Regions,
    family: FamilyLexicon,
    values: CellValues,
    lexicon: Lexicon,
) -> dict[str, object]:
    sheet, above, listed = segment.sheet, regions.above, regions.listed
    funds_at = _fund_rows(above, family, lexicon)
    goals_at = next((r.index for r in above if goal_headings(r, family) and _after(r.index, funds_at)), regions.first)
    found_goals = _goals([r for r in above if r.index >= goals_at], family, values, sheet.is_text)
    base_end = funds_at[0] if funds_at else goals_at
    base_rows = [r for r in above if r.index < base_end]
    rest = [r for r in above if r.index >= base_end and not goal_headings(r, family)]
    return {
        "title": values.settle(segment.title) if segment.title else None,
        "year": form_year(sheet, segment.title, regions.first, values),
        "funds": tuple(
            _funds(sheet, above, funds_at, family, values, lexicon, listed)
            or _funds(sheet, listed, _fund_rows(listed, family, lexicon), family, values, lexicon, listed)
        ),
        "goals": tuple(found_goals or _goals(above, family, values, sheet.is_text)),
        "fields": {
            **headed_fields([r for r in above if r.index >= goals_at], values, family),
            **_fields((base_rows, rest, regions.below), headers, values, family),
        },
    }


def _fund_rows(rows: list[Row], family: FamilyLexicon, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where amounts stand, in a family that has amounts at all."""
    return fund_rows(rows, lexicon) if family.family.funds != "none" else None


def _after(index: int, funds_at: tuple[int, int] | None) -> bool:
    return funds_at is None or index > funds_at[1]


def _by_name(tables: Sequence[FoundTable]) -> dict[str, tuple[dict[str, Value], ...]]:
    return {table.name: table.rows for table in tables}


def _projects(
    segment: Segment,
    regions: _Regions,
    family: FamilyLexicon,
    values: CellValues,
    lexicon: Lexicon,
    shared: dict[str, object],
) -> Iterator[FormDraft]:
    sheet = segment.sheet
    unit = amount_unit(sheet, sheet.rows, lexicon)
    own_rows = {row.row.index for row in regions.data}
    for project in by_project(regions.data, family) or [Project((), {})]:
        indices = {row.row.index for row in project.rows}
        spanning = {cell.id for cell in project.spanning.values()}
        cells = tuple(
            cell
            for row in sheet.rows
            for cell in row.cells
            if row.index in indices or row.index not in own_rows or cell.id in spanning
        )
        fields: dict[str, Value] = {**shared["fields"], **project_fields(project, family, values)}  # type: ignore[dict-item]
        parts = {
            **shared,
            "fields": fields,
            "funds": (*shared["funds"], *project_funds(project, family, unit, values)),  # type: ignore[misc]
            "goals": (*shared["goals"], *project_goals(project, values)),  # type: ignore[misc]
            "indicators": tuple(indicators(project.rows, family.family.indicator_panes, family.tree, values)),
        }
        pages = tuple(sorted({cell.cell.page for cell in cells}))
        yield FormDraft(family.family.family, cells, pages, values, parts)


def _settle_header(header: Header, family: FamilyLexicon, values: CellValues) -> None:
    for _, cell in header.columns:
        match = family.headers.match(cell.text)
        if match is not None:
            values.label(cell, match)


def _settle_blocks(sheet: Sheet, headers: Sequence[Header], family: FamilyLexicon, values: CellValues) -> None:
    """The label beside a table's rows, cut at its cell's edge, is that of what it stands beside: 绩效指 beside the
    header of indicators is 绩效指标, 年度总 beside rows above it 年度总体目标."""
    for cell in sheet.cells:
        if not cell.form or cell.cell.rowspan < _BLOCK_ROWS or not may_be_cut(cell):
            continue
        beside = any(cell.row <= header.row < cell.row + cell.cell.rowspan for header in headers)
        above = bool(headers) and cell.row + cell.cell.rowspan <= headers[0].row
        found = family.blocks.match(cell.text)
        if found is not None and found.how == "prefix" and (found.key == "indicator") == beside and (beside or above):
            values.label(cell, found)


def _funds(
    sheet: Sheet,
    above: list[Row],
    funds_at: tuple[int, int] | None,
    family: FamilyLexicon,
    values: CellValues,
    lexicon: Lexicon,
    listed: Sequence[Row] = (),
) -> list[FundRecord]:
    """``listed``: rows of other lists, whose header may say the unit of a sum below it."""
    if funds_at is None:
        return []
    rows = [r for r in above if funds_at[0] <= r.index <= funds_at[1]]
    unit = amount_unit(sheet, rows, lexicon) or amount_unit(sheet, listed, lexicon)
    if family.family.funds == "grid":
        return grid_funds(rows, unit, values, lexicon)
    return paired_funds(rows, family.family.panes, unit, values, lexicon)


def _goals(rows: list[Row], family: FamilyLexicon, values: CellValues, is_text: bool) -> list[GoalRecord]:
    return goals([row for row in rows if row.ruled], family, values, is_text)


def _fields(
    regions: tuple[list[Row], list[Row], list[Row]],
    headers: Sequence[Header],
    values: CellValues,
    family: FamilyLexicon,
) -> dict[str, Value]:
    """Base fields from the rows before the funds, then from those behind them, then from below the indicators."""
    found: dict[str, Value] = {}
    below = regions[-1]
    for rows in regions:
        for key, value in base_fields(rows, values, family).items():
            if family.specs.get(key) is not None and family.specs[key].kind == "score" and rows is not below:
                continue
            if found.get(key) is None or found[key].value is None:
                found[key] = value
    score = total_score(below, headers, values, family)
    if score is not None:
        found["total_score"] = score
    return found
