"""Further columns, lists, pairs of unknown forms, suggestions: shown, named, decided like all other values."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from shibiao.corrections import corrected
from shibiao.drawing import mark_of
from shibiao.export.contents import row_keys
from shibiao.export.provenance import placed_values
from shibiao.review.decisions import Decision, Entry, Place
from shibiao.review.exporting import export_corrections
from shibiao.review.samples import draw_in
from shibiao.review.sampling import Demand
from shibiao.review.standing import standing_of
from shibiao.review.web.decisions import tally_of
from shibiao.review.web.desk import Desk
from shibiao.review.web.items import Item, form_items
from shibiao.schemas.checks import load_checks
from shibiao.schemas.corrections import CORRECTABLE, Correction
from shibiao.schemas.records import Form
from shibiao.wording import LANGUAGES, texts
from tests.review.lots import AT
from tests.review.web.conftest import Auditor, forms_of
from tests.review.web.further import form_of, prepared

__all__ = ["prepared"]
SAID = texts("zh")


def item_named(form: Form, name: str, value: str) -> Item:
    return next(one for one in form_items(form, SAID) if one.name == name and one.value.value == value)


def headings(html: str, part: str) -> list[str]:
    table = re.findall(rf'<h2 id="{part}">.*?<thead>(.*?)</thead>', html, re.DOTALL)[0]
    return [unescape(text) for text in re.findall(r"<th[^>]*>([^<]*)", table)]


def test_every_value_is_on_the_page_and_decided_once(auditor: Auditor, out: Path) -> None:
    for form in forms_of(out):
        html = auditor.get(f"/forms/{form.form_id}")
        numbers = sorted(map(int, re.findall(r'data-item="(\d+)"', html)))
        items = form_items(form, SAID)
        assert numbers == [item.number for item in items] == list(range(len(items)))
        places = [place for item in items for place in item.places]
        assert len(places) == len(set(places)) == len(list(placed_values(form)))
        keys = row_keys(form)
        for place in places:
            assert (place.table, place.row) in keys
            assert place.column in CORRECTABLE[place.table or ""]


def test_further_columns_have_their_names(auditor: Auditor, out: Path) -> None:
    scored, units = form_of(out, "scored-extras"), form_of(out, "value-for-each-unit")
    html = auditor.get(f"/forms/{scored.form_id}")
    assert headings(html, "extras-annual") == ["指标名称", "指标解释", "评分标准", "备注"]
    assert "单位" in headings(html, "pane-annual")
    assert headings(auditor.get(f"/forms/{units.form_id}"), "pane-annual")[:3] == ["一级指标", "二级指标", "对象"]
    operators = auditor.get(f"/forms/{form_of(out, 'operator-and-unit').form_id}")
    assert {"比较符", "指标值", "单位"} <= set(headings(operators, "pane-annual"))
    explained = item_named(scored, "extra.explanation", "全年保持清洁的河道")
    detail = auditor.get(f"/forms/{scored.form_id}/items/{explained.number}")
    assert "<h2>指标解释 <small>保洁河道长度</small></h2>" in detail


def test_a_list_and_pairs_are_shown_and_pairs_said_to_be_found_by_place(auditor: Auditor, out: Path) -> None:
    listed, unknown = form_of(out, "local-schedule"), form_of(out, "unknown-pairs")
    html = auditor.get(f"/forms/{listed.form_id}")
    assert headings(html, "list-0") == ["内容", "开始时间", "完成时间"] and "项目实施进度计划" in html
    assert SAID("show.pairs-note") not in html
    html = auditor.get(f"/forms/{unknown.form_id}")
    assert SAID("show.pairs-note") in html and headings(html, "pairs") == ["标签", "内容"]
    assert "未知" in re.findall(r"<p>(.*?)</p>", html)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_is_worded(out: Path, language: str) -> None:
    for form in forms_of(out):
        for item in form_items(form, texts(language)):
            assert item.title and not re.search(r"_|^(show|extra|measure|field)\.", item.title), item.name


CHANGES = [
    ("scored-extras", "extra.remark", "分四段计", "分五段计"),
    ("local-schedule", "schedule.start", "2025-03", "2025-04"),
    ("unknown-pairs", "pairs.value", "周明", "周朋"),
    ("unknown-pairs", "pairs.label", "经办人", "经手人"),
    ("operator-and-unit", "show.printed_operator", "≥", "＞"),
    ("operator-and-unit", "show.printed_unit", "公里", "里"),
    ("value-for-each-unit", "show.object", "柳溪乡", "柳溪镇"),
]


@pytest.mark.parametrize(("name", "column", "before", "after"), CHANGES)
def test_a_correction_reaches_its_value(
    auditor: Auditor, desk: Desk, out: Path, name: str, column: str, before: str, after: str
) -> None:
    form = form_of(out, name)
    item = item_named(form, column, before)
    status, _ = auditor.decide(form.form_id, item.number, "correct", after=after)
    assert status == 200
    assert f'<ins class="corrected">{after}</ins>' in auditor.get(f"/forms/{form.form_id}")
    export_corrections(desk.log, out)
    lines = (out / "corrections.jsonl").read_bytes().splitlines()
    mine = [c for line in lines if (c := Correction.model_validate(json.loads(line))).form_id == form.form_id]
    changed = corrected(form, mine).form
    values = dict(placed_values(form))
    differ = {path for path, value in placed_values(changed) if value != values[path]}
    assert after in {dict(placed_values(changed))[path].value for path in differ} and len(differ) == len(mine)
    assert form_of(out, name) == form  # what was read stays
    assert auditor.post(f"/forms/{form.form_id}/undo", {})[0] == 200


def test_the_index_counts_them(desk: Desk, out: Path) -> None:
    for form in forms_of(out):
        row = desk.index.listed(form.form_id)
        marks = [mark_of(value) for _, value in placed_values(form)]
        assert row and (row.lost, row.doubtful) == (marks.count("lost"), marks.count("doubtful"))
    doubted = form_of(out, "unknown-hostile")
    row = desk.index.listed(doubted.form_id)
    assert row and row.doubtful == 1 and row.risk > 0.69


def test_an_object_s_cell_over_several_rows_is_one_value(out: Path) -> None:
    form = form_of(out, "value-for-each-unit")
    one = form.indicators[1].object
    over = tuple(row.model_copy(update={"object": one}) for row in form.indicators[:2])
    merged = form.model_copy(update={"indicators": (*over, *form.indicators[2:])})
    first, *others = [item for item in form_items(merged, SAID) if item.name == "show.object"]
    assert first.span == 2 and [item.span for item in others] == [1] * (len(form.indicators) - 2)
    entries = [Entry(n, AT, Decision(place, "accept", "王", "risk"), "", "") for n, place in enumerate(first.places, 1)]
    assert tally_of(standing_of(entries)).decided == 1


def test_an_error_in_them_is_named_in_a_sample(auditor: Auditor, out: Path) -> None:
    forms = forms_of(out)
    sample = draw_in(out, Demand(seed="1", size=len(forms))).sample.sample_id
    form = form_of(out, "unknown-pairs")
    item = item_named(form, "pairs.value", "周明")
    assert auditor.decide(form.form_id, item.number, "correct", sample, after="周朋")[0] == 200
    assert f"{SAID('statement.kind.entries')}: <s" in auditor.get(f"/samples/{sample}/state")
    assert auditor.post(f"/forms/{form.form_id}/undo?sample={sample}", {})[0] == 200


def test_a_suggestion_is_shown_and_leads_to_its_cell_but_changes_nothing(
    auditor: Auditor, desk: Desk, out: Path
) -> None:
    form = form_of(out, "budget-does-not-add-up")
    (suggested,) = {finding.suggestion for finding in form.findings if finding.suggestion}
    html = auditor.get(f"/forms/{form.form_id}")
    wording = f"若 {suggested.cell} 为 {suggested.value}，则各式皆合"
    button = f'<button type="button" class="suggestion" data-go="{suggested.cell}">{wording}'
    assert html.count(button) == 2  # the sum and the rate
    total = next(item for item in form_items(form, SAID) if item.value.cell == suggested.cell)
    assert (total.value.value, total.value.raw) == ("310.00", "310.00")
    assert wording in auditor.get(f"/forms/{form.form_id}/items/{total.number}")
    assert form_of(out, "budget-does-not-add-up") == form and not desk.log.by_form(form.form_id)
    assert not desk.standing.entry(Place(form.form_id))


def test_a_rule_shows_its_source(auditor: Auditor, out: Path) -> None:
    form = form_of(out, "budget-does-not-add-up")
    rule = load_checks()["F1"]
    for path in ("", f"/cells/{next(f for f in form.findings if f.rule == 'F1').cells[0]}"):
        html = unescape(auditor.get(f"/forms/{form.form_id}{path}"))
        assert f"{rule.title.zh} <small>出处：{rule.source}</small>" in html


def test_hostile_pairs_harm_nobody(auditor: Auditor, out: Path) -> None:
    form = form_of(out, "unknown-hostile")
    assert any("<script>" in pair.value.raw for pair in form.pairs)
    pages = [auditor.get(f"/forms/{form.form_id}")]
    pages += [auditor.get(f"/forms/{form.form_id}/items/{item.number}") for item in form_items(form, SAID)]
    for html in pages:
        assert "<script>alert" not in html and "<img src=x" not in html and "49" not in re.findall(r">(\d+)<", html)
