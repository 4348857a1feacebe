"""Scans of a level read through the whole product and judged."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.scans.accuracy import ScanScore, score_scan
from bench.scans.specimens import ScanSpecimen, scan_specimens
from bench.truth import folded
from shibiao.schemas.records import Form


def score_level(folder: Path, level: int, pages: int, workers: int, part: str = "") -> ScanScore:
    """Judge the scans of a level whose names hold ``part``, up to ``pages`` pages, read in ``workers`` processes."""
    labels = known_labels()
    score = ScanScore()
    specimens = [s for s in scan_specimens(folder, level, pages) if part in s.path.name]
    with ProcessPoolExecutor(workers) as pool:
        for specimen, (forms, failure) in zip(specimens, pool.map(_read, specimens), strict=True):
            if failure:
                score.failed.append(failure)
            score_scan(specimen, forms, labels, score)
            print(f"level {level}: {score.pages} pages", file=sys.stderr, flush=True)
    return score


def _read(specimen: ScanSpecimen) -> tuple[list[Form], str]:
    """The forms of a scan, or why there are none."""
    from shibiao.extract.errors import UnreadableInput
    from shibiao.pipeline import complete, read_file

    try:
        return complete(read_file(specimen.path)), ""
    except UnreadableInput as error:
        return [], f"{specimen.path.name}: {error}"


def known_labels() -> frozenset[str]:
    """Folded texts that are labels of the vocabulary: levels, fields, funds."""
    from shibiao.schemas.families import load_catalogue

    catalogue = load_catalogue()
    levels = [*catalogue.levels, *(word for level in catalogue.levels.values() for word in level.children)]
    fields = [label for field in catalogue.fields.values() for label in field.labels]
    funds = [label for item in catalogue.funds.items.values() for label in (*item.labels, *item.mid_term, *item.annual)]
    columns = [label for family in catalogue.families for column in family.columns for label in column.labels]
    return frozenset(folded(label) for label in (*levels, *fields, *funds, *columns))
