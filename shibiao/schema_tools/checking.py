"""Checking families' files: all that is wrong with them, not the first thing alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from shibiao.schema_tools.meaning import meaning_problems
from shibiao.schema_tools.problems import Problem, of_loader, of_model
from shibiao.schemas.families import shared_columns
from shibiao.schemas.family import Family, FamilyFile
from shibiao.schemas.family_files import FAMILIES, ancestry, family_paths, load_families
from shibiao.schemas.loader import HERE, SchemaError, load_yaml

OURS = HERE / FAMILIES
_NEAR = frozenset({".yml", ".yaml"})  # what people call such files; only a small ``.yaml`` is read


def check_folder(folder: Path, only: Iterable[Path] | None = None) -> list[Problem]:
    """All problems of the families' files in a folder (of ``only`` those), in order of file and line.

    Each is checked by itself first, then as part of all families: ours and the folder's.
    """
    files = sorted(only if only is not None else folder.glob("*.yaml"))
    found = _unread(folder) if only is None else []
    broken: set[Path] = set()
    for path in sorted({*files, *folder.glob("*.yaml")}):
        problems = _file_problems(path)
        if problems:
            broken.add(path)
            found += problems if path in files else []
    paths = family_paths(own=None if folder.resolve() == OURS.resolve() else folder)
    families, more = _loaded({key: path for key, path in paths.items() if path not in broken}, broken)
    told = {path.resolve(): path for path in files if path not in broken}
    found += [p._replace(path=told[p.path.resolve()]) for p in more if p.path.resolve() in told]
    for family in families:
        own = told.get(paths[family.key].resolve())
        if own is not None:
            parts = ancestry(family.key, {f.key: paths[f.key] for f in families})
            found += [problem._replace(path=own) for problem in meaning_problems(family, parts, families)]
    return sorted(set_of(found), key=lambda p: (p.path, p.line, p.key))


def set_of(found: Iterable[Problem]) -> list[Problem]:
    """Each problem once."""
    kept: dict[tuple[Path, int, str, str], Problem] = {}
    for problem in found:
        kept.setdefault((problem.path, problem.line, problem.key, problem.said), problem)
    return list(kept.values())


def _unread(folder: Path) -> list[Problem]:
    """Files that look like families' but are not read."""
    return [
        Problem(path, 1, "-", "not-read", {}, grave=False)
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in _NEAR and path.suffix != ".yaml" and path.is_file()
    ]


def _file_problems(path: Path) -> list[Problem]:
    """What is wrong with a file by itself."""
    try:
        data, lines = load_yaml(path)
    except SchemaError as error:
        return [of_loader(error)]
    try:
        FamilyFile.model_validate(data)
    except ValidationError as error:
        return of_model(path, lines, error)
    return []


def _loaded(paths: Mapping[str, Path], broken: set[Path]) -> tuple[Sequence[Family], list[Problem]]:
    """The families that can be loaded, and why the others cannot. One that extends a broken file is left out."""
    left, shared = dict(paths), shared_columns()
    found: list[Problem] = []
    gone = {path.stem for path in broken}
    while True:
        try:
            return load_families(left, shared), found
        except SchemaError as error:
            problem = of_loader(error)
            if not (problem.said == "no-family" and problem.values["name"] in gone):
                found.append(problem)
            if error.path.stem not in left:
                return (), found
            gone.add(error.path.stem)
            del left[error.path.stem]
