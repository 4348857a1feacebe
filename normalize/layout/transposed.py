"""Tables turned on their side: an indicator in each column, under its two levels, and a spending unit in each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.funds import fund_of
from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell
from shibiao.schemas.records import FundRecord, IndicatorRecord, Value

_LEAST_LEVELS = 2


class TurnedHeader(NamedTuple):
    """Columns of a turned table: each indicator's name with its level cells; ``last``: the header's last row."""

    first: int
    last: int
    columns: tuple[tuple[SheetCell, SheetCell, SheetCell], ...]


def transposed_fit(sheet: Sheet, lexicon: Lexicon) -> float:
    """1 where the sheet has such a header, else 0."""
    return 1.0 if turned_header(sheet, lexicon) else 0.0


def turned_header(sheet: Sheet, lexicon: Lexicon) -> TurnedHeader | None:
    """A row of level-1 words side by side, level-2 words under them, and names under these."""
    for one, two, three in zip(sheet.rows, sheet.rows[1:], sheet.rows[2:], strict=False):
        if sheet.is_text or not (one.ruled and two.ruled and three.ruled):
            continue
        ones = [c for c in one.printed if lexicon.tree.level1.is_label(c.text)]
        twos = [c for c in two.printed if lexicon.tree.level2.is_label(c.text)]
        if not ones or len(twos) < _LEAST_LEVELS or len(twos) < len(two.printed):
            continue
        columns = tuple(_columns(ones, twos, three))
        if columns:
            return TurnedHeader(one.index, three.index, columns)
    return None


def _columns(
    ones: list[SheetCell], twos: list[SheetCell], names: Row
) -> Iterator[tuple[SheetCell, SheetCell, SheetCell]]:
    for name in names.printed:
        one = next((c for c in ones if c.overlap(name) > 0.5), None)
        two = next((c for c in twos if c.overlap(name) > 0.5), None)
        if one is not None and two is not None:
            yield one, two, name


def turned_indicators(
    sheet: Sheet, header: TurnedHeader, lexicon: Lexicon, values: CellValues
) -> list[IndicatorRecord]:
    """An indicator for each unit and column; the unit's name is the first text of its row."""
    levels = {cell.id: _level(cell, lexicon, values) for column in header.columns for cell in column[:2]}
    found = []
    for row in sheet.rows:
        if row.index <= header.last or not row.ruled:
            continue
        unit = next((c for c in row.printed if c.right <= header.columns[0][2].left + 1 and not c.form.isdigit()), None)
        if unit is None or lexicon.fund_items.exact(unit.text):
            continue
        for one, two, name in header.columns:
            target = next((c for c in row.cells if c.overlap(name) > 0.5), None)
            if target is not None:
                found.append(
                    IndicatorRecord(
                        pane="annual",
                        level1=levels[one.id],
                        level2=levels[two.id],
                        name=values.of(name),
                        target=values.of(target),
                        object=values.of(unit),
                    )
                )
    return found


def turned_funds(
    sheet: Sheet, header: TurnedHeader, unit: str | None, lexicon: Lexicon, values: CellValues
) -> list[FundRecord]:
    """The total of the column of amounts, in the row that begins with 合计."""
    heads = [c for r in sheet.rows if header.first <= r.index <= header.last for c in r.printed]
    column = next((c for c in heads if c.right <= header.columns[0][2].left + 1 and lexicon.fund_item(c.text)), None)
    for row in sheet.rows if column is not None else ():
        label = next((c for c in row.printed if row.index > header.last and lexicon.fund_items.exact(c.text)), None)
        under = next((c for c in row.printed if c.overlap(column) > 0.5), None)  # type: ignore[arg-type]
        if label is not None and under is not None and under is not label:
            return [fund_of("annual", "total", "amount", under, unit, values.of(label), values)]
    return []


def _level(cell: SheetCell, lexicon: Lexicon, values: CellValues) -> Value:
    words = lexicon.tree.level1 if lexicon.tree.level1.is_label(cell.text) else lexicon.tree.level2
    word = words.fits(cell.text)[0].word
    return values.settle(cell).model_copy(update={"value": word} if word else {})
