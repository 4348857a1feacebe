"""Page pictures: pixels with the resolution that ties them to points."""

from __future__ import annotations

from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
DpiFrom = Literal["file", "estimate"]

PAPER = 250  # the grey that evened paper has, a little below white so that its grain is not cut off
_COMMON_DPI = (100, 150, 200, 240, 300, 400, 600)
_PAPERS_IN = ((8.268, 11.693), (11.693, 16.535), (8.5, 11.0), (8.5, 14.0), (7.165, 10.118))  # A4 A3 Letter Legal B5
_PAPER_SLACK = 0.025  # scans are cut a little short or long
_LONGEST_IN = 24.0  # nothing in an archive of forms is longer than A2
_SHORTEST_IN = 3.0
_USUAL_LONG_SIDE_IN, _USUAL_SHORT_SIDE_IN = 11.693, 8.268
_COARSEST_DPI = 50.0
_STRIP, _STRIP_DPI = 3.0, 300.0  # times as long as wide: no page
_EVEN = 0.02  # by this much the two resolutions of an image may differ
_MUCH_SMALLER, _SAME = 0.7, 0.001  # than the half
_MOST_UNEVEN = 4.5  # times: faxes have 204 by 98 or 196 dots an inch, some 408 by 98


def transposed(pixels: Pixels) -> Pixels:
    """A picture with x and y changed, as a copy: OpenCV makes it in half of NumPy's time."""
    return np.asarray(cv2.transpose(pixels), np.uint8)


def shrunk(pixels: Pixels, scale: float) -> Pixels:
    """A picture at a smaller scale, each pixel the mean of those it stands for; itself where the scale is 1 or more.

    Halved first, which OpenCV does fifty times as fast as by other figures, where it is to be much smaller still: thin
    lines that are shrunk a little come and go. An odd last row or column is dropped, and the scale is kept to a
    thousandth of it.
    """
    while scale <= _MUCH_SMALLER / 2 or abs(scale - 0.5) <= _SAME:
        height, width = (v // 2 for v in pixels.shape[:2])
        if not height or not width:
            return pixels
        whole = pixels[: 2 * height, : 2 * width]
        pixels = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        scale *= 2
    if scale >= 1 - _SAME:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


class Picture(NamedTuple):
    """One page as pixels, height × width × 3 (RGB, 8 bits), as viewers show it.

    ``dpi`` is of these pixels. ``scale`` says how many pixels of the original one of these is (large scans
    are read at a lower resolution); ``size`` is the original's (width, height), with square pixels.
    """

    number: int
    pixels: Pixels
    dpi: float
    dpi_from: DpiFrom
    scale: float
    size: tuple[int, int]

    @property
    def points_per_pixel(self) -> float:
        return 72.0 / self.dpi


def resolution(width: int, height: int, tagged: float | None) -> tuple[float, DpiFrom]:
    """Dots per inch of a page image of this size in pixels.

    The file's own figure is taken where it gives a page of a plausible size and is not the 72 or 96 that
    programs write for want of a better; else the resolution at which the image would be a common paper
    size, and failing that A4's long side, or of long screenshots and strips its short one.
    """
    long = max(width, height)
    if tagged and is_paper(long / tagged) and round(tagged) not in (72, 96):
        return tagged, "file"
    return _common_dpi(width, height) or _likely_dpi(width, height), "estimate"


def squared(width: int, height: int, tagged: tuple[float, float] | None) -> tuple[tuple[int, int], float | None]:
    """The size in pixels of a page once they are square, and their dots an inch by the file's ``tagged`` ones.

    Of uneven figures the finer one is kept and the other side stretched; they are not believed, as if there
    were none, where that gives no page, or where the image has the shape of common paper only as it is.
    """
    if tagged is None:
        return (width, height), None
    x, y = tagged
    if abs(x - y) < _EVEN * x:
        return (width, height), x
    fine = max(x, y)
    size = max(1, round(width * fine / x)), max(1, round(height * fine / y))
    lies = _common_dpi(width, height) is not None and _common_dpi(*size) is None
    if fine > _MOST_UNEVEN * min(x, y) or not is_paper(max(size) / fine) or lies:
        return (width, height), None
    return size, fine


def _likely_dpi(width: int, height: int) -> float:
    """Of an image that has the shape of no paper."""
    if max(width, height) <= _STRIP * min(width, height):
        return max(_COARSEST_DPI, max(width, height) / _USUAL_LONG_SIDE_IN)
    if width > height:  # a strip cut from a page
        return _STRIP_DPI
    return min(_STRIP_DPI, max(2 * _COARSEST_DPI, width / _USUAL_SHORT_SIDE_IN))


def _common_dpi(width: int, height: int) -> float | None:
    """The usual resolution at which an image of this size is a common paper."""
    long, short = max(width, height), max(1, min(width, height))
    for paper_short, paper_long in _PAPERS_IN:
        dpi = (short / paper_short + long / paper_long) / 2
        nearest = min(_COMMON_DPI, key=lambda common: abs(common - dpi))
        fits = abs(long / short - paper_long / paper_short) < 2 * _PAPER_SLACK
        if fits and abs(nearest / dpi - 1) < _PAPER_SLACK:
            return float(nearest)
    return None


def is_paper(long_side: float) -> bool:
    """Whether a page so many inches long can be one of an archive of forms."""
    return _SHORTEST_IN <= long_side <= _LONGEST_IN
