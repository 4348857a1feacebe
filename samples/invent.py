"""Seeded invention of form contents from ``contents.yaml``. The same seed gives the same form on every machine."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from samples.content import LEVEL2_OF, Family, Fund, Goal, Indicator, Pane, SampleForm
from samples.evaluate import evaluated
from samples.spelling import respelt

CONTENTS = Path(__file__).with_name("contents.yaml")
_FIGURE = re.compile(r"\{(\d+)-(\d+)(\*?)\}")


@dataclass(frozen=True, slots=True)
class Case:
    """What is special about a form: which pane is empty, how many indicators a level-2 label may have.

    ``office`` fixes whose form it is: forms of one office say some things in the same words. ``plain`` spells
    every target in one way, ``long_goal`` lists tasks after the goal.
    """

    empty_pane: Pane | None = None
    shuffled_annual: bool = True
    most: int = 4
    small: bool = False
    office: str | None = None
    plain: bool = False
    long_goal: bool = False


def invent(family: Family, seed: int, case: Case | None = None) -> SampleForm:
    """A form of one family. Amounts add up in every pane; targets of several years are split over them."""
    rng = random.Random(f"{family}/{seed}")
    case = case or Case()
    if family != "goal_2pane":
        case = replace(case, empty_pane=None)
    themes = _contents()["themes"]
    theme = next(one for one in themes if one["office"] == case.office) if case.office else rng.choice(themes)
    year = rng.randint(2021, 2025)
    years = rng.choice((1, 3, 3, 5)) if family == "goal_2pane" else rng.choice((1, 1, 3))
    fields = _fields(rng, theme, year, years)
    annual = _amounts(rng, family)
    panes: dict[Pane, dict[str, Decimal]] = {"annual": annual}
    if family == "goal_2pane":
        panes = {"mid_term": {item: amount * years for item, amount in annual.items()}, "annual": annual}
    if case.empty_pane in panes:
        panes[case.empty_pane] = dict.fromkeys(annual, Decimal("0.00"))
    form = SampleForm(
        family=family,
        title={"selfeval": "项目支出绩效自评表"}.get(
            family, rng.choice(("项目支出绩效目标申报表", "项目支出绩效目标表"))
        ),
        year=year,
        fields=fields,
        funds=tuple(
            Fund(pane, item, "amount", str(amount))
            for pane, amounts in panes.items()
            for item, amount in amounts.items()
        ),
        goals=_goals(rng, theme, fields, panes, (year, year + years - 1), case),
        indicators=_indicators(rng, theme, panes, year, years, case),
        levels=_levels(rng, case),
    )
    form = _without_stray_levels(form)
    if case.long_goal:
        form = _with_tasks(form, random.Random(f"tasks/{family}/{seed}"))
    if family == "selfeval":
        form = evaluated(form, rng)
    return form if case.plain else respelt(form, random.Random(f"spelling/{family}/{seed}"))


@cache
def _contents() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONTENTS.read_text("utf-8"))
    return loaded


def _fields(rng: random.Random, theme: dict[str, Any], year: int, years: int) -> dict[str, str]:
    place = rng.choice(_contents()["places"])
    office = place + theme["office"]
    project = rng.choice(theme["projects"])
    term = (
        f"{years}年"
        if rng.random() < 0.7
        else f"{year}-{year + years - 1}"
        if years > 1
        else f"{year}年1月-{year}年12月"
    )
    unit = rng.choice(
        (office, office, f"{place}{rng.choice(('机关后勤服务中心', '项目管理办公室', '财政国库支付中心'))}")
    )
    return {
        "project_name": rng.choice((project, f"专项业务费-{project}", f"{year}年{project}")),
        "department": office,
        "department_code": theme["code"],
        "implementing_unit": unit,
        "project_attribute": rng.choice(_contents()["attributes"]),
        "project_term": term,
    }


def _amounts(rng: random.Random, family: Family) -> dict[str, Decimal]:
    """Amounts of one pane by item. Only self-evaluations always print 上年结转; two-pane forms have no row for it."""
    fiscal = Decimal(rng.randint(500, 90000)) / 100
    other = Decimal(rng.randint(100, 9000)) / 100 if rng.random() < 0.3 else Decimal("0.00")
    carry = Decimal(rng.randint(100, 5000)) / 100 if rng.random() < 0.3 else Decimal("0.00")
    fiscal, other, carry = (amount.quantize(Decimal("0.01")) for amount in (fiscal, other, carry))
    if family == "goal_2pane" or (family == "goal_1pane" and not carry):
        return {"total": fiscal + other, "fiscal": fiscal, "other": other}
    return {"total": fiscal + carry + other, "fiscal": fiscal, "carry_over": carry, "other": other}


def _goals(
    rng: random.Random,
    theme: dict[str, Any],
    fields: dict[str, str],
    panes: dict[Pane, dict[str, Decimal]],
    period: tuple[int, int],
    case: Case,
) -> tuple[Goal, ...]:
    text = _figures(rng, theme["goal"].replace("{project}", fields["project_name"]))
    shorter = text.split("，", 1)[1] if rng.random() < 0.5 else text
    goals = []
    for pane in panes:
        if pane != case.empty_pane:
            whole = text if pane == "mid_term" or len(panes) == 1 else shorter
            goals.append(Goal(pane, "expected", whole, period if pane == "mid_term" else None))
    return tuple(goals)


def _indicators(
    rng: random.Random,
    theme: dict[str, Any],
    panes: dict[Pane, dict[str, Decimal]],
    year: int,
    years: int,
    case: Case,
) -> tuple[Indicator, ...]:
    """Both panes draw on one list, but neither in the same order nor always the same names."""
    found: list[Indicator] = []
    for level1, level2s in LEVEL2_OF.items():
        for level2 in level2s:
            listed = theme["indicators"].get(level2, [])
            chosen = listed[: 1 if case.small else case.most]
            if listed and case.small and level2 in ("质量指标", "生态效益指标"):
                chosen = []
            values = [(name, *_targets(rng, target, panes, year, years)) for name, target in chosen]
            for pane in panes:
                if pane == case.empty_pane:
                    continue
                rows = values[:]
                if pane == "annual" and len(panes) == 2:
                    rows = _other_pane(rng, rows, case)
                found += [Indicator(pane, level1, level2, row[0], row[1 if pane == "mid_term" else 2]) for row in rows]
    return tuple(found)


def _other_pane(rng: random.Random, rows: list[tuple[str, str, str]], case: Case) -> list[tuple[str, str, str]]:
    if case.shuffled_annual:
        rows = rng.sample(rows, len(rows))
    return rows[:-1] if len(rows) > 1 and rng.random() < 0.4 else rows


def _targets(
    rng: random.Random, template: str, panes: dict[Pane, dict[str, Decimal]], year: int, years: int
) -> tuple[str, str]:
    """The target over all years and the target of one year."""
    annual_total = panes["annual"]["total"]
    template = template.replace("{year}", str(year))
    chosen = _FIGURE.sub(lambda m: f"{{{rng.randint(int(m[1]), int(m[2]))}{m[3]}}}", template)
    whole = panes["mid_term"]["total"] if "mid_term" in panes else annual_total
    return _counted(chosen, years, whole or annual_total), _counted(chosen, 1, annual_total or whole)


def _counted(target: str, years: int, total: Decimal) -> str:
    """Figures that count up multiplied by the years, the total put in."""
    text = re.sub(r"\{(\d+)(\*?)\}", lambda figure: str(int(figure[1]) * (years if figure[2] else 1)), target)
    return text.replace("{total}", str(total))


def _levels(rng: random.Random, case: Case) -> tuple[tuple[str, str], ...]:
    """Printed level-2 rows. Most forms print 可持续影响指标; a small form leaves out what it does not use."""
    levels = [(one, two) for one, twos in LEVEL2_OF.items() for two in twos]
    if case.small:
        unused = ("质量指标", "生态效益指标", "经济效益指标")
        return tuple(level for level in levels if level[1] not in unused)
    if rng.random() < 0.2:
        levels.remove(("效益指标", "可持续影响指标"))
    return tuple(levels)


def _without_stray_levels(form: SampleForm) -> SampleForm:
    kept = tuple(i for i in form.indicators if (i.level1, i.level2) in form.levels)
    return replace(form, indicators=kept)


def _with_tasks(form: SampleForm, rng: random.Random) -> SampleForm:
    """Every goal followed by numbered tasks, each on a line of its own or in one run."""
    chosen = rng.sample(_contents()["tasks"], rng.randint(3, 5))
    between = rng.choice(("", "\n"))
    tasks = "".join(f"{between}{number}.{task}" for number, task in enumerate(chosen, start=1))
    goals = tuple(replace(goal, text=goal.text + tasks) for goal in form.goals)
    return replace(form, goals=goals)


def _figures(rng: random.Random, template: str) -> str:
    return _FIGURE.sub(lambda m: str(rng.randint(int(m[1]), int(m[2]))), template)
