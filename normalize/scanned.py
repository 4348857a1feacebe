"""The value of a cell that was read from a picture, with the share of cells right as its confidence."""

from __future__ import annotations

from shibiao.extract.model import Cell, Reading
from shibiao.normalize import sureness
from shibiao.normalize.misread import agree
from shibiao.normalize.text import tidy
from shibiao.schemas.calibration import load_calibration
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Evidence, OtherReading, Value

READ_IN_PART = "read-in-part"  # a reason of a cut
SCAN_READERS = frozenset(("rapidocr", "tesseract"))


def scanned_value(cell: Cell, first: Reading, confidences: Confidences) -> Value:
    """The value of a scanned cell. ``raw`` is what the first reader gave, misreadings and all."""
    text, raw = tidy(first.text), tidy(first.printed)
    second = cell.readings[1] if len(cell.readings) > 1 else None
    agreed = None if second is None else agree(text, second.text)
    others = (OtherReading(reader=second.reader, text=tidy(second.text)),) if second and not agreed else ()
    if not text:
        return _empty(cell, first, raw, others, confidences)
    confidence = sureness.confidence(cell)
    if sureness.has_figure(text):
        confidence = min(confidence, confidences.readings_differ if others else 1.0)
        apart = sureness.has_gap(first.glyphs) or sureness.breaks_figure(first.glyphs) or sureness.holds_values(text)
        confidence = min(confidence, confidences.wide_gap if apart else 1.0)
    if sureness.lacks_character(first.glyphs):
        confidence = min(confidence, confidences.wide_gap)
    if not agreed and sureness.is_doubtful(first.glyphs):
        confidence = min(confidence, confidences.doubtful_alone)
    if first.cut or first.fills or sureness.is_rest(text):
        confidence = min(confidence, confidences.digital.fills_cell)
    if first.in_part:
        confidence = min(confidence, confidences.read_in_part)
    if first.crossed:
        confidence = min(confidence, confidences.crossed)
    if first.placed_by == "alignment":
        confidence = min(confidence, confidences.border_by_text)
    if first.placed_by == "misplaced":
        confidence = min(confidence, confidences.misplaced)
    return Value(
        value=text,
        raw=raw,
        confidence=round(confidence, 4),
        cell=cell.id,
        evidence=_evidence(first, text, raw, others),
    )


def _empty(cell: Cell, first: Reading, raw: str, others: tuple[OtherReading, ...], confidences: Confidences) -> Value:
    """The value of a cell that the first reader sees nothing in. It is doubted where the second does, and where there
    is ink of which nothing was made."""
    confidence = min(load_calibration().empty, first.legibility)
    if others:
        confidence = min(confidence, confidences.seen_by_one)
    if first.crossed:
        confidence = min(confidence, confidences.crossed)
    if first.placed_by in ("alignment", "misplaced"):  # a border that is not drawn may have left it a part of a cell
        confidence = min(confidence, confidences.misplaced)
    evidence = _evidence(first, "", raw, others)
    return Value(value=None, raw=raw, confidence=round(confidence, 4), cell=cell.id, evidence=evidence)


def _evidence(first: Reading, text: str, raw: str, others: tuple[OtherReading, ...]) -> Evidence | None:
    if first.cut or first.fills:
        edge = "crosses-edge" if first.cut else "fills-cell"
        return Evidence(kind="cut", reasons=(edge, READ_IN_PART) if first.in_part else (edge,), readings=others)
    if others:
        return Evidence(kind="disagreement", readings=others)
    if text != raw:
        return Evidence(kind="misreading", reasons=("neighbours",))
    return None
