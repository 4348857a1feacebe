"""Which layout prints which form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from samples.families.draft import LaidOut
from samples.families.layouts import lists, local, panes, selfevals, shapes, single, whole
from samples.families.source import SourceForm
from samples.families.varied import varied

Layout = Callable[[SourceForm, Random], LaidOut]


def _region(source: SourceForm, rng: Random) -> LaidOut:
    return panes.region(source, rng) if source.layout == "two_panes" else single.region(source, rng)


LAYOUTS: dict[str, Layout] = {
    "goal_1pane": single.goal_1pane,
    "goal_poverty": single.goal_poverty,
    "goal_special": single.goal_special,
    "goal_central": single.goal_central,
    "region": _region,
    "invest": single.invest,
    "monitor": single.monitor,
    "goal_2pane": panes.goal_2pane,
    "goal_hybrid": panes.goal_hybrid,
    "goal_shanghai": panes.goal_shanghai,
    "goal_scored": single.goal_scored,
    "goal_local": local.goal_local,
    "overall": whole.overall,
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


def laid_out(group: Sequence[SourceForm], rng: Random, vary: bool = True) -> list[LaidOut]:
    """The sheets of one file, with the truths of their forms. ``vary``: some words as other offices have them."""
    if vary:
        group = [varied(form, rng) for form in group]
    first = group[0]
    if first.family == "goal_list":
        return [lists.goal_list(group, rng)]
    if first.layout == "list":
        return [lists.scored_list(first, rng)]
    state = rng.getstate()
    sheets = []
    for form in group:
        rng.setstate(state)  # forms of one file look alike
        sheets.append(LAYOUTS[form.family](form, rng))
    return sheets
