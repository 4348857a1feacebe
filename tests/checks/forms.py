"""Forms made by hand, as small as a rule needs them."""

from __future__ import annotations

from itertools import count
from typing import Any

from shibiao.normalize.typing_values import type_values
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import (
    Form,
    FundRecord,
    GoalRecord,
    IndicatorRecord,
    Pane,
    Period,
    SourceRecord,
    Value,
)

_CELLS = count()


def value(text: str | None, **more: Any) -> Value:
    """A value as read, in a cell of its own."""
    known = {"raw": text or "", "confidence": 0.995, "cell": f"p1.r{next(_CELLS)}.c0", **more}
    return Value(value=text, **known)


def fund(
    item: str, amount: str | None, pane: Pane = "annual", measure: str = "amount", unit: str | None = "万元"
) -> FundRecord:
    return FundRecord(pane=pane, item=item, measure=measure, amount=value(amount), unit=unit, label=value(item))


def funds(pane: Pane, total: str, fiscal: str, other: str = "0.00") -> list[FundRecord]:
    return [fund("total", total, pane), fund("fiscal", fiscal, pane), fund("other", other, pane)]


def goal(
    text: str | None, pane: Pane = "annual", span: tuple[int, int] | None = None, kind: Any = "expected"
) -> GoalRecord:
    return GoalRecord(
        pane=pane, kind=kind, period=Period(start=span[0], end=span[1]) if span else None, text=value(text)
    )


def indicator(level2: str, name: str | None, target: str | None, pane: Pane = "annual", **more: Any) -> IndicatorRecord:
    """``more``: level1, actual, weight, score, deviation as texts."""
    level1 = more.pop("level1", None) or (
        "满意度指标" if "满意度" in level2 else "效益指标" if "效益" in level2 or "影响" in level2 else "产出指标"
    )
    texts = {key: value(text) for key, text in more.items()}
    return IndicatorRecord(
        pane=pane,
        level1=value(level1.split("（")[0], raw=level1),
        level2=value(level2),
        name=value(name),
        target=value(target),
        **texts,
    )


def form(family: str = "goal_1pane", term: str = "1年", year: str = "2023", **parts: Any) -> Form:
    """A form of the given parts, its targets typed."""
    made = Form(
        form_id="0" * 16 + "-0001",
        family=family,
        source=SourceRecord(name="x.pdf", sha256="0" * 64, kind="digital", pages=(1,)),
        year=value(year),
        fields={"project_term": value(term), **parts.pop("fields", {})},
        funds=tuple(parts.pop("funds", ())),
        goals=tuple(parts.pop("goals", ())),
        indicators=tuple(parts.pop("indicators", ())),
    )
    assert not parts
    return type_values(made, load_catalogue().confidence)
