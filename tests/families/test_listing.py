"""``shibiao schema list`` and ``schema show``: what there is, and that what is shown is the family."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from shibiao.exits import ExitCode
from shibiao.schemas.families import shared_columns
from shibiao.schemas.family import Family
from shibiao.schemas.family_files import family_paths, load_families
from tests.families.conftest import Inside
from tests.families.files import ADDED, REGISTER, own_folder, written

KEYS = sorted(family_paths())


def listed(out: str) -> dict[str, list[str]]:
    return {cells[0]: cells[1:] for line in out.splitlines()[1:] if (cells := line.split())}


def test_all_families_are_listed(inside: Inside, tmp_path: Path) -> None:
    child = "family: asset_card\nextends: asset_register\nname: {zh: 资产卡片, en: asset card}\n"
    instead = REGISTER.replace("asset_register", "narrative")
    own = own_folder(tmp_path, asset_register=REGISTER, asset_card=child, goal_1pane=ADDED, narrative=instead)
    done = inside("schema", "list", "--schemas", own)
    assert done.code == ExitCode.OK
    rows = listed(done.out)
    assert sorted(rows) == sorted({*KEYS, "asset_register", "asset_card"})
    assert rows["asset_register"] == ["固定资产登记表", "自定义", "none", "3", "0", "1"]
    assert rows["asset_card"] == ["资产卡片", "asset_register", "自定义", "none", "3", "0", "1"]
    assert rows["goal_1pane"][1:4] == ["goal_1pane", "自定义，补充内置", "rows"]
    assert rows["narrative"][1:3] == ["自定义，替代内置", "none"]
    assert rows["goal_2pane"][-5:] == ["内置", "rows", "0", "7", "0"]
    assert "fixed-asset" in inside("schema", "list", "--schemas", own, "--lang", "en").out


@pytest.mark.parametrize("key", KEYS)
def test_what_is_shown_is_the_family(inside: Inside, tmp_path: Path, key: str) -> None:
    """Saved as a file it makes the same family."""
    shown = inside("schema", "show", key)
    assert shown.code == ExitCode.OK
    again = {**family_paths(), key: written(tmp_path / f"{key}.yaml", shown.out)}
    assert families(again)[key] == families(family_paths())[key]


def families(paths: dict[str, Path]) -> dict[str, Family]:
    """By key; each group of required labels once."""
    found = load_families(paths, shared_columns())
    once = {f.key: f.signals.model_copy(update={"require": tuple(dict.fromkeys(f.signals.require))}) for f in found}
    return {f.key: f.model_copy(update={"signals": once[f.key]}) for f in found}


def test_where_each_part_comes_from(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path, goal_1pane=ADDED)
    lines = inside("schema", "show", "goal_1pane", "--schemas", own).out.splitlines()
    sources = {line.partition(":")[0]: line.rpartition("  # ")[2] for line in lines if line[0].isalpha()}
    assert sources["titles"] == f"{own}/goal_1pane.yaml:3"
    assert sources["columns"] == f"{own}/goal_1pane.yaml:4"
    assert sources["goals"] == "families/goal_1pane.yaml:5"
    target = next(line for line in lines if "slot: target" in line)
    assert "任务值" in target
    assert target.endswith("# vocabulary/columns.yaml")
    two = inside("schema", "show", "goal_local.two_levels").out
    assert re.search(r"# families/goal_local\.two_levels\.yaml:\d+ \+ families/goal_local\.yaml:\d+$", two, re.M)
    assert yaml.safe_load(two)["panes"] == ["annual"]  # said, though it is what is meant where nothing is said


def test_a_key_that_is_none(inside: Inside) -> None:
    done = inside("schema", "show", "goal_2panes")
    assert done.code == ExitCode.WRONG_USAGE
    assert "goal_2pane" in done.err
    assert inside("schema", "show", "zzz").code == ExitCode.WRONG_USAGE


@pytest.mark.parametrize("command", ["list", "show", "check", "new", "test", "suggest"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(inside: Inside, command: str, language: str) -> None:
    done = inside("schema", command, "--help", "--lang", language)
    assert done.code == ExitCode.OK
    assert f"shibiao schema {command}" in done.out
    assert command in inside("schema", "--help", "--lang", language).out


def test_no_command_and_a_wrong_one(inside: Inside) -> None:
    assert inside("schema").code == ExitCode.WRONG_USAGE
    done = inside("schema", "lint")
    assert done.code == ExitCode.WRONG_USAGE
    assert "lint" in done.err
