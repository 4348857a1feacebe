"""Prints the samples of all families and writes each one's truth beside it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from samples.families.contents import Contents
from samples.families.draft import LaidOut
from samples.families.layouts.registry import laid_out
from samples.families.word import write_word
from samples.families.xlsx import write_xlsx
from samples.office import print_office_files
from samples.paper import settled

PRINTED = Path(__file__).with_name("pdf")


def make_families(contents: Sequence[Contents], out: Path = PRINTED) -> list[Path]:
    """Print into ``out``; returns the PDFs. Raises ProducerMissing when LibreOffice is not installed."""
    out.mkdir(parents=True, exist_ok=True)
    sheets = {one.name: sheets_of(one) for one in contents}
    with tempfile.TemporaryDirectory() as scratch:
        print_office_files([_written(one, sheets[one.name], Path(scratch)) for one in contents], out)
    made = [out / f"{one.name}.pdf" for one in contents]
    for pdf, one in zip(made, contents, strict=True):
        pdf.write_bytes(settled(pdf.read_bytes()))
        truth = truth_of(one, sheets[one.name])
        pdf.with_suffix(".truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return made


def sheets_of(contents: Contents) -> list[LaidOut]:
    """The sample laid out; its look and spellings follow from its name and seed."""
    return laid_out(contents.forms, Random(f"{contents.name} {contents.seed}"), vary=False)


def truth_of(contents: Contents, sheets: Sequence[LaidOut]) -> dict[str, Any]:
    """What a reader must find in the printed sample."""
    return {
        "file": f"{contents.name}.pdf",
        "key": contents.key,
        "producer": "writer" if contents.word else "calc",
        "font": sheets[0].sheet.look.font,
        "forms": [truth for laid in sheets for truth in laid.truths],
    }


def _written(contents: Contents, sheets: Sequence[LaidOut], folder: Path) -> Path:
    path = folder / f"{contents.name}.{'docx' if contents.word else 'xlsx'}"
    write = write_word if contents.word else write_xlsx
    write([laid.sheet for laid in sheets], path)
    return path
