"""Cut texts completed from the rest of the archive: by exactly one, by several, by none."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from shibiao.normalize.archive import complete_archive
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form, Value
from tests.normalize.forms import Line, made_form

SURE = load_catalogue().confidence
WHOLE = Line("社会效益指标", "沿河居民生活", "明显改善沿河居民生活环境")
CUT = Line("社会效益指标", "沿河居民生活", "明显改善沿河", cut=True)


def completed(*forms: Form) -> list[Form]:
    return complete_archive(forms, SURE)


def target(form: Form) -> Value:
    return form.indicators[0].target


def test_two_units_that_agree_complete_a_cut_target() -> None:
    second, third = made_form(2, WHOLE, unit="青禾县水利局"), made_form(3, WHOLE, unit="柳镇人民政府")
    cut, whole, other = completed(made_form(1, CUT, unit="麦溪乡人民政府"), second, third)
    found = target(cut)
    assert (found.value, found.raw, found.status) == (WHOLE.target, CUT.target, "repaired-archive")
    assert found.confidence == SURE.repaired_archive
    assert found.evidence is not None
    assert [(c.text, c.form_id, c.cell) for c in found.evidence.candidates] == [
        (WHOLE.target, whole.form_id, "p1.r0.c1")
    ]
    assert cut.cells[1].text == found
    assert (whole, other) == (second, third)


def test_forms_of_unknown_units_are_not_several() -> None:
    cut, *_ = completed(made_form(1, CUT), made_form(2, WHOLE), made_form(3, WHOLE))
    assert target(cut).status == "clipped-lost"


def test_one_longer_text_is_a_candidate() -> None:
    cut, _ = completed(made_form(1, CUT), made_form(2, WHOLE))
    found = target(cut)
    assert (found.value, found.status) == (CUT.target, "clipped-lost")
    assert found.evidence is not None and [c.text for c in found.evidence.candidates] == [WHOLE.target]


def test_two_longer_texts_complete_nothing() -> None:
    other = WHOLE._replace(target="明显改善沿河交通")
    cut, *_ = completed(made_form(1, CUT), made_form(2, WHOLE), made_form(3, other))
    found = target(cut)
    assert (found.value, found.raw, found.status) == (CUT.target, CUT.target, "clipped-lost")
    assert found.evidence is not None
    assert {c.text for c in found.evidence.candidates} == {WHOLE.target, other.target}


def test_no_longer_text_leaves_it_lost() -> None:
    before = made_form(1, CUT)
    assert completed(before, made_form(2, WHOLE._replace(target="有所改善")))[0] == before


def test_another_level_2_says_nothing() -> None:
    before = made_form(1, CUT)
    assert completed(before, made_form(2, WHOLE._replace(level2="生态效益指标")))[0] == before


def test_another_indicator_says_nothing() -> None:
    before = made_form(1, CUT)
    assert completed(before, made_form(2, WHOLE._replace(name="培训合格")))[0] == before


def test_a_text_that_is_cut_itself_completes_nothing() -> None:
    longer = CUT._replace(target="明显改善沿河居")
    cut, _ = completed(made_form(1, CUT), made_form(2, longer))
    assert (target(cut).value, target(cut).status) == (CUT.target, "clipped-lost")


def test_digits_are_never_filled_in() -> None:
    whole = WHOLE._replace(target="明显改善沿河3公里环境")
    cut, _ = completed(made_form(1, CUT), made_form(2, whole))
    assert (target(cut).value, target(cut).status) == (CUT.target, "clipped-lost")


def test_figures_are_left_alone() -> None:
    before = made_form(1, Line("数量指标", "保洁河道长度", "≥42", cut=True))
    assert completed(before, made_form(2, Line("数量指标", "保洁河道长度", "≥4200米以上河段")))[0] == before


def test_a_whole_text_on_paper_is_never_doubted() -> None:
    before = made_form(1, CUT._replace(cut=False))
    assert completed(before, made_form(2, WHOLE))[0] == before


texts = st.text("明显改善沿河环境3", min_size=1, max_size=9).map(lambda tail: "逐步" + tail)
level2s = st.sampled_from(["社会效益指标", "生态效益指标"])
names = st.sampled_from(["河道环境", "河道环境质量"])
lines = st.builds(Line, level2s, names, texts, st.booleans())
kinds = st.sampled_from(["digital", "text"])
archives = st.lists(st.tuples(st.lists(lines, min_size=1, max_size=4), kinds), max_size=6)


@given(archives, st.randoms(use_true_random=False))
def test_the_order_of_forms_makes_no_difference(contents: list[tuple[list[Line], str]], chance: random.Random) -> None:
    forms = [made_form(number, *rows, kind=kind) for number, (rows, kind) in enumerate(contents)]
    shuffled = list(forms)
    chance.shuffle(shuffled)
    straight = {form.form_id: form for form in completed(*forms)}
    assert {form.form_id: form for form in completed(*shuffled)} == straight


@given(archives)
def test_nothing_is_invented(contents: list[tuple[list[Line], str]]) -> None:
    """A completed text begins as printed, stands word for word elsewhere, and has no digit that was not printed."""
    forms = [made_form(number, *rows, kind=kind) for number, (rows, kind) in enumerate(contents)]
    printed = {(i.level2.value if i.level2 else "", i.target.value) for form in forms for i in form.indicators}
    for form, before in zip(completed(*forms), forms, strict=True):
        for after, old in zip(form.indicators, before.indicators, strict=True):
            value, raw = after.target.value or "", after.target.raw
            assert raw == old.target.raw
            if value == raw:
                continue
            assert after.target.status == "repaired-archive"
            assert value.startswith(raw)
            assert (after.level2.value if after.level2 else "", value) in printed
            assert not any(char.isdigit() for char in value[len(raw) :])


@given(archives)
def test_completing_twice_adds_nothing(contents: list[tuple[list[Line], str]]) -> None:
    forms = completed(*(made_form(number, *rows, kind=kind) for number, (rows, kind) in enumerate(contents)))
    again = completed(*forms)
    values = [[i.target.value for i in form.indicators] for form in forms]
    assert len(again) == len(forms)
    assert all(
        (new or "").startswith(old or "")
        for form, olds in zip(again, values, strict=True)
        for new, old in zip((i.target.value for i in form.indicators), olds, strict=True)
    )
