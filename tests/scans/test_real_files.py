"""Real files of others, where they are at hand beside the project: none may crash, and budgets are read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.extract.settings import ReadSettings
from shibiao.reading import InputResult, fingerprint, read_inputs

REAL = Path(__file__).parents[3] / "shared" / "real"
ONE = ReadSettings(ocr="rapidocr")
# Whole scanned pages take seconds each: of those that are alike one is enough.
SLOW = {"2400dpi.pdf", "ccitt.pdf", "epson.pdf", "linn.pdf", "masks.pdf", "rotated_skew.pdf", "typewriter.png"}
REFUSED = {
    "PDFBOX-3148-2-fuzzed.pdf": "no-form",
    "bug1980958.pdf": "damaged",
    "hugemono.pdf": "too-large",
    "issue6010_1.pdf": "encrypted",
    "lichtenstein.pdf": "no-form",
    "password-example.pdf": "encrypted",
    "poppler-395-0-fuzzed.pdf": "damaged",
    "poppler-937-0-fuzzed.pdf": "damaged",
}

if not REAL.is_dir():
    pytest.skip(f"there are no real files in {REAL}", allow_module_level=True)


def files(folder: str) -> list[str]:
    return sorted(path.name for path in (REAL / folder).iterdir() if path.name not in SLOW)


def read(path: Path) -> InputResult:
    (result,) = read_inputs([fingerprint(path)], ONE).inputs
    return result


@pytest.mark.parametrize("name", files("hostile"))
def test_a_hostile_file_has_a_clear_outcome(name: str) -> None:
    result = read(REAL / "hostile" / name)
    kind = result.failure.kind if result.failure else None
    assert kind in {None, "no-form", "damaged", "encrypted", "too-large"}, result.failure
    assert kind == REFUSED.get(name, kind)


@pytest.mark.parametrize("name", files("budget"))
def test_a_budget_is_read_whole_and_taken_for_no_form(name: str) -> None:
    result = read(REAL / "budget" / name)
    assert result.failure is None
    assert {form.family for form in result.forms} == {"unknown"}
    cells = [cell for form in result.forms for cell in form.cells]
    assert len(cells) > 400
    assert not [cell.id for cell in cells if cell.text.status == "unread"]


def test_a_photographed_table_is_read() -> None:
    result = read(REAL / "scans" / "table_recognition.jpg")
    assert result.failure is None
    texts = [cell.text.value or "" for form in result.forms for cell in form.cells]
    assert any("境外收货人" in text for text in texts)
