"""Borders that a copier lost, put back where the text shows them, and nowhere else."""

from __future__ import annotations

import cv2

from shibiao.extract.scan.sheet import Sheet
from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, ruled, sheet_of, tiles_of, whole_grid

LOST_ROWS = slice(YS[4] + 4, YS[6] - 4)  # of the second upright rule
LOST_COLUMNS = slice(XS[1] + 4, XS[2] - 4)  # of the fifth level one


def without_upright(page: Pixels) -> Pixels:
    page = page.copy()
    page[LOST_ROWS, XS[1] - 6 : XS[1] + 7] = 252
    return page


def without_level(page: Pixels) -> Pixels:
    page = page.copy()
    page[YS[4] - 6 : YS[4] + 7, LOST_COLUMNS] = 252
    return page


def guessed(sheet: Sheet) -> set[tuple[int, int]]:
    return {(cell.tile.row, cell.tile.col) for cell in sheet.cells if cell.guessed}


def test_a_column_s_border_comes_back_between_two_texts() -> None:
    sheet = sheet_of(without_upright(filled(ruled(blank()))))
    assert tiles_of(sheet) == whole_grid()
    assert guessed(sheet) == {(4, 0), (4, 1), (5, 0), (5, 1)}


def test_a_row_s_border_comes_back_between_texts_on_the_levels_of_their_rows() -> None:
    sheet = sheet_of(without_level(filled(ruled(blank()))))
    assert tiles_of(sheet) == whole_grid()
    assert guessed(sheet) == {(3, 1), (4, 1)}


def test_a_merged_cell_with_its_text_in_the_middle_stays_one() -> None:
    page = without_level(ruled(blank()))
    page = filled(page, XS[2:], YS)
    for number in range(3):
        glyph(page, XS[1] + 150 + 32 * number, YS[4] - 13)
    assert (3, 1, 2, 1) in tiles_of(sheet_of(page))


def test_a_text_that_runs_on_over_the_place_stays_one() -> None:
    page = without_upright(ruled(blank()))
    for number in range(12):
        glyph(page, XS[1] - 200 + 32 * number, YS[4] + 32)
    assert (4, 0) in {tile[:2] for tile in tiles_of(sheet_of(page)) if tile[3] == 2}


def test_dirt_on_another_level_is_no_second_text() -> None:
    page = without_upright(ruled(blank()))
    for number in range(3):
        glyph(page, XS[0] + 60 + 32 * number, YS[4] + 50)
    cv2.line(page, (XS[1] + 80, YS[4] + 8), (XS[1] + 96, YS[4] + 30), (20, 20, 20), 3)
    assert (4, 0) in {tile[:2] for tile in tiles_of(sheet_of(page)) if tile[3] == 2}
