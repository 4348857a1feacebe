"""I1 to I11: indicators by themselves and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import COST_LEVEL2, MONEY_UNITS, Facts, decimal, text
from shibiao.normalize.checks.registry import PANES, Said, Violation, Words, check
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import IndicatorRecord

_REQUIRED = ("数量指标", "质量指标")
_OUTPUTS = frozenset({"数量指标", "质量指标", "时效指标", "成本指标"})
_BENEFIT, _SATISFACTION = "效益指标", "满意度指标"
_VAGUE = ("qual_trend", "qual_state", "qual_narrative")
_QUANTITATIVE_SHARE = Decimal("0.6")
_GROWTH = re.compile(r"增长|增幅|增速|提高|提升|超额|完成率|增加|增值|同比|利用率|周转|收益率|产能")
_PERSONS = re.compile(
    r"(?:人员|职工|干部|群众|学员|教师|学生)(?:数|数量|总数|人数|名额)?$|(?<!法)人数|^聘用|^招录",
)
_FEE = re.compile(r"(?:费|经费|费用|金额|支出额|成本)$")
_THINGS = frozenset("个件项次台套")
_COMPLAINTS = re.compile(r"投诉|不满|差评")
_LASTING = re.compile(r"年限|时长|有效期|持续|保存|质保|寿命|运行|在岗|在线|开放|服务时间")
_SAVING = re.compile(r"节约|节省|节支|降低|减少")
_RATE_IN_NAME = re.compile(r"(\d+(?:\.\d+)?)%")
_SUM_NAME = re.compile(r"合计|总计|总数|小计")
_LOW_SATISFACTION = 80
_RATES = ("percent", "embedded_pct")
_UNSET = ("empty", "na", "placeholder", "damaged", "trend")
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
    indicators = facts.form.indicators
    has_targets = any(i.target.cell is not None or i.target.raw for i in indicators)  # some forms only list names
    for indicator in indicators if has_targets else ():
        problem = _incomplete(indicator)
        if problem:
            words: Words = {
                "pane": PANES[indicator.pane], "level2": _level2(indicator), "name": text(indicator.name),
                "problem": problem,
            }  # fmt: skip
            yield Violation((indicator.name, indicator.target), words)


def _incomplete(indicator: IndicatorRecord) -> Said | None:
    name, target = text(indicator.name), text(indicator.target)
    if not name and indicator.name.status != "unread" and not indicator.name.raw:
        return Said(f"指标值 {target} 没有三级指标名称", f"the target {target} has no name")
    if not target and indicator.target.status != "unread" and not indicator.target.raw:
        return Said("没有指标值", "no target")
    if _LABEL.match(squeeze(target)):
        return Said(f"指标值处是标签 {target}", f"a label stands for a target: {target}")
    return Said("指标值未填写", "the target was not filled in") if indicator.value_class == "placeholder" else None


@check("I2")
def kinds_present(facts: Facts) -> Iterator[Violation]:
    """数量 and 质量, at least one 效益, and 满意度 are there in every pane that has indicators.

    Nothing is missing for certain where an indicator's kind could not be read, or the form has kinds of its own.
    """
    for pane, indicators in facts.by_pane.items():
        if not indicators or any(not text(i.level1) or not _level2(i) for i in indicators):
            continue
        words = {_level2(i) for i in indicators}
        if not words & _OUTPUTS:
            continue
        missing = [word for word in _REQUIRED if word not in words]
        if not any(text(i.level1) == _BENEFIT for i in indicators):
            missing.append(_BENEFIT)
        if not any(_is_satisfaction(i) for i in indicators):
            missing.append(_SATISFACTION)
        if missing:
            yield Violation((indicators[0].name,), {"pane": PANES[pane], "missing": "、".join(missing)})


@check("I3")
def names_differ(facts: Facts) -> Iterator[Violation]:
    """No name twice under one level 2 of a pane, for one object. Names cut alike are not known to be the same."""
    for pane, indicators in facts.by_pane.items():
        groups: dict[tuple[str, str, str], list[IndicatorRecord]] = defaultdict(list)
        for indicator in indicators:
            if indicator.name.value and indicator.name.status != "clipped-lost":
                groups[_level2(indicator), squeeze(indicator.name.value), text(indicator.object)].append(indicator)
        for (level2, _, _), group in groups.items():
            if len(group) > 1:
                words: Words = {
                    "pane": PANES[pane],
                    "level2": level2,
                    "name": text(group[0].name),
                    "count": str(len(group)),
                }
                yield Violation(tuple(i.name for i in group), words)


@check("I4")
def mostly_quantitative(facts: Facts) -> Iterator[Violation]:
    """At least 60 % of a form's targets are quantitative; once a form."""
    set_ = [i for i in facts.form.indicators if i.target.value]
    vague = [i for i in set_ if i.value_class in _VAGUE]
    quantitative = [i for i in set_ if i.number is not None]
    if set_ and Decimal(len(quantitative)) / len(set_) < _QUANTITATIVE_SHARE and vague:
        shown = "、".join(dict.fromkeys(text(i.target) for i in vague[:3]))
        words: Words = {"count": str(len(quantitative)), "total": str(len(set_)), "vague": shown}
        yield Violation(tuple(i.target for i in vague), words)


@check("I5")
def satisfaction_rate(facts: Facts) -> Iterator[Violation]:
    """Satisfaction is a rate over 0 and up to 100 %, with ≥ or no operator, and not unusually low."""
    for indicator in facts.form.indicators:
        if not _is_satisfaction(indicator) or _COMPLAINTS.search(text(indicator.name)):
            continue
        is_set = indicator.value_class not in _UNSET and indicator.target.status != "clipped-lost"
        problem = _odd_satisfaction(indicator) if is_set else None
        if problem:
            words: Words = {"name": text(indicator.name), "target": text(indicator.target), "problem": problem}
            yield Violation((indicator.target,), words)


def _odd_satisfaction(indicator: IndicatorRecord) -> Said | None:
    number = decimal(indicator.number)
    if number is None or not (indicator.unit == "%" or indicator.value_class == "bare_num"):
        return Said("不是百分率", "not a rate")
    if indicator.unit is None and 0 < number <= 1:
        number *= 100  # a spreadsheet's 0.95
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
    """Costs and completion times are bounded from above; savings and what is to last are not."""
    for indicator in facts.form.indicators:
        level2 = _level2(indicator)
        cost = level2 in COST_LEVEL2 and indicator.value_class in ("money", "money_rate")
        cost = cost and not _SAVING.search(text(indicator.name))
        time = level2 == "时效指标" and indicator.value_class in ("duration", "date", "date_month", "date_deadline")
        time = time and not _LASTING.search(text(indicator.name))
        if (cost or time) and indicator.operator in (">=", ">"):
            words: Words = {"level2": level2, "name": text(indicator.name), "target": text(indicator.target)}
            yield Violation((indicator.target, indicator.name), words)


@check("I8")
def unit_fits(facts: Facts) -> Iterator[Violation]:
    """No money under 数量指标, no persons counted in 个, and no fee that is a number of things."""
    for indicator in facts.form.indicators:
        money = _level2(indicator) == "数量指标" and indicator.value_class in ("money", "money_rate")
        persons = indicator.unit == "个" and _PERSONS.search(text(indicator.name))
        fee = indicator.unit in _THINGS and _FEE.search(text(indicator.name))
        if money or persons or fee:
            words: Words = {
                "level2": _level2(indicator),
                "name": text(indicator.name),
                "target": text(indicator.target),
            }
            yield Violation((indicator.target, indicator.name), words)


@check("I9")
def rate_in_name(facts: Facts) -> Iterator[Violation]:
    """A percentage in the name is the target's."""
    for indicator in facts.form.indicators:
        named = _RATE_IN_NAME.search(squeeze(text(indicator.name)))
        target, printed = decimal(indicator.number), decimal(named.group(1)) if named else None
        is_rate = indicator.value_class in _RATES and target is not None and indicator.number2 is None
        if named and is_rate and target != printed:
            words: Words = {"name": text(indicator.name), "printed": named.group(1), "target": text(indicator.target)}
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
            words: Words = {
                "name": text(annual.name), "mid_term": text(mid.target), "annual": text(annual.target),
                "problem": problem,
            }  # fmt: skip
            yield Violation((annual.target, mid.target), words)


def _incomparable(mid: IndicatorRecord, annual: IndicatorRecord) -> Said | None:
    one, other = decimal(mid.number), decimal(annual.number)
    if one is None or other is None or mid.number2 or annual.number2:
        return None
    if {mid.unit, annual.unit} <= MONEY_UNITS:
        return None
    if mid.unit and annual.unit and mid.unit != annual.unit:
        return Said("单位不同", "different units")
    counts = _level2(mid) == "数量指标" and mid.value_class == "num_unit"
    if counts and mid.operator in (">=", ">", "=", None) and other > one:
        return Said("年度大于中期", "the year's is larger")
    return None


def stated_sums(facts: Facts) -> Iterator[tuple[IndicatorRecord, list[IndicatorRecord]]]:
    """I11: a 数量指标 named 合计, and the other rows of its unit whose names count the same thing."""
    for indicators in facts.by_pane.values():
        counts = [i for i in indicators if _level2(i) == "数量指标" and decimal(i.number) is not None and i.unit]
        for whole in counts:
            if _SUM_NAME.search(text(whole.object)):
                parts = [i for i in counts if i is not whole and _is_object_of(i, whole)]
            elif _SUM_NAME.search(text(whole.name)):
                parts = [i for i in counts if i is not whole and i.unit == whole.unit and _is_part(i, whole)]
            else:
                continue
            if len(parts) > 1:
                yield whole, parts


def _is_object_of(part: IndicatorRecord, whole: IndicatorRecord) -> bool:
    """The same indicator for one village, where ``whole`` is for all of them."""
    same = (text(part.name), part.unit) == (text(whole.name), whole.unit)
    return same and not _SUM_NAME.search(text(part.object))


def _is_part(part: IndicatorRecord, whole: IndicatorRecord) -> bool:
    """补贴面积合计 is about 面积: its parts end in that word or hold it; a bare 合计 is about all."""
    thing = _SUM_NAME.sub("", squeeze(text(whole.name)))[-2:]
    named = thing in squeeze(text(part.name)) and not _SUM_NAME.search(text(part.name))
    return named and text(part.object) == text(whole.object)
