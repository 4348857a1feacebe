"""The collected forms whose contents are laid out: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samples.families.source import SourceForm, source_form

FORMS = Path(__file__).resolve().parents[3] / "shared" / "domain" / "forms.jsonl"
# Which of its family's layouts a collected form has; the others are laid out plainly.
_LAYOUTS = {
    "f003": "two_levels",
    "f004": "stacked_goals",
    "f005": "schedule",
    "f010": "remark",
    "f012": "contents",
    "f013": "marked_panes",
    "f014": "list",
    "f015": "signed",
    "f023": "scored_funds",
    "f028": "long_target",
    "f030": "unscored",
    "f036": "stacked_panes",
    "f051": "by_level",
    "f057": "pairs",
}
_TOGETHER = (("f006", "f007"), ("f047", "f048"))
# The collected turned table has no figures: these are invented, one a column.
_PLACES = {"柳镇": ("100%", "1个", "≥90%", "有所改善", "无"), "石桥镇": ("100%", "2个", "≥95%", "明显改善", "无")}


class ContentsMissing(RuntimeError):
    """The file of collected forms is not there."""


def load_forms(path: Path | None = None) -> list[SourceForm]:
    """All collected forms. Raises ContentsMissing."""
    path = path or FORMS
    if not path.exists():
        raise ContentsMissing(f"the collected forms are not at {path}")
    return [_form(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _form(data: dict[str, Any]) -> SourceForm:
    if data["family"] == "transposed":
        for index, indicator in enumerate(data["indicators"]):
            indicator["per_object"] = {place: figures[index] for place, figures in _PLACES.items()}
    return source_form(data, _LAYOUTS.get(data["id"], ""))


def files_of(forms: Sequence[SourceForm]) -> list[tuple[SourceForm, ...]]:
    """Forms file by file: nearly all alone; some several under each other, or in one table."""
    mate = {later: first for first, later in _TOGETHER}
    groups: dict[str, list[SourceForm]] = {}
    for form in forms:
        groups.setdefault(mate.get(form.id, form.id), []).append(form)
    return [tuple(group) for group in groups.values()]
