"""What offices change in a form's words without changing what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from samples.families.source import SourceForm

_RESIDUE = re.compile(r"指标\d+[:：]?|…+|\.{3,}")
_SHORT = ("经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度")


def is_residue(name: str) -> bool:
    """A name that the empty template left."""
    return _RESIDUE.fullmatch(name) is not None


def varied(source: SourceForm, rng: Random) -> SourceForm:
    """The form with short level words, rows left of the template, or its fields in another order: each sometimes."""
    indicators: Iterable[dict[str, Any]] = source.indicators
    if rng.random() < 0.12:
        indicators = [_shortened(indicator) for indicator in indicators]
    if rng.random() < 0.12 and source.family in ("goal_1pane", "goal_poverty", "region", "selfeval", "goal_hybrid"):
        indicators = _with_residue(list(indicators))
    fields = source.fields
    if rng.random() < 0.15:
        first, *others = fields.items()
        rng.shuffle(others)
        fields = dict([first, *others])
    return replace(source, indicators=tuple(indicators), fields=fields)


def _shortened(indicator: dict[str, Any]) -> dict[str, Any]:
    word = re.sub(r"\s", "", indicator["l2"])
    short = word.removesuffix("指标")
    return {**indicator, "l2": short} if short in _SHORT else indicator


def _with_residue(indicators: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """After each group of a second level the template's next lines, never filled in."""
    for index, indicator in enumerate(indicators):
        yield indicator
        following = indicators[index + 1] if index + 1 < len(indicators) else None
        if following is None or following["l2"] != indicator["l2"]:
            own = {"l1": indicator["l1"], "l2": indicator["l2"], "value": ""}
            yield {**own, "l3": f"指标{2 if index % 2 else 3}："}
            if index % 3 == 0:
                yield {**own, "l3": "……"}
