"""The sample documents as office originals, and what their records say without where it stands."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from samples import word, xlsx
from samples.content import FAMILIES
from samples.document import Document
from samples.plan import Selection, chosen_document
from samples.style import Mode
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form

MODES: tuple[Mode, ...] = ("full", "split", "several")  # those that cut nothing
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true"


def documents(producer: str, seed: int = 3) -> list[Document]:
    """One of each mode and family."""
    pairs = product(MODES, FAMILIES)
    return [chosen_document(Selection(seed=seed), producer, *pair, n) for n, pair in enumerate(pairs)]


def saved(document: Document, folder: Path) -> Path:
    """The file that LibreOffice prints."""
    path = folder / f"{document.name}.{document.producer}"
    if document.producer == "xlsx":
        xlsx.workbook(document).save(path)
    else:
        word.word_file(document).save(str(path))
    return path


def converted(files: Sequence[Path], to: str, out: Path) -> None:
    """By LibreOffice, into another folder."""
    profile = (out / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", to, "--outdir", str(out)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)


def read(path: Path) -> list[Form]:
    return complete(read_file(path))


def said(forms: Sequence[Form]) -> list[dict[str, Any]]:
    """What forms say: values alone, without white space, cells, sources and findings."""
    return [_bare(form.model_dump(exclude={"form_id", "source", "cells", "findings"})) for form in forms]


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        if {"value", "raw", "status"} <= part.keys():
            return "".join(part["value"].split()) if part["value"] is not None else None
        return {key: _bare(inner) for key, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_bare(inner) for inner in part]
    return part
