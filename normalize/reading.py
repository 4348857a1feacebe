"""From what readers saw in a cell to a value with status and confidence."""

from __future__ import annotations

import re

from shibiao.extract.model import Cell, Reading
from shibiao.normalize.scanned import SCAN_READERS, scanned_value
from shibiao.normalize.text import squeeze, tidy
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Evidence, OtherReading, Status, Value

UNMAPPED = "\ufffd"
_TOO_NARROW = re.compile(r"[#＃]{2,}")  # what a spreadsheet prints for a number that its cell is too narrow for


def cell_value(cell: Cell, confidences: Confidences) -> Value:
    """The value of a cell as read: nothing repaired, nothing typed yet.

    ``value`` is the whole text that belongs to the cell, ``raw`` what of it is printed.
    """
    reading = cell.reading
    if reading is None:
        return Value(value=None, raw="", status="unread", confidence=0.0, cell=cell.id)
    if reading.reader in SCAN_READERS:
        return scanned_value(cell, reading, confidences)
    text = tidy(reading.text)
    raw = text if reading.printed == reading.text else tidy(reading.printed)
    second = cell.readings[1] if len(cell.readings) > 1 else None
    agreed = second is not None and squeeze(second.text) == squeeze(text)
    if reading.doubt == "no-cached-value":
        unknown = Evidence(kind="display", reasons=(reading.doubt,))
        return Value(value=None, raw=text, status="unread", confidence=0.0, cell=cell.id, evidence=unknown)
    if not text:
        by = confidences.office if reading.reader == "office" else confidences.digital
        confidence = by.complete if second is None or agreed else by.disagreement
        return Value(value=None, raw="", confidence=confidence, cell=cell.id, evidence=_dissent(second, agreed))
    if _TOO_NARROW.fullmatch(text):
        lost = Evidence(kind="cut", reasons=("number-not-printed",))
        sure = confidences.clipped_lost
        return Value(value=None, raw=raw, status="clipped-lost", confidence=sure, cell=cell.id, evidence=lost)
    recovered = text != raw and not reading.cut
    status: Status = "clipped-recovered" if recovered else "complete"
    confidence = _confidence(reading, text, recovered, second is not None, agreed, confidences)
    evidence = _dissent(second, agreed)
    if evidence is None and UNMAPPED in text:
        evidence = Evidence(kind="unmapped", reasons=("glyph-without-character",))
    if evidence is None and recovered:
        evidence = Evidence(kind="hidden-glyphs")
    if evidence is None and (reading.cut or reading.fills):
        evidence = Evidence(kind="cut", reasons=("crosses-edge",) if reading.cut else ("fills-cell",))
    if evidence is None and reading.doubt:
        evidence = Evidence(kind="display", reasons=(reading.doubt,))
    return Value(value=text, raw=raw, status=status, confidence=confidence, cell=cell.id, evidence=evidence)


def _confidence(
    reading: Reading, text: str, recovered: bool, verified: bool, agreed: bool, confidences: Confidences
) -> float:
    by = {"text": confidences.text, "office": confidences.office}.get(reading.reader, confidences.digital)
    if UNMAPPED in text:
        return by.unmapped
    if verified and not agreed:
        return by.disagreement
    if recovered:
        return by.clipped_recovered_verified if agreed else by.clipped_recovered
    if reading.cut or reading.fills or reading.doubt:
        return by.fills_cell
    return by.complete_verified if agreed else by.complete


def _dissent(second: Reading | None, agreed: bool) -> Evidence | None:
    if second is None or agreed:
        return None
    return Evidence(kind="disagreement", readings=(OtherReading(reader=second.reader, text=second.text),))
