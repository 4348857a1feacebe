"""What the pages of a file gave, however each was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shibiao.extract.model import Grid, Mark, Scan
from shibiao.extract.pulse import page_read


class PageRead(NamedTuple):
    """One page: its grid (None where it could not be read), and ``scan`` where it was read as a picture."""

    grid: Grid | None
    notes: tuple[str, ...] = ()
    scan: Scan | None = None
    marks: tuple[Mark, ...] = ()


class PagesRead(NamedTuple):
    """All pages that could be read, in page order, and what there is to say about the others."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...]
    scans: tuple[Scan, ...]
    marks: tuple[Mark, ...]

    @property
    def text_found(self) -> bool:
        return any(cell.text for grid in self.grids for cell in grid.cells)


def unreadable_page(number: int) -> PageRead:
    """A page that is damaged or too large, in a file whose other pages may not be."""
    return PageRead(None, (unreadable_note(number),))


def unreadable_note(number: int) -> str:
    """What is noted of such a page."""
    return f"page-unreadable:{number}"


def illegible_note(number: int) -> str:
    """What is noted of a page whose picture is not read, because it is none of text."""
    return f"page-illegible:{number}"


def all_pages(pages: Iterable[PageRead]) -> PagesRead:
    """The pages of a file together. A note that several pages give is kept once."""
    read: list[PageRead] = []
    for page in pages:
        read.append(page)
        page_read()
    return PagesRead(
        tuple(page.grid for page in read if page.grid is not None),
        tuple(dict.fromkeys(note for page in read for note in page.notes)),
        tuple(page.scan for page in read if page.scan is not None),
        tuple(mark for page in read for mark in page.marks),
    )
