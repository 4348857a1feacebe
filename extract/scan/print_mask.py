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
_SURROUND_PT = 9.0
_BLOCK_PT = 12.0  # about a character
_CORE_PERCENT = 97  # of a block's pixels are lighter than its strokes' middles
_BLOCKS_AROUND, _BLOCKS_WIDELY = 5, 17
_PALEST = 0.2  # of the page's darkest print


class Ink(NamedTuple):
    """``mask``: print without rules and specks, 255 where inked. ``usual``: how dark print is around every pixel.
    ``weak``: what of the ink is paler and thinner than the page's print, and may be a fibre or a scratch."""

    mask: Mask
    usual: NDArray[np.float32]
    weak: Mask


def ink_of(grey: Pixels, rules: Mask, per_pt: float) -> Ink:
    """The print of a page, told from paper by the contrast that print has thereabouts."""
    reach = round(_SURROUND_PT * per_pt) | 1
    around = cv2.blur(grey, (reach, reach))
    contrast = cv2.subtract(cv2.max(around, cv2.blur(grey, (reach * 3, reach * 3))), grey)
    contrast[rules > 0] = 0
    least = _least_contrast(cv2.subtract(grey[::3, ::3], around[::3, ::3]))
    usual, widely = _usual_contrast(contrast, least, per_pt)
    ink = cv2.compare(contrast, cv2.max(usual * _INK_SHARE, least).astype(np.uint8), cv2.CMP_GT)
    core = cv2.compare(contrast, cv2.max(usual * _CORE_SHARE, least).astype(np.uint8), cv2.CMP_GT)
    half, full = (
        np.asarray(cv2.compare(contrast, (widely * share).astype(np.uint8), cv2.CMP_GT), np.uint8)
        for share in (_HALF_SHARE, _FULL_SHARE)
    )
    least_area = _SPECK_PT2 * per_pt * per_pt
    pieces = pieces_of(np.asarray(ink, np.uint8), np.asarray(core, np.uint8), least_area)
    return Ink(pieces.mask, usual, weak_ink(pieces, half, full, per_pt))


def evenly_dark(grey: Pixels, usual: NDArray[np.float32]) -> Pixels:
    """The page with faint print made as dark as print usually is, for the recogniser."""
    if float(usual.min()) >= _FULL_CONTRAST:
        return grey
    gain = np.clip(_FULL_CONTRAST / np.maximum(usual, 1.0), 1.0, _MOST_GAIN)
    lack = cv2.multiply(cv2.subtract(PAPER, grey), gain.astype(np.float32), dtype=cv2.CV_8U)
    return np.asarray(cv2.subtract(PAPER, lack), np.uint8)


def _least_contrast(lighter: Pixels) -> float:
    """What may be ink, by the paper's grain: that is as often lighter than its surroundings as darker."""
    grain = lighter[lighter > 0]
    noise = 1.4826 * float(np.median(grain)) if grain.size else 0.0
    return min(max(_OVER_GRAIN * noise, _LEAST_CONTRAST), _MOST_CONTRAST)


def _usual_contrast(contrast: Pixels, least: float, per_pt: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How dark print is, for every pixel: a copier fades from one side of the page to the other.

    The second value is taken over a wider part of the page, where a fibre alone in its cell counts for little.
    """
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

    def around(blocks: int) -> NDArray[np.float32]:
        # Of the blocks around, those with print count; where there is none, the page's usual darkness.
        count = cv2.blur(inked.astype(np.float32), (blocks, blocks), borderType=cv2.BORDER_CONSTANT)
        dark = np.where(inked, darkest, 0).astype(np.float32)
        total = cv2.blur(dark, (blocks, blocks), borderType=cv2.BORDER_CONSTANT)
        usual = np.where(count > 0, total / np.maximum(count, 1e-6), overall)
        usual = np.clip(usual, _PALEST * overall, overall).astype(np.float32)
        size = (2 * columns * block, 2 * rows * block)
        return np.asarray(cv2.resize(usual, size, interpolation=cv2.INTER_LINEAR)[:height, :width])

    near = around(_BLOCKS_AROUND)
    return near, np.maximum(near, around(_BLOCKS_WIDELY))
