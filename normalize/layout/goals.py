"""Goal texts: under their heading, or right of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from shibiao.normalize.labels import LabelIndex, LabelMatch
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.lexicon import FamilyLexicon
from shibiao.normalize.layout.sheet import Row, SheetCell, right_of
from shibiao.normalize.text import fold
from shibiao.normalize.values import parse_span
from shibiao.schemas.records import GoalRecord, Pane, Period, Value

_BRACKET = re.compile(r"[(].*$", re.S)
_NEXT = 3.0  # a cell that begins so close to another's end is the next one
_FILLER = re.compile(r"[.…\s]{6,}$|(?<=。)。{2,}$")


def goal_headings(row: Row, family: FamilyLexicon) -> list[tuple[LabelMatch, SheetCell]]:
    """The goal headings that begin in a row; 中期目标（2022年—2024年） counts as 中期目标."""
    found = []
    for cell in row.printed:
        match = family.goals.exact(cell.text) or family.goals.exact(_BRACKET.sub("", fold(cell.text)))
        if match is None and len(cell.form) <= 6 and family.blocks.exact(cell.text) is None:
            match = family.goals.match(cell.text)
        if match:
            found.append((match, cell))
    return found


def goals(rows: Sequence[Row], family: FamilyLexicon, values: CellValues, is_text: bool) -> list[GoalRecord]:
    """All goals in the rows between the funds and the indicators, in the order of their headings."""
    found: list[GoalRecord] = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        headings = goal_headings(row, family)
        for match, cell in headings:
            pane, _, kind = match.key.partition(".")
            if (pane, kind) in seen:
                continue
            parts = _text_cells(rows, number, cell, [c for _, c in headings], family.fields, is_text)
            if parts is None:
                continue
            seen.add((pane, kind))
            if "(" not in fold(cell.text):
                values.label(cell, match)
            goal = goal_of(pane, kind, parts, values)  # type: ignore[arg-type]
            found.append(goal.model_copy(update={"period": _period(cell.text)}))
    return found


def goal_of(pane: Pane, kind: Literal["expected", "actual"], parts: list[SheetCell], values: CellValues) -> GoalRecord:
    """A goal whose text stands in one cell, or in several that a page break made of it."""
    return GoalRecord(pane=pane, kind=kind, text=joined_text(parts, values))


def _period(heading: str) -> Period | None:
    span = parse_span(heading)
    return Period(start=span.start, end=span.end) if span.start is not None and span.end is not None else None


def _text_cells(
    rows: Sequence[Row], number: int, heading: SheetCell, headings: list[SheetCell], fields: LabelIndex, is_text: bool
) -> list[SheetCell] | None:
    """The cells that hold a heading's text: first the one beside it, else those below it.

    A text that a page break divides goes on in the first row of the next page.
    """
    row = rows[number]
    beside = [c for c in right_of(row, heading) if c not in headings and fields.exact(c.text) is None]
    nearest = _nearest(heading, beside, headings)
    if nearest is not None and (nearest.form or (not is_text and len(headings) == 1)):
        below = [cells for r in rows[number + 1 :] if r.first_on_page and (cells := _under(r, nearest, is_text))]
        return [next((c for c in beside if c.form), nearest), *(c for cells in below for c in cells)]
    parts: list[SheetCell] = []
    for later in rows[number + 1 :]:
        under = _under(later, heading, is_text)
        if parts and not later.first_on_page:
            break
        parts += [c for c in under if c.form] or ([] if parts else under)
    return parts or None


def _nearest(heading: SheetCell, beside: list[SheetCell], headings: list[SheetCell]) -> SheetCell | None:
    """The cell right of a heading: the next one, or where another heading stands to the right and this one is as high
    as that with its text, the printed one before it."""
    following = min((h.left for h in headings if h.left > heading.left), default=None)
    if following is None:
        return beside[0] if beside else None
    if heading.cell.rowspan == 1 or not beside or beside[0].left > heading.right + _NEXT:
        return None
    return next((c for c in beside if c.form and c.left < following), None)


def _under(row: Row, heading: SheetCell, is_text: bool) -> list[SheetCell]:
    if is_text:
        return [c for c in row.cells if c.left == heading.left][:1]
    return [c for c in row.cells if c.overlap(heading) > 0.5]


def joined_text(parts: list[SheetCell], values: CellValues) -> Value:
    """The text of a cell, or of the cells that a page break made of it, without filler at its end."""
    first = values.of(parts[0])
    texts = [values.of(p) for p in parts]
    if len(texts) > 1:
        text = "".join(t.value or "" for t in texts)
        raw = "".join(t.raw for t in texts)
        first = first.model_copy(
            update={"value": text or None, "raw": raw, "confidence": min(t.confidence for t in texts)}
        )
    if first.value and _FILLER.search(first.value):
        first = first.model_copy(update={"value": _FILLER.sub("", first.value) or None})
    return first
