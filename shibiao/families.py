"""The printed names of the form families and of their base fields."""

from __future__ import annotations

from functools import cache

from shibiao.wording import Texts


def family_name(family: str, said: Texts) -> str:
    """The family's name in the user's language, as its YAML file gives it; its id where no file names it."""
    return _names().get(family, {}).get(said.language) or said.term("family", family)


def field_name(family: str, key: str, said: Texts) -> str:
    """The name of a base field; in Chinese of a family's own, its first label."""
    known = said.term("field", key)
    label = _own_labels(family).get(key)
    return label if known == key and label and said.language == "zh" else known


@cache
def _own_labels(family: str) -> dict[str, str]:
    from shibiao.schemas.families import load_catalogue

    own = [one.fields for one in load_catalogue().families if one.family == family]
    return {key: spec.labels[0] for fields in own for key, spec in fields.items() if spec.labels}


@cache
def _names() -> dict[str, dict[str, str]]:
    from shibiao.schemas.family_files import chosen_family_paths
    from shibiao.schemas.loader import load_yaml

    found: dict[str, dict[str, str]] = {}
    for path in chosen_family_paths().values():
        data, _ = load_yaml(path)
        found.setdefault(data["family"], data.get("name") or {})
    return found
