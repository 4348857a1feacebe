"""``shibiao show --why``: which family a form was taken for, what speaks for and against it, and why for none."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.exits import ExitCode
from tests.families.conftest import Inside
from tests.families.files import PLAIN_FORM, REGISTER, REGISTER_FORM, own_folder, written

KNOWN_FORM = PLAIN_FORM.replace("县本级项目目标任务书", "项目支出绩效目标申报表").replace("任务值", "指标值")


def lines(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if line.strip()]


def test_a_form_of_ours(inside: Inside, tmp_path: Path) -> None:
    done = inside("show", written(tmp_path / "form.txt", KNOWN_FORM), "--why")
    assert done.code == ExitCode.OK
    said = lines(done.out)
    assert said[0] == ["项目支出绩效目标申报表"]
    best = next(line for line in said if line[:2] == ["goal_1pane", "✓"])
    assert best[2:] == ["1.32", "1.00", "✓", "年度资金总额", "年度目标"]
    local = next(line for line in said if line[0] == "goal_local")
    assert local[-1].startswith("绩效标准/")  # what it requires and none of which is there
    assert "认作 goal_1pane" in done.out


def test_nothing_fits(inside: Inside, tmp_path: Path) -> None:
    done = inside("show", written(tmp_path / "form.txt", REGISTER_FORM), "--why")
    assert done.code == ExitCode.OK
    assert "认不出" in done.out
    assert "没有一族" in done.out


def test_too_small_a_lead(inside: Inside, tmp_path: Path) -> None:
    """Two families of the user's that nothing tells apart."""
    twin = REGISTER.replace("asset_register", "asset_card")
    own = own_folder(tmp_path / "own", asset_register=REGISTER, asset_card=twin)
    done = inside("show", written(tmp_path / "form.txt", REGISTER_FORM), "--why", "--schemas", own)
    assert "asset_card 比 asset_register 只高 0.00 分，不到 0.20 分" in done.out
    assert "✓" not in [line[1] for line in lines(done.out) if line[0].startswith("asset_")]


def test_below_what_is_asked_for(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER + "signals:\n  oppose: [除湿机]\n")
    form = REGISTER_FORM.replace("固定资产登记表", "资产一览")
    done = inside("show", written(tmp_path / "form.txt", form), "--why", "--schemas", own)
    assert "最接近的是 asset_register，只有 0.60 分，不到 0.75 分" in done.out


def test_a_label_that_is_required(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER + "signals:\n  require: [[国有资产, 资产编码]]\n")
    done = inside("show", written(tmp_path / "form.txt", REGISTER_FORM), "--why", "--schemas", own)
    assert "最接近的是 asset_register，但缺少它必需的标签：国有资产/资产编码" in done.out


def test_the_more_special_one(inside: Inside, tmp_path: Path) -> None:
    """It has no title of the form, so that the family it extends scores more."""
    special = "family: asset_card\nextends: asset_register\nname: {zh: 卡, en: card}\ntitles: [固定资产卡片]\n"
    own = own_folder(tmp_path / "own", asset_register=REGISTER, asset_card=special)
    done = inside("show", written(tmp_path / "form.txt", REGISTER_FORM), "--why", "--schemas", own)
    assert "认作 asset_card" in done.out
    assert "asset_register 得分更高，但 asset_card 是它的更具体的样式" in done.out


def test_in_english(inside: Inside, tmp_path: Path) -> None:
    done = inside("show", written(tmp_path / "form.txt", KNOWN_FORM), "--why", "--lang", "en")
    assert "taken for goal_1pane" in done.out


def test_every_form_of_a_file(inside: Inside, tmp_path: Path) -> None:
    done = inside("show", written(tmp_path / "forms.txt", KNOWN_FORM + "\n" + KNOWN_FORM), "--why")
    assert done.out.count("认作 goal_1pane") == 2


def test_files_that_cannot_be_read(inside: Inside, tmp_path: Path) -> None:
    broken = tmp_path / "in" / "broken.pdf"
    broken.parent.mkdir()
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert inside("show", broken, "--why").code == ExitCode.NOTHING_READ
    written(broken.parent / "form.txt", KNOWN_FORM)
    done = inside("show", broken.parent, "--why")
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    assert "broken.pdf" in done.err
    assert "认作 goal_1pane" in done.out


@pytest.mark.parametrize("option", [("--cells",), ("--image", "look.png")])
def test_it_goes_alone(inside: Inside, tmp_path: Path, option: tuple[str, ...]) -> None:
    done = inside("show", written(tmp_path / "form.txt", KNOWN_FORM), "--why", *option)
    assert done.code == ExitCode.WRONG_USAGE
