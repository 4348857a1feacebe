"""Which of a table's lines is the border that a copier lost, where several lie between two texts."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.scan.cell_ink import CellInk, PageInk
from tests.scans.tables import DPI, XS, YS, Pixels, blank, ruled, sheet_of, text, tiles_of

LOST_COLUMNS = slice(XS[1] + 4, XS[2] - 4)  # of level rules


def rubbed_out(page: Pixels, column: int, first: int, last: int) -> None:
    """An upright rule is lost from one level rule to another."""
    page[YS[first] + 4 : YS[last] - 4, XS[column] - 6 : XS[column] + 7] = 252


def lines_off(page: Pixels, *rows: int) -> None:
    for row in rows:
        page[YS[row] - 6 : YS[row] + 7, LOST_COLUMNS] = 252


@pytest.mark.parametrize(("foot", "rows"), [(True, [(3, 1), (4, 2)]), (False, [(3, 2), (5, 1)])])
def test_of_several_lines_between_two_texts_one_is_their_border(foot: bool, rows: list[tuple[int, int]]) -> None:
    """Where texts stand at the foot of their cells, the one below the first, at the head, the one above the second."""
    page = ruled(blank())
    lines_off(page, 4, 5)
    for row in range(len(YS) - 1):
        for column in range(len(XS) - 1):
            if column != 1 or row != 4:
                text(page, XS[column] + 40, YS[row + 1] - 36 if foot else YS[row] + 10, 3)
    found = [(tile[0], tile[2]) for tile in tiles_of(sheet_of(page)) if tile[1] == 1 and 3 <= tile[0] <= 5]
    assert found == rows


@pytest.mark.parametrize(("foot", "rows"), [(True, [(3, 1), (4, 2)]), (False, [(3, 2), (5, 1)])])
def test_in_rows_no_higher_than_a_text_merged_cells_tell_where_texts_stand(
    foot: bool, rows: list[tuple[int, int]]
) -> None:
    """White above and below a single line differ by too little there."""
    page = ruled(blank())
    lines_off(page, 4, 5, 8)
    for row in range(len(YS) - 1):
        for column in range(len(XS) - 1):
            if column != 1 or row in (3, 5):
                text(page, XS[column] + 40, YS[row] + 32, 3)
    text(page, XS[1] + 40, YS[9] - 36 if foot else YS[7] + 10, 3)
    found = [(tile[0], tile[2]) for tile in tiles_of(sheet_of(page)) if tile[1] == 1 and 3 <= tile[0] <= 5]
    assert found == rows


def test_a_tick_across_a_cell_s_side_is_no_text_that_parts_it() -> None:
    page = ruled(blank())
    lines_off(page, 4, 5)
    for row in range(len(YS) - 1):
        for column in range(len(XS) - 1):
            if column != 1 or row in (3, 5):
                text(page, XS[column] + 40, YS[row] + 32, 3)
    assert (3, 1, 3, 1) not in tiles_of(sheet_of(page))
    page[YS[5] + 20 : YS[6] - 20, LOST_COLUMNS] = 252
    cv2.line(page, (XS[1] - 16, YS[5] + 32), (XS[1] + 4, YS[5] + 56), (25, 25, 25), 4)
    cv2.line(page, (XS[1] + 4, YS[5] + 56), (XS[1] + 34, YS[5] + 30), (25, 25, 25), 4)
    assert (3, 1, 3, 1) in tiles_of(sheet_of(page))


def test_of_two_lines_of_the_table_the_one_that_goes_on_beside_the_row_is_its_border() -> None:
    """其他资金 | 67.99 in the last row of a block: the other line is one of the columns of a block below."""
    page = ruled(blank())
    rubbed_out(page, 1, 2, 6)  # and drawn in other rows
    rubbed_out(page, 2, 4, 5)
    for row in range(len(YS) - 1):
        text(page, XS[0] + 40, YS[row] + 32, 3)
        text(page, XS[2] + 40, YS[row] + 32, 3)
    assert {tile for tile in tiles_of(sheet_of(page)) if tile[0] == 4} == {(4, 0, 1, 2), (4, 2, 1, 1)}


def test_boxes_to_tick_in_one_cell_over_several_columns_are_not_parted() -> None:
    """Its text begins where others of its first column do, and has wide gaps between its items."""
    page = ruled(blank())
    for row in range(len(YS) - 1):
        merged = row in (2, 3, 4)
        if merged:
            rubbed_out(page, 2, row, row + 1)
        text(page, XS[0] + 40, YS[row] + 32, 3)
        text(page, XS[1] + 12, YS[row] + 32, 3)
        if not merged:
            text(page, XS[2] + 60, YS[row] + 32, 3)
            continue
        for item in (70, 230):  # the first gap lies over the line
            text(page, XS[2] + item, YS[row] + 32, 2)
    assert {tile for tile in tiles_of(sheet_of(page)) if tile[0] == 3 and tile[1] < 3} == {(3, 0, 1, 1), (3, 1, 1, 2)}


@pytest.mark.parametrize(("top", "is_rest"), [(44, True), (10, False)], ids=["below the text", "beside it"])
def test_what_is_left_of_a_line_does_not_part_the_white_about_it(top: int, is_rest: bool) -> None:
    """Two texts of two characters each, and an upright piece close behind the first."""
    ink = np.zeros((70, 300), np.uint8)
    for x in (20, 52, 200, 232):
        ink[8:38, x : x + 28] = 255
    ink[top : top + 20, 92:96] = 255
    cell, page = CellInk(ink, 0), PageInk(ink, 30.0, DPI / 72)
    assert cell.stands_out(94.0, page, 1.5) is is_rest


def test_a_head_row_s_texts_stand_in_the_middles_of_their_cells() -> None:
    """Those below begin at the left of theirs, and are as wide apart."""
    page = ruled(blank())
    for row in (0, 5):
        rubbed_out(page, 2, row, row + 1)
    for row in range(len(YS) - 1):
        for column in range(len(XS) - 1):
            head = row in (0, 5)
            middle = (XS[column] + XS[column + 1]) // 2
            text(page, middle - 46 if head else XS[column] + 12, YS[row] + 32, 3)
    assert {tile for tile in tiles_of(sheet_of(page)) if tile[0] == 0} == {(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)}
