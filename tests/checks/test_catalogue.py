"""Catalogue, register and documentation say the same; findings are worded and ordered the same way every time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.checks import registered, run_checks
from shibiao.normalize.checks.registry import CHECKS
from shibiao.schemas.checks import load_checks
from tests.checks.forms import form, fund, funds, goal, indicator, value

DOC = Path(__file__).parents[2] / "docs" / "checks.md"
cents = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)


def test_every_rule_has_a_check_and_every_check_a_rule() -> None:
    assert set(registered()) == set(load_checks())


def test_the_documentation_is_in_step() -> None:
    text = DOC.read_text(encoding="utf-8")
    for rule_id, rule in load_checks().items():
        how = "equation" if rule.equations else "function"
        how = "both" if rule.equations and rule_id in CHECKS else how
        cells = (rule_id, rule.severity, rule.aspect, rule.title.zh, rule.title.en, rule.source, how)
        assert "| " + " | ".join(cells) + " |" in text, rule_id


def test_every_rule_says_what_it_compares_and_when_it_is_silent() -> None:
    table = DOC.read_text(encoding="utf-8").partition("| rule | compares | silent when | tolerance |")[2]
    rows = [line.strip("|").split("|") for line in table.splitlines()[2:] if line.startswith("|")]
    assert [row[0].strip() for row in rows] == list(load_checks())
    assert all(len(row) == 4 and row[1].strip() for row in rows)


def test_findings_are_worded_in_english_on_demand() -> None:
    broken = form(funds=funds("annual", "120.00", "100.00"))
    (finding,) = [f for f in run_checks(broken, "en") if f.rule == "F1"]
    assert finding.message == (
        "year amount: 100 + 0 add up to 100, the total says 120 (万元)"
        " (if one figure is wrong, it may be one of year “total” 120 → 100, year “fiscal” 100 → 120,"
        " year “other” 0 → 20)"
    )


def test_a_doubtful_value_is_said_to_be_one() -> None:
    sure = [fund("total", "120.00"), fund("fiscal", "100.00")]
    doubtful = [sure[0], sure[1].model_copy(update={"amount": value("100.00", confidence=0.5)})]
    assert "存疑" not in run_checks(form(funds=sure))[0].message
    assert "存疑" in run_checks(form(funds=doubtful))[0].message


def test_order_is_the_catalogues_and_then_the_pages() -> None:
    rows = [indicator("成本指标", f"支出{i}", "≥300元/人次") for i in range(12)]
    findings = run_checks(form(funds=funds("annual", "1.00", "2.00"), indicators=rows[::-1]))
    order = [list(load_checks()).index(f.rule) for f in findings]
    assert order == sorted(order)
    places = [int(f.cells[0].split(".")[1][1:]) for f in findings if f.rule == "I7"]
    assert places == sorted(places)


@given(fiscal=cents, other=cents, carry=cents)
def test_any_consistent_split_is_silent(fiscal: Decimal, other: Decimal, carry: Decimal) -> None:
    total = fiscal + other + carry
    parts = [
        fund("total", f"{total}"),
        fund("fiscal", f"{fiscal}"),
        fund("other", f"{other}"),
        fund("carry_over", f"{carry}"),
    ]
    assert "F1" not in {f.rule for f in run_checks(form(funds=parts))}


@given(fiscal=cents, other=cents, data=st.data())
def test_any_wrong_digit_is_found(fiscal: Decimal, other: Decimal, data: st.DataObject) -> None:
    amounts = [f"{fiscal + other:.2f}", f"{fiscal:.2f}", f"{other:.2f}"]
    which = data.draw(st.integers(0, 2))
    places = [i for i, c in enumerate(amounts[which]) if c.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != amounts[which][place]]))
    if place == places[-1] and abs(int(digit) - int(amounts[which][place])) <= 1:
        return  # one cent is within the tolerance
    amounts[which] = amounts[which][:place] + digit + amounts[which][place + 1 :]
    assert "F1" in {f.rule for f in run_checks(form(funds=funds("annual", *amounts)))}


texts = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["≥97百分比", "2万元/件", "1次/月", "2023年12月", "**人", "0", "-"]),
)
rows = st.builds(
    indicator,
    st.sampled_from(["数量指标", "成本指标", "满意度指标", "时效指标"]),
    texts,
    texts,
    st.sampled_from(["mid_term", "annual"]),
)


@given(
    indicators=st.lists(rows, max_size=4),
    amounts=st.lists(texts, min_size=3, max_size=3),
    term=st.text(max_size=6),
    goals=st.lists(st.builds(goal, texts), max_size=2),
    family=st.sampled_from(["goal_2pane", "goal_1pane", "selfeval"]),
)
def test_no_form_makes_a_check_fail(indicators: list, amounts: list, term: str, goals: list, family: str) -> None:  # type: ignore[type-arg]
    parts = [fund(item, amount) for item, amount in zip(("total", "fiscal", "other"), amounts, strict=True)]
    found = run_checks(form(family, term=term, funds=parts, goals=goals, indicators=indicators))
    assert all(f.message for f in found)
