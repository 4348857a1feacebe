"""The contents of one form, before it is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceForm:
    """One form's contents. ``goals`` and ``funds`` keep the printed labels as keys, in the form's order.

    ``layout`` chooses between the layouts of one family ("": the plain one); the layouts name what they know.
    """

    id: str
    family: str
    title: str
    year: str | None
    fields: dict[str, Any]
    funds: dict[str, Any]
    goals: dict[str, str]
    indicators: tuple[dict[str, Any], ...]
    layout: str = ""


def source_form(data: dict[str, Any], layout: str = "") -> SourceForm:
    """A form of one record (keys ``id family title year fields funds goals indicators``)."""
    year = str(data["year"])
    return SourceForm(
        id=data["id"],
        family=data["family"],
        title=re.sub(r"\((?:极简)\)$", "", data["title"]),
        year=year if re.fullmatch(r"20\d\d", year) else None,
        fields=data["fields"],
        funds=data["funds"],
        goals=_goals(data["goals"]),
        indicators=tuple(data["indicators"]),
        layout=layout,
    )


def _goals(goals: dict[str, Any]) -> dict[str, str]:
    """Goal texts; a note such as (同…) stands for the text above it."""
    texts: dict[str, str] = {}
    for label, goal in goals.items():
        text = "\n".join(goal) if isinstance(goal, list) else goal
        same = re.fullmatch(r"\((?:同|与).*\)", text)
        texts[label] = next(iter(texts.values()), "") if same else text
    return texts
