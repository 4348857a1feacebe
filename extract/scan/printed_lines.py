"""Where lines of text stand in known cells of a page's picture: slanted, turned or straight as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import Point, Quad
from shibiao.extract.scan.flatten import Flat, turn
from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.negative import positive
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.print_mask import ink_of
from shibiao.extract.scan.rules import find_rules, rule_mask
from shibiao.extract.scan.scanner_streaks import flattened
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import Area, TextLine, lines_in, usual_em

_TITLE, _USUAL = 4.0, 1.5  # in em
_ONE_LINE = 2.2
_RULE_PT = 2.0  # along a cell's edge this much may be ruling


class PrintedLine(NamedTuple):
    """The corners of a line's ink as a reader sees it, in points of the original page.

    ``em`` is the height of full characters in its cell; the ink of a line is often lower.
    """

    top_left: Point
    top_right: Point
    bottom_left: Point
    em: float


def printed_lines(picture: Picture, cells: Sequence[Quad], turned: int = 0) -> list[list[PrintedLine]]:
    """The lines in each of the cells, given by their corners in points of the original page, in any order.

    The lines of a cell come top to bottom as a reader sees them.

    ``turned``: the page's quarter turns in degrees, as in ``Scan``.
    """
    per_pt = picture.dpi / 72
    flat = turn(flattened(separate_print(positive(picture)), per_pt), turned // 90)
    areas = [_area(cell, flat, picture) for cell in cells]
    rules = rule_mask(find_rules(flat.grey, per_pt), flat.grey.shape, per_pt)
    mask = _with_edges(rules, areas, per_pt)
    ink, _, weak = ink_of(flat.grey, mask, per_pt)
    em = usual_em(ink, areas, per_pt)
    found = (lines_in(ink, weak, mask, area, em, per_pt, _largest(area, em)) for area in areas)
    return [[_on_page(line, flat, picture, one.em) for line in one.lines] for one in found]


def _largest(area: Area, em: float) -> float:
    """How much larger than the page's usual type an area's may be: where two lines find no room, it is a title's."""
    return _TITLE if area.y1 - area.y0 < _ONE_LINE * em else _USUAL


def _area(cell: Quad, flat: Flat, picture: Picture) -> Area:
    """The rectangle of the flat page that a cell is, its sides where its corners lie in the mean."""
    corners = np.array([cell], np.float64) / picture.points_per_pixel
    mapped = cv2.perspectiveTransform(corners, np.linalg.inv(flat.matrix))[0]
    (x0, y0), (x1, y1) = np.sort(mapped, axis=0).reshape(2, 2, 2).mean(axis=1)
    rows, columns = flat.grey.shape
    return Area(
        min(max(round(x0), 0), columns),
        min(max(round(y0), 0), rows),
        min(max(round(x1), 0), columns),
        min(max(round(y1), 0), rows),
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
