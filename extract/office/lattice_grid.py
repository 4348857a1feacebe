"""From a sheet's lattice to a page's grid: which rows are tables, which are lines of text, as they would be on paper.

Rows and columns keep their numbers of the sheet (from 0), so that cell ``p1.r3.c4`` is E4 of the first sheet.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.bounds import MOST_OFFICE_CELLS, check_bound
from shibiao.extract.model import BBox, Cell, Grid, Reading
from shibiao.extract.office.lattice import BOTTOM, LEFT, RIGHT, TOP, Entry, Lattice, Merge

_BY_ITSELF = re.compile(r"[^:：]+[:：].+|[(（].*[)）]", re.S)
_TABLE_ROW = 3  # texts that a row without borders must have to go on with the table above it


class LatticeGrid(NamedTuple):
    """The grid of a page, and whether the sheet holds text that it does not show."""

    grid: Grid
    unseen: bool


class _Table(NamedTuple):
    """Rows and columns of a table, the last ones included."""

    rows: tuple[int, ...]
    left: int
    right: int


def lattice_grid(page: int, lattice: Lattice) -> LatticeGrid:
    """Cells of a sheet in reading order. Raises: Overfull when there are too many."""
    return _Sheet(page, lattice).grid()


class _Sheet:
    """The places of one sheet that can be seen."""

    def __init__(self, page: int, lattice: Lattice) -> None:
        self._page, self._lattice = page, lattice
        self._unseen = False
        self._shown_at: dict[Merge, tuple[int, int]] = {}
        self._covered: dict[int, list[Merge]] = defaultdict(list)
        self._rows: dict[int, dict[int, Entry]] = defaultdict(dict)
        self._merge()
        for (row, col), entry in lattice.entries.items():
            self._put(row, col, entry)

    def _merge(self) -> None:
        """Merged ranges by the rows that they cover, as far down as anything stands."""
        last = max((row for row, _ in self._lattice.entries), default=-1)
        total = 0
        for merge in sorted(set(self._lattice.merges), key=lambda m: (m.col, m.row)):
            row = self._lattice.heights.first_seen(merge.row, merge.last_row)
            col = self._lattice.widths.first_seen(merge.col, merge.last_col)
            if row is None or col is None:
                continue
            end = min(merge.last_row, last)
            total += max(end - merge.row + 1, 0)
            check_bound("cells", total, MOST_OFFICE_CELLS)
            self._shown_at[merge] = row, col
            for covered in range(merge.row, end + 1):
                self._covered[covered].append(merge)

    def _merge_at(self, row: int, col: int) -> Merge | None:
        """The merged range that covers a place. Those of a row do not overlap: no office program lets them."""
        merges = self._covered.get(row, [])
        before = bisect_right(merges, col, key=lambda m: m.col) - 1
        return merges[before] if before >= 0 and merges[before].last_col >= col else None

    def _put(self, row: int, col: int, entry: Entry) -> None:
        """An entry to where it shows: a merged range shows the text of its first place only."""
        merge = self._merge_at(row, col)
        hidden = merge is None and (self._lattice.heights.hidden(row) or self._lattice.widths.hidden(col))
        if entry.unseen or hidden or (merge is not None and (row, col) != (merge.row, merge.col)):
            self._unseen |= bool(entry.text)
            entry = Entry("", "", entry.borders)
        if hidden:
            return
        if merge is not None:
            row, col = self._shown_at[merge]
        before = self._rows[row].get(col, Entry(""))
        joined = Entry(entry.text or before.text, entry.doubt or before.doubt, entry.borders | before.borders)
        if joined.text or joined.borders:
            self._rows[row][col] = joined

    def grid(self) -> LatticeGrid:
        cells: list[Cell] = []
        tables: list[tuple[int, int]] = []
        for block in self._blocks():
            for table in self._tables(block):
                cells += self._table_cells(table)
                tables.append((table.rows[0], table.rows[-1] + 1))
                check_bound("cells", len(cells), MOST_OFFICE_CELLS)
        inside = {(cell.row, cell.col) for cell in cells}
        for row, entries in self._rows.items():
            cells += [
                self._cell(row, col, entry, ruled=False)
                for col, entry in entries.items()
                if entry.text and (row, col) not in inside
            ]
            check_bound("cells", len(cells), MOST_OFFICE_CELLS)
        cells.sort(key=lambda cell: (cell.row, not cell.ruled, cell.col))
        return LatticeGrid(Grid(self._page, tuple(cells), tuple(sorted(tables))), self._unseen)

    def _blocks(self) -> Iterator[list[int]]:
        """Rows without a blank one between them; a merged range bridges the blank rows that it covers."""
        block: list[int] = []
        reach = -1
        for row in sorted(row for row, entries in self._rows.items() if entries):
            if block and row > reach + 1:
                yield block
                block = []
            block.append(row)
            reach = max([reach, row, *(m.last_row for m in self._covered.get(row, ()))])
        if block:
            yield block

    def _tables(self, block: list[int]) -> Iterator[_Table]:
        bordered = {row for row in block if any(_is_bordered(entry) for entry in self._rows[row].values())}
        if 2 * len(bordered) < sum(self._texts(row) > 1 for row in block):  # none, or only above and below the table
            yield from self._plain_table(block)
            return
        run: list[int] = []
        for row in block:
            goes_on = bool(run) and (self._texts(row) >= _TABLE_ROW or self._reached(row))
            if row in bordered or goes_on:
                run.append(row)
            elif run:
                yield self._framed(run)
                run = []
        if run:
            yield self._framed(run)

    def _reached(self, row: int) -> bool:
        """Whether a merged range with a border reaches down to a row."""
        anchors = (self._shown_at[merge] for merge in self._covered.get(row, ()))
        return any(_is_bordered(self._rows[at].get(col, Entry(""))) for at, col in anchors if at < row)

    def _framed(self, run: Sequence[int]) -> _Table:
        """A table of bordered rows: as wide as its borders reach."""
        cols = {col for row in run for col, entry in self._rows[row].items() if _is_bordered(entry)}
        ends = {
            merge.last_col for row in run for merge in self._covered.get(row, ()) if self._shown_at[merge][1] in cols
        }
        return _Table(tuple(run), min(cols), max(cols | ends))

    def _plain_table(self, block: list[int]) -> Iterator[_Table]:
        """Without borders a table goes from the first to the last row with several texts."""
        several = [row for row in block if self._texts(row) > 1]
        while several and all(map(_is_line, self._rows[several[0]].values())):
            several.pop(0)
        if several:
            rows = tuple(row for row in block if several[0] <= row <= several[-1])
            cols = [col for row in rows for col, entry in self._rows[row].items() if entry.text]
            yield _Table(rows, min(cols), max(cols))

    def _texts(self, row: int) -> int:
        return sum(bool(entry.text) for entry in self._rows[row].values())

    def _table_cells(self, table: _Table) -> Iterator[Cell]:
        check_bound("cells", len(table.rows) * (table.right - table.left + 1), MOST_OFFICE_CELLS)
        for row in table.rows:
            entries = self._rows[row]
            for col in range(table.left, table.right + 1):
                merge = self._merge_at(row, col)
                if merge is None and self._lattice.widths.hidden(col):
                    continue
                if merge is None or self._shown_at[merge] == (row, col):
                    yield self._cell(row, col, entries.get(col, Entry("")), ruled=True)

    def _cell(self, row: int, col: int, entry: Entry, ruled: bool) -> Cell:
        merge = self._merge_at(row, col) or Merge(row, col, row, col)
        x, y = self._lattice.widths.start, self._lattice.heights.start
        box = BBox(x(col), y(row), x(merge.last_col + 1), y(merge.last_row + 1))
        reading = Reading("office", entry.text, entry.text, placed_by="field", doubt=entry.doubt)
        rows, cols = merge.last_row - row + 1, merge.last_col - col + 1
        return Cell(self._page, row, col, rows, cols, box, (reading,), ruled)


def _is_line(entry: Entry) -> bool:
    """Whether a text says all by itself, as above a table: with a colon inside, or in brackets."""
    text = entry.text.strip()
    return not text or bool(_BY_ITSELF.fullmatch(text))


def _is_bordered(entry: Entry) -> bool:
    """Whether a place is a table's: a line above alone, or below, is the edge of the table next to it."""
    across = entry.borders & (TOP | BOTTOM)
    return bool(entry.borders & (LEFT | RIGHT)) or across == TOP | BOTTOM
