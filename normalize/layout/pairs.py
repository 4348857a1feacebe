"""Label and value pairs of a form that no family knows: by their places alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell
from shibiao.normalize.text import is_cjk, tidy
from shibiao.schemas.records import Evidence, PairRecord, Value

_COLON = re.compile(r"[:：]")
_LONGEST_LABEL = 16
_MOST_CELLS = 8  # a row with more is a row of a table with columns


def label_pairs(sheet: Sheet, lexicon: Lexicon, values: CellValues) -> tuple[PairRecord, ...]:
    """What stands right of a label, or behind its colon, row by row. Rows of columns under headers give none."""
    found: list[PairRecord] = []
    for row in sheet.rows:
        found += _inline(row, values)
        if row.ruled and len(row.cells) <= _MOST_CELLS:
            found += _beside(row, lexicon, values)
    return tuple(found)


def _inline(row: Row, values: CellValues) -> Iterator[PairRecord]:
    for cell in row.printed:
        head, *rest = _COLON.split(cell.text, maxsplit=1)
        if rest and rest[0].strip() and _reads_like_label(head):
            read = values.of(cell)
            yield PairRecord(label=_part(read, head, values), value=_part(read, rest[0], values))


def _part(read: Value, text: str, values: CellValues) -> Value:
    own = tidy(text)
    return _by_place(read.model_copy(update={"value": own or None, "raw": own}), values)


def _by_place(read: Value, values: CellValues) -> Value:
    """A value of which only its place says what it is: not to be accepted unseen."""
    evidence = read.evidence or Evidence(kind="alignment", reasons=("by-place",))
    return read.model_copy(
        update={"confidence": min(read.confidence, values.confidences.shifted), "evidence": evidence}
    )


def _beside(row: Row, lexicon: Lexicon, values: CellValues) -> Iterator[PairRecord]:
    cells = list(row.cells)
    number = 0
    while number + 1 < len(cells):
        label, value = cells[number], cells[number + 1]
        if _is_label(label, lexicon) and not _is_label_beside(label, value, cells, lexicon):
            yield PairRecord(label=_by_place(values.of(label), values), value=_by_place(values.of(value), values))
            number += 2
        else:
            number += 1


def _is_label(cell: SheetCell, lexicon: Lexicon) -> bool:
    return cell.form in lexicon.all_labels or _reads_like_label(cell.text)


def _is_label_beside(label: SheetCell, value: SheetCell, cells: list[SheetCell], lexicon: Lexicon) -> bool:
    """Whether the cell beside a label is no value of it: a label too, or empty beside what may be a header."""
    if value.form in lexicon.all_labels:
        return True
    known = label.form in lexicon.all_labels
    if not value.form:
        return not known
    return not known and len(cells) > 2 and len(cells) % 2 == 1 and _reads_like_label(value.text)


def _reads_like_label(text: str) -> bool:
    form = tidy(text).strip()
    return 2 <= len(form) <= _LONGEST_LABEL and is_cjk(form[0]) and not any(c.isdigit() for c in form)
