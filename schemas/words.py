"""The words of the value grammar: operators, units, and words that are values by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from shibiao.schemas.loader import HERE, DataModel, SchemaError, check_model, load_yaml

Spellings = dict[str, tuple[str, ...]]
Comparison = Literal[">=", "<=", ">", "<", "="]
Nature = Literal["qualitative", "quantitative", "not-applicable", "positive", "negative"]
ByOperator = dict[Comparison, tuple[str, ...]]
WordFile = TypeVar("WordFile", bound=BaseModel)


class OperatorWords(DataModel):
    """What stands around a number (``operators.yaml``); ``magnitudes`` are powers of ten."""

    operators: ByOperator
    lookalikes: ByOperator
    natures: dict[Nature, tuple[str, ...]]
    misread: ByOperator
    suffixes: ByOperator
    approx_before: tuple[str, ...]
    approx_inside: tuple[str, ...]
    approx_after: tuple[str, ...]
    magnitudes: dict[str, int]


class UnitWords(DataModel):
    """Canonical units by kind, each with its other spellings (``units.yaml``)."""

    percent: Spellings
    permille: Spellings
    money: Spellings
    bare_money: Spellings
    time: Spellings
    event: Spellings
    person: Spellings
    measure: Spellings
    count: Spellings


class TrendWords(DataModel):
    """Verbs of change by their direction."""

    increase: tuple[str, ...]
    decrease: tuple[str, ...]


class QualityWords(DataModel):
    """Words that are values, or tell the kind of a statement (``qualities.yaml``)."""

    not_applicable: tuple[str, ...]
    booleans: tuple[str, ...]
    placeholders: tuple[str, ...]
    trends: TrendWords
    trend_links: tuple[str, ...]
    trend_levels: tuple[str, ...]
    baselines: tuple[str, ...]
    yearly: tuple[str, ...]
    ranks: tuple[str, ...]
    grades: tuple[str, ...]
    grade_links: tuple[str, ...]
    states: tuple[str, ...]
    state_words: tuple[str, ...]
    compliance: tuple[str, ...]
    progress: tuple[str, ...]
    progressing: tuple[str, ...]
    totals: tuple[str, ...]
    word_parts: tuple[str, ...]
    called_by_number: tuple[str, ...]
    date_openers: tuple[str, ...]
    date_tails: tuple[str, ...]


class ValueWords(DataModel):
    """All words of the value grammar."""

    operators: OperatorWords
    units: UnitWords
    qualities: QualityWords

    @cached_property
    def single_characters(self) -> frozenset[str]:
        """The words of one character: units, yes and no, grades, Chinese numerals."""
        data = self.units.model_dump(mode="json"), self.qualities.model_dump(mode="json")
        words = (word for part in data for key in part for word, _ in _words(part[key], (key,), names=True))
        return frozenset(word for word in words if len(word) == 1) | frozenset(_NUMERALS)


_NUMERALS = "〇零一二三四五六七八九十"

# Within one of these groups a word may stand only once: its meaning would else depend on the order.
_GROUPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "operators.yaml": (("operators", "lookalikes", "natures", "misread"), ("suffixes",), ("approx_after",)),
    "units.yaml": (tuple(UnitWords.model_fields),),
    "qualities.yaml": (
        ("not_applicable", "booleans", "placeholders", "grades", "states", "state_words"),
        ("trends",),
        ("trend_links", "trend_levels"),
        ("compliance",),
        ("date_tails",),
    ),
}


@lru_cache(maxsize=4)
def load_words(folder: Path = HERE / "vocabulary") -> ValueWords:
    """Load the three word files in ``folder``.

    Raises: SchemaError naming file, line and key, also for a word that stands in two places of one group.
    """
    return ValueWords(
        operators=_load(folder / "operators.yaml", OperatorWords),
        units=_load(folder / "units.yaml", UnitWords),
        qualities=_load(folder / "qualities.yaml", QualityWords),
    )


def _load(path: Path, model: type[WordFile]) -> WordFile:
    data, lines = load_yaml(path)
    words = check_model(path, data, lines, model)
    for group in _GROUPS[path.name]:
        _refuse_twice(path, data, lines, group)
    return words


def _refuse_twice(
    path: Path, data: dict[str, Any], lines: dict[tuple[str | int, ...], int], group: tuple[str, ...]
) -> None:
    first: dict[str, int] = {}
    for key in group:
        for word, place in _words(data[key], (key,), names=path.name == "units.yaml"):
            line = lines.get(place, 1)
            if word in first:
                raise SchemaError(
                    path, line, ".".join(map(str, place)), f"{word!r} stands already in line {first[word]}"
                )
            first[word] = line


def _words(data: Any, place: tuple[str | int, ...], names: bool) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Every word below ``place``; with ``names`` the keys below the first level are words too."""
    if isinstance(data, dict):
        for key, below in data.items():
            # bare_money repeats the canonical names of money
            if names and len(place) == 1 and place[0] != "bare_money":
                yield key, (*place, key)
            yield from _words(below, (*place, key), names)
    elif isinstance(data, list):
        for index, word in enumerate(data):
            yield word, (*place, index)
