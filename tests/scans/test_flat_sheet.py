"""A page's lines tell how it leans, be they few."""

from __future__ import annotations

import math

import cv2
import numpy as np

from shibiao.extract.scan.flatten import Flat, flatten
from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.slopes import slopes_of
from tests.scans.tables import Pixels, blank, picture, ruled

LOW = tuple(range(260, 761, 100))  # rows of a table that takes a third of the page
LEAN = math.radians(3.0)


def landscape(xs: tuple[int, ...]) -> Pixels:
    """A page on its side with a low table, the columns' borders at these pixels."""
    return np.ascontiguousarray(ruled(np.ascontiguousarray(np.rot90(blank())), xs=xs, ys=LOW))


def leaning(page: Pixels) -> tuple[Pixels, np.ndarray]:
    """The page as a camera may show it, its rows level and its columns leaning; and the matrix that did it."""
    height, width = page.shape[:2]
    matrix = np.array([[1, -math.tan(LEAN), math.tan(LEAN) * height / 2], [0, 1, 0]])
    return cv2.warpAffine(page, matrix, (width, height), borderValue=(252, 252, 252)), matrix


def lean_of(flat: Flat, matrix: np.ndarray, x: int) -> float:
    """By how many pixels a column's border still leans from the head of the table to its foot."""
    ends = np.array([(x, LOW[0], 1), (x, LOW[-1], 1)], np.float64) @ matrix.T
    (top, bottom) = cv2.perspectiveTransform(ends[None], np.linalg.inv(flat.matrix))[0]
    return float(abs(top[0] - bottom[0]))


def test_a_few_short_columns_tell_how_a_wide_page_leans() -> None:
    xs = (160, 520, 900, 1500, 2100)
    page, matrix = leaning(landscape(xs))
    flat = flatten(separate_print(picture(page)))
    assert max(lean_of(flat, matrix, x) for x in xs) < 2.0


def test_strokes_that_disagree_do_not_tell_it() -> None:
    """Nothing upright is as long as the page is high: what leans every way is a pen's."""
    page = landscape((160, 2100))
    for number, x in enumerate(range(300, 2000, 170)):
        run = round(160 * math.tan(math.radians(-14 + 2.8 * number)))
        cv2.line(page, (x, 900), (x + run, 1060), (20, 20, 20), 3)
    flat = flatten(separate_print(picture(page)))
    assert lean_of(flat, np.eye(3)[:2], 160) < 2.0


def test_lines_that_stand_together_tell_no_change_across_the_page() -> None:
    """They differ by half a degree, which would be ten over the page."""
    lines = np.array([(400 + x, 200, 400 + x - run, 900) for x, run in ((0, 8), (40, 5), (80, 3), (120, 0))], float)
    slopes = slopes_of(lines, 1, (1654, 2339))
    assert slopes is not None
    assert abs(math.degrees(slopes.change)) < 0.1


def test_a_few_lines_at_the_other_side_tell_it() -> None:
    """Ten lines at one side would have the two at the other for strays, were no change thought of."""
    left = [(200 + 20 * number, 200, 200 + 20 * number - 30, 700) for number in range(10)]
    lines = np.array([*left, (2100, 200, 2100, 1500), (2200, 200, 2200, 1500)], float)
    slopes = slopes_of(lines, 1, (1654, 2339))
    assert slopes is not None
    assert math.degrees(slopes.change) < -3.5


def test_many_lines_tell_it_from_a_narrow_part_of_the_page() -> None:
    """Their slope changes evenly, by 0.6° from the first to the last on a fifth of the page."""
    lines = np.array([(300 + 40 * n, 200, 300 + 40 * n - 2 * n / 3, 900) for n in range(12)], float)
    slopes = slopes_of(lines, 1, (1654, 2339))
    assert slopes is not None
    assert abs(math.degrees(slopes.change)) > 2.0


def test_a_torn_side_of_the_sheet_tells_less_than_the_lines_on_it() -> None:
    """It leans by 2.4° where short pieces of dashed borders and the other side do not."""
    pieces = [(x, y, x, y + 150) for x in (300, 520, 900, 1500) for y in (200, 450, 700)]
    sides = np.array([(0, 0, 0, 1654), (2330, 0, 2330 - 70, 1654)], float)
    slopes = slopes_of(np.array(pieces, float), 1, (1654, 2339), sides)
    assert slopes is not None
    assert abs(math.degrees(slopes.change)) < 0.1


def test_the_sides_of_the_sheet_tell_it_where_lines_do_not() -> None:
    """A photograph of a page with a table in its middle only."""
    pieces = [(x, y, x, y + 150) for x in (1150, 1160, 1170) for y in (200, 450, 700, 950)]
    sides = np.array([(70, 0, 10, 1654), (2260, 0, 2320, 1654)], float)
    slopes = slopes_of(np.array(pieces, float), 1, (1654, 2339), sides)
    assert slopes is not None
    assert abs(math.degrees(slopes.change)) > 2.0


def test_a_scanners_own_lines_do_not_tell_how_a_sheet_lies() -> None:
    """The edge of the lid and two streaks are upright however the sheet is turned."""
    xs = (160, 520, 900, 1500)
    page = ruled(blank(), xs=xs, ys=LOW)
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 0.9, 1.0)
    page = cv2.warpAffine(page, matrix, (width, height), borderValue=(252, 252, 252))
    page[:, :14] = 90
    for x in (700, 1330):
        page[:, x : x + 3] = 60
    flat = flatten(separate_print(picture(page)))
    assert max(lean_of(flat, matrix, x) for x in xs) < 1.5
    assert abs(abs(flat.skew) - 0.9) < 0.1
