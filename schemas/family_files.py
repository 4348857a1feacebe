"""Reading the families' files: ours, and those of a folder of the user's that add to ours or stand in their place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from shibiao.schemas.family import Column, Family, FamilyFile, Slot
from shibiao.schemas.loader import HERE, SchemaError, check_model, load_yaml

FAMILIES = "families"
UNKNOWN = "unknown"
OWN_FAMILIES = "SHIBIAO_SCHEMAS"  # names the folder of the user's families; worker processes inherit it


class ColumnLabels(NamedTuple):
    """Headers that families share: by slot, and by key for the extra columns."""

    slots: Mapping[Slot, tuple[str, ...]]
    extras: Mapping[str, tuple[str, ...]]

    def of(self, slot: Slot, key: str | None) -> tuple[str, ...]:
        return self.extras.get(key or "", ()) if slot == "extra" else self.slots.get(slot, ())


class FileRead(NamedTuple):
    """A family's file: what it says by itself, and the line of every key and item."""

    path: Path
    said: FamilyFile
    lines: Mapping[tuple[str | int, ...], int]


def family_paths(folder: Path = HERE, own: Path | None = None) -> dict[str, Path]:
    """The file of every family and variant by its key; those of ``own`` (the user's folder) stand in place of ours.

    Raises: SchemaError where ``own`` is no folder: reading with our families alone would go unnoticed.
    """
    if own is not None and not own.is_dir():
        raise SchemaError(own, 1, "-", "no such folder")
    ours = {path.stem: path for path in sorted((folder / FAMILIES).glob("*.yaml"))}
    theirs = {path.stem: path for path in sorted(own.glob("*.yaml"))} if own else {}
    return dict(sorted({**ours, **theirs}.items()))


def chosen_family_paths(folder: Path = HERE) -> dict[str, Path]:
    """The files that count now: ours, and those of the folder that the user named."""
    own = os.environ.get(OWN_FAMILIES)
    return family_paths(folder, Path(own) if own else None)


def load_families(paths: Mapping[str, Path], shared: ColumnLabels) -> tuple[Family, ...]:
    """All families, with what they extend filled in and their columns' headers looked up, by name.

    A file of the user's may extend the one of ours that it stands in the place of, under the same name.
    Raises: SchemaError naming file, line and key.
    """
    read = {name: _read(path) for name, path in paths.items()}
    return tuple(_family(one, read, shared) for one in read.values())


def ancestry(key: str, paths: Mapping[str, Path]) -> tuple[FileRead, ...]:
    """The files that a family is made of: its own, that of the family it extends, and so on.

    Raises: SchemaError, and KeyError where there is no such family.
    """
    read = {name: _read(path) for name, path in paths.items()}
    return tuple(_ancestry(read[key], read))


def _read(path: Path) -> FileRead:
    data, lines = load_yaml(path)
    said = check_model(path, data, lines, FamilyFile)
    if said.family != path.stem.partition(".")[0]:
        raise SchemaError(path, lines.get(("family",), 1), "family", f"{said.family!r} in a file of another name")
    if said.family == UNKNOWN:
        raise SchemaError(path, lines.get(("family",), 1), "family", f"{UNKNOWN!r} is what no family knows")
    return FileRead(path, said, lines)


def _family(one: FileRead, read: Mapping[str, FileRead], shared: ColumnLabels) -> Family:
    merged: dict[str, object] = {"key": one.path.stem}
    required: list[tuple[str, ...]] = []
    files = list(_ancestry(one, read))
    for ancestor in reversed(files):
        merged |= ancestor.said.model_dump(exclude_none=True, exclude={"extends"})
        required += ancestor.said.signals.require if ancestor.said.signals else ()
    extended = [f.said.extends for f in files if f.said.extends not in (None, one.path.stem)]
    if extended:  # of a file in our file's place: what our file extends
        merged["extends"] = extended[0]
    family = check_model(one.path, merged, dict(one.lines), Family)
    family = family.model_copy(update={"signals": family.signals.model_copy(update={"require": tuple(required)})})
    columns = tuple(_column(column, number, one, shared) for number, column in enumerate(family.columns))
    if family.layout in ("rows", "list", "objects") and not columns and not family.tables:
        raise SchemaError(one.path, one.lines.get(("columns",), 1), "columns", "no column, and no table either")
    return family.model_copy(update={"columns": columns})


def _ancestry(one: FileRead, read: Mapping[str, FileRead]) -> Iterable[FileRead]:
    """The file, what it extends, what that extends …"""
    seen: set[Path] = set()
    current: FileRead | None = one
    while current is not None:
        if current.path in seen:
            raise SchemaError(one.path, one.lines.get(("extends",), 1), "extends", "families extend each other")
        seen.add(current.path)
        yield current
        current = _extended(current, read)


def _extended(one: FileRead, read: Mapping[str, FileRead]) -> FileRead | None:
    wanted = one.said.extends
    if wanted is None:
        return None
    if wanted == one.path.stem:  # ours, in whose place this file stands
        ours = HERE / FAMILIES / f"{wanted}.yaml"
        if ours.is_file() and ours != one.path:
            return _read(ours)
    elif wanted in read:
        return read[wanted]
    raise SchemaError(one.path, one.lines.get(("extends",), 1), "extends", f"there is no family {wanted!r}")


def _column(column: Column, number: int, one: FileRead, shared: ColumnLabels) -> Column:
    labels = tuple(dict.fromkeys((*(column.labels or shared.of(column.slot, column.key)), *column.also)))
    if not labels and column.slot != "object":
        line = one.lines.get(("columns", number), one.lines.get(("columns",), 1))
        raise SchemaError(one.path, line, f"columns.{number}", f"{column.key or column.slot} has no labels")
    pane = column.pane or (None if column.slot == "level1" else "annual")
    return column.model_copy(update={"labels": labels, "also": (), "pane": pane})
