"""Lines of text found again inside known cells, on pages that lie straight, askew or turned."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from shibiao.extract.model import BBox, Quad
from shibiao.extract.pdfium import open_pdf, read_page
from shibiao.extract.render import render_page
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.printed_lines import PrintedLine, printed_lines

FORM = Path(__file__).parents[2] / "samples" / "forms" / "html-full-goal_1pane-1007.pdf"
DPI = 200.0
SCALE = 72 / DPI


def boxes_of_cells() -> list[BBox]:
    from shibiao.extract.grid import build_grid

    with open_pdf(FORM, FORM.read_bytes(), None, 1) as document:
        return [cell.bbox for cell in build_grid(read_page(document, 0)).cells if cell.text]


def laid(degrees: float, quarters: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The form's picture rotated counter-clockwise, and the matrix from its own points to the picture's."""
    upright = np.asarray(render_page(FORM, 1, DPI).image)
    height, width = upright.shape[:2]
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    askew = cv2.warpAffine(upright, matrix[:2], (width, height), borderValue=(255, 255, 255))
    for _ in range(quarters):
        matrix = np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]]) @ matrix
        width, height = height, width
    return np.ascontiguousarray(np.rot90(askew, quarters)).astype(np.uint8), in_points(matrix)


def photographed(corners: list[tuple[float, float]]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The same with the form's corners at these pixels."""
    upright = np.asarray(render_page(FORM, 1, DPI).image)
    height, width = upright.shape[:2]
    outline = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(outline, np.array(corners, np.float32)), np.float64)
    aslant = cv2.warpPerspective(upright, matrix, (width, height), borderValue=(255, 255, 255))
    return np.asarray(aslant, np.uint8), in_points(matrix)


def in_points(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.diag([SCALE, SCALE, 1.0]) @ matrix @ np.diag([1 / SCALE, 1 / SCALE, 1.0]), np.float64)


def mapped(matrix: NDArray[np.float64], *points: tuple[float, float]) -> NDArray[np.float64]:
    return np.asarray(cv2.perspectiveTransform(np.array([points], np.float64), matrix)[0], np.float64)


def find(pixels: NDArray[np.uint8], cells: list[Quad], turned: int) -> list[list[PrintedLine]]:
    height, width = pixels.shape[:2]
    return printed_lines(Picture(1, pixels, DPI, "file", 1.0, (width, height)), cells, turned)


@pytest.mark.parametrize(("degrees", "quarters"), [(0, 0), (2.5, 0), (-4, 0), (6, 0), (0, 1), (0, 2), (1, 3)])
def test_lines_lie_where_the_page_s_turn_puts_them(degrees: float, quarters: int) -> None:
    straight = [box.corners for box in boxes_of_cells()]
    wanted = find(laid(0, 0)[0], straight, 0)
    assert sum(map(len, wanted)) >= len(straight)
    pixels, matrix = laid(degrees, quarters)
    cells = [Quad(*mapped(matrix, *corners)) for corners in straight]
    if not degrees:
        cells = [cell.bbox.corners for cell in cells]  # records of such pages have no more
    assert_the_same_lines(wanted, find(pixels, cells, quarters * 90), matrix)


@pytest.mark.parametrize(
    "corners",
    [
        [(90, 70), (1620, 20), (1530, 2230), (20, 2300)],
        [(30, 30), (1620, 90), (1620, 2190), (30, 2320)],
    ],
)
def test_lines_of_a_photographed_page(corners: list[tuple[float, float]]) -> None:
    straight = [box.corners for box in boxes_of_cells()]
    pixels, matrix = photographed(corners)
    cells = [Quad(*mapped(matrix, *corners)) for corners in straight]
    assert_the_same_lines(find(laid(0, 0)[0], straight, 0), find(pixels, cells, 0), matrix)


def assert_the_same_lines(
    wanted: list[list[PrintedLine]], found: list[list[PrintedLine]], matrix: NDArray[np.float64]
) -> None:
    assert sum(len(a) != len(b) for a, b in zip(wanted, found, strict=True)) <= 0.02 * len(wanted)
    away = [
        np.abs(mapped(matrix, *a[:3]) - np.array(b[:3])).max()
        for one, other in zip(wanted, found, strict=True)
        if len(one) == len(other)
        for a, b in zip(one, other, strict=True)
    ]
    assert np.median(away) < 0.5  # points
    assert np.quantile(away, 0.97) < 1.0


def test_a_box_without_ink_or_off_the_page_has_no_lines() -> None:
    blank = np.full((400, 300, 3), 255, np.uint8)
    boxes = [BBox(10, 10, 90, 30), BBox(500, 500, 600, 520), BBox(5, 5, 5, 5)]
    assert find(blank, [box.corners for box in boxes], 0) == [[], [], []]
