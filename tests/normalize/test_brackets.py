"""A bracket that is open is closed where the reader saw one, and doubted where it did not."""

from __future__ import annotations

import pytest

from shibiao.extract.model import Glyph
from shibiao.normalize.brackets import closed
from tests.normalize.scans import reading


def unread(text: str, offered: str, chance: float, cut: bool = False) -> tuple[str, bool]:
    """What becomes of a text behind which a character was not read that may be ``offered``."""
    read = reading(text, sure=0.999)._replace(cut=cut)
    found = closed(read._replace(glyphs=(*read.glyphs, Glyph("", 0.6, 200.0, ((offered, chance),)))))
    assert "".join(glyph.char for glyph in found.glyphs) == found.text
    return found.text, found.crossed


def test_a_bracket_that_the_reader_offers_closes_an_open_one() -> None:
    assert unread("效益指标(30分", ")", 0.39) == ("效益指标(30分)", False)
    assert unread("产出指标（50分", ")", 0.08) == ("产出指标（50分）", False)


@pytest.mark.parametrize(("offered", "chance"), [(")", 0.01), ("d", 0.4)])
def test_a_bracket_that_stays_open_is_doubted(offered: str, chance: float) -> None:
    assert unread("效益指标(30分", offered, chance) == ("效益指标(30分", True)


@pytest.mark.parametrize("text", ["效益指标(30分)", "1）做好档案收集；2）公开", "≥95%", "主管部门（单位）（盖章）"])
def test_texts_without_an_open_bracket_stay_as_they_are(text: str) -> None:
    read = reading(text)
    assert closed(read) is read


def test_what_the_cells_edge_cuts_may_leave_a_bracket_open() -> None:
    assert unread("大于等于68（", ")", 0.3, cut=True) == ("大于等于68（", False)
    assert closed(reading("大于等于68（%", sure=0.999)).crossed
