"""Page space and PDF space."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.model import BBox
from shibiao.extract.transform import Matrix, PageFrame, compose, map_box

coordinates = st.floats(-500, 500)
bounds = st.tuples(coordinates, coordinates, st.floats(50, 900), st.floats(50, 900)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)
turns = st.integers(0, 3)
matrices = st.builds(Matrix, *[st.floats(-3, 3)] * 4, coordinates, coordinates)


@given(bounds, turns, st.floats(0.5, 4), st.floats(0, 1), st.floats(0, 1))
def test_a_visible_point_stays_on_the_page_and_can_be_led_back(
    edges: tuple[float, float, float, float], turn: int, unit: float, across: float, up: float
) -> None:
    left, bottom, right, top = edges
    x, y = left + across * (right - left), bottom + up * (top - bottom)
    frame = PageFrame(edges, turn, unit)
    width, height = frame.size
    px, py = frame.point(x, y)
    assert -1e-6 <= px <= width + 1e-6 and -1e-6 <= py <= height + 1e-6
    # Turning the page the rest of the way round gives the unturned page, flipped as ever.
    shape = (0.0, 0.0, width, height)
    qx, qy = PageFrame(shape, 4 - turn).point(px, height - py)
    assert math.isclose(qx, (x - left) * unit, abs_tol=1e-6)
    assert math.isclose(qy, (top - y) * unit, abs_tol=1e-6)


@given(bounds, turns, st.floats(0.5, 4), coordinates, coordinates, st.floats(0, 99), st.floats(0, 99))
def test_a_box_is_spanned_by_its_corners(
    edges: tuple[float, float, float, float], turn: int, unit: float, x: float, y: float, width: float, height: float
) -> None:
    frame = PageFrame(edges, turn, unit)
    box = frame.box((x, y, x + width, y + height))
    corners = [frame.point(x, y), frame.point(x + width, y + height)]
    expected = [min(c[0] for c in corners), min(c[1] for c in corners), max(c[0] for c in corners)]
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(box, expected, strict=False))
    assert box.x0 <= box.x1 and box.y0 <= box.y1


@given(matrices, matrices, coordinates, coordinates)
def test_composed_matrices_apply_one_after_the_other(inner: Matrix, outer: Matrix, x: float, y: float) -> None:
    once, twice = compose(inner, outer).apply(x, y), outer.apply(*inner.apply(x, y))
    assert all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6) for a, b in zip(once, twice, strict=True))


def test_a_quarter_turn_keeps_lengths() -> None:
    turn = Matrix(0, 2, -2, 0, 10, 0)
    assert turn.scale == 2
    assert map_box(BBox(0, 0, 3, 1), turn) == BBox(8, 0, 10, 6)
