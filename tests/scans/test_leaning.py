"""Cells beside rules that are not quite upright."""

from __future__ import annotations

import cv2
import pytest

from shibiao.extract.scan.sheet import Sheet
from tests.scans.tables import XS, YS, Pixels, Style, blank, filled, glyph, ruled, sheet_of, tiles_of, whole_grid


def with_second_column_at(foot: int, texts: bool = True) -> Pixels:
    """A table whose second upright rule ends at ``foot``, straight below its head or not, with texts close behind it or
    only in the middles of cells."""
    page = filled(ruled(blank(), xs=(XS[0], *XS[2:])))
    cv2.line(page, (XS[1], YS[0]), (foot, YS[-1]), (20, 20, 20), 2)
    for top in YS[:-1] if texts else ():
        x = XS[1] + (foot - XS[1]) * (top + 45 - YS[0]) // (YS[-1] - YS[0])
        glyph(page, x + 6, top + 32)
    return page


def doubted(sheet: Sheet) -> set[tuple[int, int]]:
    return {(cell.tile.row, cell.tile.col) for cell in sheet.cells if cell.misplaced}


def test_where_a_leaning_rule_is_away_from_its_line_the_texts_at_it_are_doubted() -> None:
    sheet = sheet_of(with_second_column_at(XS[1] + 24))
    assert tiles_of(sheet) == whole_grid()
    last = len(YS) - 2
    assert {(0, 1), (last, 1)} <= doubted(sheet)
    assert {col for _, col in doubted(sheet)} <= {0, 1}
    assert (last // 2, 1) not in doubted(sheet)


def test_texts_far_from_it_are_not_doubted() -> None:
    assert not doubted(sheet_of(with_second_column_at(XS[1] + 24, texts=False)))


def test_an_upright_rule_is_not_doubted() -> None:
    assert not doubted(sheet_of(with_second_column_at(XS[1])))


@pytest.mark.parametrize("style", ["double", "thick", "dotted", "dashed"])
def test_nor_is_one_of_another_kind(style: Style) -> None:
    assert not doubted(sheet_of(filled(ruled(blank(), style))))


def test_nor_is_one_that_a_pen_s_line_runs_beside_for_a_while() -> None:
    page = filled(ruled(blank()))
    cv2.line(page, (XS[1] + 12, YS[2] + 10), (XS[1] + 12, YS[3] + 40), (30, 30, 30), 2)
    assert not doubted(sheet_of(page))
