"""What is done quickly gives what the plain way gives: shrinking, but for a few grey levels, and long ink."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shibiao.extract.scan.picture import shrunk
from shibiao.extract.scan.strokes import _long


@pytest.mark.parametrize("scale", [0.5, 1 / 3.94, 0.3136, 0.47, 0.9])
@pytest.mark.parametrize("size", [(1754, 1240), (1753, 1239)])
def test_a_shrunk_picture_is_its_pixels_means(scale: float, size: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    page = cv2.GaussianBlur(rng.integers(0, 255, size, dtype=np.uint8), (0, 0), 9)
    small = shrunk(page, scale)
    wanted = cv2.resize(page, small.shape[::-1], interpolation=cv2.INTER_AREA)
    assert small.shape == pytest.approx(tuple(round(v * scale) for v in size), abs=1)
    assert float(np.abs(small.astype(int) - wanted.astype(int)).max()) <= 6


def test_a_picture_is_not_enlarged() -> None:
    page = np.zeros((5, 7), np.uint8)
    assert shrunk(page, 1.3) is page


@given(st.integers(2, 60), st.floats(0.3, 0.99), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_long_ink_is_what_an_opening_leaves(length: int, share: float, seed: int) -> None:
    ink = (np.random.default_rng(seed).random((40, 120)) < share).astype(np.uint8) * 255
    wanted = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    assert np.array_equal(_long(ink, length), wanted)
