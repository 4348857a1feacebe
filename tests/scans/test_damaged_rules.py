"""Rules that a copier has damaged, lines that are no table's, and dotted lines told by the distance of their dots."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.broken import is_broken
from shibiao.extract.scan.contrast import Seen, seen_on
from shibiao.extract.scan.dashes import with_dashed
from shibiao.extract.scan.dots import _usual, has_dots, lacks_dots, of_one_kind, page_pitches, with_dotted
from shibiao.extract.scan.in_line import as_drawn
from shibiao.extract.scan.loose_ends import rest_of_borders
from shibiao.extract.scan.rules import find_ruling
from shibiao.extract.scan.settle import settled
from tests.scans.tables import DPI, XS, YS, Pixels, blank, filled, glyph, noisy, ruled, sheet_of, tiles_of, whole_grid

PER_PT = DPI / 72
OPEN = (40, 40, 1614, 2290)  # a border about the page


def framed(page: Pixels, box: tuple[int, int, int, int] = OPEN) -> Pixels:
    page = page.copy()
    x0, y0, x1, y1 = box
    cv2.rectangle(page, (x0, y0), (x1, y1), (20, 20, 20), 2)
    return page


@pytest.mark.parametrize("outer", [True, False])
def test_a_border_about_the_page_is_no_table(outer: bool) -> None:
    """Nor do the lines of a table with open sides go on to it."""
    page = filled(ruled(blank(), outer=outer))
    plain, bordered = sheet_of(page), sheet_of(framed(page))
    assert tiles_of(bordered) == tiles_of(plain) == whole_grid()
    assert [frame.bbox.x1 for frame in bordered.frames] == pytest.approx([f.bbox.x1 for f in plain.frames], abs=1.5)


def test_the_edge_of_the_paper_beside_a_table_with_open_sides_is_not_its_side() -> None:
    page = filled(ruled(blank(), outer=False))
    cv2.line(page, (1600, 60), (1600, 1500), (20, 20, 20), 3)
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_the_open_foot_of_a_table_stays_its_own_above_another_table() -> None:
    xs = (160, 400, 640, 880, 1120, 1500)
    above = ruled(blank(), xs=xs, ys=(300, 390, 480, 570), outer=False)
    both = ruled(above, xs=xs, ys=(1300, 1390, 1480, 1570))
    heads = [round(frame.bbox.y0 * PER_PT) for frame in sheet_of(both).frames]
    feet = [round(frame.bbox.y1 * PER_PT) for frame in sheet_of(both).frames]
    assert heads == pytest.approx([300, 1300], abs=4)
    assert feet == pytest.approx([570, 1570], abs=4)


@pytest.mark.parametrize("lost", [60, 120])
def test_what_a_copier_lost_in_the_middle_of_a_border_does_not_open_it(lost: int) -> None:
    page = filled(ruled(blank()))
    middle = (XS[1] + XS[2]) // 2
    page[YS[4] - 3 : YS[4] + 4, middle - lost // 2 : middle + lost // 2] = 252
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_one_end_of_a_border_is_enough_where_its_line_goes_on() -> None:
    page = filled(ruled(blank()))
    page[YS[4] - 3 : YS[4] + 4, XS[1] + 60 : XS[2] - 3] = 252
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_gap_is_closed_only_between_two_crossings() -> None:
    upright = [Rule("v", x, 0, 100, 1) for x in (0.0, 100.0, 200.0)]
    top, foot = Rule("h", 0, 0, 200, 1), Rule("h", 100, 0, 200, 1)

    def covered(*pieces: tuple[float, float]) -> float:
        found = settled([top, foot, *(Rule("h", 50, start, end, 1) for start, end in pieces)], upright)
        return sum(r.end - r.start for r in found if r.axis == "h" and r.position == 50)

    assert covered((0, 42), (60, 200)) == pytest.approx(200)
    assert covered((0, 20), (80, 200)) == pytest.approx(100)
    assert covered((0, 100), (200, 200)) == pytest.approx(100)


def test_tables_one_above_the_other_stay_apart_where_the_first_column_has_no_foot() -> None:
    """A label that goes on over all rows of its column has no border at its foot, as word processors print it."""
    upright = [Rule("v", x, y, y + 100, 1) for x in (0.0, 20.0, 100.0, 200.0) for y in (0.0, 140.0)]
    heads = [Rule("h", y, 0, 200, 1) for y in (0.0, 140.0)]
    others = [Rule("h", y + below, 20, 200, 1) for y in (0.0, 140.0) for below in (30.0, 60.0, 100.0)]
    found = settled([*heads, *others], upright)
    assert not [r for r in found if r.axis == "v" and r.start < 119 and r.end > 121]


def test_two_lines_of_a_double_rule_that_run_together_are_a_rule() -> None:
    page = filled(ruled(blank(), "double"))
    for x in XS:
        cv2.line(page, (x, YS[2]), (x, YS[7]), (20, 20, 20), 11)
    assert tiles_of(sheet_of(page)) == whole_grid()


def dotted(noise: float = 0.0, dark: int = 20, pitch: int = 4) -> Pixels:
    """The table in dots of two pixels, ``pitch`` apart, as hairlines of a word processor are."""
    page = blank()
    for y in YS:
        for x in range(XS[0], XS[-1], pitch):
            page[y : y + 2, x : x + 2] = dark
    for x in XS:
        for y in range(YS[0], YS[-1], pitch):
            page[y : y + 2, x : x + 2] = dark
    return noisy(page, noise) if noise else page


def seen(page: Pixels) -> Seen:
    return seen_on(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), PER_PT)


def both(page: Pixels) -> tuple[Seen, Seen]:
    """A page for lines along x, and turned for those along y."""
    return seen(page), seen(page).turned


@pytest.mark.parametrize("noise", [0.0, 4.0])
def test_dots_are_told_by_their_distance_in_both_directions(noise: float) -> None:
    pitches = page_pitches(seen(filled(dotted(noise))))
    assert pitches == pytest.approx((4 / PER_PT, 4 / PER_PT), rel=0.01)


def test_pages_without_dots_have_no_distance() -> None:
    for page in (filled(ruled(blank())), filled(ruled(blank(), "dashed")), noisy(filled(ruled(blank())), 5.0), blank()):
        assert page_pitches(seen(page)) is None


def test_faint_dots_draw_their_table() -> None:
    page, rules = with_dotted(seen(dotted(3.0, dark=236)), [])
    assert page.along.pitch == pytest.approx(4 / PER_PT, rel=0.02)
    level = sorted(rule.position * PER_PT for rule in rules if rule.axis == "h")
    assert level == pytest.approx([y + 1 for y in YS], abs=1.5)
    assert sorted(r.position * PER_PT for r in rules if r.axis == "v") == pytest.approx([x + 1 for x in XS], abs=1.5)


def test_text_close_to_a_dotted_border_does_not_hide_it() -> None:
    page = filled(dotted())
    for x in range(XS[1] + 20, XS[2] - 40, 34):
        cv2.line(page, (x, YS[4] - 2), (x + 24, YS[4] - 2), (25, 25, 25), 2)
        cv2.line(page, (x + 12, YS[4] - 24), (x + 12, YS[4] - 2), (25, 25, 25), 2)
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_text_cut_at_a_line_of_wide_dots_does_not_hide_it() -> None:
    """The cell below cuts its text along the whole line: strokes come up to the middle of the dots."""
    page = blank()
    for y in YS:
        for x in range(XS[0], XS[-1], 10):
            cv2.circle(page, (x, y), 2, (60, 60, 60), -1)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), (60, 60, 60), 2)
    cut = filled(page)
    for x in range(XS[1] + 8, XS[2] - 30, 28):
        glyph(cut, x, YS[4] - 12)
    page[YS[4] + 1 : YS[5] - 4] = cut[YS[4] + 1 : YS[5] - 4]
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_text_cut_along_nearly_all_of_a_line_of_wide_dots_does_not_hide_it() -> None:
    """Its columns have no line there, so that the cell below was one with it; beside the table's side dots show."""
    pitch, xs = 7, (160, 260, 1500)
    page = filled(blank(), xs, YS)
    for y in YS:
        for x in range(xs[0], xs[-1], pitch):
            page[y - 1 : y + 2, x : x + 3] = 20
    for x in xs:
        for y in range(YS[0], YS[-1], pitch):
            page[y : y + 3, x - 1 : x + 2] = 20
    dots = page[YS[4] - 1 : YS[4] + 2].copy()
    for x in range(xs[1] + 10, xs[2] - 30, 29):
        glyph(page, x, YS[4] - 14)
    page[YS[4] - 1 : YS[4] + 2] = np.minimum(page[YS[4] - 1 : YS[4] + 2], dots)
    page[YS[4] + 2 : YS[4] + 16, xs[1] + 4 : xs[2] - 4] = 252
    assert page_pitches(seen(page)) == pytest.approx((pitch / PER_PT, pitch / PER_PT), rel=0.01)
    assert tiles_of(sheet_of(page)) == whole_grid(xs)


def test_strokes_between_two_crossings_of_a_dotted_line_show_no_dots() -> None:
    page = dotted()
    page[YS[4] - 2 : YS[4] + 4, XS[1] + 4 : XS[2] - 4] = 252
    for x in range(XS[1] + 20, XS[2] - 40, 31):
        cv2.line(page, (x, YS[4]), (x + 22, YS[4]), (25, 25, 25), 2)
    one, _ = with_dotted(seen(page), [])
    at = (YS[4] + 0.5) / PER_PT, XS[1] / PER_PT, XS[2] / PER_PT
    beside = (YS[4] + 0.5) / PER_PT, XS[0] / PER_PT, XS[1] / PER_PT
    assert lacks_dots(one, *at)
    assert not has_dots(one, *at)
    assert has_dots(one, *beside)
    assert not lacks_dots(one, *beside)


def test_how_lines_are_drawn_is_told_for_each_direction() -> None:
    """A fax makes dots of one direction flow together."""
    page = ruled(blank(), "dotted")
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), (20, 20, 20), 2)
    rules = [Rule("h", y / PER_PT, XS[0] / PER_PT, XS[-1] / PER_PT, 0.7) for y in YS]
    rules += [Rule("v", x / PER_PT, YS[0] / PER_PT, YS[-1] / PER_PT, 0.7) for x in XS]
    drawn = as_drawn(seen(page), rules)
    assert drawn.along.solid
    assert not drawn.across.solid


def test_one_bent_side_of_the_sheet_does_not_turn_the_page() -> None:
    """Its rules outweigh it."""
    page = filled(ruled(blank()))
    cv2.line(page, (1560, 60), (1590, 2300), (20, 20, 20), 3)
    assert tiles_of(sheet_of(page))[: len(whole_grid())] == whole_grid()
    assert np.allclose(sheet_of(page).matrix, np.eye(3), atol=0.02)


@pytest.mark.parametrize("text", [False, True])
def test_dots_fainter_than_the_grain_are_told_by_other_distances(text: bool) -> None:
    """Dots by 6 grey levels in grain of 4, print beside them or not; where there are none, none are seen."""
    page = noisy(dotted(0.0, dark=225), 4.0)
    page[YS[4] - 2 : YS[4] + 4, XS[2] + 4 : XS[3] - 4] = noisy(blank(), 4.0)[
        YS[4] - 2 : YS[4] + 4, XS[2] + 4 : XS[3] - 4
    ]
    if text:
        page = filled(page)
    one, _ = with_dotted(seen(page), [])
    position = (YS[4] + 0.5) / PER_PT
    assert has_dots(one, position, XS[1] / PER_PT, XS[2] / PER_PT)
    assert not has_dots(one, position, XS[2] / PER_PT, XS[3] / PER_PT)


def broken(page: Pixels, y: int) -> Pixels:
    """The page with gaps in one of its lines, so that no piece of it reaches from crossing to crossing."""
    page = page.copy()
    for x in XS:
        page[y - 4 : y + 5, max(0, x - 26) : x + 26] = 252
    for x in XS:
        cv2.line(page, (x, y - 5), (x, y + 5), (20, 20, 20), 2)
    return page


def test_a_line_of_which_only_pieces_between_its_crossings_are_left_is_drawn() -> None:
    page = broken(broken(ruled(blank()), YS[2]), YS[6])
    for y in YS[1:8:2]:
        page[y - 3 : y + 4, XS[1] + 150 : XS[1] + 190] = 252  # this copier breaks the others too
    assert tiles_of(sheet_of(filled(page))) == whole_grid()


def test_two_blanks_to_be_filled_in_are_no_broken_line() -> None:
    """Where a table's lines are whole, lines in one of its cells are not part of it."""
    page = ruled(blank())
    page[YS[3] + 3 : YS[4] + 3, XS[0] + 3 : XS[-1] - 2] = 252
    page[YS[4] - 3 : YS[4] + 4, XS[0] + 3 : XS[-1] - 2] = 252
    plain = tiles_of(sheet_of(page))
    for x in (XS[0] + 60, XS[2] + 40):
        cv2.line(page, (x, YS[4] - 20), (x + 240, YS[4] - 20), (20, 20, 20), 2)
    assert tiles_of(sheet_of(page)) == plain


def test_a_faint_streak_in_line_with_a_rule_does_not_take_the_rule_along() -> None:
    page = filled(ruled(blank()))
    y = YS[3]
    page[y - 1 : y + 2, :] = np.minimum(page[y - 1 : y + 2, :], 246)
    assert tiles_of(sheet_of(page)) == whole_grid()


def test_a_page_s_usual_dots_are_those_of_its_length_be_there_more_short_ones_that_are_none() -> None:
    values, lengths = np.array([4.0, 48.0, 5.0, np.nan, 4.5]), np.array([30.0, 500.0, 30.0, 40.0, 30.0])
    assert _usual(values, lengths) == 48.0


@pytest.mark.parametrize(("dark", "kept"), [(12, False), (200, True)])
def test_what_comes_and_goes_far_less_than_a_page_s_dots_is_no_line_of_dots(dark: int, kept: bool) -> None:
    """Figures that stand one under the other do so by chance."""
    page = filled(dotted())
    column, rows = XS[1] + 60, range(YS[2] + 6, YS[4] - 6)
    for y in rows:
        page[y, column : column + 2] = 252 - 44 * (y // 13 % 2) * (dark < 100) - dark * (y % 4 < 2)
    level, found = with_dotted(seen(page), [])
    chance = Rule("v", (column + 1) / PER_PT, rows.start / PER_PT, rows.stop / PER_PT, 0.6)
    true = [rule for rule in found if abs(rule.position - chance.position) > 3]
    assert (chance in of_one_kind(level, [*true, chance])) is kept


def test_a_stroke_below_the_table_does_not_lengthen_one_of_its_lines() -> None:
    """A text stands close below, and the next table's first line far below it."""
    heads = [Rule("h", y, 0, 200, 1) for y in (0.0, 20.0, 130.0, 160.0)]
    ends = {0.0: 100.0, 50.0: 105.5, 100.0: 100.0, 150.0: 100.0, 200.0: 100.0}
    upright = [Rule("v", x, 0, end, 1) for x, end in ends.items()]
    found = settled(heads, [*upright, *(Rule("v", x, 130, 200, 1) for x in ends if x != 50.0)])
    assert {r.end for r in found if r.axis == "v" and r.start == 0} == {100.0}


def test_a_text_in_several_rows_alike_is_no_open_side() -> None:
    level = [Rule("h", y, 0, 200, 1) for y in range(0, 201, 40)]
    feet = [Rule("h", y, 100, 160, 1) for y in (30.0, 70.0, 110.0)]
    found = settled([*level, *feet], [Rule("v", x, 0, 200, 1) for x in (0.0, 100.0, 200.0)])
    assert not [r for r in found if r.axis == "h" and r.position in (30.0, 70.0, 110.0) and r.end - r.start > 1]


def test_a_dash_beyond_a_gap_is_not_of_the_line() -> None:
    """A stroke of a text above the table's column stands where a dash would."""
    ys, xs = tuple(range(300, 1200, 120)), XS
    page = ruled(blank(), "long dashes", xs, ys)
    page[ys[2] + 3 : ys[3] - 2, xs[1] - 3 : xs[1] + 4] = 252
    at = xs[1], ys[0] + 9 * 34
    cv2.line(page, at, (at[0], at[1] + 22), (20, 20, 20), 2)
    found = find_ruling(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), PER_PT)
    rules, axes = with_dashed(as_drawn(seen(page), found.rules), found.rules, found.pieces)
    assert axes == {"h", "v"}
    middle = (ys[2] + ys[3]) / 2 / PER_PT
    assert not [r for r in rules if abs(r.position - xs[1] / PER_PT) < 3 and r.start < middle < r.end and r.axis == "v"]


def test_three_pieces_on_one_level_are_a_broken_line() -> None:
    marks = (0.0, 100.0, 200.0, 300.0, 400.0)
    assert is_broken(((60, 100), (150, 200), (320, 360)), marks)
    assert not is_broken(((60, 125), (320, 385)), marks)


def test_a_border_goes_on_to_the_next_line_that_meets_it() -> None:
    """Below a cell over two columns the copier left it in the second one only."""
    page = seen(filled(blank(), XS, YS))
    xs, ys = (50.0, 150.0, 250.0), (100.0, 200.0, 300.0)
    columns = (((100.0, 300.0),), ((220.0, 300.0),), ((100.0, 300.0),))
    frame = Frame(xs, ys, columns, (((50.0, 250.0),), ((150.0, 250.0),), ((50.0, 250.0),)))
    assert [(r.axis, r.position, r.start, r.end) for r in rest_of_borders(*both(blank()), [frame])] == [
        ("h", 200.0, 50.0, 150.0)
    ]
    met = Frame(xs, ys, (((100.0, 300.0),),) * 3, frame.horizontal)
    assert rest_of_borders(*both(blank()), [met]) == []
    middle = (YS[2] + YS[3]) / 2 / PER_PT  # where characters stand
    struck = Frame(xs, (100.0, middle, 300.0), columns, frame.horizontal)
    assert rest_of_borders(page, page.turned, [struck]) == []
