"""Tables guessed at from faint lines: the page's own, or what shows through from its back."""

from __future__ import annotations

import itertools

import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.scan.plausible import are_own, without_low_rows

PER_PT = 2.0
XS, YS = (40.0, 160.0, 280.0, 400.0), (50.0, 90.0, 130.0, 170.0, 210.0)


def table(dx: float = 0.0) -> list[Rule]:
    rules = [Rule("h", y, XS[0] + dx, XS[-1] + dx, 0.5) for y in YS]
    return [*rules, *(Rule("v", x + dx, YS[0], YS[-1], 0.5) for x in XS)]


def text(cells: int) -> np.ndarray:
    """Three characters in each of the first cells, 255 where there is ink; each four strokes that meet."""
    page = np.zeros((600, 900), np.uint8)
    places = [(x, y) for y, x in itertools.product(YS[:-1], XS[:-1])]
    for x, y in places[:cells]:
        for number in range(3):
            left, top = round((x + 40 + 14 * number) * PER_PT), round((y + 15) * PER_PT)
            page[top : top + 20, left : left + 20] = 255
    return page


def test_rules_around_the_page_s_text_are_its_own() -> None:
    assert are_own(table(), text(12), PER_PT)


def test_rules_through_characters_are_not() -> None:
    assert not are_own(table(45.0), text(12), PER_PT)


def test_a_table_with_nothing_in_most_of_its_cells_shows_through() -> None:
    assert not are_own(table(), text(2), PER_PT)
    assert not are_own(table(), text(0), PER_PT)


def test_the_feet_of_a_cut_line_are_no_row_of_their_own() -> None:
    """Nearer to a long rule than any row is high; the lines of a double rule are nearer still, and of one length."""
    feet = Rule("h", 94.8, XS[0], XS[1], 0.5)
    double = [Rule("h", y, XS[0], XS[-1], 0.5) for y in (209.0, 211.0)]
    low = Rule("h", 56.5, XS[0], XS[1], 0.5)
    assert set(without_low_rows([*table(), feet, low, *double])) == {*table(), low, *double}
