"""Whatever the records hold, checks end, and end the same way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shibiao.normalize.checks import run_checks
from shibiao.normalize.checks.facts import decimal
from shibiao.normalize.values.model import CLASSES
from shibiao.schemas.checks import load_checks
from shibiao.schemas.records import Form, FundRecord, GoalRecord, IndicatorRecord, Period, SourceRecord, Value

ODD = ["NaN", "Infinity", "1e999999999", "-0", "9" * 60, "0.1", "12,000", "²", "٣", "{0}", "{pane}", "100%", "2023-13"]
WORDS = [
    "数量指标",
    "质量指标",
    "成本指标",
    "时效指标",
    "满意度指标",
    "产出指标(50分)",
    "一季度支出",
    "合计",
    "1年",
    "2023",
]
texts = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(ODD),
    st.sampled_from(WORDS),
    st.from_regex(r"\A\d{1,4}(\.\d{1,2})?\Z"),
)
cells = st.one_of(st.none(), st.integers(0, 9).map(lambda n: f"p1.r{n}.c1"), st.text(max_size=4))
values = st.builds(
    Value,
    value=texts,
    raw=st.text(max_size=6),
    status=st.sampled_from(["complete", "clipped-lost", "unread", "variant"]),
    confidence=st.sampled_from([0.2, 0.995]),
    cell=cells,
)
maybe = st.one_of(st.none(), values)
panes = st.sampled_from(["mid_term", "annual"])
years = st.integers(1, 9999)
rows = st.builds(
    IndicatorRecord,
    pane=panes, level1=maybe, level2=maybe, name=values, target=values,
    operator=st.sampled_from([None, ">=", "<=", ">", "<", "="]),
    number=texts, number2=texts,
    unit=st.sampled_from([None, "万元", "元", "%", "元/件", "件", "date", "个"]),
    value_class=st.sampled_from(CLASSES),
    actual=maybe, weight=maybe, score=maybe, deviation=maybe,
)  # fmt: skip
amounts = st.builds(
    FundRecord,
    pane=panes,
    item=st.sampled_from(["total", "fiscal", "other", "own", "upper_level"]),
    measure=st.sampled_from(["amount", "budget", "executed", "execution_rate", "score", "weight"]),
    amount=values,
    unit=st.sampled_from([None, "万元", "元", "斤"]),
)
goals = st.builds(
    GoalRecord, pane=panes, period=st.one_of(st.none(), st.builds(Period, start=years, end=years)), text=values
)
forms = st.builds(
    Form,
    form_id=st.just("0" * 16 + "-0001"),
    family=st.sampled_from(["goal_2pane", "goal_1pane", "selfeval"]),
    source=st.just(SourceRecord(name="x", sha256="0" * 64, kind="text", pages=(1,))),
    year=maybe,
    fields=st.dictionaries(st.sampled_from(["project_term", "total_score"]), values),
    funds=st.lists(amounts, max_size=6).map(tuple),
    goals=st.lists(goals, max_size=3).map(tuple),
    indicators=st.lists(rows, max_size=5).map(tuple),
)


def cells_of(form: Form) -> set[str | None]:
    """All cells that a form's values name."""
    found = [form.year, *form.fields.values(), *(f.amount for f in form.funds), *(g.text for g in form.goals)]
    for i in form.indicators:
        found += [i.level1, i.level2, i.name, i.target, i.actual, i.weight, i.score, i.deviation]
    return {value.cell for value in found if value is not None}


@settings(max_examples=300)
@given(form=forms)
def test_findings_are_of_the_catalogue_and_name_cells_of_the_form(form: Form) -> None:
    order = list(load_checks())
    for language in ("zh", "en"):
        found = run_checks(form, language)  # type: ignore[arg-type]
        places = [order.index(f.rule) for f in found]
        assert places == sorted(places)
        assert all(f.severity == load_checks()[f.rule].severity and f.message for f in found)
        assert {cell for f in found for cell in f.cells} <= cells_of(form)
        assert found == run_checks(form, language)  # type: ignore[arg-type]


@given(form=forms)
def test_both_languages_find_the_same(form: Form) -> None:
    chinese, english = ({(f.rule, f.cells) for f in run_checks(form, said)} for said in ("zh", "en"))  # type: ignore[arg-type]
    assert chinese == english


@given(form=forms)
def test_an_unknown_family_gives_nothing(form: Form) -> None:
    assert run_checks(form.model_copy(update={"family": "unknown"})) == ()


@pytest.mark.parametrize("text", [None, "", "NaN", "Infinity", "1e5", "²", "1_000", "12,000", "9" * 60])
def test_what_cannot_be_summed_is_no_number(text: str | None) -> None:
    assert decimal(text) is None


@pytest.mark.parametrize("year", ["²", "²²²²", "٣٣٣٣", "9" * 5000, "", "2023年"])
def test_a_year_that_is_none_is_not_compared(year: str) -> None:
    goal = GoalRecord(pane="mid_term", period=Period(start=1999, end=1999), text=plain("保障"))
    assert "P2" not in {f.rule for f in run_checks(dated(year, goal))}
    assert "P2" in {f.rule for f in run_checks(dated("2023", goal))}


def plain(text: str) -> Value:
    return Value(value=text, raw=text, confidence=0.995)


def dated(year: str, goal: GoalRecord) -> Form:
    source = SourceRecord(name="x", sha256="0" * 64, kind="text", pages=(1,))
    return Form(form_id="0" * 16 + "-0001", family="goal_2pane", source=source, year=plain(year), goals=(goal,))
