"""Record by record: fields, levels, funds, goals and indicators against the truth, and what was claimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.truth import Specimen, folded
from shibiao.schemas.records import Form, IndicatorRecord, Value

CERTAIN = 0.99
_PARTS = ("name", "target", "actual", "weight", "score", "deviation")


@dataclass(slots=True)
class RecordScore:
    """(right, all) for each kind of value, and the errors that matter most."""

    kinds: dict[str, list[int]] = field(default_factory=dict)
    repairs: list[int] = field(default_factory=lambda: [0, 0])
    false_repairs: list[str] = field(default_factory=list)
    wrong_but_certain: list[str] = field(default_factory=list)
    lost_unsaid: list[str] = field(default_factory=list)
    forms: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, kind: str, right: bool) -> bool:
        counts = self.kinds.setdefault(kind, [0, 0])
        counts[0] += right
        counts[1] += 1
        return right


def score_records(specimens: Sequence[Specimen]) -> RecordScore:
    """Read every specimen and compare its forms with the truth, in the order of the file."""
    from shibiao.pipeline import complete, read_file

    score = RecordScore()
    for specimen in specimens:
        forms = complete(read_file(specimen.path))
        score.add("forms a file", len(forms) == len(specimen.forms))
        for truth, form in zip(specimen.forms, forms, strict=False):
            right = [score.add(kind, good) for kind, good in _compare(truth, form, specimen, score)]
            score.forms[0] += all(right)
            score.forms[1] += 1
    return score


def _compare(truth: dict[str, Any], form: Form, specimen: Specimen, score: RecordScore) -> Iterator[tuple[str, bool]]:
    place = f"{specimen.path.name} {form.form_id[-4:]}"
    yield "family", bool(form.family == truth["family"])
    yield "year", _same(form.year, truth["year"])
    for key, text in truth["fields"].items():
        if text is not None:
            yield "fields", _value(form.fields.get(key), text, specimen, f"{place} {key}", score)
    funds = {(f.pane, f.item, f.measure): f.amount for f in form.funds}
    for fund in truth["funds"]:
        amount = funds.get((fund["pane"], fund["item"], fund["measure"]))
        number = fund["amount"].rstrip("%") if fund["amount"] else None
        yield "funds", _value(amount, number, specimen, f"{place} {fund['item']}", score)
    goals = {(g.pane, g.kind): g for g in form.goals}
    for goal in truth["goals"]:
        found = goals.get((goal["pane"], goal["kind"]))
        period = goal["period"]
        yield "periods", (found.period.model_dump() if found and found.period else None) == period
        yield "goals", _value(found.text if found else None, goal["text"], specimen, f"{place} goal", score)
    yield from _indicators(truth, form, specimen, place, score)


def _indicators(
    truth: dict[str, Any], form: Form, specimen: Specimen, place: str, score: RecordScore
) -> Iterator[tuple[str, bool]]:
    for pane in ("mid_term", "annual"):
        wanted = [i for i in truth["indicators"] if i["pane"] == pane]
        found = [i for i in form.indicators if i.pane == pane]
        yield "indicators a pane", len(wanted) == len(found)
        for want, got in zip(wanted, found, strict=False):
            where = f"{place} {pane} {want['name']}"
            yield "levels", _value(got.level1, want["level1"], specimen, where, score)
            yield "levels", _value(got.level2, want["level2"], specimen, where, score)
            yield from _parts(want, got, specimen, where, score)


def _parts(
    want: dict[str, Any], got: IndicatorRecord, specimen: Specimen, where: str, score: RecordScore
) -> Iterator[tuple[str, bool]]:
    for part in _PARTS:
        if want.get(part) is not None:
            kind = "names" if part == "name" else "targets" if part == "target" else "results and scores"
            yield kind, _value(getattr(got, part), want[part], specimen, f"{where} {part}", score)


def _value(value: Value | None, text: str | None, specimen: Specimen, where: str, score: RecordScore) -> bool:
    """Whether a value is right; a text that is not wholly in the file is right when it is said to be lost.

    A repair of a text that is not in the file must be the whole text.
    """
    right = _same(value, text)
    if value is None:
        return text in (None, "")
    if value.status.startswith("repaired"):
        score.repairs[0] += right
        score.repairs[1] += 1
        if not right:
            score.false_repairs.append(f"{where}: {value.raw} -> {value.value}, not {text}")
    if not right and value.confidence >= CERTAIN:
        score.wrong_but_certain.append(f"{where}: {value.value}, not {text} ({value.status} {value.confidence})")
    if right or text is None or folded(text) in specimen.present:
        return right
    if value.status == "complete" and value.confidence >= 0.9:
        score.lost_unsaid.append(f"{where}: {value.value}, not {text} ({value.status} {value.confidence})")
    return value.status == "clipped-lost" or value.confidence <= 0.9


def _same(value: Value | None, text: object) -> bool:
    return folded(str((value.value if value else None) or "")) == folded(str(text or ""))
