"""Borders that a copier lost, put back where the text shows them, and nowhere else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.scan.cell_ink import PageInk, is_between
from shibiao.extract.scan.sheet import Sheet
from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, ruled, sheet_of, text, tiles_of, whole_grid

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


def test_a_text_that_stands_on_a_rule_is_not_divided() -> None:
    """Set to the foot of its cell, it comes as near to the edge as what is left of a line does."""
    page = without_upright(ruled(blank(), "double"))
    for row in (4, 5):
        text(page, XS[1] - 170, YS[row + 1] - 31, 11)
    assert [(row, 0, 1, 2) in tiles_of(sheet_of(page)) for row in (4, 5)] == [True, True]


def test_the_white_after_a_colon_is_no_border() -> None:
    page = without_upright(ruled(blank()))
    for row in (4, 5):
        text(page, XS[1] - 100, YS[row] + 4, 2)  # at the head of its cell
        for y in (YS[row] + 14, YS[row] + 26):
            page[y - 2 : y + 2, XS[1] - 22 : XS[1] - 18] = 20
        text(page, XS[1] + 1, YS[row] + 4, 5)
    assert [(row, 0, 1, 2) in tiles_of(sheet_of(page)) for row in (4, 5)] == [True, True]


def test_a_character_that_begins_at_the_place_is_not_what_is_left_of_a_line() -> None:
    page = without_upright(ruled(blank()))
    for row in (4, 5):
        text(page, XS[1] - 97, YS[row] + 4, 2)  # at the head of its cell
        page[YS[row] + 22 : YS[row] + 28, XS[1] - 27 : XS[1] - 21] = 20  # a comma
        text(page, XS[1] + 7, YS[row] + 4, 5)
    assert [(row, 0, 1, 2) in tiles_of(sheet_of(page)) for row in (4, 5)] == [True, True]


def test_one_dash_of_a_line_between_two_texts_is_a_border() -> None:
    page = without_upright(filled(ruled(blank())))
    for row in (4, 5):
        page[YS[row] + 30 : YS[row] + 52, XS[1] : XS[1] + 2] = 20
    assert tiles_of(sheet_of(page)) == whole_grid()


def misplaced(page: Pixels) -> set[tuple[int, int]]:
    return {(cell.tile.row, cell.tile.col) for cell in sheet_of(page).cells if cell.misplaced}


def test_a_text_that_a_seal_s_frame_parts_is_doubted_on_both_sides() -> None:
    """The side of a square seal, in two rows, with the text on both sides of it."""
    page = ruled(blank())
    page = filled(page, XS[:2], YS)
    for row in (4, 5):
        text(page, XS[2] + 30, YS[row] + 32, 12)
    cv2.line(page, (XS[2] + 220, YS[4]), (XS[2] + 220, YS[6]), (20, 20, 20), 2)
    found = misplaced(page)
    assert {(4, 2), (4, 3), (5, 2), (5, 3)} == found


def test_texts_of_two_columns_are_not_doubted_though_they_stand_close() -> None:
    page = ruled(blank())
    for row in range(len(YS) - 1):
        text(page, XS[1] - 36 - 32 * 5, YS[row] + 32, 6)
        text(page, XS[1] + 8, YS[row] + 32, 6)
    assert not misplaced(page)


def test_rows_that_may_have_run_together_are_doubted() -> None:
    """Nothing is drawn between them, and their texts stand too close to tell that something was."""
    ys = tuple(range(300, 300 + 12 * 36, 36))
    page = filled(ruled(blank(), ys=ys), ys=ys)
    page[ys[5] - 4 : ys[5] + 5, XS[1] + 4 : XS[2] - 4] = 252
    sheet = sheet_of(page)
    assert (4, 1, 2, 1) in tiles_of(sheet)
    assert (4, 1) in {(cell.tile.row, cell.tile.col) for cell in sheet.cells if cell.misplaced}


def test_a_text_of_which_a_part_stands_beyond_the_table_s_side_is_doubted() -> None:
    """The right side is taken to run through a figure: its last character is not in the cell."""
    page = ruled(blank())
    page = filled(page, XS[:2], YS)
    text(page, XS[-1] - 100, YS[4] + 32, 3)
    assert not misplaced(page)
    glyph(page, XS[-1] + 6, YS[4] + 32)
    assert misplaced(page) == {(4, 2)}


def figure(page: Pixels, x: int, y: int) -> None:
    """A narrow sign, half as wide as a character."""
    cv2.rectangle(page, (x, y), (x + 10, y + 22), (25, 25, 25), 3)


def test_single_figures_on_both_sides_of_a_lost_border_are_two_cells() -> None:
    """Set to the right, one ends where the border was."""
    page = without_upright(ruled(blank()))
    for y in YS[:-1]:
        figure(page, XS[1] - 15, y + 34)
        figure(page, XS[2] - 15, y + 34)
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_colon_or_a_comma_where_the_border_would_be_is_no_dash_of_it() -> None:
    for marks in (((48, 3), (60, 3)), ((58, 6),)):
        page = without_upright(ruled(blank()))
        text(page, XS[1] - 104, YS[4] + 32, 3)
        text(page, XS[1] + 26, YS[4] + 32, 4)
        for y, high in marks:
            page[YS[4] + y : YS[4] + y + high, XS[1] - 2 : XS[1] + 2] = 20
        assert (4, 0) in {tile[:2] for tile in tiles_of(sheet_of(page)) if tile[3] == 2}


def test_one_border_is_not_lost_by_itself_where_lines_are_solid() -> None:
    """A text and a date with white between them stand over a column's line: （盖章） 2024年3月18日."""
    page = filled(ruled(blank()))
    page[YS[-2] + 4 : YS[-1] - 4, XS[0] + 4 : XS[2] - 4] = 252
    text(page, XS[1] - 170, YS[-2] + 32, 4)
    text(page, XS[1] + 30, YS[-2] + 32, 5)
    assert (len(YS) - 2, 0, 1, 2) in tiles_of(sheet_of(page))


def test_it_is_where_both_texts_stand_as_those_of_their_columns_do() -> None:
    page = filled(ruled(blank()))
    page[YS[-2] + 4 : YS[-1] - 4, XS[1] - 6 : XS[1] + 7] = 252
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_piece_of_the_lost_border_below_the_texts_is_no_text() -> None:
    page = without_upright(filled(ruled(blank())))
    page[YS[4] + 60 : YS[4] + 75, XS[1] - 2 : XS[1] + 2] = 20
    assert tiles_of(sheet_of(page)) == whole_grid()


def two_texts_over_three_rows() -> Pixels:
    """A page on which two level rules have no piece in the first column, whose texts stand on no level of a row."""
    page = filled(ruled(blank()))
    page[YS[2] + 4 : YS[5] - 3, XS[0] + 4 : XS[1] - 3] = 252
    text(page, XS[0] + 60, YS[2] + 20, 4)
    text(page, XS[0] + 60, YS[4] - 10, 4)
    return page


def test_both_ends_of_a_border_tell_it() -> None:
    page = two_texts_over_three_rows()
    assert (2, 0, 3, 1) in tiles_of(sheet_of(page))
    for x0, x1 in ((XS[0], XS[0] + 22), (XS[1] - 16, XS[1])):
        page[YS[3] - 1 : YS[3] + 1, x0:x1] = 20
    found = tiles_of(sheet_of(page))
    assert (2, 0, 1, 1) in found
    assert (3, 0, 2, 1) in found


def test_rules_that_run_on_a_little_beyond_a_crossing_are_no_ends() -> None:
    page = two_texts_over_three_rows()
    for x0, x1 in ((XS[0], XS[0] + 7), (XS[1] - 7, XS[1])):
        page[YS[3] - 1 : YS[3] + 1, x0:x1] = 20
    assert (2, 0, 3, 1) in tiles_of(sheet_of(page))


def test_text_between_the_ends_of_what_may_be_a_border_goes_on() -> None:
    page = two_texts_over_three_rows()
    for x0, x1 in ((XS[0], XS[0] + 22), (XS[1] - 16, XS[1])):
        page[YS[3] - 1 : YS[3] + 1, x0:x1] = 20
    text(page, XS[0] + 60, YS[3] - 13, 4)
    assert (2, 0, 3, 1) in tiles_of(sheet_of(page))


def test_dirt_in_a_merged_label_does_not_part_its_rows() -> None:
    page = filled(ruled(blank()))
    page[YS[2] + 4 : YS[7] - 3, XS[0] + 4 : XS[1] - 3] = 252
    for row in range(3, 7):
        page[YS[row] - 3 : YS[row] + 4, XS[0] + 3 : XS[1] - 2] = 252
    text(page, XS[0] + 120, YS[2] + 32, 4)
    cv2.ellipse(page, (XS[0] + 300, YS[6] + 45), (7, 5), 0, 0, 360, (20, 20, 20), -1)
    assert (2, 0, 5, 1) in tiles_of(sheet_of(page))


def test_lines_as_far_apart_as_rows_are_doubted() -> None:
    """The copy is askew: they do not stand on the levels of the rows beside."""
    page = without_level(filled(ruled(blank())))
    page[YS[3] + 3 : YS[5] - 2, XS[1] + 3 : XS[2] - 2] = 252
    text(page, XS[1] + 100, YS[4] - 48, 4)
    text(page, XS[1] + 100, YS[4] + 46, 4)
    doubted = {(c.tile.row, c.tile.col, c.tile.rowspan) for c in sheet_of(page).cells if c.misplaced}
    assert doubted == {(3, 1, 2)}


def test_a_pen_s_stroke_across_a_border_does_not_take_it() -> None:
    """A tick in a low row: what is left of the border on both sides of it is short."""
    low = tuple(range(300, 300 + 50 * 13, 50))
    page = filled(ruled(blank(), ys=low), ys=low)
    cv2.line(page, (XS[1] - 26, low[4] + 22), (XS[1] - 10, low[4] + 36), (20, 20, 20), 5)
    cv2.line(page, (XS[1] - 10, low[4] + 36), (XS[1] + 34, low[4] + 12), (20, 20, 20), 5)
    assert tiles_of(sheet_of(page)) == whole_grid(XS, low)


def aligned(lost: int = 4) -> Pixels:
    """A table whose texts end and begin close to its second line, of which one row has lost its piece."""
    page = ruled(blank())
    page[YS[lost] + 4 : YS[lost + 1] - 4, XS[1] - 6 : XS[1] + 7] = 252
    for row in range(len(YS) - 1):
        text(page, XS[1] - 12 - 32 * 4, YS[row] + 32, 4)
        text(page, XS[1] + 8, YS[row] + 32, 4)
    return page


def test_a_border_that_goes_on_above_and_below_parts_texts_that_stand_as_their_columns_do() -> None:
    page = aligned()
    assert (4, 0, 1, 1) in tiles_of(sheet_of(page))
    text(page, XS[1] - 12 - 32 * 6, YS[4] + 32, 2)  # nor begins, nor ends as others of its column do
    page[YS[4] + 4 : YS[5] - 4, XS[1] - 44 : XS[1] - 8] = 252
    assert (4, 0, 1, 2) in tiles_of(sheet_of(page))


def test_in_a_table_s_last_row_it_need_go_on_above_only() -> None:
    last = len(YS) - 2
    assert (last, 0, 1, 1) in tiles_of(sheet_of(aligned(last)))


def test_what_is_left_of_a_border_beside_a_text_tells_where_it_runs() -> None:
    """A quarter of it, three pixels off its line's usual place, with little white to the text behind it."""
    page = aligned()
    page[YS[4] + 28 : YS[4] + 62, XS[0] + 9 : XS[2] - 9] = 252
    text(page, XS[1] - 18 - 32 * 4, YS[4] + 32, 4)
    text(page, XS[1] + 11, YS[4] + 32, 4)
    cv2.line(page, (XS[1] - 3, YS[4] + 28), (XS[1] - 3, YS[4] + 52), (20, 20, 20), 2)
    assert (4, 0, 1, 1) in tiles_of(sheet_of(page))


def test_a_long_text_with_white_inside_is_not_parted_where_some_is_at_a_line() -> None:
    """After a comma there is as much: 维修改造8所中小学校舍，|更换课桌椅 was two cells."""
    page = aligned()
    assert (4, 0, 1, 1) in tiles_of(sheet_of(page))
    text(page, XS[1] + 8 + 32 * 4 + 14, YS[4] + 32, 4)
    assert (4, 0, 1, 2) in tiles_of(sheet_of(page))


@pytest.mark.parametrize(("y", "between"), [(640, True), (660, True), (670, False), (602, True), (595, False)])
def test_a_line_whose_rest_touches_a_text_lies_between_two_texts_all_the_same(y: int, between: bool) -> None:
    page = PageInk(np.zeros((9, 9), np.uint8), 28.0, 2.78)
    assert is_between(y / page.per_pt, (577, 605), (658, 695), page) is between
