"""The tables of a destination: whether they are ours and of which version, and making or extending them."""

from __future__ import annotations

import hashlib
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
    """What there is to be done to the tables of a destination. ``dropped``: views of ours, the dependent ones first."""

    created: tuple[str, ...]
    added: tuple[tuple[str, Column], ...]
    dropped: tuple[str, ...]
    renewed: bool

    @property
    def later(self) -> tuple[str, ...]:
        """Tables that are made beside those that are there."""
        return () if LOADS in self.created else self.created

    @property
    def added_to(self) -> dict[str, list[Column]]:
        """The columns that are added, by table."""
        found: dict[str, list[Column]] = {}
        for name, column in self.added:
            found.setdefault(name, []).append(column)
        return found

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
        return Structure((LOADS, *(table.name for table in model.tables)), (), (), True)
    _check(to, LOADS, LOADS_COLUMNS, there[LOADS])
    version, made, digest = _last_load(to, model)
    later_tables = [table.name for table in model.tables if table.since > version]
    for name in (*later_tables, *(name for name in view_names(model) if name not in made)):
        if name in there:
            raise _not_ours(to, name)
    created = tuple(table.name for table in model.tables if table.name not in there)
    added: list[tuple[str, Column]] = []
    for table in model.tables:
        if table.name in there:
            later = [c for c in table.columns if c.since > version and c.name not in there[table.name]]
            _check(to, table.name, [c for c in stored_columns(table) if c not in later], there[table.name])
            added += [(table.name, column) for column in later]
    gone = any(name not in there for name in view_names(model))
    renewed = bool(created or added or gone or digest != views_sha256(model))
    dropped = tuple(name for name in reversed(made) if name in there) if renewed else ()
    return Structure(created, tuple(added), dropped, renewed)


def _last_load(to: Destination, model: Model) -> tuple[int, tuple[str, ...], str]:
    """The version of the tables, the views that were made, and the digest of their SQL."""
    rows = to.rows(f"SELECT tables_version, views, views_sha256 FROM {LOADS} ORDER BY load_id DESC LIMIT 1")
    if not rows:  # somebody has emptied it
        return model.version, tuple(view_names(model)), ""
    version, views, digest = rows[0]
    assert isinstance(version, int) and isinstance(views, (list, tuple))
    if version > model.version:
        raise Stop(
            ExitCode.OUTPUT_NOT_WRITABLE, "error.newer-tables", name=to.shown, theirs=version, ours=model.version
        )
    return version, tuple(map(str, views)), str(digest)


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
    yield from view_names(model)


def view_names(model: Model) -> list[str]:
    """All views, those that others depend on first."""
    return [*(f"current_{table.name}" for table in model.tables), *VIEWS]


def view_statements(model: Model) -> list[str]:
    """The SQL of all views, in the order of ``view_names``."""
    return [*(current_view(table) for table in model.tables), *map(view_statement, VIEWS)]


def views_sha256(model: Model) -> str:
    """SHA-256 in hex of the SQL of all views: whether those of a warehouse are still ours."""
    return hashlib.sha256("\0".join(view_statements(model)).encode()).hexdigest()


def make_structure(to: Destination, model: Model, structure: Structure) -> None:
    """Make what is missing, and the views anew."""
    if LOADS in structure.created:
        to.execute(create_loads())
    tables = {table.name: table for table in model.tables}
    for name in structure.created:
        if name in tables:
            to.execute(create_table(tables[name]))
            _comment(to, tables[name])
    for name, columns in structure.added_to.items():
        for column in columns:
            to.execute(add_column(tables[name], column))
        _comment(to, tables[name])
    if structure.renewed:
        to.replace_views(structure.dropped, view_statements(model))


def _comment(to: Destination, table: TableSpec) -> None:
    for statement in comments(table):
        to.execute(statement)


def view_statement(name: str) -> str:
    """The SQL of one of our own views, as ``views/<name>.sql`` has it."""
    text = resources.files("shibiao.warehouse").joinpath("views", f"{name}.sql").read_text(encoding="utf-8")
    return text.strip().removesuffix(";")
