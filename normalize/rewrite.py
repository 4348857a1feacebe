"""Putting changed cell values into a form, in the cell itself and in every part that holds the cell's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from shibiao.schemas.records import Form, FundRecord, GoalRecord, IndicatorRecord, PairRecord, Value

_Renew = Callable[[Value], Value]
_R = TypeVar("_R", FundRecord, GoalRecord, IndicatorRecord)
# Levels are words of the vocabulary: what is known of them does not come from the cell's text alone.
_INDICATOR_SLOTS = (
    *("name", "target", "actual", "weight", "score", "deviation"),
    *("object", "printed_operator", "printed_unit"),
)


def with_values(form: Form, changes: Mapping[str, Value]) -> Form:
    """A form in which cells have new values.

    A part of the form (a name, a target, an amount, a goal, a field, an entry of a list) that held its cell's old text
    gets the new value; one that held something made of it (a code, a name without its code) keeps that, and shares the
    doubt. Title, year and levels stay.
    """
    old = {cell.id: cell.text for cell in form.cells if cell.id in changes}

    def renew(value: Value) -> Value:
        cell = value.cell
        if cell is None or cell not in changes or value.raw != old[cell].raw:
            return value
        changed = changes[cell]
        if value.value != old[cell].value:
            return _doubted(value, changed) if changed.status == "clipped-lost" else value
        if value.status == "complete" and value.confidence < old[cell].confidence:
            return changed.model_copy(update={"confidence": min(changed.confidence, value.confidence)})
        return changed

    def renew_end(value: Value) -> Value:
        """The same for what stands behind a colon in its cell: a doubt about the cell's end is one about it."""
        cell = value.cell
        if cell is None or cell not in changes or not value.raw or value.raw == old[cell].raw:
            return renew(value)
        doubted = changes[cell].confidence < value.confidence and old[cell].raw.endswith(value.raw)
        return _doubted(value, changes[cell]) if doubted else value

    return form.model_copy(update=_parts(form, changes, renew, renew_end))


def _parts(form: Form, changes: Mapping[str, Value], renew: _Renew, renew_end: _Renew) -> dict[str, object]:
    return {
        "cells": tuple(
            cell.model_copy(update={"text": changes[cell.id]}) if cell.id in changes else cell for cell in form.cells
        ),
        "fields": {key: renew(value) for key, value in form.fields.items()},
        "funds": tuple(_renewed(fund, ("amount", "label"), renew) for fund in form.funds),
        "goals": tuple(_renewed(goal, ("text",), renew) for goal in form.goals),
        "indicators": tuple(_indicator(indicator, renew) for indicator in form.indicators),
        "tables": {
            name: tuple({key: renew(value) for key, value in row.items()} for row in rows)
            for name, rows in form.tables.items()
        },
        "pairs": tuple(PairRecord(label=renew(pair.label), value=renew_end(pair.value)) for pair in form.pairs),
    }


def _renewed(record: _R, slots: tuple[str, ...], renew: _Renew) -> _R:
    """The record with its values in these slots renewed; itself where none changes."""
    values = {slot: value for slot in slots if (value := getattr(record, slot)) is not None}
    new = {slot: changed for slot, value in values.items() if (changed := renew(value)) is not value}
    return record.model_copy(update=new) if new else record


def _indicator(indicator: IndicatorRecord, renew: _Renew) -> IndicatorRecord:
    renewed = _renewed(indicator, _INDICATOR_SLOTS, renew)
    if not indicator.extra:
        return renewed
    return renewed.model_copy(update={"extra": {key: renew(value) for key, value in indicator.extra.items()}})


def _doubted(value: Value, source: Value) -> Value:
    """A value made out of a text that turns out to be cut is no surer than the text."""
    update = {"status": source.status, "confidence": source.confidence, "evidence": source.evidence}
    return value.model_copy(update=update)
