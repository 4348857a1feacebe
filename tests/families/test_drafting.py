"""``shibiao schema new``: the draft of a sample loads, is sound and knows the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from shibiao.exits import ExitCode
from tests.app.conftest import write_pdf
from tests.families.conftest import Inside
from tests.families.files import PLAIN_FORM, REGISTER, REGISTER_FORM, own_folder, written

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(p for p in (ROOT / "samples" / "forms").glob("*") if p.suffix in (".pdf", ".txt"))
TRANSFER = """\
档案移交清单

移交单位：青禾县水利局　移交日期：2024年11月20日

序号\t档号\t题名\t页数\t保管期限
1\tSL-2019-001\t河道保洁项目卷\t86\t30年
2\tSL-2019-002\t水库除险加固项目卷\t142\t永久
3\tSL-2020-001\t防汛物资采购卷\t57\t10年
移交人\t许文静\t接收人\t马晓燕\t
"""


def draft(inside: Inside, sample: Path, out: Path) -> str:
    done = inside("schema", "new", sample, "--out", out)
    assert done.code == ExitCode.OK, done.err
    return out.read_text(encoding="utf-8")


def test_a_list_with_a_footer_and_a_line_of_two_labels(inside: Inside, tmp_path: Path) -> None:
    sample, own = written(tmp_path / "list.txt", TRANSFER), tmp_path / "own"
    said = yaml.safe_load(draft(inside, sample, own / "transfer_list.yaml"))
    assert said["family"] == "transfer_list"
    assert said["titles"] == ["档案移交清单"]
    assert {key: field["labels"] for key, field in said["fields"].items()} == {
        "transferring_unit": ["移交单位"],
        "transferred_on": ["移交日期"],
        "transferred_by": ["移交人"],
        "received_by": ["接收人"],
    }
    columns = said["tables"]["items"]["columns"]
    assert [c["key"] for c in columns] == ["number", "reference", "title", "pages", "retention"]
    assert inside("schema", "check", own).out == ""
    shown = inside("show", sample, "--schemas", own).out
    assert "SL-2020-001" in shown
    for value in ("青禾县水利局", "2024年11月20日", "许文静", "马晓燕"):
        assert value in shown


def test_names_that_a_person_must_find(inside: Inside, tmp_path: Path) -> None:
    form = REGISTER_FORM.replace("使用部门", "归口科室").replace("资产编号", "台账号")
    text = draft(inside, written(tmp_path / "form.txt", form), tmp_path / "own" / "register.yaml")
    assert "field_2: {labels: [归口科室]}  # ? " in text
    assert "{key: column_1, labels: [台账号]}  # ? " in text


def test_an_unknown_form_with_indicators(inside: Inside, tmp_path: Path) -> None:
    """Headers of levels and values as they are known, and one that is not."""
    form = PLAIN_FORM.replace("二级指标\t三级指标\t任务值\t", "三级指标\t任务值\t指标值\t责任科室")
    form = form.replace("数量指标\t保洁河道长度\t≥42公里\t", "保洁河道长度\t保洁\t≥42公里\t河道科")
    form = form.replace("质量指标\t水面垃圾清除率\t≥95%\t", "水面垃圾清除率\t清除\t≥95%\t河道科")
    text = draft(inside, written(tmp_path / "form.txt", form), tmp_path / "own" / "task_form.yaml")
    said = yaml.safe_load(text)
    assert [(c["slot"], c.get("key")) for c in said["columns"]] == [
        ("level1", None),
        ("name", None),
        ("extra", "column_1"),
        ("target", None),
        ("extra", "column_2"),
    ]
    assert said["goals"] == [{"pane": "annual", "labels": ["年度目标"]}]
    assert said["indicator_block"] == ["绩效指标"]
    assert "funds" not in said  # there is a block of them
    assert "layout" not in said
    assert inside("schema", "check", tmp_path / "own").code == ExitCode.OK


def test_a_sample_that_one_of_ours_knows(inside: Inside, tmp_path: Path) -> None:
    form = PLAIN_FORM.replace("县本级项目目标任务书", "项目支出绩效目标申报表").replace("任务值", "指标值")
    form = form.replace("实施单位\t", "具体责任科室\t")
    out = tmp_path / "own" / "county_form.yaml"
    done = inside("schema", "new", written(tmp_path / "form.txt", form), "--out", out)
    assert done.code == ExitCode.OK
    assert "认作 goal_1pane" in done.err
    said = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert said["extends"] == "goal_1pane"
    assert said["signals"] == {"require": [["title:*项目支出绩效目标申报表*"]]}
    assert [field["labels"] for field in said["fields"].values()] == [["具体责任科室"]]
    assert "columns" not in said


@pytest.mark.skipif(not SAMPLES, reason="no samples/forms")
@pytest.mark.parametrize("sample", SAMPLES[::3], ids=lambda path: path.name)
def test_every_draft_knows_its_sample(inside: Inside, tmp_path: Path, sample: Path) -> None:
    draft(inside, sample, tmp_path / "own" / "mine.yaml")
    done = inside("show", sample, "--why", "--schemas", tmp_path / "own")
    assert "认作 mine" in done.out
    assert inside("schema", "check", tmp_path / "own").code == ExitCode.OK


def test_a_variant(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    form = REGISTER_FORM.replace("数量", "件数")
    out = own / "asset_register.pieces.yaml"
    done = inside("schema", "new", written(tmp_path / "form.txt", form), "--out", out, "--schemas", own)
    assert done.code == ExitCode.OK, done.err
    assert yaml.safe_load(out.read_text(encoding="utf-8"))["family"] == "asset_register"
    read = inside("show", tmp_path / "form.txt", "--why", "--schemas", own)
    assert "认作 asset_register.pieces" in read.out


def test_to_standard_output(inside: Inside, tmp_path: Path) -> None:
    sample = written(tmp_path / "asset_list.txt", REGISTER_FORM)
    assert yaml.safe_load(inside("schema", "new", sample).out)["family"] == "asset_list"
    assert yaml.safe_load(inside("schema", "new", sample, "--name", "assets").out)["family"] == "assets"
    other = written(tmp_path / "登记表.txt", REGISTER_FORM)
    assert yaml.safe_load(inside("schema", "new", other).out)["family"] == "new_family"
    assert "Drafted by" in inside("schema", "new", sample, "--lang", "en").out


def test_an_earlier_file_is_never_written_over(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register="by hand")
    sample = written(tmp_path / "form.txt", REGISTER_FORM)
    done = inside("schema", "new", sample, "--out", own / "asset_register.yaml")
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert inside("schema", "new", sample, "--name", "asset_register", "--out", own).code == done.code
    assert (own / "asset_register.yaml").read_text(encoding="utf-8") == "by hand"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--name", "资产"),
        ("--name", "unknown"),
        ("--name", "../x"),
        ("--out", "Assets.yaml"),
        ("--out", "assets.yml"),
        ("--out", "assets.yaml", "--name", "other"),
    ],
)
def test_keys_that_cannot_be(inside: Inside, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    placed = [
        str(tmp_path / one) if before == "--out" else one
        for before, one in zip(("", *arguments), arguments, strict=False)
    ]
    done = inside("schema", "new", written(tmp_path / "form.txt", REGISTER_FORM), *placed)
    assert done.code == ExitCode.WRONG_USAGE
    assert list(tmp_path.iterdir()) == [tmp_path / "form.txt"]


def test_samples_that_give_no_draft(inside: Inside, tmp_path: Path) -> None:
    assert inside("schema", "new", tmp_path / "nowhere.pdf").code == ExitCode.WRONG_USAGE
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert inside("schema", "new", broken).code == ExitCode.NOTHING_READ
    assert inside("schema", "new", written(tmp_path / "empty.txt", "")).code == ExitCode.NOTHING_READ
    assert inside("schema", "new", tmp_path).code == ExitCode.WRONG_USAGE  # several


def test_a_form_with_nothing_to_go_by(inside: Inside, tmp_path: Path) -> None:
    """It is drafted, and it says that the draft does not know it yet."""
    done = inside("schema", "new", write_pdf(tmp_path / "text.pdf", table=False), "--name", "notice")
    assert done.code in (ExitCode.SOME_INPUTS_FAILED, ExitCode.NOTHING_READ)
