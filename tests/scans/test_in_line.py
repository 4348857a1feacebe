"""Strokes of text in line with rules: no borders in rows as low as their text."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from shibiao.extract.model import Rule
from shibiao.extract.scan.contrast import seen_on
from shibiao.extract.scan.in_line import as_drawn, ends_short, without_strokes
from tests.scans.tables import DPI, Pixels, Style, blank, filled, ruled, sheet_of, tiles_of, whole_grid

PER_PT = DPI / 72
LOW = tuple(range(300, 300 + 34 * 13, 34))  # rows of 12 points
XS = (160, 520, 900, 1500)


def with_stroke(page: Pixels, x: int, rows: range, paper: int = 4) -> Pixels:
    """The page with a column of strokes at ``x``, each as high as its row but for some pixels of paper."""
    page = page.copy()
    for row in rows:
        cv2.line(page, (x, LOW[row] + paper), (x, LOW[row + 1] - paper), (20, 20, 20), 2)
    return page


def merged(page: Pixels, x: int, rows: range) -> Pixels:
    """The page without the border at ``x`` in these rows."""
    page = page.copy()
    for row in rows:
        page[LOW[row] + 2 : LOW[row + 1] - 1, x - 2 : x + 3] = 252
    return page


@pytest.mark.parametrize("count", [1, 2, 3])
def test_strokes_in_line_with_a_border_do_not_go_on_with_it(count: int) -> None:
    rows = range(4, 4 + count)
    page = with_stroke(merged(ruled(blank(), ys=LOW), XS[1], rows), XS[1], rows)
    found = tiles_of(sheet_of(page))
    assert [(row, 0, 1, 2) in found for row in rows] == [True] * count
    assert sum(1 for tile in found if tile[3] > 1) == count


def test_strokes_over_each_other_are_no_border_of_their_own() -> None:
    page = with_stroke(ruled(blank(), ys=LOW), 700, range(3, 7))
    assert tiles_of(sheet_of(page)) == whole_grid(XS, LOW)


def test_an_opening_of_a_low_row_stays_open() -> None:
    """A group's header over three columns, in a row of 12 points: nothing is drawn there."""
    page = merged(merged(ruled(blank(), ys=LOW), XS[1], range(5, 6)), XS[2], range(5, 6))
    assert (5, 0, 1, 3) in tiles_of(sheet_of(page))


def test_a_title_s_stroke_above_the_table_is_no_border() -> None:
    page = ruled(blank(), ys=LOW)
    cv2.line(page, (XS[2], LOW[0] - 44), (XS[2], LOW[0] - 6), (20, 20, 20), 3)
    cv2.line(page, (XS[1] - 9, LOW[0] - 24), (XS[1] + 9, LOW[0] - 24), (20, 20, 20), 3)
    assert tiles_of(sheet_of(page)) == whole_grid(XS, LOW)


def test_low_rows_with_text_in_every_cell_keep_all_borders() -> None:
    page = ruled(blank(), ys=LOW)
    for x0, x1 in pairwise(XS):
        for y0 in LOW[:-1]:
            cv2.putText(page, "HEH", ((x0 + x1) // 2 - 30, y0 + 28), cv2.FONT_HERSHEY_PLAIN, 1.6, (20, 20, 20), 2)
    assert tiles_of(sheet_of(page)) == whole_grid(XS, LOW)


def test_dashes_are_not_taken_for_strokes() -> None:
    """Where lines have gaps of their own, paper before a rule says nothing."""
    page = filled(ruled(blank(), "dashed"))
    seen = seen_on(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), PER_PT)
    rules = [Rule("h", y / PER_PT, 160 / PER_PT, 1500 / PER_PT, 0.7) for y in range(300, 1200, 90)]
    assert not as_drawn(seen, rules).along.solid
    assert without_strokes(seen, rules) == rules


def test_what_ends_short_is_told_by_paper_before_both_crossings() -> None:
    grey = np.full((400, 400), 252, np.uint8)
    grey[100:300, 199:202] = 20
    page = seen_on(np.ascontiguousarray(grey.T), PER_PT)
    position, start, end = 200.5 / PER_PT, 100 / PER_PT, 140 / PER_PT
    assert not ends_short(page, position, start, end)
    grey[100:104, 190:210], grey[136:140, 190:210] = 252, 252
    assert ends_short(seen_on(np.ascontiguousarray(grey.T), PER_PT), position, start, end)


@pytest.mark.parametrize(("style", "solid"), [("thin", True), ("double", True), ("dashed", False), ("dotted", False)])
@pytest.mark.parametrize("blur", [0.6, 1.6, 2.4])
def test_gaps_that_blur_has_closed_are_told_from_solid_lines(style: Style, solid: bool, blur: float) -> None:
    grey = cv2.cvtColor(ruled(blank(), style, ys=LOW), cv2.COLOR_RGB2GRAY)
    rules = [Rule("h", y / PER_PT, XS[0] / PER_PT, XS[-1] / PER_PT, 0.7) for y in LOW]
    assert as_drawn(seen_on(cv2.GaussianBlur(grey, (0, 0), blur), PER_PT), rules).along.solid is solid


@pytest.mark.parametrize("blur", [0.6, 1.6])
def test_borders_of_blurred_dashes_in_low_rows_stay(blur: float) -> None:
    """A gap of a dash lies before one crossing or both: that is no row of strokes."""
    page = cv2.GaussianBlur(ruled(blank(), "dashed", ys=LOW), (0, 0), blur)
    assert tiles_of(sheet_of(np.asarray(page, np.uint8))) == whole_grid(XS, LOW)


def test_a_bracket_in_line_with_a_dotted_border_does_not_go_on_with_it() -> None:
    rows = range(4, 6)
    page = blank()
    for y in LOW:
        page[y : y + 2, XS[0] : XS[-1] : 4] = page[y : y + 2, XS[0] + 1 : XS[-1] : 4] = 20
    for x in XS:
        page[LOW[0] : LOW[-1] : 4, x : x + 2] = page[LOW[0] + 1 : LOW[-1] : 4, x : x + 2] = 20
    page = with_stroke(merged(page, XS[1], rows), XS[1], rows, paper=9)
    assert [(row, 0, 1, 2) in tiles_of(sheet_of(page)) for row in rows] == [True, True]


@pytest.mark.parametrize("pitch", [34, 28], ids=["white between", "hardly any"])
def test_a_long_line_of_text_in_line_with_a_solid_rule_does_not_go_on_with_it(pitch: int) -> None:
    """A merged cell's text stands on the level of a rule beside it, and its strokes cover most of the way."""
    rows, xs = tuple(range(300, 1200, 60)), (160, 520, 680, 1500)
    page = ruled(blank(), xs=xs, ys=rows)
    page[rows[5] - 3 : rows[5] + 4, xs[1] + 3 : xs[2] - 2] = 252
    for x in range(xs[1] + 10, xs[2] - 30, pitch):
        cv2.line(page, (x, rows[5]), (x + 24, rows[5]), (20, 20, 20), 2)
        cv2.line(page, (x + 12, rows[5] - 12), (x + 12, rows[5] + 12), (20, 20, 20), 2)
    level = [Rule("h", (y + 0.5) / PER_PT, xs[0] / PER_PT, xs[-1] / PER_PT, 0.7) for y in rows]
    upright = [Rule("v", (x + 0.5) / PER_PT, rows[0] / PER_PT, rows[-1] / PER_PT, 0.7) for x in xs]
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    left = without_strokes(as_drawn(seen_on(grey, PER_PT), [*level, *upright]), [*level, *upright])
    own = sorted((rule.start, rule.end) for rule in left if rule.axis == "h" and rule.position == level[5].position)
    assert own == [
        (pytest.approx(a / PER_PT, abs=0.5), pytest.approx(b / PER_PT, abs=0.5)) for a, b in (xs[:2], xs[2:])
    ]


def test_a_stroke_of_a_line_close_under_the_table_does_not_lengthen_a_rule() -> None:
    page = ruled(blank(), ys=LOW)
    whole = tiles_of(sheet_of(page))
    cv2.line(page, (XS[1], LOW[-1] + 3), (XS[1], LOW[-1] + 26), (20, 20, 20), 2)
    for x in (-12, 12):
        cv2.line(page, (XS[1] + x, LOW[-1] + 16), (XS[1] + 2 * x, LOW[-1] + 25), (20, 20, 20), 2)
    assert tiles_of(sheet_of(page)) == whole


def test_a_text_in_line_with_dashes_is_told_by_one_long_gap_and_longer_pieces() -> None:
    """It comes close up to the line above, and leaves white above the line below."""
    ys = tuple(range(300, 300 + 60 * 13, 60))
    page = ruled(blank(), "dashed", ys=ys)
    page[ys[4] + 4 : ys[5] - 3, XS[1] - 2 : XS[1] + 3] = 252
    cv2.line(page, (XS[1], ys[4] + 6), (XS[1], ys[4] + 34), (20, 20, 20), 2)
    tiles = tiles_of(sheet_of(page))
    assert (4, 0, 1, 2) in tiles
    assert (3, 0, 1, 1) in tiles
