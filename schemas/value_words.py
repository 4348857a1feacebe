"""The words of the value grammar, loaded from ``vocabulary/values.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shibiao.schemas.loader import HERE, load_model
from shibiao.schemas.records import Operator


class ValueWords(BaseModel):
    """Operators, units and the vocabularies of qualitative values; see the comments in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operators: dict[Operator, tuple[str, ...]]
    reach: tuple[str, ...]
    suffixes: dict[Operator, tuple[str, ...]]
    approx_before: tuple[str, ...]
    approx_after: tuple[str, ...]
    magnitudes: dict[str, int]
    not_applicable: tuple[str, ...]
    booleans: tuple[str, ...]
    placeholders: tuple[str, ...]
    money: tuple[str, ...]
    money_canonical: dict[str, str]
    durations: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    counters: tuple[str, ...]
    trend_verbs: tuple[str, ...]
    decreasing: tuple[str, ...]
    grades: tuple[str, ...]
    grade_starts: tuple[str, ...]
    states: tuple[str, ...]
    compliance_starts: tuple[str, ...]


@lru_cache(maxsize=4)
def value_words(folder: Path = HERE) -> ValueWords:
    """The words, loaded once.

    Raises: SchemaError naming file, line and key.
    """
    return load_model(folder / "vocabulary" / "values.yaml", ValueWords)
