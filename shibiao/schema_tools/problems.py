"""What is wrong with a family's file: where, and the sentence that says it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from shibiao.schemas.loader import SchemaError
from shibiao.wording import Texts

_OF_LOADER = {
    r"given twice": "twice",
    r"not UTF-8": "not-utf8",
    r"not YAML": "not-yaml",
    r"families extend each other": "circle",
    r"there is no family '(?P<name>.*)'": "no-family",
    r"'(?P<name>.*)' in a file of another name": "other-name",
    r"'unknown' is what no family knows": "unknown-name",
    r"no column, and no table either": "nothing-to-read",
    r"(?P<name>.*) has no labels": "no-labels",
}
_OF_MODEL = {
    "missing": "missing",
    "extra_forbidden": "no-such-key",
    "literal_error": "not-one-of",
    "string_type": "no-text",
    "tuple_type": "no-list",
    "bool_parsing": "no-truth",
    "bool_type": "no-truth",
    "dict_type": "no-mapping",
    "model_type": "no-mapping",
    "model_attributes_type": "no-mapping",
}


class Problem(NamedTuple):
    """``key``: the place in the file, as ``columns.2.slot``; ``said``: a key below ``check.`` with ``values``.

    ``grave``: the family cannot be used, or cannot do what it says; else a hint.
    """

    path: Path
    line: int
    key: str
    said: str
    values: dict[str, str]
    grave: bool = True

    def line_of_text(self, texts: Texts) -> str:
        """``path:line: key: problem``, a hint marked as one."""
        problem = texts(f"check.{self.said}", **self.values)
        hint = "" if self.grave else texts("check.hint")
        return f"{self.path}:{self.line}: {self.key}: {hint}{problem}"


def of_loader(error: SchemaError) -> Problem:
    """The problem that reading a file ended with."""
    for pattern, said in _OF_LOADER.items():
        found = re.fullmatch(pattern, error.problem)
        if found:
            return Problem(error.path, error.line, error.key, said, found.groupdict())
    return Problem(error.path, error.line, error.key, "other", {"problem": error.problem})


def of_model(path: Path, lines: dict[tuple[str | int, ...], int], error: ValidationError) -> list[Problem]:
    """All that a model refuses."""
    found = []
    for one in error.errors():
        place = tuple(one["loc"])
        key = ".".join(map(str, place)) or "-"
        while place and place not in lines:
            place = place[:-1]
        said = _OF_MODEL.get(one["type"], "other")
        values = {"problem": one["msg"], "expected": str(one.get("ctx", {}).get("expected", ""))}
        values["given"] = str(one.get("input", ""))[:40]
        found.append(Problem(path, lines.get(place, 1), key, said, values))
    return found
