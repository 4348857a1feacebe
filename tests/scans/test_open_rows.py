"""Rows of tables without outer borders, which only the stubs of lines between columns show."""

from __future__ import annotations

import cv2

from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, ruled, sheet_of, tiles_of


def open_table(stub: int, shade: int = 20) -> Pixels:
    """A table without outer borders, whose first row has one line between columns, ``stub`` pixels of it drawn."""
    page = filled(ruled(blank(), outer=False))
    page[: YS[1], :] = 252
    cv2.line(page, (XS[1], YS[1] - stub), (XS[1], YS[1]), (shade,) * 3, 2)
    for number in range(3):
        glyph(page, XS[0] + 60 + 32 * number, YS[1] - 40)
        glyph(page, XS[1] + 60 + 32 * number, YS[1] - 40)
    return page


def first_row(page: Pixels) -> list[tuple[int, int, int, int]]:
    return [tile for tile in tiles_of(sheet_of(page)) if tile[0] == 0]


def test_one_stub_shows_the_first_row_of_a_table_without_outer_borders() -> None:
    assert first_row(open_table(50)) == [(0, 0, 1, 1), (0, 1, 1, 2)]


def test_a_stub_lower_than_a_row_and_a_stroke_of_a_character_show_none() -> None:
    stroke = open_table(0)
    glyph(stroke, XS[1] - 13, YS[1] - 36)
    for page in (open_table(14), stroke):
        assert first_row(page) == [(0, col, 1, 1) for col in range(3)]
