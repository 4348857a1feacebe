"""One file to be printed: its forms, their tables and the style, as every producer takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from samples.content import SampleForm
from samples.layout import Wording, lay_out
from samples.style import PrintStyle
from samples.table import Table, with_filler_column


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form with its table, the first and the last page it stands on (from 1) and the row the page breaks before."""

    form: SampleForm
    table: Table
    first_page: int
    last_page: int
    break_row: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's forms in printed order. ``name`` is the file's name without ending."""

    name: str
    producer: str
    seed: int
    style: PrintStyle
    forms: tuple[PrintedForm, ...]

    @property
    def pages(self) -> int:
        """Number of pages the file must have."""
        return self.forms[-1].last_page


class Producer(Protocol):
    """Prints documents to ``out/<name>.pdf``, many at once, since starting an office program is slow."""

    def __call__(self, documents: list[Document], out: Path) -> None: ...


def arrange(name: str, producer: str, seed: int, style: PrintStyle, forms: list[SampleForm], wording: Wording) -> Document:
    """Lay the forms out and give each its pages: one a page, two in mode split, two small ones to a page in mode several."""
    together = style.mode == "several" and len(forms) == 2
    printed = []
    for index, form in enumerate(forms):
        table = lay_out(form, wording)
        for filler in range(style.fillers):
            table = with_filler_column(table, 2 + 3 * filler)
        page = 1 if together else index + 1
        one = PrintedForm(form, table, page, page)
        if style.mode == "split":
            one = replace(one, last_page=2, break_row=_break_row(table, seed))
        printed.append(one)
    return Document(name, producer, seed, style, tuple(printed))


def _break_row(table: Table, seed: int) -> int:
    """A row inside the indicator block, so that level cells cross the break."""
    return table.header_row + 3 + seed % 4
