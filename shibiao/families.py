"""The printed names of the form families."""

from __future__ import annotations

from functools import cache

from shibiao.wording import Texts


def family_name(family: str, said: Texts) -> str:
    """The family's name in the user's language, as its YAML file gives it; its id where no file names it."""
    return _names().get(family, {}).get(said.language) or said.term("family", family)


@cache
def _names() -> dict[str, dict[str, str]]:
    from shibiao.schemas.family_files import chosen_family_paths
    from shibiao.schemas.loader import load_yaml

    found: dict[str, dict[str, str]] = {}
    for path in chosen_family_paths().values():
        data, _ = load_yaml(path)
        found.setdefault(data["family"], data.get("name") or {})
    return found
