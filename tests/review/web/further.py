"""Forms with what lies beside the chief records: further columns, lists, pairs, a suggestion. Converted for real."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shibiao.export.contents import tables
from shibiao.export.csvs import csv_bytes
from shibiao.export.json_form import json_bytes
from shibiao.schemas.records import Form
from tests.app.conftest import environment
from tests.review.web.conftest import ROOT, forms_of

DUMPS = [*sorted((Path(__file__).parent / "data").glob("*.txt")), *sorted((ROOT / "tests/app/data").glob("*.txt"))]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their folder, in place of that of the samples."""
    folder = tmp_path_factory.mktemp("further")
    for path in DUMPS:
        shutil.copy(path, folder / path.name)
    command = [sys.executable, "-m", "shibiao", "convert", str(folder), "--out", str(folder / "out"), "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300, env=environment(), stdin=subprocess.DEVNULL)
    _doubt(folder / "out")
    return folder / "out"


def _doubt(out: Path) -> None:
    """A pair is doubted, as it is where it was read from a picture."""
    forms = forms_of(out)
    chosen = form_of(out, "unknown-hostile")
    first, *others = chosen.pairs
    worse = first.model_copy(update={"value": first.value.model_copy(update={"confidence": 0.3})})
    changed = chosen.model_copy(update={"pairs": (worse, *others)})
    (out / "forms" / f"{chosen.form_id}.json").write_bytes(json_bytes(changed))
    for table in tables([changed if form == chosen else form for form in forms]):
        (out / f"{table.name}.csv").write_bytes(csv_bytes(table))


def form_of(out: Path, name: str) -> Form:
    """The first form of a dump."""
    return next(form for form in forms_of(out) if form.source.name.startswith(name))
