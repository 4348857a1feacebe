"""Lines that a copier left next to nothing of, and rows that only the stubs of lines show."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest

from shibiao.extract.scan.contrast import Contrast, Way
from shibiao.extract.scan.faint_lines import Known, faint_lines
from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, noisy, ruled, sheet_of, tiles_of, whole_grid

LOST = 4  # the line between two rows that is fainter than the grain


def copied(levels: int, merged: bool = False, seed: int = 1) -> Pixels:
    """A copy whose lines come in pieces, with one that is darker than the paper by some grey levels only. ``merged``:
    it is not there in the middle column."""
    page = filled(ruled(blank(), "broken", ys=[y for y in YS if y != YS[LOST]]))
    page = np.where(page > 240, page, np.minimum(page + 60, 252)).astype(np.uint8)
    for x0, x1 in itertools.pairwise(XS):
        if not (merged and x0 == XS[1]):
            page[YS[LOST] : YS[LOST] + 2, x0:x1] -= np.uint8(levels)
    if merged:
        page[YS[LOST - 1] + 20 : YS[LOST + 1] - 20, XS[1] + 20 : XS[2] - 20] = 252
    return noisy(page, 5.0, seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_line_fainter_than_the_grain_shows_along_the_whole_table(seed: int) -> None:
    assert tiles_of(sheet_of(copied(8, seed=seed))) == whole_grid()


def test_it_is_not_drawn_through_a_merged_cell() -> None:
    assert (LOST - 1, 1, 2, 1) in tiles_of(sheet_of(copied(8, merged=True)))


def test_paper_alone_shows_no_line() -> None:
    """Rows of grain are no lines, and neither are rows of feet."""
    rows = len(YS) - 2
    assert len(tiles_of(sheet_of(copied(0)))) == rows * (len(XS) - 1)


ROWS, STRETCHES = 60, 40
KNOWN, FAINT = 15, 40  # rows of pixels


def found_beside(dark: float, crossed: bool = False) -> list[int]:
    """The rows that stand out of grain in which one is darker by two levels, beside a known line as dark as this.
    ``crossed``: characters stand across it along one of two ways."""
    excess = np.random.default_rng(4).normal(0, 1.5, (ROWS, STRETCHES)).astype(np.float32)
    excess[KNOWN] = np.where(np.arange(STRETCHES) % 5, 20.0, dark)
    excess[FAINT] += 2.0
    across = np.zeros(ROWS)
    across[FAINT] = 0.2 * crossed
    lack = np.zeros((ROWS, STRETCHES // 2), np.float32)
    ways = [Way(0, lack, across, 0, 1.0), Way(0, lack, np.zeros(ROWS), 0, 1.0)]
    contrast = Contrast(0.0, excess, np.zeros_like(excess), np.zeros(ROWS, bool))
    lines = faint_lines(contrast, ways, [Known(KNOWN + 0.5, [True, True])])
    return [int(line.position) for line in lines if abs(line.position - KNOWN) > 2]


def test_where_the_known_lines_are_dark_all_along_a_faint_one_is_of_the_back_of_the_sheet() -> None:
    assert found_beside(dark=6.0) == [FAINT]
    assert found_beside(dark=20.0) == []


def test_a_line_that_goes_through_characters_is_of_the_back_of_the_sheet() -> None:
    assert found_beside(dark=6.0, crossed=True) == []


def open_table(stub: int, shade: int = 20) -> Pixels:
    """A table without outer borders, whose first row has one line between columns, ``stub`` pixels of it drawn."""
    page = filled(ruled(blank(), outer=False))
    page[: YS[1], :] = 252
    cv2.line(page, (XS[1], YS[1] - stub), (XS[1], YS[1]), (shade,) * 3, 2)
    for number in range(3):
        glyph(page, XS[0] + 60 + 32 * number, YS[1] - 40)
        glyph(page, XS[1] + 60 + 32 * number, YS[1] - 40)
    return page


def first_row(page: Pixels) -> list[tuple[int, int, int, int]]:
    return [tile for tile in tiles_of(sheet_of(page)) if tile[0] == 0]


def test_one_stub_shows_the_first_row_of_a_table_without_outer_borders() -> None:
    assert first_row(open_table(50)) == [(0, 0, 1, 1), (0, 1, 1, 2)]


def test_a_stub_lower_than_a_row_and_a_stroke_of_a_character_show_none() -> None:
    stroke = open_table(0)
    glyph(stroke, XS[1] - 13, YS[1] - 36)
    for page in (open_table(14), stroke):
        assert first_row(page) == [(0, col, 1, 1) for col in range(3)]
