"""Ruling lines out of painted paths: strokes, thin filled rectangles, cell borders, dashes, double lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shibiao.extract.model import BBox, Rule
from shibiao.extract.transform import Matrix, PageFrame

MAX_THICKNESS_PT = 4.0  # thicker than this is an area, not a line
_MIN_LENGTH_PT = 0.2  # shorter pieces only count as dots of a dotted line
SLOPE_PT = 0.8  # a stroke may lean this much from end to end and still be level
_MOVE_TO = 2
_BEZIER_TO = 1


@dataclass(frozen=True, slots=True)
class Painted:
    """One painted path: subpaths of corner points in PDF page space, straight sides only."""

    subpaths: tuple[tuple[tuple[float, float], ...], ...]
    filled: bool
    stroked: bool
    line_width: float
    clip: BBox | None


def subpaths(
    segments: Iterable[tuple[int, float, float, bool]], matrix: Matrix
) -> Iterator[tuple[tuple[float, float], ...]]:
    """Cut PDFium's segments (type, x, y, closes) at each move, a closing side included.

    Subpaths with curves are left out: no rule is bent.
    """
    points: list[tuple[float, float]] = []
    bent = False
    for kind, x, y, closes in segments:
        if kind == _MOVE_TO:
            if len(points) > 1 and not bent:
                yield tuple(points)
            points, bent = [], False
        bent = bent or kind == _BEZIER_TO
        points.append(matrix.apply(x, y))
        if closes and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1 and not bent:
        yield tuple(points)


def painted_rules(painted: Painted, frame: PageFrame) -> Iterator[Rule]:
    """The rules that one path paints, in page points."""
    clip = frame.box(painted.clip) if painted.clip else None
    for points in painted.subpaths:
        places = [frame.point(x, y) for x, y in points]
        if painted.filled:
            yield from clipped_rules(_filled_rules(places), clip)
        if painted.stroked:
            yield from clipped_rules(_stroked_rules(places, painted.line_width * frame.scale), clip)


def filled_area(painted: Painted) -> BBox | None:
    """The area of a filled path that is more than a line: white text may stand on it."""
    if not painted.filled or not painted.subpaths:
        return None
    xs = [x for points in painted.subpaths for x, _ in points]
    ys = [y for points in painted.subpaths for _, y in points]
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    return box if min(box.width, box.height) > MAX_THICKNESS_PT else None


def _filled_rules(places: list[tuple[float, float]]) -> Iterator[Rule]:
    """A thin filled rectangle is one rule along its long side."""
    xs, ys = [p[0] for p in places], [p[1] for p in places]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    width, height = x1 - x0, y1 - y0
    if min(width, height) > MAX_THICKNESS_PT:
        return
    if width >= height:
        yield Rule("h", (y0 + y1) / 2, x0, x1, height)
    if height >= width:
        yield Rule("v", (x0 + x1) / 2, y0, y1, width)


def _stroked_rules(places: list[tuple[float, float]], width: float) -> Iterator[Rule]:
    """Each level or upright side of a stroked path is a rule."""
    if width > MAX_THICKNESS_PT:
        return
    for (xa, ya), (xb, yb) in itertools.pairwise(places):
        across, down = abs(xa - xb), abs(ya - yb)
        if down <= SLOPE_PT and across > max(down, _MIN_LENGTH_PT):
            yield Rule("h", (ya + yb) / 2, min(xa, xb), max(xa, xb), width)
        elif across <= SLOPE_PT and down > max(across, _MIN_LENGTH_PT):
            yield Rule("v", (xa + xb) / 2, min(ya, yb), max(ya, yb), width)


def clipped_rules(rules: Iterable[Rule], clip: BBox | None) -> Iterator[Rule]:
    """Only what the clip leaves of each rule."""
    if clip is None:
        yield from rules
        return
    for rule in rules:
        low, high, near, far = (
            (clip.y0, clip.y1, clip.x0, clip.x1) if rule.axis == "h" else (clip.x0, clip.x1, clip.y0, clip.y1)
        )
        half = rule.thickness / 2 + 0.5
        start, end = max(rule.start, near), min(rule.end, far)
        if low - half <= rule.position <= high + half and start < end:
            yield Rule(rule.axis, rule.position, start, end, rule.thickness)
