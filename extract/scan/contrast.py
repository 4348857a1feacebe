"""How much darker a line is than what lies beside it, stretch by stretch: evidence for borders too faint or too broken
for single pixels.

Lengths in points; ``per_pt`` is pixels a point. The page is turned so that the borders looked for run along x.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.faint import of_character_size, usual_size
from shibiao.extract.scan.picture import Pixels, transposed
from shibiao.extract.scan.strokes import SURROUND_PT, Axis, Ink, Mask, ink_on

BESIDE_PT = (1.2, 2.2)  # where paper is looked for beside a border
_ACROSS_PT, MOST_ACROSS = 0.9, 0.03  # so far on both sides, along so much of a border, no characters stand
LONG_PT = 80.0  # rules this long tell how a page's lines are drawn
CORNER_PT = 1.0  # left out at both ends: the crossing rule's own ink
_WINDOW_PT = 3.0  # a faint or broken border shows in the mean darkness of stretches this long
LEAST_DARKER = 4.0  # grey levels, against either side
_PRINT_BESIDE = 12.0  # grey levels by which stretches beside a border are darker on average, where print stands there
_FEET_PT = 3.0  # above or below characters: the page's blur of their feet and heads, and what hangs off them
_AT_ENDS = 0.4  # of the usual darkness is left in the first stretch and in the last
MOST_EXCESS = 12.0  # grey levels: a stretch that is darker counts no more, be it a stroke of a character
MOST_LACK = 40  # grey levels: darker than this counts no more


class Look(NamedTuple):
    """How wide a line is taken to be, and where beside it paper is looked for."""

    thick_pt: float
    beside_pt: tuple[float, float]


SINGLE = Look(0.6, BESIDE_PT)
DOUBLE = Look(3.0, (2.8, 4.0))


class Drawn(NamedTuple):
    """How a page's long rules of one direction are drawn: ``dense``, dark on nearly all of their way; ``solid``,
    without gaps too; ``pitch``, from dot to dot of dotted ones in points, 0 where there are none; ``depth``, by how
    many grey levels solid ones are darker than their surroundings, ``swing``, by how many the darkness of dotted ones
    comes and goes, 0 where that is not known."""

    dense: bool = False
    solid: bool = False
    pitch: float = 0.0
    depth: float = 0.0
    swing: float = 0.0


class Seen(NamedTuple):
    """The page with x along the borders looked for: ``grey``, its ink, by how much it is darker than its surroundings
    (``deep``; ``lack`` up to ``MOST_LACK``), and the pieces of ink of characters' size. ``along``, ``across``: how its
    lines along x and along y are known to be drawn (a fax has fewer pixels on its way down, and dots of one direction
    flow together). ``character``: how large its usual characters are, in points."""

    grey: Pixels
    dark: Mask
    lack: Pixels
    deep: Pixels
    characters: Mask
    per_pt: float
    along: Drawn = Drawn()
    across: Drawn = Drawn()
    character: float = 0.0

    @property
    def turned(self) -> Seen:
        """The page with x and y changed."""
        pictures = (self.grey, self.dark, self.lack, self.deep, self.characters)
        grey, dark, lack, deep, characters = (transposed(picture) for picture in pictures)
        return Seen(grey, dark, lack, deep, characters, self.per_pt, self.across, self.along, self.character)


def seen_on(grey: Pixels, per_pt: float, ink: Ink | None = None) -> Seen:
    """What of an upright page is looked at. ``ink``: the page's, where it is known."""
    dark, pieces = ink or ink_on(grey, per_pt)
    characters = of_character_size(pieces, per_pt)
    reach = round(SURROUND_PT * per_pt) | 1
    deep = np.asarray(cv2.subtract(cv2.blur(grey, (reach, reach)), grey), np.uint8)
    lack, character = np.minimum(deep, np.uint8(MOST_LACK)), usual_size(pieces, per_pt)
    return Seen(grey, dark, lack, deep, characters, per_pt, character=character)


def turned_for(axis: Axis, page: Seen) -> Seen:
    """The page with rules of an axis along x, as far as their darkness is looked at: a view, no copy."""
    if axis == "h":
        return page
    return page._replace(grey=page.grey.T, lack=page.lack.T, deep=page.deep.T, along=page.across, across=page.along)


class Contrast(NamedTuple):
    """For every row of pixels from ``top`` (points) on and every stretch along x: by how much it is darker than
    either side (``excess``), and how dark the darker side is (``either``). Where that is ``clear`` no print stands
    beside, and a line can be told. ``struck``: the rows that go through characters."""

    top: float
    excess: NDArray[np.float32]
    either: NDArray[np.float32]
    struck: NDArray[np.bool_]

    @property
    def clear(self) -> NDArray[np.bool_]:
        return np.asarray(self.either < _PRINT_BESIDE)

    @property
    def levels(self) -> NDArray[np.float32]:
        """The excess, as far as it counts where many stretches are taken together."""
        return np.asarray(np.clip(self.excess, -MOST_EXCESS, MOST_EXCESS))

    @property
    def means(self) -> NDArray[np.float64]:
        """For every row, the mean of the levels of its clear stretches; 0 where none is."""
        return np.asarray(np.where(self.clear, self.levels, 0.0).sum(axis=1) / np.maximum(self.clear.sum(axis=1), 1))

    @property
    def beside(self) -> NDArray[np.float64]:
        """For every row, how dark the darker side usually is where no print stands beside."""
        known = np.where(self.clear, self.either, np.inf)
        places = np.maximum(self.clear.sum(axis=1) - 1, 0) // 2
        return np.asarray(np.sort(known, axis=1)[np.arange(len(known)), places])

    @property
    def told(self) -> NDArray[np.float64]:
        """For every row, the share of its stretches in which a line could be told."""
        return np.asarray(self.clear.mean(axis=1))

    @property
    def reached(self) -> NDArray[np.bool_]:
        """For every row, whether it shows at both ends: strokes of characters do not reach the borders of cells."""
        ends = np.where(self.clear[:, [0, -1]], self.excess[:, [0, -1]], 0.0).min(axis=1)
        return np.asarray(ends >= np.maximum(LEAST_DARKER, _AT_ENDS * np.median(self.excess, axis=1)))

    @property
    def shares(self) -> NDArray[np.float64]:
        """For every row, the share of these in which it shows; none where it goes through characters."""
        shows = (self.excess >= LEAST_DARKER) & self.clear
        return np.asarray(np.where(self.struck, 0.0, shows.mean(axis=1) / np.maximum(self.told, 1e-6)))


class Way(NamedTuple):
    """The rows about a place, between two crossings: their mean lack in stretches along the way (rows × stretches), and
    for each row the share of the way along which characters stand across it.

    ``outer``: how many more rows there are before the first and behind the last of these.
    """

    top: int
    lack: NDArray[np.float32]
    across: NDArray[np.float64]
    outer: int
    per_pt: float


def way_of(page: Seen, low: float, high: float, start: float, end: float, look: Look = SINGLE) -> Way | None:
    """The rows from ``low`` to ``high``, between ``start`` and ``end`` (points); None beyond the page."""
    per_pt = page.per_pt
    x0, x1, count = _stretches(page, start, end)
    outer = round(look.beside_pt[1] * per_pt)
    top, bottom = round(low * per_pt), round(high * per_pt) + 1
    if count < 1 or bottom <= top or top < outer or bottom + outer > page.lack.shape[0] or x1 > page.lack.shape[1]:
        return None
    lack = cv2.resize(
        page.lack[top - outer : bottom + outer, x0:x1], (count, bottom - top + 2 * outer), interpolation=cv2.INTER_AREA
    )
    return Way(top, lack.astype(np.float32), _across(page, top, bottom, x0, x1), outer, per_pt)


def _stretches(page: Seen, start: float, end: float) -> tuple[int, int, int]:
    """From which pixel to which the way between two crossings goes, and how many stretches it has."""
    x0, x1 = max(0, round((start + CORNER_PT) * page.per_pt)), round((end - CORNER_PT) * page.per_pt)
    return x0, x1, round((x1 - x0) / (_WINDOW_PT * page.per_pt))


def apart_from_print(page: Seen, contrast: Contrast, sides: Sequence[tuple[float, float]]) -> Contrast:
    """The contrast along some ways as if print hid what lies near characters, above or below: rows of feet come and go
    with them, lines do not."""
    reach = round(_FEET_PT * page.per_pt)
    top = round(contrast.top * page.per_pt)
    rows = page.characters[max(0, top - reach) : top + len(contrast.excess) + reach]
    parts = []
    for side in sides:
        x0, x1, count = _stretches(page, *side)
        parts.append(cv2.resize(rows[:, x0:x1], (count, len(rows)), interpolation=cv2.INTER_AREA))
    near = cv2.dilate(np.hstack(parts), np.ones((2 * reach + 1, 1), np.uint8))
    near = near[min(top, reach) :][: len(contrast.excess)]
    return contrast._replace(either=np.where(near > 0, np.float32(np.inf), contrast.either))


def contrast_along(ways: Sequence[Way], look: Look = SINGLE) -> Contrast:
    """The contrast along ways that follow each other; all have the same rows."""
    first = ways[0]
    inner, outer = (round(v * first.per_pt) for v in look.beside_pt)
    spare = first.outer - outer
    lack = np.hstack([way.lack for way in ways]) if len(ways) > 1 else first.lack
    lack = lack[spare : len(lack) - spare]
    line = cv2.blur(lack, (1, max(1, round(look.thick_pt * first.per_pt))))[outer:-outer]
    beside = cv2.blur(lack, (1, outer - inner + 1), anchor=(0, 0))
    either = np.maximum(beside[: len(line)], beside[outer + inner : outer + inner + len(line)])
    across = np.average([way.across for way in ways], axis=0, weights=[way.lack.shape[1] for way in ways])
    return Contrast(
        first.top / first.per_pt, np.asarray(line - either), np.asarray(either), np.asarray(across >= MOST_ACROSS)
    )


def _across(page: Seen, top: int, bottom: int, x0: int, x1: int) -> NDArray[np.float64]:
    """For every row, along which share of it characters stand across, which they do not across a border."""
    reach = max(1, round(_ACROSS_PT * page.per_pt))
    if top < reach or bottom + reach > len(page.characters):
        return np.zeros(bottom - top)
    part = page.characters[top - reach : bottom + reach, x0:x1]
    across = cv2.bitwise_and(part[: -2 * reach], part[2 * reach :])
    return np.asarray(cv2.reduce(across, 1, cv2.REDUCE_AVG, dtype=cv2.CV_64F)[:, 0] / 255)
