"""Errors in data files name the file, the line and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shibiao.schemas.families import Levels, load_catalogue
from shibiao.schemas.family import FamilyFile
from shibiao.schemas.loader import HERE, SchemaError, load_model, load_yaml

FAMILY = """\
family: goal_mini
name: {zh: 小表, en: Small form}
titles: [绩效目标表]
panes: [annual]
funds: pairs
goals:
  - pane: annual
    labels: [年度目标]
columns:
  - slot: name
    labels: [三级指标]
"""


def written(folder: Path, text: str, name: str = "goal_mini.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file(tmp_path: Path) -> None:
    family = load_model(written(tmp_path, FAMILY), FamilyFile)
    assert family.name is not None and family.columns is not None
    assert (family.family, family.name.zh, family.columns[0].labels) == ("goal_mini", "小表", ("三级指标",))


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("funds: pairs", "fund: pairs", 5, "fund"),
        ("funds: pairs", "funds: pairs\nfnuds: pairs", 6, "fnuds"),
        ("funds: pairs", "funds: heaps", 5, "funds"),
        ("titles: [绩效目标表]", "titles: 绩效目标表", 3, "titles"),
        ("    labels: [年度目标]", "    labels: [年度目标]\n    kinds: actual", 9, "goals.0.kinds"),
        ("slot: name", "slot: nmae", 10, "columns.0.slot"),
        ("    labels: [三级指标]", "    labels: [三级指标]\n    optional: perhaps", 12, "columns.0.optional"),
    ],
)
def test_what_does_not_fit(tmp_path: Path, old: str, new: str, line: int, key: str) -> None:
    path = written(tmp_path, FAMILY.replace(old, new))
    with pytest.raises(SchemaError) as caught:
        load_model(path, FamilyFile)
    assert (caught.value.path, caught.value.line, caught.value.key) == (path, line, key)
    assert str(caught.value).startswith(f"{path}:{line}: {key}: ")


def test_a_key_given_twice(tmp_path: Path) -> None:
    path = written(tmp_path, "产出指标:\n  children:\n    数量指标: []\n    质量指标: []\n    数量指标: [数量目标]\n")
    with pytest.raises(SchemaError) as caught:
        load_model(path, Levels)
    assert (caught.value.line, caught.value.key, caught.value.problem) == (5, "数量指标", "given twice")


def test_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        load_yaml(written(tmp_path, "a: 1\nb: [1, 2\nc: 3\n"))
    assert caught.value.line in (2, 3)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        load_yaml(tmp_path / "none.yaml")
    assert caught.value.path == tmp_path / "none.yaml"


@pytest.mark.parametrize(
    ("data", "line", "key"),
    [
        ("# 说明\n产出指标: {}\n".encode().replace("标".encode(), b"\xb1\xea"), 2, "-"),
        (b"a: 1\nb: \x01\n", 1, "-"),
        (b"a: 1\nb:\n  c: 2023-13-45\n", 3, "b.c"),
        (b"a: 1\nb: !unknown 3\n", 2, "b"),
    ],
    ids=["not UTF-8", "control character", "no such day", "unknown tag"],
)
def test_bytes_that_are_no_data(tmp_path: Path, data: bytes, line: int, key: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    with pytest.raises(SchemaError) as caught:
        load_yaml(path)
    assert (caught.value.path, caught.value.line, caught.value.key) == (path, line, key)


def test_every_key_and_item_has_its_line(tmp_path: Path) -> None:
    data, lines = load_yaml(written(tmp_path, "a:\n  - x\n  - y: 1\nb: true\n"))
    assert data == {"a": ["x", {"y": 1}], "b": True}
    assert {place: line for place, line in lines.items() if place} == {
        ("a",): 1,
        ("a", 0): 2,
        ("a", 1): 3,
        ("a", 1, "y"): 3,
        ("b",): 4,
    }


def copied(folder: Path) -> Path:
    target = folder / "schemas"
    shutil.copytree(HERE, target, ignore=shutil.ignore_patterns("*.py", "__pycache__", "json"))
    return target


def test_a_family_in_a_file_of_another_name(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = written(folder / "families", FAMILY, "goal_small.yaml")
    with pytest.raises(SchemaError) as caught:
        load_catalogue(folder)
    assert (caught.value.path, caught.value.line, caught.value.key) == (path, 1, "family")


def test_a_new_family_needs_only_its_file(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    written(folder / "families", FAMILY)
    names = [family.family for family in load_catalogue(folder).families]
    assert names == sorted([*(f.family for f in load_catalogue().families), "goal_mini"])


def test_no_families(tmp_path: Path) -> None:
    with pytest.raises(SchemaError):
        load_catalogue(tmp_path)
