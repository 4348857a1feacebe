"""Finding the header rows of a form's indicator table, or of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell
from shibiao.schemas.family import Column

STRANGE = 0.15  # what a header that the family does not know costs
_LEAST_MATCHED = 3
_LEAST_HEADERS = 2
_LEAST_OBJECTS = 2
_BLOCK_ROWS = 4


@dataclass(frozen=True, slots=True)
class Header:
    """One header of the indicator table: which column stands in which cell, left to right.

    ``row``, ``last``: its first and last row in the sheet; headers of two rows name a group above its columns.
    ``objects``: in forms with a value column for each unit, the cell that names the unit, by the column's place.
    """

    row: int
    last: int
    columns: tuple[tuple[Column, SheetCell], ...]
    objects: tuple[tuple[str, SheetCell], ...] = ()

    def cell(self, slot: str) -> SheetCell | None:
        """The header cell of the first column in a slot."""
        return next((cell for column, cell in self.columns if column.slot == slot), None)


Band = tuple[list[SheetCell], int, int]  # the cells of what may be a header, its first and last row


def header_bands(sheet: Sheet, lexicon: Lexicon) -> list[Band]:
    """The rows of a sheet that may be a header of any family's: two of their cells may be headers."""
    return [band for band in bands(sheet) if _may_be_header(band[0], lexicon)]


def _may_be_header(cells: Sequence[SheetCell], lexicon: Lexicon) -> bool:
    found = 0
    for cell in cells:
        found += lexicon.headers.match(cell.text) is not None
        if found >= _LEAST_HEADERS:
            return True
    return False


def find_headers(candidates: Sequence[Band], family: FamilyLexicon) -> tuple[tuple[Header, ...], float]:
    """Those of ``header_bands`` that fit best as headers (one a page at most repeats it), and how well, up to 1."""
    fits: list[tuple[float, Header]] = []
    for cells, first, last in candidates:
        fit, header = _fit(cells, first, last, family)
        if fit > 0:
            fits.append((fit, header))
    if not fits:
        return (), 0.0
    best = max(fit for fit, _ in fits)
    slots = max(len(header.columns) for fit, header in fits if fit == best)
    alike = best - 2 * STRANGE  # a repeated header may lack, or have, a label beside the columns
    kept: list[Header] = []
    for fit, header in fits:
        if fit >= alike and len(header.columns) >= slots and (not kept or header.row > kept[-1].last):
            kept.append(header)
    return tuple(kept), best


def bands(sheet: Sheet) -> Iterator[Band]:
    """What may be a header: the printed cells of a row, first with those of the row below that its groups span,
    then alone; with its first and last row."""
    for number, row in enumerate(sheet.rows):
        if not row.ruled or len(row.printed) < 2:
            continue
        below = sheet.rows[number + 1] if number + 1 < len(sheet.rows) else None
        if below is not None and not sheet.is_text and (joined := _with_row_below(row, below)):
            yield joined, row.index, below.index
        yield row.printed, row.index, row.index


def _with_row_below(row: Row, below: Row) -> list[SheetCell] | None:
    """The cells of a header of two rows: its groups give way to the columns below them."""
    if below.page != row.page or not below.ruled or not any(c.cell.rowspan > 1 for c in row.printed):
        return None
    found: list[SheetCell] = []
    used = 0
    for cell in row.printed:
        parts = [c for c in below.printed if cell.left - 1 <= c.left and c.right <= cell.right + 1]
        if cell.cell.rowspan == 1 and parts:
            found += parts
            used += len(parts)
        else:
            found.append(cell)
    return found if used and used == len(below.printed) else None


def _fit(cells: Sequence[SheetCell], first: int, last: int, family: FamilyLexicon) -> tuple[float, Header]:
    """How well cells fit the family's columns; a header may be cut at its cell's edge. Columns stand in the family's
    order; one with a label of its own may stand elsewhere."""
    columns = family.family.columns
    found: list[tuple[Column, SheetCell]] = []
    strange: list[SheetCell] = []
    used: set[int] = set()
    next_column = 0
    for cell in cells:
        is_block = _is_block(cell) and family.blocks.match(cell.text) is not None
        places = [] if is_block else [i for i in family.header_places(cell.text, cell.form) if i not in used]
        place = next((i for i in places if i >= next_column), places[0] if places else None)
        if place is not None:
            found.append((columns[place], cell))
            used.add(place)
            next_column = max(next_column, place + 1)
        elif found or not (_is_block(cell) or family.blocks.match(cell.text)):
            strange.append(cell)
    objects: list[tuple[str, SheetCell]] = []
    layout = family.family.layout
    if layout == "objects":
        found, objects, strange = _with_objects(found, strange)
    if (layout == "objects" and len(objects) < _LEAST_OBJECTS) or (layout == "list" and not _is_list(found)):
        return 0.0, Header(first, last, ())
    wanted = sum(1 for c in columns if not c.optional)
    matched = sum(1 for column, _ in found if not column.optional and "." not in column.place)
    if matched < min(_LEAST_MATCHED, wanted):
        return 0.0, Header(first, last, ())
    found.sort(key=lambda pair: pair[1].left)
    return matched / wanted - STRANGE * len(strange), Header(first, last, tuple(found), tuple(objects))


def _is_block(cell: SheetCell) -> bool:
    """Whether a cell runs down beside the table: a block's label, not a header."""
    return cell.cell.rowspan >= _BLOCK_ROWS


def _is_list(found: Sequence[tuple[Column, SheetCell]]) -> bool:
    """A list of projects has a column of their names beside those of indicators."""
    return any(column.slot == "field" for column, _ in found) and any(column.slot == "name" for column, _ in found)


def _with_objects(
    found: list[tuple[Column, SheetCell]], strange: list[SheetCell]
) -> tuple[list[tuple[Column, SheetCell]], list[tuple[str, SheetCell]], list[SheetCell]]:
    """Unknown headers right of the indicator's name are units, each with a value column of its own."""
    name = next((cell for column, cell in found if column.slot == "name"), None)
    units = [c for c in strange if name is not None and c.left >= name.right - 0.5]
    objects = []
    for number, cell in enumerate(units):
        column = Column(slot="target", pane="annual", labels=(cell.text,)).as_object(number)
        found.append((column, cell))
        objects.append((column.place, cell))
    return found, objects, [c for c in strange if c not in units]
