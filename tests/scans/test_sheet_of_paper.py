"""Where the sheet of paper lies in a photograph."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shibiao.extract.scan.paper import _let_out, paper_outline
from tests.scans.tables import Pixels, blank, filled, noisy, picture, ruled, sheet_of, tiles_of, whole_grid

DESKS = {"wood": (110, 80, 55), "grey": (150, 148, 145), "green": (40, 70, 60)}
CORNERS = np.array([(170, 140), (1960, 90), (2030, 2560), (110, 2640)], np.float32)


def photographed(page: Pixels, desk: tuple[int, int, int], corners: np.ndarray = CORNERS) -> Pixels:
    """The page on a desk, seen by a camera: its corners lie at ``corners``."""
    height, width = page.shape[:2]
    size = (2120, 2760)
    surface = np.empty((size[1], size[0], 3), np.uint8)
    surface[:] = desk
    surface = noisy(surface, 6.0, 3)
    matrix = cv2.getPerspectiveTransform(
        np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32), corners.astype(np.float32)
    )
    seen = cv2.warpPerspective(page, matrix, size)
    mask = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, size)
    return np.where(mask[..., None] > 127, seen, surface).astype(np.uint8)


@pytest.mark.parametrize("desk", DESKS)
def test_corners_are_found_on_any_desk(desk: str) -> None:
    photo = photographed(filled(ruled(blank(240))), DESKS[desk])
    outline = paper_outline(photo)
    assert outline is not None
    apart = [np.hypot(*(outline - corner).T).min() for corner in CORNERS]
    assert max(apart) < 4.0


def test_uneven_light_does_not_hide_the_sheet() -> None:
    photo = photographed(filled(ruled(blank(240))), DESKS["wood"])
    fall = np.linspace(1.0, 0.6, photo.shape[1])[None, :, None]
    assert paper_outline((photo * fall).astype(np.uint8)) is not None


@pytest.mark.parametrize("shade", [252, 225])
def test_a_sheet_that_fills_the_picture_has_no_outline(shade: int) -> None:
    assert paper_outline(filled(ruled(noisy(blank(shade), 4.0)))) is None


def test_a_photographed_table_is_flat_and_nothing_of_the_desk_is_read() -> None:
    sheet = sheet_of(photographed(filled(ruled(blank(240))), DESKS["wood"]), dpi=225)
    assert tiles_of(sheet) == whole_grid()
    assert not sheet.free


def test_picture_and_sheet_tell_each_others_places() -> None:
    """The matrix leads from the flat sheet back to the photograph."""
    photo = photographed(filled(ruled(blank(240))), DESKS["grey"])
    sheet = sheet_of(photo, dpi=225)
    (frame,) = sheet.frames
    corner = np.array([[(frame.xs[0] * sheet.per_pt, frame.ys[0] * sheet.per_pt)]], np.float64)
    back = cv2.perspectiveTransform(corner, sheet.matrix)[0, 0]
    matrix = cv2.getPerspectiveTransform(np.array([(0, 0), (1654, 0), (1654, 2339), (0, 2339)], np.float32), CORNERS)
    expected = cv2.perspectiveTransform(np.array([[(160, 300)]], np.float64), matrix)[0, 0]
    assert np.hypot(*(back - expected)) < 4.0
    assert picture(photo).size == (2120, 2760)


@pytest.mark.parametrize("reach_mm", [5, 14])
def test_the_shade_along_a_book_s_fold_is_no_edge(reach_mm: float) -> None:
    """The paper goes on in it, and so does the table."""
    page = filled(ruled(blank(240)))
    fall = 1 - 0.3 * np.exp(-np.arange(page.shape[1])[::-1] / (reach_mm / 25.4 * 200))
    assert paper_outline((page * fall[None, :, None]).astype(np.uint8)) is None


def test_print_in_the_shade_is_no_edge() -> None:
    """A line that ends where the shade begins is a step near by, and little beyond it is darker."""
    shade = np.interp(np.arange(1654), [0, 60, 160], [0.8, 0.9, 1.0])
    page = (blank(240) * shade[None, :, None]).astype(np.uint8)
    page[100:-100, 60:66] = 60
    assert paper_outline(page) is None


@pytest.mark.parametrize(("side", "moved"), [(600, 607), (613, 613)], ids=["before the shade", "behind it"])
def test_a_side_before_the_paper_s_shade_is_moved_out(side: int, moved: int) -> None:
    """The light falls from 603 to 609 pixels along the fold; at the left, at 20, all at once."""
    fall = np.interp(np.arange(640), [19, 20, 603, 609], [30, 250, 250, 30])
    soft = np.tile(fall, (900, 1)).astype(np.uint8)
    quad = np.array([(20, 0), (side, 0), (side, 899), (20, 899)], float)
    assert _let_out(soft, quad, 1.0) == pytest.approx(np.array([(20, 0), (moved, 0), (moved, 899), (20, 899)], float))


def test_a_lid_that_goes_round_a_turned_sheet_is_not_read() -> None:
    """The sheet's corners lie outside the picture: what is dark and not paper is painted out all the same."""
    page = filled(ruled(blank(245)))
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 5.0, 1.0)
    turned = cv2.warpAffine(page, turn, (width, height), borderValue=(52, 50, 48))
    sheet = sheet_of(turned)
    assert tiles_of(sheet) == whole_grid()
    assert not sheet.free
