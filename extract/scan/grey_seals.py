"""Seals on scans without colour: by their ink, or a ring of an office seal's size whose ink is lighter than the print.

Where seal ink lies on paper it is a middle grey, and print beneath it stays darker: inside the ring everything
lighter than half way between the two is made paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.seal_ink import INKED, LEAST_APART, PRINT, seals_of_ink

Box = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels
MarkKind = Literal["seal", "signature", "pen"]

_RADIUS_MM = (13.0, 29.0)  # office seals are 30 to 50 mm across
_SEARCH_PER_MM = 3.0
_RING_MM = 1.3  # either side of the ring's middle
_LEAST_RING = 0.55  # share of the ring that is inked
_MARGIN_MM = 1.2  # about a seal
_RING_SHARE = 60  # percentile of the ring's greys that is taken for its ink's: text and rules darken it
_SLACK_MM, _STEP_MM = 1.6, 0.32  # how far a found circle's middle and radius may be off, in which steps
_ANGLES = 120
_AS_GOOD = 0.02  # of a circle: as much less inked as the best
_THICK_MM, _LEAST_THICK = 0.55, 6  # pixels as far from a stroke's edges
_BEYOND_MM, _LEAN = 6.0, 5  # about a seal, where rules come up to it; pixels by which they may lean on the way
_RULE_MM = 6.0  # strokes of characters are shorter
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

    def meets(self, box: Box) -> bool:
        """Whether its middle lies in a box."""
        return box[0] <= self.x <= box[2] and box[1] <= self.y <= box[3]

    def outline(self) -> NDArray[np.int32]:
        """Points along it, n × 2."""
        angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
        xs, ys = self.x + self.radius * np.cos(angles), self.y + self.radius * np.sin(angles)
        return np.stack((np.round(xs), np.round(ys)), axis=1).astype(np.int32)


class _Region(NamedTuple):
    """A seal: its box, its outline (n × 2) in pixels of the picture, and the grey of its ink. ``flat``: it was found by
    strokes of even ink, thicker than those of print."""

    box: Box
    outline: NDArray[np.int32]
    level: float
    flat: bool


def grey_seals(grey: Pixels, ruled: Pixels, per_mm: float, lift: bool) -> tuple[ColourMark, ...]:
    """The seals on a grey page; with ``lift`` their ink is painted out of ``grey``.

    Of ``ruled``, in which thin rules shall stay, only the rims are lifted: their sides look like rules.
    """
    print_level = _print_level(grey, per_mm)
    regions = [_region(seal.hull, seal.level, flat=True) for seal in seals_of_ink(grey, print_level, per_mm)]
    for circle in [_fitted(grey, *found, per_mm) for found in _circles(grey, per_mm)]:
        if circle.share >= _LEAST_RING and circle.level > PRINT and not any(circle.meets(r.box) for r in regions):
            regions.append(_region(circle.outline(), circle.level, flat=False))
    for region in regions if lift else ():
        _lift(grey, ruled, region, print_level, per_mm)
    return tuple(ColourMark("seal", region.box) for region in regions)


def _print_level(grey: Pixels, per_mm: float) -> float:
    """How dark a page's characters are in the middle of their strokes; its rules are thicker, and darker or paler."""
    small = np.ascontiguousarray(grey[::3, ::3])
    cores = np.asarray((small < _CORE).astype(np.uint8))
    length = max(3, round(_RULE_MM * per_mm / 3))
    for line in (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8)):
        cores = np.asarray(cv2.subtract(cores, cv2.morphologyEx(cores, cv2.MORPH_OPEN, line)), np.uint8)
    dark = small[cores > 0]
    return float(np.percentile(dark, 30)) if dark.size else 0.0


def _region(outline: NDArray[np.int32], level: float, *, flat: bool) -> _Region:
    (x0, y0), (x1, y1) = outline.min(axis=0).tolist(), outline.max(axis=0).tolist()
    return _Region((max(0, x0), max(0, y0), x1, y1), outline, level, flat)


def _circles(grey: Pixels, per_mm: float) -> Iterator[tuple[float, float, float]]:
    """Centres and radii (pixels) of what may be rings."""
    shrink = per_mm / _SEARCH_PER_MM
    small = cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    middle = ((small > PRINT) & (small < INKED)).astype(np.uint8) * 255
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
    shares = (_along(grey, moved) < INKED).mean(axis=1)
    fitting = moved[shares >= shares.max() - _AS_GOOD].mean(axis=0)  # a wide ring is met by many: the middle of them
    values = _along(grey, fitting[None])[0]
    inked = values[values < INKED]
    level = float(np.percentile(inked, _RING_SHARE)) if inked.size else 0.0
    middle_x, middle_y, fitted = (float(v) for v in fitting)
    return _Circle(middle_x, middle_y, fitted, float((values < INKED).mean()), level)


def _along(grey: Pixels, circles: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The greys along circles (rows of x, y, radius): circles × ``_ANGLES``; paper beyond the picture."""
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    xs = np.round(circles[:, :1] + circles[:, 2:] * np.cos(angles)).astype(int)
    ys = np.round(circles[:, 1:2] + circles[:, 2:] * np.sin(angles)).astype(int)
    inside = (xs >= 0) & (ys >= 0) & (xs < grey.shape[1]) & (ys < grey.shape[0])
    values = grey[np.clip(ys, 0, grey.shape[0] - 1), np.clip(xs, 0, grey.shape[1] - 1)]
    return np.asarray(np.where(inside, values, PAPER), np.uint8)


def _seal_ink(grey: Pixels, bound: float, per_mm: float) -> Pixels:
    """255 on the pieces of ink lighter than a bound that have strokes thicker than print's, and about these. Print
    beside a seal's ink stays as it is: thin strokes of it are as light."""
    middle = cv2.inRange(grey, np.array(bound), np.array(float(INKED)))
    side = max(3, round(_THICK_MM * per_mm))
    thick = cv2.erode(middle, np.ones((side, side), np.uint8)) > 0
    labels, stats, _ = connected(middle)
    is_seal = np.bincount(labels[thick], minlength=len(stats)) >= _LEAST_THICK
    is_seal[0] = False
    return np.asarray(cv2.dilate(is_seal[labels].astype(np.uint8) * 255, np.ones((3, 3), np.uint8)), np.uint8)


def _entering(page: Pixels, seal: Pixels, per_mm: float) -> Pixels:
    """255 on what goes on of the rules that come up to a seal from outside, as far as its rim reaches. ``seal``: 255 on
    it and its rim. Its own sides do not come from outside."""
    ink = cv2.compare(page, INKED, cv2.CMP_LT)
    outside = cv2.bitwise_and(ink, cv2.bitwise_not(seal))
    found = np.zeros_like(ink)
    line, on = round(_BEYOND_MM / 2 * per_mm), 2 * round((2 * _RING_MM + _MARGIN_MM) * per_mm) + 1
    for straight, reached in (((1, line), (_LEAN, on)), ((line, 1), (on, _LEAN))):
        long = cv2.morphologyEx(outside, cv2.MORPH_OPEN, np.ones(straight, np.uint8))
        found |= cv2.dilate(long, np.ones(reached, np.uint8))
    return np.asarray(cv2.bitwise_and(found, ink), np.uint8)


def _lift(grey: Pixels, ruled: Pixels, region: _Region, print_level: float, per_mm: float) -> None:
    """Paint a seal's ink out of ``grey``, and that of its rim out of ``ruled``."""
    if region.level - print_level < LEAST_APART:
        return
    x0, y0, x1, y1 = region.box
    reach = round((2 * _RING_MM + _BEYOND_MM) * per_mm)
    left, top = max(0, x0 - reach), max(0, y0 - reach)
    part, rules = (page[top : y1 + reach, left : x1 + reach] for page in (grey, ruled))
    outline = [region.outline - np.array((left, top), np.int32)]
    inside, rim = np.zeros_like(part), np.zeros_like(part)
    cv2.fillPoly(inside, outline, 255)
    cv2.polylines(inside, outline, True, 255, round(2 * _MARGIN_MM * per_mm))
    cv2.polylines(rim, outline, True, 255, round(2 * _RING_MM * per_mm))
    rules_on = _entering(rules, np.asarray(cv2.bitwise_or(inside, rim)), per_mm)
    bound = (region.level + print_level) / 2
    if region.flat:
        inside = np.asarray(cv2.bitwise_and(inside, _seal_ink(part, bound, per_mm)), np.uint8)
    # From the bound upwards print fades into paper: a hard step would fray the strokes.
    faded = np.clip((part.astype(np.float32) - print_level) * (PAPER - print_level) / (bound - print_level), 0, PAPER)
    faded += print_level
    part[inside > 0] = np.clip(faded, 0, PAPER).astype(np.uint8)[inside > 0]
    lifted = (rim > 0) & (rules_on == 0)
    rules[lifted] = part[lifted]
