"""Pieces of text outside tables put on lines: left to right, and as one where only a mark's own white divides them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from shibiao.extract.scan.sheet import FreeArea
from shibiao.extract.scan.strips import Strip

_ONE_LEVEL = 0.5  # share of the lower piece's height that pieces on one line have in common
_MARKS = frozenset("，、；：。！？,;:（(《“")  # full-width ones leave half their square white behind them
_MARK_WHITE = 1.7  # em: as much white as a mark may leave before the next character


def levels_of(pieces: Iterable[FreeArea]) -> list[list[FreeArea]]:
    """The pieces of each line from left to right, lines top to bottom."""
    levels: list[list[FreeArea]] = []
    for piece in sorted(pieces, key=lambda p: (p.area.y0 + p.area.y1, p.area.x0)):
        if levels and _on_one_level(levels[-1][0], piece):
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return [sorted(level, key=lambda p: p.area.x0) for level in levels]


def _on_one_level(one: FreeArea, other: FreeArea) -> bool:
    """Whether two pieces stand beside each other."""
    common = min(one.area.y1, other.area.y1) - max(one.area.y0, other.area.y0)
    return common > _ONE_LEVEL * min(one.area.y1 - one.area.y0, other.area.y1 - other.area.y0)


def joined(level: Sequence[FreeArea], text_of: Callable[[Strip], str]) -> list[FreeArea]:
    """A line's pieces, those that a punctuation mark divides made one; ``text_of`` gives what a strip was read as."""
    found = [level[0]]
    for before, piece in itertools.pairwise(level):
        left, right = before.strips[-1].lines[-1], piece.strips[0].lines[0]
        white = (right.x0 - left.x1) / max(before.strips[-1].em, 1.0)
        if white <= _MARK_WHITE and text_of(before.strips[-1])[-1:] in _MARKS:
            whole = found[-1]
            area = whole.area._replace(
                y0=min(whole.area.y0, piece.area.y0),
                x1=max(whole.area.x1, piece.area.x1),
                y1=max(whole.area.y1, piece.area.y1),
            )
            found[-1] = FreeArea(area, (*whole.strips, *piece.strips))
        else:
            found.append(piece)
    return found
