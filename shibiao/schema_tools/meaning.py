"""Families that can be loaded and yet cannot do what they say: labels that shadow each other, signals that contradict,
lists that are never found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from shibiao.normalize.labels import label_form
from shibiao.normalize.layout.recognise import LEAST_SCORE
from shibiao.schema_tools.problems import Problem
from shibiao.schemas.families import Fields, Funds
from shibiao.schemas.family import Column, Family
from shibiao.schemas.family_files import FileRead
from shibiao.schemas.loader import HERE, load_model

Place = tuple[str | int, ...]
_Found = tuple[Place, str, dict[str, str], bool]


def meaning_problems(family: Family, files: Sequence[FileRead], families: Sequence[Family]) -> list[Problem]:
    """What is wrong with a family among all. ``files``: what it is made of; lines are those of its own file."""
    found: list[_Found] = [
        *_twice_in_a_pane(family),
        *_unknown_keys(family),
        *_contradictions(family, files[0]),
        *_lists(family),
        *_nothing_to_go_by(family),
        *_titles_of_others(family, families),
    ]
    own = files[0]
    return [Problem(own.path, _line(at, own), _key(at), said, values, grave) for at, said, values, grave in found]


def _line(place: Place, own: FileRead) -> int:
    """Where the file says it; what it has from another one is put down to its ``extends``."""
    while place:
        if place in own.lines:
            return own.lines[place]
        place = place[:-1]
    return own.lines.get(("extends",), 1)


def _key(place: Place) -> str:
    return ".".join(map(str, place)) or "-"


def _twice_in_a_pane(family: Family) -> Iterator[_Found]:
    """A header in two columns of a pane, both of which must be there: the order of columns alone tells them apart."""
    needed = [(number, column) for number, column in enumerate(family.columns) if not column.optional]
    for (_, one), (number, other) in combinations(needed, 2):
        if one.pane != other.pane and None not in (one.pane, other.pane):
            continue
        both = _forms(one.labels) & _forms(other.labels)
        if both:
            values = {"label": min(both), "other": one.place}
            yield ("columns", number), "label-twice", values, True


def _forms(labels: Sequence[str]) -> frozenset[str]:
    return frozenset(map(label_form, labels))


def _unknown_keys(family: Family) -> Iterator[_Found]:
    """Columns of fields, amounts and extras that nothing else knows."""
    fields = load_model(HERE / "vocabulary" / "fields.yaml", Fields).root
    funds = load_model(HERE / "vocabulary" / "funds.yaml", Funds).items
    known = {"field": {*fields, *family.fields}, "fund": {*funds}}
    for number, column in enumerate(family.columns):
        if column.slot in known and column.key not in known[column.slot]:
            values = {"name": column.key or "", "slot": column.slot}
            yield ("columns", number, "key"), "unknown-key", values, True
    for number, goal in enumerate(family.goals):
        if goal.pane not in family.panes:
            yield ("goals", number, "pane"), "pane-not-there", {"pane": goal.pane}, True


def _contradictions(family: Family, own: FileRead) -> Iterator[_Found]:
    """A group of which every label that would meet it speaks against the family too."""
    oppose = _forms(family.signals.oppose)
    said = own.said.signals.require if own.said.signals else ()
    for group in family.signals.require:
        if group and _forms(group) <= oppose:
            place: Place = ("signals", "require", said.index(group)) if group in said else ("signals", "oppose")
            yield place, "never-met", {"labels": " ".join(group)}, True
        if not group:
            yield ("signals", "require"), "empty-group", {}, True


def _lists(family: Family) -> Iterator[_Found]:
    """Lists that no header can announce, and columns that no cell can fall to."""
    for name, one in family.tables.items():
        needed = [column for column in one.columns if not column.optional]
        if not needed:
            yield ("tables", name), "list-never-found", {"name": name}, True
        for key, times in Counter(column.key for column in one.columns).items():
            if times > 1:
                yield ("tables", name, "columns"), "key-twice", {"name": key}, True
        taken: set[str] = set()
        for number, column in enumerate(one.columns):
            if _forms(column.labels) <= taken:
                yield ("tables", name, "columns", number), "column-never-found", {"name": column.key}, True
            taken |= _forms(column.labels)
    for (first, one), (second, other) in combinations(family.tables.items(), 2):
        if _needed_labels(one.columns) == _needed_labels(other.columns):
            yield ("tables", second), "lists-alike", {"name": second, "other": first}, True


def _needed_labels(columns: Sequence[object]) -> list[frozenset[str]]:
    return sorted((_forms(c.labels) for c in columns if not c.optional), key=sorted)  # type: ignore[attr-defined]


def _nothing_to_go_by(family: Family) -> Iterator[_Found]:
    """A family without columns, lists and fields fits nothing: its score stays below what is asked for."""
    if family.layout in ("lines", "transposed") or family.columns or family.tables or family.fields:
        return
    yield (), "nothing-to-go-by", {"least": f"{LEAST_SCORE:.2f}"}, True


def _titles_of_others(family: Family, families: Sequence[Family]) -> Iterator[_Found]:
    """A title that an unrelated family has too, while the headers of each would do for the other and no label is
    required: a form of either would come out as unknown."""
    for number, title in enumerate(family.titles):
        others = [f for f in families if _may_be_taken_for(family, f) and label_form(title) in _forms(f.titles)]
        if others:
            yield ("titles", number), "title-of-another", {"title": title, "other": others[0].key}, False


def _may_be_taken_for(one: Family, other: Family) -> bool:
    if one.family == other.family or other.key in (one.extends, one.key) or other.extends == one.key:
        return False
    if one.signals.require or other.signals.require:
        return False
    ours, theirs = _all_columns(one), _all_columns(other)
    return bool(ours) and _covered(ours, theirs) and _covered(theirs, ours)


def _all_columns(family: Family) -> list[frozenset[str]]:
    columns: list[Column] = [c for c in family.columns if not c.optional]
    lists = [_forms(c.labels) for one in family.tables.values() for c in one.columns if not c.optional]
    return [_forms(c.labels) for c in columns] or lists


def _covered(these: Sequence[frozenset[str]], by: Sequence[frozenset[str]]) -> bool:
    return len(these) == len(by) and all(any(labels & other for other in by) for labels in these)
