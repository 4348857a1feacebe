"""Lines that a copier left next to nothing of."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from shibiao.extract.scan.buried_lines import Known, buried_lines
from shibiao.extract.scan.contrast import Contrast, Way
from tests.scans.tables import XS, YS, Pixels, blank, filled, noisy, ruled, sheet_of, tiles_of, whole_grid

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
    lines = buried_lines(contrast, ways, [Known(KNOWN + 0.5, [True, True])])
    return [int(line.position) for line in lines if abs(line.position - KNOWN) > 2]


def test_where_the_known_lines_are_dark_all_along_a_faint_one_is_of_the_back_of_the_sheet() -> None:
    assert found_beside(dark=6.0) == [FAINT]
    assert found_beside(dark=20.0) == []


def test_a_line_that_goes_through_characters_is_of_the_back_of_the_sheet() -> None:
    assert found_beside(dark=6.0, crossed=True) == []


def test_a_table_on_the_back_of_the_sheet_is_not_drawn_into_the_gaps_of_dashes() -> None:
    page = filled(ruled(blank(), "dashed"))
    for x in (XS[1] + 100, XS[2] + 200):
        page[YS[0] : YS[-1], x : x + 3] = np.minimum(page[YS[0] : YS[-1], x : x + 3], 250)
    assert tiles_of(sheet_of(noisy(page, 1.0))) == whole_grid()
