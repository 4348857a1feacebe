"""Grey seals over print, told by a ring that is inked all around, or by ink of one grey; and print that is no seal."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.scan.ink import separate_print
from tests.scans.tables import YS, Pixels, blank, filled, picture, ruled


def over_print(grey: int = 130) -> Pixels:
    """A form with a grey ring of 40 mm across its print and rules; ink adds to ink."""
    page = filled(ruled(blank()))
    ring = np.zeros(page.shape[:2], np.uint8)
    cv2.circle(ring, (760, 700), 158, 255, 9)
    page[ring > 0] = (page[ring > 0].astype(np.float32) * (grey / 252)).astype(np.uint8)
    return page


def test_a_ring_across_text_and_rules_is_a_seal_and_goes() -> None:
    found = separate_print(picture(over_print()))
    (mark,) = found.marks
    assert mark.kind == "seal"
    assert np.allclose(mark.box, (602, 542, 918, 858), atol=8)
    bare = separate_print(picture(filled(ruled(blank())))).grey.astype(int)
    assert float((bare - found.grey > 60).mean()) < 3e-4


def test_print_and_rules_alone_are_no_seal() -> None:
    assert not separate_print(picture(filled(ruled(blank())))).marks


def test_bold_grey_rules_about_black_print_are_no_seal() -> None:
    """The end of a table, as large as a seal."""
    page = filled(ruled(blank()))
    page[1180:1440, 880:1180] = 252
    for y in range(1200, 1401, 50):
        cv2.line(page, (900, y), (1100, y), (127, 127, 127), 7)
    for x in (900, 1000, 1100):
        cv2.line(page, (x, 1200), (x, 1400), (127, 127, 127), 7)
    assert not separate_print(picture(page)).marks


def test_a_ring_as_dark_as_print_is_left() -> None:
    assert not separate_print(picture(over_print(20))).marks


def stamped(shape: str, grey: int = 150, rules: int = 20) -> Pixels:
    """A form, its rules of a grey, with an oval seal of 45 × 32 mm, one of 43 × 27 mm that leans, or a square one of
    22 mm, strokes inside; ink adds to ink."""
    page = ruled(blank())
    page[page < 100] = rules
    page = filled(page)
    ink = np.zeros(page.shape[:2], np.uint8)
    if shape == "oval":
        cv2.ellipse(ink, (760, 700), (177, 126), 0, 0, 360, 255, 9)
    elif shape == "leaning oval":
        cv2.ellipse(ink, (760, 720), (170, 105), 35, 0, 360, 255, 9)
    else:
        cv2.rectangle(ink, (674, 614), (846, 786), 255, 9)
    for x in range(700, 830, 26):
        cv2.line(ink, (x, 650), (x + 6, 750), 255, 7)
    page[ink > 0] = (page[ink > 0].astype(np.float32) * (grey / 252)).astype(np.uint8)
    return page


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ("oval", (583, 574, 937, 826)),
        ("leaning oval", (604, 585, 916, 855)),
        ("square", (670, 610, 850, 790)),
    ],
)
def test_a_seal_that_is_no_circle_is_told_by_its_ink_and_goes(shape: str, box: tuple[int, ...]) -> None:
    found = separate_print(picture(stamped(shape)))
    (mark,) = found.marks
    assert mark.kind == "seal"
    assert np.allclose(mark.box, box, atol=8)
    bare = separate_print(picture(filled(ruled(blank())))).grey.astype(int)
    assert float((bare - found.grey > 60).mean()) < 3e-4


def test_a_shaded_area_is_no_seal() -> None:
    page = filled(ruled(blank()))
    shaded = page[600:800, 600:800]
    shaded[shaded > 170] = 170
    assert not separate_print(picture(page)).marks


def test_fine_print_inside_a_seal_stays_where_rules_are_much_bolder() -> None:
    """Thin strokes are no darker than the seal's ink: the page's rules do not tell how dark its print is."""
    page = ruled(blank(), "thick")
    for y in range(560, 860, 60):
        for x in range(640, 880, 24):
            cv2.line(page, (x, y), (x + 14, y), (105, 105, 105), 2)
            cv2.line(page, (x + 7, y - 10), (x + 7, y + 10), (105, 105, 105), 2)
    plain = separate_print(picture(page)).grey
    ink = np.zeros(page.shape[:2], np.uint8)
    cv2.circle(ink, (760, 700), 158, 255, 9)
    cv2.fillPoly(ink, [np.array([(760, 655), (790, 740), (730, 740)], np.int32)], 255)
    page[ink > 0] = (page[ink > 0].astype(np.float32) * (150 / 252)).astype(np.uint8)
    found = separate_print(picture(page))
    assert [mark.kind for mark in found.marks] == ["seal"]
    fine = (plain < 170) & (plain > 60) & (cv2.dilate(ink, np.ones((25, 25), np.uint8)) == 0)
    fine[:540] = fine[860:] = False
    fine[:, :620] = fine[:, 900:] = False
    assert int(fine.sum()) > 500
    assert float((found.grey[fine].astype(int) - plain[fine] > 60).mean()) < 0.02


def test_a_rule_that_comes_up_to_a_seal_goes_on_across_its_rim() -> None:
    """Grey rules are no darker than its ink; its own sides are no rules."""
    found = separate_print(picture(stamped("square", rules=140)))
    assert [mark.kind for mark in found.marks] == ["seal"]
    (level,) = (y for y in YS if 620 < y < 700)
    rows = found.ruled[level - 2 : level + 4]
    assert (rows.min(axis=0)[660:860] < 200).all()
    sides = [found.ruled[724:744, x - 4 : x + 5] for x in (674, 846)]
    assert all((side > 200).mean() > 0.8 for side in sides)
