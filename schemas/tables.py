"""The declared tables (``tables.yaml``): columns, keys and references of every file and every warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Literal

from pydantic import RootModel, model_validator

from shibiao.schemas.loader import HERE, DataModel, load_model

Type = Literal["text", "integer", "decimal", "probability", "timestamp", "texts", "integers", "numbers"]
DECIMAL_PRECISION, DECIMAL_SCALE = 38, 10
PARTITION = "fiscal_year"
ROW_HASH = "row_hash"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``of``: the value that it stands beside; ``part``: as what (``raw``, ``status`` …, "" for itself)."""

    name: str
    type: Type = "text"
    zh: str = ""
    en: str = ""
    required: bool = False
    codes: str | None = None
    since: int = 1
    of: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values, where none of them is null, are those of a row of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table. ``wide``: files show the chief base fields in columns of their own; ``files``: it is written to files.

    ``since``: the version of the tables that brought it.
    """

    name: str
    zh: str
    en: str
    about: Mapping[str, str] = field(hash=False)
    key: str
    columns: tuple[Column, ...]
    wide: bool = False
    files: bool = True
    since: int = 1

    @property
    def references(self) -> tuple[Reference, ...]:
        """To the form, and from every cell column to the cell."""
        return tuple(_references(self))

    def column(self, name: str) -> Column:
        """The column of this name. Raises: KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _references(table: TableSpec) -> Iterator[Reference]:
    if table.name != "forms":
        yield Reference(("form_id",), "forms", ("form_id",))
    for column in table.columns:
        if table.name != "cells" and (column.name == "cell" or column.name.endswith("_cell")):
            yield Reference(("form_id", column.name), "cells", ("form_id", "cell"))


class ColumnRule(DataModel):
    """A column as declared; with ``value`` it is seven columns."""

    zh: str
    en: str
    type: Type | None = None
    value: Literal["text", "decimal"] | None = None
    required: bool = False
    codes: str | None = None
    since: int = 1

    @model_validator(mode="after")
    def _one_of_two(self) -> ColumnRule:
        if (self.type is None) == (self.value is None):
            raise ValueError("a column has either a type or a value")
        return self


class TableRule(DataModel):
    """A table as declared."""

    zh: str
    en: str
    about: dict[Literal["zh", "en"], str]
    key: str
    wide: bool = False
    files: bool = True
    since: int = 1
    columns: dict[str, ColumnRule]


class TablesFile(DataModel):
    """``tables.yaml``."""

    version: int
    beside: dict[str, ColumnRule]
    every: dict[str, ColumnRule]
    tables: dict[str, TableRule]


class Code(DataModel):
    """A code: its names, and the word of the records where they hold another."""

    zh: str
    en: str
    word: str | None = None


class CodeLists(RootModel[dict[str, dict[str, Code]]]):
    """``codes.yaml``."""


@dataclass(frozen=True, slots=True)
class Model:
    """All tables, in the order of their loading: a table comes after those it refers to … but for cells."""

    version: int
    tables: tuple[TableSpec, ...]

    def table(self, name: str) -> TableSpec:
        """The table of this name. Raises: KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    @property
    def in_files(self) -> tuple[TableSpec, ...]:
        """Those that are written to files."""
        return tuple(table for table in self.tables if table.files)


@cache
def table_model() -> Model:
    """The declared tables. Raises: SchemaError naming file, line and key."""
    declared = _declared()
    return Model(declared.version, tuple(_table(name, rule, declared) for name, rule in declared.tables.items()))


@cache
def code_lists() -> dict[str, dict[str, Code]]:
    """The codes by the names of their lists. Raises: SchemaError naming file, line and key."""
    return load_model(HERE / "codes.yaml", CodeLists).root


@cache
def code_of(name: str) -> Mapping[str, str]:
    """Of a list: the codes by the words of the records."""
    return {code.word: key for key, code in code_lists()[name].items() if code.word is not None}


def value_columns(name: str, zh: str, en: str) -> tuple[Column, ...]:
    """The seven columns of a text with its provenance."""
    return _value_columns(name, ColumnRule(value="text", zh=zh, en=en), _declared().beside)


@cache
def _declared() -> TablesFile:
    return load_model(HERE / "tables.yaml", TablesFile)


def _table(name: str, rule: TableRule, declared: TablesFile) -> TableSpec:
    every = {**rule.columns, **declared.every}
    columns = tuple(chain.from_iterable(_columns(key, one, declared.beside) for key, one in every.items()))
    return TableSpec(
        name,
        rule.zh,
        rule.en,
        {str(key): said for key, said in rule.about.items()},
        rule.key,
        columns,
        rule.wide,
        rule.files,
        rule.since,
    )


def _columns(name: str, rule: ColumnRule, beside: Mapping[str, ColumnRule]) -> tuple[Column, ...]:
    if rule.type is not None:
        return (Column(name, rule.type, rule.zh, rule.en, rule.required, rule.codes, rule.since),)
    return _value_columns(name, rule, beside)


def _value_columns(name: str, rule: ColumnRule, beside: Mapping[str, ColumnRule]) -> tuple[Column, ...]:
    assert rule.value is not None
    itself = Column(name, rule.value, rule.zh, rule.en, False, rule.codes, rule.since, name)
    others = (
        Column(
            f"{name}_{part}", one.type or "text", f"{rule.zh}（{one.zh}）", f"{rule.en}: {one.en}",
            False, one.codes, rule.since, name, part,
        )
        for part, one in beside.items()
    )  # fmt: skip
    return (itself, *others)
