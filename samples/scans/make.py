"""Scans of printed forms: renders the pages, damages them, writes image files with their truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, get_args
from zlib import crc32

import numpy as np

from samples.scans.levels import LEVELS, Recipe, Setting, plain_recipe, setting_for
from samples.scans.marking import ink_mask, kinds_over, marked
from samples.scans.printed import PrintedFile, PrintedPage, printed_file
from samples.scans.sheet import Dialect, Pixels, Sheet, through
from samples.scans.truth import ScanFacts, ScannedPage, scan_record
from samples.scans.write import SEVERAL, SINGLE, Container, write_scan
from samples.truth import write_record

RecipeMaker = Callable[[Setting, str, Pixels], Recipe]
_BACK_DPI = 100
_LYING_TAGS: tuple[int | None, ...] = (72, 96, None)


def make_scans(pdfs: Sequence[Path], out: Path, level: int, seed: int, dialect: Dialect = "plain") -> list[Path]:
    """Scan printed samples into ``out``; returns the files written, each with ``<name>.truth.json`` beside it.

    Every PDF needs its ``.truth.json``. The kinds of files are taken in turn. A PDF whose type is too small to
    be read after the level's damage is left out. The same arguments give the same bytes.

    Raises:
        ValueError: an unknown level or dialect.
        AugraphyMissing: dialect "other" without augraphy (``samples.scans.borrowed``).
    """
    if level not in LEVELS or dialect not in get_args(Dialect):
        raise ValueError(f"level {level}, dialect {dialect!r}")
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for index, pdf in enumerate(pdfs):
        rng = np.random.default_rng([seed, level, crc32(pdf.stem.encode()), crc32(dialect.encode())])
        printed = printed_file(pdf)
        setting = setting_for(level, len(made), min(page.type_pt for page in printed.pages), rng)
        if setting is not None:
            backs = pdfs[(index + 1) % len(pdfs)]
            made.append(_scan(printed, backs, out, setting, _Run(len(made), seed, dialect), rng))
    return made


class _Run(NamedTuple):
    """What is the same for a whole call, and the file's turn in it."""

    turn: int
    seed: int
    dialect: Dialect


def _scan(printed: PrintedFile, other: Path, out: Path, setting: Setting, run: _Run, rng: np.random.Generator) -> Path:
    truth: dict[str, Any] = json.loads(printed.path.with_suffix(".truth.json").read_text("utf-8"))
    container = _container(len(printed.pages), run.turn)
    tag = setting.dpi if setting.level == 1 or rng.random() < 0.75 else _LYING_TAGS[rng.integers(3)]
    recipe = _recipe(run.dialect)(setting, _unit(truth), _back(printed, other))
    pages, images = [], []
    for page in printed.pages:
        scanned, image = _scan_page(printed, page, setting, recipe, rng)
        pages.append(scanned)
        images.append(image)
    path = write_scan(images, out / printed.path.stem, container, setting.dpi, tag, int(rng.integers(82, 93)))
    facts = ScanFacts(path.name, run.dialect, run.seed, setting, container, tag)
    write_record(scan_record(truth, printed, pages, facts), out / f"{printed.path.stem}.truth.json")
    return path


def _container(pages: int, turn: int) -> Container:
    return SINGLE[turn % len(SINGLE)] if pages == 1 else SEVERAL[turn // 2 % len(SEVERAL)]


def _recipe(dialect: Dialect) -> RecipeMaker:
    if dialect == "plain":
        return plain_recipe
    from samples.scans.other import other_recipe

    return other_recipe


def _unit(truth: dict[str, Any]) -> str:
    fields = truth["forms"][0]["fields"]
    return str(fields.get("implementing_unit") or fields.get("department") or "云岭县财政局")


def _back(printed: PrintedFile, other: Path) -> Pixels:
    """The page that shows through: the file's next, or the first of another file."""
    if len(printed.pages) > 1:
        return printed.rendered(2, _BACK_DPI).image
    return replace(printed, path=other).rendered(1, _BACK_DPI).image


def _scan_page(
    printed: PrintedFile, page: PrintedPage, setting: Setting, recipe: Recipe, rng: np.random.Generator
) -> tuple[ScannedPage, Pixels]:
    bare = printed.rendered(page.number, setting.dpi)
    worn = through(bare, recipe.before, rng)
    sheet, changed = marked(worn, page, recipe.marks, rng)
    ink = ink_mask(bare)
    over = {cell: kinds for cell in page.cells if (kinds := kinds_over(cell, sheet, changed, ink))}
    sheet = through(sheet, recipe.after, rng)
    nothing = np.zeros((0, 0, 3), dtype=np.uint8)
    return ScannedPage(page.number, sheet.size, Sheet(nothing, sheet.matrix, sheet.dpi, sheet.marks), over), sheet.image
