"""Every rule by its id: a form that breaks it, and one that does not."""

from __future__ import annotations

import pytest

from shibiao.normalize.checks import run_checks
from shibiao.schemas.checks import load_checks
from shibiao.schemas.records import Form, IndicatorRecord
from tests.checks.forms import form, fund, funds, goal, indicator, value

FULL = [
    indicator("数量指标", "培训人次", "≥200人次"),
    indicator("质量指标", "培训合格率", "≥95%"),
    indicator("社会效益指标", "从业人员技能水平", "提高10%"),
    indicator("满意度指标", "学员满意度", "≥90%"),
]


def two_panes(**parts: object) -> Form:
    return form("goal_2pane", **parts)  # type: ignore[arg-type]


def panes_of(mid: str, annual: str, term: str) -> Form:
    return two_panes(term=term, funds=[*funds("mid_term", mid, mid), *funds("annual", annual, annual)])


def cost(name: str, target: str, total: str = "120.00") -> Form:
    return form(funds=funds("annual", total, total), indicators=[indicator("成本指标", name, target)])


def quarters(total: str) -> Form:
    names = [
        indicator("成本指标", f"{q}季度支出", t)
        for q, t in zip("一二三四", ("15万元", "20万元", "≥15万元", "5万元"), strict=True)
    ]
    return form(funds=funds("annual", total, total), indicators=names)


def parts_of(whole: str) -> Form:
    rows = (("甲村亩数", "30亩"), ("乙村亩数", "50亩"), ("合计亩数", whole))
    return form(indicators=[indicator("数量指标", name, target) for name, target in rows])


def spanned(term: str, year: str = "2023", span: tuple[int, int] = (2022, 2024)) -> Form:
    return two_panes(term=term, year=year, goals=[goal("目标", "mid_term", span)])


def one(level2: str, name: str | None, target: str | None, **more: str) -> Form:
    return form(indicators=[indicator(level2, name, target, **more)])


def both(mid: str, annual: str) -> Form:
    return two_panes(
        indicators=[indicator("数量指标", "接访批次", mid, "mid_term"), indicator("数量指标", "接访批次", annual)]
    )


def selfeval(
    *rows: IndicatorRecord, rate: str | None = None, score: str | None = None, total: str | None = None
) -> Form:
    money = [fund("total", "100.00", measure="budget"), fund("total", "80.00", measure="executed")]
    if rate:
        money.append(fund("total", rate, measure="execution_rate", unit="%"))
    if score:
        money += [fund("total", "10", measure="weight", unit="分"), fund("total", score, measure="score", unit="分")]
    return form("selfeval", funds=money, indicators=rows, fields={"total_score": value(total)} if total else {})


def scored(
    target: str,
    actual: str,
    weight: str,
    score: str,
    reason: str = "",
    level1: str = "产出指标",
    level2: str = "数量指标",
) -> IndicatorRecord:
    return indicator(
        level2, "完成项目数", target, actual=actual, weight=weight, score=score, deviation=reason, level1=level1
    )


BROKEN = [
    ("F1", form(funds=funds("annual", "120.00", "100.00", "10.00"))),
    (
        "F2",
        two_panes(
            funds=[*funds("mid_term", "10.00", "10.00"), *funds("annual", "12.00", "12.00")],
        ),
    ),
    ("F3", panes_of("120.00", "0.00", "1年")),
    ("F4", panes_of("30.00", "30.00", "3年")),
    ("F5", cost("项目总成本", "360万元")),
    ("F5", cost("项目总成本", "≤1210000元")),
    ("F6", quarters("63.00")),
    (
        "F7",
        form(
            funds=funds("annual", "10.00", "10.00"),
            indicators=[indicator("数量指标", "救助件数", "≥20件"), indicator("成本指标", "救助费用", "2万元/件")],
        ),
    ),
    ("F8", form(funds=[fund("total", "10.00", unit=None)])),
    ("P1", spanned("1年")),
    ("P2", spanned("1年", span=(2022, 2022))),
    ("P3", one("时效指标", "完成时间", "2024年12月")),
    ("P3", one("时效指标", "实施期", "2023年11月-2023年3月")),
    ("P3", form(term="2023年11月-2022年3月")),
    ("P3", form(fields={"start_date": value("2023年5月1日"), "end_date": value("2023年4月1日")})),
    ("G1", form(indicators=FULL, goals=[goal(None)])),
    ("G2", two_panes(term="3年", goals=[goal("完成培训。", "mid_term"), goal("完成 培训")])),
    ("G3", form(goals=[goal("培训500人次")], indicators=FULL)),
    ("I1", one("数量指标", "培训人次", None)),
    ("I1", one("数量指标", None, "≥200人次")),
    ("I1", one("数量指标", "培训人次", "社会效益指标")),
    ("I1", one("数量指标", "培训人次", "≥**人次")),
    ("I2", form(indicators=FULL[:2])),
    ("I3", form(indicators=[*FULL, indicator("数量指标", "培训 人次", "≥100人次")])),
    (
        "I4",
        form(indicators=[indicator("社会效益指标", "影响", "显著提升"), indicator("社会效益指标", "影响", "效果明显")]),
    ),
    ("I5", one("满意度指标", "群众满意度", "满意")),
    ("I5", one("满意度指标", "群众满意度", "≥60%")),
    ("I5", one("满意度指标", "群众满意度", "≤95%")),
    ("I6", one("质量指标", "验收合格率", "≥100%")),
    ("I6", one("质量指标", "验收合格率", "120%")),
    ("I7", cost("专职人员经费", "≥24万元")),
    ("I7", cost("会议费", "≥300元/人次")),
    ("I7", one("时效指标", "办结时限", "≥5个工作日")),
    ("I8", one("数量指标", "聘用4名录入人员", "≥25万元")),
    ("I8", one("数量指标", "保障村干部人数", "42个")),
    ("I8", one("成本指标", "物业费", "8个")),
    ("I9", one("质量指标", "网上办理占比80%", "85%")),
    ("I10", both("≥98人次", "≥36人")),
    ("I10", both("≥80件", "≥240件")),
    ("I11", parts_of("90亩")),
    ("S1", selfeval(scored("≥5个", "5个", "40", "40"), scored("≥5个", "5个", "40", "40"))),
    (
        "S1",
        selfeval(
            scored("≥5个", "5个", "40", "40", level1="产出指标（50分）"),
            scored("≥5个", "5个", "50", "50", level1="效益指标"),
        ),
    ),
    ("S2", selfeval(scored("≥5个", "5个", "50", "55"))),
    ("S2", selfeval(scored("≥5个", "5个", "90", "80", "下雨"), total="95")),
    ("S3", selfeval(scored("≥50个", "40个", "10", "10"))),
    ("S3", selfeval(scored("≤50万元", "58万元", "10", "10", level2="成本指标"))),
    ("S3", selfeval(scored("≥5个", "5个", "10", "7"))),
    ("S4", selfeval(scored("≥266米", "≥266米", "10", "10"))),
    ("S5", selfeval(rate="90.00")),
    ("S5", selfeval(rate="80.00", score="10")),
]

CLEAN = [
    ("F1", form(funds=funds("annual", "120.00", "100.00", "20.00"))),
    ("F1", form(funds=[fund("total", "120.00"), fund("fiscal", None), fund("other", None)])),
    ("F1", form(funds=[fund("total", "5"), fund("fiscal", "4.93"), fund("other", "0.00")])),
    ("F1", form(funds=[fund("total", "100.00", unit="万元"), fund("fiscal", "1000000", unit="元")])),
    ("F2", panes_of("30.00", "10.00", "3年")),
    ("F2", two_panes(funds=[*funds("mid_term", "0.00", "0.00"), *funds("annual", "12.00", "12.00")])),
    ("F3", panes_of("30.00", "30.00", "1年")),
    ("F3", panes_of("30.00", "10.00", "3年")),
    ("F4", panes_of("30.00", "10.00", "3年")),
    ("F5", cost("项目总成本", "≤120万元")),
    ("F5", cost("人均补助标准", "≤300万元")),
    ("F5", cost("救助费用", "2000万元/件")),
    ("F6", quarters("55.00")),
    (
        "F7",
        form(
            funds=funds("annual", "40.00", "40.00"),
            indicators=[indicator("数量指标", "救助件数", "≥20件"), indicator("成本指标", "救助费用", "2万元/件")],
        ),
    ),
    ("F8", form(funds=[fund("total", "10.00")])),
    ("P1", spanned("3年")),
    ("P1", spanned("长期")),
    ("P2", spanned("3年")),
    ("P3", one("时效指标", "完成时间", "2023年12月底前")),
    ("P3", one("时效指标", "完成时间", "每年12月底前")),
    ("P3", form(term="2022年3月-2023年11月")),
    ("P3", form(fields={"start_date": value("2023年4月"), "end_date": value("2023年4月30日")})),
    ("G1", form(indicators=FULL, goals=[goal("完成培训")])),
    ("G2", two_panes(term="3年", goals=[goal("三年完成培训", "mid_term"), goal("完成培训")])),
    ("G3", form(goals=[goal("培训200人次")], indicators=FULL)),
    ("I1", form(indicators=FULL)),
    ("I2", form(indicators=FULL)),
    ("I3", form(indicators=FULL)),
    ("I4", form(indicators=FULL)),
    ("I5", one("满意度指标", "群众满意度", "≥90%")),
    ("I6", one("质量指标", "验收合格率", "100%")),
    ("I6", one("经济效益指标", "产值增长率", "≥120%")),
    ("I7", cost("专职人员经费", "≤24万元")),
    ("I7", cost("专职人员经费", "24万元")),
    ("I8", one("数量指标", "聘用录入人员", "4人")),
    ("I9", one("质量指标", "网上办理占比80%", "80%")),
    ("I10", both("≥240件", "≥80件")),
    ("I11", parts_of("80亩")),
    (
        "S1",
        selfeval(
            scored("≥5个", "5个", "50", "50", level1="产出指标（50分）"),
            scored("≥5个", "5个", "40", "40", level1="效益指标"),
        ),
    ),
    ("S2", selfeval(scored("≥5个", "5个", "90", "90"), total="90")),
    ("S3", selfeval(scored("≥50个", "40个", "10", "8", "因汛期推迟"))),
    ("S3", selfeval(scored("≥50个", "60个", "10", "10"))),
    ("S4", selfeval(scored("≥266米", "266米", "10", "10"))),
    ("S5", selfeval(rate="80.00", score="8")),
    ("S5", selfeval(rate="80", score="8.0")),
]


def rules(found: Form, language: str = "zh") -> set[str]:
    return {finding.rule for finding in run_checks(found, language)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("rule", "broken"), BROKEN, ids=[f"{rule}-{i}" for i, (rule, _) in enumerate(BROKEN)])
def test_a_broken_rule_is_found_and_names_its_cells(rule: str, broken: Form) -> None:
    found = [f for f in run_checks(broken) if f.rule == rule]
    assert found
    assert all(f.cells for f in found)
    assert "{" not in found[0].message


@pytest.mark.parametrize(("rule", "clean"), CLEAN, ids=[f"{rule}-{i}" for i, (rule, _) in enumerate(CLEAN)])
def test_a_kept_rule_is_silent(rule: str, clean: Form) -> None:
    assert rule not in rules(clean)


def test_every_rule_has_both_cases() -> None:
    of_forms = {rule_id for rule_id, rule in load_checks().items() if rule.of == "form"}
    assert {rule for rule, _ in BROKEN} == {rule for rule, _ in CLEAN} == of_forms


def test_an_unknown_family_is_not_judged() -> None:
    assert run_checks(form("unknown", funds=funds("annual", "120.00", "1.00"))) == ()
