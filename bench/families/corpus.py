"""The printed files of a seed, made once: ``<name>.pdf`` with ``<name>.truth.json``."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2

from bench.families.forms import files_of, load_forms
from samples.families.draft import LaidOut
from samples.families.layouts.registry import laid_out
from samples.families.source import SourceForm
from samples.families.word import write_word
from samples.families.xlsx import write_xlsx
from samples.office import print_office_files
from samples.truth import squeezed

WORK = Path(__file__).resolve().parents[1] / "work" / "families"
VARIANTS = 2
BUNDLES = 8
_BATCH = 40
_LOST_CHARACTERS = 3  # signs that the text layer spells otherwise
_File = tuple[str, bool, list[LaidOut]]  # name, whether Writer prints it, its sheets


def corpus(seed: int, folder: Path = WORK, again: bool = False) -> Path:
    """The folder with the files of a seed. Raises ContentsMissing, ProducerMissing."""
    target = folder / f"seed-{seed}"
    if again and target.exists():
        shutil.rmtree(target)
    if not (target / ".made").exists():
        target.mkdir(parents=True, exist_ok=True)
        _make(load_forms(), seed, target)
        (target / ".made").touch()
    return target


def _make(forms: Sequence[SourceForm], seed: int, target: Path) -> None:
    files = [*_alone(forms, seed), *_bundled(forms, seed)]
    for start in range(0, len(files), _BATCH):
        _print(files[start : start + _BATCH], target)
    # LibreOffice's Writer now and then leaves tables empty that begin low on a page: Calc prints these.
    failed = [file for file in files if not _whole(file, target)]
    _print([(name, False, sheets) for name, _, sheets in failed], target)
    for name, word, sheets in files:
        if _whole((name, word, sheets), target):
            _write_truth(sheets, target / f"{name}.truth.json", name, word)
        else:
            print(f"{name} was not printed whole and is left out", file=sys.stderr)
            (target / f"{name}.pdf").unlink()


def _print(files: Sequence[_File], target: Path) -> None:
    if files:
        with tempfile.TemporaryDirectory() as scratch:
            print_office_files([_written(sheets, Path(scratch), name, word) for name, word, sheets in files], target)


def _whole(file: _File, target: Path) -> bool:
    """Whether every character of the sheets' tables is in the PDF, wherever it stands."""
    document = pypdfium2.PdfDocument(target / f"{file[0]}.pdf")
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    tables = [laid.sheet.table for laid in file[2] if laid.sheet.table]
    wanted = Counter("".join(squeezed(cell.text) for table in tables for cell in table.cells))
    missing = wanted - Counter(squeezed("".join(texts)))
    return missing.total() <= _LOST_CHARACTERS


def _alone(forms: Sequence[SourceForm], seed: int) -> Iterator[_File]:
    for group in files_of(forms):
        for variant in range(VARIANTS):
            rng = Random(f"{seed} {group[0].id} {variant}")
            name = f"{group[0].family}-{'+'.join(form.id for form in group)}-{seed}{'abcdefgh'[variant]}"
            # Calc and Writer in turn over the variants: either prints every form.
            word = (variant + int(group[0].id[1:]) + seed) % 2 == 0 or group[0].family == "narrative"
            yield name, word, laid_out(group, rng)


def _bundled(forms: Sequence[SourceForm], seed: int) -> Iterator[_File]:
    """Calc begins a page for each form; in Writer they stand under each other."""
    rng = Random(f"{seed} bundles")
    tables = [group for group in files_of(forms) if group[0].family != "narrative"]
    bundles = [rng.sample(tables, rng.randint(2, 4)) for _ in range(BUNDLES)]
    for number, groups in enumerate(bundles):
        ids = "+".join(form.id for group in groups for form in group)
        sheets = [laid for group in groups for laid in laid_out(group, rng)]
        upright = not any(laid.sheet.look.landscape for laid in sheets)
        yield f"bundle-{ids}-{seed}{number}", upright and number % 2 == 1, sheets


def _written(sheets: Sequence[LaidOut], folder: Path, name: str, word: bool) -> Path:
    path = folder / f"{name}.{'docx' if word else 'xlsx'}"
    if word:
        write_word([laid.sheet for laid in sheets], path)
    else:
        write_xlsx([laid.sheet for laid in sheets], path, apart=name.startswith("bundle"))
    return path


def _write_truth(sheets: Sequence[LaidOut], path: Path, name: str, word: bool) -> None:
    record: dict[str, Any] = {
        "file": f"{name}.pdf",
        "producer": "writer" if word else "calc",
        "font": sheets[0].sheet.look.font,
        "forms": [truth for laid in sheets for truth in laid.truths],
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
