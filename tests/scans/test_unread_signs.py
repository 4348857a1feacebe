"""Signs that a recogniser passes over or takes for characters, told by their ink."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.model import Glyph
from shibiao.extract.scan.comparisons import comparison_of, is_double_bar, lone_comparison
from shibiao.extract.scan.unread_signs import with_unread_signs
from tests.scans.drawn import printed as printed_line

EM = 40


def ink_of(text: str, size: int = EM) -> np.ndarray:
    return printed_line(text, size, 2 * size)[0][:, :, 0]


def glyphs_of(printed: str, unread: str) -> list[Glyph]:
    """A glyph for each printed character but those that were not read."""
    middles = printed_line(printed, EM, 2 * EM)[1]
    return [Glyph(char, 0.99, x) for char, x in zip(printed, middles, strict=True) if char not in unread]


def mended(printed: str, unread: str) -> str:
    found = with_unread_signs(glyphs_of(printed, unread), ink_of(printed) < 128, EM)
    return "".join(glyph.char for glyph in found)


@pytest.mark.parametrize(
    ("printed", "unread"),
    [
        ("项目属性□新增□延续", "□"),
        ("1、部门预算项目☑2、省直专项□", "☑□"),
        ("学生、家长、社会满意度", "、"),
        ("经济，社会效益", "，"),
        ("每人·月补助标准", "·"),
    ],
)
def test_an_unread_sign_is_put_in_and_doubted(printed: str, unread: str) -> None:
    assert mended(printed, unread) == printed
    found = with_unread_signs(glyphs_of(printed, unread), ink_of(printed) < 128, EM)
    assert max(glyph.probability for glyph in found if glyph.char in unread) <= 0.9


@pytest.mark.parametrize("printed", ["项目口回国田", "学生、家长", "人口与计划生育", "小计：三〇六"])
def test_what_was_read_stays_as_it_is(printed: str) -> None:
    assert mended(printed, "") == printed


def test_a_speck_between_characters_of_usual_distance_is_no_mark() -> None:
    ink = ink_of("学生家长满意度") < 128
    ink = ink.copy()
    ink[52:56, 97:101] = True
    found = with_unread_signs(glyphs_of("学生家长满意度", ""), ink, EM)
    assert "".join(glyph.char for glyph in found) == "学生家长满意度"


@pytest.mark.parametrize(("rows", "text"), [(EM, "社会影响·"), (26, "社会影响")], ids=["whole", "cut"])
def test_what_hangs_at_the_end_of_a_cut_line_is_no_point(rows: int, text: str) -> None:
    """Of the last stroke of 劣, cut off below, a piece hung midway between what was seen of its line."""
    ink = ink_of("社会影响") < 128
    top = int(np.flatnonzero(ink.any(axis=1))[0])
    ink[top + rows :] = False
    end = int(np.flatnonzero(ink.any(axis=0))[-1])
    ink[top + rows // 2 - 3 : top + rows // 2 + 3, end + 8 : end + 14] = True
    found = with_unread_signs(glyphs_of("社会影响", ""), ink, EM)
    assert "".join(glyph.char for glyph in found) == text


@pytest.mark.parametrize("sign", ["≥", "≧", "≤", "≦", ">", "<"])
@pytest.mark.parametrize("size", [34, 48])
def test_a_sign_alone_is_told_by_its_strokes_or_not_at_all(sign: str, size: int) -> None:
    assert comparison_of(ink_of(sign, size) < 140) in (sign, None)


def test_the_commonest_signs_are_told() -> None:
    assert [comparison_of(ink_of(sign, 48) < 140) for sign in "≥≤"] == ["≥", "≤"]
    assert lone_comparison(ink_of("≥", 48), 140.0) == "≥"


@pytest.mark.parametrize("char", list("三二一之乙工上云无个人入大力17是否有全王E五立"))
def test_no_character_is_a_sign(char: str) -> None:
    assert comparison_of(ink_of(char, 48) < 140) is None


def test_a_double_bar_is_told_from_a_dash_though_its_bars_have_run_together() -> None:
    page = np.full((60, 60), 250, np.uint8)
    page[27:29, 10:49] = 30
    assert not is_double_bar(page, 128.0, 36.0)
    page[31:33, 10:49] = 30
    assert is_double_bar(page, 128.0, 36.0)
    page[29:31, 10:49] = 90
    assert is_double_bar(page, 128.0, 36.0)
    page[29:34, 10:49] = 30
    assert is_double_bar(page, 128.0, 36.0)
