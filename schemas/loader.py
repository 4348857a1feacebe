"""Reads the YAML data files. An error names the file, the line and the key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)
HERE = Path(__file__).parent


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]  # a regular expression


class DataModel(BaseModel):
    """What a data file may say: nothing unknown, and unchangeable once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SchemaError(Exception):
    """A data file that cannot be used. ``line`` counts from 1."""

    def __init__(self, path: Path, line: int, key: str, problem: str) -> None:
        super().__init__(f"{path}:{line}: {key}: {problem}")
        self.path, self.line, self.key, self.problem = path, line, key, problem

    def __reduce__(self) -> tuple[type[SchemaError], tuple[Path, int, str, str]]:
        return type(self), (self.path, self.line, self.key, self.problem)  # it comes from worker processes


def load_yaml(path: Path) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """The file's data and the line (from 1) of every key and item.

    Raises: SchemaError when the file is missing, is not YAML in UTF-8, or gives a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise SchemaError(path, 1, "-", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SchemaError(path, error.object.count(b"\n", 0, error.start) + 1, "-", "not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SchemaError(path, line, "-", error.problem or "not YAML") from error
    except yaml.YAMLError as error:  # a control character, which has no mark
        raise SchemaError(path, 1, "-", "not YAML") from error
    lines: dict[tuple[str | int, ...], int] = {}
    return _build(node, (), lines, path) if node else {}, lines


def load_model(path: Path, model: type[Model]) -> Model:
    """Read a file into a pydantic model.

    Raises: SchemaError with the line of the first key that does not fit.
    """
    data, lines = load_yaml(path)
    return check_model(path, data, lines, model)


def check_model(path: Path, data: Any, lines: dict[tuple[str | int, ...], int], model: type[Model]) -> Model:
    """Validate data that was read by ``load_yaml``.

    Raises: SchemaError with the line of the first key that does not fit.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = tuple(first["loc"])
        while place and place not in lines:
            place = place[:-1]
        key = ".".join(str(part) for part in first["loc"]) or "-"
        raise SchemaError(path, lines.get(place, 1), key, first["msg"]) from error


def _build(node: yaml.Node, place: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], path: Path) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            lines[(*place, key)] = key_node.start_mark.line + 1
            if key in found:
                raise SchemaError(path, key_node.start_mark.line + 1, key, "given twice")
            found[key] = _build(value_node, (*place, key), lines, path)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*place, index), lines, path) for index, item in enumerate(node.value)]
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        key = ".".join(map(str, place)) or "-"
        raise SchemaError(path, node.start_mark.line + 1, key, f"{node.value!r} is no {node.tag}") from error
