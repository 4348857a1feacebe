"""Tables drawn on a page picture, their places known to the pixel, and how they are read back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.scanner_streaks import flattened
from shibiao.extract.scan.sheet import Sheet, lay_out

Pixels = NDArray[np.uint8]
Style = Literal["thin", "thick", "double", "dotted", "dashed", "long dashes", "faint", "broken"]
DPI = 200
A4 = (2339, 1654)  # height, width
XS, YS = (160, 520, 900, 1500), tuple(range(300, 1200, 90))


def blank(shade: int = 252, noise: float = 0.0, seed: int = 1) -> Pixels:
    """A sheet of paper that fills the picture."""
    page = np.full((*A4, 3), shade, np.uint8)
    return noisy(page, noise, seed) if noise else page


def noisy(page: Pixels, sigma: float, seed: int = 1) -> Pixels:
    grain = np.random.default_rng(seed).normal(0, sigma, page.shape[:2])[..., None]
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def ruled(
    page: Pixels, style: Style = "thin", xs: Sequence[int] = XS, ys: Sequence[int] = YS, outer: bool = True
) -> Pixels:
    """The page with a table's rules at these pixels; ``outer`` False leaves out the border around it."""
    page = page.copy()
    for number, y in enumerate(ys):
        if outer or 0 < number < len(ys) - 1:
            _line(page, style, lambda a, y=y: (a, y), xs[0], xs[-1])
    for number, x in enumerate(xs):
        if outer or 0 < number < len(xs) - 1:
            _line(page, style, lambda a, x=x: (x, a), ys[0], ys[-1])
    return page


def _line(page: Pixels, style: Style, place: Callable[[int], tuple[int, int]], start: int, end: int) -> None:
    dark = 215 if style == "faint" else 20
    width = 5 if style == "thick" else 2
    steps = {"dotted": (2, 6), "dashed": (10, 6), "long dashes": (23, 11), "broken": (60, 12)}.get(
        style, (end - start, 0)
    )
    for at in range(start, end, sum(steps)):
        stop = min(at + steps[0], end)
        for off in (-2, 2) if style == "double" else (0,):
            (x0, y0), (x1, y1) = place(at), place(stop)
            upright = x0 == x1
            ends = ((x0 + off, y0), (x1 + off, y1)) if upright else ((x0, y0 + off), (x1, y1 + off))
            cv2.line(page, *ends, (dark,) * 3, 1 if style == "double" else width)


def filled(page: Pixels, xs: Sequence[int] = XS, ys: Sequence[int] = YS) -> Pixels:
    """The page with something like three characters in every cell."""
    page = page.copy()
    for x0, x1 in itertools.pairwise(xs):
        for y0, y1 in itertools.pairwise(ys):
            for number in range(3):
                glyph(page, (x0 + x1) // 2 - 45 + 32 * number, (y0 + y1) // 2 - 13)
    return page


def glyph(page: Pixels, x: int, y: int, size: int = 26) -> None:
    """Strokes that fill a square as those of a Chinese character do."""
    for stroke in ((0, 3, 25, 3), (12, 0, 12, 25), (0, 13, 25, 13), (3, 24, 22, 24), (4, 6, 2, 22), (20, 6, 24, 21)):
        x0, y0, x1, y1 = (v * size // 26 for v in stroke)
        cv2.line(page, (x + x0, y + y0), (x + x1, y + y1), (25, 25, 25), 2)


def text(page: Pixels, x: int, y: int, count: int) -> None:
    """So many characters on one line, drawn on the page itself; ``x`` and ``y``: the first one's top left corner."""
    for number in range(count):
        glyph(page, x + 32 * number, y)


def picture(page: Pixels, dpi: float = DPI) -> Picture:
    return Picture(1, page, dpi, "file", 1.0, (page.shape[1], page.shape[0]))


def sheet_of(page: Pixels, dpi: float = DPI) -> Sheet:
    """The page laid out as the reader of scans does."""
    one = picture(page, dpi)
    return lay_out(one, flattened(separate_print(one), dpi / 72))


def tiles_of(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """(row, col, rowspan, colspan) of every cell, in reading order."""
    return [(cell.tile.row, cell.tile.col, cell.tile.rowspan, cell.tile.colspan) for cell in sheet.cells]


def whole_grid(xs: Sequence[int] = XS, ys: Sequence[int] = YS) -> list[tuple[int, int, int, int]]:
    return [(row, col, 1, 1) for row in range(len(ys) - 1) for col in range(len(xs) - 1)]
