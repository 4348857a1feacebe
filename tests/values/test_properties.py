"""What holds for every text: nothing raises, printed canonical values come back, numbers are what they claim."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.typing_values import typed_indicator
from shibiao.normalize.values import DOUBTS, ParsedValue, parse_value
from shibiao.normalize.values.model import CLASSES, FLAGS
from shibiao.normalize.values.printed import printed_form
from shibiao.schemas.records import IndicatorRecord, Value
from shibiao.schemas.words import load_words
from tests.values.printer import SIGNS, printed
from tests.values.test_cases import CASES
from tests.values.test_signed import SIGNED

UNITS = load_words().units
OPERATORS = [">=", "<=", ">", "<", "="]
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
    "按", "季度", "下旬", "〔", "〕", "A", " ", "\n", "且", "≤", "次/", "生", "，", "１", "百分比", "乡镇", "共",
    "前", "次年", "24年", ":", "+", "亿", "三", "零", "\u200b", "热线", "不断", "完善", "24时",
]
# fmt: on
NUMBERS = st.decimals(min_value=0, max_value=10**9, allow_nan=False).map(lambda d: f"{d:f}")


@st.composite
def printed_quantities(draw: st.DrawFn) -> ParsedValue:
    """A quantity with an operator: without one some are misreadings (295%). ≥2024年 is a year, not a length."""
    kind, units = draw(st.sampled_from([(k, sorted(u)) for k, u in UNITS if k != "bare_money"]))
    unit = draw(st.sampled_from(units))
    operator = draw(st.sampled_from(OPERATORS))
    number = draw(NUMBERS.filter(lambda n: unit != "年" or not CALENDAR_YEAR.fullmatch(n)))
    return ParsedValue(operator, number, None, unit, CLASS_OF.get(kind, "num_unit"), ())


@st.composite
def printed_rates(draw: st.DrawFn) -> ParsedValue:
    thing = draw(st.sampled_from([*sorted(UNITS.count), *sorted(UNITS.measure), "人·月", "人·天", "标箱/年"]))
    unit = f"{draw(st.sampled_from(sorted(UNITS.money)))}/{thing}"
    return ParsedValue(draw(st.sampled_from(OPERATORS)), draw(NUMBERS), None, unit, "money_rate", ())


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


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join) | st.sampled_from([c.raw for c in (*CASES, *SIGNED)]))
def test_what_is_read_without_doubt_comes_back_from_its_canonical_print(raw: str) -> None:
    value = parse_value(raw)
    text = None if DOUBTS & set(value.flags) else printed(value)
    if text is not None:
        assert parse_value(text)[:5] == value[:5]


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join) | st.sampled_from([c.raw for c in (*CASES, *SIGNED)]))
def test_reading_the_folded_text_changes_nothing(raw: str) -> None:
    assert printed_form(printed_form(raw)) == printed_form(raw)
    assert parse_value(printed_form(raw), year=2024) == parse_value(raw, year=2024)


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
def test_the_printed_text_is_kept(raw: str) -> None:
    target = Value(value=raw, raw=raw, status="complete", confidence=0.9)
    name = Value(value="培训人次", raw="培训人次", confidence=0.9)
    record = IndicatorRecord.model_construct(target=target, name=name)
    assert typed_indicator(record, 2024).target == target


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


# A run of combining marks is what NFKC takes quadratic time for.
REPEATED = [
    "9",
    "(",
    "1,111",
    "1 ",
    "每",
    "≥5%",
    "5个",
    "5元/人",
    "指标1:",
    "1月、",
    "百分之",
    "(5)",
    "一千",
    "前",
    "a-1",
]
REPEATED += ["\u0316\u0301", "ﷺ", "，", "、100", "A", "1.", "20246-", "5O", "+", "三万", "每5年", "12.31前", "\u200b"]


BEGUN = [("", piece) for piece in REPEATED]
BEGUN += [
    ("5,", "\n"),
    ("1、100", "、100"),
    ("5", "万"),
    ("5", "十"),
    ("(", "5)"),
    ("≥", "≥"),
    ("3、", "4月、"),
    ("A", "/"),
]


@pytest.mark.parametrize(("begin", "piece"), BEGUN, ids=ascii)
def test_a_megabyte_is_read_in_linear_time(begin: str, piece: str) -> None:
    """Ten times the text may take thirty times the time before this fails: it tells linear from quadratic."""
    short, long = (begin + (piece * size)[:size] + "、" for size in (100_000, 1_000_000))
    assert _seconds(long) < max(30 * _seconds(short), 3.0)


def _seconds(raw: str) -> float:
    started = time.process_time()
    check(parse_value(raw))
    return time.process_time() - started
