"""S3 and S4: what a self-evaluation says was reached against its targets and scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import Facts, decimal, plain, text
from shibiao.normalize.checks.registry import Said, Violation, Words, check
from shibiao.normalize.text import squeeze
from shibiao.normalize.values import ParsedValue, parse_value
from shibiao.schemas.records import IndicatorRecord, Value

_OPERATORS = "≥≤><=≧≦═"
_LESS_IS_MORE = re.compile(
    r"投诉|事故|差错|违规|违法|发病|死亡|损失|误差|偏差|下降|降低|减少|能耗|排放|时限|时间|天数|周期"
)


def _number(value: Value | None) -> Decimal | None:
    return decimal(value.value) if value else None


@check("S3")
def no_full_score_for_a_miss(facts: Facts) -> Iterator[Violation]:
    """A missed target has no full score."""
    for indicator in facts.form.indicators:
        score, weight = _number(indicator.score), _number(indicator.weight)
        if score is None or not weight or score != weight or not _is_missed(indicator):
            continue
        words: Words = {
            "name": text(indicator.name), "target": text(indicator.target), "actual": text(indicator.actual),
            "score": plain(score), "weight": plain(weight),
            "problem": Said("未达目标却得满分", "the target is missed, the score is full"),
        }  # fmt: skip
        yield Violation((indicator.score, indicator.actual, indicator.target, indicator.weight), words)


def _is_missed(indicator: IndicatorRecord) -> bool:
    target, actual = decimal(indicator.number), _result(indicator)
    reached = decimal(actual.number) if actual else None
    if target is None or reached is None or actual is None or indicator.number2 or actual.number2:
        return False
    if actual.unit and indicator.unit and actual.unit != indicator.unit:
        return False
    if indicator.unit == "%" and actual.unit is None and 0 < reached <= 1 < target:
        reached *= 100  # a spreadsheet's 0.95
    if indicator.operator is not None:
        return reached > target if indicator.operator in ("<=", "<") else reached < target
    if "成本" in text(indicator.level1) + text(indicator.level2):
        return reached > target and indicator.value_class in ("money", "money_rate")
    return reached < target and not _may_be_upper(indicator)


def _may_be_upper(indicator: IndicatorRecord) -> bool:
    """Whether a target without an operator may mean "at most"."""
    times = text(indicator.level2) == "时效指标" and indicator.value_class == "duration"
    return times or indicator.value_class == "trend" or bool(_LESS_IS_MORE.search(text(indicator.name)))


def _result(indicator: IndicatorRecord) -> ParsedValue | None:
    value = indicator.actual
    if value is None or not value.value or value.status == "clipped-lost":
        return None  # a figure that its cell cut is no figure
    return parse_value(value.value)


@check("S4")
def result_not_copied(facts: Facts) -> Iterator[Violation]:
    """A result that repeats the target with its operator was copied, not measured."""
    for indicator in facts.form.indicators:
        actual = squeeze(text(indicator.actual))
        if actual[:1] in _OPERATORS and actual and actual == squeeze(text(indicator.target)):
            words: Words = {"name": text(indicator.name), "actual": text(indicator.actual)}
            yield Violation((indicator.actual, indicator.target), words)
