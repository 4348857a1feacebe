"""What version 2 of the tables brought: entries, further columns, and how a warehouse of version 1 comes by them."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import shibiao as library
from shibiao.exits import ExitCode
from shibiao.export.provenance import placed_values
from shibiao.schemas.ddl import LOADS
from shibiao.schemas.records import Form
from shibiao.schemas.tables import Model, table_model
from shibiao.warehouse import structure
from shibiao.warehouse.destination import destination
from shibiao.warehouse.load import LoadOptions, LoadReport, load
from tests.app.conftest import Shibiao, environment
from tests.warehouse.conftest import ROOT
from tests.warehouse.looking import change, changed, contents, loaded, rows
from tests.warehouse.test_corrections import correction

DUMPS = ("scored-extras", "local-schedule", "unknown-pairs")
_LATER = ("'entries'", "'object'", "'printed_operator'", "'printed_unit'")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dumps whose forms have such parts, converted. Not to be changed."""
    out = tmp_path_factory.mktemp("entries") / "out"
    files = [str(ROOT / "tests" / "app" / "data" / f"{name}.txt") for name in DUMPS]
    command = [sys.executable, "-m", "shibiao", "convert", *files, "--out", str(out), "--parquet", "--quiet"]
    subprocess.run(command, check=True, timeout=120, env=environment(), stdin=subprocess.DEVNULL)
    return out


@pytest.fixture
def dumps(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "dumps", ignore=shutil.ignore_patterns(".shibiao"))


def forms_of(out: Path) -> list[Form]:
    return [Form.model_validate_json(path.read_bytes()) for path in sorted((out / "forms").glob("*.json"))]


def first_model() -> Model:
    """The tables as version 1 had them."""
    tables = (
        dataclasses.replace(table, columns=tuple(c for c in table.columns if c.since == 1))
        for table in table_model().tables
        if table.since == 1
    )
    return Model(1, tuple(tables))


def as_version_1(out: Path) -> Path:
    """The folder as a shibiao of version 1 left it: without the later table and columns, in Parquet, CSV and JSON."""
    model = first_model()
    shutil.rmtree(out / "entries.parquet")
    (out / "entries.csv").unlink()
    for table in model.in_files:
        later = {c.name for c in table_model().table(table.name).columns} - {c.name for c in table.columns}
        for path in (out / f"{table.name}.parquet").glob("*/*.parquet") if later else ():
            with duckdb.connect() as work:
                excluded = ", ".join(f'"{name}"' for name in sorted(later))
                work.execute(f"CREATE TABLE kept AS SELECT * EXCLUDE ({excluded}) FROM read_parquet('{path}',"
                             " hive_partitioning = false)")  # fmt: skip
                work.execute(f"COPY kept TO '{path}' (FORMAT parquet)")
    package = json.loads((out / "datapackage.json").read_bytes())
    package["resources"] = [one for one in package["resources"] if one["name"] != "entries"]
    (out / "datapackage.json").write_text(json.dumps(package | {"shibiao:tables": 1}), encoding="utf-8")
    return out


def loaded_by_version_1(out: Path, url: str) -> LoadReport:
    """Load as version 1 did, with its views."""
    whole = structure.view_statement

    def earlier(name: str) -> str:
        if name != "value_trace":
            return whole(name)
        head, *rest = whole(name).split("  UNION ALL\n")
        tail = rest[-1][rest[-1].index(") AS v") :]
        kept = [part for part in rest if not any(word in part for word in _LATER)]
        return "  UNION ALL\n".join([head, *kept]) + tail

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "view_statement", earlier)
        return load(out, destination(url, None), LoadOptions(), first_model())


def test_entries_arrive_and_loading_again_changes_nothing(dumps: Path, url: str) -> None:
    assert loaded(dumps, url).tables["entries"].new > 20
    found = rows(url, "SELECT list, count(*) FROM current_entries GROUP BY list ORDER BY list")
    assert [name for name, _ in found] == ["indicators", "pairs", "schedule"]
    query = (
        "SELECT i.name, e.value FROM current_entries AS e JOIN current_indicators AS i ON i.indicator_id = e.row_id"
        " WHERE e.column_key = 'remark' ORDER BY e.position"
    )
    assert rows(url, query) == [("保洁河道长度", "分四段计"), ("沿河居民满意度", "抽样不少于二百户")]
    query = "SELECT value FROM current_entries WHERE list = 'schedule' AND row = 2 ORDER BY position"
    assert rows(url, query) == [("竣工验收",), (None,), ("2025-12",)]
    before = contents(url)
    assert changed(loaded(dumps, url)) == {}
    for folder in dumps.glob("*.parquet"):
        shutil.rmtree(folder)
    assert changed(loaded(dumps, url)) == {}
    assert contents(url) == before


def test_every_new_value_is_traced(dumps: Path, url: str) -> None:
    loaded(dumps, url)

    def wanted() -> Iterator[tuple[object, ...]]:
        for form in forms_of(dumps):
            for where, value in placed_values(form):
                if any(word in where for word in (".extra.", "tables.", "pairs[", ".object", ".printed_")):
                    yield form.form_id, value.value or "", value.raw, value.status, value.cell

    query = (
        "SELECT form_id, coalesce(value, ''), raw, status, cell FROM value_trace WHERE table_name = 'entries'"
        " OR column_name IN ('object', 'printed_operator', 'printed_unit')"
    )
    found = rows(url, query)
    assert sorted(map(repr, found)) == sorted(map(repr, wanted()))
    assert len(found) > 20


def test_a_warehouse_of_version_1_gets_what_came_later(dumps: Path, url: str, shibiao: Shibiao) -> None:
    newer = shutil.copytree(dumps, dumps.with_name("newer"))
    as_version_1(dumps)
    assert loaded_by_version_1(dumps, url).load_id == 1
    assert rows(url, f"SELECT tables_version FROM {LOADS}") == [(1,)]
    versions = rows(url, "SELECT indicator_id, version, row_hash FROM indicators ORDER BY 1")
    done = shibiao("load", dumps, "--to", url)
    assert done.code == ExitCode.OK
    assert "新建了表 entries" in done.out
    assert "表 indicators 新增了列 object, object_raw" in done.out
    assert "表 findings 新增了列 suggested_cell, suggested_value" in done.out
    assert rows(url, "SELECT indicator_id, version, row_hash FROM indicators ORDER BY 1") == versions
    assert rows(url, f"SELECT tables_version FROM {LOADS} ORDER BY load_id") == [(1,), (2,)]
    report = loaded(newer, url)
    assert not report.structure.changes
    assert changed(report).keys() == {"entries"}  # that folder's other rows have the hashes of today's
    assert report.tables["entries"].new > 20
    assert rows(url, "SELECT count(*) > 0 FROM value_trace WHERE table_name = 'entries'") == [(True,)]
    before = contents(url)
    assert changed(loaded(newer, url)) == {}
    assert contents(url) == before


def test_results_of_version_1_are_read_without_their_json(dumps: Path, tmp_path: Path) -> None:
    as_version_1(dumps)
    for path in (dumps / "forms").iterdir():
        path.write_text("{}")
    url = str(tmp_path / "x.duckdb")
    report = loaded(dumps, url)
    assert report.tables["indicators"].new > 0
    assert report.tables["entries"] == (0, 0, 0, 0)
    relations = library.scan(dumps)
    assert relations["entries"].fetchall() == []
    assert relations["indicators"].filter("object IS NOT NULL").fetchall() == []
    shutil.rmtree(dumps / "goals.parquet")
    with pytest.raises(FileNotFoundError, match="goals"):
        library.scan(dumps)


def test_a_table_of_ones_own_that_is_named_as_one_that_came_later(dumps: Path, url: str, shibiao: Shibiao) -> None:
    loaded_by_version_1(as_version_1(dumps), url)
    change(url, "CREATE TABLE entries (entry_id TEXT)", "INSERT INTO entries VALUES ('mine')")
    done = shibiao("load", dumps, "--to", url)
    assert (done.code, "entries" in done.err) == (ExitCode.OUTPUT_NOT_WRITABLE, True)
    assert rows(url, "SELECT entry_id FROM entries") == [("mine",)]


def test_a_dry_run_of_the_change_changes_nothing(dumps: Path, url: str) -> None:
    loaded_by_version_1(as_version_1(dumps), url)
    report = loaded(dumps, url, dry_run=True)
    assert report.structure.later == ("entries",)
    assert list(report.structure.added_to) == ["indicators", "findings"]
    assert rows(url, f"SELECT count(*) FROM {LOADS}") == [(1,)]
    with pytest.raises(Exception, match="entries"):
        rows(url, "SELECT 1 FROM entries")


@pytest.mark.parametrize("case", ["extra", "schedule", "pair", "label"])
def test_an_entry_can_be_corrected(dumps: Path, url: str, case: str) -> None:
    condition = {
        "extra": "column_key = 'remark'", "schedule": "list = 'schedule' AND column_key = 'start'",
        "pair": "list = 'pairs'", "label": "list = 'pairs'",
    }[case]  # fmt: skip
    column = "label" if case == "label" else "value"
    loaded(dumps, url)
    query = f"SELECT entry_id, {column} FROM current_entries WHERE {condition} ORDER BY position LIMIT 1"
    ((key, before),) = rows(url, query)
    correction(dumps, "entries", key, column, before, "改正")
    report = loaded(dumps, url)
    assert report.decisions == (1, 0, 0)
    assert changed(report) == {"entries": (0, 1, 0), "corrections": (1, 0, 0)}
    found = rows(url, f"SELECT {column}, {column}_raw, {column}_status FROM current_entries WHERE entry_id = '{key}'")
    assert found == [("改正", before, "corrected")]


def test_what_is_parsed_from_a_corrected_unit_is_parsed_again(dumps: Path, url: str) -> None:
    loaded(dumps, url)
    query = "SELECT indicator_id, printed_unit, unit FROM current_indicators WHERE name = '保洁河道长度'"
    ((key, before, unit),) = rows(url, query)
    assert before == unit == "公里"
    correction(dumps, "indicators", key, "printed_unit", before, "米")
    assert loaded(dumps, url).decisions == (1, 0, 0)
    query = f"SELECT printed_unit, printed_unit_status, unit FROM current_indicators WHERE indicator_id = '{key}'"
    assert rows(url, query) == [("米", "corrected", "米")]


def test_a_suggestion_must_be_a_cell_of_its_form(out: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    path = next((out / "findings.parquet").glob("*/*.parquet"))
    with duckdb.connect() as work:
        work.execute(f"CREATE TABLE rows AS SELECT * FROM '{path}'")
        work.execute("UPDATE rows SET suggested_cell = 'p9.r9.c9' WHERE position = 0")
        work.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    done = shibiao("load", out, "--to", tmp_path / "x.duckdb")
    assert (done.code, "findings" in done.err) == (ExitCode.NOTHING_READ, True)
