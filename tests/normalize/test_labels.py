"""Labels: folded, cut, with fillers, with one wrong character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from shibiao.normalize.labels import LabelIndex, label_form, split_weight
from shibiao.normalize.text import display_width, fold, squeeze, tidy
from shibiao.schemas.families import load_catalogue

FIELDS = {key: [lb for lb in spec.labels if "*" not in lb] for key, spec in load_catalogue().fields.items()}
INDEX = LabelIndex(FIELDS)
FORMS = {label_form(label): key for key, labels in FIELDS.items() for label in labels}


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("项目资金 （万元）：", "项目资金(万元)"),
        ("总 体\n目　标", "总体目标"),
        ("绩?????效?????目", "绩效目"),
        ("★★★参训人数", "参训人数"),
        ("目标......", "目标"),
        ("单位(盖章):", "单位(盖章)"),
        ("⻚数", "页数"),
    ],
)
def test_the_form_in_which_labels_are_compared(printed: str, form: str) -> None:
    assert label_form(printed) == form


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("产出指标(50分)", ("产出指标", "50")),
        ("产出指标\n（50分）", ("产出指标", "50")),
        ("(30分)", ("", "30")),
        ("数量指标 (必填硬性指标)", ("数量指标", None)),
        ("质量指标（选填）", ("质量指标", None)),
        ("服务对象满意度指标等", ("服务对象满意度指标", None)),
        ("数量指标", ("数量指标", None)),
    ],
)
def test_weights_are_split_off(printed: str, parts: tuple[str, str | None]) -> None:
    assert split_weight(printed) == parts


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_cut_of_every_field_label(form: str) -> None:
    """A cut is the label it begins, unless labels of two fields begin so; nothing is guessed from less."""
    for length in range(1, len(form)):
        cut = form[:length]
        begun = {key for other, key in FORMS.items() if other.startswith(cut)}
        match = INDEX.match(cut)
        if cut in FORMS:
            assert match is not None and (match.key, match.how) == (FORMS[cut], "exact")
        elif length >= 3 and len(begun) == 1:
            assert match is not None and (match.key, match.how) == (FORMS[form], "prefix")
        else:
            assert match is None or match.how == "typo"


@given(st.sampled_from(sorted(f for f in FORMS if len(f) >= 4)), st.data())
def test_one_wrong_character_is_the_label_or_nothing(form: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(form) - 1))
    wrong = form[:at] + "鑫" + form[at + 1 :]
    match = INDEX.match(wrong)
    keys = {key for other, key in FORMS.items() if len(other) >= 4 and Levenshtein.distance(wrong, other) <= 1}
    assert (match.key if match else None) == (FORMS[form] if len(keys) == 1 else None)


def test_two_wrong_characters_are_another_word() -> None:
    index = LabelIndex({"total": ["资金总额"], "fiscal": ["财政拨款"]})
    assert index.match("财政投款") is not None
    assert index.match("财务投款") is None
    assert index.match("财拨") is None


def test_a_prefix_of_two_labels_is_neither() -> None:
    index = LabelIndex({"name": ["项目名称"], "term": ["项目期"], "code": ["项目名号"]}, least_prefix=2)
    assert index.match("项目") is None
    assert index.match("项目名") is None
    assert index.match("项目名称") is not None


@pytest.mark.parametrize("text", ["", " ", "：", "?", "？？？？"])
def test_nothing_is_no_label(text: str) -> None:
    assert INDEX.match(text) is None


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert not any(char.isspace() for char in squeeze(text))


def test_what_folding_leaves_alone() -> None:
    assert fold("９５％，㎡…①") == "95%,㎡…①"


def test_tidy_drops_only_the_space_that_a_wrap_left() -> None:
    assert tidy(" 产 出\t指标 ") == "产出指标"
    assert tidy("use of funds") == "use of funds"
    assert tidy("第一段\n\n 第二段 ") == "第一段\n第二段"


def test_width_counts_full_width_characters_twice() -> None:
    assert display_width("≤24小时") == display_width("≤") + 2 + 4


def test_a_star_in_a_label_stands_for_any_text() -> None:
    index = LabelIndex({"department": ["省级*主管部门"], "finance": ["省级财政部门"]})
    assert [
        index.exact(text) and index.exact(text).key for text in ("省级林业主管部门：", "省级 财政部门", "主管部门")
    ] == [
        "department",
        "finance",
        None,
    ]
