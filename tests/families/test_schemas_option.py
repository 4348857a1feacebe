"""``--schemas``: whose families count, what happens to results read with others, and what cannot be used."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shibiao.batch.tasks import ReadOrder, own_families_hash, program_hash, read_task
from shibiao.commands.schemas import use_families
from shibiao.exits import ExitCode
from shibiao.extract.settings import ReadSettings
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.family_files import OWN_FAMILIES
from shibiao.schemas.loader import SchemaError
from tests.app.conftest import Shibiao, environment
from tests.batch.conftest import program
from tests.families.conftest import Inside
from tests.families.files import ADDED, PLAIN_FORM, REGISTER, REGISTER_FORM, own_folder, written


def forms(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_own_families_are_read_by_worker_processes(shibiao: Shibiao, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    written(tmp_path / "in" / "register.txt", REGISTER_FORM)
    done = shibiao("convert", "in", "--out", "out", "--schemas", "own", cwd=tmp_path)
    assert done.code == ExitCode.OK, done.err
    (path,) = (tmp_path / "out" / "forms").glob("*.json")
    form = json.loads(path.read_text(encoding="utf-8"))
    assert form["family"] == "asset_register"
    assert {name: value["value"] for name, value in form["fields"].items()} == {
        "using_department": "档案科",
        "custodian": "许文静",
        "registered_on": "2024年3月8日",
    }
    rows = [[value["value"] for value in row.values()] for row in form["tables"]["assets"]]
    assert rows == [["ZC-001", "档案密集架", "4", "一号库房"], ["ZC-002", "除湿机", "2", "二号库房"]]
    by_variable = shibiao("convert", tmp_path / "in", "--out", "-", env={OWN_FAMILIES: str(own)})
    assert forms(by_variable.out)[0]["family"] == "asset_register"
    assert forms(shibiao("convert", tmp_path / "in", "--out", "-").out)[0]["family"] == "unknown"


def test_the_option_wins_over_the_variable(shibiao: Shibiao, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    other = own_folder(tmp_path / "other", goal_1pane=ADDED)
    form = written(tmp_path / "register.txt", REGISTER_FORM)
    done = shibiao("convert", form, "--out", "-", "--schemas", own, env={OWN_FAMILIES: str(other)})
    assert forms(done.out)[0]["family"] == "asset_register"


def test_one_that_adds_to_ours_under_its_key(shibiao: Shibiao, tmp_path: Path) -> None:
    form = written(tmp_path / "form.txt", PLAIN_FORM)
    own = own_folder(tmp_path / "own", goal_1pane=ADDED)
    read = forms(shibiao("convert", form, "--out", "-", "--schemas", own).out)[0]
    assert read["family"] == "goal_1pane"
    assert read["title"]["value"] == "县本级项目目标任务书"
    assert [i["target"]["value"] for i in read["indicators"]] == ["≥42公里", "≥95%"]
    assert [g["text"]["value"] for g in read["goals"]] == ["保持河道清洁，改善沿河环境。"]  # what ours says


def test_one_in_the_place_of_ours(shibiao: Shibiao, tmp_path: Path) -> None:
    """It says nothing of goals, and extends nothing."""
    instead = ADDED.replace("extends: goal_1pane", "name: {zh: 任务书, en: task form}")
    own = own_folder(tmp_path / "own", goal_1pane=instead)
    read = forms(shibiao("convert", written(tmp_path / "form.txt", PLAIN_FORM), "--out", "-", "--schemas", own).out)[0]
    assert read["family"] == "goal_1pane"
    assert len(read["indicators"]) == 2
    assert read["goals"] == []


def test_what_ours_extends_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """goal_local extends goal_1pane; so does one of the user's that adds to it."""
    added = "family: goal_local\nextends: goal_local\ntitles: [乡镇绩效目标表]\n"
    monkeypatch.setenv(OWN_FAMILIES, str(own_folder(tmp_path / "own", goal_local=added)))
    family = next(f for f in load_catalogue().families if f.key == "goal_local")
    assert family.extends == "goal_1pane"
    assert family.titles == ("乡镇绩效目标表",)
    assert family.tables


def test_results_read_with_other_families_are_read_anew(shibiao: Shibiao, tmp_path: Path) -> None:
    form, out = written(tmp_path / "in" / "register.txt", REGISTER_FORM), tmp_path / "out"
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    command = ("convert", form.parent, "--out", out)

    def families() -> list[str]:
        return [json.loads(path.read_text(encoding="utf-8"))["family"] for path in (out / "forms").glob("*.json")]

    shibiao(*command)
    assert families() == ["unknown"]
    assert "重读" in shibiao(*command, "--schemas", own).err
    assert families() == ["asset_register"]
    moved = own.rename(tmp_path / "elsewhere")
    assert "重读" not in shibiao(*command, "--schemas", moved).err  # the contents count, not the place
    edited = REGISTER.replace("custodian", "keeper")
    written(moved / "asset_register.yaml", edited)
    assert "重读" in shibiao(*command, "--schemas", moved).err
    assert '"keeper"' in next((out / "forms").glob("*.json")).read_text(encoding="utf-8")


def test_the_identity_of_a_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(OWN_FAMILIES, raising=False)
    without = program_hash()
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    monkeypatch.setenv(OWN_FAMILIES, str(own))
    first = program_hash()
    written(own / "notes.txt", "no family")
    written(own / "samples" / "x.yaml", "no family either")
    assert without != first == program_hash()
    written(own / "asset_register.yaml", REGISTER + "\n")
    assert program_hash() not in (without, first)


def test_families_that_change_while_a_run_goes_on_stop_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    monkeypatch.setenv(OWN_FAMILIES, str(own))
    form = written(tmp_path / "register.txt", REGISTER_FORM)
    sha256 = hashlib.sha256(form.read_bytes()).hexdigest()
    result = tmp_path / "result.gz"
    order = ReadOrder(sha256, bytes(form), b"/", result, ReadSettings(), 0, own_families_hash())
    assert read_task(order).settled.state == "done"
    result.unlink()
    written(own / "asset_register.yaml", REGISTER + "# changed\n")
    with pytest.raises(SchemaError, match="changed while the run went on"):
        read_task(order)
    assert not result.exists()


def test_other_processes_inherit_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(OWN_FAMILIES, "")
    own_folder(tmp_path / "own", asset_register=REGISTER)
    monkeypatch.chdir(tmp_path)
    use_families(Path("own"))
    assert os.environ[OWN_FAMILIES] == str(tmp_path / "own")  # wherever a worker's current folder is


@pytest.mark.parametrize("place", ["nowhere", "empty", "file.yaml"])
@pytest.mark.parametrize("command", ["convert", "show", "schema list"])
def test_folders_that_are_none(inside: Inside, tmp_path: Path, place: str, command: str) -> None:
    form = written(tmp_path / "register.txt", REGISTER_FORM)
    (tmp_path / "empty").mkdir()
    written(tmp_path / "file.yaml", REGISTER)
    given: dict[str, list[str | Path]] = {"convert": [form, "--out", tmp_path / "out"], "show": [form]}
    rest = given.get(command, [])
    for done in (
        inside(*command.split(), *rest, "--schemas", tmp_path / place),
        inside(*command.split(), *rest, own=tmp_path / place),
    ):
        assert done.code == ExitCode.WRONG_USAGE, done.err
        assert place in done.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_vanishes_is_not_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(OWN_FAMILIES, str(tmp_path / "gone"))
    with pytest.raises(SchemaError, match="no such folder"):
        load_catalogue()


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("titles: [", "titels: [", 3, "titels"),
        ("layout: none", "layout: nothing", 4, "layout"),
        ("key: quantity,", "", 15, "tables.assets.columns.2.key"),
        ("family: asset_register", "family: assets", 1, "family"),
        ("funds: none", "extends: goal_9pane", 5, "extends"),
        ("fields:", "fields: [", 8, "-"),
    ],
)
def test_broken_files_stop_a_run(inside: Inside, tmp_path: Path, old: str, new: str, line: int, key: str) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER.replace(old, new))
    form = written(tmp_path / "register.txt", REGISTER_FORM)
    done = inside("convert", form, "--out", tmp_path / "out", "--schemas", own)
    assert done.code == ExitCode.SCHEMA_INVALID
    assert f"{own / 'asset_register.yaml'}:{line}: {key}: " in done.err
    assert not (tmp_path / "out" / "forms").exists()


def test_workers_of_a_cluster_read_with_them(tmp_path: Path) -> None:
    """They were started without; the folder lies under the same path for all."""
    pytest.importorskip("distributed", reason="needs shibiao[cluster]")
    from tests.batch.test_elsewhere import cluster

    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    written(tmp_path / "in" / "register.txt", REGISTER_FORM)
    (tmp_path / "dask").mkdir()
    out = tmp_path / "out"
    with cluster(tmp_path, workers=1) as (address, _workers):
        command = program("convert", tmp_path / "in", "--out", out, "--cluster", address, "--schemas", own)
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode == ExitCode.OK, done.stderr
    (path,) = (out / "forms").glob("*.json")
    assert json.loads(path.read_text(encoding="utf-8"))["family"] == "asset_register"
