"""What holds of every archive."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from shibiao.normalize.archive import complete_archive, place_of, texts_of
from shibiao.normalize.archive.as_read import is_whole
from shibiao.normalize.archive.texts import free_spots, shape_of
from shibiao.schemas.records import Form
from tests.normalize.archive.made import SURE, Made
from tests.normalize.archive.made_archives import archives

many = settings(max_examples=150, deadline=None)


def forms_of(made: list[Made]) -> list[Form]:
    return [one.form() for one in made]


@given(archives())
@many
def test_repairing_twice_is_repairing_once(made: list[Made]) -> None:
    once = complete_archive(forms_of(made), SURE)
    assert complete_archive(once, SURE) == once


@given(archives())
@many
def test_what_is_repaired_is_no_evidence(made: list[Made]) -> None:
    """A form gives the archive the same texts after its repair as before."""
    before = forms_of(made)
    for old, new in zip(before, complete_archive(before, SURE), strict=True):
        assert place_of(new) == place_of(old)
        assert list(texts_of(new)) == list(texts_of(old))


@given(archives(), st.randoms(use_true_random=False))
@many
def test_the_order_of_forms_makes_no_difference(made: list[Made], chance: random.Random) -> None:
    forms = forms_of(made)
    shuffled = list(forms)
    chance.shuffle(shuffled)
    straight = {form.form_id: form for form in complete_archive(forms, SURE)}
    assert {form.form_id: form for form in complete_archive(shuffled, SURE)} == straight


@given(archives())
@many
def test_what_nothing_shows_as_cut_is_never_changed(made: list[Made]) -> None:
    before = forms_of(made)
    for old, new in zip(before, complete_archive(before, SURE), strict=True):
        for cell, after in zip(old.cells, new.cells, strict=True):
            assert after.text.raw == cell.text.raw
            if is_whole(cell.text):
                assert (after.text.value, after.text.status) == (cell.text.value, "complete")
                assert old.source.kind == "text" or after.text.confidence == cell.text.confidence


@given(archives())
@many
def test_nothing_is_invented(made: list[Made]) -> None:
    """A completed text begins as printed, what is added ends a text of another cell, and has no figure in it."""
    before = forms_of(made)
    printed = {(spot.slot, spot.group): set[str]() for form in before for spot in free_spots(form)}
    for form in before:
        for spot in free_spots(form):
            printed[spot.slot, spot.group].add(spot.shape)
    for old, new in zip(before, complete_archive(before, SURE), strict=True):
        for spot, after in zip(free_spots(old), free_spots(new), strict=True):
            value, raw = after.value.value or "", after.value.raw
            if value == raw:
                continue
            added = value.removeprefix(raw)
            assert after.value.status == "repaired-archive" and value == raw + added
            assert not any(char.isdigit() for char in added)
            assert shape_of(raw)[-1:] != "#"
            assert spot.shape + shape_of(added) in printed[spot.slot, spot.group]


@given(archives())
@many
def test_only_agreeing_forms_of_the_project_make_certain(made: list[Made]) -> None:
    before = forms_of(made)
    for form in complete_archive(before, SURE):
        for spot in free_spots(form):
            value = spot.value
            if value.status == "repaired-archive" and value.confidence >= 0.99:
                assert value.evidence and value.evidence.reasons[-1] in ("same-year", "years-around")
                assert len({candidate.text for candidate in value.evidence.candidates}) == 1
