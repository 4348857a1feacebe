"""One page's grid: every table cell and every line of free text, with its reading."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.clipping import printed_part
from shibiao.extract.lines import Line, join_lines, lines_of, pieces_of
from shibiao.extract.model import BBox, Cell, Grid, Page, PlacedBy, Reading, Run
from shibiao.extract.placing import Placed, TableMap, place_run
from shibiao.extract.ruling import frames
from shibiao.extract.tiling import Tile, is_outside, tiles

_EDGE_PT = 0.6
_PADDING_PT = 4.0
_TOUCHING_PT = 0.3

_LINE_SLACK = 0.3  # a glyph's box is higher than its ink: this much of it may stand over the edge
_HOLE = 0.4  # of the font size


class _Habits(NamedTuple):
    """How a page's program treats text that does not fit: whether it cuts any at all (only then does it say
    something that a text fills its cell), and whether lines that are hidden entirely stay in the file."""

    clips: bool
    keeps_hidden_lines: bool


_Content = dict[tuple[int, Tile], list[Placed]]


def build_grid(page: Page) -> Grid:
    """Cells of all tables of a page and lines between them, rows numbered down the page."""
    found, tables = cells_with_runs(page)
    return Grid(page.number, tuple(cell for cell, _ in found), tables)


def cells_with_runs(page: Page) -> tuple[list[tuple[Cell, tuple[Run, ...]]], tuple[tuple[int, int], ...]]:
    """The grid's cells, each with the runs that were given to it, and the row ranges of the tables."""
    frames_ = frames(page.rules)
    tables = [TableMap(frame, tiles(frame)) for frame in frames_]
    content, free = _share_out(page.runs, tables)
    habits = _habits(page.runs)
    blocks: list[tuple[float, float, int | list[Line]]] = [
        (frame.bbox.y0, frame.bbox.x0, index) for index, frame in enumerate(frames_)
    ]
    blocks += [(line.bbox.centre[1], line.bbox.x0, list(pieces_of(line))) for line in lines_of(free)]
    cells: list[tuple[Cell, tuple[Run, ...]]] = []
    ranges: list[tuple[int, int]] = []
    row = 0
    for _, _, block in sorted(blocks, key=lambda b: b[:2]):
        if isinstance(block, int):
            height = len(frames_[block].ys) - 1
            cells += _table_cells(page.number, row, block, tables[block], content, habits)
            ranges.append((row, row + height))
            row += height
        else:
            cells += [(_line_cell(page.number, row, col, piece), piece.runs) for col, piece in enumerate(block)]
            row += 1
    return cells, tuple(ranges)


def _share_out(runs: Sequence[Run], tables: list[TableMap]) -> tuple[_Content, list[Run]]:
    content: _Content = {}
    free: list[Run] = []
    carried: list[tuple[tuple[int, Tile], Placed, tuple[int, Tile], Run]] = []
    index_of = {id(table): index for index, table in enumerate(tables)}
    before: tuple[Run, tuple[int, Tile]] | None = None
    for run in runs:
        home: tuple[int, Tile] | None = None
        for table, tile, part in place_run(run, tables):
            home = (index_of[id(table)], tile)
            content.setdefault(home, []).append(part)
            if before is not None and before[1] != home and part.by == "centre" and _goes_on(before[0], run):
                carried.append((home, part, before[1], before[0]))
        if home is None and run.text.strip() and printed_part(run) is not None:
            free.append(run)
        before = (run, home) if home is not None else None
    _carry_over(content, carried)
    return content, free


def _carry_over(content: _Content, carried: list[tuple[tuple[int, Tile], Placed, tuple[int, Tile], Run]]) -> None:
    """Text that ran over its cell's edge unclipped stands in the neighbour's area: give it back.

    It shows by lying over the neighbour's own text, or by coming after a piece that already ran over.
    """
    for place, part, origin, before in carried:
        others = [p.run for p in content[place] if p is not part]
        if before.bbox.x1 > origin[1].bbox.x1 + _EDGE_PT or any(_overlap(part.run, run) for run in others):
            content[place].remove(part)
            if not content[place]:
                del content[place]
            content[origin].append(part)


def _overlap(one: Run, other: Run) -> bool:
    common = one.bbox.meet(other.bbox)
    return common is not None and common.width > 1.0 and common.height > one.size / 2


def _goes_on(before: Run, run: Run) -> bool:
    """Whether a run begins just where the one before it in the file ends: the same text, in another font.

    Cells keep their texts apart by their padding, so two cells' texts do not touch like this.
    """
    if before.clip is not None or run.clip is not None:
        return False
    level = abs((before.bbox.y0 + before.bbox.y1) - (run.bbox.y0 + run.bbox.y1)) < run.size
    return level and abs(run.bbox.x0 - before.bbox.x1) < _TOUCHING_PT


def _table_cells(
    page: int, top: int, index: int, table: TableMap, content: _Content, habits: _Habits
) -> Iterator[tuple[Cell, tuple[Run, ...]]]:
    for tile in table.tiles:
        placed = content.get((index, tile))
        if placed is None and is_outside(tile, table.frame):
            continue
        reading = _reading(placed, tile.bbox, habits) if placed else Reading("pdfium", "", "")
        cell = Cell(page, top + tile.row, tile.col, tile.rowspan, tile.colspan, tile.bbox, (reading,))
        yield cell, tuple(p.run for p in placed or ())


def _line_cell(page: int, row: int, col: int, line: Line) -> Cell:
    clip = next((run.clip for run in line.runs if run.clip), None)
    reading = _reading(
        [Placed(run, "clip" if clip else "centre") for run in line.runs], clip or line.bbox, _Habits(False, True)
    )
    bbox = line.bbox.meet(clip) or line.bbox if clip else line.bbox
    return Cell(page, row, col, 1, 1, bbox, (reading,), ruled=False)


def _is_clipped(run: Run) -> bool:
    """Whether a run's clip box hides any of it."""
    clip, box = run.clip, run.bbox
    return clip is not None and (
        box.x0 < clip.x0 - _EDGE_PT or box.x1 > clip.x1 + _EDGE_PT or box.y1 > clip.y1 + box.height / 2
    )


def _habits(runs: Sequence[Run]) -> _Habits:
    clipped = [run for run in runs if _is_clipped(run)]
    return _Habits(bool(clipped), any(_is_below(run) for run in clipped))


def _is_below(run: Run) -> bool:
    """Whether a run lies so far outside its clip box that its line has nothing to do with the edge."""
    away = run.bbox.height / 2
    return run.clip is not None and (run.bbox.y0 > run.clip.y1 + away or run.bbox.y1 < run.clip.y0 - away)


def _reading(placed: list[Placed], bbox: BBox, habits: _Habits) -> Reading:
    """Put a cell's runs together; what the clip hides is part of the text but not of what is printed."""
    by: PlacedBy = "clip" if any(p.by == "clip" for p in placed) else "centre"
    lines = lines_of(p.run for p in placed)
    fills = habits.clips and _fills(lines, bbox)
    if by == "centre":
        text = join_lines(lines, bbox.x1)
        return Reading("pdfium", text, text, False, fills, by)
    edge = min([bbox.x1, *(p.run.clip.x1 for p in placed if p.run.clip)])
    seen = [line for line in map(_printed_line, lines) if line is not None]
    printed = join_lines(seen, edge) if seen else ""
    if not habits.keeps_hidden_lines and _is_line_cut(lines):
        text = printed if any(_has_hole(line) for line in lines) else join_lines(lines, edge)
        return Reading("pdfium", text, printed, True, fills, by)
    return Reading("pdfium", join_lines(lines, edge), printed, _is_cut(lines), fills, by)


def _fills(lines: Sequence[Line], bbox: BBox) -> bool:
    """Whether the last line leaves no room for another character, nor the lines for another line.

    Several lines that end at the very edge below fill it too, however short the last one is.
    """
    last = lines[-1]
    size = last.runs[-1].size
    if len(lines) > 1 and abs(bbox.y1 - last.bbox.y1) < _EDGE_PT:
        return True
    wide = bbox.width - last.bbox.width < size + _PADDING_PT
    return wide and (len(lines) == 1 or bbox.y1 - last.bbox.y1 < size)


def _printed_line(line: Line) -> Line | None:
    """The part of a line that its clip boxes leave visible."""
    if all(run.clip is None for run in line.runs):
        return line
    runs = tuple(part for run in line.runs if (part := printed_part(run)) is not None)
    return Line(runs, line.bbox) if runs else None


def _is_cut(lines: Sequence[Line]) -> bool:
    """Whether the last glyph of a clipped line lies across the edge, so that later ones may be missing.

    Programs leave out glyphs that lie wholly outside. A glyph wholly outside that still stands in the file
    shows that this program leaves none out on that side.
    """
    return any(_side_cut(line, "left") or _side_cut(line, "right") for line in lines)


def _is_line_cut(lines: Sequence[Line]) -> bool:
    """Whether the edge above or below goes through a line of glyphs.

    A program that leaves out what is wholly hidden has left out the lines behind that edge, and of this
    line the low glyphs, such as commas.
    """
    for line in (lines[0], lines[-1]):
        clip = next((run.clip for run in line.runs if run.clip), None)
        if clip is not None:
            slack = _LINE_SLACK * line.bbox.height
            if line.bbox.y1 > clip.y1 + slack or line.bbox.y0 < clip.y0 - slack:
                return True
    return False


def _has_hole(line: Line) -> bool:
    """Whether a glyph is missing inside a line: a gap that could hold one."""
    boxes = [box for run in line.runs for box in run.boxes]
    size = max(run.size for run in line.runs)
    return any(right.x0 - left.x1 > _HOLE * size for left, right in itertools.pairwise(boxes))


def _side_cut(line: Line, side: str) -> bool:
    run = line.runs[0] if side == "left" else line.runs[-1]
    if run.clip is None:
        return False
    if side == "left":
        box = run.boxes[0]
        return box.x0 < run.clip.x0 - _EDGE_PT and box.x1 > run.clip.x0
    box = max(run.boxes, key=lambda b: b.x1)
    return box.x1 > run.clip.x1 - _EDGE_PT and box.x0 < run.clip.x1
