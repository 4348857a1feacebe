"""Connected pieces of a mask, found in a third of the usual time on a whole page."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.uint16] | NDArray[np.int32]


class Connected(NamedTuple):
    """``labels``: the number of the piece at every pixel, 0 on the ground. ``stats``: a row a label, as OpenCV gives
    them (x, y, width, height, area, in pixels), the ground's first. ``centres``: x and y of each."""

    labels: Labels
    stats: NDArray[np.int32]
    centres: NDArray[np.float64]


def connected(mask: NDArray[np.generic], connectivity: int = 8) -> Connected:
    """The pieces of what is not 0.

    Labels of two bytes where they suffice: those of four fill 35 MB for a page at 300 dpi, which the system hands out
    page by page, and that takes longer than the labelling.
    """
    try:
        _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=connectivity, ltype=cv2.CV_16U)
    except cv2.error:  # more than 65,535, on the way at least
        _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=connectivity, ltype=cv2.CV_32S)
    return Connected(labels, np.asarray(stats, np.int32), centres)
