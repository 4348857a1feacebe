"""Borders of which a copier left traces, corners that no cell has inside, and lines that end in a text."""

from __future__ import annotations

import cv2
import pytest

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.contrast import Seen, seen_on
from shibiao.extract.scan.ends_in_text import without_ends_in_text
from shibiao.extract.scan.inked import is_in_part
from shibiao.extract.scan.loose_ends import rest_of_borders
from shibiao.extract.scan.traces import is_left
from tests.scans.tables import DPI, XS, YS, Pixels, blank, filled, glyph, ruled, sheet_of, tiles_of, whole_grid

PER_PT = DPI / 72
SIDE = (XS[1] / PER_PT, XS[2] / PER_PT)
PLACE = (YS[4] / PER_PT, *SIDE)


def without(page: Pixels) -> Pixels:
    """A table one of whose borders is lost altogether."""
    page = page.copy()
    page[YS[4] - 6 : YS[4] + 7, XS[1] + 4 : XS[2] - 4] = 252
    return page


def with_dashes(page: Pixels, step: int, dark: int = 20) -> Pixels:
    page = page.copy()
    for x in range(XS[1] + 6, XS[2] - 16, step):
        cv2.line(page, (x, YS[4]), (x + 7, YS[4]), (dark, dark, dark), 1)
    return page


def seen(page: Pixels) -> Seen:
    return seen_on(page[..., 0] if page.ndim == 3 else page, PER_PT)


def both(page: Pixels) -> tuple[Seen, Seen]:
    """A page for lines along x, and turned for those along y."""
    return seen(page), seen(page).turned


def test_much_that_is_left_is_a_border_on_any_page() -> None:
    page = with_dashes(without(filled(ruled(blank()))), 13)
    assert is_left(seen(page), *PLACE, on_broken_page=False)
    assert tiles_of(sheet_of(page)) == whole_grid()


def with_piece(long: int) -> Pixels:
    """A border of which a piece is left, over a text that hides the rest of its way."""
    page = without(filled(ruled(blank())))
    page[YS[3] + 6 : YS[5] - 6, XS[1] + 4 : XS[2] - 4] = 252
    for x in range(XS[1] + 60, XS[2] - 80, 30):
        glyph(page, x, YS[3] + 30, 24)
        glyph(page, x, YS[4] + 8, 24)
    cv2.line(page, (XS[1] + 100, YS[4]), (XS[1] + 100 + long, YS[4]), (20, 20, 20), 1)
    return page


@pytest.mark.parametrize(("long", "border"), [(24, False), (33, True)])
def test_a_piece_longer_than_the_pages_characters_is_part_of_a_border(long: int, border: bool) -> None:
    """社会效益指标 and 可持续影响 were one cell: 12 points were left of the border between the two."""
    page = with_piece(long)
    assert is_in_part(seen(page), *PLACE) is border
    assert (tiles_of(sheet_of(page)) == whole_grid()) is border


def test_little_that_is_left_is_one_where_lines_are_broken_elsewhere() -> None:
    page = seen(with_dashes(without(filled(ruled(blank()))), 60))
    assert is_left(page, *PLACE, on_broken_page=True)
    assert not is_left(page, *PLACE, on_broken_page=False)


def test_a_little_that_stands_alone_in_a_low_row_is_none() -> None:
    """The bracket of [027] stood in line with a column's dashes below, and the code was lost."""
    page = seen(with_dashes(without(filled(ruled(blank()))), 60))
    position, start, _ = PLACE
    low = (position, start, start + 20)
    assert is_left(page, *low, on_broken_page=True, goes_on=True)
    assert not is_left(page, *low, on_broken_page=True, goes_on=False)
    assert is_left(page, *PLACE, on_broken_page=True, goes_on=False)


@pytest.mark.parametrize("what", ["nothing", "text", "a dot"])
def test_what_is_no_trace(what: str) -> None:
    page = without(ruled(blank()))
    if what == "text":
        for number in range(8):
            glyph(page, XS[1] + 40 + 32 * number, YS[4] - 13)
    elif what == "a dot":
        cv2.circle(page, (XS[1] + 90, YS[4]), 2, (20, 20, 20), -1)
    assert not is_left(seen(page), *PLACE, on_broken_page=True)


def corner(page: Pixels) -> list[tuple[str, float, float, float]]:
    """What is added to three columns over two rows, where the border between the rows ends at the second line, and the
    second line ends there too."""
    frame = Frame(
        (50.0, 150.0, 250.0, 350.0),
        (50.0, 100.0, 150.0),
        (((50.0, 150.0),), ((100.0, 150.0),), ((50.0, 150.0),), ((50.0, 150.0),)),
        (((50.0, 350.0),), ((150.0, 350.0),), ((50.0, 350.0),)),
    )
    return [(r.axis, r.position, r.start, r.end) for r in rest_of_borders(*both(page), [frame])]


def test_a_corner_that_no_cell_has_goes_on_where_no_text_stands_across() -> None:
    page = blank()
    assert corner(page) == []  # either of the two may go on
    for number in range(12):
        glyph(page, round(100 * PER_PT) + 32 * number, round(70 * PER_PT))
    assert corner(page) == [("h", 100.0, 50.0, 150.0)]


def test_a_corner_whose_column_would_part_a_text_goes_on_between_the_rows() -> None:
    """The line would run between two characters of a label: 主 | 管部门."""
    page = filled(ruled(blank()))  # how large characters are, the page tells
    page[: YS[0] - 10] = 252
    for number in range(-4, 4):
        glyph(page, round(150 * PER_PT) + 3 + 32 * number, round(70 * PER_PT))
    assert corner(page) == [("h", 100.0, 50.0, 150.0)]


def lost_column(
    page: Pixels, drawn: tuple[tuple[float, float], ...], ends: int
) -> list[tuple[str, float, float, float]]:
    """What is added to three columns over six rows, where so many borders between rows end at the second line, which is
    drawn from where to where only."""
    ys = tuple(50.0 + 25 * n for n in range(7))
    loose = tuple(((150.0, 350.0),) if 0 < n <= ends else ((50.0, 350.0),) for n in range(7))
    columns = (((50.0, 200.0),), drawn, ((50.0, 200.0),), ((50.0, 200.0),))
    frame = Frame((50.0, 150.0, 250.0, 350.0), ys, columns, loose)
    return [(r.axis, r.position, r.start, r.end) for r in rest_of_borders(*both(page), [frame])]


def test_a_column_is_lost_where_several_borders_end_at_it() -> None:
    """Not each of them: of a label over four rows four cells were made that held the next column's too."""
    added = [("v", 150.0, 50.0 + 25 * n, 75.0 + 25 * n) for n in range(4)]
    assert lost_column(blank(), ((150.0, 200.0),), 3) == added
    assert lost_column(blank(), (), 1) == [("h", 75.0, 50.0, 150.0)]
    two = [("h", 75.0, 50.0, 150.0), ("h", 100.0, 50.0, 150.0)]
    assert lost_column(blank(), (), 2) == two
    page = blank()
    for number in range(8):
        glyph(page, round(150 * PER_PT) - 100 + 32 * number, round(85 * PER_PT) - 13)
    assert [r for r in lost_column(page, ((150.0, 200.0),), 3) if r[0] == "v"] == []  # a text stands across it


def test_a_column_drawn_above_and_below_two_ends_is_lost_between() -> None:
    drawn = ((50.0, 75.0), (150.0, 200.0))
    ys = tuple(50.0 + 25 * n for n in range(7))
    loose = tuple(((150.0, 350.0),) if n in (2, 3) else ((50.0, 350.0),) for n in range(7))
    columns = (((50.0, 200.0),), drawn, ((50.0, 200.0),), ((50.0, 200.0),))
    frame = Frame((50.0, 150.0, 250.0, 350.0), ys, columns, loose)
    added = [(r.axis, r.start, r.end) for r in rest_of_borders(*both(blank()), [frame])]
    assert added == [("v", 75.0, 100.0), ("v", 100.0, 125.0), ("v", 125.0, 150.0)]


def test_a_border_that_ends_loosely_is_one_though_no_frame_holds_it() -> None:
    frame = Frame(
        (50.0, 150.0, 250.0),
        (50.0, 100.0, 150.0),
        (((50.0, 150.0),), (), ((50.0, 150.0),)),
        (((50.0, 250.0),), (), ((50.0, 250.0),)),
    )
    loose = Rule("h", 100.0, 150.0, 250.0, 0.5)
    assert rest_of_borders(*both(blank()), [frame]) == []
    assert [(r.start, r.end) for r in rest_of_borders(*both(blank()), [frame], [loose])] == [(50.0, 150.0)]


@pytest.mark.parametrize(("stroke", "start"), [(True, 100.0), (False, 85.0)])
def test_a_line_that_goes_on_into_a_text_ends_at_its_crossing(stroke: bool, start: float) -> None:
    """The text of a merged cell goes on across the place; beside paper the same end is the line's own."""
    page = blank()
    x, top = round(150 * PER_PT), round(84 * PER_PT)
    for number in range(-3, 4) if stroke else ():
        glyph(page, x - 12 + 32 * number, top)
    if not stroke:
        cv2.line(page, (x, top), (x, round(100 * PER_PT)), (20, 20, 20), 2)
    frame = Frame(
        (50.0, 150.0, 250.0),
        (80.0, 100.0, 150.0),
        (((80.0, 150.0),), ((85.0, 150.0),), ((80.0, 150.0),)),
        (((50.0, 250.0),), ((50.0, 250.0),), ((50.0, 250.0),)),
    )
    upright = Rule("v", 150.0, 85.0, 150.0, 1.0)
    assert [rule.start for rule in without_ends_in_text(*both(page), [upright], [frame])] == [start]
