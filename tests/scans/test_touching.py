"""What a cell's edge leaves of a line is told from the line that it touches."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.scan.touching import Rows, without_cut_rest

EM, REACH = 26.0, 2


def cell(*inked: tuple[int, int, int], rows: int = 60) -> np.ndarray:
    """A cell's ink: from row to row, so many columns of it."""
    part = np.zeros((rows, 300), np.uint8)
    for start, end, columns in inked:
        part[start:end, :columns] = 255
    return part


HEAD = (0, 14, 120), (14, 15, 20), (15, 41, 130)  # half a line, what joins it to the next, and that
FOOT = (19, 45, 130), (45, 46, 20), (46, 60, 120)


@pytest.mark.parametrize(
    ("part", "run", "found"),
    [
        (cell(*HEAD), (0, 41), [(0, 14), (14, 41)]),
        (cell(*FOOT), (19, 60), [(19, 45), (45, 60)]),
        (cell((0, 41, 120)), (0, 41), [(0, 41)]),
        (cell((0, 30, 120)), (0, 30), [(0, 30)]),
        (cell(*((a + 8, b + 8, n) for a, b, n in HEAD)), (8, 49), [(8, 49)]),
    ],
    ids=["head", "foot", "no valley", "one line", "away from the edge"],
)
def test_a_cut_line_that_touches_the_next_is_parted_from_it(part: np.ndarray, run: Rows, found: list[Rows]) -> None:
    assert without_cut_rest(part, np.zeros_like(part), [run], EM, REACH) == found


def test_a_rule_is_an_edge_too() -> None:
    part = cell(*((a + 8, b + 8, n) for a, b, n in HEAD))
    edges = np.zeros_like(part)
    edges[2:8] = 255
    assert without_cut_rest(part, edges, [(8, 49)], EM, REACH) == [(8, 22), (22, 49)]
