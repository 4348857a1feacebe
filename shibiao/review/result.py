"""What a sample shows: how many of its forms are wrong, and how many of all forms may be.

Only decisions that were made for the sample count. What was found by looking where the risk is says nothing about the
rest of the lot and would make the rate too high; what another purpose decided afterwards cannot make it lower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from shibiao.review.decisions import Decision, Entry, Place
from shibiao.review.limits import Limits, Stratum, estimated, strata_limits, strata_upper
from shibiao.review.sampling import PlanStratum, Sample
from shibiao.review.sizes import most_tolerable

State = Literal["unfinished", "stopped", "finished"]
NOT_A_FORM = "not-a-form"
WHOLE = "whole"  # the form itself is illegible
_COLUMNS = {
    ("forms", "title"): "heading",
    ("forms", "year"): "heading",
    ("fields", "value"): "fields",
    ("funds", "amount"): "amounts",
    ("funds", "label"): "fund-labels",
    ("goals", "text"): "goals",
    ("indicators", "level1"): "levels",
    ("indicators", "level2"): "levels",
    ("indicators", "name"): "names",
    ("indicators", "target"): "targets",
    ("indicators", "actual"): "actuals",
    ("indicators", "weight"): "scores",
    ("indicators", "score"): "scores",
    ("indicators", "deviation"): "deviations",
    ("indicators", "object"): "objects",
    ("indicators", "printed_operator"): "targets",  # the target's own parts, in columns of their own
    ("indicators", "printed_unit"): "targets",
    ("entries", "label"): "entries",
    ("entries", "value"): "entries",
}
KINDS = (*dict.fromkeys(_COLUMNS.values()), WHOLE)


@dataclass(frozen=True, slots=True)
class Rate:
    """Wrong forms among those examined, and what that says of the lot: an estimate and limits, as numbers of forms."""

    lot: int
    examined: int
    wrong: int
    estimate: float
    limits: Limits

    @property
    def at_most(self) -> float:
        """The one-sided upper limit as a share of the lot."""
        return self.limits.at_most / self.lot

    @property
    def between(self) -> tuple[float, float]:
        """The two-sided interval as shares of the lot."""
        return self.limits.low / self.lot, self.limits.high / self.lot


@dataclass(frozen=True, slots=True)
class Bound:
    """What is certain when a curtailed examination stops: the whole sample would have shown a limit of no more (no
    less) than this many forms, whatever the forms that are left hold.
    """

    at_most: int | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a sample. ``rate``, ``kinds`` and ``strata`` are empty until all its forms are examined.

    ``met``: the lot is shown to have no more than the tolerable share of wrong forms; None while that is open.
    ``wrong`` and ``faults``: of the forms examined. ``kinds`` by field kind, in the order of KINDS, not-a-form last.
    """

    sample: Sample
    state: State
    examined: tuple[str, ...]
    wrong: tuple[str, ...]
    not_forms: tuple[str, ...]
    met: bool | None
    rate: Rate | None
    bound: Bound | None
    kinds: Mapping[str, Rate]
    strata: tuple[tuple[PlanStratum, Rate], ...]
    faults: tuple[Entry, ...]
    decided: tuple[Entry, ...]

    @property
    def pending(self) -> tuple[str, ...]:
        """The forms that are not examined yet, in the order of drawing."""
        done = frozenset(self.examined)
        return tuple(form_id for form_id in self.sample.forms if form_id not in done)


def kind_of(place: Place) -> str:
    """The field kind that a decision is about."""
    return _COLUMNS.get((place.table or "", place.column or ""), WHOLE)


def decided_for(sample: Sample, entries: Iterable[Entry]) -> dict[Place, Entry]:
    """The decisions that stand among those made for the sample, whatever was decided for other purposes since.

    ``entries``: all of the log in its order (best), or what stands of it.
    """
    mine = frozenset(sample.forms)
    found: dict[int, Entry] = {}
    for entry in entries:
        if entry.decision.place.form_id not in mine:
            continue
        if entry.decision.verdict == "undo":
            found.pop(entry.decision.undoes or 0, None)
        elif entry.decision.purpose == "sample" and entry.decision.sample == sample.sample_id:
            found[entry.number] = entry
    return {entry.decision.place: entry for _, entry in sorted(found.items())}


def result_of(sample: Sample, entries: Iterable[Entry]) -> Result:
    """The state of a sample, and what it shows as soon as it may."""
    standing = decided_for(sample, entries)
    whole = {place.form_id: entry.decision for place, entry in standing.items() if place.table is None}
    examined = tuple(form_id for form_id in sample.forms if form_id in whole)
    faults = tuple(entry for place, entry in standing.items() if place.form_id in whole and _is_fault(entry.decision))
    of_kind: dict[str, set[str]] = defaultdict(set)
    for entry in faults:
        of_kind[kind_of(entry.decision.place)].add(entry.decision.place.form_id)
    wrong = frozenset().union(*of_kind.values())
    of_kind[NOT_A_FORM] = {form_id for form_id, decision in whole.items() if decision.verdict == NOT_A_FORM}
    state, met, bound = _state(sample, frozenset(examined), wrong)
    over = state == "finished"
    return Result(
        sample=sample,
        state=state,
        examined=examined,
        wrong=tuple(form_id for form_id in sample.forms if form_id in wrong),
        not_forms=tuple(form_id for form_id in sample.forms if form_id in of_kind[NOT_A_FORM]),
        met=met,
        rate=_rate(sample, wrong) if over else None,
        bound=bound,
        kinds={kind: _rate(sample, frozenset(of_kind[kind])) for kind in (*KINDS, NOT_A_FORM)} if over else {},
        strata=_by_stratum(sample, wrong) if over and len(sample.plan.strata) > 1 else (),
        faults=faults,
        decided=tuple(standing.values()),
    )


def _is_fault(decision: Decision) -> bool:
    return decision.verdict in ("correct", "illegible")


def _state(sample: Sample, examined: frozenset[str], wrong: frozenset[str]) -> tuple[State, bool | None, Bound | None]:
    """Whether the verdict is open. Curtailment: where it is the same whether all forms that are left are right or all
    are wrong, it is the whole sample's, with that sample's risk of error; looking often costs nothing.
    """
    plan, left = sample.plan, frozenset(sample.forms) - examined
    most = most_tolerable(plan.lot, plan.tolerable)
    best = strata_upper(sample.strata(wrong), plan.confidence)
    if not left:
        return "finished", best <= most, None
    if plan.curtailed and plan.allowed is not None:
        worst = strata_upper(sample.strata(wrong | left), plan.confidence)
        if worst <= most:
            return "stopped", True, Bound(at_most=worst)
        if best > most:
            right = [one._replace(wrong=one.drawn - one.wrong) for one in sample.strata(wrong)]
            return "stopped", False, Bound(at_least=plan.lot - strata_upper(right, plan.confidence))
    return "unfinished", None, None


def _rate(sample: Sample, wrong: frozenset[str]) -> Rate:
    return _rate_of(sample.strata(wrong), sample.plan.confidence)


def _rate_of(strata: list[Stratum], confidence: float) -> Rate:
    lot, examined, wrong = (sum(column) for column in zip(*strata, strict=True))
    return Rate(lot, examined, wrong, estimated(strata), strata_limits(strata, confidence))


def _by_stratum(sample: Sample, wrong: frozenset[str]) -> tuple[tuple[PlanStratum, Rate], ...]:
    pairs = zip(sample.plan.strata, sample.strata(wrong), strict=True)
    return tuple((planned, _rate_of([one], sample.plan.confidence)) for planned, one in pairs)
