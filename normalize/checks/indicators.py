"""I1 to I11: indicators by themselves and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import COST_LEVEL2, Facts, decimal, plain, text
from shibiao.normalize.checks.registry import PANES, Said, Violation, check
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import IndicatorRecord

_REQUIRED = ("数量指标", "质量指标")
_BENEFIT, _SATISFACTION = "效益指标", "满意度指标"
_VAGUE = ("qual_trend", "qual_state", "qual_narrative")
_QUANTITATIVE_SHARE = Decimal("0.6")
_GROWTH = re.compile(r"增长|增幅|提高|超额|完成率|增加|利用率|产能")
_PERSONS = re.compile(r"人员|人数|聘用|职工|干部|群众数|学员")
_RATE_IN_NAME = re.compile(r"(\d+(?:\.\d+)?)%")
_SUM_NAME = re.compile(r"合计|总计|总数")
_LOW_SATISFACTION = 80
_RATES = ("percent", "embedded_pct")
_LABEL = re.compile(
    r"^(?:一级|二级|三级)?(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|满意度|产出|效益)指标$"
)


def _level2(indicator: IndicatorRecord) -> str:
    return text(indicator.level2)


def _is_satisfaction(indicator: IndicatorRecord) -> bool:
    return text(indicator.level1) == _SATISFACTION or "满意度" in _level2(indicator)


@check("I1")
def named_and_set(facts: Facts) -> Iterator[Violation]:
    """Every indicator has a name and a target, and neither is a level label."""
    for indicator in facts.form.indicators:
        problem = _incomplete(indicator)
        if problem:
            words = {
                "pane": PANES[indicator.pane], "level2": _level2(indicator), "name": text(indicator.name), "problem": problem
            }  # fmt: skip
            yield Violation((indicator.name, indicator.target), words)


def _incomplete(indicator: IndicatorRecord) -> Said | None:
    name, target = text(indicator.name), text(indicator.target)
    if not name:
        return Said(f"指标值 {target} 没有三级指标名称", f"the target {target} has no name")
    if not target and indicator.target.status != "unread":
        return Said("没有指标值", "no target")
    if _LABEL.match(squeeze(target)):
        return Said(f"指标值处是标签 {target}", f"a label stands for a target: {target}")
    return Said("指标值未填写", "the target was not filled in") if indicator.value_class == "placeholder" else None


@check("I2")
def kinds_present(facts: Facts) -> Iterator[Violation]:
    """数量 and 质量, at least one 效益, and 满意度 are there in every pane that has indicators."""
    for pane, indicators in facts.by_pane.items():
        if not indicators:
            continue
        words = {_level2(i) for i in indicators}
        missing = [word for word in _REQUIRED if word not in words]
        if not any(text(i.level1) == _BENEFIT for i in indicators):
            missing.append(_BENEFIT)
        if not any(_is_satisfaction(i) for i in indicators):
            missing.append(_SATISFACTION)
        if missing:
            yield Violation((indicators[0].name,), {"pane": PANES[pane], "missing": "、".join(missing)})


@check("I3")
def names_differ(facts: Facts) -> Iterator[Violation]:
    """No name twice under one level 2 of a pane."""
    for pane, indicators in facts.by_pane.items():
        groups: dict[tuple[str, str], list[IndicatorRecord]] = defaultdict(list)
        for indicator in indicators:
            if indicator.name.value:
                groups[_level2(indicator), squeeze(indicator.name.value)].append(indicator)
        for (level2, _), group in groups.items():
            if len(group) > 1:
                words = {"pane": PANES[pane], "level2": level2, "name": text(group[0].name), "count": str(len(group))}
                yield Violation(tuple(i.name for i in group), words)


@check("I4")
def mostly_quantitative(facts: Facts) -> Iterator[Violation]:
    """At least 60 % of a form's targets are quantitative; once a form."""
    set_ = [i for i in facts.form.indicators if i.target.value]
    vague = [i for i in set_ if i.value_class in _VAGUE]
    quantitative = [i for i in set_ if i.number is not None]
    if set_ and Decimal(len(quantitative)) / len(set_) < _QUANTITATIVE_SHARE and vague:
        shown = "、".join(dict.fromkeys(text(i.target) for i in vague[:3]))
        words = {"count": str(len(quantitative)), "total": str(len(set_)), "vague": shown}
        yield Violation(tuple(i.target for i in vague), words)


@check("I5")
def satisfaction_rate(facts: Facts) -> Iterator[Violation]:
    """Satisfaction is a rate over 0 and up to 100 %, with ≥ or no operator, and not unusually low."""
    for indicator in facts.form.indicators:
        if not _is_satisfaction(indicator) or not indicator.target.value or indicator.target.status == "clipped-lost":
            continue
        problem = _odd_satisfaction(indicator)
        if problem:
            words = {"name": text(indicator.name), "target": text(indicator.target), "problem": problem}
            yield Violation((indicator.target,), words)


def _odd_satisfaction(indicator: IndicatorRecord) -> Said | None:
    number = decimal(indicator.number)
    if indicator.value_class not in (*_RATES, "bare_num") or number is None:
        return Said("不是百分率", "not a rate")
    if indicator.operator in ("<=", "<"):
        return Said("用了上限", "an upper bound")
    if not 0 < number <= 100:
        return Said("不在 0 到 100 之间", "not between 0 and 100")
    return Said("低于常见的 80%", "below the usual 80 %") if number < _LOW_SATISFACTION else None


@check("I6")
def rates_up_to_hundred(facts: Facts) -> Iterator[Violation]:
    """A rate is not above 100 % and ≥100% is odd, growth apart."""
    for indicator in facts.form.indicators:
        number = decimal(indicator.number)
        if indicator.value_class != "percent" or number is None or _GROWTH.search(text(indicator.name)):
            continue
        if _is_satisfaction(indicator):
            continue
        if number > 100 or (number == 100 and indicator.operator in (">=", ">")):
            yield Violation((indicator.target,), {"name": text(indicator.name), "target": text(indicator.target)})


@check("I7")
def upper_bounds(facts: Facts) -> Iterator[Violation]:
    """Costs and completion times are bounded from above."""
    for indicator in facts.form.indicators:
        level2 = _level2(indicator)
        cost = level2 in COST_LEVEL2 and indicator.value_class in ("money", "money_rate")
        time = level2 == "时效指标" and indicator.value_class in ("duration", "date", "date_month", "date_deadline")
        if (cost or time) and indicator.operator in (">=", ">"):
            words = {"level2": level2, "name": text(indicator.name), "target": text(indicator.target)}
            yield Violation((indicator.target, indicator.name), words)


@check("I8")
def unit_fits(facts: Facts) -> Iterator[Violation]:
    """No money under 数量指标, and no persons counted in 个."""
    for indicator in facts.form.indicators:
        money = _level2(indicator) == "数量指标" and indicator.value_class in ("money", "money_rate")
        persons = indicator.unit == "个" and _PERSONS.search(text(indicator.name))
        if money or persons:
            words = {"level2": _level2(indicator), "name": text(indicator.name), "target": text(indicator.target)}
            yield Violation((indicator.target, indicator.name), words)


@check("I9")
def rate_in_name(facts: Facts) -> Iterator[Violation]:
    """A percentage in the name is the target's."""
    for indicator in facts.form.indicators:
        named = _RATE_IN_NAME.search(squeeze(text(indicator.name)))
        target, printed = decimal(indicator.number), decimal(named.group(1)) if named else None
        if named and indicator.value_class in _RATES and target is not None and target != printed:
            words = {"name": text(indicator.name), "printed": named.group(1), "target": text(indicator.target)}
            yield Violation((indicator.name, indicator.target), words)


@check("I10")
def panes_comparable(facts: Facts) -> Iterator[Violation]:
    """The same name in both panes has the same unit, and a count of the year is not above the medium term's."""
    mids: dict[tuple[str, str], IndicatorRecord] = {}
    for indicator in facts.by_pane.get("mid_term", ()):
        if indicator.name.value:
            mids.setdefault((_level2(indicator), squeeze(indicator.name.value)), indicator)
    for annual in facts.by_pane.get("annual", ()):
        mid = mids.get((_level2(annual), squeeze(text(annual.name))))
        problem = _incomparable(mid, annual) if mid else None
        if mid and problem:
            words = {
                "name": text(annual.name), "mid_term": text(mid.target), "annual": text(annual.target), "problem": problem
            }  # fmt: skip
            yield Violation((annual.target, mid.target), words)


def _incomparable(mid: IndicatorRecord, annual: IndicatorRecord) -> Said | None:
    one, other = decimal(mid.number), decimal(annual.number)
    if one is None or other is None or mid.number2 or annual.number2:
        return None
    if mid.unit and annual.unit and mid.unit != annual.unit:
        return Said("单位不同", "different units")
    if mid.value_class == "num_unit" and mid.operator in (">=", ">", "=", None) and other > one:
        return Said("年度大于中期", "the year's is larger")
    return None


@check("I11")
def parts_make_sum(facts: Facts) -> Iterator[Violation]:
    """A 数量指标 named 合计 equals the sum of the other rows of its unit."""
    for indicators in facts.by_pane.values():
        counts = [i for i in indicators if _level2(i) == "数量指标" and decimal(i.number) is not None and i.unit]
        for whole in counts:
            if not _SUM_NAME.search(text(whole.name)):
                continue
            parts = [i for i in counts if i is not whole and i.unit == whole.unit]
            added = sum((decimal(i.number) or Decimal(0) for i in parts), Decimal(0))
            if len(parts) > 1 and added != decimal(whole.number):
                words = {"name": text(whole.name), "target": text(whole.target), "sum": plain(added)}
                yield Violation((whole.target, *(i.target for i in parts)), words)
