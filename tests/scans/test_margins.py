"""Rules are painted over as far as their blur goes, and no further: print may stand a pixel away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.margins import paint
from shibiao.extract.scan.picture import PAPER, Pixels

PER_PT = 300 / 72
ROWS = slice(15, 29)  # a margin of several pixels about the rule


def ruled(*rows: int) -> Pixels:
    """A picture with a level line in some rows, and its blur beside them."""
    grey = np.full((60, 900), PAPER, np.uint8)
    for row in rows:
        grey[row - 1 : row + 2] = np.minimum(grey[row - 1 : row + 2], 190)
    grey[list(rows)] = 40
    return grey


def painted(grey: Pixels) -> NDArray[np.bool_]:
    mask = np.zeros(grey.shape, np.uint8)
    paint(mask, grey, ROWS, slice(0, 900), PER_PT)
    return mask > 0


def rows_of(mask: NDArray[np.bool_]) -> tuple[int, int]:
    rows = np.flatnonzero(mask.any(axis=1))
    return int(rows[0]), int(rows[-1])


def test_a_rule_and_its_blur_are_painted() -> None:
    assert rows_of(painted(ruled(21, 22))) == (20, 23)


def test_between_the_lines_of_a_double_rule_all_is_painted() -> None:
    assert rows_of(painted(ruled(18, 25))) == (17, 26)


def test_strokes_that_begin_close_to_a_rule_stay() -> None:
    grey = ruled(21, 22)
    for x in range(20, 880, 12):  # a row of text: a stroke each third of a character
        grey[25:50, x : x + 4] = 60
    mask = painted(grey)
    assert not mask[25:50].any()
    assert rows_of(mask) == (20, 23)


def test_a_line_that_wanders_is_painted_wherever_it_goes() -> None:
    grey = ruled(21, 22)
    grey[:, 600:] = np.roll(grey[:, 600:], 3, axis=0)
    mask = painted(grey)
    assert mask[20:24, :600].all()
    assert mask[23:27, 600:].all()


def test_a_dotted_line_is_painted_with_its_whole_margin() -> None:
    """Of each row most is paper: its dots may lie in any."""
    grey = np.full((60, 900), PAPER, np.uint8)
    for x in range(0, 900, 10):
        grey[21:25, x : x + 4] = 60
    assert rows_of(painted(grey)) == (ROWS.start, ROWS.stop - 1)


def test_a_ragged_line_keeps_its_margin() -> None:
    """A copier's line, dark here and there in the rows beside it, is told from no print."""
    grey = ruled(21, 22)
    rng = np.random.default_rng(5)
    ragged = rng.random((14, 900)) < 0.6
    grey[ROWS][ragged] = np.minimum(grey[ROWS][ragged], rng.integers(190, 235, ragged.sum()))
    assert rows_of(painted(grey)) == (ROWS.start, ROWS.stop - 1)
