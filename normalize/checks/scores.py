"""S1 to S5: weights, scores and execution of a self-evaluation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from shibiao.normalize.checks.facts import Facts, decimal, half_digit, places, plain, text
from shibiao.normalize.checks.registry import Said, Violation, Words, check
from shibiao.normalize.labels import split_weight
from shibiao.normalize.text import squeeze
from shibiao.normalize.values import ParsedValue, parse_value
from shibiao.schemas.records import IndicatorRecord, Value

_FULL = Decimal(100)
_TARGETS_ONLY = Decimal(90)  # before the year is over, the execution rate's 10 are not given (财预〔2021〕101号)
_RATE_WEIGHT = Decimal(10)
_WHOLE = Said("全表", "whole form")
_ALMOST = Decimal("0.011")
_OPERATORS = "≥≤><=≧≦═"
_LESS_IS_MORE = re.compile(
    r"投诉|事故|差错|违规|违法|发病|死亡|损失|误差|偏差|下降|降低|减少|能耗|排放|时限|时间|天数|周期"
)


def _number(value: Value | None) -> Decimal | None:
    return decimal(value.value) if value else None


def _cells_once(values: Iterable[Value | None]) -> list[Value]:
    """Values without repetitions of one cell: a weight merged over several rows is one weight."""
    seen: dict[object, Value] = {}
    for position, value in enumerate(values):
        if value is not None:
            seen.setdefault(value.cell or position, value)
    return list(seen.values())


@check("S1")
def weights_add_up(facts: Facts) -> Iterator[Violation]:
    """All weights make 100 (90 without the execution rate), each level-1 group what its label prints."""
    scored = [i for i in facts.form.indicators if i.weight is not None]
    weights = [_number(w) for w in _cells_once(i.weight for i in scored)]
    known = [w for w in weights if w is not None]
    if not scored or len(known) != len(weights):
        return
    rate = facts.funds.get(("annual", "total", "weight"))
    rate_weight = decimal(rate.amount.value) if rate else None
    total, expected = sum(known, rate_weight or Decimal(0)), _FULL if rate_weight is not None else _TARGETS_ONLY
    if total not in (expected, _FULL):
        words: Words = {"part": _WHOLE, "sum": plain(total), "expected": plain(expected)}
        yield Violation(tuple(i.weight for i in scored), words)
    yield from _group_weights(scored)


def _group_weights(scored: list[IndicatorRecord]) -> Iterator[Violation]:
    groups: dict[str, list[IndicatorRecord]] = defaultdict(list)
    for indicator in scored:
        if indicator.level1 is not None:
            groups[indicator.level1.raw].append(indicator)
    for label, group in groups.items():
        printed = decimal(split_weight(label)[1])
        total = sum((_number(w) or Decimal(0) for w in _cells_once(i.weight for i in group)), Decimal(0))
        if printed is not None and "-" not in label and total != printed:
            name = text(group[0].level1)
            words: Words = {"part": Said(name, name), "sum": plain(total), "expected": plain(printed)}
            yield Violation((group[0].level1, *(i.weight for i in group)), words)


@check("S2")
def scores_within_weights(facts: Facts) -> Iterator[Violation]:
    """No score is negative or above its weight, and all make the printed total."""
    for indicator in facts.form.indicators:
        score, weight = _number(indicator.score), _number(indicator.weight)
        if score is not None and weight is not None and not 0 <= score <= weight:
            name = text(indicator.name)
            words: Words = {
                "part": Said(f"“{name}”", f"“{name}”"),
                "score": plain(score),
                "expected": f"0–{plain(weight)}",
            }
            yield Violation((indicator.score, indicator.weight), words)
    yield from _total_score(facts)


def _total_score(facts: Facts) -> Iterator[Violation]:
    stated = facts.form.fields.get("total_score")
    printed = _number(stated)
    read = [_number(i.score) for i in facts.form.indicators]
    if printed is None or not read or any(score is None for score in read):
        return
    rate = facts.funds.get(("annual", "total", "score"))
    rate_score = decimal(rate.amount.value) if rate else None
    scores = [s for value in _cells_once(i.score for i in facts.form.indicators) if (s := _number(value)) is not None]
    total = sum(scores, rate_score or Decimal(0))
    if rate_score is None and 0 <= printed - total <= _RATE_WEIGHT:
        return  # the execution rate's score may be in the total without being printed by itself
    if abs(total - printed) > max(_ALMOST, sum(map(half_digit, [*scores, printed]), Decimal(0))):
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
            words: Words = {
                "name": text(indicator.name), "target": text(indicator.target), "actual": text(indicator.actual),
                "score": plain(score), "weight": plain(weight), "problem": problem,
            }  # fmt: skip
            yield Violation((indicator.score, indicator.actual, indicator.target, indicator.weight), words)


def _says_something(value: Value) -> bool:
    if value.value is None and value.raw:
        return True
    return parse_value(value.value or "").value_class not in ("empty", "na")


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


@check("S5")
def execution_rate(facts: Facts) -> Iterator[Violation]:
    """Executed / budget is the printed rate, and the rate × 10 (at most 10) its score; a budget of 0 has no rate."""
    for item in dict.fromkeys(f.item for f in facts.form.funds):
        budget, executed = (facts.funds.get(("annual", item, m)) for m in ("budget", "executed"))
        rate = facts.funds.get(("annual", item, "execution_rate"))
        whole = decimal(budget.amount.value) if budget else None
        spent = decimal(executed.amount.value) if executed else None
        if budget is None or executed is None or not whole or spent is None:
            continue
        true = spent / whole * 100
        name = budget.label.raw if budget.label else item
        if rate and _is_off(rate.amount, true, _rounding(spent, whole)):
            problem = Said(
                f"执行率 {rate.amount.raw}，按执行数/预算数应为 {true:.2f}%",
                f"rate {rate.amount.raw}, executed / budget gives {true:.2f} %",
            )
            yield Violation((rate.amount, executed.amount, budget.amount), {"item": name, "problem": problem})
        yield from _rate_score(facts, item, name, true)


def _rounding(spent: Decimal, whole: Decimal) -> Decimal:
    """How many percentage points the rounding of both amounts may make."""
    return (half_digit(spent) * abs(whole) + half_digit(whole) * abs(spent)) / (whole * whole) * 100


def _is_off(value: Value, true: Decimal, rounding: Decimal) -> bool:
    """Whether a printed rate is not the true one, in percent or, without a sign, as a fraction."""
    number = decimal(value.value)
    if number is None:
        return False
    factors = (1,) if "%" in squeeze(value.raw) else (1, 100)
    return all(abs(true - number * f) > _last_digit(number) * f + rounding for f in factors)


def _last_digit(number: Decimal) -> Decimal:
    """A little more than half of the last printed digit."""
    return Decimal(6).scaleb(-places(number) - 1)


def _rate_score(facts: Facts, item: str, name: str, rate: Decimal) -> Iterator[Violation]:
    weight, score = (facts.funds.get(("annual", item, m)) for m in ("weight", "score"))
    full = decimal(weight.amount.value) if weight else None
    given = decimal(score.amount.value) if score else None
    if score is None or given is None or full != _RATE_WEIGHT:
        return
    due = min(rate / 10, _RATE_WEIGHT)
    if abs(due - given) > max(_last_digit(given), _ALMOST):
        problem = Said(
            f"得分 {plain(given)}，按执行率应为 {due:.2f}", f"score {plain(given)}, the rate gives {due:.2f}"
        )
        yield Violation((score.amount,), {"item": name, "problem": problem})
