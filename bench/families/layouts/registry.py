"""Which layout prints which form, and which forms share a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from bench.families.draft import LaidOut
from bench.families.forms import SourceForm
from bench.families.layouts import lists, local, panes, selfevals, shapes, single
from bench.families.varied import varied

Layout = Callable[[SourceForm, Random], LaidOut]

LAYOUTS: dict[str, Layout] = {
    "goal_1pane": single.goal_1pane,
    "goal_poverty": single.goal_poverty,
    "goal_special": single.goal_special,
    "goal_central": single.goal_central,
    "region": single.region,
    "invest": single.invest,
    "monitor": single.monitor,
    "goal_2pane": panes.goal_2pane,
    "goal_hybrid": panes.goal_hybrid,
    "goal_shanghai": panes.goal_shanghai,
    "goal_local": local.goal_local,
    "overall": shapes.overall,
    "multi_unit": shapes.multi_unit,
    "transposed": shapes.transposed,
    "grade4": shapes.grade4,
    "narrative": shapes.narrative,
    "selfeval": selfevals.selfeval,
    "selfeval_poverty": selfevals.selfeval_poverty,
    "selfeval_region": selfevals.selfeval_region,
    "selfeval_hubei": selfevals.selfeval_hubei,
    "selfeval_min": selfevals.selfeval_min,
    "selfeval_overall": selfevals.selfeval_overall,
}
_TOGETHER = (("f006", "f007"), ("f047", "f048"))


def files_of(forms: Sequence[SourceForm]) -> list[tuple[SourceForm, ...]]:
    """Forms file by file: nearly all alone; some several under each other, or in one table."""
    mate = {later: first for first, later in _TOGETHER}
    groups: dict[str, list[SourceForm]] = {}
    for form in forms:
        groups.setdefault(mate.get(form.id, form.id), []).append(form)
    return [tuple(group) for group in groups.values()]


def bundles(files: Sequence[tuple[SourceForm, ...]], rng: Random, count: int) -> list[list[tuple[SourceForm, ...]]]:
    """Files of several unlike forms, as offices publish them."""
    tables = [group for group in files if group[0].family != "narrative"]
    return [rng.sample(tables, rng.randint(2, 4)) for _ in range(count)]


def laid_out(group: Sequence[SourceForm], rng: Random) -> list[LaidOut]:
    """The sheets of one file, with the truths of their forms."""
    group = [varied(form, rng) for form in group]
    first = group[0]
    if first.family == "goal_list":
        return [lists.goal_list(group, rng)]
    if first.id == "f014":
        return [lists.scored_list(first, rng)]
    if first.family == "goal_scored":
        return [single.goal_scored(first, rng)]
    state = rng.getstate()
    sheets = []
    for form in group:
        rng.setstate(state)  # forms of one file look alike
        sheets.append(LAYOUTS[form.family](form, rng))
    return sheets
