"""``samples/dbt``: its tests pass on what was loaded, and fail on what could not have been."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from shibiao.schemas.loader import HERE
from shibiao.schemas.tables import table_model
from tests.warehouse.looking import change, loaded, rows

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "samples" / "dbt"
DBT = ROOT / "build" / "dbt" / "bin" / "dbt"
needs_dbt = pytest.mark.skipif(not DBT.exists(), reason="dbt is not installed in build/dbt: make dbt")


@pytest.fixture(scope="module")
def warehouse(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, loaded. Not to be changed: copy it."""
    path = tmp_path_factory.mktemp("dbt") / "warehouse.duckdb"
    loaded(archive, str(path))
    return path


def built(warehouse: Path, folder: Path, *arguments: str) -> dict[str, str]:
    """Build a copy of the project over a warehouse: what became of every model and test."""
    project = folder / "project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs", "*.duckdb", ".user.yml"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "SHIBIAO_"))}
    more = {"SHIBIAO_DUCKDB": str(warehouse), "DO_NOT_TRACK": "1", "HOME": str(folder)}
    done = subprocess.run(
        [DBT, "build", *arguments],
        cwd=project,
        env=kept | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    results = project / "target" / "run_results.json"
    assert results.exists(), done.stdout + done.stderr
    found = {one["unique_id"]: one["status"] for one in json.loads(results.read_bytes())["results"]}
    assert (done.returncode == 0) == (not failed(found)), done.stdout
    assert "deprecat" not in done.stdout.lower()
    assert sorted(path.name for path in folder.iterdir()) == ["project"]  # nothing lands in the home folder
    return found


def failed(found: dict[str, str]) -> set[str]:
    """The names of the tests that failed."""
    return {name.split(".")[2] for name, status in found.items() if status not in ("success", "pass", "skipped")}


@needs_dbt
def test_all_pass_on_what_was_loaded(warehouse: Path, tmp_path: Path) -> None:
    before = warehouse.read_bytes()
    found = built(warehouse, tmp_path)
    assert failed(found) == set()
    assert "skipped" not in found.values()
    assert len(found) > 100
    assert warehouse.read_bytes() == before
    analysis = str(tmp_path / "project" / "analysis.duckdb")
    ((total,),) = rows(analysis, "SELECT sum(amount_yuan) FROM funds_by_department_year")
    ((wanted,),) = rows(str(warehouse), "SELECT sum(amount_yuan) FROM funds_by_department")
    assert total == wanted > 0
    for mart in ("indicator_quality", "doubtful_by_department"):
        assert rows(analysis, f"SELECT * FROM {mart}"), mart


@needs_dbt
def test_planted_faults_fail(warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(warehouse, path)
    change(
        str(path),
        # A second version of today, as a loader would leave it that forgot to close the first.
        "INSERT INTO funds BY NAME SELECT * REPLACE (version + 1 AS version) FROM funds WHERE position = 0 LIMIT 1",
        "ALTER TABLE goals ALTER goal_id DROP NOT NULL",
        "UPDATE goals SET goal_id = NULL WHERE goal_id = (SELECT min(goal_id) FROM goals)",
        "UPDATE findings SET severity = 'fatal' WHERE finding_id = (SELECT min(finding_id) FROM findings)",
        "UPDATE cells SET valid_to = valid_from, closed_by = load_id WHERE cell_id = (SELECT min(cell_id) FROM cells)",
    )
    folder = tmp_path / "built"
    folder.mkdir()
    wrong = failed(built(path, folder))
    for name in (
        "one_version_of_today", "unique_stg_funds_fund_id", "not_null_stg_goals_goal_id", "versions_follow_each_other",
    ):  # fmt: skip
        assert name in wrong
    assert any(name.startswith("accepted_values_stg_findings_severity") for name in wrong)


def accepted() -> Iterator[tuple[str, str, list[str]]]:
    """Tables, columns and the values that the project accepts in them."""
    declared = yaml.safe_load((PROJECT / "models" / "staging" / "schema.yml").read_text(encoding="utf-8"))
    for model in declared["models"]:
        for column in model["columns"]:
            for test in column["data_tests"]:
                if isinstance(test, dict) and "accepted_values" in test:
                    yield (
                        model["name"].removeprefix("stg_"),
                        column["name"],
                        test["accepted_values"]["arguments"]["values"],
                    )


def test_accepted_values_are_the_codes() -> None:
    codes: dict[str, Any] = yaml.safe_load((HERE / "codes.yaml").read_text(encoding="utf-8"))
    wanted = [
        (table.name, column.name, list(codes[column.codes]))
        for table in table_model().tables
        for column in table.columns
        if column.codes
    ]
    assert list(accepted()) == wanted


def test_keys_are_those_of_the_tables() -> None:
    macro = (PROJECT / "macros" / "tables.sql").read_text(encoding="utf-8")
    for table in table_model().tables:
        assert f"'{table.name}': '{table.key}'" in macro
    assert macro.count("_id'") == len(table_model().tables)


def test_nothing_is_reported_and_no_registry_is_named() -> None:
    declared = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert declared["flags"]["send_anonymous_usage_stats"] is False
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock and "--index-url" not in lock
    (duckdb,) = [line.split()[0] for line in lock.splitlines() if line.startswith("duckdb==")]
    assert f"\n{duckdb} \\\n" in (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
