"""Lines of text outside tables."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from tests.scans.drawn import chinese_font
from tests.scans.tables import Pixels, blank, filled, ruled, sheet_of


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


def test_a_line_is_one_however_far_apart_its_words_are() -> None:
    (area,) = sheet_of(lettered(filled(ruled(blank())), "（ 2024 年度 ）", 28, 150)).free
    assert len(area.strips) == 1
