"""English names for labels that registers and lists of any kind have (``keys.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shibiao.normalize.labels import label_form
from shibiao.schemas.loader import load_yaml


def key_of(label: str) -> str | None:
    """The name for a field or column with this label, None where there is none."""
    return _keys().get(label_form(label))


@cache
def _keys() -> dict[str, str]:
    known: dict[str, str] = load_yaml(Path(__file__).parent / "keys.yaml")[0]
    return known
