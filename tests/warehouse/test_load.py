"""Loading and loading again, in a DuckDB file and in a real PostgreSQL."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

from shibiao.export.contents import tables
from shibiao.schemas.ddl import LOADS
from shibiao.schemas.records import Form
from shibiao.schemas.tables import table_model
from tests.warehouse.looking import changed, contents, loaded, rows


def rewrite(out: Path, form_id: str, **changes: object) -> None:
    """A better extraction of one form, as JSON; the Parquet files, which are older, are gone."""
    path = out / "forms" / f"{form_id}.json"
    form = Form.model_validate_json(path.read_bytes()).model_copy(update=changes)
    path.write_bytes(form.model_dump_json(by_alias=True).encode())
    for folder in out.glob("*.parquet"):
        shutil.rmtree(folder)


def first_form(out: Path) -> Form:
    path = next(path for path in sorted((out / "forms").glob("*.json")) if b'"percent"' in path.read_bytes())
    return Form.model_validate_json(path.read_bytes())


def test_every_row_arrives_as_it_is(out: Path, url: str) -> None:
    loaded(out, url)
    forms = [Form.model_validate_json(path.read_bytes()) for path in sorted((out / "forms").glob("*.json"))]
    for table in tables(forms):
        names = [c.name for c in table.columns if table.name != "forms" or c.name in ("form_id", "title", "pages")]
        listed = ", ".join(f'"{name}"' for name in names)
        found = rows(url, f"SELECT {listed} FROM current_{table.name}")
        wanted = [[item for c, item in zip(table.columns, row, strict=True) if c.name in names] for row in table.rows]
        assert sorted(map(normal, found)) == sorted(map(normal, wanted)), table.name


def normal(row: object) -> str:
    """A row as a text: decimals by value, lists as lists."""
    assert isinstance(row, (tuple, list))
    return repr([list(i) if isinstance(i, tuple) else plain(i) for i in row])


def plain(item: object) -> object:
    """PostgreSQL's client gives decimals as texts."""
    if isinstance(item, Decimal):
        return f"{item:.10f}"
    return item


def test_loading_again_changes_nothing(out: Path, url: str) -> None:
    first = loaded(out, url)
    assert first.load_id == 1
    assert all(counts.changed == counts.closed == 0 for counts in first.tables.values())
    before = contents(url)
    again = loaded(out, url)
    assert again.load_id is None
    assert changed(again) == {}
    assert contents(url) == before


def test_from_json_as_from_parquet(out: Path, url: str) -> None:
    loaded(out, url)
    for folder in out.glob("*.parquet"):
        shutil.rmtree(folder)
    assert changed(loaded(out, url)) == {}


def test_a_better_extraction_is_a_new_version(out: Path, url: str) -> None:
    loaded(out, url)
    form = first_form(out)
    indicator = form.indicators[0]
    better = indicator.model_copy(update={"name": indicator.name.model_copy(update={"value": "更好的读法"})})
    rewrite(out, form.form_id, indicators=(better, *form.indicators[1:]))
    report = loaded(out, url)
    assert changed(report) == {"indicators": (0, 1, 0)}
    query = "SELECT name, version, valid_to IS NULL, load_id, closed_by FROM indicators WHERE indicator_id IN"
    found = rows(url, f"{query} (SELECT indicator_id FROM indicators WHERE version = 2) ORDER BY version")
    assert found == [(indicator.name.value, 1, False, 1, 2), ("更好的读法", 2, True, 2, None)]
    times = rows(url, "SELECT valid_to, (SELECT valid_from FROM indicators WHERE version = 2) FROM indicators"
                      " WHERE closed_by = 2")  # fmt: skip
    assert times[0][0] == times[0][1]


def test_a_row_that_is_no_more_is_closed_and_may_come_back(out: Path, url: str) -> None:
    loaded(out, url)
    form = first_form(out)
    rewrite(out, form.form_id, indicators=form.indicators[1:])
    report = loaded(out, url)
    assert report.tables["indicators"].closed == 1
    today = rows(url, f"SELECT count(*) FROM current_indicators WHERE form_id = '{form.form_id}'")
    assert today == [(len(form.indicators) - 1,)]
    rewrite(out, form.form_id, indicators=form.indicators)
    assert loaded(out, url).tables["indicators"].new == 1
    key = f"{form.form_id}/{form.indicators[0].pane}/{form.indicators[0].name.cell}"
    versions = rows(url, f"SELECT version, valid_to IS NULL FROM indicators WHERE indicator_id = '{key}' ORDER BY 1")
    assert versions == [(1, False), (2, True)]


def test_a_form_of_the_same_content_that_is_no_more_is_closed(out: Path, url: str) -> None:
    loaded(out, url)
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    line = next(line for line in lines if len(line["form_ids"]) > 1)
    gone = line["form_ids"].pop()
    (out / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    for folder in out.glob("*.parquet"):
        shutil.rmtree(folder)
    assert loaded(out, url).tables["forms"].closed == 1
    assert rows(url, f"SELECT count(*) FROM current_cells WHERE form_id = '{gone}'") == [(0,)]
    assert rows(url, f"SELECT count(*) > 0 FROM cells WHERE form_id = '{gone}'") == [(True,)]


def test_another_archive_stays_as_it_is(out: Path, url: str, tmp_path: Path) -> None:
    loaded(out, url)
    before = rows(url, "SELECT count(*) FROM current_cells")
    other = tmp_path / "other"
    other.mkdir()
    (other / "forms").mkdir()
    form = first_form(out)
    strange = form.model_copy(
        update={"form_id": "f" * 16 + "-0001", "source": form.source.model_copy(update={"sha256": "f" * 64})}
    )
    (other / "forms" / f"{strange.form_id}.json").write_bytes(strange.model_dump_json(by_alias=True).encode())
    line = {"path": "x", "sha256": "f" * 64, "outcome": "converted", "forms": 1, "form_ids": [strange.form_id]}
    (other / "manifest.jsonl").write_text(json.dumps(line | {"seconds": 0, "error": None}) + "\n")
    shutil.copy(out / "datapackage.json", other)
    report = loaded(other, url)
    assert report.load_id == 2
    assert all(counts.changed == counts.closed == 0 for counts in report.tables.values())
    assert rows(url, "SELECT count(*) FROM current_cells") == [(before[0][0] + len(form.cells),)]


def test_a_dry_run_shows_and_changes_nothing(out: Path, url: str) -> None:
    assert changed(loaded(out, url, dry_run=True))["forms"][0] > 0
    if not url.startswith("postgres"):
        assert not Path(url).exists()
    loaded(out, url)
    before = contents(url)
    form = first_form(out)
    better = form.indicators[0].model_copy(update={"unit": "斤"})
    rewrite(out, form.form_id, indicators=(better, *form.indicators[1:]))
    report = loaded(out, url, dry_run=True)
    assert changed(report) == {"indicators": (0, 1, 0)}
    assert [(d.table, d.column, d.before, d.after) for d in report.differences] == [
        ("indicators", "unit", form.indicators[0].unit, "斤")
    ]
    assert contents(url) == before


def test_a_schema_of_one_s_own(out: Path, url: str) -> None:
    loaded(out, url, schema='绩效 "1"')
    assert rows(url, 'SELECT count(*) > 0 FROM "绩效 ""1""".current_indicators') == [(True,)]
    assert changed(loaded(out, url, schema='绩效 "1"')) == {}


def test_loads_are_logged(out: Path, url: str) -> None:
    loaded(out, url)
    ((archive, digest, version),) = rows(url, f"SELECT archive, manifest_sha256, tables_version FROM {LOADS}")
    import hashlib

    assert archive == str(out)
    assert digest == hashlib.sha256((out / "manifest.jsonl").read_bytes()).hexdigest()
    assert version == table_model().version
