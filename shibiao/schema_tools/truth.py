"""What a sample form says, as a person wrote it down: ``NAME.truth.json`` beside the sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from shibiao.schemas.loader import SchemaError
from shibiao.schemas.records import Form, IndicatorRecord, Pane, Value

SCHEMA_ID = "shibiao.truth/1"
_SLOTS = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation", "object")
Text = str | None


class _Part(BaseModel):
    """What is not known is left alone: truths of generated samples say more."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class TruthFund(_Part):
    """An amount, by the keys of ``FundRecord``."""

    pane: Pane = "annual"
    item: str
    measure: str = "amount"
    amount: Text


class TruthGoal(_Part):
    """A goal's text."""

    pane: Pane = "annual"
    kind: Literal["expected", "actual"] = "expected"
    text: Text


class TruthIndicator(_Part):
    """An indicator: of its columns those that are to be compared."""

    pane: Pane = "annual"
    level1: Text = None
    level2: Text = None
    name: Text = None
    target: Text = None
    actual: Text = None
    weight: Text = None
    score: Text = None
    deviation: Text = None
    object: Text = None
    extra: dict[str, Text] | None = None


class TruthForm(_Part):
    """A form: its family, and of its parts those that are to be compared (None: not)."""

    family: str
    title: Text = None
    year: Text = None
    fields: dict[str, Text] | None = None
    tables: dict[str, tuple[dict[str, Text], ...]] | None = None
    funds: tuple[TruthFund, ...] | None = None
    goals: tuple[TruthGoal, ...] | None = None
    indicators: tuple[TruthIndicator, ...] | None = None


class Truth(_Part):
    """All forms of a sample, in their order. ``reviewed`` False: drafted from a reading, seen by nobody."""

    reviewed: bool = True
    forms: tuple[TruthForm, ...]


def truth_path(sample: Path) -> Path:
    """Where a sample's truth is."""
    return sample.parent / f"{sample.stem}.truth.json"


def read_truth(path: Path) -> Truth:
    """A truth file; one of a single form may leave ``forms`` out.

    Raises: SchemaError.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SchemaError(path, 1, "-", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SchemaError(path, 1, "-", "not UTF-8") from error
    except json.JSONDecodeError as error:
        raise SchemaError(path, error.lineno, "-", f"not JSON: {error.msg}") from error
    if isinstance(data, dict) and "family" in data:
        data = {"reviewed": data.get("reviewed", True), "forms": [data]}
    try:
        return Truth.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise SchemaError(path, 1, ".".join(map(str, first["loc"])) or "-", first["msg"]) from error


def drafted_truth(forms: list[Form]) -> str:
    """A truth file as the forms were read, for a person to go through: ``reviewed`` is false until it is."""
    said = {"schema": SCHEMA_ID, "reviewed": False, "forms": [_drafted(form) for form in forms]}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _drafted(form: Form) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "family": form.family,
        "title": _text(form.title),
        "year": _text(form.year),
        "fields": {name: value.value for name, value in form.fields.items()},
        "tables": {name: [_texts(row) for row in rows] for name, rows in form.tables.items()},
        "funds": [{"pane": f.pane, "item": f.item, "measure": f.measure, "amount": f.amount.value} for f in form.funds],
        "goals": [{"pane": g.pane, "kind": g.kind, "text": g.text.value} for g in form.goals],
        "indicators": [_indicator(row) for row in form.indicators],
    }
    return {name: part for name, part in parts.items() if part or name == "family"}


def _indicator(row: IndicatorRecord) -> dict[str, Any]:
    slots: dict[str, Value | None] = {slot: getattr(row, slot) for slot in _SLOTS}
    said: dict[str, Any] = {slot: value.value for slot, value in slots.items() if value is not None}
    return {"pane": row.pane, **said, **({"extra": _texts(row.extra)} if row.extra else {})}


def _texts(values: dict[str, Value]) -> dict[str, str | None]:
    return {name: value.value for name, value in values.items()}


def _text(value: Value | None) -> str | None:
    return value.value if value else None
