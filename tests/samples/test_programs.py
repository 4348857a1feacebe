import json
import shutil
from pathlib import Path

import pytest

from samples.__main__ import main
from samples.make import make
from samples.office import ProducerMissing
from samples.plan import Selection

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


@needs_office
def test_libreoffice_prints_a_spreadsheet_and_a_word_file(tmp_path: Path) -> None:
    made = make(Selection(seed=2, count=1, producers=("xlsx", "docx"), modes=("full", "split")), tmp_path)
    assert len(made) == 4
    for pdf in made:
        truth = json.loads(pdf.with_suffix(".truth.json").read_text("utf-8"))
        cells = [cell for form in truth["forms"] for cell in form["cells"] if cell["text"]]
        assert all(cell["in_file"] for cell in cells)
        assert {cell["page"] for cell in cells} == ({1, 2} if truth["mode"] == "split" else {1})


def test_a_missing_program_is_said_and_gives_exit_5(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProducerMissing, match="Chromium"):
        make(Selection(count=1, producers=("html",), modes=("full",)), tmp_path)
    assert main(["--producers", "xlsx", "--modes", "full", "--count", "1", "--out", str(tmp_path)]) == 5
    assert "LibreOffice" in capsys.readouterr().err
