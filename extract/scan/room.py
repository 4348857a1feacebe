"""Whether a cell has room for more than it shows. Where a page's cells cut what does not fit, a text that fills its
cell may have gone on: nothing may be left of the rest, or less than can be told from what a rule leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from shibiao.extract.scan.sheet import TableArea
from shibiao.extract.scan.textlines import TextLine

_LEAST_CUT = 2  # cells with a line that is cut: a single one may be a line that touches its rule
_CHARACTER = 1.9  # em: a character, and the paper that cells leave beside their text
_FULL = 0.7  # em: as little paper is left by a text that is cut between two characters
_LINE = 1.45  # em: a line, and the paper above and below the text
_LONG = 8.0  # em: no label is so long
_FILLED, _TIMES = 6, 3  # texts that fill their cells, and times as many as have room for a few characters more


class Cuts(NamedTuple):
    """What a page's cells cut: ``lines`` at their head or foot; ``sides``: how many cells cut a line at a side."""

    lines: bool = False
    sides: int = 0


def cuts_of(cells: Sequence[TableArea]) -> Cuts:
    """What cells of a page are seen to cut, or cut without a trace: where long texts in rows one line high fill their
    cells far more often than by chance, on the page or in a column, the second lines of most are hidden wholly."""
    own = [[line for strip in cell.strips for line in strip.lines] for cell in cells]
    lines = sum(any(line.cut_above or line.cut_below for line in one) for one in own)
    sides = sum(any(line.cut_left or line.cut_right for line in one) for one in own)
    rooms: dict[tuple[int, int], list[float]] = defaultdict(list)
    for cell, one in zip(cells, own, strict=True):
        if (room := _room_behind(cell, one)) is not None:
            rooms[cell.tile.col, cell.tile.colspan].append(room)
    hidden = any(map(_are_filled, [*rooms.values(), list(chain.from_iterable(rooms.values()))]))
    return Cuts(lines >= _LEAST_CUT or hidden, sides)


def _are_filled(rooms: Sequence[float]) -> bool:
    """Whether so many texts fill their cells (em of paper beside each) that it is no chance. Whole ones would as often
    leave room for one character more, for two, or for any few."""
    filled = sum(room < _CHARACTER for room in rooms)
    nearly = sum(_CHARACTER <= room < (1 + _TIMES) * _CHARACTER for room in rooms)
    return filled >= _FILLED and filled >= _TIMES * nearly


def _room_behind(cell: TableArea, lines: Sequence[TextLine]) -> float | None:
    """Em of paper beside a long text in a row one line high; None for other cells."""
    if len(lines) != 1:
        return None
    (line,), em = lines, cell.strips[0].em
    is_low = cell.area.y1 - cell.area.y0 - line.height < _LINE * em
    return (cell.area.x1 - cell.area.x0 - line.width) / em if is_low and line.width >= _LONG * em else None


def may_go_on(cell: TableArea, text: str, cuts: Cuts) -> bool:
    """Whether a cell leaves no room for another character beside its last line, nor for another line where lines are
    cut; one of a single line goes on beside it where sides cut, or, where it fills its cell, but one does. Of a lone
    character the rest may stand above it: 标."""
    if not cell.strips:
        return False
    if cuts.lines and len(text) == 1 and not text.isascii():
        return True
    first, last, em = cell.strips[0].lines[0], cell.strips[-1].lines[-1], cell.strips[-1].em
    beside = cell.area.x1 - cell.area.x0 - last.width
    if beside >= _CHARACTER * em:
        return False
    sides = cuts.sides >= _LEAST_CUT or (cuts.sides > 0 and beside < _FULL * em)
    below = cell.area.y1 - cell.area.y0 - (last.y1 - first.y0)
    return (cuts.lines and below < _LINE * em) or (sides and first is last)
