"""``shibiao schema test``: samples beside their truth, every difference, and truths that are drafted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from shibiao.exits import ExitCode
from tests.families.conftest import Inside
from tests.families.files import REGISTER, REGISTER_FORM, own_folder, written

ROOT = Path(__file__).parents[2]
TRUTH: dict[str, Any] = {
    "family": "asset_register",
    "title": "固定资产登记表",
    "fields": {"using_department": "档案科", "custodian": "许文静", "registered_on": "2024年3月8日"},
    "tables": {
        "assets": [
            {"asset_number": "ZC-001", "asset_name": "档案密集架", "quantity": "4", "place": "一号库房"},
            {"asset_number": "ZC-002", "asset_name": "除湿机", "quantity": "2", "place": "二号库房"},
        ]
    },
}


def folder(path: Path, truth: object | None = None, form: str = REGISTER_FORM) -> Path:
    """A folder with the register's family, one sample and its truth."""
    own = own_folder(path / "own", asset_register=REGISTER)
    written(own / "samples" / "register.txt", form)
    if truth is not None:
        written(own / "samples" / "register.truth.json", json.dumps(truth, ensure_ascii=False))
    return own


def changed(**parts: Any) -> dict[str, Any]:
    return {**TRUTH, **parts}


def test_all_right(inside: Inside, tmp_path: Path) -> None:
    done = inside("schema", "test", folder(tmp_path, TRUTH))
    assert done.code == ExitCode.OK
    row = done.out.splitlines()[1].split()
    assert row == ["register.txt", "全对", "1/1", "1/1", "3/3", "8/8"]
    by_option = inside("schema", "test", "--schemas", tmp_path / "own")
    assert by_option.out == done.out
    assert inside("schema", "test", own=tmp_path / "own").out == done.out


def test_parts_that_the_truth_leaves_out_are_not_compared(inside: Inside, tmp_path: Path) -> None:
    done = inside("schema", "test", folder(tmp_path, {"family": "asset_register"}))
    assert done.code == ExitCode.OK
    assert done.out.splitlines()[1].split() == ["register.txt", "全对", "1/1"]


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        (changed(family="asset_card"), "family: 应为 asset_card，读出 asset_register"),
        (changed(title="资产表"), "title: 应为 资产表，读出 固定资产登记表"),
        (changed(fields={**TRUTH["fields"], "custodian": "许文清"}), "fields.custodian: 应为 许文清，读出 许文静"),
        (changed(fields={"custodian": "许文静"}), "fields.using_department: 应为 （空），读出 档案科"),
        (changed(fields={**TRUTH["fields"], "phone": "123"}), "fields.phone: 应为 123，读出 （空）"),
        (
            changed(tables={"assets": TRUTH["tables"]["assets"][:1]}),
            "tables.assets.+2: 应为 （空），读出 ZC-002 | 除湿机 | 2 | 二号库房",
        ),
        (
            changed(tables={"assets": [{"asset_number": "ZC-000"}, *TRUTH["tables"]["assets"]]}),
            "tables.assets.1: 应为 ZC-000，读出 （空）",
        ),
        (
            changed(tables={"assets": [TRUTH["tables"]["assets"][0], {**TRUTH["tables"]["assets"][1], "quantity": 3}]}),
            "tables.assets.2.quantity: 应为 3，读出 2",
        ),
        (changed(tables={}), "tables.assets.+1: 应为 （空），读出 ZC-001"),
        (changed(funds=[{"item": "total", "amount": "1"}]), "funds.annual.total.amount: 应为 1，读出 （空）"),
        (changed(goals=[{"text": "办好"}]), "goals.annual.expected: 应为 办好，读出 （空）"),
        (changed(indicators=[{"name": "数量"}]), "indicators.annual.1: 应为 数量，读出 （空）"),
        ({"forms": [TRUTH, TRUTH]}, "应有 2 张表，读出 1 张"),
    ],
)
def test_every_kind_of_difference(inside: Inside, tmp_path: Path, truth: object, said: str) -> None:
    done = inside("schema", "test", folder(tmp_path, truth))
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    assert f"register.txt: {said}" in done.out
    assert "有错" in done.out


def test_white_space_and_width_do_not_count(inside: Inside, tmp_path: Path) -> None:
    fields = {**TRUTH["fields"], "registered_on": "２０２４年 3月8日"}
    assert inside("schema", "test", folder(tmp_path, changed(fields=fields))).code == ExitCode.OK


def test_truths_are_drafted_and_marked(inside: Inside, tmp_path: Path) -> None:
    own = folder(tmp_path)
    without = inside("schema", "test", own)
    assert without.code == ExitCode.NOTHING_READ
    assert "没有答案" in without.out
    assert "asset_register" in without.err
    path = own / "samples" / "register.truth.json"
    assert not path.exists()
    assert inside("schema", "test", own, "--write").code == ExitCode.OK
    drafted = json.loads(path.read_text(encoding="utf-8"))
    assert drafted["reviewed"] is False
    assert drafted["forms"] == [TRUTH]
    again = inside("schema", "test", own, "--write")
    assert again.code == ExitCode.OK
    assert "未复核" in again.out
    assert json.loads(path.read_text(encoding="utf-8")) == drafted  # never written over


@pytest.mark.skipif(not (ROOT / "samples" / "forms").is_dir(), reason="no samples/forms")
def test_truths_of_generated_samples(inside: Inside, tmp_path: Path) -> None:
    """The same format; indicators of two panes, funds and goals of a form of ours."""
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    (own / "samples").mkdir()
    for name in ("xlsx-full-goal_2pane-1000.pdf", "xlsx-full-goal_2pane-1000.truth.json"):
        shutil.copy(ROOT / "samples" / "forms" / name, own / "samples" / name)
    done = inside("schema", "test", own)
    assert done.code == ExitCode.OK, done.out
    assert "96/96" in done.out
    assert "asset_register" in done.err  # of which there is no sample


def test_a_sample_that_cannot_be_read(inside: Inside, tmp_path: Path) -> None:
    own = folder(tmp_path, TRUTH)
    (own / "samples" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    done = inside("schema", "test", own)
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    assert "broken.pdf" in done.out
    assert "全对" in done.out


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "truth.json:1: -"),
        ('{"forms": [{"family": "asset_register",\n "fields": ]}', "truth.json:2: -"),
        ('{"forms": [{"title": "x"}]}', "forms.0.family"),
        ("[]", "truth.json:1"),
        ('{"family": "asset_register", "fields": ["x"]}', "forms.0.fields"),
    ],
)
def test_truths_that_are_none(inside: Inside, tmp_path: Path, text: str, place: str) -> None:
    own = folder(tmp_path)
    written(own / "samples" / "register.truth.json", text)
    done = inside("schema", "test", own)
    assert done.code == ExitCode.SCHEMA_INVALID
    assert place in done.err


def test_folders_that_will_not_do(inside: Inside, tmp_path: Path) -> None:
    assert inside("schema", "test").code == ExitCode.WRONG_USAGE
    assert inside("schema", "test", tmp_path / "nowhere").code == ExitCode.WRONG_USAGE
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    assert inside("schema", "test", own).code == ExitCode.WRONG_USAGE  # no samples
    (own / "samples").mkdir()
    assert inside("schema", "test", own).code == ExitCode.NOTHING_READ
