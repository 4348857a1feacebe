"""How wide a rule is painted over: as far as its blur goes, which is where print that touches it begins.

A rule's thickness is told to a pixel or two, and a figure's first stroke may stand as near: 98 without it is 78. A row
of pixels along the rule is none of its blur where nearly all of it is paper, and what is not is as dark as print.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strokes import Mask

_PIECE_PT = 72.0  # lines of a photographed page wander
_LEAST_PIECE_PT = 12.0
_PAPER_LIKE, _PRINT = 12.0, 70.0  # grey levels: at most as dark, at least as dark
_LEAST_PAPER, _MOST_BLUR = 0.5, 0.25  # of the row
_SOLID = 0.7  # of a rule's darkest row: of dotted ones the gaps are paper


def paint(mask: Mask, grey: Pixels, rows: slice, columns: slice, per_pt: float) -> None:
    """Marks a level rule in the mask, but for the rows at its sides that are paper. ``rows``, ``columns``: where it
    lies, with a margin."""
    stop = min(columns.stop, grey.shape[1])
    count = max(1, round((stop - columns.start) / (_PIECE_PT * per_pt)))
    ends = np.linspace(columns.start, stop, count + 1).round().astype(int).tolist()
    for start, end in pairwise(ends):
        part = PAPER - grey[rows, start:end].astype(np.float32)
        first, last = 0, len(part)
        paper, print_ = (part < _PAPER_LIKE).mean(axis=1), (part >= _PRINT).mean(axis=1)
        if end - start >= _LEAST_PIECE_PT * per_pt and len(part) and print_.max() >= _SOLID:
            clear = (paper >= _LEAST_PAPER) & (1 - paper - print_ <= _MOST_BLUR)
            first, last = int(np.argmin(clear)), len(clear) - int(np.argmin(clear[::-1]))
        mask[rows.start + first : rows.start + last, start:end] = 255
