"""What readers of pictures take for what (``vocabulary/misreadings.yaml``)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from shibiao.schemas.loader import HERE, DataModel, Pattern, load_model


class Alike(DataModel):
    """A printed sign and what readers give for it."""

    printed: str
    read: tuple[str, ...]
    at: Literal["anywhere", "figure"] = "anywhere"


class Correction(DataModel):
    """A reading that its neighbours make impossible, or much less likely than another.

    ``offered``: only where the reader offers ``printed`` too. ``odds``: the same, and ``printed`` is so many times as
    frequent there, which must outweigh the reader's own preference. ``below``: only where the reader is less sure
    of each character than this. ``within``: only where this matches the whole text. ``crossed``: only where a stroke
    goes through the text, or starts where it ends. ``doubts``: the text that is left is doubted as one that a stroke
    goes through.
    """

    read: Pattern
    printed: str
    after: Pattern = ""
    before: Pattern = ""
    offered: bool = False
    odds: float = 0.0
    below: float = 1.1
    within: Pattern = ""
    crossed: bool = False
    doubts: bool = False


class Misreadings(DataModel):
    """Both tables."""

    alike: tuple[Alike, ...]
    corrections: tuple[Correction, ...]


@lru_cache(maxsize=4)
def load_misreadings(folder: Path = HERE) -> Misreadings:
    """Load the tables. Raises: SchemaError."""
    return load_model(folder / "vocabulary" / "misreadings.yaml", Misreadings)
