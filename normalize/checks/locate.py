"""Which one figure would mend what fails.

Equations that fail and share a figure are looked at together. A figure that stands in all of them is a candidate where
one number in its place makes all of them hold and breaks none of the others that it stands in. A few candidates are
listed in the message. A single one is a suggestion where every other figure is out of the question, because an equation
that holds would break whichever way it were changed. Where the others are only out of bounds, two mistakes could look
the same, so the one that is left is listed and not suggested. Nothing is ever applied.

    failing equations ──shared figures──▶ groups ──solve, try──▶ candidates ──alone?──▶ suggestion
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from shibiao.normalize.checks.equations import Instance
from shibiao.normalize.checks.evaluate import Scene
from shibiao.normalize.checks.facts import places, plain
from shibiao.normalize.checks.figures import Figure
from shibiao.normalize.checks.registry import Said
from shibiao.normalize.checks.solve import equalities, rest, solutions
from shibiao.schemas.records import SuggestionRecord

_MOST_SHOWN = 4
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SMALL = Decimal(4)  # last digits: more than rounding hides in a sum of a few decimals
_NEAR = Decimal("0.01")
_MOST_TRIED = 400  # figures of one group: more are not looked at


class Candidate(NamedTuple):
    """A figure, and the number that would mend all in its place."""

    figure: Figure
    number: Decimal


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of where the mistake is: candidates; ``is_sure``: no other figure may be wrong instead."""

    candidates: tuple[Candidate, ...]
    is_sure: bool = False

    @property
    def suggestion(self) -> SuggestionRecord | None:
        """The one cell and its value; None where several cells would do, or the cell is not known."""
        if len(self.candidates) != 1 or not self.is_sure:
            return None
        figure, number_ = self.candidates[0]
        mended = _mended(figure, number_)
        if figure.value is None or figure.value.cell is None or mended is None:
            return None
        return SuggestionRecord(cell=figure.value.cell, value=mended)

    @property
    def note(self) -> Said:
        """The same for people; nothing where there are many candidates."""
        if not self.candidates or len(self.candidates) > _MOST_SHOWN:
            return Said("", "")
        changes = [f"{plain(f.number)} → {plain(n)}" for f, n in self.candidates]
        zh = "、".join(f"{f.where.zh} {c}" for (f, _), c in zip(self.candidates, changes, strict=True))
        en = ", ".join(f"{f.where.en} {c}" for (f, _), c in zip(self.candidates, changes, strict=True))
        if len(self.candidates) == 1:
            return Said(f"（若只错一处，应是 {zh}）", f" (if one figure is wrong, it is {en})")
        return Said(f"（若只错一处，可能是 {zh} 之一）", f" (if one figure is wrong, it may be one of {en})")


def located(all_: Sequence[Instance]) -> dict[int, Location]:
    """What is known of each failing equation, by its position. Those without any candidate are left out."""
    usable = [i for i, instance in enumerate(all_) if instance.equation.locates]
    failing = [i for i in usable if all_[i].is_kept is False]
    if not failing:
        return {}
    by_key: dict[Hashable, list[Instance]] = defaultdict(list)
    for index in usable:
        for key in all_[index].keys:
            by_key[key].append(all_[index])
    rows_are_all_there = any(
        all_[i].is_kept and all_[i].equation.each == "pane" and _adds_rows(all_[i]) for i in usable
    )
    found: dict[int, Location] = {}
    for group in _groups(failing, all_):
        members = [all_[i] for i in group]
        if not rows_are_all_there and _may_lack_a_row(members):
            continue
        location = _location(members, by_key)
        if location.candidates:
            found |= dict.fromkeys(group, location)
    return found


def _adds_rows(instance: Instance) -> bool:
    return any(figures.indicators is not None for figures in instance.equation.values.values())


def _may_lack_a_row(group: Iterable[Instance]) -> bool:
    """Whether a sum over indicators falls short and nothing points to one of them: a row may not have been read."""
    group = list(group)
    return any(map(_is_short, group)) and not any(instance.equation.each == "indicator" for instance in group)


def _is_short(instance: Instance) -> bool:
    """Whether a sum over indicators is less than what it is held against."""
    scene = Scene(instance.variants[0], exact=True)
    for name, figures in instance.equation.values.items():
        bound = instance.variants[0].get(name)
        if figures.indicators is None or not isinstance(bound, tuple):
            continue
        key, start = bound[0].key, bound[0].number
        for equality in equalities(instance):
            now, more = (rest(equality, scene, key, start + step) for step in (0, 1))
            if now is not None and more is not None and now * (more - now) < 0:
                return True
    return False


def _groups(failing: list[int], all_: Sequence[Instance]) -> Iterator[list[int]]:
    """Failing equations that hang together by shared figures."""
    left = list(failing)
    while left:
        group = [left.pop(0)]
        keys = set(all_[group[0]].keys)
        while more := [i for i in left if keys & all_[i].keys]:
            group += more
            keys.update(*(all_[i].keys for i in more))
            left = [i for i in left if i not in more]
        yield sorted(group)


def _location(group: list[Instance], by_key: dict[Hashable, list[Instance]]) -> Location:
    """The figures that mend a whole group; else, less surely, those that mend what in it is no inequality."""
    found = _menders(group, by_key)
    exact = [instance for instance in group if equalities(instance)]
    if found.candidates or len(exact) in (0, len(group)):
        return found
    return Location(_menders(exact, by_key).candidates)


def _menders(group: list[Instance], by_key: dict[Hashable, list[Instance]]) -> Location:
    shared = frozenset.intersection(*(instance.keys for instance in group))
    figures = [figure for figure in group[0].figures if figure.key in shared]
    if len(figures) > _MOST_TRIED:
        return Location(())
    found: list[Candidate] = []
    is_sure = True
    for figure in figures:
        around = by_key[figure.key]
        own: list[Decimal] = []
        for number_ in solutions(figure, group):
            is_new = not any(_is_near(number_, other) for other in own)
            if is_new and _mends(figure, number_, group, around):
                own.append(number_)
        found += [Candidate(figure, number_) for number_ in own]
        is_sure = is_sure and bool(own or _is_pinned(figure, around))
    return Location(tuple(found), is_sure)


def _is_pinned(figure: Figure, around: Iterable[Instance]) -> bool:
    """Whether even a small change breaks an equation that holds, upwards and downwards."""
    last = places(figure.number)
    step = _SMALL.scaleb(-last) if last else Decimal(1)
    kept = [instance for instance in around if instance.is_kept]
    ways = ({figure.key: figure.number + step}, {figure.key: figure.number - step})
    return all(any(instance.verdict(way) is False for instance in kept) for way in ways)


def _is_near(one: Decimal, other: Decimal) -> bool:
    """Whether two solutions are one: an equation with more tolerance gives it less exactly."""
    return abs(one - other) <= _NEAR * max(abs(one), abs(other))


def _mends(figure: Figure, number_: Decimal, group: Iterable[Instance], around: Iterable[Instance]) -> bool:
    """Whether a number makes the group hold and breaks nothing that held. No figure turns negative."""
    if number_ == figure.number or (number_ < 0 <= figure.number):
        return False
    override = {figure.key: number_}
    if any(instance.verdict(override) is not True for instance in group):
        return False
    return all(instance.verdict(override) is not False for instance in around if instance.is_kept is not False)


def _mended(figure: Figure, number_: Decimal) -> str | None:
    """The cell's value with the number put in; None where it is not clear where the number stands in it."""
    texts = (figure.value.value, figure.value.raw) if figure.value is not None else ()
    for text in texts:
        there = [found for found in _NUMBER.finditer(text or "") if Decimal(found.group()) == figure.number]
        if text and len(there) == 1:
            return f"{text[: there[0].start()]}{number_:f}{text[there[0].end() :]}"
    return None
