"""What a load cannot do, it says clearly, and changes nothing."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.warehouse.server import PASSWORD, Server
from shibiao.exits import ExitCode
from shibiao.schemas.ddl import LOADS
from shibiao.schemas.tables import Column, Model, table_model
from shibiao.warehouse.destination import destination
from shibiao.warehouse.load import LoadOptions, load
from tests.app.conftest import Shibiao
from tests.warehouse.looking import change, changed, contents, loaded, rows


@pytest.fixture
def weak(server: Server) -> Iterator[str]:
    """A user who may connect and nothing else."""
    server.run(f"CREATE ROLE weak LOGIN PASSWORD '{PASSWORD}'")
    yield "weak"
    server.run("DROP ROLE weak")


@pytest.mark.parametrize(
    ("to", "code", "said"),
    [
        ("mysql://a@b/c", ExitCode.WRONG_USAGE, "mysql"),
        ("duckdb://", ExitCode.WRONG_USAGE, "duckdb:///"),
        ("duckdb:///", ExitCode.WRONG_USAGE, "duckdb:///"),
        ("postgresql://postgres:{password}@127.0.0.1:1/x", ExitCode.OUTPUT_NOT_WRITABLE, "refused"),
        ("postgresql://postgres:{password}@127.0.0.1:{port}/nowhere", ExitCode.OUTPUT_NOT_WRITABLE, "does not exist"),
        ("postgresql://postgres:wrong-one@127.0.0.1:{port}/postgres", ExitCode.OUTPUT_NOT_WRITABLE, "authentication"),
        ("postgresql://nobody9:wrong-one@127.0.0.1:{port}/postgres", ExitCode.OUTPUT_NOT_WRITABLE, "nobody9"),
        ("postgresql://[::1/x", ExitCode.OUTPUT_NOT_WRITABLE, ""),
        ("/nonexistent/folder/x.duckdb", ExitCode.OUTPUT_NOT_WRITABLE, "x.duckdb"),
    ],
)
def test_destinations_that_cannot_be_reached(
    archive: Path, server: Server, shibiao: Shibiao, to: str, code: ExitCode, said: str
) -> None:
    from urllib.parse import quote

    url = to.format(password=quote(PASSWORD, safe=""), port=server.port)
    done = shibiao("load", archive, "--to", url)
    assert done.code == code, done.err
    assert said in done.err
    for secret in (PASSWORD, quote(PASSWORD, safe=""), "wrong-one"):
        assert secret not in done.err


def test_no_rights(out: Path, server: Server, weak: str, shibiao: Shibiao) -> None:
    name = server.new_database()
    done = shibiao("load", out, "--to", server.url(name, weak))
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert "权限" in done.err
    assert server.run("SELECT count(*) FROM pg_class WHERE relname = 'forms'", name) == [(0,)]


def test_a_file_that_is_no_database(out: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    (tmp_path / "x.duckdb").write_text("something else entirely" * 1000)
    done = shibiao("load", out, "--to", tmp_path / "x.duckdb")
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert (tmp_path / "x.duckdb").read_text().startswith("something else")


@pytest.mark.parametrize("name", ["indicators", "current_goals", "doubtful_values"])
def test_a_table_of_the_same_name_that_is_not_ours(out: Path, url: str, shibiao: Shibiao, name: str) -> None:
    change(url, f"CREATE TABLE {name} (a INTEGER)", f"INSERT INTO {name} VALUES (7)")
    done = shibiao("load", out, "--to", url)
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert name in done.err
    assert "--schema" in done.err
    assert rows(url, f"SELECT a FROM {name}") == [(7,)]
    assert loaded(out, url, schema="elsewhere").load_id == 1


def test_a_log_of_loads_that_is_not_ours(out: Path, url: str, shibiao: Shibiao) -> None:
    change(url, f"CREATE TABLE {LOADS} (a INTEGER)")
    done = shibiao("load", out, "--to", url)
    assert (done.code, LOADS in done.err) == (ExitCode.OUTPUT_NOT_WRITABLE, True)


def test_a_table_of_ours_that_somebody_has_changed(out: Path, url: str, shibiao: Shibiao) -> None:
    loaded(out, url)
    change(url, "ALTER TABLE goals DROP COLUMN kind CASCADE")
    done = shibiao("load", out, "--to", url)
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert "goals" in done.err and "kind" in done.err


def test_columns_that_somebody_has_added_stay(out: Path, url: str) -> None:
    loaded(out, url)
    change(url, "ALTER TABLE goals ADD COLUMN note TEXT", "UPDATE goals SET note = 'mine'")
    assert changed(loaded(out, url)) == {}
    assert rows(url, "SELECT DISTINCT note FROM goals") == [("mine",)]


def newer(model: Model) -> Model:
    """A later version of the tables: goals have one more column."""
    goals = model.table("goals")
    column = Column("urgency", "text", "紧迫程度", "urgency", since=model.version + 1)
    later = dataclasses.replace(goals, columns=(*goals.columns, column))
    return Model(model.version + 1, tuple(later if t.name == "goals" else t for t in model.tables))


def test_a_newer_shibiao_adds_its_column_and_says_so(out: Path, url: str, shibiao: Shibiao) -> None:
    loaded(out, url)
    model = newer(table_model())
    report = load(out, destination(url, None), LoadOptions(), model)
    assert [(table, column.name) for table, column in report.structure.added] == [("goals", "urgency")]
    assert changed(report) == {}
    assert rows(url, "SELECT DISTINCT urgency FROM current_goals") == [(None,)]
    assert not load(out, destination(url, None), LoadOptions(), model).structure.changes
    before = contents(url)
    done = shibiao("load", out, "--to", url)
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert "升级" in done.err
    assert contents(url) == before


def test_results_of_a_newer_shibiao(out: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    package = json.loads((out / "datapackage.json").read_bytes())
    (out / "datapackage.json").write_text(json.dumps(package | {"shibiao:tables": 99}))
    done = shibiao("load", out, "--to", tmp_path / "x.duckdb")
    assert (done.code, "升级" in done.err) == (ExitCode.NOTHING_READ, True)


@pytest.mark.parametrize("case", ["nothing", "empty", "no-manifest", "no-form"])
def test_folders_that_hold_no_results(out: Path, tmp_path: Path, shibiao: Shibiao, case: str) -> None:
    place = {"nothing": tmp_path / "none", "empty": tmp_path / "empty"}.get(case, out)
    (tmp_path / "empty").mkdir()
    if case == "no-manifest":
        (out / "manifest.jsonl").unlink()
    if case == "no-form":
        for folder in out.glob("*.parquet"):
            shutil.rmtree(folder)
        next((out / "forms").iterdir()).write_text("{}")
    done = shibiao("load", place, "--to", tmp_path / "x.duckdb")
    assert done.code == (ExitCode.WRONG_USAGE if case == "nothing" else ExitCode.NOTHING_READ)
    assert not (tmp_path / "x.duckdb").exists()


@pytest.mark.parametrize("fault", ["null", "twice", "orphan", "form"])
def test_rows_that_break_a_key_or_a_reference(out: Path, tmp_path: Path, shibiao: Shibiao, fault: str) -> None:
    import duckdb

    path = next((out / "indicators.parquet").glob("*/*.parquet"))
    with duckdb.connect() as work:
        work.execute(f"CREATE TABLE rows AS SELECT * FROM '{path}'")
        work.execute(
            {
                "null": "UPDATE rows SET indicator_id = NULL WHERE position = 0",
                "twice": "INSERT INTO rows SELECT * FROM rows LIMIT 1",
                "orphan": "UPDATE rows SET target_cell = 'p9.r9.c9' WHERE position = 0",
                "form": "UPDATE rows SET form_id = 'nobody' WHERE position = 0",
            }[fault]
        )
        work.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    done = shibiao("load", out, "--to", tmp_path / "x.duckdb")
    assert done.code == ExitCode.NOTHING_READ
    assert "indicators" in done.err
    assert not (tmp_path / "x.duckdb").exists()


def test_while_a_run_writes_to_the_folder(out: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    from shibiao.export.folder import locked

    with locked(out):
        done = shibiao("load", out, "--to", tmp_path / "x.duckdb")
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE


def test_a_database_that_cannot_hold_chinese(out: Path, server: Server, shibiao: Shibiao) -> None:
    name = server.new_database("ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    done = shibiao("load", out, "--to", server.url(name))
    assert (done.code, "SQL_ASCII" in done.err) == (ExitCode.OUTPUT_NOT_WRITABLE, True)


def test_without_duckdb(out: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    (tmp_path / "duckdb.py").write_text("raise ImportError(name='duckdb')")
    done = shibiao("load", out, env={"PYTHONPATH": str(tmp_path)})
    assert (done.code, "shibiao[warehouse]" in done.err) == (ExitCode.MISSING_DEPENDENCY, True)


def test_views_of_an_earlier_version_are_made_anew(out: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from shibiao.warehouse import structure

    whole = structure.view_statement

    def earlier(name: str) -> str:
        if name == "form_quality":
            return "CREATE OR REPLACE VIEW form_quality AS SELECT 1 AS gone, form_id FROM form_overview"
        return whole(name)

    with monkeypatch.context() as patch:
        patch.setattr(structure, "view_statement", earlier)
        loaded(out, url)
        assert rows(url, "SELECT DISTINCT gone FROM form_quality") == [(1,)]
    report = loaded(out, url)
    assert changed(report) == {}
    assert report.structure.renewed
    assert rows(url, "SELECT count(*) > 0 FROM form_quality WHERE errors IS NOT NULL") == [(True,)]
    assert not loaded(out, url).structure.changes


def test_a_view_of_a_name_that_is_new_with_us_is_not_replaced(
    out: Path, url: str, shibiao: Shibiao, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shibiao.warehouse import structure

    with monkeypatch.context() as patch:
        patch.setattr(structure, "VIEWS", structure.VIEWS[:-1])
        loaded(out, url)
    change(url, "CREATE VIEW form_quality AS SELECT 7 AS mine")
    done = shibiao("load", out, "--to", url)
    assert (done.code, "form_quality" in done.err) == (ExitCode.OUTPUT_NOT_WRITABLE, True)
    assert rows(url, "SELECT mine FROM form_quality") == [(7,)]
