"""What checks.yaml may say: a short list of expressions, and errors that name file and line."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.schemas.checks import load_checks
from shibiao.schemas.expressions import parse_expression, parse_number
from shibiao.schemas.loader import HERE, SchemaError


@pytest.mark.parametrize(
    "text",
    [
        "a == b",
        "sum(parts) == total",
        "0 <= score <= weight",
        "has(rate) and not (a > 1 or b < 2.5)",
        "-a * 100 == min(b, c, 100) / d",
    ],
)
def test_arithmetic_is_accepted(text: str) -> None:
    assert parse_expression(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a = b",
        "a == b.c",
        "a[0] == 1",
        "a ** b == 1",
        "a // b == 1",
        "open(a) == 1",
        "sum(a, b) == 1",
        "sum(1) == 1",
        "sum(x for x in a) == 1",
        "has(1)",
        "min(a) == 1",
        "a is b",
        "a in b",
        "a == 'b'",
        "a == True",
        "a == 1e999",
        "(a := 1) == 1",
        "lambda: a == 1",
        "__import__('os') == 1",
        "a == f'{b}'",
        "a" * 500 + " == 1",
        "(" * 200 + "a" + ")" * 199,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_expression(text)


def test_names_are_told_apart() -> None:
    parsed = parse_expression("has(rate) and sum(parts) + rate == total")
    assert (parsed.names, parsed.listed, parsed.asked) == ({"rate", "parts", "total"}, {"parts"}, {"rate"})
    assert parse_number("executed / budget * 100").names == {"executed", "budget"}
    with pytest.raises(ValueError):
        parse_number("a == b")


@given(st.text(max_size=60))
def test_no_text_does_anything_but_parse_or_fail(text: str) -> None:
    for parse in (parse_expression, parse_number):
        try:
            parsed = parse(text)
        except ValueError:
            continue
        assert all(name in unicodedata.normalize("NFKC", text) for name in parsed.names)  # as Python takes names


RULE = """\
Z1:
  severity: error
  aspect: 一致性
  title: {zh: 题, en: title}
  message: {zh: "{left}", en: "{left}"}
  source: 试
  equations:
    - each: form
      values:
        total: {fund: total, pane: annual}
        weights: {indicators: weight}
      holds: total == 1
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("holds: total == 1", "holds: total ==", 12, "not an expression"),
        ("holds: total == 1", "holds: total ** 2 == 4", 12, "not allowed"),
        ("holds: total == 1", "holds: totals == 1", 8, "totals is no value"),
        ("holds: total == 1", "holds: weights == 1", 8, "sum(weights)"),
        ("holds: total == 1", "holds: sum(total) == 1", 8, "total is one figure"),
        ("holds: total == 1", "holds: 1 == 1", 8, "compares no value"),
        ("each: form", "each: page", 8, "Input should be"),
        ("total: {fund: total, pane: annual}", "total: {fund: total, field: total_score}", 10, "just one of"),
        ("total: {fund: total, pane: annual}", "total: {}", 10, "just one of"),
        ('{zh: "{left}", en: "{left}"}', '{zh: "{left}", en: "{right}"}', 5, "placeholders differ"),
        ('{zh: "{left}", en: "{left}"}', '{zh: "{name}", en: "{name}"}', 1, "the message has {name}"),
    ],
)
def test_a_wrong_rule_is_an_error_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    (tmp_path / "checks.yaml").write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(SchemaError) as raised:
        load_checks(tmp_path)
    assert said in raised.value.problem
    assert raised.value.line == line
    assert str(tmp_path / "checks.yaml") in str(raised.value)


def test_the_rule_as_written_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").write_text(RULE, encoding="utf-8")
    assert set(load_checks(tmp_path)) == {"Z1"}


def test_all_our_equations_load_from_a_copy(tmp_path: Path) -> None:
    shutil.copy(HERE / "checks.yaml", tmp_path)
    assert load_checks(tmp_path) == load_checks()
