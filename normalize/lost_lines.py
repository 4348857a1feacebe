"""Pages whose cells cut away whole lines and leave the last one, which nothing in the cell itself shows.

A row of fixed height whose texts stand at the bottom shows the end of a longer text as if it were whole: 率 of
工程验收合格率. The labels of the second level tell that a page does so, because they are known: 指标 and 标 are ends of
可持续影响指标, and no labels. Where several cells of a page are such ends, or one holds but the full stop of a text or
closes a bracket that nothing opens, every text in a row of no more than their height is perhaps one.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterator
from math import dist

from shibiao.normalize.cuts import perhaps_cut
from shibiao.normalize.labels import label_form
from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import fold
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import CellRecord, Form, Value

_ENDS = 2  # cells of a page that are ends of labels: one may be a word of its own
_STOPS = frozenset("。；，、！？）”")  # no text is but one of these
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_HEIGHTS = 1.6  # times the height of those: a second line has room
_BEGINNINGS = tuple("[【(《“≥≤≧≦⩾⩽><=")
_AMOUNT = frozenset("0123456789.,-")
REASON = "page-loses-lines"


def mark_lost_lines(
    form: Form, labels: Collection[str], level_words: Collection[str], confidences: Confidences
) -> Form:
    """The form with the texts doubted that may be the last lines of longer ones.

    ``labels`` are all that are known, whole where they stand, and ``level_words`` those of them that the tree of
    indicators holds; both as ``label_form`` gives them.
    """
    if form.source.kind == "text":  # a dump tells of heights nothing
        return form
    pages: dict[int, list[CellRecord]] = defaultdict(list)
    for cell in form.cells:
        if cell.text.value:
            pages[cell.page].append(cell)
    ends = {word[-n:] for word in level_words for n in range(1, len(word))}.difference(labels)
    rests = (cell for page in pages.values() for cell in _rests(page, ends))
    changes = {
        cell.id: perhaps_cut(cell.text, REASON, confidences) for cell in rests if not _is_whole(cell.text, labels)
    }
    return with_values(form, changes) if changes else form


def _rests(cells: list[CellRecord], ends: Collection[str]) -> Iterator[CellRecord]:
    """The cells of a page that may hold the last line of a longer text."""
    stops = [cell for cell in cells if _is_last(cell.text.value or "")]
    found = [*stops, *(cell for cell in cells if label_form(cell.text.value or "") in ends)]
    if not stops and len(found) < _ENDS:
        return
    room = _HEIGHTS * statistics.median(map(_height, found))
    yield from (cell for cell in cells if _height(cell) < room)


def _is_last(text: str) -> bool:
    """Whether a text is a stop, or the end of one that opened a bracket before: 并上报)."""
    return text.strip() in _STOPS or (text.rstrip()[-1:] in _CLOSING and not _OPENING.intersection(text))


def _is_whole(value: Value, labels: Collection[str]) -> bool:
    """Whether a text begins as texts begin, is a known label or an amount, or is doubted for more already."""
    text = fold(value.value or "")
    begins = text.startswith(_BEGINNINGS) or _AMOUNT.issuperset(text)
    return begins or value.status != "complete" or label_form(text) in labels


def _height(cell: CellRecord) -> float:
    top, _, _, bottom = cell.corners
    return dist(top, bottom)
