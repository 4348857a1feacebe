"""Forms read by the real pipeline, one digit wrong at a time: each that arithmetic can show is found."""

from __future__ import annotations

import pytest

from bench.checks.clean import from_dumps, from_pdfs, invented
from bench.checks.measure import Tally, measure
from shibiao.schemas.records import Form


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    return [*from_dumps(invented(400, 3)), *from_pdfs(invented(500, 3), 500)]


@pytest.fixture(scope="module")
def tally(forms: list[Form]) -> Tally:
    return measure(forms, 4)


def test_clean_forms_are_clean(tally: Tally) -> None:
    assert tally.forms == 6
    assert not tally.false_alarms


def test_every_visible_wrong_digit_is_flagged(tally: Tally) -> None:
    assert sum(counts["flagged"] for counts in tally.seen.values()) > 200
    assert not tally.missed


def test_what_is_located_is_the_right_cell(tally: Tally) -> None:
    assert sum(counts["right value"] for counts in tally.seen.values()) > 40
    assert not tally.wrong
    assert not tally.other


def test_the_bench_sees_a_check_that_is_blind(forms: list[Form], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.checks.measure.run_checks", lambda form: ())
    tally = measure(forms[:1], 4)
    assert tally.missed
    assert not any(counts["flagged"] for counts in tally.seen.values())
