"""A sample of every family and variant: printed from invented contents, recognised as its own, and read exactly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from samples.families.__main__ import main
from samples.families.contents import CONTENTS, Contents, load_contents
from samples.families.judging import FamilyScore, Judge
from samples.families.layouts.registry import laid_out
from samples.families.make import PRINTED, sheets_of, truth_of
from samples.truth import folded
from shibiao.extract.source import ReadSettings
from shibiao.pipeline import complete, read_file
from shibiao.schema_tools.why import read_segments
from shibiao.schemas.families import load_catalogue

ALL = load_contents()
BY_NAME = {contents.name: contents for contents in ALL}
MOST_BYTES = 3_000_000  # of all samples together: they are kept with the project

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
every_sample = pytest.mark.parametrize("contents", ALL, ids=lambda contents: contents.name)


def kept_truth(contents: Contents) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((PRINTED / f"{contents.name}.truth.json").read_text(encoding="utf-8"))
    return truth


def test_every_family_and_every_variant_has_a_sample() -> None:
    keys = {family.key for family in load_catalogue().families}
    sampled = {contents.key for contents in ALL}
    assert sorted(keys - sampled) == [], f"write samples/families/contents/<key>.yaml, see {CONTENTS.parent.name}"
    assert sorted(sampled - keys) == []


def test_what_is_kept_is_what_the_contents_print() -> None:
    names = {path.name for path in PRINTED.iterdir()}
    assert names == {f"{contents.name}.{kind}" for contents in ALL for kind in ("pdf", "truth.json")}
    assert sum(path.stat().st_size for path in PRINTED.iterdir()) < MOST_BYTES


@every_sample
def test_the_kept_truth_is_made_from_the_contents(contents: Contents) -> None:
    assert kept_truth(contents) == truth_of(contents, sheets_of(contents))


@every_sample
def test_the_truth_asks_for_all_that_the_contents_say(contents: Contents) -> None:
    asked = kept_truth(contents)["forms"]
    assert len(asked) == len(contents.forms)
    for form, truth in zip(contents.forms, asked, strict=True):
        assert len(truth["indicators"]) == sum(len(i.get("per_object", "1")) for i in form.indicators)
        told = folded(json.dumps([truth["fields"], truth["goals"]], ensure_ascii=False).replace("\\n", ""))
        wanted = [*(text for text in form.fields.values() if isinstance(text, str)), *form.goals.values()]
        untold = [text for text in wanted if folded(text) not in told and "合计" not in text and text != "优"]
        assert untold == []


@every_sample
def test_a_sample_is_recognised_as_its_own_family_and_variant(contents: Contents) -> None:
    found = read_segments(PRINTED / f"{contents.name}.pdf", ReadSettings())
    assert {one.family.family.key if one.family else None for _, one in found} == {contents.key}


@every_sample
def test_every_value_of_a_sample_is_read_exactly(contents: Contents) -> None:
    truth = kept_truth(contents)
    scores: dict[str, FamilyScore] = {}
    Judge(scores, contents.name).file(truth["forms"], complete(read_file(PRINTED / truth["file"])))
    assert [line for score in scores.values() for line in score.errors] == []
    assert list(scores) == [contents.key.partition(".")[0]]
    assert sum(score.whole for score in scores.values()) == len(contents.forms)


def test_lists_are_told_by_the_samples_and_a_wrong_row_is_found() -> None:
    told = {name for contents in ALL for form in kept_truth(contents)["forms"] for name in form["tables"]}
    assert told == {name for family in load_catalogue().families for name in family.tables}
    truth = kept_truth(BY_NAME["goal_local-schedule"])
    forms = complete(read_file(PRINTED / truth["file"]))
    truth["forms"][0]["tables"]["schedule"][1]["end"] = "2032年12月"
    truth["forms"][0]["tables"]["costs"] = [{"item": "差旅费"}]
    scores: dict[str, FamilyScore] = {}
    Judge(scores, "changed").file(truth["forms"], forms)
    assert [line.partition(" (")[0].partition(", not")[0] for line in scores["goal_local"].errors] == [
        "changed: schedule 2: end: '2032年11月'",
        "changed: costs 1: item: '–'",
    ]


def test_the_same_contents_give_the_same_sheets_and_a_seed_another_look() -> None:
    forms = BY_NAME["goal_1pane"].forms
    one, two, other = (laid_out(forms, Random(seed), vary=False) for seed in ("a", "a", "b"))
    assert one == two
    assert one[0].sheet != other[0].sheet


@needs_office
def test_printing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert main(["goal_list", "narrative", "--out", str(tmp_path / folder)]) == 0
    made = {folder: {p.name: p.read_bytes() for p in (tmp_path / folder).iterdir()} for folder in ("one", "two")}
    assert made["one"] == made["two"]
    assert sorted(made["one"]) == ["goal_list.pdf", "goal_list.truth.json", "narrative.pdf", "narrative.truth.json"]


def test_a_name_without_contents_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["goal_5pane"])
    assert "goal_5pane" in capsys.readouterr().err
