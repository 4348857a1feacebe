"""What a sample shows: only its own decisions count, and nothing is stated before it may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shibiao.review.decisions import Place
from shibiao.review.limits import lot_upper
from shibiao.review.result import Result, kind_of, result_of
from shibiao.review.sampling import Demand, Sample
from shibiao.review.sizes import most_tolerable
from shibiao.schemas.corrections import CORRECTABLE
from tests.review.lots import Log, drawn, target_of

SAMPLE = drawn(1000, Demand(seed="1"))  # 88 forms, one may be wrong


def test_a_finished_sample_states_its_rate_with_exact_limits() -> None:
    log = Log().wrong(SAMPLE.forms[:3], SAMPLE).accept(SAMPLE.forms, SAMPLE)
    found = result_of(SAMPLE, log.entries)
    assert found.state == "finished" and found.met is False and not found.pending
    assert found.rate is not None and (found.rate.examined, found.rate.wrong) == (88, 3)
    assert found.rate.limits.at_most == lot_upper(1000, 88, 3, 0.95)
    assert found.rate.estimate == pytest.approx(3 / 88)
    assert found.kinds["targets"].wrong == 3 and found.kinds["amounts"].wrong == 0
    assert found.kinds["amounts"].limits.at_most == lot_upper(1000, 88, 0, 0.95)
    good = Log().wrong(SAMPLE.forms[:1], SAMPLE).accept(SAMPLE.forms, SAMPLE)
    assert result_of(SAMPLE, good.entries).met is True


def test_a_form_with_several_errors_is_one_wrong_form() -> None:
    form_id = SAMPLE.forms[0]
    log = Log().wrong([form_id], SAMPLE).wrong([form_id], SAMPLE, "name")
    log.add(Place(form_id, "goals", f"{form_id}/annual/expected", "text"), "illegible", SAMPLE)
    found = result_of(SAMPLE, log.accept(SAMPLE.forms, SAMPLE).entries)
    assert found.wrong == (form_id,) and len(found.faults) == 3
    assert [kind for kind, rate in found.kinds.items() if rate.wrong] == ["goals", "names", "targets"]


def test_decisions_for_other_purposes_do_not_count() -> None:
    other = drawn(1000, Demand(seed="2"))
    log = Log().accept(SAMPLE.forms, SAMPLE)
    for purpose in ("risk", "bulk"):
        for form_id in SAMPLE.forms[:9]:
            log.add(target_of(form_id), "correct", None, purpose)
            log.add(target_of(form_id, "name"), "correct", SAMPLE, purpose)
    log.wrong(SAMPLE.forms, other)
    found = result_of(SAMPLE, log.entries)
    assert found.rate is not None and found.rate.wrong == 0
    nothing = Log()
    for form_id in SAMPLE.forms:
        nothing.add(Place(form_id), "accept", None, "risk")
    assert result_of(SAMPLE, nothing.entries).examined == ()


def test_what_other_purposes_decide_later_hides_no_error() -> None:
    log = Log().wrong(SAMPLE.forms[:2], SAMPLE).accept(SAMPLE.forms, SAMPLE)
    for form_id in SAMPLE.forms[:2]:
        log.add(target_of(form_id), "accept", None, "risk")
    assert result_of(SAMPLE, log.entries).wrong == SAMPLE.forms[:2]


def test_what_was_taken_back_or_decided_anew_does_not_count() -> None:
    log = Log().wrong(SAMPLE.forms[:3], SAMPLE).accept(SAMPLE.forms, SAMPLE)
    log.add(target_of(SAMPLE.forms[0]), "undo", SAMPLE, undoes=1)
    log.add(target_of(SAMPLE.forms[1]), "accept", SAMPLE)
    assert result_of(SAMPLE, log.entries).wrong == SAMPLE.forms[2:3]
    log.add(Place(SAMPLE.forms[5]), "undo", SAMPLE, undoes=9)
    found = result_of(SAMPLE, log.entries)
    assert found.state == "unfinished" and found.pending == SAMPLE.forms[5:6]


def test_forms_that_are_none_are_examined_and_told_apart() -> None:
    log = Log().accept(SAMPLE.forms[2:], SAMPLE)
    log.add(Place(SAMPLE.forms[0]), "not-a-form", SAMPLE)
    log.add(Place(SAMPLE.forms[1]), "illegible", SAMPLE)
    found = result_of(SAMPLE, log.entries)
    assert found.state == "finished" and found.not_forms == SAMPLE.forms[:1] and found.wrong == SAMPLE.forms[1:2]
    assert found.kinds["not-a-form"].wrong == found.kinds["whole"].wrong == 1


def test_unfinished_samples_state_nothing() -> None:
    """Neither by a plan that forbids to stop, whatever was found, nor before a curtailed one is decided."""
    log = Log().wrong(SAMPLE.forms[:50], SAMPLE).accept(SAMPLE.forms[:87], SAMPLE)
    found = result_of(SAMPLE, log.entries)
    assert (found.state, found.met, found.rate, found.bound) == ("unfinished", None, None, None)
    assert not found.kinds and not found.strata and found.pending == SAMPLE.forms[87:]
    curtailed = drawn(1000, Demand(seed="1", curtailed=True))
    early = Log().wrong(curtailed.forms[:1], curtailed).accept(curtailed.forms[:80], curtailed)
    assert result_of(curtailed, early.entries).state == "unfinished"


def test_values_decided_without_the_form_are_not_examined() -> None:
    assert result_of(SAMPLE, Log().wrong(SAMPLE.forms, SAMPLE).entries).examined == ()


@pytest.mark.parametrize("strata", [1, 4])
def test_a_curtailed_plan_comes_to_the_verdict_of_the_whole_sample(strata: int) -> None:
    random = np.random.default_rng(5)
    sample = drawn(600, Demand(seed="3", by=("year",) if strata > 1 else (), expected=0.02, curtailed=True), strata)
    most = most_tolerable(sample.plan.lot, sample.plan.tolerable)
    stopped = 0
    for rate in (0.0, 0.01, 0.02, 0.03, 0.06, 0.2):
        wrong = [form for form in sample.forms if random.random() < rate]
        whole = result_of(sample, Log().wrong(wrong, sample).accept(sample.forms, sample).entries)
        first = _first_verdict(sample, wrong)
        assert first.met == whole.met and whole.rate is not None
        if first.state == "stopped":
            stopped += 1
            assert first.bound is not None and first.rate is None
            if first.met:
                assert first.bound.at_most is not None and whole.rate.limits.at_most <= first.bound.at_most <= most
            else:
                assert first.bound.at_least is not None and first.bound.at_least > 0
    assert stopped >= 3


def _first_verdict(sample: Sample, wrong: list[str]) -> Result:
    """As verdicts come in, one by one."""
    log = Log()
    for form_id in sample.forms:
        log.wrong([form_id] if form_id in wrong else [], sample).accept([form_id], sample)
        found = result_of(sample, log.entries)
        if found.met is not None:
            break
    return found


def test_strata_have_limits_of_their_own() -> None:
    sample = drawn(900, Demand(seed="4", by=("year",)), 3)
    log = Log().wrong(sample.forms[:2], sample).accept(sample.forms, sample)
    found = result_of(sample, log.entries)
    assert sum(rate.wrong for _, rate in found.strata) == 2 and len(found.strata) == 3
    for planned, rate in found.strata:
        assert rate.limits.at_most == lot_upper(planned.forms, planned.drawn, rate.wrong, 0.95)


def test_a_sample_too_small_to_show_anything_shows_nothing() -> None:
    sample = drawn(1000, Demand(seed="5", size=20, curtailed=True))
    assert sample.plan.allowed is None
    assert result_of(sample, []).state == "unfinished"
    assert result_of(sample, Log().accept(sample.forms, sample).entries).met is False


def test_every_value_that_can_be_corrected_has_a_kind() -> None:
    places = [Place("f", table, "f/r", column) for table, columns in CORRECTABLE.items() for column in columns]
    assert "whole" not in {kind_of(place) for place in places}
    assert kind_of(Place("f")) == "whole"
    assert replace(SAMPLE, drawn_at="later").sample_id == SAMPLE.sample_id
