import json
from pathlib import Path

import pytest

from samples.dump import Damage, dumped, write_dump
from samples.invent import Case, invent
from samples.layout import Wording
from samples.make import make
from samples.plan import Selection, plan
from samples.small import make_dumps
from samples.style import FONTS
from samples.truth import squeezed

FORMS = Path(__file__).parents[2] / "samples" / "forms"
KEPT = sorted(FORMS.glob("*.truth.json"))
HEAD = {"schema", "file", "producer", "mode", "font", "seed", "forms"}
FORM = {"family", "title", "year", "fields", "funds", "goals", "indicators", "defects", "cells"}
INDICATOR = {"pane", "level1", "level2", "name", "target"}
SELFEVAL = INDICATOR | {"actual", "weight", "score", "deviation"}
CELL = {"page", "row", "col", "rowspan", "colspan", "text", "in_file"}

needs_canvas_fonts = pytest.mark.skipif(
    not all(Path(FONTS[font][0]).exists() for font in ("WenQuanYi Zen Hei", "AR PL UMing CN")),
    reason="fonts WenQuanYi Zen Hei and AR PL UMing are not installed",
)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_kept_truths_have_the_agreed_shape(path: Path) -> None:
    truth = json.loads(path.read_text("utf-8"))
    assert set(truth) == HEAD and truth["schema"] == "shibiao.truth/1"
    assert (FORMS / truth["file"]).exists()
    for form in truth["forms"]:
        assert set(form) == FORM
        expected = SELFEVAL if form["family"] == "selfeval" else INDICATOR
        assert all(set(indicator) == expected for indicator in form["indicators"])
        assert all(set(cell) - {"printed"} == CELL for cell in form["cells"])
        texts = {squeezed(cell["text"]) for cell in form["cells"]}
        assert {squeezed(i["name"]) for i in form["indicators"]} | {squeezed(g["text"]) for g in form["goals"]} <= texts


def test_kept_set_is_small_and_covers_what_it_should() -> None:
    truths = [json.loads(path.read_text("utf-8")) for path in KEPT]
    assert sum(path.stat().st_size for path in FORMS.iterdir()) < 3_000_000
    assert {truth["producer"] for truth in truths} == {"xlsx", "html", "canvas", "docx", "text"}
    assert {truth["mode"] for truth in truths} >= {"full", "cut-rows", "cut-columns", "shrunk", "split", "several"}
    assert {form["family"] for truth in truths for form in truth["forms"]} == {"goal_2pane", "goal_1pane", "selfeval"}


def test_kept_dumps_are_what_the_seed_gives(tmp_path: Path) -> None:
    for made in make_dumps(tmp_path):
        assert made.read_bytes() == (FORMS / made.name).read_bytes()


def test_a_plan_follows_from_its_seed_alone() -> None:
    assert plan(Selection(seed=4)) == plan(Selection(seed=4))
    assert plan(Selection(seed=4)) != plan(Selection(seed=5))


@needs_canvas_fonts
def test_drawn_pdfs_hold_every_text_and_come_out_the_same_twice(tmp_path: Path) -> None:
    selection = Selection(seed=3, count=1, producers=("canvas",), modes=("cut-rows", "cut-columns", "split"))
    first, second = make(selection, tmp_path / "a"), make(selection, tmp_path / "b")
    for one, other in zip(first, second, strict=True):
        truth = one.with_suffix(".truth.json").read_text("utf-8")
        assert truth == other.with_suffix(".truth.json").read_text("utf-8")
        assert all(cell["in_file"] for form in json.loads(truth)["forms"] for cell in form["cells"])


def test_a_cut_dump_keeps_the_whole_text_in_its_truth(tmp_path: Path) -> None:
    form = invent("goal_2pane", 1, Case(office="水利局"))
    cut = dumped(form, Damage(shift=True, cut_labels=True, cut_text=True), Wording(), 1)
    path = write_dump("cut", 1, [cut], "gb18030", tmp_path)
    text = path.read_bytes().decode("gb18030")
    assert "满意度指\t" in text and "单位（盖\n" in text and "满意度指标" not in text
    cells = json.loads((tmp_path / "cut.truth.json").read_text("utf-8"))["forms"][0]["cells"]
    shortened = [cell for cell in cells if cell["printed"] != cell["text"]]
    assert shortened
    assert all(cell["text"].startswith(cell["printed"]) and cell["printed"] in text for cell in shortened)


def test_dump_rows_are_shifted_and_widened(tmp_path: Path) -> None:
    form = invent("goal_2pane", 1)
    plain = dumped(form, Damage(), Wording(), 1)
    wide = dumped(form, Damage(ten_columns=True), Wording(), 1)
    shifted = dumped(form, Damage(shift=True), Wording(), 1)
    assert {line.count("\t") for line in plain.lines if "\t" in line} == {7}
    assert {line.count("\t") for line in wide.lines if "\t" in line} == {9}
    moved = [(a, b) for a, b in zip(plain.lines, shifted.lines, strict=True) if a != b]
    assert moved and all(a.strip("\t") == b.strip("\t") for a, b in moved)
