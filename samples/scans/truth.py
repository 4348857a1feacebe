"""The truth of a scan: the printed PDF's truth, with every cell's place and text on this piece of paper.

A truth cell is found on paper by its row and column: on each page a form's rows lie a constant number of rows
below the table's, which the cells of equal text vote for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from samples.scans.levels import Setting
from samples.scans.marking import cell_quad
from samples.scans.printed import PrintedCell, PrintedFile
from samples.scans.sheet import Dialect, Mark, Quad, Sheet, bounding_box, carried
from samples.truth import squeezed

SCHEMA_ID = "shibiao.scan-truth/1"


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page's scan without its pixels, and the kinds of marks over each printed cell."""

    number: int
    sheet_size: tuple[int, int]
    sheet: Sheet
    over: dict[PrintedCell, list[str]]


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """What is said of the whole file. ``tag`` is the resolution it claims, None where it claims none."""

    name: str
    dialect: Dialect
    seed: int
    setting: Setting
    container: str
    tag: int | None


def scan_record(
    truth: dict[str, Any], printed: PrintedFile, pages: Sequence[ScannedPage], facts: ScanFacts
) -> dict[str, Any]:
    """The scan's truth record; the printed PDF's own is not changed."""
    by_number = {page.number: page for page in pages}
    cells = [cell for page in printed.pages for cell in page.cells]
    found: set[PrintedCell] = set()
    forms = []
    for number, form in enumerate(truth["forms"]):
        own = [cell for cell in cells if cell.form == number]
        told = form.get("cells", [])  # a truth may tell values alone
        pairs = matched(told, own)
        found.update(cell for cell in pairs if cell is not None)
        placed = [{**of, **_on_paper(of, cell, by_number)} for of, cell in zip(told, pairs, strict=True)]
        forms.append({**form, "cells": placed} if told else form)
    others = [cell for cell in cells if cell not in found]
    return {
        **truth,
        "schema": SCHEMA_ID,
        "file": facts.name,
        "printed_file": truth["file"],
        "scan": _scan_facts(facts),
        "pages": [_page_record(page, [cell for cell in others if cell.page == page.number]) for page in pages],
        "forms": forms,
    }


def _scan_facts(facts: ScanFacts) -> dict[str, Any]:
    setting = facts.setting
    return {
        "level": setting.level,
        "dialect": facts.dialect,
        "seed": facts.seed,
        "capture": setting.capture,
        "container": facts.container,
        "dpi": setting.dpi,
        "dpi_tag": facts.tag,
        "quarter_turns": setting.turns,
        "colour": setting.colour,
    }


def _page_record(page: ScannedPage, others: Iterable[PrintedCell]) -> dict[str, Any]:
    marks: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for mark in page.sheet.marks:
        marks[mark.kind].append(_mark_record(mark))
    return {
        "number": page.number,
        "width": page.sheet_size[0],
        "height": page.sheet_size[1],
        "dpi": page.sheet.dpi,
        "homography": [[float(value) for value in row] for row in page.sheet.matrix],
        "seals": marks["seal"],
        "signatures": marks["signature"],
        "strokes": marks["stroke"],
        "other_cells": [{"row": cell.row, "col": cell.col, "text": cell.text, **_seen(cell, page)} for cell in others],
    }


def _mark_record(mark: Mark) -> dict[str, Any]:
    return {"box": [round(v, 1) for v in bounding_box(mark.quad)], "quad": rounded(mark.quad), "colour": mark.colour}


def rounded(quad: Quad) -> list[list[float]]:
    """Corners to a hundredth of a pixel."""
    return [[round(float(x), 2), round(float(y), 2)] for x, y in quad]


def _seen(cell: PrintedCell, page: ScannedPage) -> dict[str, Any]:
    return {"quad": rounded(carried(page.sheet.matrix, cell_quad(cell))), "marks": page.over.get(cell, [])}


def _on_paper(of: dict[str, Any], cell: PrintedCell | None, pages: dict[int, ScannedPage]) -> dict[str, Any]:
    """Place and visible text of a truth cell; ``printed`` None where it is not known."""
    if cell is None:
        return {"quad": None, "printed": None, "clipped": False, "marks": []}
    whole, seen = squeezed(of["text"]), squeezed(cell.text)
    if whole == seen and not cell.clipped:
        printed: str | None = of["text"]
    else:
        printed = cell.text if cell.clipped or (seen and seen in whole) else None
    return {"printed": printed, "clipped": whole != seen, **_seen(cell, pages[cell.page])}


def matched(cells: Sequence[dict[str, Any]], printed: Sequence[PrintedCell]) -> list[PrintedCell | None]:
    """For each truth cell of one form its printed cell on the page where it begins, None where none lies there."""
    places = {(cell.page, cell.row, cell.col): cell for cell in printed}
    offsets = _row_offsets(cells, printed)
    return [
        places.get((of["page"], of["row"] + offsets[of["page"]], of["col"])) if of["page"] in offsets else None
        for of in cells
    ]


def _row_offsets(cells: Sequence[dict[str, Any]], printed: Sequence[PrintedCell]) -> dict[int, int]:
    """For each page how many rows lie between a truth row and the page's row, by the votes of equal texts."""
    by_text: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
    for cell in printed:
        if cell.text:
            by_text[cell.page, cell.col, squeezed(cell.text)].append(cell.row)
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for of in cells:
        for row in by_text.get((of["page"], of["col"], squeezed(of["text"])), ()):
            votes[of["page"]][row - of["row"]] += 1
    return {page: counted.most_common(1)[0][0] for page, counted in votes.items()}
