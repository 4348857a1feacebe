"""Where a character's square begins, by the paper between those beside it."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.scan.squares import next_square
from shibiao.extract.scan.strips import strips_of
from shibiao.extract.scan.textlines import Area, TextLine
from tests.scans.drawn import printed

EM = 40
TEXT = "降低居民医疗费用支出"


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("count", [3, 5, 8])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_next_square_is_found_though_places_are_told_roughly(count: int, right: bool, seed: int) -> None:
    pixels, middles = printed(TEXT, EM, 2 * EM)
    page = pixels[:, :, 0]
    rows, columns = (np.flatnonzero((page < 128).any(axis=axis)) for axis in (1, 0))
    line = TextLine(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    (strip,) = strips_of(page, [line], float(EM), Area(0, 0, page.shape[1], page.shape[0]))
    rough = np.random.default_rng(seed).uniform(-0.15, 0.15, len(middles)) * EM
    told = [x - strip.x0 + off for x, off in zip(middles, rough, strict=True)]
    near = told[-2 : -2 - count : -1] if right else told[1 : 1 + count]
    square = next_square(strip, near, float(EM), right)
    middle = middles[-1 if right else 0] - strip.x0
    assert square.start == pytest.approx(middle - EM / 2 if right else middle + EM / 2, abs=0.06 * EM)
    assert square.wide == pytest.approx(EM, rel=0.05)
