"""S1 to S5: weights, scores and execution of a self-evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import Facts, decimal, plain, text
from shibiao.normalize.checks.registry import Said, Violation, check
from shibiao.normalize.values import ParsedValue, parse_value
from shibiao.normalize.labels import split_weight
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import IndicatorRecord, Value

_FULL = Decimal(100)
_TARGETS_ONLY = Decimal(90)  # before the year is over, the execution rate's 10 are not given (财预〔2021〕101号)
_RATE_WEIGHT = Decimal(10)
_WHOLE = Said("全表", "whole form")
_ALMOST = Decimal("0.011")
_OPERATORS = "≥≤><=≧≦═"


def _number(value: Value | None) -> Decimal | None:
    return decimal(value.value) if value else None


@check("S1")
def weights_add_up(facts: Facts) -> Iterator[Violation]:
    """All weights make 100 (90 without the execution rate), each level-1 group what its label prints."""
    scored = [i for i in facts.form.indicators if i.weight is not None]
    weights = [_number(i.weight) for i in scored]
    known = [w for w in weights if w is not None]
    if not scored or len(known) != len(weights):
        return
    rate = facts.funds.get(("annual", "total", "weight"))
    rate_weight = decimal(rate.amount.value) if rate else None
    total, expected = sum(known, rate_weight or Decimal(0)), _FULL if rate_weight is not None else _TARGETS_ONLY
    if total not in (expected, _FULL):
        words = {"part": _WHOLE, "sum": plain(total), "expected": plain(expected)}
        yield Violation(tuple(i.weight for i in scored), words)
    yield from _group_weights(scored)


def _group_weights(scored: list[IndicatorRecord]) -> Iterator[Violation]:
    groups: dict[str, list[IndicatorRecord]] = defaultdict(list)
    for indicator in scored:
        if indicator.level1 is not None:
            groups[indicator.level1.raw].append(indicator)
    for label, group in groups.items():
        printed = decimal(split_weight(label)[1])
        total = sum((_number(i.weight) or Decimal(0) for i in group), Decimal(0))
        if printed is not None and "-" not in label and total != printed:
            name = text(group[0].level1)
            words = {"part": Said(name, name), "sum": plain(total), "expected": plain(printed)}
            yield Violation((group[0].level1, *(i.weight for i in group)), words)


@check("S2")
def scores_within_weights(facts: Facts) -> Iterator[Violation]:
    """No score is negative or above its weight, and all make the printed total."""
    scores: list[Decimal] = []
    for indicator in facts.form.indicators:
        score, weight = _number(indicator.score), _number(indicator.weight)
        if score is not None and weight is not None and not 0 <= score <= weight:
            name = text(indicator.name)
            words = {"part": Said(f"“{name}”", f"“{name}”"), "score": plain(score), "expected": f"0–{plain(weight)}"}
            yield Violation((indicator.score, indicator.weight), words)
        if score is not None:
            scores.append(score)
    stated = facts.form.fields.get("total_score")
    rate = facts.funds.get(("annual", "total", "score"))
    total = sum(scores, (decimal(rate.amount.value) if rate else None) or Decimal(0))
    printed = _number(stated)
    complete = len(scores) == len(facts.form.indicators)
    if scores and complete and printed is not None and abs(total - printed) > _ALMOST:
        yield Violation((stated,), {"part": _WHOLE, "score": plain(printed), "expected": plain(total)})


@check("S3")
def scores_follow_results(facts: Facts) -> Iterator[Violation]:
    """A missed target has no full score, and a lower score has a reason."""
    for indicator in facts.form.indicators:
        score, weight = _number(indicator.score), _number(indicator.weight)
        if score is None or weight is None or weight == 0:
            continue
        problem = None
        if score == weight and _is_missed(indicator):
            problem = Said("未达目标却得满分", "the target is missed, the score is full")
        elif score < weight and indicator.deviation is not None and not _says_something(indicator.deviation):
            problem = Said("扣分而无偏差原因", "points lost, no reason given")
        if problem:
            words: dict[str, str | Said] = {
                "name": text(indicator.name), "target": text(indicator.target), "actual": text(indicator.actual),
                "score": plain(score), "weight": plain(weight), "problem": problem,
            }  # fmt: skip
            yield Violation((indicator.score, indicator.actual, indicator.target, indicator.weight), words)


def _says_something(value: Value) -> bool:
    return parse_value(value.value or "").value_class not in ("empty", "na")


def _is_missed(indicator: IndicatorRecord) -> bool:
    target, actual = decimal(indicator.number), _result(indicator)
    reached = decimal(actual.number) if actual else None
    if target is None or reached is None or actual is None or indicator.number2 or actual.number2:
        return False
    if actual.unit and indicator.unit and actual.unit != indicator.unit:
        return False
    lower = indicator.operator in ("<=", "<") or text(indicator.level2) == "成本指标"
    return reached > target if lower else reached < target


def _result(indicator: IndicatorRecord) -> ParsedValue | None:
    return parse_value(indicator.actual.value) if indicator.actual and indicator.actual.value else None


@check("S4")
def result_not_copied(facts: Facts) -> Iterator[Violation]:
    """A result that repeats the target with its operator was copied, not measured."""
    for indicator in facts.form.indicators:
        actual = squeeze(text(indicator.actual))
        if actual[:1] in _OPERATORS and actual and actual == squeeze(text(indicator.target)):
            words = {"name": text(indicator.name), "actual": text(indicator.actual)}
            yield Violation((indicator.actual, indicator.target), words)


@check("S5")
def execution_rate(facts: Facts) -> Iterator[Violation]:
    """Executed / budget is the printed rate, and the rate × 10 (at most 10) its score; a budget of 0 has no rate."""
    for item in dict.fromkeys(f.item for f in facts.form.funds):
        budget, executed = (facts.funds.get(("annual", item, m)) for m in ("budget", "executed"))
        rate = facts.funds.get(("annual", item, "execution_rate"))
        whole = decimal(budget.amount.value) if budget else None
        spent = decimal(executed.amount.value) if executed else None
        printed = _rate(rate.amount) if rate else None
        if budget is None or executed is None or not whole or spent is None:
            continue
        true = spent / whole * 100
        name = budget.label.raw if budget.label else item
        if rate and printed is not None and abs(true - printed[0]) > printed[1]:
            problem = Said(
                f"执行率 {rate.amount.raw}，按执行数/预算数应为 {true:.2f}%",
                f"rate {rate.amount.raw}, executed / budget gives {true:.2f} %",
            )
            yield Violation((rate.amount, executed.amount, budget.amount), {"item": name, "problem": problem})
        yield from _rate_score(facts, item, name, true)


def _rate(value: Value) -> tuple[Decimal, Decimal] | None:
    """A printed rate in percent, and how far off its last digit allows the true one to be."""
    number = decimal(value.value)
    if number is None:
        return None
    exponent = number.as_tuple().exponent
    slack = Decimal(6).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    factor = 1 if "%" in squeeze(value.raw) or number > 2 else 100
    return number * factor, slack * factor


def _rate_score(facts: Facts, item: str, name: str, rate: Decimal) -> Iterator[Violation]:
    weight, score = (facts.funds.get(("annual", item, m)) for m in ("weight", "score"))
    full = decimal(weight.amount.value) if weight else None
    given = decimal(score.amount.value) if score else None
    if score is None or given is None or full != _RATE_WEIGHT:
        return
    due = min(rate / 10, _RATE_WEIGHT)
    exponent = given.as_tuple().exponent
    slack = Decimal(6).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    if abs(due - given) > max(slack, _ALMOST):
        problem = Said(
            f"得分 {plain(given)}，按执行率应为 {due:.2f}", f"score {plain(given)}, the rate gives {due:.2f}"
        )
        yield Violation((score.amount,), {"item": name, "problem": problem})
