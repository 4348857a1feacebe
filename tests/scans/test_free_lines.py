"""Lines of text outside tables."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from shibiao.extract.scan.scrawls import take_off_strokes
from shibiao.extract.scan.textlines import Area, lines_in
from tests.scans.drawn import chinese_font
from tests.scans.tables import Pixels, blank, filled, glyph, ruled, sheet_of


def lettered(page: Pixels, text: str, size: int, top: int) -> Pixels:
    """The page with a text in the middle whose ink begins at ``top``."""
    image = Image.fromarray(page)
    face = chinese_font(size).face
    x0, y0, x1, _ = face.getbbox(text)
    ImageDraw.Draw(image).text(((page.shape[1] - x1 + x0) / 2, top - y0), text, (20, 20, 20), face)
    return np.array(image)


def test_a_title_and_the_year_close_below_it_are_two_lines() -> None:
    page = lettered(filled(ruled(blank())), "项目支出绩效目标表", 46, 150)
    bottom = int(np.flatnonzero((page[100:290] < 128).any(axis=(1, 2)))[-1]) + 100
    free = sheet_of(lettered(page, "（2024年度）", 28, bottom + 1)).free
    assert [len(area.strips) for area in free] == [1, 1]
    title, year = (area.strips[0] for area in free)
    assert title.em > 1.3 * year.em


def test_two_lines_that_touch_are_no_larger_type() -> None:
    """They are as high together as a title, which its characters fill from top to bottom."""
    page = lettered(np.full((300, 900, 3), 255, np.uint8), "项目负责人（签字）：", 30, 100)
    bottom = int(np.flatnonzero((page < 128).any(axis=(1, 2)))[-1]) + 1
    ink = np.where(lettered(page, "单位（盖章）：", 30, bottom)[:, :, 0] < 128, 255, 0).astype(np.uint8)
    found = lines_in(ink, np.zeros_like(ink), None, Area(200, 80, 700, 200), 30.0, 300 / 72, largest=3.4)
    assert found.em < 40
    assert [abs(line.height - 30) < 6 for line in found.lines] == [True, True]


def test_a_line_is_one_however_far_apart_its_words_are() -> None:
    (area,) = sheet_of(lettered(filled(ruled(blank())), "（ 2024 年度 ）", 28, 150)).free
    assert len(area.strips) == 1


def test_a_signature_beside_a_line_does_not_belong_to_it() -> None:
    """It is higher than the line's characters, and would make them look small."""
    page = filled(ruled(blank()))
    for number in range(8):
        glyph(page, 200 + 34 * number, 180)
    alone = [line for area in sheet_of(page).free for strip in area.strips for line in strip.lines]
    pen = np.array([(480, 150), (500, 215), (530, 160), (545, 220), (575, 165)], np.int32)
    cv2.polylines(page, [pen], False, (40, 40, 40), 3)
    signed = [line for area in sheet_of(page).free for strip in area.strips for line in strip.lines]
    assert [(line.y0, line.y1) for line in signed] == [(line.y0, line.y1) for line in alone]


def test_a_character_in_one_piece_is_no_signature() -> None:
    """Of most characters the parts are lower; what is much higher than a whole one is a pen's."""
    ink = np.zeros((120, 600), np.uint8)
    for number in range(12):
        x, y = 10 + 30 * number, 20 + 22 * (number % 2)
        cv2.rectangle(ink, (x, y), (x + 20, y + 18), 255, 2)
    for x in (390, 440, 490):
        cv2.line(ink, (x, 20), (x, 60), 255, 3)
        cv2.line(ink, (x - 15, 40), (x + 15, 40), 255, 3)
    signed = ink.copy()
    cv2.polylines(signed, [np.array([(530, 5), (545, 90), (560, 20), (585, 100)], np.int32)], False, 255, 3)
    assert not take_off_strokes(signed, Area(0, 0, 600, 120), 40)
    assert np.array_equal(signed, ink)


def test_what_may_have_been_a_character_leaves_its_line_doubtful() -> None:
    ink = np.zeros((120, 600), np.uint8)
    for number in range(12):
        cv2.rectangle(ink, (10 + 40 * number, 20), (40 + 40 * number, 50), 255, 2)
    cv2.line(ink, (520, 10), (550, 58), 255, 3)
    assert take_off_strokes(ink, Area(0, 0, 600, 120), 40)


def test_a_stroke_that_starts_where_a_line_ends_leaves_it_doubtful() -> None:
    """It may hide the colon that the line ends in."""
    page = filled(ruled(blank()))
    for number in range(8):
        glyph(page, 200 + 34 * number, 180)
    (alone,) = sheet_of(page).free
    assert not alone.crossed
    for start, crossed in ((490, True), (640, False)):
        signed = page.copy()
        pen = np.array(
            [(start, 165), (start + 12, 225), (start + 30, 150), (start + 55, 230), (start + 90, 165)], np.int32
        )
        cv2.polylines(signed, [pen], False, (40, 40, 40), 4)
        first = min(sheet_of(signed).free, key=lambda free: free.area.x0)
        assert first.crossed == crossed
