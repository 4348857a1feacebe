"""Texts that a cell's side cuts, of which only a stroke beneath the rule's margin shows that they go on."""

from __future__ import annotations

import pytest

from tests.scans.tables import XS, YS, Pixels, blank, filled, glyph, ruled, sheet_of

ROW, TOP = 4, YS[4] + 32


def page_with_a_line() -> Pixels:
    """The table with a line of characters in one cell, close to its left side."""
    page = filled(ruled(blank()))
    page[YS[ROW] + 6 : YS[ROW + 1] - 6, XS[0] + 6 : XS[1] - 6] = 252
    for number in range(6):
        glyph(page, XS[0] + 12 + 32 * number, TOP)
    return page


def is_cut(page: Pixels) -> bool:
    (cell,) = (cell for cell in sheet_of(page).cells if (cell.tile.row, cell.tile.col) == (ROW, 0))
    ((line,),) = (strip.lines for strip in cell.strips)
    return line.cut_left


def test_a_stroke_beneath_a_rule_s_margin_shows_that_a_text_is_cut() -> None:
    page = page_with_a_line()
    assert not is_cut(page)
    page[TOP + 3 : TOP + 24, XS[0] + 2 : XS[0] + 4] = 25  # the last stroke of the character before
    assert is_cut(page)


@pytest.mark.parametrize("style", ["thick", "double", "dashed", "dotted"])
def test_a_rule_that_looks_the_same_all_along_cuts_nothing(style: str) -> None:
    page = ruled(blank(), style)  # type: ignore[arg-type]  # one of the styles
    for row in range(len(YS) - 1):
        for number in range(6):
            glyph(page, XS[0] + 14 + 32 * number, YS[row] + 32)
    assert not is_cut(page)
