"""A form being laid out: its table, the lines around it, and what a reader must find, written together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from samples.families.grid import Grid, label
from samples.families.look import Look, draw_look
from samples.families.reading import money
from samples.families.source import SourceForm
from samples.table import PlacedCell, Table, with_filler_column


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed form: its title, other lines, and its table (None: paragraphs only).

    ``title`` None: the table's first row is the title. ``break_row``: a page ends before it. ``repeat``: the
    header row is printed again on the next page.
    """

    title: str | None
    above: tuple[str, ...]
    below: tuple[str, ...]
    table: Table | None
    look: Look
    break_row: int | None = None
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A sheet and the truths of the forms it holds."""

    sheet: Sheet
    truths: tuple[dict[str, Any], ...]


@dataclass(slots=True)
class Truth:
    """What one form says, in the terms of ``samples.families.judging``; ``tables`` by name, rows of texts by column.

    A text may be a list: any of its texts is right, the first is what the form means. ``aside``: other printed
    texts that may be found as fields.
    """

    source: SourceForm
    title: str
    year: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    funds: list[dict[str, Any]] = field(default_factory=list)
    goals: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)

    def field(self, name: str, text: str | list[str]) -> None:
        """A base field under its printed label."""
        self.fields[name] = text

    def fund(
        self, name: str, text: str, unit: str | None, pane: str | None = "annual", measure: str = "amount"
    ) -> None:
        """An amount as printed; its own unit goes before the table's."""
        number, own = money(text)
        self.funds.append({"label": name, "pane": pane, "measure": measure, "amount": number, "unit": own or unit})

    def goal(self, text: str, pane: str = "annual", kind: str = "expected") -> None:
        """A goal's text; dots that only fill its cell may be left out, and the full stop before them."""
        plain = re.sub(r"\.{6,}$", "", text)
        meant = text if plain == text else [plain, plain.rstrip("。"), text]
        if text:
            self.goals.append({"pane": pane, "kind": kind, "text": meant})

    def record(self) -> dict[str, Any]:
        """The truth as JSON."""
        return {
            "id": self.source.id,
            "family": self.source.family,
            "title": self.title,
            "year": self.year,
            "fields": self.fields,
            "funds": self.funds,
            "goals": self.goals,
            "indicators": self.indicators,
            "tables": self.tables,
            "aside": self.aside,
        }


class Draft:
    """One table with its truth, as a layout fills it. ``rng`` chooses between what offices do."""

    def __init__(self, source: SourceForm, rng: Random, widths: list[float]) -> None:
        self.source = source
        self.rng = rng
        self.grid = Grid([width * rng.uniform(0.85, 1.2) for width in widths])
        self.above: list[str] = []
        self.below: list[str] = []
        self.header_row = 0
        self.starts: list[int] = []
        self.title = source.title
        self.truth = self.new_truth(source)
        self.colon = "：" if rng.random() < 0.1 else ""
        self.title_in_table = False

    @staticmethod
    def new_truth(source: SourceForm, year_printed: bool = False) -> Truth:
        """An empty truth; the year counts where it is printed, in the title or beside it."""
        printed = year_printed or (source.year or "-") in source.title
        return Truth(source, source.title, source.year if printed else None)

    def chance(self, share: float) -> bool:
        """True with that probability."""
        return self.rng.random() < share

    def one_of(self, *choices: str) -> str:
        """One of several spellings."""
        return self.rng.choice(choices)

    def head(self) -> None:
        """The title and the year: above the table, or as its first rows."""
        year = self.source.year if self.source.year and self.source.year not in self.title else None
        self.truth = self.new_truth(self.source, year_printed=True)
        line = self.one_of(f"（ {year} 年度）", f"( {year}年度 )", f"（{year}年度）")
        self.title_in_table = self.chance(0.2)
        if self.title_in_table:
            self.grid.add(label(self.title, self.grid.columns))
            if year:
                self.grid.add(label(line, self.grid.columns))
        elif year:
            self.above.append(line)

    def finished(self, landscape: bool = False) -> LaidOut:
        """The sheet; on some long tables the page ends before one of the groups."""
        rng = self.rng
        later = [row for row in self.starts if row > self.header_row + 2]
        break_row = rng.choice(later) if later and rng.random() < 0.25 else None
        wide = rng.random() < 0.5
        table = self.grid.table(self.above, self.below, self.header_row)
        if wide:
            table = replace(table, cells=tuple(replace(cell, text=full_width(cell.text)) for cell in table.cells))
        if rng.random() < 0.12:
            table = _upright(table)
        if rng.random() < 0.15:
            table = _spaced(table, rng.choice((" ", "\n")))
        if rng.random() < 0.12:
            table = with_filler_column(table, rng.randrange(2, len(table.widths)))
        sheet = Sheet(
            title=None if self.title_in_table else full_width(self.title) if wide else self.title,
            above=tuple(self.above),
            below=tuple(self.below),
            table=table,
            look=draw_look(rng, landscape),
            break_row=break_row,
            repeat=rng.random() < 0.5,
        )
        return LaidOut(sheet, (self.truth.record(),))


_WIDE = str.maketrans("():;%", "（）：；％")


def full_width(text: str) -> str:
    """The text as offices type it: punctuation in full width, save between figures."""
    return re.sub(r",(?!\d)|(?<!\d),", "，", text).translate(_WIDE)


def _spaced(table: Table, space: str) -> Table:
    """Short headers and labels broken after two characters, as narrow columns are typed."""

    def broken(cell: PlacedCell) -> PlacedCell:
        short = cell.role in ("header", "label") and 4 <= len(cell.text) <= 6 and cell.text.isalpha()
        return replace(cell, text=cell.text[:2] + space + cell.text[2:]) if short else cell

    return replace(table, cells=tuple(map(broken, table.cells)))


def _upright(table: Table) -> Table:
    """Level words typed one character a line where their cells are high enough."""

    def downwards(cell: PlacedCell) -> PlacedCell:
        high = cell.role == "level" and cell.rowspan > 3 and cell.text.isalpha()
        return replace(cell, text="\n".join(cell.text)) if high else cell

    return replace(table, cells=tuple(map(downwards, table.cells)))
