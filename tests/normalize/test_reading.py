"""From what the readers saw to a value: status, confidence, evidence."""

from __future__ import annotations

import pytest

from shibiao.extract.model import BBox, Cell, Reading
from shibiao.normalize.reading import cell_value
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Value

SURE = load_catalogue().confidence
BOX = BBox(0, 0, 10, 10)


def value_of(*readings: Reading) -> Value:
    return cell_value(Cell(1, 2, 3, 1, 1, BOX, readings), SURE)


def first(text: str, printed: str | None = None, cut: bool = False, fills: bool = False) -> Reading:
    return Reading("pdfium", text, text if printed is None else printed, cut, fills)


def second(text: str) -> Reading:
    return Reading("pdfplumber", text, text)


@pytest.mark.parametrize(
    ("readings", "status", "confidence", "kind"),
    [
        ((first("改善"),), "complete", SURE.digital.complete, None),
        ((first("改善"), second("改 善")), "complete", SURE.digital.complete_verified, None),
        ((first("改善"), second("改盖")), "complete", SURE.digital.disagreement, "disagreement"),
        ((first("明显改善", "明显"),), "clipped-recovered", SURE.digital.clipped_recovered, "hidden-glyphs"),
        (
            (first("明显改善", "明显"), second("明显改善")),
            "clipped-recovered",
            SURE.digital.clipped_recovered_verified,
            "hidden-glyphs",
        ),
        ((first("明显改善", "明显", cut=True),), "complete", SURE.digital.fills_cell, "cut"),
        ((first("改善", fills=True),), "complete", SURE.digital.fills_cell, "cut"),
        ((first("改\ufffd"),), "complete", SURE.digital.unmapped, "unmapped"),
        ((first("#####"),), "clipped-lost", SURE.clipped_lost, "cut"),
        ((Reading("text", "改善", "改善"),), "complete", SURE.text.complete, None),
    ],
)
def test_status_confidence_and_evidence(
    readings: tuple[Reading, ...], status: str, confidence: float, kind: str | None
) -> None:
    value = value_of(*readings)
    assert (value.status, value.confidence) == (status, confidence)
    assert (value.evidence.kind if value.evidence else None) == kind
    assert value.raw == readings[0].printed
    assert value.cell == "p1.r2.c3"


def test_an_empty_cell_is_printed_empty() -> None:
    value = value_of(first(""))
    assert (value.value, value.raw, value.status) == (None, "", "complete")


def test_a_cell_that_only_the_second_reader_fills_is_doubted() -> None:
    value = value_of(first(""), second("改善"))
    assert (value.value, value.confidence) == (None, SURE.digital.disagreement)
    assert value.evidence is not None
    assert value.evidence.readings[0].text == "改善"


def test_a_cell_that_nobody_read() -> None:
    value = value_of()
    assert (value.value, value.status, value.confidence) == (None, "unread", 0.0)
