"""A family as it counts, after all that it extends, as YAML with the file and line that each part comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from shibiao.schemas.family import Family
from shibiao.schemas.family_files import FileRead
from shibiao.schemas.loader import HERE

_ORDER = tuple(name for name in Family.model_fields if name != "key")
_VOCABULARY = "vocabulary/columns.yaml"


def family_yaml(family: Family, files: Sequence[FileRead]) -> str:
    """What a file would say that says all of it. ``files``: its own, then those it extends, as ``ancestry`` gives them.

    A part that no file says is left out. Behind each key stands where it is said, behind a column whether its labels
    are those of the shared vocabulary.
    """
    whole = family.model_dump(mode="json", exclude_none=True, exclude={"key"})
    whole |= family.model_dump(mode="json", exclude_none=True, exclude_defaults=True, exclude={"key"})
    lines: list[str] = []
    for key in _ORDER:
        source = _source(key, files)
        if key not in whole or not source:
            continue
        comment = f"  # {source}"
        lines += _entry(key, whole[key], comment, _column_comments(family, files) if key == "columns" else ())
    return "".join(f"{line}\n" for line in lines)


def _entry(key: str, value: Any, comment: str, notes: Sequence[str]) -> Iterator[str]:
    """A key with its value: a short one beside it, a list of things or a mapping below it, an item a line."""
    if isinstance(value, dict) and value and key != "name":
        yield f"{key}:{comment}"
        for name, item in value.items():
            yield f"  {flow(name)}: {flow(item)}"
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{key}:{comment}"
        for number, item in enumerate(value):
            yield f"  - {flow(item)}" + (f"  # {notes[number]}" if notes and notes[number] else "")
    else:
        yield f"{key}: {flow(value)}{comment}"


def flow(value: Any) -> str:
    """A value in a line of YAML."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**9, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _source(key: str, files: Sequence[FileRead]) -> str:
    if key == "extends":
        said = [f for f in files if f.said.extends not in (None, f.path.stem)]
    elif key == "signals":
        said = [f for f in files if f.said.signals is not None]
        required = [f for f in said[1:] if f.said.signals and f.said.signals.require]
        said = [*said[:1], *required]
    else:
        said = [f for f in files if getattr(f.said, key) is not None]
    return " + ".join(_place(f, key) for f in (said if key == "signals" else said[:1]))


def _place(file: FileRead, key: str) -> str:
    return f"{shown_path(file.path)}:{file.lines.get((key,), 1)}"


def _column_comments(family: Family, files: Sequence[FileRead]) -> list[str]:
    said = next((f.said.columns for f in files if f.said.columns is not None), ())
    return ["" if column.labels or column.slot == "object" else _VOCABULARY for column in said]


def shown_path(path: Path) -> str:
    """A file's path for people: of ours, below ``schemas/``."""
    return path.relative_to(HERE).as_posix() if path.is_relative_to(HERE) else str(path)
