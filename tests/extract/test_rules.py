"""Ruling lines as programs paint them, and the tables they make."""

from __future__ import annotations

import itertools

import pytest
from reportlab.lib.colors import lightgrey, white
from reportlab.pdfgen.canvas import Canvas

from tests.extract.paper import HEIGHT, Draw, clipped, grid, near, page, texts

XS, YS = (50, 150, 350), (100, 130, 160)  # two rows of two cells, PDF units


def fill_in(p: Canvas) -> None:
    for row, top in enumerate(reversed(YS[1:])):
        for col, left in enumerate(XS[:-1]):
            p.drawString(left + 5, top - 20, f"第{row}行{col}列")


def stroked_lines(p: Canvas) -> None:
    p.grid(list(XS), list(YS))


def thin_rectangles(p: Canvas) -> None:
    for y in YS:
        p.rect(XS[0], y - 0.25, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        p.rect(x - 0.25, YS[0], 0.5, YS[-1] - YS[0], stroke=0, fill=1)


def stroked_cells(p: Canvas) -> None:
    for y0, y1 in itertools.pairwise(YS):
        for x0, x1 in itertools.pairwise(XS):
            p.rect(x0, y0, x1 - x0, y1 - y0)


def double_lines(p: Canvas) -> None:
    p.setLineWidth(0.4)
    for by in (-0.8, 0.8):
        p.grid([x + by for x in XS], [y + by for y in YS])


def dash_pattern(p: Canvas) -> None:
    p.setDash(3, 2)
    p.grid(list(XS), list(YS))


def painted_dashes(p: Canvas) -> None:
    for y in YS:
        for x in range(XS[0], XS[-1], 6):
            p.line(x, y, x + 3, y)
    for x in XS:
        for y in range(YS[0], YS[-1], 6):
            p.line(x, y, x, min(y + 3, YS[-1]))


def shaded_cells(p: Canvas) -> None:
    p.setFillColor(lightgrey)
    p.rect(XS[0], YS[1], XS[-1] - XS[0], YS[2] - YS[1], stroke=0, fill=1)
    p.setFillColorRGB(0, 0, 0)
    p.grid(list(XS), list(YS))


def broken_rules(p: Canvas) -> None:
    for y in YS:
        p.line(XS[0], y, 120, y)
        p.line(123, y, XS[-1], y)
    for x in XS:
        p.line(x, YS[0], x, 110)
        p.line(x, 114, x, YS[-1])


def no_outer_sides(p: Canvas) -> None:
    for y in YS:
        p.line(XS[0], y, XS[-1], y)
    p.line(XS[1], YS[0], XS[1], YS[-1])


WAYS = [
    stroked_lines,
    thin_rectangles,
    stroked_cells,
    double_lines,
    dash_pattern,
    painted_dashes,
    shaded_cells,
    broken_rules,
    no_outer_sides,
]


@pytest.mark.parametrize("paint", WAYS, ids=lambda paint: paint.__name__)
def test_every_way_to_paint_a_table(paint: Draw) -> None:
    def draw(p: Canvas) -> None:
        paint(p)
        fill_in(p)

    found = grid(draw)
    assert texts(found) == [["第0行0列", "第0行1列"], ["第1行0列", "第1行1列"]]
    assert found.tables == ((0, 2),)
    first = found.cells[0].bbox
    assert near(first, (50, HEIGHT - 160, 150, HEIGHT - 130), 1.5)


def test_a_line_gives_one_rule_in_page_points() -> None:
    (rule,) = page(lambda p: p.line(50, 100, 250, 100)).rules
    assert rule.axis == "h"
    assert near((rule.position, rule.start, rule.end, rule.thickness), (HEIGHT - 100, 50, 250, 1))


def test_rules_that_cannot_be_seen_are_none() -> None:
    def draw(p: Canvas) -> None:
        p.setStrokeColor(white)
        p.line(50, 100, 250, 100)
        p.setStrokeColorRGB(0, 0, 0)
        with clipped(p, 10, 10, 20, 20):
            p.line(50, 200, 250, 200)
        p.line(50, 50, 150, 150)  # leans
        p.circle(200, 200, 30)  # bent

    assert page(draw).rules == ()


def test_a_clip_shortens_a_rule() -> None:
    def draw(p: Canvas) -> None:
        with clipped(p, 100, 90, 50, 20):
            p.line(50, 100, 250, 100)

    (rule,) = page(draw).rules
    assert near((rule.start, rule.end), (100, 150))


def test_a_thick_bar_is_no_rule() -> None:
    found = page(lambda p: p.rect(50, 100, 200, 12, stroke=0, fill=1))
    assert found.rules == ()


def test_merged_cells_have_their_spans() -> None:
    def draw(p: Canvas) -> None:
        p.rect(50, 100, 300, 60)
        p.line(150, 100, 150, 160)
        p.line(150, 130, 350, 130)
        p.line(250, 100, 250, 130)

    found = grid(draw)
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in found.cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_two_tables_and_the_lines_around_them() -> None:
    def draw(p: Canvas) -> None:
        p.drawString(150, 270, "绩效目标表")
        p.grid([50, 150, 350], [210, 230, 250])
        p.drawString(55, 215, "上表")
        p.drawString(55, 180, "两表之间")
        p.grid([50, 200, 350], [110, 140])
        p.drawString(205, 120, "下表")
        p.drawString(55, 60, "负责人：")
        p.drawString(250, 60, "日期：")

    found = grid(draw)
    assert texts(found) == [["绩效目标表"], ["", ""], ["上表", ""], ["两表之间"], ["", "下表"], ["负责人：", "日期："]]
    assert found.tables == ((1, 3), (4, 5))
    assert [cell.text for cell in found.cells if not cell.ruled] == ["绩效目标表", "两表之间", "负责人：", "日期："]
    assert len({cell.id for cell in found.cells}) == len(found.cells)
