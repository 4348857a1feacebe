"""Seals on scans without colour: a ring of an office seal's size whose ink is lighter than the print.

Where seal ink lies on paper it is a middle grey, and print beneath it stays darker: inside the ring everything
lighter than half way between the two is made paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.picture import PAPER, Pixels

Box = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels
MarkKind = Literal["seal", "signature", "pen"]

_RADIUS_MM = (13.0, 29.0)  # office seals are 30 to 50 mm across
_SEARCH_PER_MM = 3.0
_RING_MM = 1.3  # either side of the ring's middle
_LEAST_RING = 0.55  # share of the ring that is inked
_RING_SHARE = 60  # percentile of the ring's greys that is taken for its ink's: text and rules darken it
_SLACK_MM, _STEP_MM = 1.6, 0.32  # how far a found circle's middle and radius may be off, in which steps
_ANGLES = 120
_AS_GOOD = 0.02  # of a circle: as much less inked as the best
_LEAST_APART = 35  # grey levels between print and seal ink
_INKED = 225  # darker than this is ink of some kind
_PRINT = 90
_CORE = 170  # darker than this are the cores of strokes


class ColourMark(NamedTuple):
    """A seal, a signature or a coloured pen's line; ``box`` in pixels of the picture."""

    kind: MarkKind
    box: Box


class _Circle(NamedTuple):
    """A circle in pixels of the picture, the share of it that is inked, and the grey of its ink."""

    x: float
    y: float
    radius: float
    share: float
    level: float


def grey_seals(grey: Pixels, ruled: Pixels, per_mm: float, lift: bool) -> tuple[ColourMark, ...]:
    """The seals on a grey page; with ``lift`` their ink is painted out of ``grey``.

    Of ``ruled``, in which thin rules shall stay, only the rings are lifted: their sides look like rules.
    """
    marks = []
    for found in _circles(grey, per_mm):
        x, y, radius, share, level = _fitted(grey, *found, per_mm)
        if share < _LEAST_RING or level <= _PRINT:
            continue
        box = (round(x - radius), round(y - radius), round(x + radius), round(y + radius))
        marks.append(ColourMark("seal", (max(0, box[0]), max(0, box[1]), box[2], box[3])))
        if lift:
            _lift(grey, x, y, radius + 1.2 * per_mm, level)
            ring = np.zeros_like(grey)
            cv2.circle(ring, (round(x), round(y)), round(radius), 255, round(2 * _RING_MM * per_mm))
            ruled[ring > 0] = grey[ring > 0]
    return tuple(marks)


def _circles(grey: Pixels, per_mm: float) -> Iterator[tuple[float, float, float]]:
    """Centres and radii (pixels) of what may be rings."""
    shrink = per_mm / _SEARCH_PER_MM
    small = cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    middle = ((small > _PRINT) & (small < _INKED)).astype(np.uint8) * 255
    low, high = (round(r * _SEARCH_PER_MM) for r in _RADIUS_MM)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(middle, (3, 3), 0), cv2.HOUGH_GRADIENT_ALT, 1.5, low, param1=200, param2=0.6,
        minRadius=low, maxRadius=high,
    )  # fmt: skip
    for x, y, radius in [] if found is None else found.reshape(-1, found.shape[-1])[:4, :3].tolist():
        yield x * shrink, y * shrink, radius * shrink


def _fitted(grey: Pixels, x: float, y: float, radius: float, per_mm: float) -> _Circle:
    """The circle about a found one along which most is inked (pixels); the search for circles is coarse."""
    steps = np.arange(-_SLACK_MM, _SLACK_MM + 0.01, _STEP_MM) * per_mm
    moved = np.stack([g.ravel() for g in np.meshgrid(steps, steps, steps, indexing="ij")], axis=1)
    moved += (x, y, radius)
    shares = (_along(grey, moved) < _INKED).mean(axis=1)
    fitting = moved[shares >= shares.max() - _AS_GOOD].mean(axis=0)  # a wide ring is met by many: the middle of them
    values = _along(grey, fitting[None])[0]
    inked = values[values < _INKED]
    level = float(np.percentile(inked, _RING_SHARE)) if inked.size else 0.0
    middle_x, middle_y, fitted = (float(v) for v in fitting)
    return _Circle(middle_x, middle_y, fitted, float((values < _INKED).mean()), level)


def _along(grey: Pixels, circles: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The greys along circles (rows of x, y, radius): circles × ``_ANGLES``; paper beyond the picture."""
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    xs = np.round(circles[:, :1] + circles[:, 2:] * np.cos(angles)).astype(int)
    ys = np.round(circles[:, 1:2] + circles[:, 2:] * np.sin(angles)).astype(int)
    inside = (xs >= 0) & (ys >= 0) & (xs < grey.shape[1]) & (ys < grey.shape[0])
    values = grey[np.clip(ys, 0, grey.shape[0] - 1), np.clip(xs, 0, grey.shape[1] - 1)]
    return np.asarray(np.where(inside, values, PAPER), np.uint8)


def _lift(grey: Pixels, x: float, y: float, radius: float, level: float) -> None:
    disc = np.zeros_like(grey)
    cv2.circle(disc, (round(x), round(y)), round(radius), 255, -1)
    dark = grey[::3, ::3][grey[::3, ::3] < _CORE]
    print_level = float(np.percentile(dark, 30)) if dark.size else 0.0
    if level - print_level < _LEAST_APART:
        return
    bound = (level + print_level) / 2
    # From the bound upwards print fades into paper: a hard step would fray the strokes.
    faded = np.clip((grey.astype(np.float32) - print_level) * (PAPER - print_level) / (bound - print_level), 0, PAPER)
    faded += print_level
    grey[disc > 0] = np.clip(faded, 0, PAPER).astype(np.uint8)[disc > 0]
