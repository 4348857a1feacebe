"""shibiao's cells against the truth of a scan: exactness, place, and what was claimed to be certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.scans.specimens import Box, ScanSpecimen, TrueCell, TruePage
from bench.truth import folded
from shibiao.schemas.records import CellRecord, Form

CERTAIN = 0.99


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell of the record that stands where a true cell stands.

    ``exact``: it reads as the paper does. ``right``: its value is what the form says, the whole text where the cell
    cuts it; that is what ``confidence`` speaks of.
    """

    exact: bool
    right: bool
    confidence: float
    has_figure: bool
    read: str
    true: str
    file: str
    page: int
    box: Box
    marks: tuple[str, ...]


@dataclass(slots=True)
class ScanScore:
    """Counts of one level. ``(right, all)`` where two figures; distances in pixels at 300 dpi."""

    pages: int = 0
    cells: list[int] = field(default_factory=lambda: [0, 0])
    labels: list[int] = field(default_factory=lambda: [0, 0])
    forms: list[int] = field(default_factory=lambda: [0, 0])
    seals: list[int] = field(default_factory=lambda: [0, 0])
    false_seals: int = 0
    distances: list[float] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def wrong_numbers(self) -> list[Judged]:
        """Cells with figures that are misread but shown as certain."""
        return [j for j in self.judged if j.has_figure and not j.exact and j.confidence >= CERTAIN]

    @property
    def cut_unseen(self) -> list[Judged]:
        """Cells read as printed and shown as certain, of whose text the paper does not show the rest."""
        return [j for j in self.judged if j.exact and not j.right and j.confidence >= CERTAIN]

    @property
    def certain_numbers(self) -> int:
        return sum(j.has_figure and j.confidence >= CERTAIN for j in self.judged)


def score_scan(specimen: ScanSpecimen, forms: Sequence[Form], labels: frozenset[str], score: ScanScore) -> None:
    """Add one scan. ``labels``: folded texts that are labels of the vocabulary."""
    whole = bool(forms)
    for page in specimen.pages:
        cells = [cell for form in forms for cell in form.cells if cell.page == page.number]
        right = _score_page(specimen, page, cells, forms, labels, score)
        whole = whole and right
    score.forms[0] += whole
    score.forms[1] += 1


def _score_page(
    specimen: ScanSpecimen,
    page: TruePage,
    cells: Sequence[CellRecord],
    forms: Sequence[Form],
    labels: frozenset[str],
    score: ScanScore,
) -> bool:
    score.pages += 1
    scale = _pixels_per_point(specimen, page, forms)
    boxes = [tuple(v * scale for v in cell.bbox) for cell in cells]
    exact = _count_exact(page.cells, [folded(cell.text.value or "") for cell in cells])
    for true in page.cells:
        wanted = {folded(true.printed), folded(true.whole)}
        at = cell_at(true, boxes)
        is_label = bool(wanted & labels)
        if is_label:
            score.labels[1] += 1
            score.labels[0] += at is not None and folded(cells[at].text.value or "") in wanted
        if at is not None:
            cell = cells[at]
            read = folded(cell.text.value or "")
            hit = read in wanted
            figure = any(c.isdigit() for c in read)
            score.judged.append(
                Judged(
                    hit, read == folded(true.whole), cell.text.confidence, figure, read, folded(true.printed),
                    specimen.path.name, page.number, true.box, true.marks,
                )
            )  # fmt: skip
            if hit:
                score.distances.append(_distance(true.box, boxes[at]) * 300 / specimen.dpi)
    score.cells[0] += exact
    score.cells[1] += len(page.cells)
    _score_seals(page, forms, scale, score)
    return exact == len(page.cells)


def _count_exact(cells: Sequence[TrueCell], read: Sequence[str]) -> int:
    """How many true cells have a text of the record for their own: as printed, or whole where the paper cuts it. Those
    that may have one text only choose first, so that no other takes it from them."""
    left = Counter(read)
    exact = 0
    wanted = [tuple(dict.fromkeys((folded(cell.printed), folded(cell.whole)))) for cell in cells]
    for texts in sorted(wanted, key=len):
        found = next((text for text in texts if left[text] > 0), None)
        if found is not None:
            left[found] -= 1
            exact += 1
    return exact


def _pixels_per_point(specimen: ScanSpecimen, page: TruePage, forms: Sequence[Form]) -> float:
    """Pixels of the scan, as the truth counts them, a point of the record: a PDF may give its page any size."""
    for form in forms:
        for scan in getattr(form.source, "scans", ()):
            if scan.page == page.number:
                return float(page.width / scan.width * scan.dpi / 72)
    return specimen.dpi / 72


def cell_at(true: TrueCell, boxes: Sequence[tuple[float, ...]]) -> int | None:
    """The cell that covers a true cell best, of those that hold its middle.

    On a slanted page the boxes of neighbours overlap, so that the middle alone does not tell.
    """
    x, y = (true.box[0] + true.box[2]) / 2, (true.box[1] + true.box[3]) / 2
    inside = [i for i, (x0, y0, x1, y1) in enumerate(boxes) if x0 <= x <= x1 and y0 <= y <= y1]
    return max(inside, key=lambda i: _overlap(true.box, boxes[i]), default=None)


def _overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    common = max(0.0, wide) * max(0.0, high)
    areas = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (one, other))
    return common / (areas - common) if areas > common else 0.0


def _distance(one: Box, other: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _score_seals(page: TruePage, forms: Sequence[Form], scale: float, score: ScanScore) -> None:
    found = [
        tuple(v * scale for v in mark.bbox)
        for form in forms
        for mark in getattr(form, "marks", ())
        if mark.kind == "seal" and mark.page == page.number
    ]
    hits = sum(any(_holds_middle(seal, box) for box in found) for seal in page.seals)
    score.seals[0] += hits
    score.seals[1] += len(page.seals)
    score.false_seals += sum(not any(_holds_middle(seal, box) for seal in page.seals) for box in set(found))


def _holds_middle(seal: Box, box: Sequence[float]) -> bool:
    x, y = (seal[0] + seal[2]) / 2, (seal[1] + seal[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
