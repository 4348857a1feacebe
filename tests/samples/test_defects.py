from pathlib import Path

import pytest

import shibiao
from samples.content import FAMILIES, Family
from samples.defects import DEFECTS, plantable, planted
from samples.dump import Damage, dumped, write_dump
from samples.invent import Case, invent
from samples.layout import Wording
from samples.plan import Selection, plan

PLANTED = [(family, rule) for family in FAMILIES for rule in plantable(family)]


def found(family: Family, rule: str | None, folder: Path) -> set[str]:
    """Ids of the checks that fail in a dumped form with or without one defect."""
    form = invent(family, 4, Case(plain=True))
    flawed = planted(form, rule) if rule else form
    path = write_dump("form", 4, [dumped(flawed, Damage(), Wording(), 4)], "utf-8", folder)
    (read,) = shibiao.read(path)
    return {finding.rule for finding in read.findings}


@pytest.mark.parametrize(("family", "rule"), PLANTED)
def test_a_planted_defect_is_found_and_only_where_it_is_planted(family: Family, rule: str, tmp_path: Path) -> None:
    assert rule in found(family, rule, tmp_path)
    assert rule not in found(family, None, tmp_path)


def test_a_family_without_the_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="S2"):
        planted(invent("goal_2pane", 1), "S2")


def test_a_plan_gives_every_form_a_defect_it_can_have() -> None:
    documents = plan(Selection(count=2, producers=("canvas",), defects=list(DEFECTS)))
    forms = [printed.form for document in documents for printed in document.forms]
    assert all(len(form.defects) == 1 and form.defects[0] in plantable(form.family) for form in forms)
    assert not any(p.form.defects for d in plan(Selection(count=1, producers=("canvas",))) for p in d.forms)
