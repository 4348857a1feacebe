"""The bench of families on an invented form: laid out, printed, converted and scored."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.families.__main__ import main
from bench.families.corpus import corpus
from bench.families.forms import ContentsMissing, load_forms
from bench.truth import folded
from samples.families.draft import LaidOut, full_width
from samples.families.judging import FamilyScore, Judge
from samples.families.layouts.registry import LAYOUTS, laid_out
from samples.families.reading import level_word, money
from shibiao.pipeline import complete, read_file

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

_INDICATORS = [
    {"l1": "产出指标", "l2": "数量指标", "l3": "巡查河道次数", "value": "≥24次"},
    {"l1": "产出指标", "l2": "质量指标", "l3": "巡查记录完整率", "value": "100%"},
    {"l1": "效益指标", "l2": "社会效益\n指标", "l3": "沿河居民投诉", "value": "逐年减少"},
    {"l1": "满意度指标", "l2": "满意度指标", "l3": "沿河居民满意度", "value": "≥90%"},
]
_FORM: dict[str, Any] = {
    "id": "f901",
    "family": "goal_1pane",
    "title": "项目支出绩效目标表",
    "year": "2031",
    "fields": {"项目名称": "河道巡查", "主管部门": "云岭县水利局", "实施单位": "云岭县河道管理所", "项目期": "1年"},
    "funds": {"年度资金总额": "36.50", "其中:财政拨款": "36.50", "其他资金": ""},
    "goals": {"年度目标": "每月巡查两次,及时清理垃圾。"},
    "indicators": _INDICATORS,
}
_LIKE_ONE_PANE = ("goal_1pane", "goal_poverty", "goal_special", "goal_central", "region", "invest", "monitor")


def _contents(tmp_path: Path, *forms: dict[str, Any]) -> Path:
    path = tmp_path / "forms.jsonl"
    path.write_text("".join(json.dumps(form, ensure_ascii=False) + "\n" for form in forms), "utf-8")
    return path


def _printed_texts(laid: LaidOut) -> set[str]:
    sheet = laid.sheet
    assert sheet.table
    return {folded(text) for text in (sheet.title or "", *sheet.above, *(cell.text for cell in sheet.table.cells))}


@pytest.mark.parametrize("family", _LIKE_ONE_PANE)
@pytest.mark.parametrize("seed", range(8))
def test_all_that_is_asked_for_is_printed(family: str, seed: int, tmp_path: Path) -> None:
    form = load_forms(_contents(tmp_path, {**_FORM, "family": family}))[0]
    (laid,) = laid_out([form], Random(seed))
    printed, (truth,) = _printed_texts(laid), laid.truths
    asked = [truth["title"], *truth["fields"].values(), *(goal["text"] for goal in truth["goals"])]
    asked += [indicator[key] for indicator in truth["indicators"] for key in ("name", "target")]
    assert {folded(text) for text in asked} <= printed
    assert len(truth["indicators"]) == len(_INDICATORS)
    assert {i["level1"] for i in truth["indicators"]} == {"产出指标", "效益指标", "满意度指标"}
    assert truth["funds"][0] | {"unit": "万元", "amount": "36.50"} == truth["funds"][0]


def test_every_collected_family_has_a_layout() -> None:
    by_itself = {"goal_list"}  # printed by the registry itself
    try:
        families = {form.family for form in load_forms()}
    except ContentsMissing:
        pytest.skip("the collected forms are not here")
    assert families == LAYOUTS.keys() | by_itself


def test_without_contents_the_bench_says_so_and_measures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.families.forms.FORMS", tmp_path / "none.jsonl")
    assert main(["--work", str(tmp_path), "--seed", "1"]) == 0
    assert "skipped" in capsys.readouterr().out


@needs_office
@pytest.mark.parametrize("seed", [1, 2])
def test_a_printed_form_scores_full_and_every_wrong_value_is_found(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.families.forms.FORMS", _contents(tmp_path, _FORM))
    monkeypatch.setattr("bench.families.corpus.BUNDLES", 0)
    for path in sorted(corpus(seed, tmp_path).glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        forms = complete(read_file(path.with_name(truth["file"])))
        assert _errors(truth, forms) == []
        for change in (_another_target, _another_amount, _another_unit, _another_family, _no_last_indicator):
            assert len(_errors(change(json.loads(path.read_text("utf-8"))), forms)) == 1, change
        assert len(_errors(truth, [])) > 20


def _errors(truth: dict[str, Any], forms: Any) -> list[str]:
    scores: dict[str, FamilyScore] = {}
    Judge(scores, "file").file(truth["forms"], forms)
    return [line for score in scores.values() for line in score.errors]


def _another_target(truth: dict[str, Any]) -> dict[str, Any]:
    truth["forms"][0]["indicators"][0]["target"] = "≥2次"
    return truth


def _another_amount(truth: dict[str, Any]) -> dict[str, Any]:
    truth["forms"][0]["funds"][1]["amount"] = "36.51"
    return truth


def _another_unit(truth: dict[str, Any]) -> dict[str, Any]:
    truth["forms"][0]["funds"][1]["unit"] = "元"
    return truth


def _another_family(truth: dict[str, Any]) -> dict[str, Any]:
    truth["forms"][0]["family"] = "region"
    return truth


def _no_last_indicator(truth: dict[str, Any]) -> dict[str, Any]:
    truth["forms"][0]["indicators"].pop()
    return truth


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3,309,840.00", ("3309840.00", None)),
        ("250万", ("250", "万元")),
        ("总额10606.7522万元", ("10606.7522", "万元")),
        ("100%", ("100", "%")),
        ("—", (None, None)),
        ("", (None, None)),
    ],
)
def test_amounts(text: str, meant: tuple[str | None, str | None]) -> None:
    assert money(text) == meant


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("产 出 指 标", "产出指标"),
        ("成本指标(0-20)分", "成本指标"),
        ("(30分)", "效益指标"),
        ("可持续影\n响指标", "可持续影响指标"),
        ("社会效益", "社会效益指标"),
        ("", None),
    ],
)
def test_level_words(text: str, word: str | None) -> None:
    assert level_word(text) == word


def test_punctuation_is_widened_save_between_figures() -> None:
    assert full_width("1,234元,共2项:合计(100%)") == "1,234元，共2项：合计（100％）"
