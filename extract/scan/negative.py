"""White print on black paper: a scan in negative, as microfilm and wrongly set fax machines give it."""

from __future__ import annotations

import cv2
import numpy as np

from shibiao.extract.scan.picture import Picture, shrunk

_PER_MM = 3.0  # pixels at which the page is looked at
_DARK = 110  # of its median: black paper
_APART = 70  # by how much print is lighter than that
_PRINT = (0.001, 0.35)  # share of a page that is print
_SOLID_MM = 3.0  # thicker than any stroke: paper on a black desk, a lid's rim
_SOLID = 0.01  # of the page: more of that is paper


def positive(picture: Picture) -> Picture:
    """The picture with dark print on light paper: itself, or its negative where it is one."""
    return picture._replace(pixels=np.asarray(255 - picture.pixels)) if is_negative(picture) else picture


def is_negative(picture: Picture) -> bool:
    """Whether what is light on a dark page is thin as print is: paper on a black desk is not."""
    shrink = min(1.0, _PER_MM * 25.4 / picture.dpi)
    full = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY)
    grey = shrunk(np.asarray(full, np.uint8), shrink)
    paper = float(np.median(grey))
    if paper > _DARK:
        return False
    light = cv2.compare(grey, paper + _APART, cv2.CMP_GT)
    share = float((light > 0).mean())
    reach = max(3, round(_SOLID_MM * _PER_MM) | 1)
    solid = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    return _PRINT[0] <= share <= _PRINT[1] and float((solid > 0).mean()) <= _SOLID
