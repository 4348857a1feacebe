"""What is made of the characters at a line's ends, and of those that stand one under the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.protocol import LineImage, LineText, ReaderName
from shibiao.extract.scan.edges import is_of_one, without_half
from shibiao.extract.scan.reader import ScanReader
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import TextLine
from shibiao.normalize.sureness import breaks_figure
from tests.scans.tables import XS, YS, blank, filled, glyph, picture, ruled


class Eights:
    """Reads an 8 in every square of a line."""

    name: ReaderName = "rapidocr"

    def read(self, lines: Sequence[LineImage]) -> list[LineText]:
        return [
            LineText(tuple(Glyph("8", 0.999, x) for x in np.arange(20, line.pixels.shape[1] - 10, 34)))
            for line in lines
        ]


def test_two_figures_one_under_the_other_are_told_from_one() -> None:
    """A border that was lost between two rows leaves a stack of two figures, which is read as one line."""
    page = filled(ruled(blank()))
    page[YS[3] + 3 : YS[5] - 2, XS[1] + 4 : XS[2] - 4] = 252
    for y in (YS[3] + 50, YS[4] + 14):
        glyph(page, XS[1] + 180, y)
    grid = ScanReader(Eights()).read(picture(page)).grid
    (cell,) = [cell for cell in grid.cells if cell.rowspan == 2]
    (reading,) = cell.readings
    assert reading.text == "88"
    assert breaks_figure(reading.glyphs)
    flat = [cell for cell in grid.cells if cell.rowspan == 1 and cell.ruled]
    assert flat
    assert not any(breaks_figure(cell.readings[0].glyphs) for cell in flat)


@pytest.mark.parametrize(
    ("last", "seen", "kept"), [("标", 14, False), ("标", 30, True), (")", 14, True), (")", 4, False)]
)
def test_a_bracket_needs_less_room_at_the_edge_than_a_character(last: str, seen: int, kept: bool) -> None:
    """It stands at its square's left."""
    em = 40
    line = TextLine(10, 0, 10 + 3 * em + seen, em, cut_right=True)
    strip = Strip(np.full((em + 12, 200, 3), 255, np.uint8), 0, 0, em, (line,), float(em))
    read = [Glyph(char, 0.99, 10.0 + em * (n + 0.5)) for n, char in enumerate("绩效指")]
    glyphs = [*read, Glyph(last, 0.9, 10.0 + 3 * em + seen / 2)]
    assert ("".join(g.char for g in without_half(strip, glyphs)) == "绩效指" + last) is kept


@pytest.mark.parametrize(
    ("text", "wide", "of_one"), [("盖口", 31, True), ("指标", 58, False), ("善", 30, False), ("12", 31, False)]
)
def test_two_characters_in_the_room_of_one_are_told(text: str, wide: int, of_one: bool) -> None:
    """善 was read as 盖口, surely. Characters of 30 pixels."""
    line = TextLine(100, 200, 100 + wide, 230)
    strip = Strip(np.zeros((48, wide + 20), np.uint8), 90, 190, 240, (line,), 30.0)
    glyphs = [Glyph(char, 0.999, 10.0 + 15 * n) for n, char in enumerate(text)]
    assert is_of_one(strip, glyphs) == of_one
