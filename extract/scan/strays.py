"""Ink that is no print: fibres on the glass, scratches, pencil, told by being paler and thinner than the page's print.

That alone proves nothing, since a hairline of a character may be so too: ``dirt`` drops of it what stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.connected import Labels, connected
from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strokes import Mask

_SIZE_PT = (4.0, 18.0)  # of the larger side of what is compared: characters, and fibres
_SAMPLE = 80  # characters tell how thick the page's strokes are
_THIN = 0.7  # of the usual
_DARKER, _PALE = 20, 0.75  # percentile of a piece's greys; of the usual darkness: fibres have 0.45 to 0.71


class Pieces(NamedTuple):
    """The connected pieces of a page's ink. ``labels`` numbers them, ``stats`` are OpenCV's, ``kept`` tells which
    are no specks; ``places`` are the inked pixels, counted along the rows, and ``own`` the pieces that they are of: a
    page has thirty times as many pixels."""

    labels: Labels
    stats: NDArray[np.int32]
    kept: NDArray[np.bool_]
    places: NDArray[np.intp]
    own: Labels

    @property
    def mask(self) -> Mask:
        """255 where there is print and no speck."""
        return self.mask_of(np.where(self.kept, 255, 0).astype(np.uint8))

    def mask_of(self, values: Mask) -> Mask:
        """A picture with the value of its piece at every inked pixel, 0 elsewhere; ``values``: one a label."""
        shown = np.zeros(self.labels.shape, np.uint8)
        shown.ravel()[self.places] = values[self.own]
        return shown

    def touched(self, mask: Mask) -> NDArray[np.bool_]:
        """For every label, whether some pixel of it lies in the mask. The ground has none."""
        touched = np.zeros(len(self.stats), bool)
        touched[self.own[mask.ravel()[self.places] > 0]] = True
        return touched


def pieces_of(ink: Mask, core: Mask, least: float) -> Pieces:
    """The pieces of ink; specks are those smaller than ``least`` (pixels) or nowhere in ``core``, dark enough."""
    labels, stats, _ = connected(ink)
    places = np.flatnonzero(ink > 0)
    pieces = Pieces(labels, stats, np.zeros(len(stats), bool), places, labels.ravel()[places])
    return pieces._replace(kept=pieces.touched(core) & (stats[:, cv2.CC_STAT_AREA] >= least))


def weak_ink(pieces: Pieces, grey: Pixels, half: Mask, full: Mask, per_pt: float) -> Mask:
    """255 on the pieces that are nowhere as dark as print, and thinner than it or much paler.

    ``full``, ``half``: 255 where ink is as dark as print, or at least half as dark.
    """
    larger = pieces.stats[:, 2:4].max(axis=1)
    low, most = (v * per_pt for v in _SIZE_PT)
    sized = pieces.kept & (larger <= most)
    dark, half_dark = (pieces.touched(mask) for mask in (full, half))
    characters = np.flatnonzero(sized & dark & (larger >= low))
    pale = np.flatnonzero(sized & ~dark)
    weak = np.zeros(len(pieces.stats), np.uint8)
    if characters.size and pale.size:
        sample = characters[:: max(1, len(characters) // _SAMPLE)]
        thin = _thickness(pieces, pale) <= _THIN * np.median(_thickness(pieces, sample))
        paler = _darkness(pieces, grey, pale) <= _PALE * np.median(_darkness(pieces, grey, sample))
        weak[pale] = np.where(~half_dark[pale] | thin | paler, 255, 0)
    return pieces.mask_of(weak)


def _thickness(pieces: Pieces, chosen: Iterable[int]) -> NDArray[np.float64]:
    """How far the innermost ink of each piece is from paper, in pixels."""
    inner = (cv2.distanceTransform(np.pad(own.astype(np.uint8), 1), cv2.DIST_L2, 3) for _, own in _each(pieces, chosen))
    return np.array([float(distances.max()) for distances in inner])


def _darkness(pieces: Pieces, grey: Pixels, chosen: Iterable[int]) -> NDArray[np.float64]:
    """How much darker than paper the darker ink of each piece is, in grey levels."""
    return np.array([PAPER - float(np.percentile(grey[place][own], _DARKER)) for place, own in _each(pieces, chosen)])


def _each(pieces: Pieces, chosen: Iterable[int]) -> Iterator[tuple[tuple[slice, slice], NDArray[np.bool_]]]:
    """The rows and columns of each piece's box, and which of its pixels are the piece's own."""
    for label in chosen:
        x, y, w, h, _ = pieces.stats[label].tolist()
        place = np.s_[y : y + h, x : x + w]
        yield place, pieces.labels[place] == label
