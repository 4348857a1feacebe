"""From a table's frame to its cells with their spans, by geometry alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.model import BBox
from shibiao.extract.ruling import Frame

_COVERED = 0.5  # a border is there when at least this share of it is ruled
_ENCLOSED = 0.5  # an area ruled on less of its outline than this is outside the table


class Tile(NamedTuple):
    """A cell's place: rows ``row`` to ``row + rowspan - 1`` of the frame, columns likewise."""

    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox


def tiles(frame: Frame) -> tuple[Tile, ...]:
    """Cut a frame into cells: they tile it without overlap or hole, in reading order.

    Squares of the elementary grid with no rule between them are one cell; where that gives a shape that
    is not a rectangle (a rule is partly missing) it is cut into rectangles, as few as possible, and these at the
    rules that go all the way through them.
    """
    right, below = _borders(frame)
    rows, cols = len(frame.ys) - 1, len(frame.xs) - 1
    owner = _regions(rows, cols, right, below)
    regions: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows):
        for col in range(cols):
            regions.setdefault(owner[row][col], []).append((row, col))
    found: list[Tile] = []
    for squares in regions.values():
        for part in _rectangles(squares):
            tile = _tile(frame, part)
            found += [tile] if len(part) == len(squares) else _split(frame, tile, right, below)
    return tuple(sorted(found, key=lambda t: (t.row, t.col)))


def inner_tiles(frame: Frame) -> list[Tile]:
    """The cells of a frame, in reading order, without open ground beside the table."""
    return [tile for tile in tiles(frame) if not is_outside(tile, frame)]


def is_outside(tile: Tile, frame: Frame) -> bool:
    """Whether a tile is open ground beside the table: at its edge, and unruled on most of its outline."""
    last_row, last_col = tile.row + tile.rowspan, tile.col + tile.colspan
    if tile.row and tile.col and last_row < len(frame.ys) - 1 and last_col < len(frame.xs) - 1:
        return False
    box = tile.bbox
    ruled = length_of(frame.vertical[tile.col], box.y0, box.y1) + length_of(frame.vertical[last_col], box.y0, box.y1)
    ruled += length_of(frame.horizontal[tile.row], box.x0, box.x1) + length_of(
        frame.horizontal[last_row], box.x0, box.x1
    )
    return ruled < _ENCLOSED * 2 * (box.width + box.height)


def _borders(frame: Frame) -> tuple[list[list[bool]], list[list[bool]]]:
    """``right[r][c]``: a rule stands on the right of square (r, c); ``below[r][c]``: one lies under it."""
    rows, cols = len(frame.ys) - 1, len(frame.xs) - 1
    upright = [_covered(frame.vertical[c + 1], frame.ys) for c in range(cols)]
    right = [[upright[c][r] for c in range(cols)] for r in range(rows)]
    below = [_covered(frame.horizontal[r + 1], frame.xs) for r in range(rows)]
    return right, below


def _covered(pieces: tuple[tuple[float, float], ...], marks: tuple[float, ...]) -> list[bool]:
    """For every interval between marks, whether the pieces cover most of it."""
    if len(pieces) == 1:
        start, end = pieces[0]
        if start <= marks[0] and end >= marks[-1]:
            return [True] * (len(marks) - 1)
    return [length_of(pieces, a, b) >= _COVERED * (b - a) for a, b in itertools.pairwise(marks)]


def _regions(rows: int, cols: int, right: list[list[bool]], below: list[list[bool]]) -> list[list[int]]:
    """Number the connected areas, row by row (union of squares with no rule between)."""
    parent = list(range(rows * cols))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for c in range(cols):
            here = r * cols + c
            if c + 1 < cols and not right[r][c]:
                parent[root(here + 1)] = root(here)
            if r + 1 < rows and not below[r][c]:
                parent[root(here + cols)] = root(here)
    return [[root(r * cols + c) for c in range(cols)] for r in range(rows)]


def _rectangles(squares: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Cut an area into rectangles; the cut with fewer parts wins, columns before rows."""
    rows = {r for r, _ in squares}
    cols = {c for _, c in squares}
    if len(rows) * len(cols) == len(squares):
        return [squares]
    tall = list(_cut(set(squares), down_first=True))
    wide = list(_cut(set(squares), down_first=False))
    return tall if len(tall) <= len(wide) else wide


def _cut(left: set[tuple[int, int]], down_first: bool) -> Iterator[list[tuple[int, int]]]:
    while left:
        row, col = min(left)
        height = width = 1
        for grow_down in (down_first, not down_first):
            if grow_down:
                while all((row + height, c) in left for c in range(col, col + width)):
                    height += 1
            else:
                while all((r, col + width) in left for r in range(row, row + height)):
                    width += 1
        part = [(r, c) for r in range(row, row + height) for c in range(col, col + width)]
        left.difference_update(part)
        yield part


def _split(frame: Frame, tile: Tile, right: list[list[bool]], below: list[list[bool]]) -> Iterator[Tile]:
    """A part of an area cut at the rules that go all the way through it."""
    rows, cols = range(tile.row, tile.row + tile.rowspan), range(tile.col, tile.col + tile.colspan)
    row_ends = [row for row in rows if row == rows[-1] or all(below[row][col] for col in cols)]
    col_ends = [col for col in cols if col == cols[-1] or all(right[row][col] for row in rows)]
    for top, bottom in itertools.pairwise([rows[0] - 1, *row_ends]):
        for before, last in itertools.pairwise([cols[0] - 1, *col_ends]):
            yield _tile(frame, [(top + 1, before + 1), (bottom, last)])


def _tile(frame: Frame, squares: list[tuple[int, int]]) -> Tile:
    row, col = squares[0]
    last_row, last_col = squares[-1]
    bbox = BBox(frame.xs[col], frame.ys[row], frame.xs[last_col + 1], frame.ys[last_row + 1])
    return Tile(row, col, last_row - row + 1, last_col - col + 1, bbox)


def length_of(pieces: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """How much of a way from ``low`` to ``high`` pieces (start, end) of a line cover, in points."""
    return sum(max(0.0, min(end, high) - max(start, low)) for start, end in pieces)
