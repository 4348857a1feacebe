"""Where lines of text stand on a page's picture, read or not: slanted, turned or straight as they are printed."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import BBox
from shibiao.extract.scan.flatten import flatten, turn
from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.sheet import Sheet, lay_out
from shibiao.extract.scan.textlines import TextLine

Point = tuple[float, float]


class PrintedLine(NamedTuple):
    """The corners of a line's ink as a reader sees it, in points of the original page.

    ``em`` is the height of the page's full characters; the ink of a line is often lower.
    """

    top_left: Point
    top_right: Point
    bottom_left: Point
    bottom_right: Point
    em: float

    @property
    def centre(self) -> Point:
        corners = self[:4]
        return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4

    @property
    def bbox(self) -> BBox:
        xs, ys = zip(*self[:4], strict=True)
        return BBox(min(xs), min(ys), max(xs), max(ys))


def printed_lines(picture: Picture, turned: int = 0) -> list[PrintedLine]:
    """The lines of a page, cell by cell, each cell's top to bottom. ``turned``: as in ``Scan``, in degrees."""
    flat = turn(flatten(separate_print(picture).grey), turned // 90)
    sheet = lay_out(picture, flat)
    areas = (*sheet.cells, *sheet.free)
    lines = [line for area in areas for strip in area.strips for line in strip.lines]
    return [_on_page(line, sheet, picture) for line in lines]


def _on_page(line: TextLine, sheet: Sheet, picture: Picture) -> PrintedLine:
    x0, y0, x1, y1 = line[:4]
    corners = np.array([[(x0, y0), (x1, y0), (x0, y1), (x1, y1)]], np.float64)
    mapped = cv2.perspectiveTransform(corners, sheet.matrix)[0] * picture.points_per_pixel
    top_left, top_right, bottom_left, bottom_right = ((float(x), float(y)) for x, y in mapped)
    return PrintedLine(top_left, top_right, bottom_left, bottom_right, sheet.em * picture.points_per_pixel)
