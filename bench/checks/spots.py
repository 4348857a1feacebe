"""Printed figures of a form that can be made wrong, and the form with one of them wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shibiao.schemas.records import Form, GoalRecord, Value


@dataclass(frozen=True, slots=True)
class Spot:
    """A printed figure: its kind for the report, the cell, and its text. ``year``: which year of a goal's heading."""

    kind: str
    cell: str
    text: str
    year: str = ""

    def corruptions(self, pick: int) -> Iterator[str]:
        """The text with each of its digits another, one at a time; ``pick`` chooses which other digit."""
        for place, character in enumerate(self.text):
            if character.isdecimal():
                other = (int(character) + 1 + pick % 9) % 10
                pick = pick * 31 + 7
                yield f"{self.text[:place]}{other}{self.text[place + 1 :]}"


def spots_of(form: Form) -> list[Spot]:
    """All figures of a form that arithmetic can be about, each printed place once."""
    found = [*_funds(form), *_scores(form), *_periods(form)]
    return list(dict.fromkeys(found))


def _funds(form: Form) -> Iterator[Spot]:
    for fund in form.funds:
        yield from _spot("funds: " + _FUND_KINDS.get(fund.measure, "amounts"), fund.amount)


_FUND_KINDS = {"weight": "weight of execution", "execution_rate": "execution rate", "score": "score of execution"}


def _scores(form: Form) -> Iterator[Spot]:
    for indicator in form.indicators:
        yield from _spot("weights", indicator.weight)
        yield from _spot("scores", indicator.score)
        if indicator.level1 is not None and any(c.isdecimal() for c in indicator.level1.raw):
            yield Spot("level-1 weights", indicator.level1.cell or "", indicator.level1.raw)
    yield from _spot("total score", form.fields.get("total_score"))


def _periods(form: Form) -> Iterator[Spot]:
    term = form.fields.get("project_term")
    if term is not None and term.value and term.value.endswith("年") and len(term.value) < 4:
        yield from _spot("term", term)
    for goal in form.goals:
        if goal.period is not None and goal.text.cell is not None:
            yield Spot("period", goal.text.cell, str(goal.period.start), "start")
            yield Spot("period", goal.text.cell, str(goal.period.end), "end")


def _spot(kind: str, value: Value | None) -> Iterator[Spot]:
    if value is not None and value.value and value.cell and any(c.isdecimal() for c in value.value):
        yield Spot(kind, value.cell, value.value)


def corrupted(form: Form, spot: Spot, text: str) -> Form:
    """The form with another text at the spot, wherever its cell is repeated."""

    def changed(value: Value | None) -> Value | None:
        if value is None or value.cell != spot.cell:
            return value
        if spot.kind == "level-1 weights":
            return value.model_copy(update={"raw": text}) if value.raw == spot.text else value
        if value.value != spot.text:
            return value
        return value.model_copy(update={"value": text, "raw": value.raw.replace(spot.text, text)})

    slots = ("level1", "weight", "score")
    return form.model_copy(
        update={
            "funds": tuple(f.model_copy(update={"amount": changed(f.amount)}) for f in form.funds),
            "fields": {key: changed(value) for key, value in form.fields.items()},
            "indicators": tuple(
                i.model_copy(update={slot: changed(getattr(i, slot)) for slot in slots}) for i in form.indicators
            ),
            "goals": tuple(_with_year(g, spot, text) for g in form.goals),
        }
    )


def _with_year(goal: GoalRecord, spot: Spot, text: str) -> GoalRecord:
    if not spot.year or goal.period is None or goal.text.cell != spot.cell:
        return goal
    return goal.model_copy(update={"period": goal.period.model_copy(update={spot.year: int(text)})})
