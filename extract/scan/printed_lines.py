"""Where lines of text stand in known boxes of a page's picture: slanted, turned or straight as they are printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import BBox
from shibiao.extract.scan.flatten import Flat, flatten, turn
from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.negative import positive
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.rules import find_rules, rule_mask
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import Area, TextLine, ink_of, lines_in, usual_em

Point = tuple[float, float]

_TITLE, _USUAL = 4.0, 1.5  # in em
_ONE_LINE = 2.2
_RULE_PT = 2.0  # along a box's edge this much may be ruling


class PrintedLine(NamedTuple):
    """The corners of a line's ink as a reader sees it, in points of the original page.

    ``em`` is the height of full characters in its box; the ink of a line is often lower.
    """

    top_left: Point
    top_right: Point
    bottom_left: Point
    em: float


def printed_lines(picture: Picture, boxes: Sequence[BBox], turned: int = 0) -> list[list[PrintedLine]]:
    """The lines in each of the boxes (points of the original page), top to bottom as a reader sees them.

    ``turned``: the page's quarter turns in degrees, as in ``Scan``.
    """
    flat = turn(flatten(separate_print(positive(picture))), turned // 90)
    per_pt = picture.dpi / 72
    areas = [_area(box, flat, picture, sideways=turned % 180 == 90) for box in boxes]
    rules = rule_mask(find_rules(flat.grey, per_pt), flat.grey.shape, per_pt)
    mask = _with_edges(rules, areas, per_pt)
    ink = ink_of(flat.grey, mask, per_pt).mask
    em = usual_em(ink, areas, per_pt)
    found = (lines_in(ink, mask, area, em, per_pt, _largest(area, em)) for area in areas)
    return [[_on_page(line, flat, picture, own) for line in lines] for lines, own in found]


def _largest(area: Area, em: float) -> float:
    """How much larger than the page's usual type an area's may be: where two lines find no room, it is a title's."""
    return _TITLE if area.y1 - area.y0 < _ONE_LINE * em else _USUAL


def _area(box: BBox, flat: Flat, picture: Picture, sideways: bool) -> Area:
    """The rectangle of the flat page that ``box`` was drawn around."""
    centre = np.array([[box.centre]], np.float64) / picture.points_per_pixel
    x, y = cv2.perspectiveTransform(centre, np.linalg.inv(flat.matrix))[0, 0]
    width, height = (box.height, box.width) if sideways else (box.width, box.height)
    # Around a slanted rectangle w × h stands a box W × H: W = w cos + h sin, H = w sin + h cos.
    sine, cosine = abs(math.sin(math.radians(flat.skew))), math.cos(math.radians(flat.skew))
    shrink = cosine * cosine - sine * sine
    half_width = max(width * cosine - height * sine, 0.0) / shrink / picture.points_per_pixel / 2
    half_height = max(height * cosine - width * sine, 0.0) / shrink / picture.points_per_pixel / 2
    rows, columns = flat.grey.shape
    return Area(
        min(max(round(x - half_width), 0), columns),
        min(max(round(y - half_height), 0), rows),
        min(max(round(x + half_width), 0), columns),
        min(max(round(y + half_height), 0), rows),
    )


def _with_edges(rules: Mask, areas: Sequence[Area], per_pt: float) -> Mask:
    """The rules found, and the edges of the areas, where rules too faint or broken to be found may be."""
    mask = rules.copy()
    for area in areas:
        cv2.rectangle(mask, (area.x0, area.y0), (area.x1, area.y1), 255, max(round(_RULE_PT * per_pt), 1))
    return mask


def _on_page(line: TextLine, flat: Flat, picture: Picture, em: float) -> PrintedLine:
    corners = np.array([[(line.x0, line.y0), (line.x1, line.y0), (line.x0, line.y1)]], np.float64)
    mapped = cv2.perspectiveTransform(corners, flat.matrix)[0] * picture.points_per_pixel
    top_left, top_right, bottom_left = ((float(x), float(y)) for x, y in mapped)
    return PrintedLine(top_left, top_right, bottom_left, em * picture.points_per_pixel)
