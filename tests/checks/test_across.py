"""Forms of an archive against each other: what is found depends on the set of forms alone."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.checks import (
    MOST_MET,
    FormFacts,
    archive_findings,
    facts_of,
    keys_of,
    met_by,
    run_archive_checks,
    translated,
    wanted_by,
)
from shibiao.schemas.records import FindingRecord, Form
from tests.checks.forms import form, fund, funds, goal, indicator, value


def made(
    number: int,
    year: int,
    annual: str,
    *,
    mid: str | None = None,
    name: str = "农村饮水安全",
    unit: str = "水利局",
    span: tuple[int, int] = (2022, 2024),
    target: str = "5处",
    family: str = "goal_2pane",
) -> Form:
    """A form of a project: its year's total, and where ``mid`` is given its medium-term total and goal."""
    money = funds("annual", annual, annual) + (funds("mid_term", mid, mid) if mid else [])
    goals = [goal("三年完成", "mid_term", span)] if mid else []
    fields = {"project_name": value(name), "implementing_unit": value(unit), "department": value(f"[012]{unit}")}
    rows = [indicator("数量指标", "供水点", target)]
    one = form(family, year=str(year), funds=money, goals=goals, fields=fields, indicators=rows)
    return one.model_copy(update={"form_id": f"{number:016x}-0001"})


def found(*forms: Form, rule: str) -> dict[int, FindingRecord]:
    """The findings of a rule, by the number of their form."""
    return {
        int(form_id[:16], 16): finding
        for form_id, findings in run_archive_checks(forms).items()
        for finding in findings
        if finding.rule == rule
    }


def test_the_years_of_a_project_are_within_its_medium_term() -> None:
    years = [made(1, 2022, "40.00", mid="100.00"), made(2, 2023, "35.00"), made(3, 2024, "25.00")]
    assert not found(*years, rule="X1")
    more = made(3, 2024, "30.00")
    (number,), (finding,) = zip(*found(*years[:2], more, rule="X1").items(), strict=True)
    assert number == 1
    assert "40 + 35 + 30 之和 105" in finding.message
    mid = next(f.amount.cell for f in years[0].funds if (f.pane, f.item) == ("mid_term", "total"))
    assert finding.cells[0] == mid


def test_years_outside_of_the_goal_and_other_projects_do_not_count() -> None:
    first = made(1, 2022, "60.00", mid="100.00")
    assert not found(first, made(2, 2025, "90.00"), rule="X1")
    assert not found(first, made(2, 2023, "90.00", name="河道整治"), rule="X1")
    assert not found(first, made(2, 2023, "90.00", unit="农业局"), rule="X1")
    assert not found(first, made(2, 2023, "90.00", family="unknown"), rule="X1")


def test_one_form_alone_is_not_held_against_others() -> None:
    assert not run_archive_checks([made(1, 2022, "160.00", mid="100.00")])


def test_amounts_in_yuan_are_converted() -> None:
    first = made(1, 2022, "60.00", mid="100.00")
    yuan = made(2, 2023, "300000.00")
    yuan = yuan.model_copy(update={"funds": tuple(f.model_copy(update={"unit": "元"}) for f in yuan.funds)})
    assert not found(first, yuan, rule="X1")
    unknown = yuan.model_copy(update={"funds": tuple(f.model_copy(update={"unit": None}) for f in yuan.funds)})
    assert not found(first, unknown, rule="X1")


def test_a_project_printed_with_its_year_or_its_code_is_the_same() -> None:
    first = made(1, 2022, "60.00", mid="100.00", name="2022年农村饮水安全", unit="[012]水利局")
    assert 1 in found(first, made(2, 2023, "50.00", name="2023年度 农村饮水安全"), rule="X1")


def test_forms_of_one_year_with_other_figures() -> None:
    one, other = made(1, 2022, "60.00"), made(2, 2022, "61.00")
    assert set(found(one, other, rule="X2")) == {1, 2}
    assert "资金" in found(one, other, rule="X2")[1].message
    assert other.form_id in found(one, other, rule="X2")[1].message
    assert not found(one, other, rule="X3")
    targets = found(one, made(2, 2022, "60.00", target="6处"), rule="X2")
    assert "指标值" in targets[1].message
    assert "资金" not in targets[1].message


def test_forms_of_one_year_with_the_same_figures() -> None:
    one, other = made(1, 2022, "60.00"), made(2, 2022, "60.0")
    assert set(found(one, other, rule="X3")) == {1, 2}
    assert not found(one, other, rule="X2")
    assert not run_archive_checks([one, one])


def test_a_self_evaluation_is_no_second_target_form() -> None:
    evaluated = made(2, 2022, "60.00", family="selfeval")
    executed = evaluated.model_copy(update={"funds": (*evaluated.funds, fund("total", "50.00", measure="executed"))})
    assert not run_archive_checks([made(1, 2022, "60.00"), executed])


def overall(number: int, total: str) -> Form:
    made_ = form("overall", year="2022", funds=[fund("total", total)], fields={"department": value("水利局")})
    return made_.model_copy(update={"form_id": f"{number:016x}-0001"})


def test_the_projects_of_a_department_are_within_its_overall_funds() -> None:
    projects = [
        made(1, 2022, "60.00"),
        made(2, 2022, "50.00", name="河道整治"),
        made(3, 2022, "50.00", name="河道整治"),
    ]
    assert not found(overall(9, "110.00"), *projects, rule="X4")
    finding = found(overall(9, "100.00"), *projects, rule="X4")[9]
    assert "2 个项目的资金之和 110" in finding.message
    assert finding.severity == "info"
    assert not found(overall(9, "100.00"), made(1, 2023, "600.00"), rule="X4")


def test_facts_can_be_kept_as_text() -> None:
    for one in (made(1, 2022, "60.00", mid="100.00"), made(2, 2023, "50.00"), overall(3, "9.00")):
        facts = facts_of(one)
        assert facts is not None
        assert FormFacts.loaded(facts.dumped()) == facts
        assert len(facts.dumped()) < 500


def test_english() -> None:
    findings = run_archive_checks([made(1, 2022, "60.00"), made(2, 2022, "61.00")], "en")
    assert "more forms of this project for 2022 with other figures: funds" in findings[f"{1:016x}-0001"][0].message


def test_findings_are_said_in_english_afterwards_as_they_would_have_been_at_once() -> None:
    doubted = made(3, 2024, "45.00", mid="100.00")
    unsure = tuple(
        f.model_copy(update={"amount": f.amount.model_copy(update={"confidence": 0.5})}) for f in doubted.funds
    )
    forms = [
        made(1, 2022, "60.00", mid="100.00"),
        made(2, 2022, "61.00", target="6处"),
        doubted.model_copy(update={"funds": unsure}),
        *(made(n, 2023, "60.00") for n in range(4, 9)),
        overall(9, "9.00"),
    ]
    zh, en = run_archive_checks(forms), run_archive_checks(forms, "en")
    assert {finding.rule for findings in zh.values() for finding in findings} == {"X1", "X2", "X3", "X4"}
    assert {form_id: tuple(translated(f, "en") for f in findings) for form_id, findings in zh.items()} == en
    assert any("doubtful" in finding.message for findings in en.values() for finding in findings)
    other = next(iter(zh.values()))[0].model_copy(update={"message": "旧版的措辞"})
    assert translated(other, "en") == other


def test_doubtful_targets_are_neither_alike_nor_different() -> None:
    one, other = made(1, 2022, "60.00"), made(2, 2022, "60.00", target="6处")
    cut = one.indicators[0].target.model_copy(update={"value": "5", "status": "clipped-lost", "confidence": 0.2})
    doubted = one.model_copy(update={"indicators": (one.indicators[0].model_copy(update={"target": cut}),)})
    assert found(one, other, rule="X2")
    assert not run_archive_checks([doubted, other])
    assert "指标值" not in found(doubted, made(2, 2022, "61.00"), rule="X2")[1].message


def test_a_figure_that_is_part_of_the_name_tells_projects_apart() -> None:
    first = made(1, 2022, "60.00", name="320国道大修")
    assert not run_archive_checks([first, made(2, 2022, "61.00", name="321国道大修")])
    assert not run_archive_checks([made(1, 2022, "6.00", name="2019年尾款"), made(2, 2022, "7.00", name="2020年尾款")])
    assert found(first, made(2, 2022, "61.00", name="2022年320国道大修"), rule="X2")


def test_a_cut_unit_is_not_taken_for_its_department() -> None:
    """Two schools whose names are cut, under one department, with projects of one name."""
    schools = [made(n, 2022, f"{n}.00", name="校舍维修") for n in (1, 2)]
    cut = value("水利局第", status="clipped-lost", confidence=0.2)
    schools = [one.model_copy(update={"fields": one.fields | {"implementing_unit": cut}}) for one in schools]
    assert not found(*schools, rule="X2")


def test_a_key_that_too_many_share_tells_nothing() -> None:
    template = facts_of(made(1, 2022, "60.00"))
    assert template is not None
    many = [template._replace(form_id=f"{n:016x}-0001") for n in range(MOST_MET + 1)]
    (key,) = wanted_by(template)
    assert len(met_by(template, {key: many[:-1]})) == MOST_MET
    assert met_by(template, {key: many}) == []


@given(st.lists(st.tuples(st.integers(2022, 2024), st.integers(1, 60), st.booleans()), max_size=8), st.randoms())
def test_neither_order_nor_parts_matter(rows: list[tuple[int, int, bool]], rng: random.Random) -> None:
    forms = [
        made(n, year, f"{total}.00", mid="90.00" if has_mid else None) for n, (year, total, has_mid) in enumerate(rows)
    ]
    whole = run_archive_checks(forms)
    shuffled = rng.sample(forms, len(forms))
    assert run_archive_checks(shuffled) == whole
    known = [facts for one in shuffled if (facts := facts_of(one))]
    for own in known:  # as a part of an archive does it: only what shares a key
        others = [o for o in known if set(keys_of(o)) & set(wanted_by(own))]
        assert archive_findings(own, others) == whole.get(own.form_id, ())


def test_many_forms_take_little_time() -> None:
    template = facts_of(made(1, 2022, "60.00", mid="100.00"))
    assert template is not None
    many = [
        template._replace(form_id=f"{n:016x}-0001", project=f"项目{n // 4}", year=2020 + n % 4) for n in range(20_000)
    ]
    by_key: dict[str, list] = {}  # type: ignore[type-arg]
    for facts in many:
        for key in keys_of(facts):
            by_key.setdefault(key, []).append(facts)
    started = time.process_time()
    for facts in many:
        archive_findings(facts, [o for key in wanted_by(facts) for o in by_key[key]])
    assert time.process_time() - started < 20
