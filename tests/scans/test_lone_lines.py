"""A hair above a text is read as a figure on a line of its own, and left out."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.lone_lines import stray_lines
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area, TextLine

EM, AREA = 40, Area(0, 0, 400, 200)


def strip(y: int, width: int) -> Strip:
    return Strip(np.zeros((1, 1, 3), np.uint8), 0, 0, 1, (TextLine(30, y, 30 + width, y + 40),), EM)


def text(read: str, sure: float = 0.99) -> LineText:
    return LineText(tuple(Glyph(char, sure, 20.0 * n) for n, char in enumerate(read)))


@pytest.mark.parametrize(
    ("lines", "strays"),
    [
        (("9", "绩效指标"), [0]),
        (("0", "10"), [0]),
        (("绩效指标", "9"), []),  # a text may end so
        (("绩", "效", "指"), []),
        (("9", "效"), []),
        (("≥", "95%"), []),
        (("年", "度目标"), []),
        (("87%",), []),
    ],
)
def test_a_figure_alone_above_a_longer_line_is_a_hair(lines: tuple[str, ...], strays: list[int]) -> None:
    strips = [strip(50 * n, 20 * len(line)) for n, line in enumerate(lines)]
    texts = {id(one): text(line) for one, line in zip(strips, lines, strict=True)}
    assert stray_lines(strips, texts, AREA) == {id(strips[n]) for n in strays}


def test_a_figure_that_fills_its_narrow_cell_is_print() -> None:
    strips = [strip(0, 20), strip(50, 40)]
    texts = {id(strips[0]): text("1"), id(strips[1]): text("00")}
    assert stray_lines(strips, texts, Area(20, 0, 90, 100)) == frozenset()


def test_a_figure_above_a_pens_stroke_is_print() -> None:
    """The stroke reads as some signs, none of which the reader is sure of: a score of 5 was lost."""
    strips = [strip(0, 20), strip(50, 60)]
    texts = {id(strips[0]): text("5"), id(strips[1]): text("2n", 0.3)}
    assert stray_lines(strips, texts, AREA) == frozenset()
