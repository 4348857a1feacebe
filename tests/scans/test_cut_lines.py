"""What a cell's head or foot leaves of a line of text is told from what is left of a rule."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.scan.textlines import Area, TextLine, _cut_at
from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, ruled, sheet_of

EM = 26
LEFT, HEAD, FOOT = XS[0] + 40, YS[2], YS[3]  # of a cell


def with_text_at(page: Pixels, top: int, clip: slice) -> Pixels:
    """The page with nine characters in the cell, of which only these rows of pixels show."""
    other = page.copy()
    for number in range(9):
        glyph(other, LEFT + 30 * number, top, EM)
    page = page.copy()
    page[clip, XS[0] + 8 : XS[1] - 8] = other[clip, XS[0] + 8 : XS[1] - 8]
    return page


def lines_of_cell(page: Pixels) -> list[TextLine]:
    (cell,) = (cell for cell in sheet_of(page).cells if (cell.tile.row, cell.tile.col) == (2, 0))
    return [line for strip in cell.strips for line in strip.lines]


@pytest.mark.parametrize("rows", [6, 7])
def test_the_foot_of_a_line_at_a_cell_s_head_is_cut_text(rows: int) -> None:
    start = HEAD + 6
    page = with_text_at(filled(ruled(blank())), start + rows - EM, np.s_[start : start + rows])
    first, whole = lines_of_cell(page)
    assert first.cut_above
    assert not whole.cut_above


def test_the_head_of_a_line_at_a_cell_s_foot_is_cut_text() -> None:
    start = FOOT - 11
    page = with_text_at(filled(ruled(blank())), start, np.s_[start : start + 6])
    whole, last = lines_of_cell(page)
    assert last.cut_below
    assert not whole.cut_below


@pytest.mark.parametrize(("away", "cut"), [(1, True), (4, False)])
def test_a_pixel_of_paper_may_lie_between_what_is_left_of_a_line_and_the_rule(away: int, cut: bool) -> None:
    """城区降尘量同比下降, of whose last two characters a third was left, read 城区降尘量同比一叻 at 0.98."""
    start = FOOT - 4 - away - 9
    page = with_text_at(filled(ruled(blank())), start, np.s_[start : start + 9])
    assert lines_of_cell(page)[-1].cut_below is cut


@pytest.mark.parametrize(("high", "away", "cut"), [(9, 5, True), (9, 8, False), (24, 5, False)])
def test_a_low_rest_near_a_cell_s_end_is_cut_where_no_rule_was_found(high: int, away: int, cut: bool) -> None:
    """满意度指标, whose last character was a third and read as -, in a last row."""
    area = Area(0, 0, 400, 78)
    edges = np.zeros((78, 400), np.uint8)
    foot = TextLine(80, 78 - away - high, 105, 78 - away)
    head = TextLine(80, away - 1, 105, away - 1 + high)
    assert _cut_at(foot, edges, area, 26.0, 1).cut_below is cut
    assert _cut_at(head, edges, area, 26.0, 1).cut_above is cut


@pytest.mark.parametrize("gap", [4, 12])
def test_what_is_left_of_a_broken_rule_is_no_text(gap: int) -> None:
    page = filled(ruled(blank()))
    for number, x in enumerate(range(LEFT, XS[1] - 30, 14 + gap)):
        page[HEAD + 5 + number % 2 : HEAD + 8 + number % 2, x : x + 14] = 30
    (whole,) = lines_of_cell(page)
    assert not whole.cut_above


def test_a_figure_whose_side_a_rule_hides_is_one_line() -> None:
    """Of a 5 close to a rule its bar and its hook are left, with white between them."""
    page = filled(ruled(blank()))
    x0, x1, top = XS[0] + 6, XS[1] - 6, YS[2] + 30
    page[YS[2] + 6 : YS[3] - 6, x0:x1] = 252
    page[top : top + 3, x1 - 10 : x1] = 25
    page[top : top + 17, x1 - 10 : x1 - 7] = 25
    page[top + 14 : top + 17, x1 - 10 : x1] = 25
    page[top + 19 : top + 25, x1 - 10 : x1 - 4] = 25
    (line,) = lines_of_cell(page)
    assert (line.y0, line.y1) == pytest.approx((top, top + 25), abs=1)
