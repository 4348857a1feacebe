"""Lists of projects: a row an indicator, and the project's name, amount and goal in columns merged over its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shibiao.normalize.layout.base import add_field
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.funds import fund_of
from shibiao.normalize.layout.goals import goal_of, joined_text
from shibiao.normalize.layout.lexicon import FamilyLexicon
from shibiao.normalize.layout.sheet import SheetCell
from shibiao.normalize.layout.slots import SlottedRow
from shibiao.schemas.records import FundRecord, GoalRecord, Value

_PROJECT = "field.project_name"


class Project(NamedTuple):
    """One project's rows; ``spanning``: by place, the cells that began above them and run on beside them."""

    rows: tuple[SlottedRow, ...]
    spanning: dict[str, SheetCell]

    def printed(self, place: str) -> list[SheetCell]:
        """The printed cells in a column, from top to bottom; the one that runs on from above where there is none."""
        own = [cell for row in self.rows if (cell := _own(row, place)) is not None and cell.form]
        return own or ([self.spanning[place]] if place in self.spanning else [])


def by_project(rows: Sequence[SlottedRow], family: FamilyLexicon) -> list[Project]:
    """The projects of a list: one begins where another name stands in the column of project names."""
    groups: list[list[SlottedRow]] = []
    spans: list[dict[str, SheetCell]] = []
    latest: dict[str, SheetCell] = {}
    current: str | None = None
    for row in rows:
        name = _own(row, _PROJECT)
        if not groups or (name is not None and name.form and name.form != current and not _is_rest(row, family)):
            groups.append([])
            spans.append({place: cell for place, cell in latest.items() if _runs_on(cell, row, place)})
            current = name.form if name is not None else None
        groups[-1].append(row)
        latest |= {place: cell for (place, _), cell in row.cells.items() if cell.form}
    return [Project(tuple(group), span) for group, span in zip(groups, spans, strict=True)]


def _is_rest(row: SlottedRow, family: FamilyLexicon) -> bool:
    """Whether a name at the top of a page may be the rest of the one that the page break divides: a project has its
    amount beside its name, where the list has amounts."""
    funds = [column.place for column in family.family.columns if column.slot == "fund"]
    own = [cell for place in funds if (cell := _own(row, place)) is not None]
    return row.row.first_on_page and bool(own) and not any(cell.form for cell in own)


def _runs_on(cell: SheetCell, row: SlottedRow, place: str) -> bool:
    """Whether a cell from above is beside a row too: merged over it, or over a page break."""
    own = _own(row, place)
    if cell.cell.page != row.row.page:
        return own is None or not own.form
    return own is None and bool(row.row.cells) and cell.cell.row + cell.cell.rowspan > row.row.cells[0].cell.row


def project_fields(project: Project, family: FamilyLexicon, values: CellValues) -> dict[str, Value]:
    """The base fields that stand in columns, by key."""
    found: dict[str, Value] = {}
    for column in family.family.columns:
        if column.slot == "field" and column.key and (parts := project.printed(column.place)):
            text = joined_text(_over_pages(parts), values)
            add_field(found, column.key, family.specs[column.key], text)
    return found


def project_funds(project: Project, family: FamilyLexicon, unit: str | None, values: CellValues) -> list[FundRecord]:
    """The amounts that stand in columns."""
    return [
        fund_of("annual", column.key, "amount", parts[0], unit, None, values)
        for column in family.family.columns
        if column.slot == "fund" and column.key and (parts := project.printed(column.place))
    ]


def project_goals(project: Project, values: CellValues) -> list[GoalRecord]:
    """The goal that stands in a column; a page break may have divided its cell."""
    parts = _over_pages(project.printed("goal"))
    return [goal_of("annual", "expected", parts, values)] if parts else []


def _over_pages(parts: list[SheetCell]) -> list[SheetCell]:
    """The pieces that page breaks made of a cell: its first, and on each later page the first that says more."""
    found = {part.form: part for part in parts[:1]}
    pages = {part.cell.page for part in parts[:1]}
    for part in parts[1:]:
        if part.cell.page not in pages:
            found.setdefault(part.form, part)
            pages.add(part.cell.page)
    return list(found.values())


def _own(row: SlottedRow, place: str) -> SheetCell | None:
    return next((cell for (own, _), cell in row.cells.items() if own == place), None)
