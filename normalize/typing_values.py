"""Typing targets: operator, number, unit and class from the printed text."""

from __future__ import annotations

from shibiao.normalize.values import ParsedParts, parse_parts
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Evidence, Form, IndicatorRecord, Value

_DAMAGED = "damaged"
_CONTRADICTIONS = frozenset({"operators-disagree", "units-disagree", "sign-disagrees"})  # of docs/values.md


def type_values(form: Form, confidences: Confidences) -> Form:
    """The form with every indicator's target parsed.

    A figure that its cell cut is no figure: its class is ``damaged`` and it has no number. Where the columns of
    operator, value and unit contradict each other, the target is doubtful.
    """
    year = int(form.year.value) if form.year and form.year.value and form.year.value.isdecimal() else None
    typed = tuple(_doubted(typed_indicator(i, year), _parts(i, year), confidences) for i in form.indicators)
    return form.model_copy(update={"indicators": typed})


def typed_indicator(indicator: IndicatorRecord, year: int | None) -> IndicatorRecord:
    """The indicator with its target parsed, joined with the operator and the unit that stand in columns of their own.

    ``year``: the form's.
    """
    parsed = _parts(indicator, year).value
    lost = indicator.target.status == "clipped-lost" and parsed.number is not None
    return indicator.model_copy(
        update={
            "operator": None if lost else parsed.operator,
            "number": None if lost else parsed.number,
            "number2": None if lost else parsed.number2,
            "unit": None if lost else parsed.unit,
            "value_class": _DAMAGED if lost else parsed.value_class,
        }
    )


def _parts(indicator: IndicatorRecord, year: int | None) -> ParsedParts:
    operator, unit = _text(indicator.printed_operator), _text(indicator.printed_unit)
    return parse_parts(operator, indicator.target.value or "", unit, indicator.name.value, year=year)


def _text(value: Value | None) -> str | None:
    return None if value is None else value.value or ""


def _doubted(indicator: IndicatorRecord, parts: ParsedParts, confidences: Confidences) -> IndicatorRecord:
    """The indicator, its target doubtful where what its three cells say does not fit together, and its sign where
    that is none."""
    if "sign-unknown" in parts.value.flags and indicator.printed_operator is not None:
        sign = indicator.printed_operator
        unsure = min(sign.confidence, confidences.unknown_label)
        indicator = indicator.model_copy(update={"printed_operator": sign.model_copy(update={"confidence": unsure})})
    contradictions = tuple(flag for flag in parts.value.flags if flag in _CONTRADICTIONS)
    if not contradictions:
        return indicator
    target = indicator.target
    evidence = target.evidence or Evidence(kind="disagreement", reasons=contradictions)
    confidence = min(target.confidence, confidences.readings_differ)
    return indicator.model_copy(
        update={"target": target.model_copy(update={"confidence": confidence, "evidence": evidence})}
    )
