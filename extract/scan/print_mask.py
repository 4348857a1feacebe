"""The print of a page, told from paper: a mask of its ink, how dark it is around every place, and what of it is weak.

Lengths in points; ``per_pt`` is pixels a point.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strays import pieces_of, weak_ink
from shibiao.extract.scan.strokes import Mask

_SPECK_PT2 = 0.22  # ink smaller than this is dirt: a full stop of 7-point type has 0.5
_INK_SHARE = 0.3  # of the contrast between the page's paper and its print
_CORE_SHARE = 0.42  # reached somewhere by all print: thin dashes are blurred to this
_HALF_SHARE, _FULL_SHARE = 0.58, 0.9  # reached somewhere by every character, and by nearly every one
_LEAST_CONTRAST, _MOST_CONTRAST = 11.0, 22.0  # grey levels: less is no ink, however even the paper
_OVER_GRAIN = 5.0  # standard deviations of the paper's grain
_FULL_CONTRAST = 150.0  # paler print is made so dark,
_MOST_GAIN = 4.0  # within reason
_GAIN_UNIT = 63.75  # so that the greatest fills a byte
_SURROUND_PT = 9.0
_BLOCK_PT = 12.0  # about a character
_CORE_PERCENT = 97  # of a block's pixels are lighter than its strokes' middles
_BLOCKS_AROUND, _BLOCKS_WIDELY = 5, 17
_PALEST = 0.2  # of the page's darkest print


class Ink(NamedTuple):
    """``mask``: print without rules and specks, 255 where inked. ``gain``: for every pixel, by how many times
    ``_GAIN_UNIT``ths the print around it must be made darker; None where all of it is dark enough. ``weak``: what of
    the ink is paler and thinner than the page's print, and may be a fibre or a scratch."""

    mask: Mask
    gain: Pixels | None
    weak: Mask


def ink_of(grey: Pixels, rules: Mask, per_pt: float) -> Ink:
    """The print of a page, told from paper by the contrast that print has thereabouts."""
    reach = round(_SURROUND_PT * per_pt) | 1
    around = cv2.blur(grey, (reach, reach))
    contrast = cv2.subtract(cv2.max(around, cv2.blur(grey, (reach * 3, reach * 3))), grey)
    contrast = cv2.subtract(contrast, rules)
    least = _least_contrast(cv2.subtract(grey[::3, ::3], around[::3, ::3]))
    blocks = _Blocks.of(contrast, least, per_pt)
    ink, core = (
        cv2.compare(contrast, blocks.levels(_BLOCKS_AROUND, share, least), cv2.CMP_GT)
        for share in (_INK_SHARE, _CORE_SHARE)
    )
    least_area = _SPECK_PT2 * per_pt * per_pt
    pieces = pieces_of(np.asarray(ink, np.uint8), np.asarray(core, np.uint8), least_area)
    # A fibre alone in its cell counts for little over a wider part of the page.
    half, full = (
        np.asarray(cv2.compare(contrast, blocks.levels(_BLOCKS_WIDELY, share), cv2.CMP_GT), np.uint8)
        for share in (_HALF_SHARE, _FULL_SHARE)
    )
    return Ink(pieces.mask, blocks.gain(), weak_ink(pieces, grey, half, full, per_pt))


def evenly_dark(grey: Pixels, gain: Pixels | None) -> Pixels:
    """The page with faint print made as dark as print usually is, for the recogniser. ``gain`` as in ``Ink``."""
    if gain is None:
        return grey
    lack = cv2.multiply(cv2.subtract(PAPER, grey), gain, scale=1 / _GAIN_UNIT)
    return np.asarray(cv2.subtract(PAPER, lack), np.uint8)


def _least_contrast(lighter: Pixels) -> float:
    """What may be ink, by the paper's grain: that is as often lighter than its surroundings as darker."""
    grain = lighter[lighter > 0]
    noise = 1.4826 * float(np.median(grain)) if grain.size else 0.0
    return min(max(_OVER_GRAIN * noise, _LEAST_CONTRAST), _MOST_CONTRAST)


class _Blocks(NamedTuple):
    """How dark print is in each of the page's blocks (rows × columns), those of them that have print, and how dark
    it is on the page. ``size``: pixels of the page a block; ``shape``: of the page."""

    darkest: NDArray[np.float64]
    inked: NDArray[np.bool_]
    overall: float
    size: int
    shape: tuple[int, int]

    @classmethod
    def of(cls, contrast: Pixels, least: float, per_pt: float) -> _Blocks:
        """By the darkest few pixels of each block."""
        height, width = contrast.shape
        contrast = contrast[::2, ::2]  # every other pixel tells enough
        block = max(4, round(_BLOCK_PT * per_pt / 2))
        rows, columns = -(-contrast.shape[0] // block), -(-contrast.shape[1] // block)
        framed = np.zeros((rows * block, columns * block), np.uint8)
        framed[: contrast.shape[0], : contrast.shape[1]] = contrast
        darkest = np.percentile(
            framed.reshape(rows, block, columns, block).swapaxes(1, 2).reshape(rows, columns, -1), _CORE_PERCENT, axis=2
        )
        inked = darkest > least
        overall = float(np.percentile(darkest[inked], 90)) if inked.any() else 255.0
        return cls(darkest, inked, overall, 2 * block, (height, width))

    def gain(self) -> Pixels | None:
        """What makes faint print as dark as print usually is, as ``Ink`` holds it."""
        usual = self._averaged(_BLOCKS_AROUND)
        if float(usual.min()) >= _FULL_CONTRAST:
            return None
        gain = np.clip(_FULL_CONTRAST / np.maximum(usual, 1.0), 1.0, _MOST_GAIN)
        return self._for_pixels(np.round(gain * _GAIN_UNIT).astype(np.uint8))

    def levels(self, around: int, share: float, least: float = 0.0) -> Pixels:
        """For every pixel, a share of how dark print is by so many blocks around, or close by where that is more.

        By what is around, since a copier fades from one side of the page to the other.
        """
        widely = np.maximum(self._averaged(around), self._averaged(_BLOCKS_AROUND))
        return self._for_pixels(np.maximum(widely * share, least).astype(np.uint8))

    def _averaged(self, around: int) -> NDArray[np.float32]:
        # Of the blocks around, those with print count; where there is none, the page's usual darkness.
        count = cv2.blur(self.inked.astype(np.float32), (around, around), borderType=cv2.BORDER_CONSTANT)
        dark = np.where(self.inked, self.darkest, 0).astype(np.float32)
        total = cv2.blur(dark, (around, around), borderType=cv2.BORDER_CONSTANT)
        usual = np.where(count > 0, total / np.maximum(count, 1e-6), self.overall)
        return np.clip(usual, _PALEST * self.overall, self.overall).astype(np.float32)

    def _for_pixels(self, values: Pixels) -> Pixels:
        height, width = self.shape
        size = (values.shape[1] * self.size, values.shape[0] * self.size)
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR)[:height, :width], np.uint8)
