"""The further tables of a form's record, of its values by row and column: further columns, lists, pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shibiao.columns import column_name, extra_name, list_name
from shibiao.review.web.items import Item
from shibiao.schemas.records import Form
from shibiao.wording import Texts


class Line(NamedTuple):
    """A row: what it is about, where that is no value of the table, and a value for each column, if it has one."""

    about: str
    items: list[Item | None]


class RecordTable(NamedTuple):
    """``about`` is the heading of what its rows are about, empty where they are told by their values alone."""

    id: str
    heading: str
    about: str
    columns: list[str]
    lines: list[Line]
    note: str = ""


def extras_of(items: Sequence[Item], pane: str, said: Texts) -> RecordTable | None:
    """A pane's further columns, beside its indicators' names; None where it has none."""
    found = [item for item in items if item.section == pane and item.name.startswith("extra.")]
    if not found:
        return None
    keys = list(dict.fromkeys(item.name for item in found))
    contexts = {item.row: item.context for item in found}
    lines = [Line(contexts[n], cells) for n, cells in _by_row(found, keys)]
    columns = [extra_name(key.removeprefix("extra."), said) for key in keys]
    heading = said("show.extras", pane=said.term("pane", pane))
    return RecordTable(f"extras-{pane}", heading, said("show.name"), columns, lines)


def lists_of(form: Form, items: Sequence[Item], said: Texts) -> list[RecordTable]:
    """The lists that are no indicators, one table each."""
    made = []
    for number, (name, rows) in enumerate(form.tables.items()):
        keys = list(dict.fromkeys(key for row in rows for key in row))
        names = [f"{name}.{key}" for key in keys]
        mine = [item for item in items if item.section == "lists" and item.name in names]
        columns = [column_name(form.family, name, key, said) for key in keys]
        lines = [Line("", cells) for _, cells in _by_row(mine, names)]
        made.append(RecordTable(f"list-{number}", list_name(form.family, name, said), "", columns, lines))
    return made


def pairs_of(items: Sequence[Item], said: Texts) -> RecordTable | None:
    """The labels of an unknown form and what stands beside them, said to be found by their places alone."""
    found = [item for item in items if item.section == "pairs"]
    if not found:
        return None
    columns = [said("show.label"), said("show.value")]
    lines = [Line("", cells) for _, cells in _by_row(found, ["pairs.label", "pairs.value"])]
    return RecordTable("pairs", said("show.pairs"), "", columns, lines, said("show.pairs-note"))


def _by_row(items: Sequence[Item], names: Sequence[str]) -> list[tuple[int, list[Item | None]]]:
    by_place = {(item.row, item.name): item for item in items}
    return [(n, [by_place.get((n, name)) for name in names]) for n in dict.fromkeys(item.row for item in items)]
