"""What a kind of hostile file is: how it is made, and what may become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

Outcome = Literal[
    "converted",
    "empty-file",
    "encrypted",
    "damaged",
    "unsupported",
    "cannot-open",
    "no-form",
    "too-large",
    "too-much",
    "too-many-pages",
]
Group = Literal["pdf", "image", "text", "office", "disguised", "names", "special", "mutated"]

Place = Callable[[Path, Random], Path | None]
"""Makes a file of a kind. Given the path without suffix; gives back what was made, None where the file system
does not allow it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``what`` a file of the kind is and ``how`` it is made, in words; ``outcomes``: those that are allowed."""

    name: str
    group: Group
    what: str
    how: str
    outcomes: tuple[Outcome, ...]
    place: Place


def content(suffix: str, make: Callable[[], bytes]) -> Place:
    """A file with the same bytes whatever the seed."""
    return chance(suffix, lambda _: make())


def chance(suffix: str, make: Callable[[Random], bytes]) -> Place:
    """A file whose bytes follow from the seed."""

    def place(stem: Path, rng: Random) -> Path:
        path = stem.with_name(stem.name + suffix)
        path.write_bytes(make(rng))
        return path

    return place


def pdf_kind(name: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: Callable[[], bytes]) -> Kind:
    """A PDF made by hand."""
    return Kind(name, "pdf", what, how, outcomes, content(".pdf", make))
