"""An auditor's correction is one new version of one row, and a row that says who and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shibiao.exits import ExitCode, Stop
from shibiao.schemas.records import Form
from tests.warehouse.looking import changed, contents, loaded, rows


def some_form(out: Path) -> Form:
    paths = sorted((out / "forms").glob("*.json"))
    forms = (Form.model_validate_json(path.read_bytes()) for path in paths)
    return next(f for f in forms if f.family == "goal_2pane" and any(i.value_class == "percent" for i in f.indicators))


def correction(
    out: Path, table: str, row: str, column: str, before: str | None, after: str | None, **more: Any
) -> None:
    path = out / "corrections.jsonl"
    number = len(path.read_text("utf-8").splitlines()) + 1 if path.exists() else 1
    said = {"correction_id": f"c{number}", "form_id": row.partition("/")[0], "table": table, "row": row}
    said |= {"column": column, "before": before, "after": after, "by": "王审计", "at": "2026-11-26T09:30:00+08:00"}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said | {"reason": "与纸面核对"} | more, ensure_ascii=False) + "\n")


def target_key(form: Form) -> tuple[str, str]:
    """The key and the target of an indicator whose target is a percentage."""
    indicator = next(i for i in form.indicators if i.value_class == "percent")
    assert indicator.target.value
    return f"{form.form_id}/{indicator.pane}/{indicator.name.cell}", indicator.target.value


def test_one_version_of_one_row_and_its_trace(out: Path, url: str) -> None:
    loaded(out, url)
    key, target = target_key(some_form(out))
    correction(out, "indicators", key, "target", target, "≥88.5%")
    report = loaded(out, url)
    assert changed(report) == {"indicators": (0, 1, 0), "corrections": (1, 0, 0)}
    assert report.decisions == (1, 0, 0)
    names = "target, target_raw, target_status, target_confidence, operator, unit, class"
    (today,) = rows(url, f"SELECT {names} FROM current_indicators WHERE indicator_id = '{key}'")
    assert today == ("≥88.5%", target, "corrected", 1.0, ">=", "%", "percent")
    assert rows(url, f"SELECT number = 88.5 FROM current_indicators WHERE indicator_id = '{key}'") == [(True,)]
    old = rows(url, f"SELECT target, closed_by FROM indicators WHERE indicator_id = '{key}' AND version = 1")
    assert old == [(target, 2)]
    names = "row_id, column_name, before, after, reason, made_by, state"
    (trace,) = rows(url, f"SELECT {names} FROM current_corrections")
    assert trace == (key, "target", target, "≥88.5%", "与纸面核对", "王审计", "applied")
    query = "SELECT c.page = i.target_page AND c.bbox = i.target_bbox AND c.cell = i.target_cell"
    assert rows(url, f"{query} FROM current_corrections c JOIN current_indicators i ON i.indicator_id = c.row_id") == [
        (True,)
    ]
    before = contents(url)
    assert changed(loaded(out, url)) == {}
    assert contents(url) == before


@pytest.mark.parametrize("column", ["title", "year", "field", "amount", "goal", "level2"])
def test_every_kind_of_value(out: Path, tmp_path: Path, column: str) -> None:
    url = str(tmp_path / "x.duckdb")
    loaded(out, url)
    form = some_form(out)
    indicator, fund, goal = form.indicators[0], form.funds[0], form.goals[0]
    assert form.title and form.year and indicator.level2
    indicator_key = f"{form.form_id}/{indicator.pane}/{indicator.name.cell}"
    fund_key = f"{form.form_id}/{fund.pane}/{fund.item}"
    table, key, name, before, after, query, wanted = {
        "title": ("forms", form.form_id, "title", form.title.value, "改过的标题", "title_status", "corrected"),
        "year": ("forms", form.form_id, "year", form.year.value, "2031", "fiscal_year", 2031),
        "field": ("fields", f"{form.form_id}/project_name", "value", form.fields["project_name"].value, "新名称",
                  "value", "新名称"),
        "amount": ("funds", f"{fund_key}/amount", "amount", fund.amount.value, "12.3456", "amount_yuan = 123456", True),
        "goal": ("goals", f"{form.form_id}/{goal.pane}/expected", "text", goal.text.value, None, "text", None),
        "level2": ("indicators", indicator_key, "level2", indicator.level2.value, "质量指标", "level2_code", "quality"),
    }[column]  # fmt: skip
    assert fund.measure == "amount" and fund.unit == "万元"
    correction(out, table, key, name, before, after)
    assert changed(loaded(out, url))[table] == (0, 1, 0)
    row_key = {"forms": "form_id", "fields": "field_id", "funds": "fund_id", "goals": "goal_id"}.get(
        table, "indicator_id"
    )
    assert rows(url, f"SELECT {query} FROM current_{table} WHERE {row_key} = '{key}'") == [(wanted,)]


def test_a_correction_of_something_that_has_changed_since_is_stale(out: Path, url: str) -> None:
    loaded(out, url)
    key, target = target_key(some_form(out))
    correction(out, "indicators", key, "target", "≥1%", "≥2%")
    correction(out, "indicators", key.replace("/p", "/q"), "target", target, "≥2%")
    report = loaded(out, url)
    assert report.decisions == (0, 2, 0)
    assert changed(report) == {"corrections": (2, 0, 0)}
    assert rows(url, "SELECT DISTINCT state FROM current_corrections") == [("stale",)]


def test_the_last_correction_holds_and_may_take_the_first_back(out: Path, tmp_path: Path) -> None:
    url = str(tmp_path / "x.duckdb")
    key, target = target_key(some_form(out))
    correction(out, "indicators", key, "target", target, "≥1%")
    correction(out, "indicators", key, "target", "≥1%", target)
    assert loaded(out, url).decisions == (2, 0, 0)
    query = f"SELECT target, target_status FROM current_indicators WHERE indicator_id = '{key}'"
    assert rows(url, query) == [(target, "corrected")]


def test_a_correction_that_is_taken_back_and_made_again_is_its_next_version(out: Path, url: str) -> None:
    key, target = target_key(some_form(out))
    correction(out, "indicators", key, "target", target, "≥1%")
    said = (out / "corrections.jsonl").read_bytes()
    for data in (said, b"", said):
        (out / "corrections.jsonl").write_bytes(data)
        loaded(out, url)
    assert rows(url, "SELECT version, valid_to IS NULL FROM corrections ORDER BY version") == [(1, False), (2, True)]
    found = rows(url, f"SELECT version, target FROM indicators WHERE indicator_id = '{key}' ORDER BY version")
    assert found == [(1, "≥1%"), (2, target), (3, "≥1%")]


def test_corrections_of_other_forms_are_passed_over(out: Path, url: str) -> None:
    correction(out, "indicators", "0" * 16 + "-0001/annual/p1.r1.c1", "target", "a", "b")
    report = loaded(out, url)
    assert report.decisions == (0, 0, 1)
    assert rows(url, "SELECT count(*) FROM corrections") == [(0,)]


BROKEN = [
    b"{",
    b'{"correction_id": "x"}',
    b"\xff\xfe",
    json.dumps({"correction_id": "x", "form_id": "f", "table": "cells", "row": "r", "column": "text", "before": None,
                "after": None, "by": "w", "at": "2026-01-01T00:00:00Z"}).encode(),
    json.dumps({"correction_id": "x", "form_id": "f", "table": "funds", "row": "r", "column": "unit", "before": None,
                "after": None, "by": "w", "at": "2026-01-01T00:00:00Z"}).encode(),
    json.dumps({"correction_id": "x", "form_id": "f", "table": "funds", "row": "r", "column": "amount", "before": None,
                "after": "about 12", "by": "w", "at": "2026-01-01T00:00:00Z"}).encode(),
    json.dumps({"correction_id": "x", "form_id": "f", "table": "goals", "row": "r", "column": "text", "before": None,
                "after": None, "by": "w", "at": "2026-01-01T00:00:00"}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("line", BROKEN)
def test_what_is_no_correction_is_refused(out: Path, tmp_path: Path, line: bytes) -> None:
    (out / "corrections.jsonl").write_bytes(b"\n" + line + b"\n")
    with pytest.raises(Stop) as stopped:
        loaded(out, str(tmp_path / "x.duckdb"))
    assert (stopped.value.code, stopped.value.key) == (ExitCode.NOTHING_READ, "error.bad-corrections")
    assert stopped.value.values["line"] == 2
    assert not (tmp_path / "x.duckdb").exists()
