"""Finding free text that its cell's edge cut. What is found here is doubt, not repair.

On paper the reader knows whether the text reaches the edge; in a text dump only the text itself and the
lengths of its neighbours can tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import display_width, fold
from shibiao.normalize.word_ends import PERHAPS, SURE, inside_word
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Evidence, Form, IndicatorRecord, Value

_TRAILING = frozenset("，、,；;")
_BRACKETS = {"(": ")", "（": "）", "《": "》", "“": "”", "[": "]", "【": "】", "「": "」"}
_LEAST_WIDTH = 8
_LONG_WIDTH = 20
_MANY = 4  # different texts of a column, and more than half of them, end at its edge: that is no chance


def mark_cuts(form: Form, confidences: Confidences) -> Form:
    """The form with every cut text marked: ``clipped-lost`` where that is plain, doubted where it may be."""
    changes: dict[str, Value] = {}
    candidates = _text_candidates(form) if form.source.kind == "text" else _paper_candidates(form)
    for value, reasons in candidates:
        marked = _judge(value, reasons, form.source.kind == "text", confidences)
        if marked is not None and value.cell is not None:
            changes[value.cell] = marked
    return with_values(form, changes) if changes else form


def _paper_candidates(form: Form) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """Cells whose text the reader saw at an edge, and those that stop at a comma: word processors leave out
    lines below a row of fixed height without a trace."""
    for cell in form.cells:
        value = cell.text
        if value.evidence is not None and value.evidence.kind == "cut" and value.value:
            yield value, value.evidence.reasons
        elif value.status == "complete" and (value.value or "")[-1:] in _TRAILING:
            yield value, ()


def _judge(value: Value, reasons: tuple[str, ...], is_text: bool, confidences: Confidences) -> Value | None:
    text = value.value or ""
    found = [*reasons, *_lexical(text)]
    plain = "crosses-edge" in found or "trailing-comma" in found or "open-bracket" in found
    plain = plain or ("ends-inside-word" in found and (is_text or "fills-cell" in found))
    if plain and (is_text or reasons):
        return value.model_copy(
            update={
                "status": "clipped-lost",
                "confidence": confidences.clipped_lost,
                "evidence": Evidence(kind="cut", reasons=tuple(found)),
            }
        )
    if is_text and display_width(text) >= _LONG_WIDTH and inside_word(text) >= PERHAPS:
        found.append("may-end-inside-word")
    if not found:
        return None
    by = confidences.text if is_text else confidences.digital
    doubt = min(value.confidence, by.fills_cell)
    return value.model_copy(update={"confidence": doubt, "evidence": Evidence(kind="cut", reasons=tuple(found))})


def perhaps_cut(value: Value, reason: str, confidences: Confidences) -> Value:
    """The value doubted as one that may go on, though nothing at the cell's edge shows it."""
    evidence = value.evidence or Evidence(kind="cut", reasons=(reason,))
    doubt = min(value.confidence, confidences.digital.fills_cell)
    return value.model_copy(update={"confidence": doubt, "evidence": evidence})


def _lexical(text: str) -> Iterator[str]:
    """What the end of a text says by itself."""
    if text[-1:] in _TRAILING:
        yield "trailing-comma"
    if _open_bracket(text):
        yield "open-bracket"
    if inside_word(text) >= SURE:
        yield "ends-inside-word"


def _open_bracket(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in _BRACKETS.items())


def _text_candidates(form: Form) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """The free texts of a dump; of the indicators with the reason ``fills-cell`` where their length gives them away."""
    columns: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for indicator in form.indicators:
        for slot, value in _free_texts(indicator):
            columns[indicator.pane, slot].append(value)
    edges = _edge_widths([{v.value or "" for v in values} for values in columns.values()])
    for values, edge in zip(columns.values(), edges, strict=True):
        yield from ((value, edge.reasons(value.value or "")) for value in values)
    listed = (value for rows in form.tables.values() for row in rows for value in row.values())
    others = (*form.fields.values(), *listed, *(pair.value for pair in form.pairs))
    for value in (*(goal.text for goal in form.goals), *others):
        if value.value and value.status == "complete" and not is_figure(value.value):
            yield value, ()


def _free_texts(indicator: IndicatorRecord) -> Iterator[tuple[str, Value]]:
    for slot, value in (("name", indicator.name), ("target", indicator.target), *indicator.extra.items()):
        if value.value and value.status == "complete" and not is_figure(value.value):
            yield slot, value


def is_figure(text: str) -> bool:
    """Whether a text is chiefly a number: begins with an operator or a digit, after folding."""
    head = fold(text).lstrip("≥≤<>=≧≦═ ")[:1]
    return head.isdigit()


class _Edge(NamedTuple):
    """The width at which a column seems to cut; 0: at none. ``plain``: most of its texts end there."""

    width: int
    plain: bool

    def reasons(self, text: str) -> tuple[str, ...]:
        """What the edge says of a text of the column."""
        width = display_width(text)
        if not self.width or width < _LEAST_WIDTH:
            return ()
        if self.plain and width >= self.width - 1:  # an odd width leaves a column that no Chinese character fills
            return ("fills-cell", "column-cut-width")
        return ("fills-cell",) if self.width % width == 0 else ()


def _edge_widths(columns: Sequence[set[str]]) -> list[_Edge]:
    """The width at which each column cuts: its greatest, where two or more different texts end there.

    The texts may be of one column or of several that are as wide. A narrow column needs more of them: short
    texts are as long as others by chance.
    """
    widths = [Counter(display_width(text) for text in texts) for texts in columns]
    widest = [max(counts, default=0) for counts in widths]
    ends: dict[int, set[str]] = defaultdict(set)
    for texts, width in zip(columns, widest, strict=True):
        ends[width] |= {text for text in texts if display_width(text) == width}
    found = []
    for counts, width in zip(widths, widest, strict=True):
        plain = _MANY <= counts[width] + counts[width - 1] > counts.total() / 2 and width >= _LEAST_WIDTH
        cuts = plain or (width >= 2 * _LEAST_WIDTH and len(ends[width]) >= 2)
        found.append(_Edge(width if cuts else 0, plain))
    return found
