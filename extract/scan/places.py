"""Where boxes of the flat sheet lie on the page as it was scanned or photographed."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import BBox, Quad
from shibiao.extract.scan.flatten import Matrix3

_SLANTED_PT = 0.5  # a corner this far from the box's: nearer ones are told apart by nobody


class Place(NamedTuple):
    """A box of the sheet on the original page, in points: its outline where that is slanted, and the box around it."""

    bbox: BBox
    quad: Quad | None


def place_on_page(box: BBox, per_pt: float, matrix: Matrix3, points_per_pixel: float) -> Place:
    """``box`` in points of the sheet, ``per_pt`` its pixels a point; ``matrix`` maps its pixels to the picture's,
    of which each is ``points_per_pixel`` points of the page."""
    mapped = cv2.perspectiveTransform(np.array([box.corners], np.float64) * per_pt, matrix)[0] * points_per_pixel
    quad = Quad(*((float(x), float(y)) for x, y in mapped))
    return Place(quad.bbox, quad if is_slanted(quad) else None)


def is_slanted(quad: Quad) -> bool:
    """Whether some corner is none of its box's. A page turned by quarters is not slanted."""
    box = quad.bbox
    return any(max(min(x - box.x0, box.x1 - x), min(y - box.y0, box.y1 - y)) > _SLANTED_PT for x, y in quad)
