"""Cell by cell: how many come out exactly, and how many have a neighbour's glyphs in them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.readers import CellReader
from bench.truth import Specimen, folded

_LEAST_FOREIGN = 2  # a one-character slip is a misreading, not a neighbour's text


@dataclass(slots=True)
class CellScore:
    """Counts for one extractor; ``by_mode`` and ``by_producer`` hold (exact, all)."""

    exact: int = 0
    total: int = 0
    foreign: int = 0
    failed: int = 0
    seconds: float = 0.0
    by_mode: dict[str, list[int]] = field(default_factory=dict)
    by_producer: dict[str, list[int]] = field(default_factory=dict)
    missed: list[tuple[str, str]] = field(default_factory=list)


def score_cells(reader: CellReader, specimens: Sequence[Specimen]) -> CellScore:
    """Compare an extractor's cells with the truth.

    Lenient about place: a true cell counts as exact when any cell of the extractor has just its text, each
    used once. Only cells whose glyphs are all in the file are asked for.
    """
    score = CellScore()
    for specimen in specimens:
        start = time.perf_counter()
        try:
            found = [folded(text) for text in reader(specimen.path)]
        except Exception:  # a peer that fails on a file has read none of its cells
            found = []
            score.failed += 1
        score.seconds += time.perf_counter() - start
        _count(specimen, found, score)
    return score


def _count(specimen: Specimen, found: Sequence[str], score: CellScore) -> None:
    left = Counter(found)
    for text in specimen.present:
        exact = left[text] > 0
        if exact:
            left[text] -= 1
        elif len(score.missed) < 40:
            score.missed.append((specimen.path.name, text))
        for table, key in ((score.by_mode, specimen.mode), (score.by_producer, specimen.producer)):
            counts = table.setdefault(key, [0, 0])
            counts[0] += exact
            counts[1] += 1
        score.exact += exact
        score.total += 1
    score.foreign += sum(1 for text in found if is_mixed(text, specimen))


def is_mixed(text: str, specimen: Specimen) -> bool:
    """Whether a cell holds the whole text of one true cell and something of another besides.

    The true texts have to be of some length: 10 stands in 100 without being a neighbour of it.
    """
    whole = {t for t, _ in specimen.cells}
    if text in whole or any(text in t for t in whole):
        return False
    inside = [t for t in whole if len(t) >= 4 and t in text]
    rest = text
    for part in sorted(inside, key=len, reverse=True):
        rest = rest.replace(part, "", 1)
    return bool(inside) and len(rest) >= _LEAST_FOREIGN and any(rest in t or t in rest for t in whole if len(t) >= 2)
