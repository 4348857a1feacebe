"""The tables of a destination: whether they are ours and of which version, and making or extending them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from shibiao.exits import ExitCode, Stop
from shibiao.schemas.ddl import (
    LOADS,
    LOADS_COLUMNS,
    add_column,
    comments,
    create_loads,
    create_table,
    current_view,
    stored_columns,
)
from shibiao.schemas.tables import Column, Model, TableSpec
from shibiao.warehouse.destination import Destination

VIEWS = ("form_overview", "value_trace", "funds_by_department", "doubtful_values", "form_quality")


@dataclass(frozen=True, slots=True)
class Structure:
    """What there is to be done to the tables of a destination."""

    created: tuple[str, ...]
    added: tuple[tuple[str, Column], ...]
    renewed: bool

    @property
    def changes(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.created or self.added or self.renewed)


def structure_of(to: Destination, model: Model) -> Structure:
    """What is to be made or added.

    Raises: Stop (OUTPUT_NOT_WRITABLE) where a table of one of our names is not ours, or a newer shibiao's.
    """
    there = to.columns()
    if LOADS not in there:
        taken = [name for name in _our_names(model) if name in there]
        if taken:
            raise _not_ours(to, taken[0])
        return Structure((LOADS, *(table.name for table in model.tables)), (), True)
    _check(to, LOADS, LOADS_COLUMNS, there[LOADS])
    version = _version(to, model)
    created = tuple(table.name for table in model.tables if table.name not in there)
    added: list[tuple[str, Column]] = []
    for table in model.tables:
        if table.name in there:
            later = [c for c in table.columns if c.since > version and c.name not in there[table.name]]
            _check(to, table.name, [c for c in stored_columns(table) if c not in later], there[table.name])
            added += [(table.name, column) for column in later]
    missing = [name for name in _view_names(model) if name not in there]
    return Structure(created, tuple(added), bool(created or added or missing))


def _version(to: Destination, model: Model) -> int:
    ((version,),) = to.rows(f"SELECT max(tables_version) FROM {LOADS}")
    version = version if isinstance(version, int) else model.version  # its first load died in another way than ours
    if version > model.version:
        raise Stop(
            ExitCode.OUTPUT_NOT_WRITABLE, "error.newer-tables", name=to.shown, theirs=version, ours=model.version
        )
    return version


def _check(to: Destination, name: str, wanted: list[Column] | tuple[Column, ...], there: Mapping[str, str]) -> None:
    """A table is ours if it has all our columns with our types; further ones are its owner's."""
    for column in wanted:
        if there.get(column.name) != column.type:
            raise _not_ours(to, name, column.name)


def _not_ours(to: Destination, table: str, column: str = "") -> Stop:
    key = "error.table-column-not-ours" if column else "error.table-not-ours"
    return Stop(ExitCode.OUTPUT_NOT_WRITABLE, key, name=to.shown, table=table, column=column)


def _our_names(model: Model) -> Iterator[str]:
    yield from (table.name for table in model.tables)
    yield from _view_names(model)


def _view_names(model: Model) -> Iterator[str]:
    yield from (f"current_{table.name}" for table in model.tables)
    yield from VIEWS


def make_structure(to: Destination, model: Model, structure: Structure) -> None:
    """Make what is missing, and the views anew."""
    if LOADS in structure.created:
        to.execute(create_loads())
    tables = {table.name: table for table in model.tables}
    for name in structure.created:
        if name in tables:
            to.execute(create_table(tables[name]))
            _comment(to, tables[name])
    for name, column in structure.added:
        to.execute(add_column(tables[name], column))
        _comment(to, tables[name])
    if structure.renewed:
        for table in model.tables:
            to.execute(current_view(table))
        for view in VIEWS:
            to.execute(view_statement(view))


def _comment(to: Destination, table: TableSpec) -> None:
    for statement in comments(table):
        to.execute(statement)


def view_statement(name: str) -> str:
    """The SQL of one of our own views, as ``views/<name>.sql`` has it."""
    text = resources.files("shibiao.warehouse").joinpath("views", f"{name}.sql").read_text(encoding="utf-8")
    return text.strip().removesuffix(";")
