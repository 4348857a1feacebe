"""Line images in batches for the recogniser."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.recognise.rapidocr import batches_of

WIDTHS = st.lists(st.integers(0, 900), max_size=30)


def widths(lines: list[int]) -> dict[int, int]:
    """How wide the network takes each of these lines."""
    pictures = [np.zeros((32, width, 3), np.uint8) for width in lines]
    return {index: width for batch, width in batches_of(pictures) for index in batch}


@given(WIDTHS)
def test_every_line_that_is_no_empty_one_is_in_one_batch(lines: list[int]) -> None:
    batches = [
        index for batch, _ in batches_of([np.zeros((32, width, 3), np.uint8) for width in lines]) for index in batch
    ]
    assert sorted(batches) == [index for index, width in enumerate(lines) if width]


@given(WIDTHS, st.integers(1, 900))
def test_a_line_is_as_wide_whatever_stands_beside_it(others: list[int], line: int) -> None:
    assert widths([line, *others])[0] == widths([line])[0]
