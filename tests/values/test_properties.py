"""What holds for every text: nothing raises, printed canonical values come back, numbers are what they claim."""

import re

from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.values import ParsedValue, parse_value
from shibiao.normalize.values.model import CLASSES, FLAGS
from shibiao.schemas.words import load_words
from tests.values.test_cases import CASES

UNITS = load_words().units
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}
CLASS_OF = {"percent": "percent", "permille": "permille", "money": "money", "time": "duration"}
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
CALENDAR_YEAR = re.compile("(19|20)[0-9]{2}")
ISO = re.compile(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|[0-9]{1,2}(-[0-9]{2})?)")
# Pieces of the grammar in any order find more than random characters do.
# fmt: off
PIECES = [
    "≥", "≤", "不少于", "达", "以上", "以内", "左右", "约", "0", "7", "12", "3.5", "1,000", "2024", "年",
    "月", "日", "底", "前", "-", "—", "至", "每", "/", "*", ".", ",", "、", "(", ")", "%", "百分之",
    "万", "千", "元", "人", "次", "个", "两", "十", "半", "提升", "递减", "标准", "第", "**", "工", "2", "±",
    "按", "季度", "下旬", "〔", "〕", "A", " ", "\n",
]
# fmt: on
NUMBERS = st.decimals(min_value=0, max_value=10**9, allow_nan=False).map(lambda d: f"{d:f}")


@st.composite
def printed_quantities(draw: st.DrawFn) -> ParsedValue:
    """A quantity with an operator: without one some are misreadings (295%). ≥2024年 is a year, not a length."""
    kind, units = draw(st.sampled_from([(k, sorted(u)) for k, u in UNITS if k != "bare_money"]))
    unit = draw(st.sampled_from(units))
    operator = draw(st.sampled_from(sorted(SIGNS)))
    number = draw(NUMBERS.filter(lambda n: unit != "年" or not CALENDAR_YEAR.fullmatch(n)))
    return ParsedValue(operator, number, None, unit, CLASS_OF.get(kind, "num_unit"), ())


@st.composite
def printed_rates(draw: st.DrawFn) -> ParsedValue:
    thing = draw(st.sampled_from([*sorted(UNITS.count), *sorted(UNITS.measure), "人·月", "人·天", "标箱/年"]))
    unit = f"{draw(st.sampled_from(sorted(UNITS.money)))}/{thing}"
    return ParsedValue(draw(st.sampled_from(sorted(SIGNS))), draw(NUMBERS), None, unit, "money_rate", ())


def printed(value: ParsedValue) -> str:
    """The canonical print. Months are 个月: 6月 is June."""
    unit = "个月" if value.unit == "月" else value.unit or ""
    return f"{SIGNS.get(value.operator or '', '')}{value.number}{unit}"


def check(value: ParsedValue) -> None:
    assert value.value_class in CLASSES
    assert set(value.flags) <= set(FLAGS)
    assert value.operator in (None, *SIGNS)
    shape = ISO if value.value_class.startswith("date") else re.compile(f"{DECIMAL.pattern}|{ISO.pattern}")
    for number in (value.number, value.number2):
        assert number is None or shape.fullmatch(number)


@given(st.text(), st.none() | st.integers(1900, 2100))
def test_no_text_raises(raw: str, year: int | None) -> None:
    check(parse_value(raw, year=year))


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), st.none() | st.integers(1900, 2100))
def test_no_words_of_the_grammar_raise(raw: str, year: int | None) -> None:
    check(parse_value(raw, year=year))


@given(printed_quantities())
def test_a_printed_quantity_comes_back(value: ParsedValue) -> None:
    assert parse_value(printed(value)) == value


@given(printed_rates())
def test_a_printed_rate_comes_back(value: ParsedValue) -> None:
    assert parse_value(printed(value)) == value


@given(st.dates())
def test_a_printed_date_comes_back(day: object) -> None:
    value = parse_value(str(day))
    plausible = "1900" <= str(day)[:4] < "2100"
    assert (value.number == str(day) and value.value_class == "date") == plausible


@given(st.sampled_from([c for c in CASES if c.raw.strip()]), st.sampled_from([" ", "\n", "　"]))
def test_space_around_a_value_changes_nothing(case: object, space: str) -> None:
    raw = case.raw  # type: ignore[attr-defined]
    assert parse_value(f"{space}{raw}{space}") == parse_value(raw)


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(["", "%", "人", "万元"]))
def test_figures_printed_apart_are_not_joined(first: int, second: int, unit: str) -> None:
    assert parse_value(f"{first} {second}{unit}").number in (None, str(first))


def test_long_texts_are_read() -> None:
    for raw in ("9" * 50_000, "(" * 50_000, "≥5" + "(" * 5_000, "1,111" * 3_000, "1 " * 5_000, "每" * 5_000):
        check(parse_value(raw))
