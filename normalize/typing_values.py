"""Typing targets: operator, number, unit and class from the printed text."""

from __future__ import annotations

from shibiao.normalize.values import parse_value
from shibiao.schemas.records import Form, IndicatorRecord

_DAMAGED = "damaged"


def type_values(form: Form) -> Form:
    """The form with every indicator's target parsed.

    A figure that its cell cut is no figure: its class is ``damaged`` and it has no number.
    """
    year = int(form.year.value) if form.year and form.year.value and form.year.value.isdecimal() else None
    return form.model_copy(update={"indicators": tuple(typed_indicator(i, year) for i in form.indicators)})


def typed_indicator(indicator: IndicatorRecord, year: int | None) -> IndicatorRecord:
    """The indicator with its target parsed; ``year``: the form's."""
    parsed = parse_value(indicator.target.value or "", year=year)
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
