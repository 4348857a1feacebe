"""Values spread over cells: sign, value, unit, and a unit in the indicator's name (``parts.tsv``)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.values.agreement import table
from shibiao.normalize.values import DOUBTS, parse_parts, parse_value
from shibiao.normalize.values.model import FLAGS
from shibiao.schemas.words import load_words
from tests.values.test_properties import PIECES, check

CASES = list(table(Path(__file__).parent / "parts.tsv"))
UNITS = [name for kind, names in load_words().units if kind != "bare_money" for name in names]
SIGNS = ["", "≥", "≦", "＝", "＞", "＜", "定性", "定量", "定量（其他）", "不适用", "正向", "反向", "-", "工"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda c: " | ".join((c["sign"], c["value"], c["unit_cell"], c["name"])))
def test_case(case: dict[str, str]) -> None:
    year = int(case["year"]) if case["year"] else None
    parsed = parse_parts(case["sign"], case["value"], case["unit_cell"], case["name"], year=year)
    expected = [case[part] or None for part in ("operator", "number", "number2", "unit", "class")]
    assert list(parsed.value)[:5] == expected
    assert parsed.value.flags == tuple(case["flags"].split())
    assert list(parsed[1:]) == [case[part] or None for part in ("operator_from", "unit_from", "nature")]


@given(TEXTS, st.none() | st.integers(1900, 2100))
def test_a_value_without_other_cells_is_read_as_by_itself(text: str, year: int | None) -> None:
    assert parse_parts(None, text, None, year=year).value == parse_value(text, year=year)


@given(st.sampled_from(SIGNS) | st.text(max_size=5), TEXTS | st.text(), st.sampled_from(UNITS) | TEXTS, TEXTS)
def test_no_cells_raise(sign: str, value: str, unit: str, name: str) -> None:
    parsed = parse_parts(sign, value, unit, name, year=2024)
    check(parsed.value)
    assert parsed.operator_from in (None, "sign", "value")
    assert parsed.unit_from in (None, "value", "unit", "name")


@given(st.sampled_from(SIGNS), TEXTS, st.sampled_from(UNITS))
def test_no_other_cell_changes_a_number(sign: str, value: str, unit: str) -> None:
    alone, joined = parse_value(value, year=2024), parse_parts(sign, value, unit, year=2024).value
    if "ocr-operator-suspected" in alone.flags or joined.value_class.startswith("date"):
        return  # 292% beside a ≥ is 292%, and 2024 beside 年 a year
    assert (joined.number, joined.number2) == (alone.number, alone.number2)


@given(st.sampled_from([*SIGNS[1:6], ""]), st.integers(0, 999_999), st.sampled_from(UNITS))
def test_cells_and_one_merged_text_say_the_same(sign: str, number: int, unit: str) -> None:
    if unit in ("年", "月", "季度", "分", "期") or (sign == "" and unit == "%"):
        return  # 2024年, 12月 and 2季度 are dates; 292% alone is suspected
    merged, apart = parse_value(f"{sign}{number}{unit}"), parse_parts(sign, str(number), unit)
    if merged.value_class.startswith("date") or parse_value(str(number)).value_class.startswith("date"):
        return  # 20241231
    assert merged == apart.value


def test_doubts_are_flags_and_leave_out_what_is_certain() -> None:
    assert set(FLAGS) > DOUBTS
    assert not {"remark", "unit-repeated", "year-from-form", "increase"} & DOUBTS
