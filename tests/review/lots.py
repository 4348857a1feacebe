"""Lots, samples and decisions, made without any file."""

from __future__ import annotations

from collections.abc import Iterable

from shibiao.review.decisions import Decision, Entry, Place, Purpose, Verdict
from shibiao.review.lot import Lot, lot_hash
from shibiao.review.sampling import Demand, Sample, draw

AT = "2026-01-02T03:04:05+00:00"


def made_lot(size: int) -> Lot:
    """A lot of so many forms, one a file."""
    forms = {f"{n:016x}-0001": f"{n:064x}" for n in range(size)}
    return Lot(forms, lot_hash(forms), "0" * 64)


def drawn(size: int, demand: Demand, strata: int = 1) -> Sample:
    """A sample of such a lot, its forms dealt out to strata in turn."""
    names = [(f"{2020 + n}",) for n in range(strata)]
    of_form = (lambda form_id: names[int(form_id[:16], 16) % strata]) if strata > 1 else (lambda form_id: ())
    return draw(made_lot(size), of_form, demand, AT)


class Log:
    """Decisions as they come in."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(
        self,
        place: Place,
        verdict: Verdict,
        sample: Sample | None,
        purpose: Purpose = "sample",
        by: str = "王",
        undoes: int | None = None,
    ) -> Entry:
        after = "后" if verdict == "correct" else None
        named = sample.sample_id if sample else None
        decision = Decision(place, verdict, by, purpose, "前", after, sample=named, undoes=undoes)
        self.entries.append(Entry(len(self.entries) + 1, AT, decision, "", f"{len(self.entries):064x}"))
        return self.entries[-1]

    def accept(self, forms: Iterable[str], sample: Sample) -> Log:
        for form_id in forms:
            self.add(Place(form_id), "accept", sample)
        return self

    def wrong(self, forms: Iterable[str], sample: Sample, column: str = "target") -> Log:
        for form_id in forms:
            self.add(target_of(form_id, column), "correct", sample)
        return self


def target_of(form_id: str, column: str = "target") -> Place:
    """A value of an indicator."""
    return Place(form_id, "indicators", f"{form_id}/annual/p1.r5.c3", column)
