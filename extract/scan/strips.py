"""Line images for the recogniser, cut out of the page so that every character has its usual height."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import Area, TextLine

_HALF_LINE = 0.6  # em: less of a line than this is not read
BESIDE = 0.28  # em of paper left and right of the ink
ABOVE = 0.16  # and above and below a full line
_STACK_WIDTH = 1.45  # a column of single characters is at most this wide, in em
_STACK_OFF = 0.8  # em: their middles are no further apart
_STACK_GAP = 0.12


class Strip(NamedTuple):
    """A line image with the way back: pixel x of ``pixels`` is ``x0 + x`` on the page (a stack is laid flat).

    ``lines``: the page's lines it was made of: one, or all of a stacked label. ``em``: its characters' height.
    """

    pixels: Pixels
    x0: int
    y0: int
    y1: int
    lines: tuple[TextLine, ...]
    em: float


def strips_of(clean: Pixels, lines: Sequence[TextLine], em: float, area: Area) -> list[Strip]:
    """Strips of an area's lines; characters stacked one under the other become one strip.

    ``clean`` is the page with its rules painted out.
    """
    if _is_stack(lines, em):
        first, last = int(is_sliver(lines[0], em)), len(lines) - int(is_sliver(lines[-1], em))
        if first < last:
            above, below = range(first), range(last, len(lines))
            slivers = [[_strip(clean, lines, i, area, em) for i in ends] for ends in (above, below)]
            return [*slivers[0], _stacked(clean, lines[first:last], area, em), *slivers[1]]
    return [_strip(clean, lines, i, area, em) for i in range(len(lines))]


def is_sliver(line: TextLine, em: float) -> bool:
    """Whether the cell's head or foot leaves so little of a line that it is not read."""
    return (line.cut_above or line.cut_below) and line.height < _HALF_LINE * em


def _is_stack(lines: Sequence[TextLine], em: float) -> bool:
    """Whether lines are single characters, one under the other."""
    if len(lines) < 2 or any(line.width > _STACK_WIDTH * em for line in lines):
        return False
    middles = [(line.x0 + line.x1) / 2 for line in lines]
    return max(middles) - min(middles) <= _STACK_OFF * em


def ink_top(strip: Strip) -> float:
    """The row of a strip's pixels in which the ink of its line begins; for strips of one line."""
    line = strip.lines[0]
    own = max(strip.em, line.height)
    return ABOVE * own + (own - line.height) / 2


def line_of_part(strip: Strip, em: float, seen: Literal["head", "foot"]) -> Pixels:
    """A cut line's image as that of a whole line of characters ``em`` pixels high, with what is seen in its place:
    strips have it in the middle."""
    line, about = strip.lines[0], round(ABOVE * em)
    top = round(ink_top(strip))
    part = strip.pixels[max(0, top - about) : top + line.height + about]
    missing = max(0, round(em) + 2 * about - len(part))
    above, below = (0, missing) if seen == "head" else (missing, 0)
    return np.pad(part, ((above, below), (0, 0), (0, 0)), constant_values=PAPER)


def without_rules(grey: Pixels, rules: Mask) -> Pixels:
    """The page with its rules painted as paper."""
    clean = grey.copy()
    clean[rules > 0] = PAPER
    return clean


def _strip(clean: Pixels, lines: Sequence[TextLine], index: int, area: Area, em: float) -> Strip:
    line = lines[index]
    above = (lines[index - 1].y1 + line.y0) // 2 if index else area.y0
    below = (lines[index + 1].y0 + line.y1) // 2 if index + 1 < len(lines) else area.y1
    own = max(em, line.height)
    spare = max(0.0, own - line.height)
    top = max(above, round(line.y0 - ABOVE * own - spare / 2), 0)
    bottom = min(below, round(line.y1 + ABOVE * own + spare / 2), clean.shape[0])
    x0 = max(area.x0, round(line.x0 - BESIDE * own), 0)
    x1 = min(area.x1, round(line.x1 + BESIDE * own), clean.shape[1])
    wanted = (round(line.y0 - ABOVE * own - spare / 2), round(line.y1 + ABOVE * own + spare / 2))
    pixels = _padded(clean[top:bottom, x0:x1], top - wanted[0], wanted[1] - bottom)
    return Strip(_rgb(pixels), x0, top, bottom, (line,), em)


def _padded(pixels: Pixels, above: int, below: int) -> Pixels:
    """Paper put back where the area's edge or a neighbour's line is too near: characters keep their height."""
    return np.pad(pixels, ((max(0, above), max(0, below)), (0, 0)), constant_values=PAPER)


def _stacked(clean: Pixels, lines: Sequence[TextLine], area: Area, em: float) -> Strip:
    """Characters one under the other, laid side by side: recognisers read lines."""
    height = round(em * (1 + 2 * ABOVE))
    gap = np.full((height, max(1, round(_STACK_GAP * em))), PAPER, np.uint8)
    parts: list[Pixels] = [gap, gap]
    for line in lines:
        middle = (line.y0 + line.y1) / 2
        top, bottom = max(area.y0, round(middle - height / 2)), min(area.y1, round(middle + height / 2))
        top, bottom = min(top, line.y0), max(bottom, line.y1)
        piece = clean[top:bottom, line.x0 : line.x1].copy()
        piece[: max(0, line.y0 - top - 1)] = PAPER  # neighbours above and below
        piece[line.y1 - top + 1 :] = PAPER
        parts += [_fitted(piece, height), gap]
    pixels = np.concatenate([*parts, gap], axis=1)
    return Strip(_rgb(pixels), lines[0].x0, lines[0].y0, lines[-1].y1, tuple(lines), em)


def _fitted(piece: Pixels, height: int) -> Pixels:
    short = height - piece.shape[0]
    if short >= 0:
        return np.pad(piece, ((short // 2, short - short // 2), (0, 0)), constant_values=PAPER)
    start = -short // 2
    return piece[start : start + height]


def _rgb(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(np.repeat(pixels[:, :, None], 3, axis=2))
