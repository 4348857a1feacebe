"""Decisions from the page into the log: taken, undone, in conflict, many at once."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from shibiao.review.decisions import Place
from shibiao.review.standing import standing_of
from shibiao.review.web.desk import Desk
from tests.review.web.conftest import Auditor


@pytest.fixture
def form_id(by_name: dict[str, list[str]]) -> str:
    return by_name["docx-cut-rows-goal_2pane-1012.pdf"][0]


@pytest.fixture
def other(desk: Desk) -> Auditor:
    return Auditor(desk, "李审计")


def test_a_decision_goes_into_the_log_and_back(auditor: Auditor, desk: Desk, form_id: str) -> None:
    status, data = auditor.decide(form_id, 2, "accept")
    assert (status, data["verdicts"]["2"]) == (200, "accept")
    entry = desk.log.by_form(form_id)[-1]
    assert (entry.decision.by, entry.decision.verdict, entry.decision.purpose) == ("王审计", "accept", "risk")
    assert 'data-verdict="accept"' in auditor.get(f"/forms/{form_id}")
    status, data = auditor.post(f"/forms/{form_id}/undo", {"numbers": data["numbers"]})
    assert (status, data["verdicts"]) == (200, {})
    assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 404


def test_a_correction_keeps_what_was_believed(auditor: Auditor, desk: Desk, form_id: str) -> None:
    status, data = auditor.decide(form_id, 0, "correct", after=" 项目支出绩效表 ", reason="看原件")
    assert status == 200
    assert "项目支出绩效表" in data["shapes"]["0"]
    decision = desk.log.by_form(form_id)[-1].decision
    assert decision.place == Place(form_id, "forms", form_id, "title")
    assert (decision.before, decision.after, decision.reason) == ("项目支出绩效目标申报表", "项目支出绩效表", "看原件")
    assert auditor.decide(form_id, 1, "correct", after="2021")[0] == 400  # it says so already
    assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 200


def test_a_level_is_decided_for_all_its_rows(auditor: Auditor, desk: Desk, form_id: str) -> None:
    html = auditor.get(f"/forms/{form_id}")
    number = int(re.findall(r'class="level1" rowspan="\d+"><button[^>]*data-item="(\d+)"', html)[0])
    count = len(desk.log.by_form(form_id))
    status, data = auditor.decide(form_id, number, "accept")
    assert status == 200
    assert len(desk.log.by_form(form_id)) - count == len(data["numbers"]) > 1
    assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 200
    assert not standing_of(desk.log.by_form(form_id))


def test_who_comes_second_sees_the_first_and_may_decide_again(
    auditor: Auditor, other: Auditor, desk: Desk, form_id: str
) -> None:
    seen = other.item(form_id, 3)
    assert auditor.decide(form_id, 3, "correct", after="甲")[0] == 200
    count = len(desk.log.by_form(form_id))
    status, data = other.post(f"/forms/{form_id}/items/3", seen | {"verdict": "accept"})
    assert status == 409
    assert (data["conflict"]["by"], data["conflict"]["after"]) == ("王审计", "甲")
    assert len(desk.log.by_form(form_id)) == count
    assert other.decide(form_id, 3, "accept")[0] == 200
    assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 404  # it does not stand any more


def test_a_value_that_has_changed_is_not_decided(auditor: Auditor, form_id: str) -> None:
    body = auditor.item(form_id, 2) | {"verdict": "accept", "stamp": "0" * 16}
    status, data = auditor.post(f"/forms/{form_id}/items/2", body)
    assert status == 409
    assert "conflict" not in data


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"verdict": "undo"},
        {"verdict": "accept", "seen": "1 2 3"},
        {"verdict": "accept", "seen": "-1"},
        {"verdict": "accept", "seen": "999999"},
        {"verdict": "correct", "after": {"a": 1}},
    ],
)
def test_what_no_page_sends_is_refused(auditor: Auditor, desk: Desk, form_id: str, body: object) -> None:
    count = len(desk.log.by_form(form_id))
    whole = auditor.item(form_id, 4) | body if isinstance(body, dict) and body else body
    status, _ = auditor.post(f"/forms/{form_id}/items/4", whole)
    assert status in (400, 409) or body == {"verdict": "correct", "after": {"a": 1}}
    assert len(desk.log.by_form(form_id)) == count or status == 200


def test_whole_forms(auditor: Auditor, desk: Desk, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["html-full-goal_1pane-1007.pdf"][0]
    status, data = auditor.whole(form_id, "not-a-form")
    assert status == 200 and "完成 · 不是这种表" in data["done"]
    assert f"/forms/{form_id}" in auditor.get("/?state=done")
    assert f"/forms/{form_id}" not in auditor.get("/?state=open")
    assert auditor.whole(form_id, "accept", seen="0")[0] == 409
    assert auditor.whole(form_id, "accept", stamp="0" * 16)[0] == 409  # another form than was seen
    assert auditor.post(f"/forms/{form_id}/whole", {"verdict": "accept", "seen": "1"})[0] == 409
    assert auditor.whole(form_id, "not-a-form")[1]["numbers"] == []  # so it stands already
    assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 200
    assert f"/forms/{form_id}" not in auditor.get("/?state=done")


def test_one_decision_for_many_and_none_twice(auditor: Auditor, other: Auditor, desk: Desk) -> None:
    repair = desk.index.repairs()[0]
    members = desk.index.members(repair)
    assert len(members) == repair.times > 10
    first = members[0]
    left_out = [[first.form_id, first.table, first.row, first.column]]
    path = f"/repairs/{repair.id}"
    assert auditor.post(path, {"verdict": "accept", "except": left_out})[0] == 409  # not what a page has shown
    sent = {"verdict": "accept", "stamp": re.findall(r'data-stamp="(\w+)"', auditor.get(path))[0]}
    status, data = auditor.post(path, sent | {"except": left_out})
    assert (status, data["count"]) == (200, repair.times - 1)
    entry = desk.log.by_form(members[-1].form_id)[-1]
    assert (entry.decision.purpose, entry.decision.before) == ("bulk", repair.value)
    assert other.post(path, sent | {"except": []})[1]["count"] == 1
    assert other.post(path, sent | {"except": []})[1]["count"] == 0


def test_decisions_for_a_sample(auditor: Auditor, desk: Desk, out: Path) -> None:
    from shibiao.review.samples import draw_in
    from shibiao.review.sampling import Demand

    sample = draw_in(out, Demand(size=5)).sample
    html = auditor.get(f"/?sample={sample.sample_id}")
    assert set(re.findall(r'class="row" href="/forms/([0-9a-f-]+)', html)) == set(sample.forms)
    inside = sample.forms[0]
    outside = next(form_id for form_id in desk.archive.form_ids if form_id not in sample.forms)
    assert auditor.decide(inside, 0, "accept", sample=sample.sample_id)[0] == 200
    assert auditor.decide(outside, 0, "accept", sample=sample.sample_id)[0] == 200
    taken = [desk.log.by_form(form_id)[-1].decision for form_id in (inside, outside)]
    assert [(d.purpose, d.sample) for d in taken] == [("sample", sample.sample_id), ("risk", None)]


def test_many_auditors_at_once_lose_nothing(desk: Desk, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["xlsx-several-selfeval-1006.pdf"][0]
    before = len(desk.log.by_form(form_id))
    told: list[tuple[int, dict]] = []  # type: ignore[type-arg]

    def sit(name: str) -> None:
        auditor = Auditor(desk, name)
        for number in range(6):
            told.append(auditor.decide(form_id, number, "correct", after=name))

    threads = [threading.Thread(target=sit, args=(f"审计{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = sum(len(data["numbers"]) for status, data in told if status == 200)
    assert len(told) == 24
    assert {status for status, _ in told} <= {200, 409}
    assert len(desk.log.by_form(form_id)) - before == taken > 0
