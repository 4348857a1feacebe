"""Where cells of the flat sheet lie on the original page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from shibiao.extract.model import BBox, Cell, Grid, Quad, Scan
from shibiao.extract.scan.places import is_slanted, place_on_page
from shibiao.pipeline import read_file
from shibiao.schemas.records import CellRecord, Form
from tests.scans.pages import SAMPLE, page, skewed
from tests.scans.test_reading import ONE, folded, read

POINTS = 0.36  # a pixel at 200 dpi
SIZE = (1654.0, 2339.0)
OUTLINE = np.array([(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])], np.float32)

nudges = st.lists(st.floats(-140, 140), min_size=8, max_size=8)
fractions = st.tuples(*[st.floats(0, 1)] * 4)


def photographed(nudge: list[float], quarters: int = 0) -> NDArray[np.float64]:
    """The matrix that moves the page's corners so many pixels and turns it."""
    corners = np.roll(OUTLINE, quarters, axis=0) + np.array(nudge, np.float32).reshape(4, 2)
    return np.asarray(cv2.getPerspectiveTransform(OUTLINE, corners), np.float64)


def box_at(at: tuple[float, float, float, float]) -> BBox:
    """A box of at least 5 × 5 points on the sheet."""
    x0, x1 = sorted((at[0] * 580, at[1] * 580))
    y0, y1 = sorted((at[2] * 830, at[3] * 830))
    return BBox(x0, y0, x1 + 5, y1 + 5)


@given(nudge=nudges, quarters=st.integers(0, 3), at=fractions)
def test_the_quad_lies_in_its_box_and_touches_all_four_sides(
    nudge: list[float], quarters: int, at: tuple[float, float, float, float]
) -> None:
    matrix = photographed(nudge, quarters)
    bbox, quad = place_on_page(box_at(at), 200 / 72, matrix, POINTS)
    if quad is not None:
        assert all(bbox.x0 <= x <= bbox.x1 and bbox.y0 <= y <= bbox.y1 for x, y in quad)
        xs, ys = zip(*quad, strict=True)
        assert {bbox.x0, bbox.x1} <= set(xs)
        assert {bbox.y0, bbox.y1} <= set(ys)
        # Clockwise as seen: a turn to the right at every corner, whichever way up the page lies.
        for i in range(4):
            (ax, ay), (bx, by), (cx, cy) = (quad[(i + k) % 4] for k in range(3))
            assert (bx - ax) * (cy - by) - (by - ay) * (cx - bx) > 0


@given(quarters=st.integers(0, 3), at=fractions, shift=st.floats(-0.2, 0.2))
def test_a_page_that_is_only_turned_has_no_quads(
    quarters: int, at: tuple[float, float, float, float], shift: float
) -> None:
    turned = np.array([[0, -1, SIZE[1]], [1, 0, 0], [0, 0, 1]], np.float64)
    matrix = np.linalg.matrix_power(turned, quarters) + np.array([[0, shift / 1e3, 0], [0, 0, 0], [0, 0, 0]])
    assert place_on_page(box_at(at), 200 / 72, matrix, POINTS).quad is None


def test_half_a_point_is_where_slant_begins() -> None:
    box = BBox(10, 10, 210, 30)
    assert not is_slanted(box.corners)
    assert not is_slanted(box.corners._replace(top_right=(210, 10.4)))
    assert is_slanted(box.corners._replace(top_right=(210, 10.6)))
    assert (box.corners.width, box.corners.height, box.corners.bbox) == (200, 20, box)


def test_pages_of_odd_size_are_scaled_with_their_quads(monkeypatch: pytest.MonkeyPatch) -> None:
    from shibiao.extract.scan.chosen import ChosenReader
    from shibiao.extract.scan.reader import ScannedPage

    quad = Quad((1, 0), (9, 1), (8, 5), (0, 4))
    cells = (Cell(1, 0, 0, 1, 1, quad.bbox, quad=quad), Cell(1, 1, 0, 1, 1, BBox(0, 5, 9, 9)))
    scanned = ScannedPage(Grid(1, cells), Scan(1, 100, 100, 200.0, "file"), ())

    class Reader:
        def read(self, *_: object) -> ScannedPage:
            return scanned

    read_page = ChosenReader(Reader(), ()).read(None, points=2.0)  # type: ignore[arg-type]
    first, second = read_page.grid.cells
    assert first.quad == ((2, 0), (18, 2), (16, 10), (0, 8))
    assert first.bbox == first.quad.bbox == (0, 0, 18, 10)
    assert second.quad is None


def placed(forms: list[Form]) -> dict[str, CellRecord]:
    """The cells of the first page whose text stands there once."""
    cells = [c for form in forms for c in form.cells if c.page == 1 and c.text.value and c.rowspan == 1]
    names = [folded(c.text.value) for c in cells]
    return {name: cell for name, cell in zip(names, cells, strict=True) if names.count(name) == 1}


def turned_about(degrees: float, size: tuple[int, int]) -> NDArray[np.float64]:
    """From the points of a page to those of the page rotated counter-clockwise about its middle."""
    middle = (size[0] * POINTS / 2, size[1] * POINTS / 2)
    return np.vstack([cv2.getRotationMatrix2D(middle, degrees, 1.0), [0, 0, 1]])


@pytest.mark.parametrize("degrees", [-6, 3])
def test_quads_of_a_skewed_page_map_back_to_the_digital_twin_s_boxes(degrees: float, tmp_path: Path) -> None:
    digital = placed(read_file(SAMPLE))
    found = placed(read(skewed(page(), degrees), tmp_path / "a.png", dpi=(200, 200)))
    back = np.linalg.inv(turned_about(degrees, page().size))
    apart = []
    for name in digital.keys() & found.keys():
        quad = found[name].quad
        assert quad is not None, name
        assert Quad(*quad).bbox == found[name].bbox
        upright = cv2.perspectiveTransform(np.array([quad], np.float64), back)[0]
        apart.append(np.abs(upright - np.array(BBox(*digital[name].bbox).corners)).max())
    assert len(apart) > 15
    assert np.median(apart) < 1.0  # points
    assert np.quantile(apart, 0.8) < 2.0  # lines of text outside tables: ink in one, type in the other


@pytest.mark.parametrize("degrees", [0, 90])
def test_straight_and_turned_pages_have_no_quads(degrees: int, tmp_path: Path) -> None:
    picture = page().crop((0, 0, 1654, 700)).rotate(degrees, expand=True)
    picture.save(tmp_path / "a.png", dpi=(200, 200))
    cells = [cell for form in read_file(tmp_path / "a.png", ONE) for cell in form.cells]
    assert len(cells) > 15
    assert all(cell.quad is None for cell in cells)
    assert all("quad" not in cell.model_dump_json() for cell in cells)


def test_a_crop_along_the_quad_is_the_upright_cell(tmp_path: Path) -> None:
    """What ``docs/scans.md`` tells readers of records to do."""
    picture = skewed(page(), 6)
    cell = placed(read(picture, tmp_path / "a.png", dpi=(200, 200)))["主管部门及代码"]
    assert cell.quad
    corners = Quad(*cell.quad).scaled(1 / POINTS)
    size = (round(corners.width), round(corners.height))
    (a, b, c, d) = corners.top_left, corners.bottom_left, corners.bottom_right, corners.top_right
    crop = picture.transform(size, Image.Transform.QUAD, (*a, *b, *c, *d), Image.Resampling.BICUBIC)
    ink = np.asarray(crop.convert("L")) < 128
    inside = ink[4:-4, 4:-4]
    rows = np.flatnonzero(inside.any(axis=1))
    assert 14 < len(rows) < 30  # a line of 9-point type at 200 dpi stands level in it
    assert rows[0] > 0
    assert rows[-1] < len(inside) - 1
