"""Lines of text found in an area of the page by its rows of ink.

Boxes are in pixels of the upright page. ``em`` is the height of a full character.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.dirt import without_dirt
from shibiao.extract.scan.remnants import REMNANT_PT, UNDERLINE, is_cut_text, without_remnants
from shibiao.extract.scan.strokes import Mask, ranges_of
from shibiao.extract.scan.touching import SPLIT, VALLEY, is_at_foot, is_at_head, is_ruled, without_cut_rest

_TOUCH_PT = 0.3  # ink this near a rule goes on beneath it
_WHOLE = 0.86  # em: a lower line at the edge is part of one
_MERGE = 1.22  # parts of one line are together at most this high, in em
_SMALLEST = 0.2  # of the page's em
_MUCH_DIRT = 0.25  # em²: as much ink as a character has
_TEXT_PARTS = 5  # pieces of ink
_GAP = 0.34  # and at most this far apart
_END, _END_APART = 0.5, 0.2  # of the rest's height, and em
_BAR = 0.3  # no bar of a sign is higher
_BAR_ENDS = 0.15  # and its ends stand so near beneath the sign's, or it so near to the sign's own bar,
_OWN_BAR = 0.85  # which is so much of its width
_LEAST_LARGE = 4  # pieces of characters
_NO_DOT = 0.4  # of the run: smaller pieces tell nothing
_LARGE_TYPE = 0.66  # of it: so high are the larger pieces of one line's characters
_MIDDLE = (0.3, 0.7)  # of its rows
_SOME, _HALF_AS_HIGH = 3, 0.62  # pieces that a pen's stroke may join, and how high those of two lines are at most
_SLACK, _SLACK_END = 0.1, 0.2  # em: so near a rule, or a cell's end where none was found, is what is left of a line
_LOW = 0.62  # a run of rows lower than this may be part of a line: 一, 二, the dots of ：


class Area(NamedTuple):
    """A rectangle of the page in which text is looked for: the inside of a cell."""

    x0: int
    y0: int
    x1: int
    y1: int


class TextLine(NamedTuple):
    """One line: the box of its ink, and whether an edge of its area goes through it."""

    x0: int
    y0: int
    x1: int
    y1: int
    cut_right: bool = False
    cut_left: bool = False
    cut_below: bool = False
    cut_above: bool = False

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def width(self) -> int:
        return self.x1 - self.x0


class Found(NamedTuple):
    """The lines of an area, top to bottom, and the height of its characters (pixels). ``crossed``: a pen's stroke or a
    ring went through it and was taken off, or ink that makes no line: what is read is not all that stands there."""

    lines: list[TextLine]
    em: float
    crossed: bool = False


def usual_em(ink: Mask, areas: Iterable[Area], per_pt: float) -> float:
    """The height of the page's characters in pixels: the usual height of rows of ink that are wider than high."""
    heights: list[int] = []
    for area in areas:
        part = ink[area.y0 : area.y1, area.x0 : area.x1]
        for top, bottom in ranges_of(np.asarray(part.any(axis=1))):
            columns = np.flatnonzero(part[top:bottom].any(axis=0))
            if columns.size and columns[-1] - columns[0] > 1.8 * (bottom - top) and bottom - top > 4 * per_pt:
                heights.append(bottom - top)
    return float(np.median(heights)) if heights else 9.5 * per_pt


def lines_in(
    ink: Mask, weak: Mask, rules: Mask | None, area: Area, em: float, per_pt: float, largest: float = 1.5
) -> Found:
    """The lines of text in an area.

    ``em`` is the page's usual height; these may be up to ``largest`` times as high. ``weak`` as in ``Ink``.
    ``rules``: 255 where the rules lie that were taken out of ``ink``, for an area that is a cell.
    """
    if area.x1 - area.x0 < 2 or area.y1 - area.y0 < 2:
        return Found([], em)
    part = ink[area.y0 : area.y1, area.x0 : area.x1]
    crossed = False
    if rules is not None:
        part, crossed = without_remnants(part, em, per_pt)
    inked = float((part > 0).sum())
    edges = np.zeros_like(part) if rules is None else rules[area.y0 : area.y1, area.x0 : area.x1]
    reach = max(1, round(_TOUCH_PT * per_pt))
    whole = part if rules is None else _under_rules(part, edges, reach)
    print_ = without_dirt(whole, weak[area.y0 : area.y1, area.x0 : area.x1], em)
    part = np.asarray(cv2.bitwise_and(part, print_), np.uint8)
    if not part.any():
        return Found([], em, crossed or inked >= _MUCH_DIRT * em * em)
    runs = ranges_of(np.asarray(part.any(axis=1)))
    own = em if _are_all_cut(runs, edges, em, reach) else _own_em(part, runs, em, largest)
    runs = _merged(part, runs, own)
    runs = [piece for run in without_cut_rest(part, edges, runs, own, reach) for piece in _split(part, run, own)]
    lines = [line for top, bottom in runs if (line := _line(part, top, bottom, area, own))]
    if rules is not None:
        rim = round(REMNANT_PT * per_pt)
        lines = list(_without_broken_rules(part, lines, area, own, rim))
    return Found([_cut_at(line, edges, area, own, reach) for line in lines], own, crossed)


def _under_rules(part: Mask, edges: Mask, reach: int) -> Mask:
    """An area's ink as far as it goes on under the margin of an upright rule: of a hyphen beside one less shows."""
    hidden = cv2.bitwise_and(cv2.dilate(part, np.ones((1, 2 * reach + 1), np.uint8)), edges)
    return np.asarray(cv2.bitwise_or(part, hidden), np.uint8)


def _are_all_cut(runs: Sequence[tuple[int, int]], edges: Mask, em: float, reach: int) -> bool:
    """Whether an area holds the foot of one line and the head of another, and no whole one that tells how high they
    are: such a text is as large as the page's."""
    (first, _), (_, last) = runs[0], runs[-1]
    both = is_at_head(edges, first, reach) and is_at_foot(edges, last, reach)
    return len(runs) > 1 and both and max(bottom - top for top, bottom in runs) < _WHOLE * em


def _own_em(part: Mask, runs: Sequence[tuple[int, int]], em: float, largest: float) -> float:
    """The height of this area's characters: its own highest row of ink where that is near the page's.

    Text that was shrunk to fit is much smaller; it is told from a dash by being made of many parts.
    """
    top, bottom = max([*runs, *_parted(runs, em)], key=lambda run: run[1] - run[0])
    highest = bottom - top
    if 0.55 * em <= highest <= largest * em and (highest <= SPLIT * em or not _are_two(part[top:bottom])):
        return float(highest)
    if highest < em and highest >= _SMALLEST * em:
        parts = cv2.connectedComponents(part[top:bottom])[0] - 1
        if parts >= _TEXT_PARTS:
            return float(highest)
    return em


def _parted(runs: Sequence[tuple[int, int]], em: float) -> Iterator[tuple[int, int]]:
    """Characters in two runs of rows, of which one is but an end: a 5 that stands so close to a rule that nothing is
    seen of its side."""
    for (t0, b0), (t1, b1) in itertools.pairwise(runs):
        less, more = sorted((b0 - t0, b1 - t1))
        if less <= _END * more and t1 - b0 <= _END_APART * em and b1 - t0 <= em:
            yield t0, b1


def _without_broken_rules(part: Mask, lines: Sequence[TextLine], area: Area, em: float, rim: int) -> Iterator[TextLine]:
    """Lines without what is left of a rule that a copier has broken: long, low, and in the rim of its cell. What the
    cell's head or foot leaves of a line of text lies there too, and stays, as cut."""
    for line in lines:
        above, below = line.y0 - area.y0 <= rim, area.y1 - line.y1 <= rim
        if not (above or below) or line.width < UNDERLINE[0] * em or line.height > _BAR * em:
            yield line
        elif is_cut_text(part[line.y0 - area.y0 : line.y1 - area.y0, line.x0 - area.x0 : line.x1 - area.x0], em):
            yield line._replace(cut_above=above, cut_below=below)


def _merged(part: Mask, runs: Sequence[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Parts of one line put together: low ones with the neighbour that is nearer, and a sign with its bar (≧)."""
    lines = list(runs)
    while True:
        best: tuple[float, int] | None = None
        for i, ((t0, b0), (t1, b1)) in enumerate(itertools.pairwise(lines)):
            low = min(b0 - t0, b1 - t1) < _LOW * em
            if not low or t1 - b0 > _GAP * em or (best is not None and t1 - b0 >= best[0]):
                continue
            if b1 - t0 <= _MERGE * em or _is_barred(part, (t0, b0), (t1, b1), em):
                best = (t1 - b0, i)
        if best is None:
            return lines
        i = best[1]
        lines[i : i + 2] = [(lines[i][0], lines[i + 1][1])]


def _is_barred(part: Mask, sign: tuple[int, int], bar: tuple[int, int], em: float) -> bool:
    """Whether a run of rows is but a bar that belongs to a sign in the run over it: ≧ over its second bar. The sign
    stands alone and is as wide, or its own bar lies close above."""
    if bar[1] - bar[0] > _BAR * em:
        return False
    over, under = (np.flatnonzero(part[top:bottom].any(axis=0)) for top, bottom in (sign, bar))
    x0, x1 = int(under[0]), int(under[-1]) + 1
    if x1 - x0 > _MERGE * em:
        return False
    if max(abs(int(over[0]) - x0), abs(int(over[-1]) + 1 - x1)) <= _BAR_ENDS * em:
        return True
    lowest = part[max(sign[0], sign[1] - round(_BAR * em)) : sign[1], x0:x1] > 0
    covered = float(lowest.mean(axis=1).max()) if lowest.size else 0.0
    return bar[0] - sign[1] <= _BAR_ENDS * em and covered >= _OWN_BAR


def _is_large_type(rows: Mask) -> bool:
    """Whether high rows of ink are one line of larger characters: of two lines that touch, few pieces are as high."""
    _, stats, _ = connected(rows)
    sizes = stats[1:, 2:4].max(axis=1)
    large = sizes[sizes >= _NO_DOT * len(rows)]
    return len(large) >= _LEAST_LARGE and float(np.median(large)) >= _LARGE_TYPE * len(rows)


def _are_two(rows: Mask) -> bool:
    """Whether high rows of ink are two lines that touch: of larger type some characters' pieces are nearly as high, and
    no row in the middle has little ink."""
    _, stats, _ = connected(rows)
    heights, inked = np.sort(stats[1:, 3]), (rows > 0).sum(axis=1)
    middle = inked[round(_MIDDLE[0] * len(rows)) : round(_MIDDLE[1] * len(rows))]
    parted = middle.min() <= VALLEY * np.median(inked)
    return bool(parted and len(heights) >= _SOME and heights[-_SOME] < _HALF_AS_HIGH * len(rows))


def _split(part: Mask, run: tuple[int, int], em: float) -> Iterator[tuple[int, int]]:
    """Lines that touch, cut where the least ink lies between them; one line of larger type stays."""
    top, bottom = run
    if bottom - top <= SPLIT * em or _is_large_type(part[top:bottom]):
        yield run
        return
    profile = (part > 0).sum(axis=1)
    count = max(2, round((bottom - top + 0.3 * em) / (1.3 * em)))
    pitch = (bottom - top) / count
    cuts = [top]
    for index in range(1, count):
        low, high = round(top + (index - 0.3) * pitch), round(top + (index + 0.3) * pitch)
        cuts.append(low + int(np.argmin(profile[low:high])))
    cuts.append(bottom)
    yield from itertools.pairwise(cuts)


def _line(part: Mask, top: int, bottom: int, area: Area, em: float) -> TextLine | None:
    columns = np.flatnonzero(part[top:bottom].any(axis=0))
    if not columns.size:
        return None
    left, right = int(columns[0]), int(columns[-1]) + 1
    if right - left < 0.2 * em and bottom - top < 0.2 * em:  # a dot is no text, a dash is
        return None
    return TextLine(area.x0 + left, area.y0 + top, area.x0 + right, area.y0 + bottom)


def _cut_at(line: TextLine, edges: Mask, area: Area, em: float, reach: int) -> TextLine:
    """A line with its cut ends told: its ink goes right up to the area's edge or the rule along it.

    ``edges``: the area's rules. Ends known to be cut stay so. A full line that fills its cell from top to bottom is not
    cut there.
    """
    width = edges.shape[1]
    left, right = line.x0 - area.x0, line.x1 - area.x0
    top, bottom = line.y0 - area.y0, line.y1 - area.y0
    low, along = line.height < _WHOLE * em, edges[:, left:right]
    # No text is so low as this, and a pixel of paper may lie between what is left of one and the rule.
    near = max(reach, round(_SLACK * em)) if line.height < _LOW * em else reach
    end = max(1, round(_SLACK_END * em)) if line.height < _LOW * em else 1
    return line._replace(
        cut_right=right >= width - 1 or is_ruled(edges[top:bottom, right : right + reach], 1),
        cut_left=left <= 0 or is_ruled(edges[top:bottom, max(0, left - reach) : left], 1),
        cut_below=low and (line.cut_below or is_at_foot(along, bottom, near, end)),
        cut_above=low and (line.cut_above or is_at_head(along, top, near, end - 1)),
    )
