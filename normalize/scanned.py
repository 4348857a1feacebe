"""The value of a cell that was read from a picture: how sure its readers are, brought to the share of cells that
are right when readers are that sure (``schemas/calibration.yaml``)."""

from __future__ import annotations

import math
from typing import Literal, get_args

from shibiao.extract.model import Cell, Reading
from shibiao.normalize.misread import agree
from shibiao.normalize.text import tidy
from shibiao.schemas.families import Confidences
from shibiao.schemas.misreadings import Curve, load_calibration
from shibiao.schemas.records import Evidence, OtherReading, Value

Group = Literal["figure_agreed", "figure_alone", "figure_differs", "text_agreed", "text_alone", "text_differs"]
GROUPS: tuple[Group, ...] = get_args(Group)
SCAN_READERS = frozenset(("rapidocr", "tesseract"))


def scanned_value(cell: Cell, first: Reading, confidences: Confidences) -> Value:
    """The value of a scanned cell. ``raw`` is what the first reader gave, misreadings and all."""
    text, raw = tidy(first.text), tidy(first.printed)
    second = cell.readings[1] if len(cell.readings) > 1 else None
    agreed = None if second is None else agree(text, second.text)
    others = (OtherReading(reader=second.reader, text=tidy(second.text)),) if second and not agreed else ()
    if not text:
        return _empty(cell, first, raw, others)
    curves = load_calibration()
    own: Curve = getattr(curves, _group(text, agreed))
    confidence = min(own.at(sureness(first)), curves.page.at(first.legibility))
    if first.cut:
        confidence = min(confidence, confidences.digital.fills_cell)
    if first.crossed:
        confidence = min(confidence, confidences.crossed)
    if first.placed_by == "guess":
        confidence = min(confidence, confidences.guessed_rules)
    return Value(
        value=text,
        raw=raw,
        confidence=round(confidence, 4),
        cell=cell.id,
        evidence=_evidence(first, text, raw, others),
    )


def _empty(cell: Cell, first: Reading, raw: str, others: tuple[OtherReading, ...]) -> Value:
    """The value of a cell that the first reader sees nothing in. It is doubted where the second does."""
    curves = load_calibration()
    confidence = min(curves.empty, curves.page.at(first.legibility))
    if others:
        differs: Curve = getattr(curves, _group(others[0].text, agreed=False))
        confidence = min(confidence, differs.at(sureness(first)))
    evidence = _evidence(first, "", raw, others)
    return Value(value=None, raw=raw, confidence=round(confidence, 4), cell=cell.id, evidence=evidence)


def sureness(reading: Reading) -> float:
    """The reader's own figure for a whole cell, not calibrated: the chance that all its characters are right."""
    chances = (max(glyph.probability, 1e-6) for glyph in reading.glyphs if glyph.char.strip())
    return math.exp(sum(math.log(chance) for chance in chances))


def has_figure(text: str) -> bool:
    """Whether a text holds digits, so that a slip of one character is a wrong number."""
    return any(char.isdigit() for char in text)


def group(cell: Cell) -> Group:
    """The curve that tells how often such a cell is right: with figures or not, and what the second reader says."""
    first = cell.readings[0]
    agreed = agree(tidy(first.text), cell.readings[1].text) if len(cell.readings) > 1 else None
    return _group(tidy(first.text), agreed)


def _group(text: str, agreed: bool | None) -> Group:
    if has_figure(text):
        return "figure_alone" if agreed is None else "figure_agreed" if agreed else "figure_differs"
    return "text_alone" if agreed is None else "text_agreed" if agreed else "text_differs"


def _evidence(first: Reading, text: str, raw: str, others: tuple[OtherReading, ...]) -> Evidence | None:
    if first.cut:
        return Evidence(kind="cut", reasons=("crosses-edge",), readings=others)
    if others:
        return Evidence(kind="disagreement", readings=others)
    if text != raw:
        return Evidence(kind="misreading", reasons=("neighbours",))
    return None
