"""Samples over HTTP: what is asked for is checked, and every figure is the program's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from shibiao.export.manifest import NAME
from shibiao.review.samples import draw_in, samples_of
from shibiao.review.sampling import Demand
from shibiao.review.web.desk import Desk
from shibiao.review.web.index import Query
from shibiao.wording import texts
from tests.review.web.conftest import Auditor
from tests.review.web.test_security import Scripts

USUAL = {"confidence": "95", "tolerable": "20", "expected": "1", "by": [], "only": {}, "size": "", "seed": "x1"}


def listed(html: str) -> list[str]:
    return re.findall(r'class="row" href="/forms/([0-9a-f-]+)', html)


def test_what_is_drawn_in_the_page_is_what_the_command_draws(auditor: Auditor, out: Path) -> None:
    asked = USUAL | {"by": ["source", "year"], "only": {"source": "digital"}}
    status, data = auditor.post("/samples/plan", asked)
    assert status == 200
    status, drawn = auditor.post("/samples", asked)
    assert status == 200
    name = drawn["address"].rsplit("/", 1)[-1]
    demand = Demand(tolerable=0.2, by=("year", "source"), seed="x1", only=(("source", "digital"),))
    again = draw_in(out, demand)
    assert again.again and again.sample.sample_id == name
    assert f"抽取 {again.sample.plan.size} 张" in data["html"] and data["size"] == again.sample.plan.size
    page = auditor.get(drawn["address"])
    assert (
        again.sample.plan.seed in page
        and again.sample.plan.lot_sha256 in page
        and texts("zh").term("kind", "digital") in page
    )
    assert name in auditor.get("/samples")
    assert listed(page) == list(again.sample.forms)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        *(({"confidence": text}, 400) for text in ("", "nan", "inf", "1e999", "-1", "x" * 30, 95, None, "100", "10")),
        *(({"size": text}, 400) for text in ("-1", "1.5", "9" * 12, "1000000", 3, "٣")),
        *(({"only": only}, 400) for only in ([], {"path": "x"}, {"year": 5}, {"year": "1066"}, {"unit": "x" * 2000})),
        *(({"by": by}, 400) for by in ("year", 5, {"year": 1})),
        *(({"seed": seed}, 400) for seed in ("a b", "../x", "种子", "y" * 65)),
        ({"tolerable": "1"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    auditor: Auditor, out: Path, wrong: dict[str, object], status: int
) -> None:
    before = len(samples_of(out))
    for path in ("/samples/plan", "/samples"):
        answer = auditor.post(path, USUAL | wrong)
        assert answer[0] == status and answer[1]["message"], (path, wrong)
    assert len(samples_of(out)) == before


@pytest.mark.parametrize("path", ["/samples", "/samples/plan"])
def test_other_pages_and_strangers_draw_nothing(auditor: Auditor, out: Path, path: str) -> None:
    before = len(samples_of(out))
    assert auditor.post(path, USUAL, **{"x-csrf": ""})[0] == 403
    assert auditor.post(path, USUAL, origin="http://evil.example")[0] == 403
    assert auditor.post(path, b"[".decode())[0] == 400
    assert auditor.post(path, {"seed": "x" * 70_000})[0] == 413
    assert len(samples_of(out)) == before


@pytest.mark.parametrize(
    "path", ["/samples/nothing", "/samples/../x", "/samples/nothing/state", "/samples/nothing/statement.html"]
)
def test_no_other_file_is_opened(auditor: Auditor, path: str) -> None:
    assert auditor.client.get(path).status_code == 404


def test_reports_bring_their_own_style_and_nothing_else(auditor: Auditor, out: Path) -> None:
    sample = draw_in(out, Demand(seed="reports", size=2, tolerable=0.5)).sample
    for kind in ("statement", "acceptance"):
        answer = auditor.client.get(f"/samples/{sample.sample_id}/{kind}.html")
        policy = answer.headers["content-security-policy"]
        assert answer.status_code == 200 and "script" not in policy and "unsafe" not in policy and "sha256-" in policy
        found = Scripts()
        found.feed(answer.text)
        assert found.bad == ["style"]
    assert auditor.client.get(f"/samples/{sample.sample_id}/other.html").status_code == 404
    assert auditor.client.get(f"/samples/{sample.sample_id}/statement.exe").status_code == 404


def test_a_changed_sample_shows_why_it_is_refused(auditor: Auditor, out: Path) -> None:
    made = draw_in(out, Demand(seed="changed", size=2, tolerable=0.5))
    whole = made.path.read_text("utf-8")
    made.path.write_text(whole.replace('"changed"', '"chosen"'), "utf-8")
    try:
        state = auditor.get(f"/samples/{made.sample.sample_id}/state")
        assert "不是完好的抽样记录" in state and 'class="verdict' not in state
        assert auditor.client.get(f"/samples/{made.sample.sample_id}/statement.html").status_code == 409
    finally:
        made.path.write_text(whole, "utf-8")


def test_totals_are_those_of_the_list(auditor: Auditor, desk: Desk, out: Path) -> None:
    query = Query(words="xlsx")
    rows = desk.index.forms(query, 1)
    html = auditor.get("/?q=xlsx")
    assert f"{len(rows)} / {desk.index.totals()[0]} 张表" in html
    doubtful, lost = sum(row.doubtful for row in rows), sum(row.lost for row in rows)
    assert f"存疑 {doubtful} 处，缺失 {lost} 处，已审完 0 张" in html
    other = next(row for row in desk.index.forms(Query(), 1) if row not in rows)
    assert auditor.whole(other.form_id, "accept")[0] == 200
    assert "已审完 0 张" in auditor.get("/?q=xlsx") and "已审完 1 张" in auditor.get("/")
    assert auditor.post(f"/forms/{other.form_id}/undo", {})[0] == 200


def test_only_decisions_for_the_sample_count_in_its_list(auditor: Auditor, out: Path) -> None:
    sample = draw_in(out, Demand(seed="counted", size=3, tolerable=0.5)).sample
    name, (first, second, _) = sample.sample_id, sample.forms
    path = f"/?sample={name}"
    assert auditor.whole(first, "accept")[0] == 200  # for its risk
    assert auditor.decide(second, 0, "illegible")[0] == 200
    html = auditor.get(path)
    assert "已核对完 0 / 3 张" in html and "完成" not in html.split("<tbody>")[1]
    assert set(listed(auditor.get(f"{path}&state=open"))) == set(sample.forms)
    assert auditor.decide(second, 0, "illegible", name, reason="污损")[0] == 200
    assert auditor.whole(second, "accept", name)[0] == 200
    html = auditor.get(path)
    assert "已核对完 1 / 3 张" in html and "完成 · 1 处有误" in html and "完成 · 无误" not in html
    assert listed(auditor.get(f"{path}&state=done")) == [second]
    state = auditor.get(f"/samples/{name}/state")
    assert "已核对 1 / 3" in state and "有错 1" in state and "污损" in state
    assert "核对完之前不给出差错率" in state and 'class="plain rates"' not in state


def test_what_was_found_wrong_is_never_green(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["html-full-goal_1pane-1007.pdf"][0]
    assert auditor.decide(form_id, 1, "correct", after="另一个")[0] == 200
    assert auditor.whole(form_id, "accept")[0] == 200
    pill = r'<span class="mark doubtful" title="王审计[^"]*">✓ 完成 · 1 处有误</span>'
    assert re.search(pill, auditor.get("/?q=html-full")) and re.search(pill, auditor.get(f"/forms/{form_id}"))
    for _ in range(2):
        assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 200


def test_a_cell_of_several_rows_is_one_place(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["docx-cut-rows-goal_2pane-1012.pdf"][0]
    number = re.findall(
        r'class="level1" rowspan="\d+"><button[^>]*data-item="(\d+)"', auditor.get(f"/forms/{form_id}")
    )[0]
    status, data = auditor.decide(form_id, int(number), "illegible")
    assert status == 200 and len(data["numbers"]) > 1
    assert auditor.whole(form_id, "accept")[0] == 200
    assert "完成 · 1 处有误" in auditor.get("/?q=docx-cut-rows")
    for _ in range(2):
        assert auditor.post(f"/forms/{form_id}/undo", {})[0] == 200


def test_the_same_is_not_recorded_twice(auditor: Auditor, desk: Desk, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["html-full-goal_1pane-1007.pdf"][0]
    assert auditor.decide(form_id, 3, "accept")[0] == 200
    count = len(desk.log.by_form(form_id))
    for who in (auditor, Auditor(desk, "李审计")):
        status, data = who.decide(form_id, 3, "accept")
        assert (status, data["numbers"]) == (200, []) and "无误" in data["message"]
    assert len(desk.log.by_form(form_id)) == count
    assert auditor.decide(form_id, 3, "illegible", reason="一")[1]["numbers"]
    assert auditor.decide(form_id, 3, "illegible", reason="二")[1]["numbers"]  # another reason is something else
    assert auditor.decide(form_id, 3, "illegible", reason="二")[1]["numbers"] == []


def test_bulk_tiles_of_dumps_show_their_line(auditor: Auditor, desk: Desk) -> None:
    for repair in desk.index.repairs():
        if any(member.kind == "text" for member in desk.index.members(repair)):
            html = auditor.get(f"/repairs/{repair.id}")
            here = re.findall(r'class="line"[^>]*>.*?<span class="here">([^<]*)</span>', html)
            assert repair.raw in here
            return
    pytest.fail("no repair of a dump")


def test_evidence_is_shown_beside_the_repair(auditor: Auditor, desk: Desk) -> None:
    for form_id in sorted(desk.archive.form_ids):
        for number in re.findall(r'class="value repaired"[^>]*data-item="(\d+)"', auditor.get(f"/forms/{form_id}")):
            for path in re.findall(
                r'class="crop evidence-crop">.*?<img src="([^"]+)"', auditor.get(f"/forms/{form_id}/items/{number}")
            ):
                assert auditor.client.get(path).headers["content-type"] == "image/png"
                return
    pytest.fail("no evidence with a picture")


def test_another_conversion_is_noticed(auditor: Auditor, desk: Desk, out: Path) -> None:
    """A form is gone: the list, the desk's own records, and what pages still show of it."""
    manifest = out / NAME
    kept = manifest.read_bytes()
    lines = [json.loads(line) for line in kept.splitlines()]
    gone = lines[0]["form_ids"][0]
    assert desk.archive.form(gone)
    marks = {desk.mark}
    for data in (b"not json", b"".join(kept.splitlines(keepends=True)[1:]), kept):
        manifest.write_bytes(data)
        desk.archive._looked = float("-inf")  # the second is over
        auditor.get("/")
        if data != b"not json":
            assert (desk.archive.form(gone) is None) == (data != kept)
        marks.add(desk.mark)
    assert len(marks) == 2
    assert desk.index.renewals == 2
