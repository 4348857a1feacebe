"""What readers of pictures take for what (``vocabulary/misreadings.yaml``)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from shibiao.schemas.loader import HERE, load_model


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alike(_Data):
    """A printed sign and what readers give for it."""

    printed: str
    read: tuple[str, ...]
    at: Literal["anywhere", "figure"] = "anywhere"


class Correction(_Data):
    """A reading that its neighbours make impossible."""

    read: Pattern
    printed: str
    after: Pattern = ""
    before: Pattern = ""
    offered: bool = False
    within: Pattern = ""


class Misreadings(_Data):
    """Both tables."""

    alike: tuple[Alike, ...]
    corrections: tuple[Correction, ...]


@lru_cache(maxsize=4)
def load_misreadings(folder: Path = HERE) -> Misreadings:
    """Load the tables. Raises: SchemaError."""
    return load_model(folder / "vocabulary" / "misreadings.yaml", Misreadings)
