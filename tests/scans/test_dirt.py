"""What lies on the glass is not read: fibres, scratches and crumbs beside print, and print that looks like them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.model import Glyph
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.dirt import without_dirt
from shibiao.extract.scan.edges import ends_in_sliver
from shibiao.extract.scan.remnants import without_remnants
from shibiao.extract.scan.sheet import Sheet
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import TextLine
from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, noisy, ruled, sheet_of

CELL = (XS[1], YS[3])  # the top left corner of a cell that is 380 wide and 90 high
TEXT = (XS[1] + 145, XS[1] + 236)  # where its characters begin and end


def fibre(page: Pixels, x: int, y: int, shade: int = 140, width: int = 1) -> Pixels:
    """A thin bent line about as large as a character, paler than print."""
    page = page.copy()
    bend = np.array([(0, 0), (4, 9), (12, 14), (21, 10), (24, 2)], np.int32) + np.array([x, y], np.int32)
    cv2.polylines(page, [bend], False, (shade,) * 3, width, cv2.LINE_AA)
    return page


def lines_at(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """The boxes of the lines in the cell."""
    (cell,) = [c for c in sheet.cells if (c.tile.row, c.tile.col) == (3, 1)]
    return [(line.x0, line.y0, line.x1, line.y1) for strip in cell.strips for line in strip.lines]


def table() -> Pixels:
    return noisy(filled(ruled(blank())), 3.0)


@pytest.mark.parametrize("place", [(30, 12), (30, 60), (300, 40), (175, 4)], ids=str)
def test_a_fibre_beside_the_text_is_no_part_of_it(place: tuple[int, int]) -> None:
    clean, dirty = table(), fibre(table(), CELL[0] + place[0], CELL[1] + place[1])
    assert lines_at(sheet_of(dirty)) == lines_at(sheet_of(clean))


@pytest.mark.parametrize("place", [(30, 12), (300, 40)], ids=str)
def test_a_hair_as_thick_as_print_is_told_by_its_paleness(place: tuple[int, int]) -> None:
    clean, dirty = table(), fibre(table(), CELL[0] + place[0], CELL[1] + place[1], 110, 4)
    assert lines_at(sheet_of(dirty)) == lines_at(sheet_of(clean))


def test_a_fibre_across_the_text_leaves_the_text() -> None:
    (line,) = lines_at(sheet_of(fibre(table(), TEXT[0] + 20, CELL[1] + 40)))
    assert line[0] == pytest.approx(TEXT[0], abs=3)
    assert line[2] == pytest.approx(TEXT[1], abs=6)


def test_faint_print_is_no_fibre_where_all_of_a_cell_is_faint() -> None:
    page = ruled(blank())
    for number in range(2):
        x = CELL[0] + 100 + 30 * number
        cv2.rectangle(page, (x, CELL[1] + 30), (x + 18, CELL[1] + 54), (150,) * 3, 2)
    assert lines_at(sheet_of(filled(page, XS[:2], YS)))


def test_characters_of_a_line_that_fades_on_its_way_are_print() -> None:
    """The last ones are weak as a fibre is, and so far from what is not that each is kept by the one before it."""
    part, weak = np.zeros((60, 400), np.uint8), np.zeros((60, 400), np.uint8)
    for number in range(8):
        part[16:44, 20 + 34 * number : 48 + 34 * number] = 255
    weak[:, 20 + 34 * 5 :] = part[:, 20 + 34 * 5 :]
    apart = np.s_[16:44, 360:380]
    part[apart], weak[apart] = 255, 255
    left = without_dirt(part, weak, 28.0)
    assert left[:, :300].any(axis=0).sum() == 8 * 28
    assert not left[apart].any()


def test_a_thin_sign_close_to_its_figure_stays() -> None:
    page = table()
    x, y = TEXT[0] - 22, CELL[1] + 34
    cv2.polylines(page, [np.array([(x, y), (x + 12, y + 8), (x, y + 16)])], False, (120,) * 3, 1, cv2.LINE_AA)
    (line,) = lines_at(sheet_of(page))
    assert line[0] == pytest.approx(x, abs=3)


@pytest.mark.parametrize("apart", [40, 90])
def test_a_dark_crumb_far_from_all_print_is_dirt(apart: int) -> None:
    page = table()
    cv2.circle(page, (TEXT[1] + apart, CELL[1] + 30), 5, (30, 30, 30), -1)
    assert lines_at(sheet_of(page)) == lines_at(sheet_of(table()))


def test_a_hyphen_alone_in_its_cell_is_print() -> None:
    page = ruled(blank())
    cv2.rectangle(page, (CELL[0] + 180, CELL[1] + 44), (CELL[0] + 190, CELL[1] + 46), (60, 60, 60), -1)
    assert lines_at(sheet_of(filled(page, XS[:2], YS)))


def test_lines_beside_each_other_are_no_stack() -> None:
    """A crumb above and a figure at the cell's right end: only what stands one under the other is a stacked label."""
    page = ruled(blank())
    cv2.rectangle(page, (CELL[0] + 20, CELL[1] + 12), (CELL[0] + 34, CELL[1] + 26), (20, 20, 20), 2)
    cv2.rectangle(page, (CELL[0] + 340, CELL[1] + 46), (CELL[0] + 354, CELL[1] + 72), (20, 20, 20), 2)
    (cell,) = [c for c in sheet_of(filled(page, XS[:2], YS)).cells if (c.tile.row, c.tile.col) == (3, 1)]
    assert len(cell.strips) == 2


@pytest.mark.parametrize("char", [".", ",", "·"])
def test_a_point_at_the_cell_s_edge_is_what_the_edge_leaves_of_a_character(char: str) -> None:
    line = TextLine(100, 0, 390, 40)
    strip = Strip(np.zeros((40, 300, 3), np.uint8), 90, 0, 40, (line,), 40.0)
    read = [Glyph("以", 0.99, 250.0), Glyph(char, 0.99, 296.0)]
    assert ends_in_sliver(strip, read, 400)
    assert not ends_in_sliver(strip, read, 440)
    assert not ends_in_sliver(strip, [read[0], Glyph("上", 0.99, 296.0)], 400)
    assert not ends_in_sliver(strip, read[1:], 400)


@pytest.mark.parametrize(("x", "count"), [(12, 2), (187, 2), (90, 1)], ids=["left", "middle", "anywhere"])
def test_a_full_stop_that_found_no_room_on_a_full_line_is_a_line(x: int, count: int) -> None:
    page = ruled(blank())
    for place in range(XS[1] + 10, XS[2] - 35, 32):
        glyph(page, place, CELL[1] + 20)
    cv2.circle(page, (CELL[0] + x + 4, CELL[1] + 76), 3, (25, 25, 25), 2)
    assert len(lines_at(sheet_of(page))) == count


def test_a_dot_below_a_line_with_room_is_no_full_stop() -> None:
    page = ruled(blank())
    for place in range(XS[1] + 10, XS[2] - 135, 32):
        glyph(page, place, CELL[1] + 20)
    cv2.circle(page, (CELL[0] + 16, CELL[1] + 76), 3, (25, 25, 25), 2)
    assert len(lines_at(sheet_of(page))) == 1


def test_the_lower_dot_of_a_colon_on_a_rule_stays() -> None:
    """It is as low as what a rule leaves along a cell's edge, but stands under another dot."""
    page = filled(ruled(blank()), XS[:2], YS)
    for number in range(4):
        glyph(page, CELL[0] + 100 + 32 * number, CELL[1] + 58)
    for y in (CELL[1] + 74, CELL[1] + 84):
        page[y : y + 3, CELL[0] + 234 : CELL[0] + 238] = 20
    (line,) = lines_at(sheet_of(page))
    assert line[2] >= CELL[0] + 237


@pytest.mark.parametrize(
    ("box", "stays"), [((191, 21, 195, 24), True), ((195, 12, 198, 24), False)], ids=["hyphen", "rest"]
)
def test_a_hyphen_close_beside_an_upright_border_is_print(box: tuple[int, int, int, int], stays: bool) -> None:
    """Of small type, 200 × 42 pixels at 300 dpi; an upright rule leaves upright remnants."""
    part = np.zeros((42, 200), np.uint8)
    x0, y0, x1, y1 = box
    part[y0:y1, x0:x1] = 255
    kept, _ = without_remnants(part, 19.0, 300 / 72)
    assert kept.any() == stays


def in_brackets(page: Pixels, stop: int | None) -> Pixels:
    """Three characters and a bracket; a full stop's ring so far behind it."""
    page = page.copy()
    for number in range(3):
        glyph(page, CELL[0] + 60 + 32 * number, CELL[1] + 32)
    end = CELL[0] + 166
    cv2.ellipse(page, (end - 6, CELL[1] + 45), (6, 15), 0, -80, 80, (25, 25, 25), 2)
    if stop is not None:
        cv2.circle(page, (end + stop, CELL[1] + 55), 3, (25, 25, 25), 2)
    return page


def small_cell(*characters: tuple[int, int]) -> Mask:
    """A cell of print of 18 pixels with characters at these places."""
    page = np.full((80, 200, 3), 255, np.uint8)
    for x, y in characters:
        glyph(page, x, y, 18)
    return np.asarray(cv2.erode(np.where(page[..., 0] < 128, 255, 0).astype(np.uint8), np.ones((2, 2))), np.uint8)


def test_the_numeral_one_close_below_a_rule_is_no_second_line() -> None:
    """The second line of a double rule goes on above the text, 一 stands half way up the next character."""
    kept = []
    for y in (11, 1):
        part = small_cell((50, 3), (70, 3))
        part[y : y + 2, 28:46] = 255
        left, _ = without_remnants(part, 19.0, 300 / 72)
        kept.append(bool(left[y, 30:44].all()))
    assert kept == [True, False]


@pytest.mark.parametrize(("head", "foot", "stays"), [(4, 27, True), (2, 33, False)])
def test_level_strokes_in_a_row_as_low_as_its_text_are_no_rule_s_rests(head: int, foot: int, stays: bool) -> None:
    """二季: its bars lie within the height of 季. What a double rule leaves lies beyond it."""
    part = np.zeros((36, 120), np.uint8)
    part[4:32, 60:64] = part[4:32, 84:88] = part[16:19, 60:88] = 255
    part[head : head + 2, 27:47] = part[foot : foot + 2, 24:52] = 255
    kept, crossed = without_remnants(part, 28.0, 200 / 72)
    assert not crossed
    assert [bool(kept[y, 30:40].all()) for y in (head, foot)] == [stays, stays]


def test_characters_of_two_lines_that_touch_are_no_pen_s_stroke() -> None:
    """A stroke as large goes across a column of pixels once or twice."""
    print_ = small_cell((4, 12), (4, 27))
    assert len(connected(print_).stats) == 2
    left, crossed = without_remnants(print_, 19.0, 300 / 72)
    assert not crossed and np.count_nonzero(left) > 0.8 * np.count_nonzero(print_)
    ring = np.zeros_like(print_)
    cv2.ellipse(ring, (12, 30), (18, 20), 0, 0, 360, 255, 2)
    left, crossed = without_remnants(ring, 19.0, 300 / 72)
    assert crossed and not left.any()


def test_a_full_stop_behind_a_bracket_stands_apart_and_is_print() -> None:
    """The bracket's square is half white."""
    page = filled(ruled(blank()), XS[:2], YS)
    (plain,), (stopped,), (far,) = (lines_at(sheet_of(in_brackets(page, stop))) for stop in (None, 22, 70))
    assert stopped[2] >= plain[2] + 20
    assert far == plain


@pytest.mark.parametrize(("away", "stays"), [(21, True), (32, False)])
def test_a_comma_that_begins_a_line_is_print(away: int, stays: bool) -> None:
    """、 that found no room on the line above, 0.8 em before 加."""
    part = np.zeros((143, 440), np.uint8)
    for x in (165, 193, 221, 249):
        part[99:125, x : x + 25] = 255
        part[55:81, x : x + 25] = 255
    part[117:124, 165 - away - 6 : 165 - away] = 255
    assert bool(without_dirt(part, np.zeros_like(part), 26.0)[120, 165 - away - 3]) is stays


def test_behind_a_bracket_in_small_print_too() -> None:
    """不少于92（%）。 in print of 18 pixels: the bracket is 8 wide, and the stop stands 18 behind it."""
    part = np.zeros((45, 317), np.uint8)
    for x, y, wide, high in ((7, 7, 15, 17), (50, 7, 17, 17), (70, 8, 10, 14), (105, 7, 7, 17), (127, 7, 8, 17)):
        part[y : y + high, x : x + wide] = 255
    part[16:21, 153:158] = 255
    assert without_dirt(part, np.zeros_like(part), 18.0)[18, 155]
    part[16:21, 153:158], part[16:21, 163:168] = 0, 255
    assert not without_dirt(part, np.zeros_like(part), 18.0)[18, 165]


def test_the_second_line_of_a_double_rule_leaves_the_figure_that_touches_it() -> None:
    page = filled(ruled(blank()), XS[:2], YS)
    x, y = XS[2] - 18, CELL[1] + 34
    cv2.rectangle(page, (x, y), (x + 11, y + 22), (25, 25, 25), 3)
    whole = lines_at(sheet_of(page))
    cv2.line(page, (XS[2] - 6, CELL[1] + 4), (XS[2] - 6, CELL[1] + 86), (25, 25, 25), 1)
    ((x0, y0, x1, y1),) = lines_at(sheet_of(page))
    assert (x0, y0) == pytest.approx(whole[0][:2], abs=2)
    assert (x1 - x0, y1 - y0) == pytest.approx((12, 24), abs=5)


def test_dashes_of_a_double_rule_are_no_line_of_text() -> None:
    page = table()
    for x in range(CELL[0] + 8, CELL[0] + 370, 26):
        cv2.line(page, (x, CELL[1] + 6), (x + 14, CELL[1] + 6), (25, 25, 25), 1)
    assert lines_at(sheet_of(page)) == lines_at(sheet_of(table()))


def test_the_second_bar_of_a_sign_is_no_line_of_its_own() -> None:
    """The figures behind ≧ end above it."""
    page = filled(ruled(blank()), XS[:2], YS)
    x, y = CELL[0] + 80, CELL[1] + 30
    cv2.polylines(page, [np.array([(x, y), (x + 20, y + 7), (x, y + 14)])], False, (25, 25, 25), 2)
    for row in (19, 26):
        cv2.line(page, (x, y + row), (x + 20, y + row), (25, 25, 25), 2)
    for number in range(3):
        cv2.rectangle(page, (x + 32 + 18 * number, y), (x + 44 + 18 * number, y + 20), (25, 25, 25), 2)
    (line,) = lines_at(sheet_of(page))
    assert line[3] - line[1] == pytest.approx(28, abs=3)


@pytest.mark.parametrize("side", ["before", "behind"])
def test_the_dot_of_a_unit_belongs_to_the_line_beside_which_it_was_wrapped(side: str) -> None:
    """元/人· and 月 below it: the dot stands half way up, a little off the character."""
    whole = lines_at(sheet_of(table()))[0]
    middle = (whole[1] + whole[3]) // 2 - CELL[1]
    x = (whole[0] - 14 if side == "before" else whole[2] + 11) - CELL[0]
    for off, taken in ((0, True), (-9, False)):
        page = table()
        cv2.circle(page, (CELL[0] + x, CELL[1] + middle + off), 2, (25, 25, 25), -1)
        ((x0, _, x1, _),) = lines_at(sheet_of(page))
        assert (x0 < whole[0] - 8 or x1 > whole[2] + 8) is taken


def test_a_full_stop_after_a_character_of_two_parts_stays() -> None:
    """Of 个 the roof ends close before it, and the stem at the foot of the line."""
    part = np.zeros((80, 160), np.uint8)
    part[20:42, 30:67] = 255  # the roof
    part[33:56, 44:48] = 255
    part[30:43, 38:60] = 0
    part[42:51, 81:89] = 255
    assert without_dirt(part, np.zeros_like(part), 38.0)[46, 85] == 255


@pytest.mark.parametrize(("gap", "above", "stays"), [(24, 0, True), (9, 9, True), (50, 0, False), (24, 24, False)])
def test_a_full_stop_may_stand_off_where_texts_are_spaced_out(gap: int, above: int, stays: bool) -> None:
    """0.63 em behind the last character, or 0.24 em above the level of its foot; dirt stands anywhere."""
    part = np.zeros((60, 160), np.uint8)
    part[10:48, 10:48] = 255
    part[39 - above : 48 - above, 48 + gap : 57 + gap] = 255
    assert bool(without_dirt(part, np.zeros_like(part), 38.0)[44 - above, 52 + gap]) is stays


@pytest.mark.parametrize("dots", [True, False])
def test_a_comma_after_a_character_that_ends_in_dots_stays(dots: bool) -> None:
    """试点，: the comma stands on the level of 点's dots, well below the rest of it."""
    part = np.zeros((80, 160), np.uint8)
    part[20:45, 30:67] = 255
    for x in (32, 44, 56) if dots else ():
        part[48:57, x : x + 7] = 255
    part[49:58, 77:82] = 255
    assert bool(without_dirt(part, np.zeros_like(part), 38.0)[53, 79]) is dots
