"""Cells that may be several, or a part of one: nothing tells it for certain, and what is read in them is doubted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from shibiao.extract.ruling import Frame
from shibiao.extract.scan.cell_ink import (
    PageInk,
    drawn_inside,
    ink_of_cell,
    is_drawn,
    lines_of,
    parted_columns,
    parted_rows,
)
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.tiling import Tile, inner_tiles

_LEAST_WHITE = 0.1  # between two rows that may be two cells' all the same
_FAR_APART, _LINE = 1.0, 1.6  # lines of one text are less far apart, stacks of single characters aside
_WIDE_WHITE = 2.0  # between words of one text there is less
_BLURRED_PT = 1.6  # beyond a side's middle
_BEYOND = 0.5  # how far ink is looked for there,
_LEAST_INK = 0.02  # and how much of it, in squares of an em
_CLOSE = 0.35  # of a text to the border that may part it


def misplaced_cells(frames: Sequence[Frame], ink: Mask, em: float, per_pt: float) -> frozenset[Tile]:
    """Cells over rows that may have run together, and those beside a border that may part one text (``ink`` without
    rules and strays)."""
    page = PageInk(ink, em, per_pt)
    found = (
        (
            *_joined_rows(page, frame),
            *_far_lines(page, frame),
            *_far_words(page, frame),
            *_parted_texts(page, frame),
            *_going_on_outside(page, frame),
        )
        for frame in frames
    )
    return frozenset(itertools.chain.from_iterable(found))


def _joined_rows(page: PageInk, frame: Frame) -> Iterator[Tile]:
    """Cells over several rows whose lines stand each on the level of another row, with nothing across the line that
    parts these rows elsewhere: one text seldom stands so, and a border too close to print may have been missed."""
    for tile, _, lines in parted_rows(page, frame, inner_tiles(frame), _LEAST_WHITE):
        if len(lines) > 1:
            yield tile


def _far_lines(page: PageInk, frame: Frame) -> Iterator[Tile]:
    """Cells over several rows, two of whose lines lie as far apart as those of two rows, about a line of the table."""
    for tile in inner_tiles(frame):
        if tile.rowspan == 1:
            continue
        block = ink_of_cell(page, tile, 1)
        lines = [line for line in lines_of(block, page) if block.breadth(*line) >= _LINE * page.em]
        drawn = list(drawn_inside(frame.ys, frame.horizontal, tile.row, tile.rowspan, frame.xs))
        for (_, above), (below, _) in itertools.pairwise(lines):
            if below - above >= _FAR_APART * page.em and any(above <= y * page.per_pt <= below for y in drawn):
                yield tile


def _far_words(page: PageInk, frame: Frame) -> Iterator[Tile]:
    """Cells over several columns whose text has a wide white about a line of the table: 5 and 5 read as 55."""
    return (tile for tile, _ in parted_columns(page, frame, inner_tiles(frame), _WIDE_WHITE))


def _parted_texts(page: PageInk, frame: Frame) -> Iterator[Tile]:
    """Cells beside a border that is drawn in few rows only and whose texts come up to it from both sides: the side of
    a seal's frame, or a stroke, may have parted one text."""
    placed = inner_tiles(frame)
    few = {i for i, pieces in enumerate(frame.vertical) if i > 0 and not is_drawn(pieces, frame.ys)}
    for tile in placed:
        if tile.col not in few:
            continue
        before = [one for one in placed if one.col + one.colspan == tile.col and _share_rows(one, tile)]
        close = [one for one in before if _comes_up_to(page, one, -1)]
        if close and _comes_up_to(page, tile, 0):
            yield from (tile, *close)


def _going_on_outside(page: PageInk, frame: Frame) -> Iterator[Tile]:
    """Cells whose text comes up to the table's own left or right side, with ink close beyond it: the side lies
    elsewhere, and has taken a character."""
    for tile in inner_tiles(frame):
        sides = ((0, tile.col == 0), (-1, tile.col + tile.colspan == len(frame.xs) - 1))
        own = [end for end, at_side in sides if at_side and _comes_up_to(page, tile, end)]
        if any(_is_inked_beyond(page, tile, end) for end in own):
            yield tile


def _is_inked_beyond(page: PageInk, tile: Tile, end: int) -> bool:
    """Whether there is ink beyond a cell's left side (0) or right one (-1), the side's own blur left out."""
    box, near, far = tile.bbox, _BLURRED_PT, _BLURRED_PT + _BEYOND * page.em / page.per_pt
    x0, x1 = (box.x0 - far, box.x0 - near) if end == 0 else (box.x1 + near, box.x1 + far)
    low, high, top, bottom = (max(0, round(v * page.per_pt)) for v in (x0, x1, box.y0 + near, box.y1 - near))
    return int(np.count_nonzero(page.ink[top:bottom, low:high])) >= _LEAST_INK * page.em**2


def _share_rows(one: Tile, other: Tile) -> bool:
    return max(one.row, other.row) < min(one.row + one.rowspan, other.row + other.rowspan)


def _comes_up_to(page: PageInk, tile: Tile, end: int) -> bool:
    """Whether a cell's text stands close to its left side (0) or right one (-1)."""
    inked = ink_of_cell(page, tile, 0).inked
    places = np.flatnonzero(inked)
    if not places.size:
        return False
    return bool(abs((len(inked) - 1 if end else 0) - places[end]) <= _CLOSE * page.em)
