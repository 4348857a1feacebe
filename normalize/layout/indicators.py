"""Indicators out of slotted rows: levels decoded, names and targets paired in each pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from shibiao.normalize.layout.draft import CellValues, no_surer_than_read
from shibiao.normalize.layout.glued import undoubled_target
from shibiao.normalize.layout.level_words import How, LevelTree, LevelWords
from shibiao.normalize.layout.levels import Decoded, RowLabels, cut_widths, decode
from shibiao.normalize.layout.sheet import SheetCell
from shibiao.normalize.layout.slots import SlottedRow
from shibiao.normalize.layout.table_rows import continued, is_residue, joined_reading
from shibiao.normalize.text import display_width
from shibiao.schemas.records import Evidence, IndicatorRecord, Pane, Value

_SCORING = ("actual", "weight", "score", "deviation")
_EXTRA = "extra."


def indicators(
    rows: Sequence[SlottedRow], panes: Sequence[Pane], tree: LevelTree, values: CellValues
) -> list[IndicatorRecord]:
    """The indicators of all panes, pane by pane, each from top to bottom.

    Panes stand side by side in columns of their own, or one under the other in blocks of rows.
    """
    mended = list(rows)
    slots: list[tuple[str, Pane | None]] = [("level1", None), *(("level2", pane) for pane in panes)]
    for slot in slots:  # before all else: a piece of a label begins no level
        mended = _mended_over_breaks(mended, slot, tree, values)
    whole = [_with_rest(row, rest, values) for row, rest in continued(mended)]
    if not any(row.stacked for row in whole):
        return _side_by_side(whole, panes, tree, values)
    found: list[IndicatorRecord] = []
    for pane, block in groupby(whole, key=lambda row: row.stacked or panes[-1]):
        of_block = _side_by_side(list(block), panes[-1:], tree, values)
        found += [indicator.model_copy(update={"pane": pane}) for indicator in of_block]
    return found


def _side_by_side(
    whole: list[SlottedRow], panes: Sequence[Pane], tree: LevelTree, values: CellValues
) -> list[IndicatorRecord]:
    found: list[IndicatorRecord] = []
    level1: list[Value | None] = []
    words: list[str | None] = []
    for number, pane in enumerate(panes):
        if number == 0:
            decoded = _decode(whole, pane, tree)
            level1 = _level_values(whole, [("level1", None)] * len(whole), decoded, 1, values)
            words = [d.level1 for d in decoded]
        else:
            decoded = _decode_beside(whole, pane, words, tree)
        level2 = _level_values(whole, [("level2", pane)] * len(whole), decoded, 2, values)
        for row, one, two in zip(whole, level1, level2, strict=True):
            found += _indicators_of(undoubled_target(row, pane), pane, one, two, values)
    return found


def _with_rest(row: SlottedRow, rest: SlottedRow | None, values: CellValues) -> SlottedRow:
    if rest is None:
        return row
    cells = dict(row.cells)
    for key, part in rest.cells.items():
        if not part.form:
            continue
        cell = cells[key]
        values.of(part)
        reading = joined_reading(cell.cell.readings[0], part.cell.readings[0])
        # Its own key: what the two pieces say together is not what stands in the first one's cell.
        whole = cell._replace(
            cell=cell.cell._replace(readings=(reading,)),
            text=reading.text,
            form=cell.form + part.form,
            id=f"{cell.id}+{part.id}",
        )
        cells[key] = whole
    return replace(row, cells=cells)


def _mended_over_breaks(
    rows: list[SlottedRow], slot: tuple[str, Pane | None], tree: LevelTree, values: CellValues
) -> list[SlottedRow]:
    """A merged level cell that a page break divides prints its label in one part only, or a piece of it in each.

    Where the part after the break has it all, the empty part before it gets the label; pieces that are one word
    together stand in the first part.
    """
    words = tree.level1 if slot[0] == "level1" else tree.level2
    mended = list(rows)
    last: int | None = None  # the row above in which a cell of this level begins
    for index, row in enumerate(rows):
        here = row.get(*slot)
        if index and last is not None and here is not None and here.form and row.row.page != rows[index - 1].row.page:
            above = rows[last].get(*slot)
            if above is not None and not above.form:
                mended[last] = replace(mended[last], labelled={**mended[last].labelled, slot: here.text})
            elif above is not None and _are_pieces(above.text, here.text, words):
                mended[last] = _with_rest(mended[last], replace(row, cells={slot: here}), values)
                mended[index] = replace(row, cells={key: cell for key, cell in row.cells.items() if key != slot})
        last = index if here is not None else last
    return mended


def _are_pieces(above: str, below: str, words: LevelWords) -> bool:
    """Whether two texts are one label that a page break divides: 社会效益 may go on with 指标, though it is a label."""
    return words.is_label(above + below) and not (words.is_label(above) and words.is_label(below))


def _printed(row: SlottedRow, slot: str, pane: Pane | None) -> str | None:
    cell = row.get(slot, pane)
    if cell is None or cell.form:
        return None if cell is None else cell.text
    return row.labelled.get((slot, pane), "")


def _decode(rows: Sequence[SlottedRow], pane: Pane, tree: LevelTree) -> list[Decoded]:
    return decode([RowLabels(_printed(r, "level1", None), _printed(r, "level2", pane)) for r in rows], tree)


def _decode_beside(
    rows: Sequence[SlottedRow], pane: Pane, words: Sequence[str | None], tree: LevelTree
) -> list[Decoded]:
    """The right pane prints no level 1: it shares the left pane's, row by row."""
    labels = []
    before: str | None = None
    for row, word in zip(rows, words, strict=True):
        labels.append(RowLabels(word if word != before else None, _printed(row, "level2", pane)))
        before = word
    return decode(labels, tree)


def _level_values(
    rows: Sequence[SlottedRow],
    slots: Sequence[tuple[str, Pane | None]],
    decoded: Sequence[Decoded],
    level: int,
    values: CellValues,
) -> list[Value | None]:
    """Each row's level value: made where its label is printed, handed down to the rows below it."""
    hows = [d.how1 if level == 1 else d.how2 for d in decoded]
    texts = [_printed(row, *slot) or "" for row, slot in zip(rows, slots, strict=True)]
    widths = cut_widths(texts, hows)
    whole = max((display_width(t) for t, how in zip(texts, hows, strict=True) if how == "exact"), default=0)
    edges = frozenset(width for width in widths if width >= whole)
    found: list[Value | None] = []
    current: Value | None = None
    current_word: str | None = None
    above: str | None = None
    for row, slot, how, now in zip(rows, slots, hows, decoded, strict=True):
        word = now.level1 if level == 1 else now.level2
        cell = row.get(*slot)
        if cell is not None and cell.form and how is not None:
            if how == "variant" and (display_width(cell.text) in edges or _crosses_edge(values.of(cell))):
                current = _short_or_cut(word, values.of(cell), values)
            else:
                ambiguous = now.ambiguous1 if level == 1 else now.ambiguous2
                current = _level_value(cell, word, how, ambiguous, widths, values)
        elif word is None:
            current = None
        elif current is None or current_word != word or (level == 2 and now.level1 != above):
            current = _implied(word, cell, values)
        current_word, above = word, now.level1
        found.append(current)
    return found


def _level_value(
    cell: SheetCell, word: str | None, how: How, ambiguous: bool, widths: frozenset[int], values: CellValues
) -> Value:
    """The value of a printed level label. Its cell is repaired too, unless it is whole as printed."""
    if how in ("exact", "variant"):
        read = values.settle(cell)
        if read.status == "clipped-recovered" or how == "exact":
            return read.model_copy(update={"value": word})
        return read.model_copy(update={"value": word, "status": "variant"})
    read = values.of(cell)
    if how == "unknown":
        confidence = min(read.confidence, values.confidences.unknown_label)
        return read.model_copy(update={"confidence": confidence})
    sure = values.confidences
    confidence = sure.repaired_vocabulary_by_parent if ambiguous else sure.repaired_vocabulary
    if how == "typo":
        confidence = sure.repaired_typo
    reasons = [how, *(["settled-by-tree"] if ambiguous else [])]
    if display_width(cell.text) in widths:
        reasons.append("column-cut-width")
    repaired = read.model_copy(
        update={
            "value": word,
            "status": "repaired-vocabulary",
            "confidence": no_surer_than_read(confidence, read, sure),
            "evidence": Evidence(kind="vocabulary", reasons=tuple(reasons)),
        }
    )
    return values.put(cell, repaired)


def _short_or_cut(word: str | None, read: Value, values: CellValues) -> Value:
    """A short form as wide as its column's cut labels: the word is the same either way, the cell's own text
    stays as printed, since nobody can tell whether the edge took 指标 away or nobody wrote it."""
    return read.model_copy(
        update={
            "value": word,
            "status": "repaired-vocabulary",
            "confidence": values.confidences.repaired_vocabulary_by_parent,
            "evidence": Evidence(kind="vocabulary", reasons=("prefix", "at-column-edge")),
        }
    )


def _crosses_edge(value: Value) -> bool:
    return value.evidence is not None and "crosses-edge" in value.evidence.reasons


def _implied(word: str, cell: SheetCell | None, values: CellValues) -> Value:
    """A level that no label in its place prints: the rows' other labels say it."""
    return Value(
        value=word,
        raw="",
        status="repaired-vocabulary",
        confidence=values.confidences.repaired_vocabulary_by_parent,
        cell=cell.id if cell is not None else None,
        evidence=Evidence(kind="vocabulary", reasons=("implied",)),
    )


def _indicators_of(
    row: SlottedRow, pane: Pane, level1: Value | None, level2: Value | None, values: CellValues
) -> list[IndicatorRecord]:
    """A row's indicator in one pane, or one for each unit that the table has a column of values for."""
    name = row.get("name", pane)
    places: list[tuple[str, SheetCell | None]] = [(place, unit) for place, unit in row.objects]
    found = []
    for place, unit in places or [("target", None)]:
        target = row.get(place, pane)
        printed = target is not None and bool(target.form)
        if not printed and not (name and name.form and (unit is None or target is not None)):
            continue
        if name is not None and is_residue(name.form) and not printed:
            continue
        found.append(_indicator(row, pane, (level1, level2), (name, target, unit), values))
    return found


def _indicator(
    row: SlottedRow,
    pane: Pane,
    levels: tuple[Value | None, Value | None],
    cells: tuple[SheetCell | None, SheetCell | None, SheetCell | None],
    values: CellValues,
) -> IndicatorRecord:
    name, target, unit = cells
    actual, weight, score, deviation = (_value(row.get(place, pane), row.shifted, values) for place in _SCORING)
    own_object = unit if unit is not None else row.get("object", pane)
    return IndicatorRecord(
        pane=pane,
        level1=levels[0],
        level2=levels[1],
        name=_value(name, row.shifted, values) or _missing(values),
        target=_value(target, row.shifted, values) or _missing(values),
        actual=actual,
        weight=weight,
        score=score,
        deviation=deviation,
        object=_value(own_object, row.shifted, values),
        printed_operator=_value(row.get("operator", pane), row.shifted, values),
        printed_unit=_value(row.get("unit", pane), row.shifted, values),
        extra=_extras(row, pane, values),
    )


def _extras(row: SlottedRow, pane: Pane, values: CellValues) -> dict[str, Value]:
    found = {}
    for (place, of_pane), cell in row.cells.items():
        if place.startswith(_EXTRA) and of_pane == pane and (value := _value(cell, row.shifted, values)) is not None:
            found[place.removeprefix(_EXTRA)] = value
    return found


def _value(cell: SheetCell | None, shifted: bool, values: CellValues) -> Value | None:
    if cell is None:
        return None
    read = values.of(cell)
    if not shifted:
        return read
    confidence = min(read.confidence, values.confidences.shifted)
    return read.model_copy(update={"confidence": confidence})


def _missing(values: CellValues) -> Value:
    """No cell for it in the row: empty, though nothing shows an empty cell."""
    return Value(value=None, raw="", confidence=values.confidences.shifted)
