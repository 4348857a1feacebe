"""What a sample form shows by its places alone: its title, labels with values, headers with rows below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from shibiao.normalize.labels import LabelIndex, label_form, plain_title
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.header import bands
from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.pairs import label_pairs
from shibiao.normalize.layout.segments import Segment
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell, sheet_of
from shibiao.normalize.text import is_cjk, tidy
from shibiao.schema_tools.label_keys import key_of
from shibiao.schemas.families import Columns
from shibiao.schemas.loader import HERE, load_model

_LEAST_COLUMNS = 3
_SAME_COLUMNS = 0.6  # of a header's cells that have one below them in a row of the list
_LEAST_SLOTS = 3
_TELLING = frozenset({"level1", "level2", "name", "target"})  # one of them must be there: 单位 and 备注 are anywhere
_LONGEST_LABEL = 16
_LONGEST_TITLE = 40
_MONEY_UNITS = frozenset({"金额单位", "单位", "货币单位", "其中"})
_TOTALS = ("合计", "总计", "共计")
_LABEL_IN_LINE = re.compile(r"(?:^|\s+)([\u4e00-\u9fff（）()]{2,10})[:：]")


class Pair(NamedTuple):
    """A label, what stands beside it, and whether the two share a cell with a colon between them."""

    label: str
    value: str
    inline: bool


class List_(NamedTuple):
    """A header and the rows below it: labels from left to right, and the texts of the first row."""

    labels: tuple[str, ...]
    rows: int
    first: tuple[str, ...]
    has_total: bool
    taken: frozenset[int]


class Shown(NamedTuple):
    """All that a sample shows. ``title``: as printed, None where no line reads like one. ``indicators``: the headers of
    an indicator table, from the first that the shared vocabulary knows; ``block``: labels before these. ``goals``:
    pane, kind and label of cells that announce goals in families of today."""

    title: str | None
    pairs: tuple[Pair, ...]
    lists: tuple[List_, ...]
    indicators: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    goals: tuple[tuple[str, str, str], ...] = ()


def shown_parts(segment: Segment, lexicon: Lexicon) -> Shown:
    """The parts of a form that no family need know."""
    sheet = segment.sheet
    block, labels, taken = _indicators(sheet, lexicon)
    sheet = _without(sheet, taken)
    lists = tuple(_lists(sheet))
    rest = _without(sheet, frozenset[int]().union(*(one.taken for one in lists)))
    title = segment.title or _title(rest)
    rest = _without(rest, frozenset({title.row} if title else ()))
    goals = tuple(_goals(rest, lexicon)) if labels else ()
    return Shown(title.text if title else None, tuple(_pairs(rest, lexicon)), lists, labels, block, goals)


def _without(sheet: Sheet, taken: frozenset[int]) -> Sheet:
    return sheet_of([row for row in sheet.rows if row.index not in taken], sheet.is_text)


@cache
def slot_index() -> LabelIndex:
    """The headers of indicator tables that the shared vocabulary knows, by slot (``extra.remark``)."""
    columns = load_model(HERE / "vocabulary" / "columns.yaml", Columns)
    known: dict[str, Iterable[str]] = {slot: labels for slot, labels in columns.slots.items() if slot != "goal"}
    return LabelIndex(known | {f"extra.{key}": extra.labels for key, extra in columns.extras.items()})


def _goals(sheet: Sheet, lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Cells that announce goals, by what the first family says that has such a label."""
    known: dict[str, tuple[str, str]] = {}
    for family in lexicon.catalogue.families:
        for goal in family.goals:
            for label in goal.labels:
                known.setdefault(label_form(label), (goal.pane, goal.kind))
    for form in dict.fromkeys(cell.form for cell in sheet.cells if cell.form in known):
        yield (*known[form], form)


def _indicators(sheet: Sheet, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[int]]:
    """What stands before the headers of the indicator table, these, and its rows: all below, until one that begins with
    a field's label."""
    for cells, first, last in bands(sheet):
        known = [number for number, cell in enumerate(cells) if slot_index().exact(cell.text)]
        slots = {slot_index().exact(cells[number].text).key for number in known}  # type: ignore[union-attr]
        if len(known) < _LEAST_SLOTS or not slots & _TELLING:
            continue
        taken = set(range(first, last + 1))
        for row in sheet.rows:
            if row.index > last:
                begins = next(iter(row.printed), None)
                if not row.ruled or (begins is not None and lexicon.fields.exact(begins.text)):
                    break
                taken.add(row.index)
        texts = [tidy(cell.text) for cell in cells]
        return tuple(texts[: known[0]]), tuple(texts[known[0] :]), frozenset(taken)
    return (), (), frozenset()


def bare_title(title: str) -> str:
    """A title without the year in front and the remark in brackets behind."""
    return plain_title(label_form(title)) or label_form(title)


def _title(sheet: Sheet) -> SheetCell | None:
    """The first line that stands alone and is neither a label with its value nor a sentence."""
    for row in sheet.rows[:6]:
        printed = row.printed
        if len(printed) != 1:
            continue
        form = printed[0].form
        is_sentence = any(sign in form for sign in ":：。；，,;")
        if 3 < len(form) <= _LONGEST_TITLE and not is_sentence and is_cjk(form[-1]):
            return printed[0]
    return None


def _lists(sheet: Sheet) -> Iterator[List_]:
    """Headers with rows below them, from the top; a list ends where its rows' columns do."""
    end = -1
    for cells, first, last in bands(sheet):
        if first <= end or not _is_header(cells, first, last, sheet):
            continue
        below = _rows_below(sheet, cells, last)
        if not below or _is_grid_of_pairs(cells, below):
            continue
        end = below[-1].index
        texts = [_under(row, cells) for row in below]
        has_total = texts[-1][0].startswith(_TOTALS)
        taken = frozenset(range(first, end + 1))
        yield List_(tuple(tidy(c.text) for c in cells), len(below) - has_total, tuple(texts[0]), has_total, taken)


def _is_header(cells: Sequence[SheetCell], first: int, last: int, sheet: Sheet) -> bool:
    """All labels, one in every cell, and no better header right below."""
    row = next(r for r in sheet.rows if r.index == first)
    if len(cells) < _LEAST_COLUMNS or not all(reads_like_label(c.text) for c in cells):
        return False
    if first == last and len(row.cells) != len(cells):
        return False
    below = next((r for r in sheet.rows if r.index == last + 1), None)
    if below is None or not all(reads_like_label(c.text) for c in below.printed):
        return True
    more = len(below.printed) - len(cells)
    return more < 0 or (more == 0 and _known(below.printed) < _known(cells))


def _known(cells: Sequence[SheetCell]) -> int:
    """How many of the cells are usual headers."""
    return sum(key_of(cell.text) is not None for cell in cells)


def _rows_below(sheet: Sheet, cells: Sequence[SheetCell], last: int) -> list[Row]:
    found: list[Row] = []
    for row in sheet.rows:
        if row.index <= last:
            continue
        alike = sum(any(_same_column(c, head) for c in row.cells) for head in cells)
        if not row.ruled or alike < _SAME_COLUMNS * len(cells) or _is_footer(row, found):
            break
        found.append(row)
    return found


def _is_footer(row: Row, above: Sequence[Row]) -> bool:
    """A row that begins with a label, where none above does: it is no total, and not of the list."""
    begins = [next(iter(one.printed), None) for one in (row, *above)]
    labelled = [cell is not None and reads_like_label(cell.text) for cell in begins]
    is_total = begins[0] is not None and begins[0].form.startswith(_TOTALS)
    return bool(above) and labelled[0] and not any(labelled[1:]) and not is_total


def _same_column(cell: SheetCell, head: SheetCell) -> bool:
    return abs(cell.left - head.left) < 1.5 and abs(cell.right - head.right) < 1.5


def _under(row: Row, cells: Sequence[SheetCell]) -> list[str]:
    return [next((tidy(c.text) for c in row.cells if c.overlap(head) > 0.5), "") for head in cells]


def _is_grid_of_pairs(cells: Sequence[SheetCell], below: Sequence[Row]) -> bool:
    """Labels in every other column of all rows: what stands beside them are their values."""
    if len(cells) % 2:
        return False
    texts = [_under(row, cells) for row in below]
    return all(reads_like_label(text) for row in texts for text in row[::2])


def reads_like_label(text: str) -> bool:
    """Short, Chinese, and without a digit."""
    form = tidy(text).strip()
    return 2 <= len(form) <= _LONGEST_LABEL and is_cjk(form[0]) and not any(c.isdigit() for c in form)


def _pairs(sheet: Sheet, lexicon: Lexicon) -> Iterator[Pair]:
    """Labels with values; those that are no fields but known otherwise (of goals, blocks, levels) are left out."""
    values = CellValues(lexicon.catalogue.confidence)
    seen: set[str] = set()
    found = [pair for row in sheet.rows for pair in _of_row(row, sheet, lexicon, values)]
    for label, value, inline in found:
        form = label_form(label)
        if form in lexicon.all_labels and not (lexicon.fields.exact(form) or lexicon.fund_item(form)):
            continue
        if form and form not in seen and form not in _MONEY_UNITS:
            seen.add(form)
            yield Pair(form, value, inline)


def _of_row(row: Row, sheet: Sheet, lexicon: Lexicon, values: CellValues) -> list[Pair]:
    """By turns labels and values, where the printed cells of a row are that; else what the places of cells say."""
    cells = row.printed
    if row.ruled and cells and not len(cells) % 2 and all(_is_label(cell, lexicon) for cell in cells[::2]):
        pairs = zip(cells[::2], cells[1::2], strict=True)
        return [Pair(label.text, tidy(value.text), False) for label, value in pairs]
    found = label_pairs(sheet_of([row], sheet.is_text), lexicon, values)
    beside = [Pair(p.label.raw, p.value.raw, False) for p in found if p.label.cell != p.value.cell]
    return [pair for cell in cells for pair in _inside(cell.text)] + beside


def _inside(text: str) -> Iterator[Pair]:
    """The labels of a line, each with what stands behind its colon up to the next."""
    labels = list(_LABEL_IN_LINE.finditer(text))
    if not labels or labels[0].start() > 0:
        return
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        value = tidy(text[label.end() : end])
        if value:
            yield Pair(label[1], value, True)


def _is_label(cell: SheetCell, lexicon: Lexicon) -> bool:
    return cell.form in lexicon.all_labels or reads_like_label(cell.text)
