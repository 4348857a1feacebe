"""A page picture made ready for reading: upright, flat, ruled into cells, its lines of text cut out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from shibiao.extract.model import BBox, Rule
from shibiao.extract.ruling import Frame, frames
from shibiao.extract.scan.alignment import beside, lost_borders, stand_as_their_columns
from shibiao.extract.scan.beneath import with_cut_beneath
from shibiao.extract.scan.cell_ink import PageInk
from shibiao.extract.scan.confirm import missed_borders
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.contrast import seen_on
from shibiao.extract.scan.dashes import with_dashed
from shibiao.extract.scan.dots import with_dotted
from shibiao.extract.scan.ends_in_text import without_ends_in_text
from shibiao.extract.scan.flatten import Flat, Matrix3
from shibiao.extract.scan.in_line import as_drawn, without_strokes
from shibiao.extract.scan.leaning import beside_leaning_rules
from shibiao.extract.scan.loose_ends import rest_of_borders
from shibiao.extract.scan.misplaced import misplaced_cells
from shibiao.extract.scan.open_rows import open_rows
from shibiao.extract.scan.paper import within
from shibiao.extract.scan.picture import PAPER, Picture, Pixels
from shibiao.extract.scan.plausible import without_low_rows
from shibiao.extract.scan.print_mask import evenly_dark, ink_of
from shibiao.extract.scan.rules import find_ruling, painted_mask
from shibiao.extract.scan.scrawls import take_off_strokes, without_scrawls
from shibiao.extract.scan.sides import missed_sides
from shibiao.extract.scan.streaks import Streak, overhanging, streaks_on, without_streaks
from shibiao.extract.scan.strips import Strip, strips_of, without_rules
from shibiao.extract.scan.strokes import Axis, Mask
from shibiao.extract.scan.text_strokes import with_depth, without_text_strokes
from shibiao.extract.scan.textlines import Area, TextLine, lines_in, usual_em
from shibiao.extract.scan.to_the_rule import Pictures, up_to_the_rule
from shibiao.extract.tiling import Tile, inner_tiles

_RULING_DPI = 200.0
_LINE_REACH = 1.6  # em: pieces of text outside tables that are nearer than this are one line
_LINE_REACH_BARE = 1.0  # where no table was found, they may be cells whose rules are lost
_RIM_PT = 0.8  # what a cell's rule may leave beyond the cell; text may stand close to it
_TITLE = 3.4  # em: titles are set larger
_HIGHEST = 5.0  # em: ink outside tables that is higher is a picture
_HIDDEN, _STROKE = 1.7, 0.1  # em: behind a line, what may hide its last sign, and how much ink that is
_TIMES_ASKED = 2
_MOST_LINES = 1500  # a page with more is a photograph of something else


class TableArea(NamedTuple):
    """A cell of table ``table`` with its strips, in reading order. ``guessed``: one of its borders left no ink.
    ``crossed``: as of the lines found in it. ``misplaced``: it may be several cells, or a part of one."""

    table: int
    tile: Tile
    area: Area
    strips: tuple[Strip, ...]
    guessed: bool = False
    crossed: bool = False
    misplaced: bool = False


class FreeArea(NamedTuple):
    """A line of text outside every table. ``crossed``: what may have been one of its characters was taken off, or is
    hidden by a stroke that starts where the line ends."""

    area: Area
    strips: tuple[Strip, ...]
    crossed: bool = False


class Sheet(NamedTuple):
    """All there is to read on a page. ``matrix`` maps the sheet's pixels to the picture's; ``em`` in pixels.

    Frames and tiles are in points of the sheet, ``per_pt`` pixels each. ``guessed``: the ruling lines are faint
    or broken. ``inked``: the share of the page that is ink, rules left out.
    """

    matrix: Matrix3
    per_pt: float
    em: float
    frames: tuple[Frame, ...]
    cells: tuple[TableArea, ...]
    free: tuple[FreeArea, ...]
    guessed: bool = False
    inked: float = 0.0

    @property
    def strips(self) -> Iterator[Strip]:
        """All strips, cells first."""
        for area in self.areas:
            yield from area.strips

    @property
    def areas(self) -> list[TableArea | FreeArea]:
        """Cells, then lines outside tables."""
        return [*self.cells, *self.free]


def lay_out(picture: Picture, flat: Flat) -> Sheet:
    """Find tables, cells and lines of an upright page."""
    per_pt = picture.dpi / 72
    found, rules, completed, guessed, streaks, solid, dashed = _tables(flat, per_pt)
    grey = without_streaks(flat.grey, streaks, per_pt)
    mask, painted = painted_mask(grey, rules, found, per_pt, dashed)
    ink, gain, weak = ink_of(grey, painted, per_pt)
    even = evenly_dark(grey, gain)
    clean = without_rules(even, painted)
    placed = _placed(found, per_pt, grey.shape)
    em = usual_em(ink, (area for _, _, area in placed), per_pt)
    print_ = np.asarray(cv2.subtract(ink, weak), np.uint8)
    with_lost, lost = _with_lost(found, rules, print_, em, per_pt)
    if solid and [rule.axis for rule in lost] == ["v"]:  # a copier that loses solid lines mostly loses several
        lost = lost if stand_as_their_columns(with_lost, lost[0], print_, em, per_pt) else []
    found = with_lost if lost else found
    if lost:
        placed = _placed(found, per_pt, grey.shape)
    lines = [
        with_cut_beneath(lines_in(ink, weak, mask, area, em, per_pt), grey, mask, area, per_pt) for _, _, area in placed
    ]
    pictures = Pictures(even, clean, mask)
    lines = [up_to_the_rule(one, pictures) for one in lines]
    doubtful = misplaced_cells(found, print_, em, per_pt) | beside_leaning_rules(
        found, grey, PageInk(print_, em, per_pt)
    )
    cells = tuple(
        TableArea(
            n,
            tile,
            area,
            tuple(strips_of(clean, one.lines, one.em, area)),
            guessed=beside(tile, [*lost, *completed]),
            crossed=one.crossed,
            misplaced=tile in doubtful,
        )
        for (n, tile, area), one in zip(placed, lines, strict=True)
    )
    free = tuple(_free_areas(ink, weak, clean, [area for _, _, area in placed], em, per_pt))
    inked = cv2.countNonZero(ink) / ink.size
    return Sheet(flat.matrix, per_pt, em, tuple(found), cells, free, guessed, inked)


def _placed(found: Sequence[Frame], per_pt: float, shape: Sequence[int]) -> list[tuple[int, Tile, Area]]:
    """The cells of all tables: the table's number, the cell's place and its inside on the page."""
    return [
        (number, tile, _inside(tile.bbox, per_pt, shape))
        for number, frame in enumerate(found)
        for tile in inner_tiles(frame)
    ]


def _with_lost(
    found: list[Frame], rules: Sequence[Rule], ink: Mask, em: float, per_pt: float
) -> tuple[list[Frame], list[Rule]]:
    """The tables with the borders that only the text tells, and these.

    Columns that are told apart may tell rows apart: it is asked twice.
    """
    lost: list[Rule] = []
    for _ in range(_TIMES_ASKED):
        more = lost_borders(found, ink, em, per_pt)
        if not more:
            break
        lost += more
        found = frames([*rules, *lost])
    return found, lost


class _Tables(NamedTuple):
    """A page's tables and the rules that draw them, in points; ``completed``: those that are the rest of others;
    ``streaks`` are what looked like rules and is none. ``solid``: its lines have no gaps; ``dashed``: the directions in
    which they are long dashes."""

    frames: list[Frame]
    rules: list[Rule]
    completed: list[Rule]
    guessed: bool
    streaks: list[Streak]
    solid: bool
    dashed: frozenset[Axis]


def _tables(flat: Flat, per_pt: float) -> _Tables:
    """The tables of an upright page, looked for at no more than ``_RULING_DPI``: finer pixels only cost time."""
    shrink = min(1.0, _RULING_DPI / 72 / per_pt)
    per_pt *= shrink
    ruled = flat.ruled
    if shrink < 1:  # not by sizes, which are rounded: rules are placed to a fraction of a pixel
        ruled = np.asarray(cv2.resize(ruled, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    streaks = streaks_on(ruled, _seen(flat, ruled.shape, shrink), per_pt)
    ruled = without_streaks(ruled, streaks, per_pt)
    rules, guessed, pieces, ink = find_ruling(ruled, per_pt)
    more_streaks = overhanging(ruled, rules, per_pt)
    if more_streaks:
        ruled = without_streaks(ruled, more_streaks, per_pt)
        rules, guessed, pieces, ink = find_ruling(ruled, per_pt)
    level, rules = with_dotted(as_drawn(seen_on(ruled, per_pt, ink), rules), rules)
    rules, dashed = with_dashed(level, rules, pieces)
    level = with_depth(level, rules)
    rules = without_low_rows(without_text_strokes(level, without_strokes(level, rules)))
    found = frames(rules)
    sides = [*missed_sides(rules, found), *open_rows(level, rules, found)]
    if sides:
        rules = [*rules, *sides]
        found = frames(rules)
    upright = level.turned
    more = missed_borders(level, upright, found, pieces)
    if more:
        rules = [*rules, *more]
        found = frames(rules)
    rest = rest_of_borders(level, upright, found, rules)
    if rest:
        rules = [*rules, *rest]
        found = frames(rules)
    shorter = without_ends_in_text(level, upright, rules, found)
    if shorter != rules:
        rules = shorter
        found = frames(rules)
    solid = level.along.solid and level.across.solid
    return _Tables(found, rules, rest, guessed, [*streaks, *more_streaks], solid, dashed)


def _seen(flat: Flat, shape: tuple[int, ...], scale: float) -> Mask:
    """255 where there is paper, on a copy of the sheet of this shape."""
    corners = cv2.perspectiveTransform(flat.outline[None], np.linalg.inv(flat.matrix)) * scale
    return within(corners[0], shape)


def _inside(bbox: BBox, per_pt: float, shape: Sequence[int]) -> Area:
    return Area(
        max(0, round(bbox.x0 * per_pt)),
        max(0, round(bbox.y0 * per_pt)),
        min(shape[1], round(bbox.x1 * per_pt)),
        min(shape[0], round(bbox.y1 * per_pt)),
    )


def _free_areas(
    ink: Mask, weak: Mask, clean: Pixels, cells: Sequence[Area], em: float, per_pt: float
) -> Iterator[FreeArea]:
    """Lines of text outside the cells, top to bottom; pieces far apart on one level are lines of their own."""
    printed, clean = ink.copy(), clean.copy()
    margin = round(_RIM_PT * per_pt)
    for x0, y0, x1, y1 in cells:
        printed[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin] = 0
        clean[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin] = PAPER
    rest = without_scrawls(printed.copy(), em)
    reach = (max(1, round(0.12 * em)), max(3, round((_LINE_REACH if cells else _LINE_REACH_BARE) * em)))
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones(reach, np.uint8))
    _, stats, _ = connected(joined)
    boxes = [(x, y, w, h) for x, y, w, h, _ in stats[1:].tolist() if 0.45 * em <= h <= _HIGHEST * em and w >= 0.45 * em]
    if len(boxes) > _MOST_LINES:
        return
    for x, y, w, h in sorted(boxes, key=lambda b: (b[1], b[0])):
        spare = round(0.4 * em)
        area = Area(max(0, x - spare), max(0, y - 2), min(ink.shape[1], x + w + spare), min(ink.shape[0], y + h + 2))
        crossed = take_off_strokes(rest, area, em)
        one = lines_in(rest, weak, None, area, em, per_pt, _TITLE)
        if len(one.lines) == 1:
            crossed = crossed or _goes_on(one.lines[0], printed, rest, em)
            yield FreeArea(area, tuple(strips_of(clean, one.lines, one.em, area)), crossed)
            continue
        # Lines close under each other were joined, a title and the year below it: each is one by itself.
        for part in _parts(area, one.lines):
            own = lines_in(rest, weak, None, part, em, per_pt, _TITLE)
            if own.lines:
                strips = (s for line in own.lines for s in strips_of(clean, [line], own.em, part))
                yield FreeArea(part, tuple(strips), crossed or _goes_on(own.lines[-1], printed, rest, em))


def _goes_on(line: TextLine, printed: Mask, rest: Mask, em: float) -> bool:
    """Whether a stroke that was taken off starts where a line ends."""
    behind = np.s_[line.y0 : line.y1, line.x1 : line.x1 + round(_HIDDEN * em)]
    return bool(cv2.countNonZero(printed[behind]) - cv2.countNonZero(rest[behind]) >= (_STROKE * em) ** 2)


def _parts(area: Area, lines: Sequence[TextLine]) -> Iterator[Area]:
    """An area cut half way between its lines."""
    cuts = [area.y0, *((above.y1 + below.y0) // 2 for above, below in itertools.pairwise(lines)), area.y1]
    return (area._replace(y0=top, y1=bottom) for top, bottom in itertools.pairwise(cuts))
