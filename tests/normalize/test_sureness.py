"""How sure a reading is said to be: what raises it, what lowers it, and that no figure is out of bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.model import BBox, Cell, Glyph, PlacedBy, Reading
from shibiao.normalize.layout.draft import repaired_label
from shibiao.normalize.scanned import scanned_value
from shibiao.normalize.sureness import (
    breaks_figure,
    confidence,
    has_figure,
    holds_values,
    is_rest,
    lacks_character,
    signs,
)
from shibiao.schemas.calibration import Curve, Signs, load_calibration
from shibiao.schemas.families import load_catalogue


def cell(text: str, sure: float = 0.999, second: str | None = None, legible: float = 0.995) -> Cell:
    glyphs = tuple(Glyph(char, sure, 20.0 * at) for at, char in enumerate(text))
    readings = [Reading("rapidocr", text, text, glyphs=glyphs, legibility=legible)]
    if second is not None:
        readings.append(Reading("tesseract", second, second))
    return Cell(1, 0, 0, 1, 1, BBox(0, 0, 90, 20), tuple(readings))


@pytest.mark.parametrize("text", ["363.58", "保障社会稳定"])
def test_agreement_raises_and_disagreement_lowers(text: str) -> None:
    agreed, alone, differs = (confidence(cell(text, second=s)) for s in (text, None, "9" + text[1:]))
    assert agreed >= alone >= differs
    assert agreed > differs


def test_a_figure_read_alike_twice_on_a_clean_page_is_accepted_and_one_read_otherwise_is_not() -> None:
    confidences = load_catalogue().confidence
    alike, other = cell("363.58", 0.9999, "363.58", 0.998), cell("363.58", 0.9999, "368.58", 0.998)
    assert scanned_value(alike, alike.readings[0], confidences).confidence >= 0.99
    assert scanned_value(other, other.readings[0], confidences).confidence < 0.99


def test_a_figure_with_a_gap_between_its_digits_is_doubted() -> None:
    """Where a border was missed, the figures of two cells stand in one."""
    one = cell("10100", second="10100")
    first = one.readings[0]
    apart = tuple(glyph._replace(x=glyph.x + 200 * (at > 1)) for at, glyph in enumerate(first.glyphs))
    doubted = one._replace(readings=(first._replace(glyphs=apart), one.readings[1]))
    assert scanned_value(doubted, doubted.readings[0], load_catalogue().confidence).confidence <= 0.9


def test_a_text_with_room_for_a_character_that_was_not_read_is_never_certain() -> None:
    one = cell("道路清保洁面积")
    first = one.readings[0]
    assert not lacks_character(first.glyphs)
    apart = tuple(glyph._replace(x=20.0 * at + 20 * (at > 2)) for at, glyph in enumerate(first.glyphs))
    assert lacks_character(apart)
    doubted = one._replace(readings=(first._replace(glyphs=apart),))
    assert scanned_value(doubted, doubted.readings[0], load_catalogue().confidence).confidence <= 0.9
    spaced = tuple(glyph._replace(x=40.0 * at) for at, glyph in enumerate(first.glyphs))
    assert not lacks_character(spaced)  # set wide


def test_poor_pages_are_doubted() -> None:
    assert confidence(cell("363.58", second="363.58", legible=0.9)) <= confidence(cell("363.58", second="363.58"))


@given(
    st.text("0123456789.%≥年月目标效益", min_size=1, max_size=12),
    st.floats(0.01, 1.0),
    st.one_of(st.none(), st.text("0123456789.%", max_size=6)),
    st.floats(0.0, 1.0),
)
def test_confidence_is_a_share(text: str, sure: float, second: str | None, legible: float) -> None:
    assert 0.0 <= confidence(cell(text, sure, second, legible)) < 1.0


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_curves_rise(one: float, other: float) -> None:
    for model in (load_calibration().figure, load_calibration().text):
        low, high = sorted((one, other))
        assert model.curve.at(low) <= model.curve.at(high)


def test_every_sign_has_a_weight() -> None:
    assert set(Signs.model_fields) == set(signs(cell("1")).model_dump())


@pytest.mark.parametrize(
    "points",
    [
        {"score": (0.0, 1.0), "right": (0.5,)},
        {"score": (), "right": ()},
        {"score": (1.0, 0.0), "right": (0.1, 0.2)},
        {"score": (0.0, 1.0), "right": (0.9, 0.2)},
        {"score": (0.0, 1.0), "right": (0.9, 1.2)},
    ],
)
def test_what_is_no_curve_is_refused(points: dict[str, tuple[float, ...]]) -> None:
    with pytest.raises(ValueError, match=r"figure|shares"):
        Curve(**points)


def test_figures_are_told_from_words() -> None:
    assert has_figure("≥95%")
    assert not has_figure("显著提升")


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("15\n10", True),
        ("共15\n个", False),
        ("1510", False),
        ("≥465户\n≥27场次", True),
        ("≥465户\n以上", False),
        ("8\n-7", True),
    ],
)
def test_two_figures_one_under_the_other_may_not_be_one(text: str, breaks: bool) -> None:
    lines = [cell(line).readings[0].glyphs for line in text.split("\n")]
    assert breaks_figure([glyph for line in lines for glyph in line]) is breaks


def test_a_cell_whose_border_only_the_text_shows_is_never_certain() -> None:
    one = cell("363.58", 0.9999, "363.58", 0.998)
    guessed = one.readings[0]._replace(placed_by="alignment")
    doubted = one._replace(readings=(guessed, one.readings[1]))
    assert scanned_value(doubted, guessed, load_catalogue().confidence).confidence <= 0.95


def test_a_cell_that_may_be_several_is_shown_as_doubtful() -> None:
    one = cell("363.58", 0.9999, "363.58", 0.998)
    first = one.readings[0]._replace(placed_by="misplaced")
    assert scanned_value(one._replace(readings=(first,)), first, load_catalogue().confidence).confidence <= 0.6


@pytest.mark.parametrize("placed_by", ["alignment", "misplaced"])
def test_what_a_border_that_is_not_drawn_leaves_empty_is_doubted(placed_by: PlacedBy) -> None:
    one = cell("", 0.9999)
    first = one.readings[0]._replace(placed_by=placed_by)
    assert scanned_value(one._replace(readings=(first,)), first, load_catalogue().confidence).confidence <= 0.6
    assert scanned_value(one, one.readings[0], load_catalogue().confidence).confidence >= 0.9


def test_a_label_of_which_a_line_was_read_by_parts_of_its_characters_is_no_surer_than_that() -> None:
    """Nor is it where the vocabulary completes it."""
    confidences = load_catalogue().confidence
    one = cell("生态效益指", 0.9999)
    first = one.readings[0]._replace(cut=True, in_part=True)
    value = scanned_value(one._replace(readings=(first,)), first, confidences)
    repaired = repaired_label(value, "生态效益指标", "prefix", confidences)
    assert (repaired.value, repaired.confidence) == ("生态效益指标", confidences.read_in_part)
    whole = one.readings[0]._replace(in_part=True)
    assert scanned_value(one._replace(readings=(whole,)), whole, confidences).confidence <= confidences.read_in_part


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("云岭县水利局\n3年", True),
        ("受益人数\n≥98%", True),
        ("1.做好归档\n2.加强培训", False),
        ("≥469.6\n万元", False),
        ("质量指标：\n98%", False),
        ("98%", False),
    ],
)
def test_a_figure_below_a_text_that_had_room_for_it_may_be_another_cell_s(text: str, several: bool) -> None:
    assert holds_values(text) is several


def test_a_doubtful_character_that_no_second_reading_confirms_is_never_certain() -> None:
    confidences = load_catalogue().confidence
    for second, certain in ((None, False), ("一", False), ("优", True)):
        one = cell("优", 0.5, second)
        assert (scanned_value(one, one.readings[0], confidences).confidence >= 0.99) is certain


@pytest.mark.parametrize(
    ("text", "rest"), [("标", True), ("失", True), ("元", False), ("无", False), ("三", False), ("A", False)]
)
def test_one_character_that_says_nothing_is_what_a_cell_leaves_of_a_text(text: str, rest: bool) -> None:
    assert is_rest(text) == rest
