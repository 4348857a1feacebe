"""Whether text runs along the rows of a page or along its columns, told without reading."""

from __future__ import annotations

import cv2
import numpy as np

from shibiao.extract.scan.faint import character_pieces
from shibiao.extract.scan.picture import Pixels, shrunk
from shibiao.extract.scan.strokes import Mask, darker_than_around

_SMALL_PT = 25 / 12  # pixels a point are enough: half of 300 dots an inch
_BRIDGE_PT = 3.0  # characters of a line are nearer than that, lines further apart
_CLEARLY = 1.03


def runs_across(grey: Pixels, per_pt: float) -> bool:
    """True where characters stand beside each other along x, or where that cannot be told.

    Bridging small gaps along the lines of text joins many characters, bridging them across the lines few.
    """
    shrink = min(1.0, _SMALL_PT / per_pt)
    small = shrunk(grey, shrink)
    scale = per_pt * shrink
    pieces = character_pieces(darker_than_around(small, scale), scale)
    reach = max(3, round(_BRIDGE_PT * scale) | 1)
    along = _count(cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8)))
    across = _count(cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((reach, 1), np.uint8)))
    return along <= _CLEARLY * across


def _count(mask: Mask) -> int:
    return int(cv2.connectedComponents(mask)[0]) - 1
