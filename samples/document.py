"""One file to be printed: its forms, their tables and the style, as every producer takes it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from samples.content import SampleForm
from samples.layout import Wording, lay_out
from samples.style import MARGIN, PrintStyle, lines_height, row_heights
from samples.table import Table, with_filler_column

RESERVE = 20.0
SMALLEST = 6.0
# A browser adds the rules between rows to the rows' heights.
BORDER_HEIGHTS = {"double": 3.0, "thick": 2.0}


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form with its table, the first and the last page it stands on (from 1) and the row the page breaks before.

    ``break_exact`` is False where the program breaks by itself: near ``break_row``, perhaps inside a row.
    """

    form: SampleForm
    table: Table
    first_page: int
    last_page: int
    break_row: int | None = None
    break_exact: bool = True


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


def arrange(
    name: str, producer: str, seed: int, style: PrintStyle, forms: list[SampleForm], wording: Wording
) -> Document:
    """Lay the forms out and give each its pages.

    One form a page, two pages in mode split, two small forms to a page in mode several.
    The font shrinks until the fullest page holds its forms.
    """
    together = style.mode == "several" and len(forms) == 2
    if together:
        style = replace(style, landscape=False)
    printed = []
    for index, form in enumerate(forms):
        page = 1 if together else index + 1
        table = _with_fillers(lay_out(form, wording), style)
        one = PrintedForm(form, table, page, page)
        if style.mode == "split":
            one = replace(one, last_page=2, break_row=_break_row(table, seed), break_exact=producer != "docx")
        printed.append(one)
    while _fullest(printed, style) > style.page[1] - 2 * MARGIN - RESERVE and style.size > SMALLEST:
        style = replace(style, size=style.size - 0.25)
    return Document(name, producer, seed, style, tuple(printed))


def _with_fillers(table: Table, style: PrintStyle) -> Table:
    for filler in range(style.fillers):
        table = with_filler_column(table, 2 + 3 * filler)
    return table


def _break_row(table: Table, seed: int) -> int:
    """A row inside the indicator block, so that level cells cross the break."""
    return table.header_row + 3 + seed % 4


def _fullest(forms: list[PrintedForm], style: PrintStyle) -> float:
    """Height of the fullest page."""
    pages: defaultdict[int, float] = defaultdict(float)
    for printed in forms:
        heights = [height + BORDER_HEIGHTS.get(style.border, 1.0) for height in row_heights(printed.table, style)]
        around = lines_height(len(printed.table.above) + len(printed.table.below), style)
        cut = len(heights) if printed.break_row is None else printed.break_row
        pages[printed.first_page] += around + sum(heights[:cut])
        pages[printed.last_page] += sum(heights[cut:]) + (
            heights[printed.table.header_row] if cut < len(heights) else 0
        )
    return max(pages.values())
