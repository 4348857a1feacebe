"""The collected forms whose contents are laid out: one JSON object a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMS = Path(__file__).resolve().parents[3] / "shared" / "domain" / "forms.jsonl"


class ContentsMissing(RuntimeError):
    """The file of collected forms is not there."""


@dataclass(frozen=True, slots=True)
class SourceForm:
    """One collected form. ``goals`` and ``funds`` keep the printed labels as keys, in the form's order."""

    id: str
    family: str
    title: str
    year: str | None
    fields: dict[str, Any]
    funds: dict[str, Any]
    goals: dict[str, str]
    indicators: tuple[dict[str, Any], ...]


def load_forms(path: Path | None = None) -> list[SourceForm]:
    """All collected forms. Raises ContentsMissing."""
    path = path or FORMS
    if not path.exists():
        raise ContentsMissing(f"the collected forms are not at {path}")
    return [_form(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _form(data: dict[str, Any]) -> SourceForm:
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
    )


def _goals(goals: dict[str, Any]) -> dict[str, str]:
    """Goal texts; a note such as (同…) stands for the text above it."""
    texts: dict[str, str] = {}
    for label, goal in goals.items():
        text = "\n".join(goal) if isinstance(goal, list) else goal
        same = re.fullmatch(r"\((?:同|与).*\)", text)
        texts[label] = next(iter(texts.values()), "") if same else text
    return texts
