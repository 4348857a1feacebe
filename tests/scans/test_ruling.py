"""Ruling lines from pixels: every kind of line, and what looks like one."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.scanner_streaks import flattened
from shibiao.extract.scan.streaks import streaks_on
from shibiao.extract.scan.strokes import stroke_rules
from tests.scans.tables import (
    DPI,
    XS,
    YS,
    Style,
    blank,
    filled,
    glyph,
    noisy,
    picture,
    ruled,
    sheet_of,
    tiles_of,
    whole_grid,
)


@pytest.mark.parametrize("style", ["thin", "thick", "double", "dotted", "dashed", "long dashes", "faint", "broken"])
@pytest.mark.parametrize("noise", [0.0, 5.0])
def test_every_kind_of_line_makes_the_grid(style: Style, noise: float) -> None:
    page = filled(ruled(blank(), style))
    sheet = sheet_of(noisy(page, noise) if noise else page)
    assert tiles_of(sheet) == whole_grid()
    assert all(len(cell.strips) == 1 for cell in sheet.cells)


def test_a_missing_outer_border_is_added() -> None:
    sheet = sheet_of(filled(ruled(blank(), outer=False)))
    assert tiles_of(sheet) == whole_grid()


def test_rules_are_placed_to_a_fraction_of_a_pixel() -> None:
    (frame,) = sheet_of(ruled(blank())).frames
    found = [x * DPI / 72 for x in frame.xs]
    assert np.abs(np.array(found) - np.array(XS)).max() < 1.0


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_merged_cells_come_back_as_one(data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(YS) - 3))
    col = data.draw(st.integers(0, len(XS) - 3))
    page = ruled(blank())
    x0, x1 = XS[col] + 4, XS[col + 2] - 4
    y0, y1 = YS[row] + 4, YS[row + 1] - 4
    cv2.rectangle(page, (x0, y0), (x1, y1), (252, 252, 252), -1)
    assert (row, col, 1, 2) in tiles_of(sheet_of(page))


def test_a_table_that_runs_over_the_edge_of_the_picture_keeps_its_rows() -> None:
    page = filled(ruled(blank()))[:, XS[0] + 40 :]
    rows = {tile[0] for tile in tiles_of(sheet_of(page))}
    assert len(rows) == len(YS) - 1


def test_copiers_streaks_are_no_columns() -> None:
    page = filled(ruled(noisy(blank(240), 3.0)))
    for x in (330, 1210):
        page[:, x - 1 : x + 1] = (page[:, x - 1 : x + 1] * 0.6).astype(np.uint8)
    assert tiles_of(sheet_of(page)) == whole_grid()


@pytest.mark.parametrize("darkness", [0.25, 0.6, 0.8])
@pytest.mark.parametrize("degrees", [0.4, -0.8, 2.5])
def test_a_streak_on_a_sheet_that_lies_askew_is_taken_off(degrees: float, darkness: float) -> None:
    """It runs along the scanner's axis, the rules along the sheet's."""
    page = filled(ruled(noisy(blank(240), 3.0)))
    height, width = page.shape[:2]
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    page = cv2.warpAffine(page, turned, (width, height), borderValue=(250, 250, 250))
    streaked = page.copy()
    streaked[:, 729:731] = (page[:, 729:731] * darkness).astype(np.uint8)
    flat, plain = (flattened(separate_print(picture(one)), DPI / 72).ruled for one in (streaked, page))
    assert float((cv2.absdiff(flat, plain) > 30).mean()) < 3e-4  # the streak is 1.2e-3 of the page
    assert tiles_of(sheet_of(streaked)) == whole_grid()


@pytest.mark.parametrize(("end", "streaks"), [(1500, 0), (1654, 1)], ids=["rule", "streak"])
def test_a_dark_line_is_a_streak_only_where_both_margins_show_it(end: int, streaks: int) -> None:
    """A rule of a table that goes on beyond the picture's left edge ends where the right margin is printed on."""
    page = noisy(blank(240), 3.0)
    page[998:1002, :end] = 60
    if end == 1500:
        for y in range(60, page.shape[0] - 60, 44):
            glyph(page, 1590, y)
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    found = streaks_on(grey, np.full_like(grey, 255), 200 / 72)
    assert len(found) == streaks


def test_a_rule_at_which_columns_end_is_no_streak() -> None:
    """A table that comes up to both edges of the sheet: its rules cross the margins."""
    page = noisy(blank(240), 3.0)
    page[998:1002] = 60
    crossed = page.copy()
    for x in (400, 800, 1200):
        page[1002:1100, x : x + 4] = 60
        crossed[900:1100, x : x + 4] = 60
    for one, streaks in ((page, 0), (crossed, 1)):
        grey = cv2.cvtColor(one, cv2.COLOR_RGB2GRAY)
        assert len(streaks_on(grey, np.full_like(grey, 255), 200 / 72)) == streaks


def test_a_double_border_of_one_low_row_is_found() -> None:
    """Of each of its lines paper is on one side only."""
    ys = tuple(range(300, 300 + 50 * 8, 50))
    page = ruled(blank(), "double", ys=ys)
    page[ys[1] + 6 : ys[5] - 6, XS[1] - 6 : XS[1] + 7] = 252
    for row in (ys[2], ys[3], ys[4]):
        page[row - 2 : row + 3, XS[1] - 6 : XS[1] + 7] = page[row - 2 : row + 3, XS[1] - 20 : XS[1] - 7]
    page[ys[3] : ys[4], XS[1] - 6 : XS[1] + 7] = page[ys[6] : ys[7], XS[1] - 6 : XS[1] + 7]
    tiles = tiles_of(sheet_of(filled(page, ys=ys)))
    assert {(3, 0, 1, 1), (3, 1, 1, 1)} <= set(tiles)


def test_a_shade_in_the_other_margin_makes_no_streak_of_a_rule() -> None:
    """A table that begins in the margin: paper is a little darker here and there."""
    page = noisy(blank(240), 1.0)
    page[998:1002, :1500] = 60
    page[998:1002, 1616:] -= 6  # on half of the margin
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    assert streaks_on(grey, np.full_like(grey, 255), 200 / 72) == []


def test_faint_columns_beside_which_print_stands_are_whole() -> None:
    """A dotted border so faint that it shows only where no print is near."""
    page = ruled(noisy(blank(246), 2.5), "thin", xs=(XS[0], XS[-1]))
    for x in XS[1:-1]:
        page[YS[0] : YS[-1] : 6, x - 1 : x + 1] = 190
    page = filled(page, xs=(XS[0], XS[1], XS[2], XS[3]))
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_grey_seal_makes_no_rules() -> None:
    page = filled(ruled(blank()))
    cv2.circle(page, (1180, 560), 150, (130, 130, 130), 7)
    assert tiles_of(sheet_of(page)) == whole_grid()


@pytest.mark.parametrize("style", ["dotted", "dashed", "long dashes"])
def test_dots_with_a_text_close_to_them_are_rules(style: Style) -> None:
    """Large print right under each rule, nearly all along it."""
    page = ruled(blank(), style)
    for y in YS[1:-1]:
        for x0, x1 in pairwise(XS):
            for x in range(x0 + 12, x1 - 40, 31):
                glyph(page, x, y + 6, 28)
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_dashed_line_that_leans_by_a_pixel_has_paper_beside_it() -> None:
    """Half of it lies on the row above; its own ink there is no text. Print stands close below a part of it."""
    dark = np.zeros((40, 700), np.uint8)
    for start in range(20, 660, 45):  # dashes that begin anew in each row
        top = 10 + int(start > 290)
        for at, stop in ((0, 12), (16, 41)):
            dark[top : top + 3, start + at : start + stop] = 255
    dark[15:30, 300:560:2] = 255
    (rule,) = stroke_rules(dark, "h", 200 / 72)
    assert rule.end - rule.start > 220


def test_dashes_that_a_lifted_seal_took_along_do_not_end_their_line() -> None:
    page = ruled(blank(), "long dashes")
    page[YS[3] - 30 : YS[6] + 30, 560:640] = 252
    page[YS[2] - 30 : YS[5] + 30, 1100:1170] = 252
    assert tiles_of(sheet_of(filled(page))) == whole_grid()


def test_strokes_that_reach_into_the_gaps_of_a_dashed_border_stay() -> None:
    """The head of 申 is not cut off, which would make 甲 of it."""
    page = filled(ruled(blank(), "long dashes"))
    y = YS[4]
    gaps = np.flatnonzero((page[y - 1 : y + 2, XS[1] + 60 : XS[2] - 60, 0] > 200).all(axis=0)) + XS[1] + 60
    runs = np.split(gaps, np.flatnonzero(np.diff(gaps) > 1) + 1)
    middles = [int(run.mean()) for run in runs if len(run) > 7]
    assert middles
    for x in middles:
        page[y - 2 : y + 30, x - 1 : x + 2] = 25
    sheet = sheet_of(page)
    below = [s for cell in sheet.cells if (cell.tile.row, cell.tile.col) == (4, 1) for s in cell.strips]
    assert min(line.y0 for strip in below for line in strip.lines) <= y + 2  # without the dash's own margin: y + 5


def test_a_rule_above_which_a_line_of_text_stands_is_no_streak() -> None:
    """The only upright rule of a table's first row, whose outer borders are not drawn, ends below a label."""
    ys = (500, *YS[5:])
    page = filled(ruled(blank(), ys=ys, outer=False), ys=ys)
    for number in range(8):
        glyph(page, XS[1] - 120 + 32 * number, ys[0] - 45)
    tiles = tiles_of(sheet_of(page))
    assert all(sum(1 for tile in tiles if tile[0] == row) >= 3 for row in range(1, len(ys) - 2))
