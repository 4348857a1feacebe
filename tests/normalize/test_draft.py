"""How sure a label is that the vocabulary completed."""

from __future__ import annotations

import pytest

from shibiao.normalize.labels import label_form
from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.sheet import SheetCell
from shibiao.schemas.families import load_catalogue
from tests.normalize.scans import cell, reading

SURE = load_catalogue().confidence


def settled(printed: str, text: str, crossed: bool) -> float:
    """The confidence of a label that stands as ``text`` where ``printed`` was read, in a cell that may cut it."""
    read = reading(text, printed=printed, sure=0.999)._replace(cut=True, crossed=crossed)
    found = SheetCell(cell(read), 2, 0, 100, text, label_form(text), "c1")
    value = CellValues(SURE).settle(found)
    assert value.value == text
    return value.confidence


@pytest.mark.parametrize(
    ("printed", "crossed", "confidence"),
    [
        ("满意度指", False, SURE.repaired_vocabulary),
        ("满意度指", True, SURE.crossed),
        ("满意度指标I", True, SURE.repaired_vocabulary),
    ],
    ids=["the edge took it", "the edge, or a pen", "all of it is seen"],
)
def test_what_edge_or_pen_took_of_a_label_is_doubted(printed: str, crossed: bool, confidence: float) -> None:
    assert settled(printed, "满意度指标", crossed) == confidence
