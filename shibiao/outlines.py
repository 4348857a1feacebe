"""Where cells stand in a page's picture: their corners, and masks of the insides and edges of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from shibiao.schemas.records import CellRecord

Point = tuple[float, float]
Outline = Sequence[Point]  # four corners, clockwise, in pixels of the picture; the middles of pixels are whole numbers

_ROOM_PT = 1.5  # between a line of text and the frame around it
_FINEST = 4
_MOST_PARTS = 160_000_000  # of pixels, a byte each


def outlines(cells: Sequence[CellRecord], points_per_pixel: float) -> list[Outline]:
    """The corners of each of a page's cells: its own where it lies askew, else its box's.

    Boxes of lines of text are drawn tight around their ink: where nothing is near, a frame keeps off it.
    """
    corners = [cell.corners for cell in cells]
    wide = [_widened(own, _ROOM_PT) for own in corners]
    alone = [not any(_meet(one, other) for other in wide if other is not one) for one in wide]
    return [
        [(x / points_per_pixel, y / points_per_pixel) for x, y in (roomy if free else tight)]
        for tight, roomy, free in zip(corners, wide, alone, strict=True)
    ]


def _meet(one: Outline, other: Outline) -> bool:
    """Whether two outlines have no line between them; if there is one, some side is parallel to it."""
    return not any(_divides(a, b, other) for a, b in _sides(one)) and not any(
        _divides(a, b, one) for a, b in _sides(other)
    )


def _sides(outline: Outline) -> Iterator[tuple[Point, Point]]:
    return pairwise([*outline, outline[0]])


def _divides(start: Point, end: Point, other: Outline) -> bool:
    """Whether the side of an outline from ``start`` to ``end`` has all of another outside of it, on its left."""
    across, down = end[0] - start[0], end[1] - start[1]
    return all(across * (y - start[1]) - down * (x - start[0]) < 0 for x, y in other)


def _widened(corners: Outline, by: float) -> Outline:
    """Every corner moved outwards along both of its sides."""
    count = len(corners)
    return [
        (x + by * (before[0] + after[0]), y + by * (before[1] + after[1]))
        for i, (x, y) in enumerate(corners)
        for before, after in [(_direction(corners[i - 1], (x, y)), _direction(corners[(i + 1) % count], (x, y)))]
    ]


def _direction(start: Point, end: Point) -> Point:
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def fineness(size: tuple[int, int], drawn: Iterable[Outline]) -> int:
    """Into how many parts a pixel's side is divided: slanted lines are smooth, upright ones as sharp as the pixels."""
    if all(_is_upright(outline) for outline in drawn):
        return 1
    return min(max(math.isqrt(_MOST_PARTS // max(size[0] * size[1], 1)), 1), _FINEST)


def _is_upright(outline: Outline) -> bool:
    return all(a[0] == b[0] or a[1] == b[1] for a, b in _sides(outline))


def mask(size: tuple[int, int], drawn: Iterable[Outline], fine: int, width: int | None = None) -> Image:
    """White (mode L) inside the outlines, or along them: ``width`` pixels, the outline in their middle."""
    from PIL import Image, ImageDraw

    white = Image.new("L", (size[0] * fine, size[1] * fine))
    draw = ImageDraw.Draw(white)
    for outline in drawn:
        corners = [(round((x + 0.5) * fine - 0.5), round((y + 0.5) * fine - 0.5)) for x, y in outline]
        if width is None:
            draw.polygon(corners, fill=255)
        else:
            draw.line([*corners, *corners[:2]], fill=255, width=width * fine, joint="curve")
    return white.reduce(fine) if fine > 1 else white
