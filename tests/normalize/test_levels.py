"""Level labels: each kind of damage by name, and any cut of any valid column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shibiao
from shibiao.normalize.layout.level_words import LevelTree
from shibiao.normalize.layout.levels import Decoded, RowLabels, cut_widths, decode
from shibiao.schemas.families import load_catalogue
from tests.app.conftest import DUMP

LEVELS = load_catalogue().levels
TREE = LevelTree(LEVELS)
Words = tuple[str, str]
Row = tuple[str | None, str | None]


def decoded(*rows: Row) -> list[Decoded]:
    return decode([RowLabels(*row) for row in rows], TREE)


def words(*rows: Row) -> list[tuple[str | None, str | None]]:
    return [(row.level1, row.level2) for row in decoded(*rows)]


@st.composite
def columns(draw: st.DrawFn) -> list[tuple[Words, Row]]:
    """Rows of a table in the order of the tree: their words, and their labels cut anywhere."""
    rows: list[tuple[Words, Row]] = []
    for level1 in draw(st.lists(st.sampled_from(list(LEVELS)), min_size=1, unique=True).map(_in_order)):
        children = list(LEVELS[level1].children)
        chosen = draw(st.lists(st.sampled_from(children), min_size=1, unique=True))
        for number, level2 in enumerate(c for c in children if c in chosen):
            printed1 = _cut(draw, level1, list(LEVELS)) if number == 0 else None
            rows.append(((level1, level2), (printed1, _cut(draw, level2, children))))
            rows += [((level1, level2), (None, None))] * draw(st.integers(0, 2))
    return rows


def _in_order(chosen: list[str]) -> list[str]:
    return [word for word in LEVELS if word in chosen]


def _cut(draw: st.DrawFn, word: str, siblings: list[str]) -> str:
    """The word, or any beginning of it that no sibling shares."""
    least = next(n for n in range(1, len(word) + 1) if sum(s.startswith(word[:n]) for s in siblings) == 1)
    return word[: draw(st.integers(least, len(word)))]


@given(columns())
def test_any_cut_that_its_parent_settles_is_undone(rows: list[tuple[Words, Row]]) -> None:
    assert words(*(printed for _, printed in rows)) == [expected for expected, _ in rows]


@given(columns(), st.sampled_from([" ", "\n", "\u3000", " \n"]))
def test_inner_space_is_no_damage(rows: list[tuple[Words, Row]], space: str) -> None:
    spaced = [tuple(text and space.join(text) for text in printed) for _, printed in rows]
    assert words(*spaced) == [expected for expected, _ in rows]  # type: ignore[arg-type]


def test_cell_edge_truncation() -> None:
    (row,) = decoded(("满意度指", "满意度指"))
    assert (row.level1, row.level2, row.how1, row.how2) == ("满意度指标", "满意度指标", "prefix", "prefix")


def test_short_forms_are_no_truncation() -> None:
    for short in ("经济效益", "生态效益", "可持续影响"):
        (row,) = decoded(("效益指标", short))
        assert (row.level2, row.how2) == (f"{short}指标", "variant")


def test_vertical_label_lost_to_its_first_character() -> None:
    assert words(("产", "数量指标"), ("效", "社会效益指标")) == [
        ("产出指标", "数量指标"),
        ("效益指标", "社会效益指标"),
    ]


@pytest.mark.parametrize(
    ("weight", "level2", "level1"),
    [
        ("(50分)", "质量指标", "产出指标"),
        ("（3\n0分）", "社会效益指标", "效益指标"),
        ("(10)", "满意度指标", "满意度指标"),
    ],
)
def test_vertical_label_lost_with_its_weight_left(weight: str, level2: str, level1: str) -> None:
    (row,) = decoded((weight, level2))
    assert (row.level1, row.how1) == (level1, "weight")


def test_level_1_lost_altogether() -> None:
    rows = decoded(("", "数量指标"), (None, "质量指标"), ("", "社会效益指标"))
    assert [row.level1 for row in rows] == ["产出指标", "产出指标", "效益指标"]
    assert [row.how1 for row in rows] == [None] * 3


def test_the_parent_settles_what_a_prefix_leaves_open() -> None:
    for level1, expected in (("效益指标", "经济效益指标"), ("成本指标", "经济成本指标")):
        (row,) = decoded((level1, "经济"))
        assert (row.level2, row.ambiguous2) == (expected, True)


def test_cost_is_a_level_1_only_with_children_of_its_own() -> None:
    assert words(("产出指标", "时效指标"), (None, "成本指标")) == [("产出指标", "时效指标"), ("产出指标", "成本指标")]
    assert words(("成本指标", "社会成本指标"))[0] == ("成本指标", "社会成本指标")


def test_a_level_1_printed_again_goes_on() -> None:
    assert words(("产出指标", "数量指标"), ("产出指标", "质量指标"))[1] == ("产出指标", "质量指标")


def test_any_order_of_level_1() -> None:
    shuffled = [("满意度指标", "服务对象满意度指标"), ("效益指标", "经济效益指标"), ("产出指标", "质量指标")]
    assert words(*shuffled) == shuffled


@pytest.mark.parametrize("typo", ["产出指际", "产山指标", "产出出指标"])
def test_one_wrong_character(typo: str) -> None:
    (row,) = decoded((typo, "数量指标"))
    assert (row.level1, row.how1) == ("产出指标", "typo")


@pytest.mark.parametrize(
    "label", ["产出指标(50分)", "产 出 指 标", "产出指标\n（50分）", "产出指标（必填）", "产出指标(40-50)分"]
)
def test_weights_and_remarks_are_no_part_of_the_word(label: str) -> None:
    (row,) = decoded((label, "数量指标"))
    assert (row.level1, row.how1) == ("产出指标", "exact")


def test_other_spellings_are_variants() -> None:
    rows = decoded(("项目完成指标", "进度指标"), ("项目效益指标", "环境效益指标"))
    assert [(r.level1, r.level2) for r in rows] == [("产出指标", "时效指标"), ("效益指标", "生态效益指标")]
    assert {how for r in rows for how in (r.how1, r.how2)} == {"variant"}


def test_a_strange_word_stays_unknown() -> None:
    (row, below) = decoded(("河道保洁", "数量指标"), (None, "质量指标"))
    assert (row.level1, row.how1) == ("河道保洁", "unknown")
    assert (below.level1, below.level2) == ("河道保洁", "质量指标")  # it spans on: nothing better is made of it


def test_the_width_at_which_a_column_cuts() -> None:
    texts = ["满意度指", "可持续影", "经济效益", "数量指标"]
    rows = decoded(*[("效益指标" if t != "数量指标" else "产出指标", t) for t in texts])
    assert cut_widths(texts, ["prefix", "prefix", "variant", "exact"]) == {8}
    assert cut_widths(texts[:1], ["prefix"]) == frozenset()
    assert rows[1].how2 == "prefix"


@given(st.lists(st.tuples(st.none() | st.text(max_size=6), st.none() | st.text(max_size=6)), max_size=5))
def test_any_text_gives_a_row_each(rows: list[Row]) -> None:
    found = decoded(*rows)
    assert len(found) == len(rows)
    assert all((row.how1 is None) == (not printed[0]) for row, printed in zip(found, rows, strict=True))


@pytest.mark.parametrize("name", ["服务对象满意度", "社会公众或服务对象满意度", "社会效益"])
def test_a_name_that_is_also_a_level_s_short_form(name: str, tmp_path: Path) -> None:
    """Behind its level 2 it is the indicator's name, in both panes of a text dump."""
    dump = tmp_path / "申报表.txt"
    dump.write_text(DUMP.replace("沿河居民满意度", name), encoding="utf-8")
    (form,) = shibiao.read(dump)
    found = [i for i in form.indicators if i.name.value == name]
    assert [(i.pane, i.level2.value if i.level2 else None, i.target.value) for i in found] == [
        ("mid_term", "满意度指标", "≥90%"),
        ("annual", "满意度指标", "≥90%"),
    ]
    assert not [finding for finding in form.findings if finding.rule == "I1"]
