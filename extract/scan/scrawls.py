"""Handwriting outside tables, told from print by its size: single pieces of ink larger than any character, and strokes
much larger than the characters of the line that they stand in. Lengths in em."""

from __future__ import annotations

import cv2
import numpy as np

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import Area

_LARGEST = 3.4  # a single piece of ink that is higher is no character
_LEAST_HIGH, _LEAST_PIECES = 0.5, 6  # pieces so high tell how high a line's characters are, if they are so many
_WHOLE = 80  # percentile of their heights: a whole character's
_HIGHER = 1.4  # times as high; a bracket is 1.2 times
_WIDER, _WIDE_FILL = 2.0, 0.38  # bold characters that touch fill more of their box
_SURELY = 1.9  # times as large is no character
_MOST_FILL = 0.5  # of its box: a thin stroke's


def without_scrawls(ink: Mask, em: float) -> Mask:
    """Ink without single pieces that are larger than any character: handwriting, lines, pictures."""
    labels, stats, _ = connected(ink)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    drop = (high > _LARGEST * em) | ((wide > 2 * _LARGEST * em) & (high > 0.3 * em))
    drop[0] = False
    return np.asarray(np.where(drop[labels], 0, ink), np.uint8) if drop.any() else ink


def take_off_strokes(ink: Mask, area: Area, em: float) -> bool:
    """Make paper, in place, of the strokes in a line's area that are far larger than its characters: of a signature.

    Tells whether one of them was not so large that it could not have been a character.
    """
    part = ink[area.y0 : area.y1, area.x0 : area.x1]
    labels, stats, _ = connected(part)
    wide, high, inked = (stats[:, i] for i in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    large = high[1:][high[1:] >= _LEAST_HIGH * em]
    if len(large) < _LEAST_PIECES:
        return False
    usual = float(np.percentile(large, _WHOLE))  # many are parts of characters
    drop = (high > _HIGHER * usual) & (inked <= _MOST_FILL * wide * high)
    drop |= (wide > _WIDER * usual) & (high > _LEAST_HIGH * usual) & (inked <= _WIDE_FILL * wide * high)
    drop[0] = False
    if not drop.any():
        return False
    part[drop[labels]] = 0
    return bool((np.maximum(wide, high)[drop] <= _SURELY * usual).any())
