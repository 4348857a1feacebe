"""Writes a folder of hostile files, and beside it the list of what may become of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from samples.hostile.catalogue import BY_CHANCE, BY_HAND
from samples.hostile.kind import Kind, Outcome

LIST = "hostile.jsonl"
FILES = "files"


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A file that was made, and its kind."""

    path: Path
    kind: Kind


def make_hostile(out: Path, seed: int, count: int) -> list[HostileFile]:
    """One file of every kind made by hand, and by chance as many more as make ``count``, in ``out``/files.

    The same seed gives the same bytes. ``out``/hostile.jsonl has a line per file. Kinds that the file system does
    not allow are left out.

    Raises: FileExistsError when there are files already.
    """
    made = make_kinds(BY_HAND, out, seed)
    turn = 0
    while len(made) < count:
        made += make_kinds([BY_CHANCE[turn % len(BY_CHANCE)]], out, seed, turn // len(BY_CHANCE) + 1)
        turn += 1
    lines = (json.dumps(_line(file, out), ensure_ascii=True) for file in made)
    (out / LIST).write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    return made


def make_kinds(kinds: Sequence[Kind], out: Path, seed: int, number: int = 1) -> list[HostileFile]:
    """A file of each of these kinds, the ``number``-th of its kind."""
    made = []
    for kind in kinds:
        folder = out / FILES / kind.group
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"{kind.name}-{number}"
        path = kind.place(stem, Random(f"{seed}/{kind.name}/{number}"))
        if path is not None:
            made.append(HostileFile(path, kind))
    return made


def _line(file: HostileFile, out: Path) -> dict[str, str | Sequence[Outcome]]:
    """Bytes of names that are no UTF-8 are escaped as Python does it: \\udc80 to \\udcff."""
    return {"path": str(file.path.relative_to(out)), "kind": file.kind.name, "outcomes": file.kind.outcomes}
