"""Lists, forms, pictures: what an auditor sees."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
import yaml
from PIL import Image

from shibiao.review.web.archive import ReviewArchive
from shibiao.review.web.desk import Desk
from shibiao.review.web.index import SORTS, Query, ReviewIndex
from shibiao.wording import flatten
from tests.review.web.conftest import ROOT, Auditor, forms_of

TEXTS = ROOT / "shibiao" / "review" / "web" / "texts"


def listed(html: str) -> list[str]:
    return re.findall(r'class="row" href="/forms/([0-9a-f-]+)', html)


def test_who_sits_there_is_asked_first(desk: Desk, by_name: dict[str, list[str]]) -> None:
    nobody = Auditor(desk, None)
    for path in ("/", f"/forms/{by_name['html-full-goal_1pane-1007.pdf'][0]}"):
        assert 'data-form="name"' in nobody.get(path)
    assert nobody.post("/settings", {"name": " \n "})[0] == 400


def test_the_list_is_sorted_and_counts(auditor: Auditor, desk: Desk, out: Path) -> None:
    forms = forms_of(out)
    assert f"{len(forms)} 张表" in auditor.get("/")
    rows = desk.index.forms(Query(), 1)
    assert [row.risk for row in rows] == sorted((row.risk for row in rows), reverse=True)
    for sort in SORTS:
        assert sorted(listed(auditor.get(f"/?sort={sort}"))) == sorted(form.form_id for form in forms)
    assert listed(auditor.get("/?sort=drop%20table")) == [row.form_id for row in rows]


def test_risk_is_what_is_doubted_and_found(desk: Desk, out: Path) -> None:
    from shibiao.drawing import mark_of
    from shibiao.export.provenance import placed_values

    for form in forms_of(out):
        row = desk.index.listed(form.form_id)
        assert row
        marks = [mark_of(value) for _, value in placed_values(form)]
        assert (row.lost, row.doubtful) == (marks.count("lost"), marks.count("doubtful"))
        assert row.errors == sum(finding.severity == "error" for finding in form.findings)


def test_search_finds_units_indicators_and_files(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    ids = by_name["html-full-goal_1pane-1007.pdf"]
    assert listed(auditor.get("/?q=html-full-goal")) == ids
    assert listed(auditor.get("/?q=html%25full")) == listed(auditor.get("/?q=html_full")) == []
    assert listed(auditor.get("/?q='%20OR%201=1--")) == []
    found = listed(auditor.get("/?q=满意度"))
    assert found


@pytest.mark.parametrize("sort", list(SORTS))
def test_from_form_to_form_as_in_the_list(desk: Desk, sort: str) -> None:
    query = Query(sort=sort)
    order = [row.form_id for row in desk.index.forms(query, 1)]
    for before, here, after in zip([None, *order], order, [*order[1:], None], strict=False):
        assert desk.index.neighbours(query, here) == (before, after)


def test_every_value_of_the_record_is_on_the_page(auditor: Auditor, out: Path) -> None:
    from shibiao.export.provenance import placed_values

    for form in forms_of(out):
        html = auditor.get(f"/forms/{form.form_id}")
        cells = set(re.findall(r'data-item="\d+" data-cell="([^"]*)"', html))
        assert {value.cell or "" for _, value in placed_values(form)} == cells


def test_every_place_is_decided_by_exactly_one_value(out: Path) -> None:
    from shibiao.export.contents import row_keys
    from shibiao.export.provenance import placed_values
    from shibiao.review.web.items import form_items
    from shibiao.schemas.corrections import CORRECTABLE
    from shibiao.wording import texts

    for form in forms_of(out):
        places = [place for item in form_items(form, texts("zh")) for place in item.places]
        assert len(places) == len(set(places)) == len(list(placed_values(form)))
        keys = row_keys(form)
        for place in places:
            assert (place.table, place.row) in keys
            assert place.column in CORRECTABLE[place.table or ""]


def test_detail_shows_evidence_and_leads_to_it(auditor: Auditor, out: Path) -> None:
    for form in forms_of(out):
        html = auditor.get(f"/forms/{form.form_id}")
        for number in re.findall(r'class="value repaired"[^>]*data-item="(\d+)"', html):
            detail = auditor.get(f"/forms/{form.form_id}/items/{number}")
            for link in re.findall(r'class="evidence" href="([^"]+)"', detail):
                assert "data-start=" in auditor.get(link)
                return
    pytest.fail("no evidence in the samples")


def test_pages_and_crops_are_pictures(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["html-full-goal_1pane-1007.pdf"][0]
    size = auditor.client.get(f"/forms/{form_id}/pages/1").json()
    picture = auditor.client.get(f"/forms/{form_id}/pages/1/150.png")
    assert picture.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(picture.content))
    assert abs(image.width / size["width"] - image.height / size["height"]) < 0.01
    html = auditor.get(f"/forms/{form_id}")
    cell = re.findall(r'data-item="\d+" data-cell="([^"]+)"', html)[0]
    crop = Image.open(io.BytesIO(auditor.client.get(f"/forms/{form_id}/crops/{cell}.png").content))
    assert 10 < crop.width <= 1400
    assert auditor.client.get(f"/forms/{form_id}/pages/1/999999.png").status_code == 200


def test_a_text_dump_is_shown_as_cells(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["dump-two-panes.txt"][0]
    html = auditor.get(f"/forms/{form_id}")
    assert 'class="grid"' in html
    assert "<svg" not in html
    assert auditor.client.get(f"/forms/{form_id}/pages/1/150.png").status_code == 404


def test_a_missing_or_changed_source_is_said(out: Path, tmp_path: Path) -> None:
    form = next(form for form in forms_of(out) if form.source.name.startswith("html-full"))
    moved = tmp_path / "elsewhere" / "deeper"
    moved.mkdir(parents=True)
    archive = ReviewArchive(out, [moved])
    paths = archive._paths
    archive._paths = {sha256: ["gone/" + Path(path[0]).name] for sha256, path in paths.items()}
    assert archive.source(form).missing == "absent"
    shutil.copy(ROOT / "samples" / "forms" / form.source.name, moved)
    assert archive.source(form).path == moved / form.source.name
    with (moved / form.source.name).open("ab") as file:
        file.write(b" ")
    assert archive.source(form).missing == "changed"


def test_english_on_a_switch(desk: Desk) -> None:
    auditor = Auditor(desk, "Wang")
    assert "张表" in auditor.get("/")
    auditor.post("/settings", {"language": "en"})
    html = auditor.get("/")
    assert 'lang="en"' in html
    assert " forms</h1>" in html


def test_both_languages_say_the_same_things() -> None:
    zh, en = (flatten(yaml.safe_load((TEXTS / f"{name}.yaml").read_text("utf-8"))) for name in ("zh", "en"))
    assert list(zh) == list(en)
    for key in zh:
        assert re.findall(r"\{\w+\}", zh[key]).sort() == re.findall(r"\{\w+\}", en[key]).sort(), key


def test_two_desks_may_make_the_index_at_once(prepared: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(prepared, tmp_path / "out"))
    for wait in (True, False):  # alone, then two at once
        shutil.rmtree(out / ".shibiao", ignore_errors=True)
        indexes = [ReviewIndex(out, "0" * 64) for _ in range(1 if wait else 2)]
        for index in indexes:
            index.open(wait=wait)
        for index in indexes:
            assert index._builder is not None and index._builder.wait(120) == 0
        for index in indexes:  # not before all have built: one may see the other's work
            assert not index.building()
        found = (indexes[-1].totals(), indexes[-1].forms(Query(), 1), [r._replace(id=0) for r in indexes[-1].repairs()])
        if wait:
            alone = found
        assert found == alone
