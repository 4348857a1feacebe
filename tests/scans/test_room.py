"""A text that fills its cell on a page whose cells cut lines is not certain to be whole."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.model import BBox
from shibiao.extract.scan.room import Cuts, cuts_of, may_go_on
from shibiao.extract.scan.sheet import TableArea
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area, TextLine
from shibiao.extract.tiling import Tile

EM = 40


def cell(width: int, height: int, *lines: TextLine) -> TableArea:
    strips = tuple(Strip(np.zeros((1, 1, 3), np.uint8), 0, 0, 1, (line,), EM) for line in lines)
    return TableArea(0, Tile(0, 0, 1, 1, BBox(0, 0, width, height)), Area(0, 0, width, height), strips)


LINES, SIDES = Cuts(lines=True), Cuts(sides=2)
WIDE = TextLine(20, 10, 420, 50)


@pytest.mark.parametrize(
    ("width", "height", "more"), [(440, 80, True), (470, 90, True), (500, 80, False), (440, 100, False)]
)
def test_a_text_may_go_on_where_no_character_fits_beside_it_and_no_line_below(
    width: int, height: int, more: bool
) -> None:
    assert may_go_on(cell(width, height, WIDE), "年度目标", LINES) is more
    assert not may_go_on(cell(width, height, WIDE), "年度目标", Cuts())


def test_a_short_last_line_does_not_go_on() -> None:
    short, long = TextLine(20, 60, 220, 100), TextLine(20, 60, 420, 100)
    assert not may_go_on(cell(440, 120, WIDE, short), "年度目标", LINES)
    assert may_go_on(cell(440, 120, WIDE, long), "年度目标", LINES)
    assert not may_go_on(cell(440, 120), "年度目标", LINES)


def test_where_sides_cut_a_single_line_goes_on_beside_its_cell_however_high_that_is() -> None:
    assert may_go_on(cell(440, 300, WIDE), "年度目标", SIDES)
    assert not may_go_on(cell(440, 300, WIDE, TextLine(20, 60, 420, 100)), "年度目标", SIDES)


def test_a_page_cuts_what_several_of_its_cells_do() -> None:
    foot, side = TextLine(20, 60, 420, 80, cut_below=True), TextLine(20, 10, 440, 50, cut_right=True)
    assert cuts_of([cell(440, 80, WIDE), cell(440, 80, foot), cell(440, 80, side)]) == Cuts(sides=1)
    assert cuts_of([cell(440, 80, foot), cell(440, 80, foot)]) == LINES
    assert cuts_of([cell(440, 80, side), cell(440, 80, side)]) == SIDES


@pytest.mark.parametrize(
    ("filled", "nearly", "hidden"), [(6, 0, True), (5, 0, False), (9, 3, True), (8, 3, False), (6, 6, False)]
)
def test_where_texts_fill_low_rows_more_often_than_by_chance_second_lines_are_hidden(
    filled: int, nearly: int, hidden: bool
) -> None:
    """Texts of eight ems and more leave room for one character, for two or for three as often as for none."""
    full, nearly_full, short = cell(460, 80, WIDE), cell(560, 80, WIDE), cell(460, 80, TextLine(20, 10, 300, 50))
    assert cuts_of([*[full] * filled, *[nearly_full] * nearly, *[short] * 9]).lines is hidden


def test_texts_that_fill_high_rows_hide_no_lines() -> None:
    assert not cuts_of([cell(460, 110, WIDE)] * 12).lines


def test_texts_that_fill_the_cells_of_one_column_hide_lines_whatever_others_leave() -> None:
    own, roomy = [cell(460, 80, WIDE)] * 7, cell(560, 80, WIDE)
    others = [roomy._replace(tile=roomy.tile._replace(col=1))] * 4
    assert cuts_of([*own, *others]).lines
    assert not cuts_of([*own[:5], *others]).lines


def test_where_one_cell_cuts_its_text_a_line_that_fills_another_goes_on() -> None:
    assert may_go_on(cell(425, 300, WIDE), "情发现后队伍集结时", Cuts(sides=1))
    assert not may_go_on(cell(440, 300, WIDE), "情发现后队伍集结时", Cuts(sides=1))
    assert not may_go_on(cell(425, 300, WIDE), "情发现后队伍集结时", Cuts())


def test_a_lone_character_on_a_page_that_cuts_lines_may_be_the_last_of_a_text() -> None:
    alone = cell(440, 80, TextLine(200, 10, 240, 50))
    assert may_go_on(alone, "标", LINES)
    assert not may_go_on(alone, "标", Cuts())
    assert not may_go_on(alone, "3", LINES)
