"""Putting changed cell values into a form, in the cell itself and in every part that holds the cell's text."""

from __future__ import annotations

from collections.abc import Mapping

from shibiao.schemas.records import Form, GoalRecord, IndicatorRecord, Value


def with_values(form: Form, changes: Mapping[str, Value]) -> Form:
    """A form in which cells have new values.

    A part of the form (a name, a target, a goal, a field) that held its cell's old text gets the new value;
    one that held something made of it (a code, a name without its code) keeps that, and shares the doubt.
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

    return form.model_copy(
        update={
            "cells": tuple(
                cell.model_copy(update={"text": changes[cell.id]}) if cell.id in changes else cell
                for cell in form.cells
            ),
            "fields": {key: renew(value) for key, value in form.fields.items()},
            "goals": tuple(_goal(goal, renew(goal.text)) for goal in form.goals),
            "indicators": tuple(
                _indicator(
                    i, renew(i.name), renew(i.target), i.actual and renew(i.actual), i.deviation and renew(i.deviation)
                )
                for i in form.indicators
            ),
        }
    )


def _doubted(value: Value, source: Value) -> Value:
    """A value made out of a text that turns out to be cut is no surer than the text."""
    update = {"status": source.status, "confidence": source.confidence, "evidence": source.evidence}
    return value.model_copy(update=update)


def _goal(goal: GoalRecord, text: Value) -> GoalRecord:
    return goal if text is goal.text else goal.model_copy(update={"text": text})


def _indicator(
    indicator: IndicatorRecord, name: Value, target: Value, actual: Value | None, deviation: Value | None
) -> IndicatorRecord:
    new = {"name": name, "target": target, "actual": actual, "deviation": deviation}
    changed = {key: value for key, value in new.items() if value is not getattr(indicator, key)}
    return indicator.model_copy(update=changed) if changed else indicator
