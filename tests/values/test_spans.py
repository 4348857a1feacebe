"""Years of forms, terms and goal headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.values import Span, parse_span, parse_year


@pytest.mark.parametrize(
    ("raw", "span"),
    [
        ("1年", (None, None, 1)),
        ("３年", (None, None, 3)),
        ("三年", (None, None, 3)),
        ("36个月", (None, None, 3)),
        ("18个月", (None, None, None)),
        ("长期", (None, None, None)),
        ("", (None, None, None)),
        ("2019-2021", (2019, 2021, 3)),
        ("2022～2024", (2022, 2024, 3)),
        ("2022年3月-2023年11月", (2022, 2023, 2)),
        ("202001-202012", (2020, 2020, 1)),
        ("2023.07-2024.01", (2023, 2024, 2)),
        ("2024年1月1日至2026年12月31日", (2024, 2026, 3)),
        ("中期目标（2022年—2024年）", (2022, 2024, 3)),
        ("项目总目标(2024 年-2026 年)", (2024, 2026, 3)),
        ("3年(2022-2024)", (2022, 2024, 3)),
        ("2021年1月-12月", (2021, 2021, 1)),
        ("2021年度", (2021, 2021, 1)),
        ("年度目标（2021年）", (2021, 2021, 1)),
        ("自2024年起", (2024, None, None)),
        ("2024-01-01", (2024, None, None)),
        ("2024年-2022年", (2024, 2022, None)),
        ("20246-202516", (None, None, None)),
        ("年度目标", (None, None, None)),
        ("2022年度-2024年度", (2022, 2024, 3)),
        ("二〇二二年至二〇二四年", (2022, 2024, 3)),
        ("2022年1-12月", (2022, 2022, 1)),
        ("2022年至今", (2022, None, None)),
        ("1-3年", (None, None, None)),
        ("5年以上", (None, None, None)),
        ("第3年", (None, None, None)),
        ("两三年", (None, None, None)),
        ("12019-20215", (None, None, None)),
    ],
)
def test_span(raw: str, span: tuple[int | None, ...]) -> None:
    assert tuple(parse_span(raw)) == span


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        ("（ 2023 年度）", 2023),
        ("2020年度)", 2020),
        ("(2023年)", 2023),
        ("（２０２３年度）", 2023),
        ("2 0 2 3 年度", 2023),
        ("二〇二三年度", 2023),
        ("二○二三年", 2023),
        ("2023", 2023),
        ("2022年度项目支出绩效自评表(公开14表)", 2022),
        ("2022年度项目支出绩效自评表（2023年填报）", 2022),
        ("（2023）年度", 2023),
        ("预算年度：2023", 2023),
        ("2021-2023年度", None),
        ("2022年-2024年", None),
        ("2022年度至2024年度", None),
        ("2022年度及2023年度", None),
        ("20231年度", None),
        ("项目支出绩效目标申报表", None),
        ("", None),
        ("1年", None),
    ],
)
def test_year(raw: str, year: int | None) -> None:
    assert parse_year(raw) == year


@given(st.text())
def test_no_text_raises(raw: str) -> None:
    assert isinstance(parse_span(raw), Span)
    year = parse_year(raw)
    assert year is None or 1900 <= year < 2100


@given(st.lists(st.sampled_from([*"0123二〇三十两年月个度至-—起第半以()", "20", "2023"]), max_size=9).map("".join))
def test_no_words_of_a_term_raise(raw: str) -> None:
    assert isinstance(parse_span(raw), Span)
    assert isinstance(parse_year(raw), int | None)


@given(
    st.integers(1900, 2090), st.integers(0, 9), st.sampled_from(["{}年—{}年", "{}-{}", "目标（{}年至{}年）", "{}~{}年"])
)
def test_a_printed_span_comes_back(start: int, more: int, shape: str) -> None:
    assert parse_span(shape.format(start, start + more)) == Span(start, start + more, more + 1)
