"""Names of organisations read from pictures that do not end as such names do: 清河县城市管 for 清河县城市管理局, whose
second line a cell's foot took without a trace. How they end is data: ``ends`` in ``vocabulary/fields.yaml``."""

from __future__ import annotations

import re

from shibiao.normalize.cuts import perhaps_cut
from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import is_cjk
from shibiao.schemas.families import Catalogue
from shibiao.schemas.records import Form, Value

REASON = "no-usual-end"


def mark_open_names(form: Form, catalogue: Catalogue) -> Form:
    """The form with those names doubted, and the cells that hold them."""
    if form.source.kind != "scan":
        return form
    confidences, ends = catalogue.confidence, _ends(form, catalogue)
    open_names = {key: value for key, value in form.fields.items() if key in ends and _is_open(value, ends[key])}
    if not open_names:
        return form
    held = {value.cell for value in open_names.values()}
    changes = {cell.id: perhaps_cut(cell.text, REASON, confidences) for cell in form.cells if cell.id in held}
    doubted = {key: perhaps_cut(value, REASON, confidences) for key, value in open_names.items()}
    marked = with_values(form, changes)
    return marked.model_copy(update={"fields": {**marked.fields, **doubted}})


def _ends(form: Form, catalogue: Catalogue) -> dict[str, str]:
    """How values of the form's fields end, where that is known: of those that all families have, and its family's."""
    own = [family.fields for family in catalogue.families if family.family == form.family]
    return {key: field.ends for fields in (catalogue.fields, *own) for key, field in fields.items() if field.ends}


def _is_open(value: Value, ends: str) -> bool:
    name = value.value or ""
    return value.status == "complete" and is_cjk(name[-1:]) and not re.search(f"({ends})$", name)
