"""Pages of one form laid over each other: sheets lie differently on a scanner's glass."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shibiao.extract.model import BBox, Cell, Document, Grid, Source, SourceKind
from shibiao.normalize.layout.sheet import SheetCell, document_sheet


def page(number: int, *edges: float) -> Grid:
    """A page with one row of cells between these edges (points)."""
    boxes = (BBox(a, 100, b, 120) for a, b in pairwise(edges))
    return Grid(number, tuple(Cell(number, 0, col, 1, 1, box) for col, box in enumerate(boxes)))


def cells(kind: SourceKind, *pages: Grid) -> list[SheetCell]:
    return document_sheet(Document(Source("表.pdf", "0" * 64, kind), pages)).cells


def test_a_scan_s_later_pages_are_laid_over_the_first() -> None:
    first, second, third = page(1, 40, 120, 560), page(2, 52, 132, 572), page(3, 36, 116.4, 558.2)
    lefts = [cell.left for cell in cells("scan", first, second, third)]
    assert lefts == pytest.approx([40, 120] * 3, abs=0.5)


def test_a_table_of_another_width_is_another_form_s() -> None:
    lefts = [cell.left for cell in cells("scan", page(1, 40, 120, 560), page(2, 52, 132, 400), page(3, 60, 140, 408))]
    assert lefts == pytest.approx([40, 120, 52, 132, 52, 132])


def test_pages_of_a_program_stay_where_they_are() -> None:
    assert [cell.left for cell in cells("digital", page(1, 40, 120, 560), page(2, 52, 132, 572))] == [40, 120, 52, 132]
