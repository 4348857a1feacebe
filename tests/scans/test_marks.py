"""Seals, signatures and pens' lines: lifted off the print, recorded, and told from coloured print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.scan.ink import separate_print
from tests.scans.tables import DPI, Pixels, blank, filled, glyph, picture, ruled

RED, BLUE = (200, 40, 50), (40, 55, 170)


def inked(page: Pixels, cover: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """The page with ink where ``cover`` is 255: it takes light away, so that black stays black."""
    page = page.copy()
    page[cover > 0] = (page[cover > 0] * (np.array(colour) / 255)).astype(np.uint8)
    return page


def cover() -> Pixels:
    return np.zeros(blank().shape[:2], np.uint8)


@pytest.fixture(scope="module")
def form() -> Pixels:
    return filled(ruled(blank()))


def darkened(page: Pixels, form: Pixels) -> float:
    """The share of pixels that are darker than those of the bare form, in its print."""
    apart = separate_print(picture(form)).grey.astype(int) - separate_print(picture(page)).grey
    return float((apart > 60).mean())


def test_a_red_seal_is_lifted_and_recorded(form: Pixels) -> None:
    ring = cover()
    cv2.circle(ring, (900, 700), 150, 255, 7)
    sealed = inked(form, ring, RED)
    (mark,) = separate_print(picture(sealed)).marks
    assert mark.kind == "seal"
    assert np.allclose(mark.box, (747, 547, 1053, 853), atol=12)
    assert darkened(sealed, form) < 2e-4
    left = separate_print(picture(sealed), lift_marks=False).grey.astype(int) - separate_print(picture(form)).grey
    assert (left < -60).mean() > 1e-3


@pytest.mark.parametrize(("dpi", "kinds"), [(DPI, ["seal"]), (DPI * 297 / 420, ["seal"]), (DPI / 2.2, [])])
def test_a_seal_is_as_large_as_its_page_lets_it_be(form: Pixels, dpi: float, kinds: list[str]) -> None:
    """A page of A4 whose file said 200 dpi for 300 was one of A3, and its seal of 65 mm was none."""
    ring = cover()
    cv2.circle(ring, (900, 700), 180, 255, 7)
    if not kinds:  # larger than seals are on a page of any size
        cv2.circle(ring, (900, 1100), 400, 255, 12)
    marks = separate_print(picture(inked(form, ring, RED), dpi)).marks
    assert [mark.kind for mark in marks] == kinds


def test_a_blue_signature_is_lifted_and_recorded(form: Pixels) -> None:
    scrawl = cover()
    points = np.array([(500 + 9 * t, 1300 + round(40 * np.sin(t * 1.3))) for t in range(30)], np.int32)
    cv2.polylines(scrawl, [points], False, 255, 4)
    (mark,) = separate_print(picture(inked(form, scrawl, BLUE))).marks
    assert mark.kind == "signature"


@pytest.mark.parametrize("kind", ["tick", "underline", "ring"])
def test_a_red_pens_line_is_lifted_and_recorded(form: Pixels, kind: str) -> None:
    line = cover()
    if kind == "tick":
        cv2.polylines(line, [np.array([(700, 640), (712, 655), (745, 610)], np.int32)], False, 255, 3)
    elif kind == "underline":
        cv2.line(line, (640, 675), (780, 678), 255, 3)
    else:
        cv2.ellipse(line, (708, 660), (75, 32), 0, 0, 360, 255, 3)
    marked = inked(form, line, RED)
    (mark,) = separate_print(picture(marked)).marks
    assert mark.kind == "pen"
    assert darkened(marked, form) < 2e-4


def test_a_word_ringed_with_a_felt_pen_is_no_seal(form: Pixels) -> None:
    ring = cover()
    cv2.ellipse(ring, (708, 660), (75, 44), 0, 0, 360, 255, 9)
    (mark,) = separate_print(picture(inked(form, ring, RED))).marks
    assert mark.kind == "pen"


def test_a_bold_ring_about_a_word_is_a_pens_and_red_print_is_not(form: Pixels) -> None:
    """Its stroke is long: about twice its length and height. A frame in a red heading is one sign of several."""
    ring, heading = cover(), cover()
    cv2.ellipse(ring, (708, 660), (75, 30), 0, 0, 360, 255, 6)
    marked = inked(form, ring, RED)
    (mark,) = separate_print(picture(marked)).marks
    assert mark.kind == "pen"
    assert darkened(marked, form) < 2e-4
    for x in (600, 670, 740):
        cv2.rectangle(heading, (x, 160), (x + 54, 214), 255, 5)
        cv2.line(heading, (x + 10, 187), (x + 44, 187), 255, 5)
    assert not separate_print(picture(inked(form, heading, RED))).marks


def test_a_seal_that_a_pens_line_runs_through_is_a_seal(form: Pixels) -> None:
    marked = cover()
    cv2.rectangle(marked, (820, 620), (980, 780), 255, 9)
    for x in range(850, 960, 26):
        cv2.line(marked, (x, 660), (x + 6, 740), 255, 7)
    cv2.line(marked, (560, 628), (1240, 622), 255, 4)
    page = inked(form, marked, RED)
    marks = separate_print(picture(page)).marks
    assert sorted(mark.kind for mark in marks) == ["pen", "pen", "seal"]
    (seal,) = (mark.box for mark in marks if mark.kind == "seal")
    assert np.allclose(seal, (815, 615, 985, 785), atol=10)
    assert darkened(page, form) < 2e-4


def test_a_desk_in_the_corner_of_a_photograph_is_no_seal(form: Pixels) -> None:
    desk = cover()
    cv2.fillPoly(desk, [np.array([(0, 0), (210, 0), (0, 260)], np.int32)], 255)
    desk[::9] = 0
    assert not [m for m in separate_print(picture(inked(form, desk, (150, 60, 50)))).marks if m.kind == "seal"]


def test_coloured_print_is_read() -> None:
    page = blank()
    for number in range(6):
        glyph(page, 400 + 34 * number, 500)
    page[page[..., 0] < 200] = RED
    printed = separate_print(picture(page))
    assert not printed.marks
    assert (printed.grey < 160).sum() > 300


def test_a_form_whose_values_are_printed_in_blue_has_no_signatures_in_them() -> None:
    """Words as wide and high as signatures, but in every row."""
    page = ruled(blank())
    for row in range(9):
        for number in range(5):
            glyph(page, 600 + 44 * number, 320 + 90 * row, size=40)
    coloured = page.copy()
    words = np.zeros(page.shape[:2], bool)
    for row in range(9):
        words[315 + 90 * row : 370 + 90 * row, 595:830] = True
    coloured[words & (page[..., 0] < 200)] = (0, 0, 255)
    printed = separate_print(picture(coloured))
    assert not printed.marks
    assert (printed.grey[words] < 160).sum() > 9 * 5 * 150


def test_a_grey_seal_is_lifted_by_its_shade(form: Pixels) -> None:
    stamped = form.copy()
    ring = cover()
    cv2.circle(ring, (900, 700), 150, 255, 7)
    stamped[ring > 0] = np.minimum(stamped[ring > 0], 140)
    printed = separate_print(picture(stamped))
    assert [mark.kind for mark in printed.marks] == ["seal"]
    assert darkened(stamped, form) < 0.25 * (ring > 0).mean()
