"""What became of the texts of an archive: cuts repaired, doubted or not seen, whole ones left alone or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.repairs.printing import Printed, Truth
from shibiao.normalize.archive.texts import shape_of
from shibiao.schemas.records import Form, Value

SURE = 0.99  # users accept such a value unseen
DOUBTFUL = 0.9  # less is looked at
CUT_OUTCOMES = ("right", "wrong", "first candidate", "candidate", "no candidate", "not seen")
WHOLE_OUTCOMES = ("left alone", "doubted", "thought cut")


@dataclass(slots=True)
class Score:
    """Counts by slot and outcome, by evidence, and the errors spelled out.

    ``by_evidence``: right and wrong repairs by kind of evidence, and the sum of their confidence.
    ``wrong_but_sure``: wrong repairs with a confidence of ``SURE`` or more.
    """

    cut: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    whole: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_evidence: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0.0]))
    wrong: list[str] = field(default_factory=list)
    thought_cut: list[str] = field(default_factory=list)
    wrong_but_sure: int = 0

    def total(self, outcome: str) -> int:
        """Cut texts of all slots with an outcome."""
        return sum(counts[outcome] for counts in self.cut.values())

    @property
    def cuts(self) -> int:
        """How many texts were cut."""
        return sum(counts.total() for counts in self.cut.values())

    @property
    def wholes(self) -> int:
        """How many were not."""
        return sum(counts.total() for counts in self.whole.values())


def measure(printed: Sequence[Printed], completed: Iterable[Form]) -> Score:
    """Compare an archive's completed forms with the truth."""
    score = Score()
    for one, form in zip(printed, completed, strict=True):
        for cell in form.cells:
            truth = one.truth[cell.id]
            if truth.is_cut:
                _cut(score, truth, cell.text)
            else:
                _whole(score, truth, cell.text)
    return score


def _cut(score: Score, truth: Truth, value: Value) -> None:
    if value.status == "repaired-archive":
        right = value.value == truth.whole
        evidence = value.evidence.reasons[-1] if value.evidence else ""
        counted = score.by_evidence[evidence]
        counted[not right] += 1
        counted[2] += value.confidence
        outcome = "right" if right else "wrong"
        if not right:
            score.wrong.append(f"{truth.slot} {truth.printed} → {value.value} [{truth.whole}] {evidence}")
            score.wrong_but_sure += value.confidence >= SURE
    elif value.confidence >= DOUBTFUL:
        outcome = "not seen"
    else:
        candidates = value.evidence.candidates if value.evidence else ()
        known = [shape_of(candidate.text) for candidate in candidates]
        outcome = "candidate" if shape_of(truth.whole) in known else "no candidate"
        outcome = "first candidate" if known[:1] == [shape_of(truth.whole)] else outcome
    score.cut[truth.slot][outcome] += 1


def _whole(score: Score, truth: Truth, value: Value) -> None:
    thought_cut = value.status in ("clipped-lost", "repaired-archive")
    outcome = "thought cut" if thought_cut else "doubted" if value.confidence < DOUBTFUL else "left alone"
    score.whole[truth.slot][outcome] += 1
    if thought_cut:
        reasons = ", ".join(value.evidence.reasons) if value.evidence else ""
        score.thought_cut.append(f"{truth.slot} {truth.whole} → {value.value} {reasons}")
        if value.status == "repaired-archive":
            score.wrong_but_sure += value.confidence >= SURE
