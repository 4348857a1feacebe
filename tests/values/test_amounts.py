"""Amounts of funds cells: one clean figure, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.values import ParsedAmount, parse_amount

MONEY = ["元", "千元", "万元", "百万元", "亿元"]


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("120.00", "120.00", None),
        ("0", "0", None),
        ("10,308,000.00", "10308000.00", None),
        ("10,308,\n000.00", "10308000.00", None),
        ("１２０．００", "120.00", None),
        ("449.8万", "449.8", "万元"),
        ("2279.048 万元", "2279.048", "万元"),
        ("854万(高标准农田建设400万元,示范建设295万元,畅通工程159万元)", "854", "万元"),
        ("61.5万元（其中：上级财政资金：61.5万元；本级财政：0万元）", "61.5", "万元"),
        ("50万元整", "50", "万元"),
        ("1亿500万元", "10500", "万元"),
        ("1万5千元", "15", "千元"),
        ("¥1,200.00", "1200.00", "元"),
        ("-5.00", "-5.00", None),
        ("100%", "100", "%"),
        ("99.50(%)", "99.50", "%"),
        ("10分", "10", "分"),
    ],
)
def test_clean_amount(raw: str, number: str, unit: str | None) -> None:
    assert parse_amount(raw) == ParsedAmount(number, unit)


@pytest.mark.parametrize(
    "raw",
    [
        *("", " ", "-", "—", "/", "无", "1O0", "12.3.4", "10-20", "120.", "10,30", "1,20", "10,3080", ".5", "10 20"),
        *("10  20", "100 200.00", "12, 500", "854万854万", "10人", "资金50", "约50万元", "≥50万元", "١٢", "50万元/年"),
        *("0.00 其他资金", "10,308,000.00年度资金申请总额", "**", "12..5", "50万元(", "--5", "(5.00"),
    ],
)
def test_what_is_no_clean_amount_has_no_number(raw: str) -> None:
    assert parse_amount(raw) == ParsedAmount(None, None)


@given(st.text())
def test_no_text_raises(raw: str) -> None:
    assert isinstance(parse_amount(raw), ParsedAmount)


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["", *MONEY]), st.booleans())
def test_a_printed_amount_comes_back(amount: object, unit: str, grouped: bool) -> None:
    printed = f"{amount:,}" if grouped else f"{amount}"
    assert parse_amount(printed + unit) == ParsedAmount(str(amount), unit or None)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from([" ", "  ", "、", "，", "-", "\t", " \n", "\n"]))
def test_two_figures_are_never_joined(first: int, second: int, between: str) -> None:
    assert parse_amount(f"{first}{between}{second}").number is None
