"""The committed samples against their truth, and a few whole forms against golden records."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bench.cells import score_cells
from bench.readers import shibiao_cells
from bench.records import score_records
from bench.truth import Specimen, folded, specimens
from shibiao.schemas.records import Form

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "forms"
GOLDEN = Path(__file__).parent
REWRITE = os.environ.get("SHIBIAO_GOLDEN") == "write"
FOUND = list(specimens(SAMPLES))
DUMPS = sorted(SAMPLES.glob("*.txt"))


def read(path: Path) -> list[Form]:
    from shibiao.pipeline import complete, read_file

    return complete(read_file(path))


def truth_of(path: Path) -> list[dict[str, Any]]:
    record: dict[str, Any] = json.loads(path.with_suffix("").with_suffix(".truth.json").read_text(encoding="utf-8"))
    return list(record["forms"])


@pytest.mark.parametrize("specimen", FOUND, ids=lambda s: s.path.stem)
def test_every_cell_in_the_file_is_exact_and_no_neighbour_in_it(specimen: Specimen) -> None:
    score = score_cells(shibiao_cells, [specimen])
    assert score.missed == []
    assert score.foreign == 0
    assert score.exact == score.total > 0


@pytest.mark.parametrize("specimen", FOUND, ids=lambda s: s.path.stem)
def test_records_are_right_and_nothing_wrong_is_certain(specimen: Specimen) -> None:
    score = score_records([specimen])
    assert {kind: counts for kind, counts in score.kinds.items() if counts[0] != counts[1]} == {}
    assert score.false_repairs == []
    assert score.wrong_but_certain == []
    assert score.lost_unsaid == []


@pytest.mark.parametrize("path", DUMPS, ids=lambda p: p.stem)
def test_dumps_give_every_indicator_its_levels_and_its_printed_text(path: Path) -> None:
    forms, truths = read(path), truth_of(path)
    assert [f.family for f in forms] == [t["family"] for t in truths]
    for form, truth in zip(forms, truths, strict=True):
        for pane in ("mid_term", "annual"):
            wanted = [i for i in truth["indicators"] if i["pane"] == pane]
            found = [i for i in form.indicators if i.pane == pane]
            assert len(found) == len(wanted)
            for got, want in zip(found, wanted, strict=True):
                assert got.level1 and got.level2
                assert (got.level1.value, got.level2.value) == (want["level1"], want["level2"])
                for value, text in ((got.name, want["name"]), (got.target, want["target"])):
                    assert folded(text).startswith(folded(value.raw))
                    if folded(value.value or "") != folded(text):
                        assert value.confidence < 0.9


@pytest.mark.parametrize(
    "name", ["dump-two-panes.txt", "canvas-cut-rows-selfeval-1010.pdf", "html-cut-columns-goal_2pane-1008.pdf"]
)
def test_whole_record_is_golden(name: str) -> None:
    forms = read(SAMPLES / name)
    record = forms[-1].model_dump(mode="json", by_alias=True, exclude={"cells"})
    path = GOLDEN / f"{name}.json"
    if REWRITE:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert record == json.loads(path.read_text(encoding="utf-8"))


def test_goldens_are_not_being_rewritten() -> None:
    assert not REWRITE, "SHIBIAO_GOLDEN=write is for making goldens: read the difference, then run without it"


def test_every_clipping_mode_and_producer_has_a_sample() -> None:
    assert {s.mode for s in FOUND} == {"full", "cut-rows", "cut-columns", "shrunk", "split", "several"}
    assert {s.producer for s in FOUND} == {"xlsx", "docx", "html", "canvas"}
