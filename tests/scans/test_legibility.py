"""The few lines that tell which way up a page is, and what of a page is text."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.model import BBox, Glyph
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.legibility import SAMPLE, Way, legible, sample_of, samples_of
from shibiao.extract.scan.sheet import FreeArea, Sheet, TableArea
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area, TextLine
from shibiao.extract.tiling import Tile


def strip(width: int, height: int = 24, lines: int = 1) -> Strip:
    """A line image of an em of 25 pixels."""
    line = TextLine(0, 0, width, height)
    return Strip(np.full((32, width + 14, 3), 255, np.uint8), 0, 0, height, (line,) * lines, 25.0)


@pytest.mark.parametrize("other", [strip(520, 2), strip(300, lines=3)], ids=["a rule's remnant", "a stack"])
def test_what_is_no_line_of_text_tells_nothing(other: Strip) -> None:
    strips = [*(strip(100 + 10 * n) for n in range(SAMPLE)), other]
    assert SAMPLE not in sample_of(strips)
    assert sample_of([other]) == []


def said(chance: float) -> LineText:
    """A line of four characters, each so likely."""
    return LineText(tuple(Glyph(char, chance, 10.0 * place) for place, char in enumerate("四个字符")))


def page(tabled: list[float], free: list[float]) -> tuple[Sheet, dict[int, LineText]]:
    """A page with a table and lines around it, and what a reader makes of them: how likely the characters are."""
    cells, around = ([strip(100) for _ in chances] for chances in (tabled, free))
    frame = Frame((0, 9), (0, 9), ((), ()), ((), ()))
    table = TableArea(0, Tile(0, 0, 1, 1, BBox(0, 0, 9, 9)), Area(0, 0, 9, 9), tuple(cells))
    lines = tuple(FreeArea(Area(0, 0, 9, 9), (one,)) for one in around)
    sheet = Sheet(np.eye(3), 1.0, 25.0, (frame,), (table,), lines)
    return sheet, {id(s): said(c) for s, c in zip([*cells, *around], [*tabled, *free], strict=True)}


def test_dirt_around_a_table_that_reads_well_is_left_out() -> None:
    sheet, texts = page([0.9] * SAMPLE, [0.3] * 40 + [0.9])
    left = legible(sheet, texts, "rapidocr")
    assert left is not None
    assert [text.glyphs[0].probability for text in left.values()] == [0.9] * (SAMPLE + 1)


@pytest.mark.parametrize("tabled", [[0.3] * SAMPLE, [0.9] * (SAMPLE - 1)], ids=["noise in it too", "too small a table"])
def test_a_page_of_which_nothing_is_text_is_illegible(tabled: list[float]) -> None:
    assert legible(*page(tabled, [0.3] * 40), "rapidocr") is None


def test_a_page_that_reads_well_keeps_its_doubtful_lines() -> None:
    sheet, texts = page([0.9] * SAMPLE, [0.3])
    assert legible(sheet, texts, "rapidocr") == texts


@pytest.mark.parametrize(
    ("read", "chance", "high", "kept"),
    [("6", 0.99, 12, False), ("國", 0.3, 24, False), ("6", 0.99, 24, True), ("附件", 0.9, 24, True)],
    ids=["a fibre", "a speck", "a page's number", "a word"],
)
def test_marks_outside_tables_are_no_text(read: str, chance: float, high: int, kept: bool) -> None:
    sheet, texts = page([0.9] * SAMPLE, [0.9])
    mark = strip(20, high)
    said_of_it = LineText(tuple(Glyph(char, chance, 10.0) for char in read))
    marked = sheet._replace(free=(*sheet.free, FreeArea(Area(0, 0, 9, 9), (mark,))))
    left = legible(marked, {**texts, id(mark): said_of_it}, "rapidocr")
    assert left is not None
    assert (id(mark) in left) is kept
    assert texts.items() <= left.items()


def test_a_page_of_single_characters_shows_shapes() -> None:
    """The rings of a photograph, which a reader takes for O, U and 1."""
    sheet, texts = page([], [0.75] * 20)
    assert legible(sheet, texts, "rapidocr") == texts
    assert legible(sheet, {key: LineText(text.glyphs[:1]) for key, text in texts.items()}, "rapidocr") is None


def test_lines_of_the_tables_are_asked_after_those_of_the_page() -> None:
    sheet, _ = page([0.9] * SAMPLE, [0.3] * 40)
    first, second = samples_of(sheet)
    assert max(second) < SAMPLE <= max(first)


def test_long_lines_that_are_spoilt_outweigh_turned_characters_that_are_read_one_by_one() -> None:
    """A sheet with few lines, some under a seal; on its side the network is sure of the turned characters."""
    spoilt, on_its_side = Way(False, 0.797), Way(True, 0.319)
    assert not on_its_side.is_likelier_than(spoilt)
    assert spoilt.is_likelier_than(on_its_side)
    assert Way(True, 0.6).is_likelier_than(Way(False, 0.7))
