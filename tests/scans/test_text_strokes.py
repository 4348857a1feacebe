"""Rows hardly higher than their text, blurred: strokes that run together with the rules are no borders."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.model import Rule
from shibiao.extract.scan.contrast import Seen, seen_on
from shibiao.extract.scan.in_line import as_drawn
from shibiao.extract.scan.inked import is_of_characters
from shibiao.extract.scan.text_strokes import Stroke, _text, is_text, stroke_of, with_depth, without_text_strokes
from tests.scans.tables import DPI, Pixels, blank, glyph, ruled, sheet_of, tiles_of, whole_grid

PER_PT = DPI / 72
XS = (160, 520, 900, 1500)
LOW = tuple(range(300, 300 + 34 * 13, 34))  # rows of 12 points
HIGH = tuple(range(300, 300 + 60 * 8, 60))  # of 22 points


def box(page: Pixels, x: int, y: int, high: int, shade: int = 20) -> None:
    """A character like 目: its upright strokes nearly as high as the row, with others between them."""
    for stroke in (x, x + 24):
        cv2.line(page, (stroke, y), (stroke, y + high), (shade,) * 3, 2)
    for level in range(4):
        row = y + level * high // 3
        cv2.line(page, (x, row), (x + 24, row), (shade,) * 3, 2)


def blurred(page: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 1.7), np.uint8)


def tight(rows: range = range(13 - 1), paper: int = 5) -> Pixels:
    """A table of low rows with a text of such characters in one of its columns."""
    page = ruled(blank(), xs=XS, ys=LOW)
    for row in rows:
        for number in range(4):
            box(page, XS[1] + 60 + 34 * number, LOW[row] + paper, 34 - 2 * paper, 60)
    return blurred(page)


def seen(page: Pixels, rules: list[Rule]) -> Seen:
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    return with_depth(as_drawn(seen_on(np.asarray(grey, np.uint8), PER_PT), rules), rules)


def grid_rules(ys: tuple[int, ...], xs: tuple[int, ...] = XS) -> list[Rule]:
    level = [Rule("h", (y + 0.5) / PER_PT, xs[0] / PER_PT, xs[-1] / PER_PT, 0.7) for y in ys]
    return level + [Rule("v", (x + 0.5) / PER_PT, ys[0] / PER_PT, ys[-1] / PER_PT, 0.7) for x in xs]


@pytest.mark.parametrize("rows", [range(3, 4), range(2, 5), range(2, 8)], ids=["one row", "three rows", "half of them"])
def test_characters_that_touch_the_rules_divide_no_cell(rows: range) -> None:
    assert tiles_of(sheet_of(tight(rows))) == whole_grid(XS, LOW)


def test_a_stroke_is_told_from_a_border_by_its_dips_and_by_what_comes_off_it() -> None:
    rules = grid_rules(LOW)
    page = seen(tight(), rules).turned
    stroke, border = (XS[1] + 60.5) / PER_PT, (XS[1] + 0.5) / PER_PT
    for top, bottom in ((LOW[2], LOW[3]), (LOW[7], LOW[8])):
        assert is_text(page, stroke, top / PER_PT, bottom / PER_PT)
        assert not is_text(page, border, top / PER_PT, bottom / PER_PT)


def test_strokes_found_as_rules_are_left_out_and_nothing_of_them_stays() -> None:
    rules = grid_rules(LOW)
    page = seen(tight(), rules)
    place = (XS[1] + 84.5) / PER_PT
    stroke = Rule("v", place, (LOW[2] - 2) / PER_PT, (LOW[3] + 2) / PER_PT, 0.7)
    assert without_text_strokes(page, [*rules, stroke]) == rules


def test_high_rows_are_left_alone() -> None:
    """There text does not reach the rules, and a border that a copy has thinned near a crossing is a border."""
    rules = grid_rules(HIGH)
    drawn = ruled(blank(), xs=XS, ys=HIGH)
    drawn[HIGH[2] + 3 : HIGH[2] + 6, XS[1] - 3 : XS[1] + 4] = 200
    page = seen(blurred(drawn), rules)
    assert set(without_text_strokes(page, rules)) == set(rules)


def test_where_borders_dip_themselves_nothing_is_told() -> None:
    rules = grid_rules(LOW)
    drawn = ruled(blank(), xs=XS, ys=LOW)
    for y in LOW:
        for x in XS:
            drawn[y + 3 : y + 6, x - 3 : x + 4] = 252
    page = seen(drawn, rules)
    assert page.across.depth == 0.0
    assert set(without_text_strokes(page, rules)) == set(rules)


def test_a_darker_stroke_of_a_text_beside_a_border_does_not_stand_for_it() -> None:
    """A text that its cell cuts there: 条件 and the next column's 办学条件 were one cell."""
    rules = grid_rules(LOW)
    page = ruled(blank(), xs=XS, ys=LOW)
    page[page < 100] = 150
    for row in (LOW[4], LOW[7]):
        page[row + 6 : row + 28, XS[2] - 4 : XS[2] - 2] = 15
        for level in (row + 11, row + 19):
            page[level : level + 3, XS[2] - 24 : XS[2]] = 15
    kept = without_text_strokes(seen(page, rules), rules)
    assert set(kept) == set(rules)


@pytest.mark.parametrize("per_pt", [0.2, 0.5, 1.0, 1.3, 4.2])
def test_a_stroke_is_looked_at_on_a_page_of_any_resolution(per_pt: float) -> None:
    page = seen(tight(), grid_rules(LOW))._replace(per_pt=per_pt)
    for start, end in ((0.0, 5.0), (3.0, 18.0), (100.0, 112.0)):
        found = stroke_of(page, 60.0, start, end)
        assert found is None or (found.off >= 0 and found.usual >= 1.0)


def test_a_line_of_small_print_that_flows_together_is_no_border() -> None:
    """Between two columns' lines it is as long as a border; it is nowhere as dark for long."""
    xs = (160, 250, 340, 430, *XS[1:])
    rules = grid_rules(HIGH, xs)
    drawn = ruled(blank(), xs=xs, ys=HIGH)
    large = np.full((30, 31 * 27, 3), 252, np.uint8)
    for place in range(2, large.shape[1] - 28, 31):
        glyph(large, place, 2)
    small = cv2.resize(large, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    drawn[HIGH[2] + 24 : HIGH[2] + 24 + len(small), XS[1] + 20 : XS[1] + 20 + small.shape[1]] = small
    cv2.line(drawn, (XS[1], HIGH[4] + 30), (XS[2], HIGH[4] + 30), (20, 20, 20), 2)
    start, end = XS[1] / PER_PT, XS[2] / PER_PT
    print_, border = (Rule("h", y / PER_PT, start, end, 0.7) for y in (HIGH[2] + 29.5, HIGH[4] + 30.5))
    page = seen(blurred(drawn), rules)
    assert set(without_text_strokes(page, [*rules, print_, border])) == {*rules, border}


def with_feet() -> tuple[Seen, list[Rule], Rule]:
    """A page of solid lines with a row of characters: its rules, and the feet of these as one."""
    page = ruled(blank(), xs=XS, ys=HIGH)
    foot = HIGH[3] + 40
    for x in range(XS[0] + 40, XS[0] + 200, 30):
        glyph(page, x, foot - 24)
    rules = grid_rules(HIGH)
    feet = Rule("h", foot / PER_PT, (XS[0] + 42) / PER_PT, (XS[0] + 215) / PER_PT, 0.7)
    return seen(page, rules), rules, feet


def test_feet_of_characters_in_line_are_no_rule_of_a_page_whose_lines_are_solid() -> None:
    sheet, rules, feet = with_feet()
    assert is_of_characters(sheet, feet.position, feet.start, feet.end)
    assert not is_of_characters(sheet, HIGH[3] / PER_PT, feet.start, feet.end)
    assert feet not in without_text_strokes(sheet, [*rules, feet])


def test_a_double_line_in_low_rows_is_no_feet() -> None:
    """Its crossings part it into pieces of a character's size: 年度资金总额: and 696.59 ran together."""
    sheet, rules, feet = with_feet()
    beside = feet._replace(position=feet.position + 2.5)
    shorter = beside._replace(start=feet.start + 20)
    assert feet in without_text_strokes(sheet, [*rules, feet, beside])
    assert feet not in without_text_strokes(sheet, [*rules, feet, shorter])


def test_feet_of_characters_in_parts_are_none_either() -> None:
    """Strokes of 社 and 指 that touch no other are no pieces of a character's size: 0.75 of a label's ink was such."""
    page = ruled(blank(), xs=XS, ys=HIGH)
    foot = HIGH[3] + 40
    for x in range(XS[0] + 40, XS[0] + 200, 36):
        glyph(page, x, foot - 24)
        page[foot - 1 : foot + 2, x + 27 : x + 35] = 20
    start, end = (XS[0] + 42) / PER_PT, (XS[0] + 215) / PER_PT
    assert is_of_characters(seen(page, grid_rules(HIGH)), foot / PER_PT, start, end)


@pytest.mark.parametrize(
    ("off", "dip", "gone"), [(0, 0.44, False), (1, 0.44, True), (0, 0.05, True)], ids=["double", "目", "1"]
)
def test_a_double_line_that_stops_at_others_is_no_text(off: int, dip: float, gone: bool) -> None:
    """Its two lines have run together; where it meets double rules there is white between these."""
    rows = [((20.0 * n, 20.0 * n + 13), Stroke(130.0, (dip, dip), off)) for n in range(6)]
    assert bool(list(_text([*rows], 133.0))) is gone


def test_a_tick_across_one_row_of_a_double_line_makes_it_no_text() -> None:
    rows = [((20.0 * n, 20.0 * n + 13), Stroke(50.0, (0.45, 0.45), 0)) for n in range(7)]
    ticked = [*rows, ((140.0, 153.0), Stroke(32.0, (0.8, 0.0), 2))]
    assert list(_text(ticked, 47.0)) == []
    assert list(_text([*rows[:3], *ticked[-1:]], 47.0))


def test_a_stretch_that_is_not_there_where_it_meets_the_rules_is_text_be_it_dark() -> None:
    """Two lines of a row that cuts them stand in line with a column's border, and are darker than grey rules."""
    borders = [((20.0 * n, 20.0 * n + 13), Stroke(85.0, (0.9, 0.9), 0)) for n in range(6)]
    assert list(_text([((130.0, 143.0), Stroke(97.0, (0.0, 0.0), 3)), *borders], 80.0)) == [(130.0, 143.0)]
    assert not list(_text([((130.0, 143.0), Stroke(97.0, (0.4, 0.4), 3)), *borders], 80.0))


def test_a_border_whose_end_is_lost_is_no_text_where_it_goes_on_beyond_the_other() -> None:
    """A copier left half of a border in one row, and all of it in the next: the two labels beside it were one cell."""
    rules = grid_rules(LOW)
    drawn = ruled(blank(), xs=XS, ys=LOW)
    drawn[LOW[4] + 22 : LOW[5] - 2, XS[1] - 4 : XS[1] + 5] = 252
    page, border = seen(blurred(drawn), rules).turned, (XS[1] + 0.5) / PER_PT
    way, above = (LOW[4] / PER_PT, LOW[5] / PER_PT), (LOW[1] / PER_PT, (LOW[4] + 22) / PER_PT)
    assert is_text(page, border, *way)
    assert not is_text(page, border, *way, [above])
    assert is_text(page, border, *way, [(LOW[4] / PER_PT, (LOW[4] + 22) / PER_PT)])  # it ends at the crossing
    assert is_text(page, border, *way, [(LOW[5] / PER_PT - 6.5, LOW[8] / PER_PT)])  # on the other side


def test_a_text_that_touches_one_rule_is_text_still() -> None:
    rules = grid_rules(LOW)
    page, stroke = seen(tight(), rules).turned, (XS[1] + 60.5) / PER_PT
    assert is_text(page, stroke, LOW[2] / PER_PT, LOW[3] / PER_PT, [(LOW[1] / PER_PT, LOW[4] / PER_PT)])


def test_a_piece_of_a_thick_line_is_of_no_character() -> None:
    """So long are no characters, though it is of their size otherwise: a column's line had 60 points left of it."""
    page = ruled(blank(), xs=XS, ys=HIGH)
    foot = HIGH[3] + 40
    for x in range(XS[1] + 40, XS[1] + 240, 30):
        glyph(page, x, foot - 24)
        glyph(page, x, HIGH[5] + 8)
        glyph(page, x, HIGH[6] + 8)
    cv2.line(page, (XS[0] + 60, foot), (XS[0] + 160, foot), (20, 20, 20), 5)
    sheet = seen(page, grid_rules(HIGH))
    thick, feet = ((XS[0] + 40, XS[0] + 200), (XS[1] + 40, XS[1] + 240))
    assert not is_of_characters(sheet, foot / PER_PT, *(x / PER_PT for x in thick))
    assert is_of_characters(sheet, foot / PER_PT, *(x / PER_PT for x in feet))
