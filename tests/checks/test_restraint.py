"""What looks wrong and is not: rounding, blanks, cut texts, savings, parts of parts. A false alarm costs trust."""

from __future__ import annotations

from typing import Any

import pytest

from shibiao.normalize.checks import run_checks
from shibiao.schemas.records import Form, FundRecord, IndicatorRecord, Pane
from tests.checks.forms import form, fund, funds, goal, indicator, value


def rules(found: Form) -> set[str]:
    return {finding.rule for finding in run_checks(found)}


def money(total: str, **parts: str) -> Form:
    return form(funds=[fund("total", total), *(fund(item, amount) for item, amount in parts.items())])


def two(*indicators: IndicatorRecord, term: str = "3年", **parts: Any) -> Form:
    return form("goal_2pane", term=term, indicators=indicators, **parts)


def both_funds(mid: str, annual: str) -> list[FundRecord]:
    return [*funds("mid_term", mid, mid), *funds("annual", annual, annual)]


@pytest.mark.parametrize(
    ("total", "fiscal", "other", "is_off"),
    [
        ("100.00", "60.00", "39.99", False),
        ("100.00", "60.00", "39.98", True),
        ("100.00", "60.00", "40.01", False),
        ("100.00", "60.00", "40.02", True),
        ("100", "60", "40", False),
        ("100", "60", "39", True),
        ("100", "60.3", "39.1", False),  # 0.5 + 0.05 + 0.05
        ("100", "60.3", "39.0", True),
        ("100.5", "60.25", "40.19", False),  # 0.05 + 0.005 + 0.005
        ("100.5", "60.25", "40.18", True),
        ("100.5", "60", "40", True),  # a total is not finer than its parts by rounding
        ("100.0000", "60.0000", "39.9999", False),
        ("100.0000", "60.0000", "39.9998", True),
        ("0", "90", "0", True),
    ],
)
def test_sources_may_be_off_by_what_rounding_explains(total: str, fiscal: str, other: str, is_off: bool) -> None:
    assert ("F1" in rules(money(total, fiscal=fiscal, other=other))) is is_off


def test_an_item_inside_another_is_not_counted_twice() -> None:
    assert "F1" not in rules(money("100.00", fiscal="90.00", upper_level="40.00", other="10.00"))
    assert "F1" not in rules(money("100.00", fiscal="50.00", upper_level="40.00", other="10.00"))
    assert "F1" not in rules(money("100.00", fiscal="90.00", other="10.00", own="4.00"))
    assert "F1" in rules(money("100.00", fiscal="90.00", upper_level="40.00", other="11.00"))
    assert "F1" in rules(money("100.00", fiscal="90.00", carry_over="40.00", other="10.00"))


def test_an_amount_that_could_not_be_read_is_no_zero() -> None:
    parts = [fund("total", "100.00"), fund("fiscal", "60.00")]
    unread = fund("other", None).model_copy(update={"amount": value(None, raw="4○.00", status="unread")})
    assert "F1" in rules(form(funds=parts))
    assert "F1" not in rules(form(funds=[*parts, unread]))


def test_each_figure_of_a_self_evaluation_is_added_up() -> None:
    grid = [
        fund(item, amount, measure=measure)
        for measure, total in (("budget", "100.00"), ("executed", "95.00"))
        for item, amount in (("total", total), ("fiscal", "90.00"), ("other", "10.00"))
    ]
    (finding,) = [f for f in run_checks(form("selfeval", funds=grid)) if f.rule == "F1"]
    assert "全年执行数" in finding.message
    assert set(finding.cells) == {f.amount.cell for f in grid[3:]}


def test_a_finding_names_its_cells_in_order_of_what_is_compared() -> None:
    parts = funds("annual", "120.00", "100.00")
    (finding,) = [f for f in run_checks(form(funds=parts)) if f.rule == "F1"]
    assert finding.cells == tuple(f.amount.cell for f in parts)


def annual_cost(name: str, target: str, pane: Pane = "annual") -> IndicatorRecord:
    return indicator("成本指标", name, target, pane)


@pytest.mark.parametrize(
    ("pane", "name", "term", "is_off"),
    [
        ("annual", "劳务费", "3年", True),
        ("annual", "项目总成本", "3年", False),
        ("annual", "项目总成本", "1年", True),
        ("mid_term", "项目总成本", "3年", True),
        ("mid_term", "节约财政资金", "3年", False),
    ],
)
def test_a_cumulative_cost_is_not_held_against_one_year(pane: Pane, name: str, term: str, is_off: bool) -> None:
    made = two(annual_cost(name, "95万元", pane), term=term, funds=both_funds("90.00", "30.00"))
    assert ("F5" in rules(made)) is is_off


def test_costs_in_yuan_are_converted_before_they_are_compared() -> None:
    for cost, is_off in (("300000元", False), ("300050元", False), ("300100元", True)):  # 30.00 may be 30.005
        made = two(annual_cost("劳务费", cost), funds=both_funds("90.00", "30.00"))
        assert ("F5" in rules(made)) is is_off, cost


def test_quarters_of_a_term_of_years_are_one_years() -> None:
    names = [annual_cost(f"{q}季度支出", "10万元", "mid_term") for q in "一二三四"]
    assert "F6" not in rules(two(*names, term="3年", funds=both_funds("120.00", "40.00")))
    assert "F6" in rules(two(*names, term="1年", funds=both_funds("120.00", "120.00")))
    running = [
        indicator("成本指标", f"{q}季度累计支出", t)
        for q, t in zip("一二三四", ("1万元", "2万元", "3万元", "4万元"), strict=True)
    ]
    assert "F6" not in rules(form(funds=funds("annual", "4.00", "4.00"), indicators=running))


def test_a_price_that_is_an_upper_bound_promises_nothing() -> None:
    count = indicator("数量指标", "救助件数", "20件")
    for price, is_off in (("2万元/件", True), ("≤2万元/件", False)):
        made = form(funds=funds("annual", "10.00", "10.00"), indicators=[count, annual_cost("救助费用", price)])
        assert ("F7" in rules(made)) is is_off


def test_an_empty_panes_printed_period_says_nothing() -> None:
    assert not {"P1", "P2"} & rules(two(term="5年", goals=[goal(None, "mid_term", (2021, 2021))]))
    assert {"P1", "P2"} <= rules(two(term="5年", goals=[goal("保障", "mid_term", (2021, 2021))]))


def test_dates_are_compared_as_far_as_they_are_printed() -> None:
    for printed, is_off in (("2023年5月10日-2023年5月", False), ("2023年5月10日-2023年4月", True)):
        assert ("P3" in rules(form(indicators=[indicator("时效指标", "实施期", printed)]))) is is_off


def test_next_years_date_is_no_fault_of_the_medium_term() -> None:
    assert "P3" not in rules(two(indicator("时效指标", "完成时间", "2024年12月", "mid_term")))


def test_what_could_not_be_read_is_not_missing() -> None:
    unread = value(None, raw="▯▯", status="unread")
    row = indicator("数量指标", "培训人次", "200人次")
    unnamed, unset = row.model_copy(update={"name": unread}), row.model_copy(update={"target": unread})
    lost_goal = goal(None).model_copy(update={"text": unread})
    assert not {"G1", "I1"} & rules(form(indicators=[unnamed, unset], goals=[lost_goal]))


def test_kinds_are_not_missing_where_a_kind_is_unknown() -> None:
    known = indicator("数量指标", "培训人次", "200人次")
    unknown = indicator("数量指标", "合格率", "≥95%").model_copy(update={"level2": None})
    assert "I2" in rules(form(indicators=[known]))
    assert "I2" not in rules(form(indicators=[known, unknown]))


@pytest.mark.parametrize(
    ("text", "is_off"),
    [
        ("投入63万元", False),
        ("投入630000元", False),
        ("投入64万元", True),
        ("培训12,000人", False),
        ("培训12,001人", True),
        ("2023年12月前建成", False),
    ],
)
def test_figures_of_a_goal_recur_in_other_spelling(text: str, is_off: bool) -> None:
    rows = [indicator("数量指标", "培训人数", "12000人"), indicator("成本指标", "培训费", "≤5万元")]
    assert ("G3" in rules(form(goals=[goal(text)], indicators=rows, funds=funds("annual", "63.00", "63.00")))) is is_off


def test_names_cut_alike_are_not_known_to_be_the_same() -> None:
    rows = [indicator("数量指标", "人民调解在预", "2件"), indicator("数量指标", "人民调解在预", "3件")]
    cut = [r.model_copy(update={"name": value("人民调解在预", status="clipped-lost", confidence=0.2)}) for r in rows]
    assert "I3" in rules(form(indicators=rows))
    assert "I3" not in rules(form(indicators=cut))


KEPT = [
    ("I5", indicator("满意度指标", "群众满意度", "95%-98%")),
    ("I5", indicator("满意度指标", "群众满意度", "95%左右")),
    ("I5", indicator("满意度指标", "群众满意度", "0.95")),
    ("I5", indicator("满意度指标", "群众满意度", "≥80")),
    ("I5", indicator("满意度指标", "群众满意度", "不涉及")),
    ("I5", indicator("满意度指标", "群众满意度", "较上年提升5%")),
    ("I5", indicator("满意度指标", "群众投诉率", "≤1%")),
    ("I6", indicator("质量指标", "任务完成率", "120%")),
    ("I7", indicator("成本指标", "节约办公经费", "≥5万元")),
    ("I7", indicator("时效指标", "设备使用年限", "≥5年")),
    ("I8", indicator("数量指标", "职工之家建设数量", "5个")),
    ("I8", indicator("数量指标", "法人数量", "5个")),
    ("I8", indicator("数量指标", "人员密集场所检查点", "5个")),
    ("I9", indicator("质量指标", "占比80%", "80.0%")),
    ("I11", indicator("数量指标", "参训总数", "100人")),
]
BROKEN = [
    ("I5", indicator("满意度指标", "群众满意度", "≥4.5分")),
    ("I5", indicator("满意度指标", "群众满意度", "≥79")),
    ("I5", indicator("满意度指标", "群众满意度", "0.7")),
    ("I6", indicator("质量指标", "任务及时率", "120%")),
    ("I7", indicator("成本指标", "办公经费", "≥5万元")),
    ("I7", indicator("时效指标", "办结时间", "≥5天")),
    ("I8", indicator("数量指标", "聘用保安", "5个")),
]


@pytest.mark.parametrize(("rule", "row"), KEPT, ids=lambda x: x if isinstance(x, str) else x.name.value)
def test_one_indicator_that_is_all_right(rule: str, row: IndicatorRecord) -> None:
    others = [indicator("数量指标", "聘用人数", "5人"), indicator("数量指标", "劳务人数", "3人")]
    assert rule not in rules(form(indicators=[row, *others]))


@pytest.mark.parametrize(("rule", "row"), BROKEN, ids=lambda x: x if isinstance(x, str) else x.name.value)
def test_one_indicator_that_is_not(rule: str, row: IndicatorRecord) -> None:
    (finding,) = [f for f in run_checks(form(indicators=[row])) if f.rule == rule]
    assert row.target.cell in finding.cells


@pytest.mark.parametrize(
    ("level2", "mid", "annual", "is_off"),
    [
        ("数量指标", "240件", "80件", False),
        ("数量指标", "80件", "240件", True),
        ("数量指标", "≤80件", "≤240件", False),
        ("质量指标", "≥95分", "≥96分", False),
        ("成本指标", "24万元", "80000元", False),
        ("数量指标", "98人次", "36人", True),
    ],
)
def test_only_counts_grow_with_the_term(level2: str, mid: str, annual: str, is_off: bool) -> None:
    rows = [indicator(level2, "同一指标", mid, "mid_term"), indicator(level2, "同一指标", annual)]
    assert ("I10" in rules(two(*rows))) is is_off


@pytest.mark.parametrize("unread", [0, 1, 2, 3, 4, 5])
def test_an_amount_that_could_not_be_read_is_no_reason_for_a_finding(unread: int) -> None:
    amounts = [*funds("mid_term", "30.00", "20.00", "10.00"), *funds("annual", "10.00", "8.00", "2.00")]
    lost = value(None).model_copy(update={"status": "clipped-lost", "confidence": 0.2})
    amounts[unread] = amounts[unread].model_copy(update={"amount": lost})
    assert not [rule for rule in rules(two(funds=amounts)) if rule.startswith("F")]
