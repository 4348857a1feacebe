"""A sheet as office programs keep it: texts and borders at the places of a lattice, merged ranges, sizes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 1, 2, 4, 8


class Entry(NamedTuple):
    """What stands at a place. ``doubt``: why the text may not be what the program shows ("" where it is).

    ``borders`` are bits of the sides that have one; ``unseen``: the program shows nothing of the text.
    """

    text: str
    doubt: str = ""
    borders: int = 0
    unseen: bool = False


class Merge(NamedTuple):
    """A merged range, all sides included, from 0."""

    row: int
    col: int
    last_row: int
    last_col: int


class Sizes:
    """Widths or heights of rows or columns in points, and where each begins. Hidden ones have no size."""

    def __init__(self, default: float, own: Mapping[int, float]) -> None:
        self._default = default
        self._own = own
        self._at = sorted(own)
        self._before = [0.0, *accumulate(own[at] for at in self._at)]
        self._hidden: list[tuple[int, int]] = []  # runs, the last one included
        for at in self._at:
            if own[at] <= 0 and self._hidden and self._hidden[-1][1] == at - 1:
                self._hidden[-1] = self._hidden[-1][0], at
            elif own[at] <= 0:
                self._hidden.append((at, at))

    def start(self, number: int) -> float:
        """Where a row or column begins."""
        listed = bisect_left(self._at, number)
        return self._before[listed] + (number - listed) * self._default

    def hidden(self, number: int) -> bool:
        return self._own.get(number, self._default) <= 0

    def first_seen(self, first: int, last: int) -> int | None:
        """The first row or column of a range that is not hidden."""
        run = bisect_right(self._hidden, first, key=lambda one: one[0]) - 1
        seen = self._hidden[run][1] + 1 if run >= 0 and self._hidden[run][1] >= first else first
        return seen if seen <= last and not self.hidden(seen) else None


@dataclass(frozen=True, slots=True)
class Lattice:
    """A sheet. ``entries`` by (row, column) from 0: those with a text or a border.

    Sizes that nothing says are those of a new sheet.
    """

    entries: Mapping[tuple[int, int], Entry]
    merges: tuple[Merge, ...] = ()
    widths: Sizes = field(default_factory=lambda: Sizes(48.0, {}))
    heights: Sizes = field(default_factory=lambda: Sizes(15.0, {}))
