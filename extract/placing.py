"""Which cell each glyph belongs to: to the cell that clips it, else to the cell that holds its centre."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shibiao.extract.clipping import printed_part
from shibiao.extract.model import BBox, PlacedBy, Run
from shibiao.extract.ruling import Frame
from shibiao.extract.tiling import Tile

_EDGE_PT = 3.0  # a clip box may stand this far over its cell's rules
_PADDING_PT = 7.0  # text this near an edge is aligned with it
_APART = 0.8  # in font sizes: a wider gap inside a run separates texts of different cells


class Placed(NamedTuple):
    """A run (or the part of one) and how its cell was found."""

    run: Run
    by: PlacedBy


class TableMap:
    """Looks up the tile at a point of one table. Squares are found by bisection, so a look-up is cheap."""

    def __init__(self, frame: Frame, tiles: Iterable[Tile]) -> None:
        self.frame = frame
        self.bounds = frame.bbox
        self._xs, self._ys = frame.xs, frame.ys
        self.tiles = tuple(tiles)
        self._squares: dict[tuple[int, int], Tile] = {}
        for tile in self.tiles:
            for row in range(tile.row, tile.row + tile.rowspan):
                for col in range(tile.col, tile.col + tile.colspan):
                    self._squares[row, col] = tile

    def at(self, x: float, y: float) -> Tile | None:
        """The tile at a point (page points), None outside the table."""
        return self._squares.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))


def place_run(run: Run, tables: list[TableMap]) -> Iterator[tuple[TableMap, Tile, Placed]]:
    """The tiles that a run's glyphs belong to; nothing for a run outside every table."""
    if run.clip is not None:
        home = _clipping_tile(run, run.clip, tables)
        if home is not None:
            yield (*home, Placed(run, "clip"))
            return
        if printed_part(run) is None:
            return  # a piece for another page, as of a merged cell that a page break divides
    y = run.bbox.centre[1]
    for table in tables:
        bounds = table.bounds
        if bounds.y0 <= y <= bounds.y1 and run.bbox.x1 >= bounds.x0 and run.bbox.x0 <= bounds.x1:
            placed = list(_by_centre(run, table, y))
            if placed:
                yield from placed
                return


def _clipping_tile(run: Run, clip: BBox, tables: list[TableMap]) -> tuple[TableMap, Tile] | None:
    """The tile whose edges clip the run.

    Programs clip to the cell, or to its column over the whole sheet; in the latter case the run's own
    height tells the row. A line that the cell hides entirely stands below (or above) the clip box.
    """
    x = (clip.x0 + clip.x1) / 2
    y = min(max(run.bbox.centre[1], clip.y0 + 0.5), clip.y1 - 0.5)
    for table in tables:
        tile = table.at(x, y)
        if tile and clip.x0 >= tile.bbox.x0 - _EDGE_PT and clip.x1 <= tile.bbox.x1 + _EDGE_PT:
            return table, tile
    return None


def _by_centre(run: Run, table: TableMap, y: float) -> Iterator[tuple[TableMap, Tile, Placed]]:
    tile = table.at(run.bbox.x0 + 0.1, y)
    if tile is not None and run.bbox.x1 <= tile.bbox.x1 + 0.1:
        yield table, tile, Placed(run, "centre")
        return
    for part in _split_at_gaps(run):
        home = _home(part, table, y)
        if home is not None:
            yield table, home, Placed(part, "centre")


def _split_at_gaps(run: Run) -> Iterator[Run]:
    """Some programs write a whole table row as one run: cut it where it leaps."""
    start = 0
    for index in range(1, len(run.boxes)):
        if run.boxes[index].x0 - run.boxes[index - 1].x1 > _APART * run.size:
            yield _part(run, start, index)
            start = index
    yield run if start == 0 else _part(run, start, len(run.boxes))


def _part(run: Run, start: int, end: int) -> Run:
    boxes = run.boxes[start:end]
    bbox = BBox(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
    return run._replace(text=run.text[start:end], boxes=boxes, bbox=bbox)


def _home(run: Run, table: TableMap, y: float) -> Tile | None:
    """The tile of one connected piece of text: the one all glyphs stand in, else the one it is aligned with."""
    first, last = table.at(run.boxes[0].centre[0], y), table.at(run.boxes[-1].centre[0], y)
    if first is last:
        return first
    if first is not None and run.bbox.x0 - first.bbox.x0 <= _PADDING_PT:
        return first
    if last is not None and last.bbox.x1 - run.bbox.x1 <= _PADDING_PT:
        return last
    return table.at(run.bbox.centre[0], y) or first or last
