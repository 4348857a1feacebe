"""Archives of invented contents: units with their projects over several years, whose wording changes now and then.

What makes repairing hard is here as in real archives: names of a unit share their beginnings, indicators come and go
and are reworded from one year to the next, units of one kind speak alike, some names are everybody's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

YEARS = range(2020, 2026)
_PROJECTS = (3, 9)  # of a unit
REWORDED = 0.03  # of the indicators of a project from one year to the next
_ENDS_ONLY = 0.3  # of these have another end and no more
_DROPPED = 0.04
_ADDED = 0.25  # of the projects


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as its author wrote it."""

    level2: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class MadeForm:
    """What a form says, whole. ``panes``: rows of each printed pane; ``goals`` likewise."""

    family: str
    unit: str
    department: str
    project: str
    year: int
    panes: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return loaded


def invent(count: int, seed: int, reworded: float = REWORDED) -> list[MadeForm]:
    """``count`` forms of an archive; the same seed gives the same. ``reworded``: the share of indicators that say the
    same in other words from one year to the next."""
    forms: list[MadeForm] = []
    for number in range(count):
        forms += _unit(random.Random(f"{seed}/{number}"), number, reworded)
        if len(forms) >= count:
            return forms[:count]
    return forms


def _unit(rng: random.Random, number: int, reworded: float) -> Iterator[MadeForm]:
    """All forms of one unit; of places and offices all pairs come up, and then second units of the same."""
    places, offices = _words()["places"], list(_words()["offices"])
    place, office = places[number % len(places)], offices[(number // len(places) + number) % len(offices)]
    again = number // (len(places) * len(offices))
    department = f"{place}{'' if not again else '第' + '一二三四五六七八九'[again % 9] + '片区'}{office}"
    unit = (
        department if rng.random() < 0.7 else f"{department}{rng.choice(('项目管理中心', '机关服务中心', '事务中心'))}"
    )
    named: set[str] = set()
    for _ in range(rng.randint(*_PROJECTS)):
        project = _project_name(rng, office)
        if project not in named:
            named.add(project)
            yield from _project(rng, (office, unit, department, project), reworded)


def _project_name(rng: random.Random, office: str) -> str:
    words = _words()
    own = words["offices"][office]
    works = f"{rng.choice(own['things'])}{rng.choice(own['works'])}"
    return f"{rng.choice(words['prefixes'])}{works}{rng.choice(words['project_ends'])}"


def _project(rng: random.Random, names: tuple[str, str, str, str], reworded: float) -> Iterator[MadeForm]:
    """A project's forms over its years. ``names``: its office, unit, department and its own."""
    office, unit, department, project = names
    first = rng.choice(YEARS[:-1])
    last = min(YEARS[-1], first + rng.choice((0, 1, 2, 3, 4, 5)))
    dated = rng.random() < 0.25
    two_panes = rng.random() < 0.6
    about = rng.sample(_words()["offices"][office]["things"], 2)
    rows = _rows(rng, office, about)
    goal, tasks = rng.choice(_words()["goals"]), "".join(rng.sample(_words()["tasks"], rng.choice((0, 0, 2, 3))))
    goal = (_filled(rng, goal, office, about) + tasks).rstrip("；。") + rng.choice(("。", "。", ""))
    for year in range(first, last + 1):
        if year > first:
            rows = _next_year(rng, rows, office, about, reworded)
        name = f"{year}年{project}" if dated else project
        panes = {"annual": _figured(rng, rows, year)}
        goals = {"annual": _numbered(rng, goal.replace("{project}", name))}
        if two_panes:
            panes["mid_term"] = panes["annual"]
            panes["annual"] = _annual(rng, panes["mid_term"])
            goals["mid_term"] = goals["annual"]
        yield MadeForm("goal_2pane" if two_panes else "goal_1pane", unit, department, name, year, panes, goals)
        if rng.random() < 0.25:
            own = {"annual": _figured(rng, rows, year)}
            yield MadeForm("selfeval", unit, department, name, year, own, {"annual": goals["annual"]})


def _rows(rng: random.Random, office: str, about: list[str]) -> list[Row]:
    rows: list[Row] = []
    for level2 in _words()["names"]:
        for _ in range(rng.choice((1, 1, 2, 2, 3)) if level2 in ("数量指标", "质量指标") else rng.choice((0, 1, 1, 2))):
            row = _row(rng, level2, office, about)
            if all((row.level2, row.name) != (other.level2, other.name) for other in rows):
                rows.append(row)
    return rows


def _row(rng: random.Random, level2: str, office: str, about: list[str]) -> Row:
    words = _words()
    common = words["common"].get(level2)
    if common and rng.random() < 0.3:
        name = rng.choice(common)
    else:
        name = _filled(rng, rng.choice(words["names"][level2]), office, about)
    wordy = words["targets"].get(level2)
    target = rng.choice(wordy if wordy and rng.random() < 0.7 else words["figures"])
    return Row(level2, name, _filled(rng, target, office, about))


def _filled(rng: random.Random, template: str, office: str, about: list[str]) -> str:
    own = _words()["offices"][office]
    text = template.replace("{t}", rng.choice(about)).replace("{w}", rng.choice(own["works"]))
    return text.replace("{p}", rng.choice(own["people"])).replace("{a}", rng.choice(own["aims"]))


def _next_year(rng: random.Random, rows: list[Row], office: str, about: list[str], reworded: float) -> list[Row]:
    """The rows of the year after: most are copied, some reworded for good, some dropped, one perhaps added."""
    kept = [_reworded(rng, row, office, about) if rng.random() < reworded else row for row in rows]
    kept = [row for row in kept if rng.random() >= _DROPPED]
    if rng.random() < _ADDED:
        kept.append(_row(rng, rng.choice(list(_words()["names"])), office, about))
    unique = {(row.level2, row.name): row for row in reversed(kept)}
    return list(reversed(unique.values()))


def _reworded(rng: random.Random, row: Row, office: str, about: list[str]) -> Row:
    """The same row in other words: often only the end differs."""
    ends = _words()["ends"].get(row.level2, ())
    old = max((end for end in ends if row.name.endswith(end)), key=len, default=None)
    if old and rng.random() < _ENDS_ONLY:
        return Row(row.level2, row.name.removesuffix(old) + rng.choice([end for end in ends if end != old]), row.target)
    other = _row(rng, row.level2, office, about)
    return Row(row.level2, row.name, other.target) if rng.random() < 0.5 else Row(row.level2, other.name, row.target)


def _figured(rng: random.Random, rows: list[Row], year: int) -> tuple[Row, ...]:
    return tuple(Row(row.level2, row.name, _numbered(rng, row.target.replace("{year}", str(year)))) for row in rows)


def _numbered(rng: random.Random, text: str) -> str:
    while "{n}" in text:
        text = text.replace("{n}", str(rng.randint(3, 480)), 1)
    return text


def _annual(rng: random.Random, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The year's rows of a form of several years: now and then one less."""
    return tuple(row for row in rows if rng.random() >= 0.08) or rows
