"""Which families there are, and where each of them comes from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from shibiao.schemas.families import Catalogue, load_catalogue
from shibiao.schemas.family import Family
from shibiao.schemas.family_files import OWN_FAMILIES, chosen_family_paths, family_paths

From = Literal["ours", "user", "user-extends", "user-instead"]


class Listed(NamedTuple):
    """A family or variant: itself, its file, what it extends as its file says, and whose it is.

    ``origin``: ours · user · user-extends (the user's in place of ours, which it extends) · user-instead.
    """

    family: Family
    path: Path
    extends: str | None
    origin: From


def listed_families() -> list[Listed]:
    """All families that count now, by key. Raises: SchemaError."""
    paths, ours = chosen_family_paths(), family_paths()
    found = []
    for family in load_catalogue().families:
        path = paths[family.key]
        own_extends = _extends_itself(path)
        origin: From = "ours" if ours.get(family.key) == path else "user" if family.key not in ours else "user-instead"
        if origin == "user-instead" and own_extends:
            origin = "user-extends"
        found.append(Listed(family, path, family.key if own_extends else family.extends, origin))
    return found


def _extends_itself(path: Path) -> bool:
    from shibiao.schemas.loader import load_yaml

    said, _ = load_yaml(path)
    return bool(said.get("extends") == path.stem)


def own_folder() -> Path | None:
    """The folder of the user's families, if one is named."""
    own = os.environ.get(OWN_FAMILIES)
    return Path(own) if own else None


def of_key(key: str, catalogue: Catalogue) -> Family | None:
    """The family or variant with a key."""
    return next((family for family in catalogue.families if family.key == key), None)


def like(key: str, known: Sequence[str]) -> list[str]:
    """Keys that may have been meant, nearest first."""
    from difflib import get_close_matches

    return get_close_matches(key, known, n=3)
