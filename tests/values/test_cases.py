"""Every class and flag of the value grammar by invented cases (``cases.tsv``)."""

import doctest
from pathlib import Path

import pytest

from bench.values.agreement import table
from shibiao.normalize.values import parse_value
from shibiao.normalize.values.model import CLASSES, DOUBTS, FLAGS
from tests.values.table import Expected, cases

HERE = Path(__file__).parent
CASES = cases(HERE / "cases.tsv")
DOCS = HERE.parents[1] / "docs" / "values.md"


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.value_class}:{c.raw}")
def test_case(case: Expected) -> None:
    assert tuple(parse_value(case.raw, year=case.year)) == case[2:]


def test_every_class_and_flag_has_a_case() -> None:
    assert {case.value_class for case in CASES} == set(CLASSES)
    joined = {flag for row in table(HERE / "parts.tsv") for flag in row["flags"].split()}
    assert {flag for case in CASES for flag in case.flags} | joined == set(FLAGS)
    assert set(FLAGS) > DOUBTS


def test_every_class_and_flag_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in (*CLASSES, *FLAGS) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("raw", ["2人", "100%", "360万元", "3年", "1次/月", "0起"])
def test_no_operator_is_invented_for_a_plain_quantity(raw: str) -> None:
    assert parse_value(raw).operator is None


def test_year_of_the_form_is_not_used_where_one_is_printed() -> None:
    assert parse_value("2024年10月底前", year=2023).number == "2024-10-31"


def test_the_examples_of_the_documentation_are_true() -> None:
    failed, tried = doctest.testfile(str(DOCS), module_relative=False, encoding="utf-8")
    assert tried >= 5
    assert failed == 0
