"""Grey seals over print, told by a ring that is inked all around; and print that lies on a circle by chance."""

from __future__ import annotations

import cv2
import numpy as np

from shibiao.extract.scan.ink import separate_print
from tests.scans.tables import Pixels, blank, filled, picture, ruled


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


def test_a_ring_as_dark_as_print_is_left() -> None:
    assert not separate_print(picture(over_print(20))).marks
