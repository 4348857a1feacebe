"""How high rows must be so that no text is cut."""

from __future__ import annotations

import math
import unicodedata

from samples.families.draft import Sheet
from samples.table import PlacedCell, Table

LINE = 1.45  # line height over type size; AR PL UMing and Noto stand high
_PADDING = 6.0
_SLACK = 6.0  # points of a cell's width that are not used


def page_width(sheet: Sheet) -> float:
    """Width of the table on A4, points."""
    return 770.0 if sheet.look.landscape else 520.0


def row_heights(sheet: Sheet, table: Table) -> list[float]:
    """A height for each row, points: every cell's lines find room."""
    widths = [share / sum(table.widths) * page_width(sheet) for share in table.widths]
    size = sheet.look.size
    heights = [size * LINE + _PADDING] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
        width = sum(widths[cell.col : cell.col + cell.colspan])
        lines = len(cell.text) if is_stacked(cell, sheet) else _lines(cell, width, size)
        need = lines * size * LINE + _PADDING
        rows = range(cell.row, cell.row + cell.rowspan)
        missing = need - sum(heights[row] for row in rows)
        for row in rows:
            heights[row] += max(0.0, missing) / cell.rowspan
    return [height * sheet.look.roomy for height in heights]


def is_stacked(cell: PlacedCell, sheet: Sheet) -> bool:
    """Whether the label of a block is written downwards."""
    short = cell.role == "label" and cell.rowspan > 3 and len(cell.text) <= 8 and cell.text.isalpha()
    return sheet.look.stacked and short and cell.colspan == 1


def _lines(cell: PlacedCell, width: float, size: float) -> int:
    room = max(size, width - _SLACK)
    return sum(max(1, _wrapped(line, room, size)) for line in cell.text.split("\n"))


def _wrapped(line: str, room: float, size: float) -> int:
    length = sum(size if unicodedata.east_asian_width(c) in "WFA" else size * 0.6 for c in line)
    # A line may break early: before a long number, or where punctuation may not begin the next.
    return math.ceil(length / max(size, room - size)) if length > room else 1
