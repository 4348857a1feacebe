"""The few lines that tell which way up a page is."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.scan.legibility import SAMPLE, sample_of
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import TextLine


def strip(width: int, height: int = 24, lines: int = 1) -> Strip:
    """A line image of an em of 25 pixels."""
    line = TextLine(0, 0, width, height)
    return Strip(np.full((32, width + 14, 3), 255, np.uint8), 0, 0, height, (line,) * lines, 25.0)


@pytest.mark.parametrize("other", [strip(520, 2), strip(300, lines=3)], ids=["a rule's remnant", "a stack"])
def test_what_is_no_line_of_text_tells_nothing(other: Strip) -> None:
    strips = [*(strip(100 + 10 * n) for n in range(SAMPLE)), other]
    assert SAMPLE not in sample_of(strips)
    assert sample_of([other]) == []
