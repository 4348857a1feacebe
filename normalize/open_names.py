"""Names of organisations read from pictures that do not end as such names do: 清河县城市管 for 清河县城市管理局, whose
second line a cell's foot took without a trace. How they end is data: ``ends`` in ``vocabulary/fields.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import is_cjk
from shibiao.schemas.families import Confidences
from shibiao.schemas.family import FieldLabels
from shibiao.schemas.records import Evidence, Form, Value

REASON = "no-usual-end"


def mark_open_names(form: Form, fields: Mapping[str, FieldLabels], confidences: Confidences) -> Form:
    """The form with those names doubted, and the cells that hold them."""
    if form.source.kind != "scan":
        return form
    ends = {key: field.ends for key, field in fields.items() if field.ends}
    open_names = {key: value for key, value in form.fields.items() if key in ends and _is_open(value, ends[key])}
    if not open_names:
        return form
    held = {value.cell for value in open_names.values()}
    changes = {cell.id: _doubted(cell.text, confidences) for cell in form.cells if cell.id in held}
    doubted = {key: _doubted(value, confidences) for key, value in open_names.items()}
    marked = with_values(form, changes)
    return marked.model_copy(update={"fields": {**marked.fields, **doubted}})


def _is_open(value: Value, ends: str) -> bool:
    name = value.value or ""
    return value.status == "complete" and is_cjk(name[-1:]) and not re.search(f"({ends})$", name)


def _doubted(value: Value, confidences: Confidences) -> Value:
    evidence = value.evidence or Evidence(kind="cut", reasons=(REASON,))
    doubt = min(value.confidence, confidences.digital.fills_cell)
    return value.model_copy(update={"confidence": doubt, "evidence": evidence})
