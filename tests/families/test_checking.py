"""``shibiao schema check``: all that is wrong, with its line; and what is right passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.exits import ExitCode
from tests.families.conftest import Inside
from tests.families.files import ADDED, REGISTER, own_folder, written

INDICATORS = """\
family: task_form
name: {zh: 任务表, en: task form}
titles: [任务目标表]
columns:
  - {slot: level1}
  - {slot: name, labels: [任务名称]}
  - {slot: target, labels: [任务值]}
"""


def problems(inside: Inside, own: Path, *paths: Path) -> tuple[int, list[str]]:
    """The exit code, and of each problem all behind the folder's name."""
    done = inside("schema", "check", *(paths or (own,)))
    return done.code, [line.removeprefix(f"{own}/") for line in done.out.splitlines()]


def test_ours_are_sound(inside: Inside) -> None:
    done = inside("schema", "check")
    assert (done.code, done.out) == (ExitCode.OK, "")


def test_sound_ones_of_the_users(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path, asset_register=REGISTER, goal_1pane=ADDED, task_form=INDICATORS)
    assert problems(inside, own) == (ExitCode.OK, [])
    assert inside("schema", "check", own=own).code == ExitCode.OK
    assert inside("schema", "check", "--schemas", own).code == ExitCode.OK


def test_all_problems_and_not_the_first_alone(inside: Inside, tmp_path: Path) -> None:
    broken = REGISTER.replace("layout: none", "layout: nothing").replace("labels: [保管人]", "lables: [保管人]")
    more = INDICATORS.replace("slot: name", "slot: nmae")
    own = own_folder(tmp_path, asset_register=broken, task_form=more, list="- a\n- b\n", words="family: [words\n")
    code, found = problems(inside, own)
    assert code == ExitCode.SCHEMA_INVALID
    assert [line.split(": ")[0:2] for line in found] == [
        ["asset_register.yaml:4", "layout"],
        ["asset_register.yaml:8", "fields.custodian.labels"],
        ["asset_register.yaml:8", "fields.custodian.lables"],
        ["list.yaml:1", "-"],
        ["task_form.yaml:6", "columns.1.slot"],
        ["words.yaml:2", "-"],
    ]


@pytest.mark.parametrize(
    ("key", "text", "line", "place", "said"),
    [
        ("task_form", INDICATORS.replace("任务值", "任务名称"), 7, "columns.2", "name 列里也有"),
        (
            "task_form",
            INDICATORS + "  - {slot: field, key: chief, labels: [主任]}\n",
            8,
            "columns.3.key",
            "没有叫 chief 的",
        ),
        (
            "task_form",
            INDICATORS + "  - {slot: fund, key: cash, labels: [现金]}\n",
            8,
            "columns.3.key",
            "cash",
        ),
        ("task_form", INDICATORS + "goals:\n  - {pane: mid_term, labels: [总任务]}\n", 9, "goals.0.pane", "mid_term"),
        (
            "task_form",
            INDICATORS + "signals:\n  require: [[任务编号], [得分, 扣分]]\n  oppose: [扣分, 得分, 分值]\n",
            9,
            "signals.require.1",
            "得分 扣分",
        ),
        ("task_form", INDICATORS + "signals:\n  require: [[]]\n", 9, "signals.require", "空的"),
        (
            "asset_register",
            REGISTER.replace("]}\n", "], optional: true}\n").replace("[保管人], optional: true", "[保管人]"),
            11,
            "tables.assets",
            "永远找不到",
        ),
        ("asset_register", REGISTER.replace("[资产名称]", "[资产编号]"), 14, "tables.assets.columns.1", "永远轮不到"),
        (
            "asset_register",
            REGISTER.replace("key: place", "key: quantity"),
            12,
            "tables.assets.columns",
            "quantity",
        ),
        (
            "card",
            "family: card\nname: {zh: 卡, en: card}\ntitles: [卡片]\nlayout: none\n",
            1,
            "-",
            "永远认不出",
        ),
    ],
)
def test_what_can_be_loaded_and_yet_cannot_be_meant(
    inside: Inside, tmp_path: Path, key: str, text: str, line: int, place: str, said: str
) -> None:
    own = own_folder(tmp_path, **{key: text})
    if place == "tables.assets":
        written(own / f"{key}.yaml", only_optional(text))
    code, found = problems(inside, own)
    assert code == ExitCode.SCHEMA_INVALID
    (problem,) = found
    assert problem.startswith(f"{key}.yaml:{line}: {place}: ")
    assert said in problem


def only_optional(text: str) -> str:
    """Fields as they were, all columns of the list optional."""
    fields, columns = REGISTER.split("tables:\n")
    assert text != REGISTER
    return f"{fields}tables:\n" + columns.replace("]}", "], optional: true}")


def test_lists_with_the_same_headers(inside: Inside, tmp_path: Path) -> None:
    second = REGISTER.partition("  assets:\n")[2]
    own = own_folder(tmp_path, asset_register=f"{REGISTER}  lent:\n{second}")
    _, (problem,) = problems(inside, own)
    assert problem.startswith("asset_register.yaml:17: tables.lent: ")


def test_a_title_of_another_family_is_a_hint(inside: Inside, tmp_path: Path) -> None:
    twin = REGISTER.replace("asset_register", "asset_card")
    own = own_folder(tmp_path, asset_register=REGISTER, asset_card=twin)
    code, found = problems(inside, own)
    assert code == ExitCode.OK
    for line, (name, other) in zip(found, (("card", "register"), ("register", "card")), strict=True):
        assert line.startswith(f"asset_{name}.yaml:3: titles.0: 提示：asset_{other} 也用标题“固定资产登记表”")
    told_apart = twin + "signals:\n  require: [[卡片编号]]\n"
    assert problems(inside, own_folder(own, asset_card=told_apart)) == (ExitCode.OK, [])


def test_families_that_extend(inside: Inside, tmp_path: Path) -> None:
    """A circle, one of nobody's, and one whose family's file is broken: that is told of the broken file alone."""
    named = "name: {{zh: 表, en: form}}\ntitles: [表格]\nextends: {}\n"
    own = own_folder(
        tmp_path,
        one=f"family: one\n{named.format('two')}",
        two=f"family: two\n{named.format('one')}",
        three=f"family: three\n{named.format('nobody')}",
        four=f"family: four\n{named.format('five')}",
        five="family: five\nnaem: x\n",
    )
    _, found = problems(inside, own)
    assert [line.partition(": ")[0] for line in found] == ["five.yaml:2", "one.yaml:4", "three.yaml:4"]
    assert "互相继承" in found[1]
    assert "没有 nobody 这个表族" in found[2]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("assets", REGISTER, "与文件名不同"),
        ("unknown", REGISTER.replace("asset_register", "unknown"), "留给认不出的表"),
        ("bare", "family: bare\nname: {zh: 表, en: form}\ntitles: [表格]\n", "既没有指标列"),
        ("task_form", INDICATORS + "  - {slot: extra, key: odd}\n", "没有表头"),
        ("task_form", INDICATORS + "titles: [又一个]\n", "写了两次"),
        ("task_form", INDICATORS.replace("en: task form", "fr: tâche"), "缺少这个键"),
    ],
)
def test_other_broken_files(inside: Inside, tmp_path: Path, name: str, text: str, said: str) -> None:
    code, found = problems(inside, own_folder(tmp_path, **{name: text}))
    assert code == ExitCode.SCHEMA_INVALID
    assert any(said in line for line in found), found


def test_not_utf8(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "asset_register.yaml").write_bytes(REGISTER.encode("gb18030"))
    code, (problem,) = problems(inside, tmp_path)
    assert code == ExitCode.SCHEMA_INVALID
    assert problem.startswith("asset_register.yaml:2: -: 不是 UTF-8")


def test_single_files(inside: Inside, tmp_path: Path) -> None:
    """Among their neighbours, but these are not told of."""
    child = "family: child\nextends: asset_register\nname: {zh: 表, en: form}\ntitles: [表格]\n"
    own = own_folder(tmp_path, asset_register=REGISTER, child=child, broken="family: other\n")
    assert problems(inside, own, own / "child.yaml") == (ExitCode.OK, [])
    assert problems(inside, own, own / "broken.yaml")[0] == ExitCode.SCHEMA_INVALID


def test_files_that_are_not_read(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path, asset_register=REGISTER)
    written(own / "more.yml", INDICATORS)
    code, (problem,) = problems(inside, own)
    assert code == ExitCode.OK
    assert problem.startswith("more.yml:1: -: 提示：")


@pytest.mark.parametrize("name", ["nowhere", "empty", "notes.txt"])
def test_nothing_to_check(inside: Inside, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    written(tmp_path / "notes.txt", "no family")
    done = inside("schema", "check", tmp_path / name)
    assert done.code == ExitCode.WRONG_USAGE
    assert name in done.err
