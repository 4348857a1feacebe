"""Scans with their truth (schema ``shibiao.scan-truth/1``, ``samples/scans``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.truth import folded

HERE = Path(__file__).parent.parent
Box = tuple[float, float, float, float]  # pixels of the scan


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A printed cell: its text as it stands on paper, the whole text, its box, and the marks over its print."""

    printed: str
    whole: str
    box: Box
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page of a scan: its width in pixels, the cells that hold text, and the boxes of its seals."""

    number: int
    width: int
    cells: tuple[TrueCell, ...]
    seals: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ScanSpecimen:
    """A scan file. ``dpi`` is the true resolution, whatever the file says."""

    path: Path
    level: int
    capture: str
    dpi: float
    pages: tuple[TruePage, ...]
    forms: tuple[dict[str, Any], ...]


def heldout_scans(work: Path, levels: Sequence[int], seed: int | None = None) -> Path:
    """The folder of the held-out scans, a folder a level in it, made once from ``heldout.yaml``.

    Other fonts and noise than in development. ``seed``: another than the file's, one that has been looked at.
    """
    from samples.make import make
    from samples.plan import Selection
    from samples.scans.make import make_scans

    scans = yaml.safe_load((HERE / "heldout.yaml").read_text(encoding="utf-8"))["scans"]
    seed = seed or scans["seed"]
    folder = work / "scans" / str(seed)
    pdfs = folder / "pdf"
    if not (pdfs / ".made").exists():
        make(Selection(seed=seed, count=scans["count"], fonts=scans["fonts"]), pdfs)
        (pdfs / ".made").touch()
    for level in levels:
        out = folder / str(level)
        if not (out / ".made").exists():
            make_scans(sorted(pdfs.glob("*.pdf")), out, level, seed, "other")
            (out / ".made").touch()
    return folder


def scan_specimens(folder: Path, level: int, most_pages: int) -> Iterator[ScanSpecimen]:
    """The scans of a level in stable order, until they have ``most_pages`` pages."""
    pages = 0
    for path in sorted((folder / str(level)).glob("*.truth.json")):
        if pages >= most_pages:
            return
        truth = json.loads(path.read_text(encoding="utf-8"))
        specimen = _specimen(path, truth)
        pages += len(specimen.pages)
        yield specimen


def _specimen(path: Path, truth: dict[str, Any]) -> ScanSpecimen:
    scan = truth["scan"]
    return ScanSpecimen(
        path.with_name(truth["file"]),
        scan["level"],
        scan["capture"],
        float(scan["dpi"]),
        tuple(_page(page, truth["forms"]) for page in truth["pages"]),
        tuple(truth["forms"]),
    )


def _page(page: dict[str, Any], forms: Sequence[dict[str, Any]]) -> TruePage:
    cells = [
        TrueCell(cell["printed"], cell["text"], _box(cell["quad"]), tuple(cell["marks"]))
        for form in forms
        for cell in form["cells"]
        if cell["page"] == page["number"] and cell["quad"] and folded(cell["printed"] or "")
    ]
    cells += [
        TrueCell(cell["text"], cell["text"], _box(cell["quad"]), tuple(cell["marks"]))
        for cell in page["other_cells"]
        if folded(cell["text"])
    ]
    return TruePage(page["number"], page["width"], tuple(cells), tuple(tuple(seal["box"]) for seal in page["seals"]))


def _box(quad: Sequence[Sequence[float]]) -> Box:
    xs, ys = [p[0] for p in quad], [p[1] for p in quad]
    return min(xs), min(ys), max(xs), max(ys)
