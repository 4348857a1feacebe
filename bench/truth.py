"""The truth beside a generated PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.truth import folded as folded


@dataclass(frozen=True, slots=True)
class Specimen:
    """A PDF with what it holds. ``cells`` are (folded text, whether all its glyphs are in the file)."""

    path: Path
    producer: str
    mode: str
    forms: tuple[dict[str, Any], ...]
    cells: tuple[tuple[str, bool], ...]

    @property
    def present(self) -> list[str]:
        """The texts of the cells whose glyphs are in the file."""
        return [text for text, in_file in self.cells if in_file]


def specimens(folder: Path) -> Iterator[Specimen]:
    """All PDFs of a folder that have a truth, in stable order."""
    for path in sorted(folder.rglob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        pdf = path.with_name(truth["file"])
        if pdf.suffix != ".pdf":
            continue
        cells = [
            (folded(cell["text"]), bool(cell["in_file"]))
            for form in truth["forms"]
            for cell in form["cells"]
            if folded(cell["text"])
        ]
        yield Specimen(pdf, truth["producer"], truth["mode"], tuple(truth["forms"]), tuple(cells))
