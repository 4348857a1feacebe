"""Values as they were before the archive had its say, so that what it said is never taken for evidence."""

from __future__ import annotations

from shibiao.normalize.text import tidy
from shibiao.schemas.records import Value

LONGER, WHOLE, NEAR, OTHER_YEARS = "longer-in-archive", "whole-elsewhere", "near-match", "other-years-name"
_SAID = frozenset((LONGER, WHOLE, NEAR, OTHER_YEARS))  # reasons that the archive gives


def text_as_read(value: Value) -> str:
    """The text before it was completed; "" for an empty cell."""
    return tidy(value.raw) if value.status == "repaired-archive" else value.value or ""


def reasons_as_read(value: Value) -> tuple[str, ...]:
    """Why the reader and the text itself say that the text may be cut."""
    if value.evidence is None or value.evidence.kind != "cut":
        return ()
    return tuple(reason for reason in value.evidence.reasons if reason not in _SAID)


def is_whole(value: Value) -> bool:
    """Whether nothing but the archive says that a text's end is missing."""
    return value.status not in ("clipped-lost", "repaired-archive") and not reasons_as_read(value)
