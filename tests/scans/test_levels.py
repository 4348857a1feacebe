"""Pieces of text beside each other: from left to right, and one line where a mark divides them."""

from __future__ import annotations

import numpy as np

from shibiao.extract.model import Glyph
from shibiao.extract.scan.edges import at_edges, is_unread_at_end, met_borders
from shibiao.extract.scan.levels import joined, levels_of
from shibiao.extract.scan.sheet import FreeArea
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area, TextLine

EM = 30.0


def piece(x0: int, x1: int, y0: int = 100) -> FreeArea:
    line = TextLine(x0, y0, x1, y0 + 30)
    strip = Strip(np.full((40, x1 - x0 + 16, 3), 255, np.uint8), x0 - 8, y0 - 5, y0 + 35, (line,), EM)
    return FreeArea(Area(x0 - 12, y0 - 2, x1 + 12, y0 + 32), (strip,))


def test_pieces_are_read_from_left_to_right_though_one_stands_a_little_higher() -> None:
    right, left, below = piece(400, 700, 96), piece(100, 350), piece(100, 200, 160)
    assert levels_of([right, below, left]) == [[left, right], [below]]


def test_a_mark_s_white_divides_no_line() -> None:
    left, right, far = piece(100, 350), piece(388, 700), piece(900, 1000)
    (one, other) = joined([left, right, far], lambda strip: "负责人甲、" if strip.x0 < 300 else "负责人乙")
    assert one.strips == (*left.strips, *right.strips)
    assert one.area.x0 == left.area.x0
    assert one.area.x1 == right.area.x1
    assert other == far


def test_white_without_a_mark_parts_two_texts() -> None:
    left, right = piece(100, 350), piece(388, 700)
    assert joined([left, right], lambda strip: "单位名称") == [left, right]


def strip_at(x0: int, x1: int, **cut: bool) -> Strip:
    return Strip(np.full((40, x1 - x0 + 16, 3), 255, np.uint8), x0 - 8, 0, 40, (TextLine(x0, 5, x1, 35, **cut),), EM)


def test_a_figure_set_to_the_right_is_not_cut_there() -> None:
    cell = Area(100, 0, 404, 40)
    read = [Glyph(char, 0.99, 250.0 + 17 * number) for number, char in enumerate("704")]
    assert at_edges(strip_at(352, 400, cut_right=True), read, cell) == "free"
    assert at_edges(strip_at(112, 400, cut_right=True), read, cell) != "free"  # it fills its cell
    assert at_edges(strip_at(352, 404, cut_right=True), read, cell) != "free"  # up to the last pixel: the page's end


def test_a_text_needs_more_room_than_an_indent() -> None:
    cell = Area(100, 0, 404, 40)
    read = [Glyph(char, 0.5, 200.0 + 30 * number) for number, char in enumerate("服务对")]
    assert at_edges(strip_at(160, 400, cut_right=True), read, cell) == "cut"
    assert at_edges(strip_at(300, 400, cut_right=True), read, cell) == "free"


def test_ink_beyond_what_was_read_is_told() -> None:
    strip = strip_at(100, 220)
    assert not is_unread_at_end(strip, [Glyph(char, 0.99, 23.0 + 30 * n) for n, char in enumerate("势会商会")])
    assert is_unread_at_end(strip, [Glyph(char, 0.99, 53.0 + 30 * n) for n, char in enumerate("会商会")])
    assert is_unread_at_end(strip, [Glyph(char, 0.99, 23.0 + 30 * n) for n, char in enumerate("势会商")])


def test_a_line_that_goes_on_beyond_the_border_is_cut_by_it() -> None:
    left, right = Area(100, 0, 404, 40), Area(404, 0, 700, 40)
    one, other = strip_at(352, 400, cut_right=True), strip_at(408, 460, cut_left=True)
    assert met_borders([(left, [one]), (right, [other])]) == {id(one), id(other)}
    assert not met_borders([(left, [one]), (right._replace(x0=500), [other])])
    read = [Glyph(char, 0.5, 250.0 + 17 * number) for number, char in enumerate("387")]
    assert at_edges(one, read, left) == "free"
    assert at_edges(one, read, left, met=True) == "cut"
